//! Readers: data files become batches of typed columns; a bad row costs only itself.

use std::path::PathBuf;

use crate::project::{Currency, Format};
use crate::schema::{Column, Type};
use jiff::tz::TimeZone;

/// What to read of a file.
#[derive(Clone, Debug)]
pub struct TableSpec {
    /// The file, as [`crate::world::World`] takes it.
    pub path: PathBuf,
    /// How it is written.
    pub format: Format,
    /// The columns wanted, in this order.
    pub columns: Vec<ColumnSpec>,
    /// Digits of money.
    pub currency: Currency,
    /// The zone of times that carry none.
    pub timezone: TimeZone,
}

/// One wanted column.
#[derive(Clone, Debug)]
pub struct ColumnSpec {
    /// Its name in the rules.
    pub name: String,
    /// Its name in the file.
    pub column: String,
    /// Its type; a value of another type makes the row a reject.
    pub ty: Type,
    /// Whether a missing value makes the row a reject.
    pub required: bool,
    /// Whether the file may lack the column altogether.
    pub absent_ok: bool,
    /// Whether values are masked wherever a person or a log may see them.
    pub pii: bool,
}

/// Consecutive rows of a table.
#[derive(Clone, Debug)]
pub struct Batch {
    /// One column for each [`TableSpec::columns`], in that order, all of the same length.
    pub columns: Vec<Column>,
    /// For each row the line (CSV, NDJSON) or row number (Parquet) in the file, from 1.
    pub places: Vec<u64>,
}
