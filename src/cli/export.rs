//! What is known of each customer, as one JSON object a line.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::evaluate::Rows;
use crate::schema::{Column, from_day};
use crate::workspace::Workspace;

/// A file of customers.
pub(super) struct Export(BufWriter<File>);

impl Export {
    #[expect(clippy::disallowed_methods, reason = "`--export` is written here")]
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        File::create(path).map(BufWriter::new).map(Self)
    }

    /// Writes the id and all facts of each row.
    pub(super) fn write(&mut self, workspace: &Workspace, rows: &Rows) -> io::Result<()> {
        for row in 0..rows.len() {
            serde_json::to_writer(&mut self.0, &customer(workspace, rows, row))?;
            self.0.write_all(b"\n")?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn customer(workspace: &Workspace, rows: &Rows, row: usize) -> Value {
    let model = &workspace.model;
    let unit = 10_f64.powi(i32::from(workspace.project.currency.digits));
    let key = model.customer.key.and_then(|key| rows.field(key));
    let id = key.map_or(Value::Null, |ids| json_of(ids, row, unit));
    let facts = model.facts.iter().enumerate().map(|(index, fact)| {
        let column = rows.fact(index);
        let value = column.map_or(Value::Null, |column| json_of(column, row, unit));
        (fact.name.clone(), value)
    });
    let entries = std::iter::once(("customer_id".to_owned(), id)).chain(facts);
    Value::Object(entries.collect::<Map<_, _>>())
}

/// A missing value is null, money a number of whole units, a length of time one of seconds.
fn json_of(column: &Column, row: usize, unit: f64) -> Value {
    if !column.is_known(row) {
        return Value::Null;
    }
    match column {
        Column::Text(array) => json!(array.value(row)),
        Column::Number(array) => number(array.value(row)),
        Column::Money(array) => number(array.value(row) as f64 / unit),
        Column::Duration(array) => number(array.value(row) as f64 / 1e6),
        Column::YesNo(array) => json!(array.value(row)),
        Column::Date(array) => json!(from_day(array.value(row)).map(|day| day.to_string())),
        Column::Time(array) => {
            let moment = jiff::Timestamp::from_microsecond(array.value(row));
            json!(moment.ok().map(|moment| moment.to_string()))
        }
        Column::List(array) => {
            let items = Column::from_array(&array.value(row));
            let items = items.map(|items| {
                (0..items.len())
                    .map(|item| json_of(&items, item, unit))
                    .collect()
            });
            Value::Array(items.unwrap_or_default())
        }
    }
}

/// Whole numbers without a point.
fn number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        json!(number as i64)
    } else {
        json!(number)
    }
}
