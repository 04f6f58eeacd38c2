//! All customers of a run: who they are and what their behaviour adds up to.

use std::collections::BTreeMap;
use std::hash::BuildHasher;

use arrow_array::{Array, UInt32Array};
use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::catalog::Catalog;
use super::clock::Clock;
use super::expression::{Frame, evaluate, truth};
use super::ranking::{Ranks, Standings, known};
use super::scan::scan;
use super::tables::{Batches, GivenArms, Log, TableRef, Tables, fill, take_all};
use crate::data::{Batch, Reject};
use crate::model::{Calendar, Expr, Model};
use crate::plan::{Plan, RankingPass, Step, timezone};
use crate::schema::Column;
use arrow_buffer::BooleanBuffer;

/// The customers and everything that is accumulated over their events. Attributes are not held:
/// they are read again, batch by batch, so memory grows by what is accumulated only.
pub struct Population<'a> {
    model: &'a Model,
    plan: &'a Plan,
    clock: Clock,
    catalogs: Vec<Option<Catalog>>,
    ids: Ids,
    /// Where each customer stands in the file: a later row of the same id is a duplicate.
    places: Vec<u64>,
    /// Each customer's time zone; empty when it does not matter.
    zones: Vec<u16>,
    aggregates: Vec<Option<Column>>,
    ranks: Vec<Option<Ranks>>,
    /// Arms that personas are given, by the experiment's fact.
    arms: BTreeMap<usize, GivenArms>,
}

/// Customers' ids in the order of the file, found by hash.
#[derive(Default)]
struct Ids {
    text: String,
    ends: Vec<usize>,
    table: HashTable<u32>,
    hasher: RandomState,
}

impl Ids {
    fn get(&self, customer: u32) -> &str {
        let customer = customer as usize;
        let start = if customer == 0 {
            0
        } else {
            self.ends[customer - 1]
        };
        &self.text[start..self.ends[customer]]
    }

    fn find(&self, id: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(id);
        self.table
            .find(hash, |&customer| self.get(customer) == id)
            .copied()
    }

    /// Adds an id that is not there yet.
    fn insert(&mut self, id: &str) {
        let customer = self.ends.len() as u32;
        self.text.push_str(id);
        self.ends.push(self.text.len());
        let Self {
            text,
            ends,
            table,
            hasher,
        } = self;
        let get = |customer: u32| {
            let customer = customer as usize;
            let start = if customer == 0 { 0 } else { ends[customer - 1] };
            &text[start..ends[customer]]
        };
        table.insert_unique(hasher.hash_one(id), customer, |&other| {
            hasher.hash_one(get(other))
        });
    }
}

impl<'a> Population<'a> {
    /// Reads all ids and scans each event table once. `ranked_among` gives the rankings, when they
    /// are not those of this population itself: personas are ranked among the real customers.
    /// None when a table could not be read, which is reported.
    pub fn new(
        model: &'a Model,
        plan: &'a Plan,
        clock: Clock,
        tables: &Tables,
        ranked_among: Option<Population>,
        log: &mut Log,
    ) -> Option<Self> {
        let mut population = Self {
            model,
            plan,
            clock,
            catalogs: model.catalogs.iter().map(|_| None).collect(),
            ids: Ids::default(),
            places: Vec::new(),
            zones: Vec::new(),
            aggregates: vec![None; model.aggregates.len()],
            ranks: model.rankings.iter().map(|_| None).collect(),
            arms: match &tables.personas {
                Some(personas) => personas.arms.clone(),
                None => BTreeMap::new(),
            },
        };
        let catalogs = population.read_catalogs(tables, log);
        let customers = population.read_ids(tables, log);
        // Every table is tried, so that all that is wrong with files is reported in one run.
        let mut complete = catalogs.and(customers);
        for event in &plan.events {
            match scan(event, model, &population, tables, log) {
                Some(columns) => {
                    for (aggregate, column) in columns {
                        population.aggregates[aggregate] = Some(column);
                    }
                }
                None => complete = None,
            }
        }
        complete?;
        match ranked_among {
            Some(others) => population.ranks = others.ranks,
            None => population.rank(tables, log)?,
        }
        Some(population)
    }

    fn read_catalogs(&mut self, tables: &Tables, log: &mut Log) -> Option<()> {
        let mut complete = Some(());
        for (&catalog, fields) in &self.plan.catalogs {
            match self.read_catalog(catalog, fields, tables, log) {
                Some(read) => self.catalogs[catalog] = Some(read),
                None => complete = None,
            }
        }
        complete
    }

    fn read_catalog(
        &self,
        catalog: usize,
        fields: &[usize],
        tables: &Tables,
        log: &mut Log,
    ) -> Option<Catalog> {
        let table = &self.model.catalogs[catalog];
        let mut batches = tables.open(self.model, TableRef::Catalog(catalog), fields, log)?;
        let mut parts: Vec<Vec<Option<Column>>> = Vec::new();
        while let Some(batch) = batches.next(&mut log.rejects, &mut log.diagnostics)? {
            let rows = batch.places.len();
            parts.push(fill(
                table,
                fields,
                &batch.columns,
                rows,
                &self.clock,
                &self.catalogs,
            ));
        }
        let columns = (0..table.fields.len()).map(|field| {
            let parts: Vec<&Column> = parts
                .iter()
                .filter_map(|part| part[field].as_ref())
                .collect();
            Column::concat(&parts)
        });
        Some(Catalog::new(columns.collect(), table.key))
    }

    /// The customer's fields in a batch.
    fn fill(&self, fields: &[usize], batch: &Batch) -> Vec<Option<Column>> {
        let (table, rows) = (&self.model.customer, batch.places.len());
        fill(
            table,
            fields,
            &batch.columns,
            rows,
            &self.clock,
            &self.catalogs,
        )
    }

    fn read_ids(&mut self, tables: &Tables, log: &mut Log) -> Option<()> {
        let key = self.model.customer.key?;
        let zone = timezone(self.model).filter(|_| self.plan.zoned);
        let mut fields: Vec<usize> = [Some(key), zone].into_iter().flatten().collect();
        fields.sort_unstable();
        let mut batches = tables.open(self.model, TableRef::Customer, &fields, log)?;
        // The same rows are read again in full: what is wrong with them is reported then.
        let mut rejects = Vec::new();
        while let Some(batch) = batches.next(&mut rejects, &mut log.diagnostics)? {
            rejects.clear();
            let rows = batch.places.len();
            let columns = self.fill(&fields, &batch);
            let Some(Column::Text(ids)) = &columns[key] else {
                continue;
            };
            for row in (0..rows).filter(|&row| ids.is_valid(row)) {
                let id = ids.value(row);
                if self.ids.find(id).is_some() {
                    continue;
                }
                self.ids.insert(id);
                self.places.push(batch.places[row]);
                if let Some(zone) = zone {
                    let number = match &columns[zone] {
                        Some(Column::Text(names)) if names.is_valid(row) => {
                            self.clock.zone_number(names.value(row))
                        }
                        _ => 0,
                    };
                    self.zones.push(number);
                }
            }
        }
        Some(())
    }

    /// Builds all rankings: first those of aggregates alone, then those that need the customers'
    /// rows, in as many passes as rankings depend on each other.
    fn rank(&mut self, tables: &Tables, log: &mut Log) -> Option<()> {
        for &ranking in &self.plan.rankings {
            let rule = &self.model.rankings[ranking];
            if rule.calendar == Calendar::Project {
                let values = self.aggregated(&rule.value, self.len(), &self.aggregates);
                let values = known(&values).into_iter().flatten();
                self.ranks[ranking] = Some(Ranks::new(values, rule.best));
            }
        }
        let plan = self.plan;
        for pass in &plan.passes {
            let values = self.ranked_values(pass, tables, log)?;
            for (&ranking, values) in pass.rankings.iter().zip(values) {
                let best = self.model.rankings[ranking].best;
                self.ranks[ranking] = Some(Ranks::new(values.into_iter(), best));
            }
        }
        Some(())
    }

    /// The known values of each of the pass's rankings.
    fn ranked_values(
        &self,
        pass: &RankingPass,
        tables: &Tables,
        log: &mut Log,
    ) -> Option<Vec<Vec<f64>>> {
        let mut values = vec![Vec::new(); pass.rankings.len()];
        let mut customers = self.open_customers(&pass.fields, tables, log)?;
        // The same rows are read again in full: what is wrong with them is reported then.
        let mut rejects = Vec::new();
        while let Some(batch) = customers.batches.next(&mut rejects, &mut log.diagnostics)? {
            let rows = self.rows_of(&batch, &customers, &pass.fields, &pass.steps, &mut rejects);
            rejects.clear();
            for (&ranking, values) in pass.rankings.iter().zip(&mut values) {
                let column = rows.evaluate(&self.model.rankings[ranking].value);
                values.extend(known(&column).into_iter().flatten());
            }
        }
        Some(values)
    }

    /// A value made of aggregates, in the project's zone for everybody.
    fn aggregated(&self, value: &Expr, rows: usize, aggregates: &[Option<Column>]) -> Column {
        let frame = Frame {
            rows,
            fields: &[],
            facts: &[],
            aggregates,
            standings: &[],
            zones: None,
            clock: &self.clock,
            catalogs: &self.catalogs,
        };
        evaluate(value, &frame)
    }

    /// How many customers there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is no customer.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Now, and all customers' time zones.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The catalogs that were read, by the model's numbers.
    pub fn catalogs(&self) -> &[Option<Catalog>] {
        &self.catalogs
    }

    /// Whether customers' own time zones matter.
    pub(super) fn zoned(&self) -> bool {
        !self.zones.is_empty()
    }

    /// The time zone of a customer; the project's for nobody.
    pub(super) fn zone(&self, customer: u32) -> u16 {
        self.zones.get(customer as usize).copied().unwrap_or(0)
    }

    /// The number of the customer with this id.
    pub fn position(&self, id: &str) -> Option<u32> {
        self.ids.find(id)
    }

    /// Opens the customer table to go through it once more.
    pub fn customers(&self, tables: &Tables, log: &mut Log) -> Option<Customers> {
        self.open_customers(&self.plan.fields, tables, log)
    }

    fn open_customers(
        &self,
        fields: &[usize],
        tables: &Tables,
        log: &mut Log,
    ) -> Option<Customers> {
        let batches = tables.open(self.model, TableRef::Customer, fields, log)?;
        Some(Customers {
            batches,
            path: tables.path(self.model, TableRef::Customer),
        })
    }

    /// Everything that was planned for the rows of a batch. Duplicates are left out and become
    /// rejects.
    pub fn rows(
        &self,
        batch: &Batch,
        customers: &Customers,
        rejects: &mut Vec<Reject>,
    ) -> Rows<'_> {
        let (fields, steps) = (&self.plan.fields, &self.plan.steps);
        self.rows_of(batch, customers, fields, steps, rejects)
    }

    fn rows_of(
        &self,
        batch: &Batch,
        customers: &Customers,
        fields: &[usize],
        steps: &[Step],
        rejects: &mut Vec<Reject>,
    ) -> Rows<'_> {
        let all = batch.places.len();
        let fields = self.fill(fields, batch);
        let mut kept = Vec::new();
        let mut positions = Vec::new();
        if let Some(Column::Text(ids)) =
            self.model.customer.key.and_then(|key| fields[key].as_ref())
        {
            for (row, id) in ids.iter().enumerate() {
                let Some((id, position)) = id.and_then(|id| Some((id, self.position(id)?))) else {
                    continue;
                };
                let first = self.places[position as usize];
                if first == batch.places[row] {
                    kept.push(row as u32);
                    positions.push(position);
                } else {
                    rejects.push(Reject::duplicate(
                        &customers.path,
                        batch.places[row],
                        id,
                        first,
                    ));
                }
            }
        }
        let fields = if kept.len() == all {
            fields
        } else {
            take_all(&fields, &kept.clone().into())
        };
        let places = kept.iter().map(|&row| batch.places[row as usize]).collect();
        self.at(fields, &positions, places, steps)
    }

    fn at(
        &self,
        fields: Vec<Option<Column>>,
        positions: &[u32],
        places: Vec<u64>,
        steps: &[Step],
    ) -> Rows<'_> {
        let indices: UInt32Array = positions.to_vec().into();
        let zones = positions.iter().map(|&position| self.zone(position));
        let mut rows = Rows {
            population: self,
            places,
            fields,
            aggregates: take_all(&self.aggregates, &indices),
            standings: self.ranks.iter().map(|_| None).collect(),
            facts: vec![None; self.model.facts.len()],
            zones: zones.collect(),
        };
        for step in steps {
            match *step {
                Step::Fact(fact) => {
                    let column = rows.evaluate(&self.model.facts[fact].value);
                    let given = self.arms.get(&fact);
                    rows.facts[fact] = Some(match given {
                        Some(arms) => arms.over(&column, &indices),
                        None => column,
                    });
                }
                Step::Ranking(ranking) => rows.standings[ranking] = self.standings(ranking, &rows),
            }
        }
        rows
    }

    fn standings(&self, ranking: usize, rows: &Rows) -> Option<Standings> {
        let rule = &self.model.rankings[ranking];
        let values = match rule.calendar {
            Calendar::Project => self.aggregated(&rule.value, rows.len(), &rows.aggregates),
            Calendar::Customer => rows.evaluate(&rule.value),
        };
        Some(self.ranks[ranking].as_ref()?.standings(&values))
    }
}

/// A pass over the customer table.
pub struct Customers {
    batches: Batches,
    path: std::path::PathBuf,
}

impl Customers {
    /// The next rows, none at the end. Nothing when reading failed, which is reported.
    pub fn next(&mut self, log: &mut Log) -> Option<Option<Batch>> {
        self.batches.next(&mut log.rejects, &mut log.diagnostics)
    }
}

/// Consecutive customers with all that was planned for them.
pub struct Rows<'a> {
    population: &'a Population<'a>,
    places: Vec<u64>,
    fields: Vec<Option<Column>>,
    aggregates: Vec<Option<Column>>,
    standings: Vec<Option<Standings>>,
    facts: Vec<Option<Column>>,
    zones: Vec<u16>,
}

impl Rows<'_> {
    /// How many.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The line or row number of each in the customer file.
    pub fn places(&self) -> &[u64] {
        &self.places
    }

    /// A field that was read.
    pub fn field(&self, field: usize) -> Option<&Column> {
        self.fields[field].as_ref()
    }

    /// A fact that was planned.
    pub fn fact(&self, fact: usize) -> Option<&Column> {
        self.facts[fact].as_ref()
    }

    /// The time zone of a row.
    pub fn zone(&self, row: usize) -> &jiff::tz::TimeZone {
        self.population.clock.zone(self.zones[row])
    }

    /// The population that the rows belong to.
    pub fn population(&self) -> &Population<'_> {
        self.population
    }

    /// The value of a planned expression for every row.
    pub fn evaluate(&self, expr: &Expr) -> Column {
        evaluate(expr, &self.frame())
    }

    /// Where a planned condition holds.
    pub fn truth(&self, expr: &Expr) -> BooleanBuffer {
        truth(expr, &self.frame())
    }

    fn frame(&self) -> Frame<'_> {
        Frame {
            rows: self.len(),
            fields: &self.fields,
            facts: &self.facts,
            aggregates: &self.aggregates,
            standings: &self.standings,
            zones: Some(&self.zones),
            clock: &self.population.clock,
            catalogs: &self.population.catalogs,
        }
    }
}
