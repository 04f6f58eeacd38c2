//! Single customers with all that the data says of them.

use super::clock::Clock;
use super::tables::{Log, TableRef, Tables};
use crate::model::{AT, Bound, Literal, Model, Moment, PersonaEvent, Table};
use crate::schema::Column;

/// A customer as the data has them: no fallback is applied.
#[derive(Clone, Debug)]
pub struct Record {
    /// A value or none for every field of the customer table.
    pub fields: Vec<Option<Literal>>,
    /// Everything they did up to now, in the order of the files.
    pub events: Vec<PersonaEvent>,
}

/// Reads the records of the customers with these ids; none for an id that is not there. Rows that
/// do not fit are left out: what is wrong with them is not the question here. Nothing when a table
/// could not be read, which is logged.
pub fn records(
    model: &Model,
    tables: &Tables,
    clock: &Clock,
    ids: &[&str],
    log: &mut Log,
) -> Option<Vec<Option<Record>>> {
    let mut records: Vec<Option<Record>> = ids.iter().map(|_| None).collect();
    let key = model.customer.key?;
    each_row(model, TableRef::Customer, tables, log, |columns, row| {
        if let Some(record) = position(columns.get(key), row, ids).map(|at| &mut records[at]) {
            record.get_or_insert_with(|| Record {
                fields: values(columns, row),
                events: Vec::new(),
            });
        }
    })?;
    let now = clock.now().as_microsecond();
    for event in 0..model.events.len() {
        each_row(
            model,
            TableRef::Event(event),
            tables,
            log,
            |columns, row| {
                let Some(at) = position(columns.first(), row, ids) else {
                    return;
                };
                let mut fields = values(&columns[1..], row);
                let moment = fields[AT].take();
                if let (Some(record), Some(Literal::Time(moment))) = (&mut records[at], moment)
                    && moment <= now
                {
                    record.events.push(PersonaEvent {
                        event,
                        at: Moment::At(Bound::Moment(moment)),
                        fields,
                    });
                }
            },
        )?;
    }
    Some(records)
}

/// Calls `visit` with each row of a table, all of its fields read.
fn each_row(
    model: &Model,
    table: TableRef,
    tables: &Tables,
    log: &mut Log,
    mut visit: impl FnMut(&[Column], usize),
) -> Option<()> {
    let shape: &Table = match table {
        TableRef::Customer => &model.customer,
        TableRef::Event(event) => &model.events[event],
        TableRef::Catalog(catalog) => &model.catalogs[catalog],
    };
    let fields: Vec<usize> = (0..shape.fields.len()).collect();
    let mut batches = tables.open(model, table, &fields, log)?;
    let mut rejects = Vec::new();
    while let Some(batch) = batches.next(&mut rejects, &mut log.diagnostics)? {
        rejects.clear();
        for row in 0..batch.places.len() {
            visit(&batch.columns, row);
        }
    }
    Some(())
}

fn position(ids: Option<&Column>, row: usize, wanted: &[&str]) -> Option<usize> {
    match ids? {
        column @ Column::Text(ids) if column.is_known(row) => {
            let id = ids.value(row);
            wanted.iter().position(|wanted| *wanted == id)
        }
        _ => None,
    }
}

fn values(columns: &[Column], row: usize) -> Vec<Option<Literal>> {
    columns.iter().map(|column| value(column, row)).collect()
}

fn value(column: &Column, row: usize) -> Option<Literal> {
    if !column.is_known(row) {
        return None;
    }
    Some(match column {
        Column::Text(array) => Literal::Text(array.value(row).into()),
        Column::Number(array) => Literal::Number(array.value(row)),
        Column::Money(array) => Literal::Money(array.value(row)),
        Column::YesNo(array) => Literal::YesNo(array.value(row)),
        Column::Date(array) => Literal::Date(array.value(row)),
        Column::Time(array) => Literal::Time(array.value(row)),
        Column::Duration(array) => Literal::Duration(array.value(row)),
        Column::List(array) => {
            let items = Column::from_array(&array.value(row))?;
            let items = (0..items.len()).filter_map(|item| value(&items, item));
            Literal::List(items.collect())
        }
    })
}
