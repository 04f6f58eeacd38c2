//! Customers batch by batch, with everything that was planned for them.

use arrow_array::UInt32Array;
use arrow_buffer::BooleanBuffer;

use super::expression::{Frame, evaluate, truth};
use super::population::Population;
use super::ranking::Standings;
use super::tables::{Batches, Log, TableRef, Tables, take_all};
use crate::data::Batch;
use crate::model::{Calendar, Expr};
use crate::plan::Step;
use crate::schema::Column;

impl Population<'_> {
    /// Opens the customer table to go through it once more.
    pub fn customers(&self, tables: &Tables, log: &mut Log) -> Option<Customers> {
        self.open_customers(&self.plan.fields, tables, log)
    }

    pub(super) fn open_customers(
        &self,
        fields: &[usize],
        tables: &Tables,
        log: &mut Log,
    ) -> Option<Customers> {
        let batches = tables.open(self.model, TableRef::Customer, fields, log)?;
        Some(Customers { batches })
    }

    /// Everything that was planned for the customers in a batch; rows that are no customer are left
    /// out.
    pub fn rows(&self, batch: &Batch) -> Rows<'_> {
        self.rows_of(batch, &self.plan.fields, &self.plan.steps)
    }

    pub(super) fn rows_of(&self, batch: &Batch, fields: &[usize], steps: &[Step]) -> Rows<'_> {
        let all = batch.places.len();
        let fields = self.fill(fields, batch);
        let mut kept = Vec::new();
        let mut positions = Vec::new();
        if let Some(Column::Text(ids)) =
            self.model.customer.key.and_then(|key| fields[key].as_ref())
        {
            for (row, id) in ids.iter().enumerate() {
                let position = id.and_then(|id| self.position(id));
                if let Some(position) = position
                    && self.places[position as usize] == batch.places[row]
                {
                    kept.push(row as u32);
                    positions.push(position);
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
                    rows.facts[fact] = Some(match self.arms.get(&fact) {
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
        let ranks = self.ranks[ranking].as_ref()?;
        Some(ranks.standings(&rows.ranked(ranking)))
    }
}

/// A pass over the customer table.
pub struct Customers {
    pub(super) batches: Batches,
}

impl Customers {
    /// The next rows, none at the end. Nothing when reading failed, which is reported.
    pub fn next(&mut self, log: &mut Log) -> Option<Option<Batch>> {
        // What is wrong with them was reported when their ids were read.
        self.batches.next(&mut Vec::new(), &mut log.diagnostics)
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

    /// The number of a row's time zone.
    pub(crate) fn zone_number(&self, row: usize) -> u16 {
        self.zones[row]
    }

    /// The population that the rows belong to.
    pub fn population(&self) -> &Population<'_> {
        self.population
    }

    /// The value of a planned expression for every row.
    pub fn evaluate(&self, expr: &Expr) -> Column {
        evaluate(expr, &self.frame())
    }

    /// The values by which a planned ranking compares the rows with all customers.
    pub(crate) fn ranked(&self, ranking: usize) -> Column {
        let population = self.population;
        let rule = &population.model.rankings[ranking];
        match rule.calendar {
            Calendar::Project => population.aggregated(&rule.value, self.len(), &self.aggregates),
            Calendar::Customer => self.evaluate(&rule.value),
        }
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
