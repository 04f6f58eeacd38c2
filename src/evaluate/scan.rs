//! One pass over an event table: batches are prepared in parallel, then every accumulator takes
//! them in file order, so that the result does not depend on the number of threads.

use std::collections::HashMap;

use arrow_buffer::BooleanBuffer;
use rayon::prelude::*;

use super::accumulate::{Accumulator, Counted};
use super::clock::Bounds;
use super::expression::{Frame, evaluate, truth};
use super::population::Population;
use super::tables::{Batches, Log, TableRef, Tables, Unmatched, fill};
use crate::data::Batch;
use crate::model::{AT, Model, Window};
use crate::plan::EventPlan;
use crate::schema::{Column, Type};

/// Batches prepared at a time.
const CHUNK: usize = 8;

/// Who counts for an aggregate: a filter's number in the plan, and the window's ends by zone.
struct Selection {
    filter: Option<usize>,
    bounds: Vec<Bounds>,
}

/// A batch whose filters and values are computed.
struct Prepared {
    customers: Vec<u32>,
    at: Vec<i64>,
    values: Vec<Option<Column>>,
    selected: Vec<Vec<u32>>,
    without_customer: u64,
    unknown_customer: u64,
}

/// A row whose customer is not known.
const NOBODY: u32 = u32::MAX;

/// Scans one event table; gives the aggregates' columns by the model's numbers.
pub(super) fn scan(
    plan: &EventPlan,
    model: &Model,
    population: &Population,
    tables: &Tables,
    log: &mut Log,
) -> Option<Vec<(usize, Column)>> {
    let mut selections: Vec<Selection> = Vec::new();
    let mut counting: HashMap<(Option<usize>, Option<&Window>), usize> = HashMap::new();
    let mut accumulators = Vec::new();
    for planned in &plan.accumulators {
        let aggregate = &model.aggregates[planned.aggregate];
        let window = aggregate.window.as_ref();
        let number = *counting.entry((planned.filter, window)).or_insert_with(|| {
            selections.push(selection(planned.filter, window, population));
            selections.len() - 1
        });
        let value_type: Option<&Type> = planned.value.map(|value| &plan.exprs[value].ty);
        let accumulator = Accumulator::new(
            aggregate.function,
            value_type,
            &aggregate.ty,
            population.len(),
        );
        accumulators.push((planned, number, accumulator));
    }
    let mut unmatched = Unmatched {
        event: model.events[plan.event].name.clone(),
        without_customer: 0,
        unknown_customer: 0,
    };
    let mut batches = tables.open(model, TableRef::Event(plan.event), &plan.fields, log)?;
    loop {
        let chunk = read_chunk(&mut batches, log)?;
        if chunk.is_empty() {
            break;
        }
        let prepare = |batch: &Batch| prepare(batch, plan, model, population, &selections);
        let prepared: Vec<Prepared> = chunk.par_iter().map(prepare).collect();
        accumulators
            .par_iter_mut()
            .for_each(|(planned, selection, accumulator)| {
                for batch in &prepared {
                    accumulator.add(&Counted {
                        rows: &batch.selected[*selection],
                        customers: &batch.customers,
                        at: &batch.at,
                        values: planned.value.and_then(|value| batch.values[value].as_ref()),
                    });
                }
            });
        for batch in &prepared {
            unmatched.without_customer += batch.without_customer;
            unmatched.unknown_customer += batch.unknown_customer;
        }
    }
    if unmatched.without_customer + unmatched.unknown_customer > 0
        && !log.unmatched.contains(&unmatched)
    {
        log.unmatched.push(unmatched);
    }
    let finished = accumulators.into_par_iter();
    Some(
        finished
            .map(|(planned, _, accumulator)| (planned.aggregate, accumulator.finish()))
            .collect(),
    )
}

fn selection(filter: Option<usize>, window: Option<&Window>, population: &Population) -> Selection {
    let zones = 0..population.clock().zones();
    let bounds = window.map(|window| {
        zones
            .map(|zone| population.clock().bounds(window, zone))
            .collect()
    });
    Selection {
        filter,
        bounds: bounds.unwrap_or_default(),
    }
}

fn read_chunk(batches: &mut Batches, log: &mut Log) -> Option<Vec<Batch>> {
    let mut chunk = Vec::with_capacity(CHUNK);
    while chunk.len() < CHUNK
        && let Some(batch) = batches.next(&mut log.rejects, &mut log.diagnostics)?
    {
        chunk.push(batch);
    }
    Some(chunk)
}

fn prepare(
    batch: &Batch,
    plan: &EventPlan,
    model: &Model,
    population: &Population,
    selections: &[Selection],
) -> Prepared {
    let rows = batch.places.len();
    let (ids, columns) = (&batch.columns[0], &batch.columns[1..]);
    let mut prepared = Prepared {
        customers: vec![NOBODY; rows],
        at: Vec::new(),
        values: Vec::new(),
        selected: Vec::new(),
        without_customer: 0,
        unknown_customer: 0,
    };
    if let Column::Text(ids) = ids {
        for (row, id) in ids.iter().enumerate() {
            match id.map(|id| population.position(id)) {
                Some(Some(customer)) => prepared.customers[row] = customer,
                Some(None) => prepared.unknown_customer += 1,
                None => prepared.without_customer += 1,
            }
        }
    }
    let table = &model.events[plan.event];
    let fields = fill(
        table,
        &plan.fields,
        columns,
        rows,
        population.clock(),
        population.catalogs(),
    );
    let zones: Option<Vec<u16>> = population.zoned().then(|| {
        let zone = |&customer: &u32| population.zone(customer);
        prepared.customers.iter().map(zone).collect()
    });
    if let Some(Column::Time(at)) = &fields[AT] {
        prepared.at = at.values().to_vec();
    }
    let frame = Frame {
        rows,
        fields: &fields,
        facts: &[],
        aggregates: &[],
        standings: &[],
        zones: zones.as_deref(),
        clock: population.clock(),
        catalogs: population.catalogs(),
    };
    let mut truths: Vec<Option<BooleanBuffer>> = vec![None; plan.exprs.len()];
    prepared.values = vec![None; plan.exprs.len()];
    for accumulator in &plan.accumulators {
        if let Some(filter) = accumulator.filter {
            truths[filter].get_or_insert_with(|| truth(&plan.exprs[filter], &frame));
        }
        if let Some(value) = accumulator.value {
            prepared.values[value].get_or_insert_with(|| evaluate(&plan.exprs[value], &frame));
        }
    }
    let selected = selections.iter().map(|selection| {
        let filter = selection.filter.and_then(|filter| truths[filter].as_ref());
        select(selection, filter, &prepared, zones.as_deref(), population)
    });
    prepared.selected = selected.collect();
    prepared
}

/// The rows that count; what lies after now does not exist.
fn select(
    selection: &Selection,
    filter: Option<&BooleanBuffer>,
    prepared: &Prepared,
    zones: Option<&[u16]>,
    population: &Population,
) -> Vec<u32> {
    let now = population.clock().now().as_microsecond();
    let counts = |row: &usize| {
        let at = prepared.at[*row];
        let zone = zones.map_or(0, |zones| usize::from(zones[*row]));
        let (from, to) = selection
            .bounds
            .get(zone)
            .copied()
            .unwrap_or((i64::MIN, now));
        prepared.customers[*row] != NOBODY
            && at <= now
            && (from..=to).contains(&at)
            && filter.is_none_or(|filter| filter.value(*row))
    };
    (0..prepared.at.len())
        .filter(counts)
        .map(|row| row as u32)
        .collect()
}
