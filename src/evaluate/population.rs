//! All customers of a run: who they are and what their behaviour adds up to.

use std::collections::{BTreeMap, HashMap};

use arrow_array::Array;

use super::catalog::Catalog;
use super::clock::Clock;
use super::expression::{Frame, evaluate};
use super::ids::Ids;
use super::ranking::{Ranks, known};
use super::scan::scan;
use super::tables::{GivenArms, Log, TableRef, Tables, fill};
use crate::data::{Batch, Reject};
use crate::model::{Calendar, Expr, Model};
use crate::plan::{Plan, RankingPass, timezone};
use crate::schema::Column;

/// The customers and everything that is accumulated over their events. Attributes are not held:
/// they are read again, batch by batch, so memory grows by what is accumulated only.
pub struct Population<'a> {
    pub(super) model: &'a Model,
    pub(super) plan: &'a Plan,
    pub(super) clock: Clock,
    pub(super) catalogs: Vec<Option<Catalog>>,
    ids: Ids,
    /// Where each customer stands in the file: a later row of the same id is a duplicate.
    pub(super) places: Vec<u64>,
    /// Each customer's time zone; empty when it does not matter.
    pub(super) zones: Vec<u16>,
    pub(super) aggregates: Vec<Option<Column>>,
    pub(super) ranks: Vec<Option<Ranks>>,
    /// Arms that personas are given, by the experiment's fact.
    pub(super) arms: BTreeMap<usize, GivenArms>,
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
        mut ranked_among: Option<Population>,
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
        let catalogs = match &mut ranked_among {
            // Of the same plan: whoever tries one persona after the other reads them once.
            Some(others) if std::ptr::eq(others.plan, plan) => {
                population.catalogs = std::mem::take(&mut others.catalogs);
                Some(())
            }
            _ => population.read_catalogs(tables, log),
        };
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
        let path = tables.path(self.model, TableRef::Catalog(catalog));
        let mut parts: Vec<Vec<Option<Column>>> = Vec::new();
        let mut places: HashMap<String, u64> = HashMap::new();
        while let Some(batch) = batches.next(&mut log.rejects, &mut log.diagnostics)? {
            let rows = batch.places.len();
            let part = fill(
                table,
                fields,
                &batch.columns,
                rows,
                &self.clock,
                &self.catalogs,
            );
            if let Some(Some(Column::Text(keys))) = table.key.map(|key| &part[key]) {
                for (key, &place) in keys.iter().zip(&batch.places) {
                    let Some(key) = key else { continue };
                    let first = *places.entry(key.to_owned()).or_insert(place);
                    if first != place {
                        let twice = Reject::duplicate(&path, &table.name, place, key, first);
                        log.rejects.push(twice);
                    }
                }
            }
            parts.push(part);
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
    pub(super) fn fill(&self, fields: &[usize], batch: &Batch) -> Vec<Option<Column>> {
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

    /// Finds out who the customers are: of each id the first row in which everything fits that the
    /// run reads. What is wrong with the others is reported here, and they take part in nothing.
    fn read_ids(&mut self, tables: &Tables, log: &mut Log) -> Option<()> {
        let key = self.model.customer.key?;
        let zone = timezone(self.model).filter(|_| self.plan.zoned);
        let fields = &self.plan.fields;
        let mut batches = tables.open(self.model, TableRef::Customer, fields, log)?;
        let path = tables.path(self.model, TableRef::Customer);
        while let Some(batch) = batches.next(&mut log.rejects, &mut log.diagnostics)? {
            let columns = self.fill(fields, &batch);
            let Some(Column::Text(ids)) = &columns[key] else {
                continue;
            };
            for (row, id) in ids.iter().enumerate() {
                let (Some(id), place) = (id, batch.places[row]) else {
                    continue;
                };
                if let Some(first) = self.ids.find(id) {
                    let first = self.places[first as usize];
                    let twice = Reject::duplicate(&path, "customer", place, id, first);
                    log.rejects.push(twice);
                    continue;
                }
                self.ids.insert(id);
                self.places.push(place);
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
        while let Some(batch) = customers.next(log)? {
            let rows = self.rows_of(&batch, &pass.fields, &pass.steps);
            for (&ranking, values) in pass.rankings.iter().zip(&mut values) {
                let column = rows.evaluate(&self.model.rankings[ranking].value);
                values.extend(known(&column).into_iter().flatten());
            }
        }
        Some(values)
    }

    /// A value made of aggregates, in the project's zone for everybody.
    pub(super) fn aggregated(
        &self,
        value: &Expr,
        rows: usize,
        aggregates: &[Option<Column>],
    ) -> Column {
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
}
