//! A pass over all data, only to find out what is wrong with it.

use super::clock::Clock;
use super::population::Population;
use super::tables::{Log, TableRef, Tables};
use crate::model::Model;
use crate::plan::{Needs, plan};

/// Reads every declared column of every table; what cannot be used is in the log. Gives the number
/// of good rows.
pub fn validate(model: &Model, clock: &Clock, tables: &Tables, log: &mut Log) -> u64 {
    let mut rows = 0;
    for event in 0..model.events.len() {
        let fields = 0..model.events[event].fields.len();
        rows += read(
            TableRef::Event(event),
            &fields.collect::<Vec<_>>(),
            model,
            tables,
            log,
        )
        .unwrap_or_default();
    }
    for catalog in 0..model.catalogs.len() {
        let fields = 0..model.catalogs[catalog].fields.len();
        rows += read(
            TableRef::Catalog(catalog),
            &fields.collect::<Vec<_>>(),
            model,
            tables,
            log,
        )
        .unwrap_or_default();
    }
    rows + customers(model, clock, tables, log).unwrap_or_default()
}

fn read(
    table: TableRef,
    fields: &[usize],
    model: &Model,
    tables: &Tables,
    log: &mut Log,
) -> Option<u64> {
    let mut batches = tables.open(model, table, fields, log)?;
    let mut rows = 0;
    while let Some(batch) = batches.next(&mut log.rejects, &mut log.diagnostics)? {
        rows += batch.places.len() as u64;
    }
    Some(rows)
}

/// Customers are gone through as a run would, which also finds duplicates.
fn customers(model: &Model, clock: &Clock, tables: &Tables, log: &mut Log) -> Option<u64> {
    let needs = Needs {
        fields: (0..model.customer.fields.len()).collect(),
        ..Needs::default()
    };
    let mut plan = plan(model, &needs);
    // Catalogs were read above.
    plan.catalogs.clear();
    let population = Population::new(model, &plan, clock.clone(), tables, None, log)?;
    Some(population.len() as u64)
}
