//! Where rows come from: the project's data files, or personas held in memory.

use std::collections::BTreeMap;
use std::path::Path;

use arrow_array::{ListArray, UInt32Array};

use super::catalog::Catalog;
use super::clock::Clock;
use super::expression::{Frame, column_of, evaluate};
use crate::data::{Batch, ColumnSpec, Reader, Reject, TableSpec, open};
use crate::diagnostic::Diagnostics;
use crate::model::{AT, Literal, Model, Persona, PersonaEvent, Table};
use crate::project::{Binding, Project};
use crate::schema::{Column, Type};
use crate::source::Sources;
use crate::world::World;

/// What a run finds out about its input.
#[derive(Debug, Default)]
pub struct Log {
    /// Texts that diagnostics point into.
    pub sources: Sources,
    /// Faults of the project and of whole files.
    pub diagnostics: Diagnostics,
    /// Rows left out.
    pub rejects: Vec<Reject>,
    /// Events that belong to nobody.
    pub unmatched: Vec<Unmatched>,
}

/// Rows of an event table that no customer has.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Unmatched {
    /// The event.
    pub event: String,
    /// Rows without a customer's id.
    pub without_customer: u64,
    /// Rows whose id the customer table lacks.
    pub unknown_customer: u64,
}

/// The tables of a run.
pub struct Tables<'a> {
    /// Where files are.
    pub world: &'a dyn World,
    /// Which files, and how they are read.
    pub project: &'a Project,
    /// The folder that the bindings' files are relative to.
    pub folder: &'a Path,
    /// Customers and events in place of the project's; catalogs are the project's all the same.
    pub personas: Option<Personas>,
}

/// One of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableRef {
    Customer,
    Event(usize),
    Catalog(usize),
}

/// Personas as tables with every field, events with the customer's id in front.
#[derive(Clone, Debug)]
pub struct Personas {
    pub(super) customer: Batch,
    pub(super) events: Vec<Batch>,
    /// By the experiment's fact.
    pub(super) arms: BTreeMap<usize, GivenArms>,
}

/// Arms of an experiment that do not follow from the customer's bucket.
#[derive(Clone, Debug)]
pub(super) struct GivenArms {
    /// Which personas are given one.
    given: Vec<bool>,
    arms: Column,
}

impl GivenArms {
    /// The arms of the personas at `positions`, to whom chance `dealt` these.
    pub(super) fn over(&self, dealt: &Column, positions: &UInt32Array) -> Column {
        let arms = self.arms.take(positions);
        let given = positions.values().iter();
        let choice: Vec<Option<usize>> = given
            .map(|&position| Some(usize::from(self.given[position as usize])))
            .collect();
        Column::choose(&[dealt, &arms], &choice)
    }
}

impl Personas {
    /// The personas as they are at `clock`'s now.
    pub fn new<'a>(
        personas: impl IntoIterator<Item = &'a Persona>,
        model: &Model,
        clock: &Clock,
    ) -> Self {
        let personas: Vec<&Persona> = personas.into_iter().collect();
        let rows: Vec<&[Option<Literal>]> = personas
            .iter()
            .map(|persona| persona.fields.as_slice())
            .collect();
        let events = model.events.iter().enumerate();
        Self {
            arms: arms(&personas, model),
            customer: batch(columns(&model.customer, &rows), rows.len()),
            events: events
                .map(|(event, table)| event_batch(event, table, &personas, model, clock))
                .collect(),
        }
    }
}

/// For each experiment that a persona is given an arm of: who is given one, and the arms.
fn arms(personas: &[&Persona], model: &Model) -> BTreeMap<usize, GivenArms> {
    let mut arms = BTreeMap::new();
    let given = personas.iter().flat_map(|persona| &persona.arms);
    for &(fact, _) in given {
        let of = |persona: &&Persona| {
            let mut own = persona.arms.iter();
            own.find(|(one, _)| *one == fact)
                .map(|(_, arm)| arm.clone())
        };
        let own: Vec<Option<Option<Literal>>> = personas.iter().map(of).collect();
        let literals = own.iter().map(|arm| arm.as_ref().and_then(Option::as_ref));
        let given = GivenArms {
            given: own.iter().map(Option::is_some).collect(),
            arms: column_of(&model.facts[fact].value.ty, literals),
        };
        arms.insert(fact, given);
    }
    arms
}

fn event_batch(
    event: usize,
    table: &Table,
    personas: &[&Persona],
    model: &Model,
    clock: &Clock,
) -> Batch {
    let key = model.customer.key.unwrap_or(0);
    let of_persona = |persona: &'_ &Persona| {
        let events = persona.events.iter().filter(|one| one.event == event);
        let id = persona.fields[key].clone();
        let row = |one: &PersonaEvent| {
            let mut fields = one.fields.clone();
            fields[AT] = Some(Literal::Time(clock.moment(one.at)));
            (id.clone(), fields)
        };
        events.map(row).collect::<Vec<_>>()
    };
    let rows: Vec<_> = personas.iter().flat_map(of_persona).collect();
    let ids = rows.iter().map(|(id, _)| id.as_ref());
    let fields: Vec<&[Option<Literal>]> =
        rows.iter().map(|(_, fields)| fields.as_slice()).collect();
    let mut all = vec![column_of(&Type::Id, ids)];
    all.extend(columns(table, &fields));
    batch(all, rows.len())
}

fn columns(table: &Table, rows: &[&[Option<Literal>]]) -> Vec<Column> {
    let fields = table.fields.iter().enumerate();
    let column = |(index, field): (usize, &crate::model::Field)| {
        column_of(&field.ty, rows.iter().map(|row| row[index].as_ref()))
    };
    fields.map(column).collect()
}

fn batch(columns: Vec<Column>, rows: usize) -> Batch {
    Batch {
        columns,
        places: (1..=rows as u64).collect(),
    }
}

/// The batches of one table.
pub(super) enum Batches {
    File(Box<Reader>),
    Memory(Option<Batch>),
}

impl Batches {
    /// The next rows, none at the end. Nothing when reading failed, which is reported.
    pub(super) fn next(
        &mut self,
        rejects: &mut Vec<Reject>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Option<Batch>> {
        match self {
            Self::Memory(batch) => Some(batch.take()),
            Self::File(reader) => match reader.next_batch(rejects) {
                Ok(batch) => Some(batch),
                Err(problem) => {
                    diagnostics.report(&problem, None);
                    None
                }
            },
        }
    }
}

impl Tables<'_> {
    /// Opens a table for reading `fields`; the customer's id stands in front of an event's.
    pub(super) fn open(
        &self,
        model: &Model,
        table: TableRef,
        fields: &[usize],
        log: &mut Log,
    ) -> Option<Batches> {
        if let Some(personas) = &self.personas
            && let Some(batch) = personas.select(table, fields)
        {
            return Some(Batches::Memory(Some(batch)));
        }
        let spec = self.spec(model, table, fields)?;
        let reader = open(self.world, &spec, &mut log.sources, &mut log.diagnostics)?;
        Some(Batches::File(Box::new(reader)))
    }

    fn spec(&self, model: &Model, table: TableRef, fields: &[usize]) -> Option<TableSpec> {
        let (shape, binding) = self.binding(model, table);
        let binding = binding?;
        let mut columns = Vec::new();
        if let TableRef::Event(_) = table {
            columns.push(column_spec(binding, "customer_id", &Type::Id, false, true));
        }
        for &field in fields {
            let field = &shape.fields[field];
            let may_lack = field.optional || field.fallback.is_some();
            // A list is empty rather than missing.
            let is_list = matches!(field.ty, Type::List(_));
            columns.push(ColumnSpec {
                absent_ok: field.fallback.is_some(),
                ..column_spec(
                    binding,
                    &field.name,
                    &field.ty,
                    !may_lack && !is_list,
                    field.pii,
                )
            });
        }
        Some(TableSpec {
            path: self.folder.join(&binding.file),
            format: binding.format,
            columns,
            currency: self.project.currency.clone(),
            timezone: self.project.timezone.clone(),
        })
    }

    fn binding<'m>(&self, model: &'m Model, table: TableRef) -> (&'m Table, Option<&Binding>) {
        match table {
            TableRef::Customer => (&model.customer, self.project.customer.as_ref()),
            TableRef::Event(event) => {
                let shape = &model.events[event];
                (shape, self.project.events.get(&shape.name))
            }
            TableRef::Catalog(catalog) => {
                let shape = &model.catalogs[catalog];
                (shape, self.project.catalogs.get(&shape.name))
            }
        }
    }

    /// The file a table is read from.
    pub(super) fn path(&self, model: &Model, table: TableRef) -> std::path::PathBuf {
        let (_, binding) = self.binding(model, table);
        binding.map_or_else(
            || "persona".into(),
            |binding| self.folder.join(&binding.file),
        )
    }
}

impl Personas {
    fn select(&self, table: TableRef, fields: &[usize]) -> Option<Batch> {
        let (batch, offset) = match table {
            TableRef::Customer => (&self.customer, 0),
            TableRef::Event(event) => (&self.events[event], 1),
            TableRef::Catalog(_) => return None,
        };
        let wanted = (0..offset).chain(fields.iter().map(|field| field + offset));
        Some(Batch {
            columns: wanted.map(|column| batch.columns[column].clone()).collect(),
            places: batch.places.clone(),
        })
    }
}

fn column_spec(binding: &Binding, name: &str, ty: &Type, required: bool, pii: bool) -> ColumnSpec {
    let column = binding.columns.get(name).map_or(name, String::as_str);
    ColumnSpec {
        name: name.to_owned(),
        column: column.to_owned(),
        ty: ty.clone(),
        required,
        absent_ok: false,
        pii,
    }
}

/// The columns of a batch by the table's fields, with fallbacks where values are missing.
pub(super) fn fill(
    table: &Table,
    fields: &[usize],
    batch: &[Column],
    rows: usize,
    clock: &Clock,
    catalogs: &[Option<Catalog>],
) -> Vec<Option<Column>> {
    let mut filled: Vec<Option<Column>> = vec![None; table.fields.len()];
    for (&index, column) in fields.iter().zip(batch) {
        let field = &table.fields[index];
        let Some(fallback) = &field.fallback else {
            let column = if field.optional {
                column.clone()
            } else {
                complete(column)
            };
            filled[index] = Some(column);
            continue;
        };
        let frame = Frame {
            rows,
            fields: &filled,
            facts: &[],
            aggregates: &[],
            standings: &[],
            zones: None,
            clock,
            catalogs,
        };
        let fallback = evaluate(fallback, &frame);
        let choice: Vec<Option<usize>> = (0..rows)
            .map(|row| Some(usize::from(!column.is_known(row))))
            .collect();
        filled[index] = Some(Column::choose(&[column, &fallback], &choice));
    }
    filled
}

/// A column that is declared without `?`: a cell without items is an empty list there.
fn complete(column: &Column) -> Column {
    match column {
        Column::List(lists) => {
            let (field, offsets, items, _) = lists.clone().into_parts();
            Column::List(ListArray::new(field, offsets, items, None))
        }
        other => other.clone(),
    }
}

/// The rows at `positions` of every column that is there.
pub(super) fn take_all(columns: &[Option<Column>], positions: &UInt32Array) -> Vec<Option<Column>> {
    let taken = columns
        .iter()
        .map(|column| Some(column.as_ref()?.take(positions)));
    taken.collect()
}
