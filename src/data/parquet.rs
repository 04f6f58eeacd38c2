//! Parquet: only the wanted columns are decoded; the usual types pass without a look at each cell.

use std::fmt::Write;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Decimal256Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, Int64Array, TimestampMicrosecondArray};
use arrow_schema::{DataType, TimeUnit};
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;

use super::cell::Cell;
use super::problem::RowProblem;
use super::reject::{Finding, Masked, Reject};
use super::value::{self, WallClock};
use super::{Batch, ColumnSpec, TableSpec, column, text};
use crate::schema::{Column, Type};

/// The rows of a file.
pub(super) struct Rows {
    pub(super) batches: ParquetRecordBatchReader,
    /// Rows read so far.
    pub(super) read: u64,
}

impl Rows {
    /// The next rows that fit; none at the end.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn next_batch(
        &mut self,
        spec: &TableSpec,
        rejects: &mut Vec<Reject>,
    ) -> io::Result<Option<Batch>> {
        let next = guarded(|| self.batches.next().transpose());
        let Some(batch) = next.map_err(io::Error::other)? else {
            return Ok(None);
        };
        let first = self.read + 1;
        self.read += batch.num_rows() as u64;
        let names = spec.columns.iter();
        let arrays: Vec<Option<&ArrayRef>> = names
            .map(|column| batch.column_by_name(&column.column))
            .collect();
        let cell = |row: usize, column: usize| {
            arrays[column].map_or(Cell::Missing, |array| cell(array.as_ref(), row))
        };
        let ready = |column: usize| ready(arrays[column]?, &spec.columns[column], spec);
        let table = column::table(spec, batch.num_rows(), &cell, ready);
        for faults in table.faults.chunk_by(|one, next| one.row == next.row) {
            let row = faults[0].row;
            let findings = faults.iter().map(|misfit| {
                let column = &spec.columns[misfit.column];
                let cell = cell(row, misfit.column);
                let mut shown = Masked::default();
                shown.add(format!("{} = ", column.column).as_bytes(), true);
                let span = shown.add(cell.to_string().as_bytes(), !column.pii);
                let problem = RowProblem::cell(column, misfit.fault, &cell);
                Finding::new(problem, &shown.text, span)
            });
            rejects.push(Reject {
                path: spec.path.clone(),
                place: first + row as u64,
                findings: findings.collect(),
            });
        }
        let places = table.kept.iter().map(|row| first + *row as u64);
        Ok(Some(Batch {
            columns: table.columns,
            places: places.collect(),
        }))
    }
}

/// What `read` gives, or why the file cannot be read.
///
/// # Errors
/// When `read` fails, or when it panics: on damaged files the `parquet` crate asserts here and
/// there instead of returning an error.
pub(super) fn guarded<T, E: ToString>(read: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|error| error.to_string()),
        Err(_) => Err("the file is damaged".to_owned()),
    }
}

/// The whole column at once where every value is sure to fit.
fn ready(array: &ArrayRef, wanted: &ColumnSpec, spec: &TableSpec) -> Option<Column> {
    if wanted.required && array.null_count() > 0 {
        return None;
    }
    let column = match (&wanted.ty, array.data_type()) {
        (Type::Text, DataType::Utf8) => {
            let texts = array.as_string::<i32>();
            let filled = texts.iter().flatten().all(|text| !text.is_empty());
            Column::Text(filled.then(|| texts.clone())?)
        }
        (Type::Id | Type::Catalog(_), DataType::Utf8) => {
            let ids = array.as_string::<i32>();
            let clean = ids.iter().flatten().all(text::is_clean_id);
            Column::Text(clean.then(|| ids.clone())?)
        }
        (Type::Id | Type::Catalog(_), DataType::Int64) => whole_ids(array.as_primitive()),
        (Type::Number, DataType::Int64) => {
            let numbers = array.as_primitive::<Int64Type>();
            Column::Number(numbers.unary(|number| number as f64))
        }
        (Type::Number, DataType::Float64) => {
            let numbers = array.as_primitive::<Float64Type>();
            let finite = numbers.iter().flatten().all(f64::is_finite);
            Column::Number(finite.then(|| numbers.clone())?)
        }
        (Type::Money, DataType::Float64) => {
            let amounts = array.as_primitive::<Float64Type>();
            let digits = spec.currency.digits;
            let units = |amount| value::minor_units(amount, digits).ok_or(());
            Column::Money(amounts.try_unary(units).ok()?)
        }
        (Type::YesNo, DataType::Boolean) => Column::YesNo(array.as_boolean().clone()),
        (Type::Date, DataType::Date32) => Column::Date(array.as_primitive().clone()),
        (Type::Time, DataType::Timestamp(TimeUnit::Microsecond, zone)) => {
            let times: &TimestampMicrosecondArray = array.as_primitive();
            match zone {
                Some(_) => Column::Time(times.clone().with_timezone_opt(None::<&str>)),
                None => Column::Time(local_times(times, spec)?),
            }
        }
        _ => return None,
    };
    Some(column)
}

fn whole_ids(numbers: &Int64Array) -> Column {
    let mut ids = StringBuilder::with_capacity(numbers.len(), numbers.len() * 8);
    for number in numbers {
        match number {
            // writing to memory cannot fail
            Some(number) if write!(ids, "{number}").is_ok() => ids.append_value(""),
            _ => ids.append_null(),
        }
    }
    Column::Text(ids.finish())
}

fn local_times(
    times: &TimestampMicrosecondArray,
    spec: &TableSpec,
) -> Option<TimestampMicrosecondArray> {
    let clock = WallClock::new(&spec.timezone);
    let utc = |local| clock.utc(local).ok_or(());
    times.try_unary(utc).ok()
}

/// What a column of this type holds in words, when no cell can be made of it.
pub(super) fn foreign(ty: &DataType) -> Option<&'static str> {
    match ty {
        DataType::Boolean
        | DataType::Utf8
        | DataType::Binary
        | DataType::Date32
        | DataType::Timestamp(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..)
        | DataType::Null
        | DataType::Float32
        | DataType::Float64 => None,
        DataType::List(item) => foreign(item.data_type()),
        integer if integer.is_integer() => None,
        DataType::Struct(_) => Some("groups of columns"),
        DataType::Map(..) => Some("maps"),
        DataType::Time32(_) | DataType::Time64(_) => Some("times of day"),
        _ => Some("binary values"),
    }
}

/// One value; see [`foreign`] for the types that are read.
fn cell(array: &dyn Array, row: usize) -> Cell<'_> {
    if array.is_null(row) {
        return Cell::Missing;
    }
    match array.data_type() {
        DataType::Boolean => Cell::YesNo(array.as_boolean().value(row)),
        DataType::Utf8 => Cell::text(array.as_string::<i32>().value(row)),
        DataType::Binary => match str::from_utf8(array.as_binary::<i32>().value(row)) {
            Ok(text) => Cell::text(text),
            Err(_) => Cell::NotUtf8,
        },
        DataType::Float32 => {
            // the shortest decimal, as a person would have written it
            let number = array.as_primitive::<Float32Type>().value(row);
            Cell::Float(number.to_string().parse().unwrap_or(f64::from(number)))
        }
        DataType::Float64 => Cell::Float(array.as_primitive::<Float64Type>().value(row)),
        DataType::Date32 => Cell::Date(array.as_primitive::<Date32Type>().value(row)),
        DataType::Decimal128(..) => {
            decimal(&array.as_primitive::<Decimal128Type>().value_as_string(row))
        }
        DataType::Decimal256(..) => {
            decimal(&array.as_primitive::<Decimal256Type>().value_as_string(row))
        }
        DataType::Timestamp(unit, zone) => match (timestamp(array, *unit, row), zone) {
            (Some(at), Some(_)) => Cell::Time(at),
            (Some(at), None) => Cell::Local(at),
            (None, _) => Cell::Foreign("a time out of range"),
        },
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            let items = (0..items.len()).map(|item| cell(items.as_ref(), item).into_owned());
            Cell::List(items.collect())
        }
        _ => integer(array, row),
    }
}

fn integer(array: &dyn Array, row: usize) -> Cell<'_> {
    let number = match array.data_type() {
        DataType::Int8 => array.as_primitive::<Int8Type>().value(row).into(),
        DataType::Int16 => array.as_primitive::<Int16Type>().value(row).into(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row),
        DataType::UInt8 => array.as_primitive::<UInt8Type>().value(row).into(),
        DataType::UInt16 => array.as_primitive::<UInt16Type>().value(row).into(),
        DataType::UInt32 => array.as_primitive::<UInt32Type>().value(row).into(),
        DataType::UInt64 => {
            let number = array.as_primitive::<UInt64Type>().value(row);
            match i64::try_from(number) {
                Ok(number) => number,
                Err(_) => return Cell::text(number.to_string()),
            }
        }
        _ => return Cell::Missing,
    };
    Cell::Integer(number)
}

/// Microseconds of a value in `unit`; none when they do not fit.
fn timestamp(array: &dyn Array, unit: TimeUnit, row: usize) -> Option<i64> {
    match unit {
        TimeUnit::Second => {
            let at = array.as_primitive::<TimestampSecondType>().value(row);
            at.checked_mul(1_000_000)
        }
        TimeUnit::Millisecond => {
            let at = array.as_primitive::<TimestampMillisecondType>().value(row);
            at.checked_mul(1_000)
        }
        TimeUnit::Microsecond => Some(array.as_primitive::<TimestampMicrosecondType>().value(row)),
        TimeUnit::Nanosecond => {
            let at = array.as_primitive::<TimestampNanosecondType>().value(row);
            Some(at.div_euclid(1_000))
        }
    }
}

/// Without the zeros that a wide scale adds, and without the point when nothing follows it.
fn decimal(text: &str) -> Cell<'static> {
    let short = match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.'),
        None => text,
    };
    Cell::text(short.to_owned())
}
