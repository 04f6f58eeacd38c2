//! Readers: data files become batches of typed columns; a bad row costs only itself.

mod open;

mod window;

mod csv;
mod split;

mod json;
mod ndjson;

mod parquet;

mod cell;
mod column;

mod text;
mod value;

mod reject;

mod file_problem;
mod problem;

mod infer;

use std::path::PathBuf;

use jiff::tz::TimeZone;

pub use file_problem::FileProblem;
pub use infer::{Inferred, infer};
pub use open::open;
pub use reject::Reject;

use crate::project::{Currency, Format};
use crate::schema::{Column, Type};

/// Rows of a batch at most.
const BATCH_ROWS: usize = 8192;

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

/// An opened table.
pub struct Reader {
    spec: TableSpec,
    rows: Rows,
}

/// The part of a [`Reader`] that knows its format.
enum Rows {
    Csv(csv::Rows),
    Ndjson(ndjson::Rows),
    Parquet(Box<parquet::Rows>),
}

impl Reader {
    /// The next rows that fit, about 8,192; none at the end. The others go to `rejects`.
    ///
    /// # Errors
    /// When the file cannot be read further.
    pub fn next_batch(&mut self, rejects: &mut Vec<Reject>) -> Result<Option<Batch>, FileProblem> {
        let known = rejects.len();
        let batch = match &mut self.rows {
            Rows::Csv(rows) => rows.next_batch(&self.spec, rejects),
            Rows::Ndjson(rows) => rows.next_batch(&self.spec, rejects),
            Rows::Parquet(rows) => rows.next_batch(&self.spec, rejects),
        };
        rejects[known..].sort_by_key(|reject| reject.place);
        batch.map_err(|error| FileProblem::unreadable(&self.spec.path, &error))
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("spec", &self.spec)
            .finish_non_exhaustive()
    }
}
