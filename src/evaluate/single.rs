//! One customer out of the project's files. Memory grows by that customer's events only, and what
//! is not about them is not accumulated.

use std::collections::BTreeMap;

use arrow_array::UInt32Array;

use super::expression::missing;
use super::tables::{Log, Personas, TableRef, Tables};
use crate::data::Batch;
use crate::model::{Model, Table};
use crate::plan::Plan;
use crate::schema::{Column, Type};

/// The customer called `id` with all planned events, in place of the project's tables. None when a
/// table could not be read, which is reported; nothing inside when there is no such customer.
pub fn single(
    id: &str,
    model: &Model,
    plan: &Plan,
    tables: &Tables,
    log: &mut Log,
) -> Option<Option<Personas>> {
    let Some(customer) = customer(id, model, plan, tables, log)? else {
        return Some(None);
    };
    let mut events: Vec<Batch> = model.events.iter().map(no_rows).collect();
    for event in &plan.events {
        events[event.event] = events_of(id, event.event, &event.fields, model, tables, log)?;
    }
    let arms = BTreeMap::new();
    Some(Some(Personas {
        customer,
        events,
        arms,
    }))
}

/// The first row of the id that can be used.
fn customer(
    id: &str,
    model: &Model,
    plan: &Plan,
    tables: &Tables,
    log: &mut Log,
) -> Option<Option<Batch>> {
    let key = model.customer.key;
    let Some(key) = key.and_then(|key| plan.fields.iter().position(|&field| field == key)) else {
        return Some(None);
    };
    let mut batches = tables.open(model, TableRef::Customer, &plan.fields, log)?;
    while let Some(batch) = batches.next(&mut log.rejects, &mut log.diagnostics)? {
        if let Some(&row) = rows_of(id, &batch, key).first() {
            let row = taken(&batch, &[row]);
            return Some(Some(Batch {
                columns: all_fields(&model.customer, &plan.fields, &row.columns, 1),
                places: row.places,
            }));
        }
    }
    Some(None)
}

fn events_of(
    id: &str,
    event: usize,
    fields: &[usize],
    model: &Model,
    tables: &Tables,
    log: &mut Log,
) -> Option<Batch> {
    let mut batches = tables.open(model, TableRef::Event(event), fields, log)?;
    let mut found: Vec<Batch> = Vec::new();
    while let Some(batch) = batches.next(&mut log.rejects, &mut log.diagnostics)? {
        let rows = rows_of(id, &batch, 0);
        if !rows.is_empty() {
            found.push(taken(&batch, &rows));
        }
    }
    let Some(columns) = found.first().map(|first| first.columns.len()) else {
        return Some(no_rows(&model.events[event]));
    };
    let joined: Option<Vec<Column>> = (0..columns)
        .map(|column| {
            let parts: Vec<&Column> = found.iter().map(|batch| &batch.columns[column]).collect();
            Column::concat(&parts)
        })
        .collect();
    let joined = joined?;
    let places: Vec<u64> = found.into_iter().flat_map(|batch| batch.places).collect();
    let mut columns = vec![joined[0].clone()];
    columns.extend(all_fields(
        &model.events[event],
        fields,
        &joined[1..],
        places.len(),
    ));
    Some(Batch { columns, places })
}

/// The rows with `id` in this column.
fn rows_of(id: &str, batch: &Batch, column: usize) -> Vec<u32> {
    match batch.columns.get(column) {
        Some(Column::Text(ids)) => {
            let rows = ids.iter().enumerate();
            let of_customer = rows.filter(|(_, one)| *one == Some(id));
            of_customer.map(|(row, _)| row as u32).collect()
        }
        _ => Vec::new(),
    }
}

fn taken(batch: &Batch, rows: &[u32]) -> Batch {
    let indices: UInt32Array = rows.to_vec().into();
    let columns = batch.columns.iter().map(|column| column.take(&indices));
    Batch {
        columns: columns.collect(),
        places: rows.iter().map(|&row| batch.places[row as usize]).collect(),
    }
}

/// A column for every field of the table; those not read are never looked at.
fn all_fields(table: &Table, fields: &[usize], read: &[Column], rows: usize) -> Vec<Column> {
    let all = table.fields.iter().enumerate();
    all.map(|(index, field)| match fields.binary_search(&index) {
        Ok(at) => read[at].clone(),
        Err(_) => missing(&field.ty, rows),
    })
    .collect()
}

/// An event table without events, the customer's id in front.
fn no_rows(table: &Table) -> Batch {
    let ids = std::iter::once(missing(&Type::Id, 0));
    let fields = table.fields.iter().map(|field| missing(&field.ty, 0));
    Batch {
        columns: ids.chain(fields).collect(),
        places: Vec::new(),
    }
}
