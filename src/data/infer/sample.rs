//! The first rows of a file, every column as text.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::Array;
use jiff::tz::TimeZone;

use crate::data::file_problem::{FileProblem, FileProblemKind};
use crate::data::open::{first_keys, input_columns, text};
use crate::data::{ColumnSpec, TableSpec, csv, open};
use crate::diagnostic::Diagnostics;
use crate::project::{Currency, Format};
use crate::schema::{Column, Type};
use crate::source::Sources;
use crate::world::World;

/// Rows looked at.
const ROWS: usize = 10_000;

/// What was seen of a file.
pub(super) struct Sample {
    pub(super) path: PathBuf,
    pub(super) columns: Vec<Seen>,
}

/// A column's values.
pub(super) struct Seen {
    /// Its name in the file.
    pub(super) column: String,
    /// Whether its values are lists.
    pub(super) list: bool,
    /// Of lists only whether they are there.
    pub(super) values: Vec<Option<String>>,
}

/// Reads the first rows; none when the file cannot be read, which is reported.
pub(super) fn sample(
    world: &dyn World,
    path: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Sample> {
    let columns = format(path).and_then(|format| Ok((format, columns(world, path, format)?)));
    let (format, columns) = match columns {
        Ok(columns) => columns,
        Err(problem) => {
            diagnostics.report(&problem, None);
            return None;
        }
    };
    let spec = everything(path, format, &columns);
    let mut reader = open(world, &spec, sources, diagnostics)?;
    let mut seen: Vec<Seen> = columns
        .into_iter()
        .map(|(column, list)| Seen {
            column,
            list,
            values: Vec::new(),
        })
        .collect();
    let mut rejects = Vec::new();
    let mut rows = 0;
    while rows + rejects.len() < ROWS {
        match reader.next_batch(&mut rejects) {
            Ok(None) => break,
            Err(problem) => {
                diagnostics.report(&problem, None);
                break;
            }
            Ok(Some(batch)) => {
                let wanted = batch.places.len().min(ROWS - rows);
                rows += wanted;
                for (seen, column) in seen.iter_mut().zip(&batch.columns) {
                    seen.values.extend(texts(column, wanted));
                }
            }
        }
    }
    for reject in &rejects {
        for diagnostic in reject.diagnostics(sources) {
            diagnostics.push(diagnostic);
        }
    }
    let path = path.to_path_buf();
    Some(Sample {
        path,
        columns: seen,
    })
}

fn texts(column: &Column, rows: usize) -> Vec<Option<String>> {
    let rows = 0..rows;
    match column {
        Column::Text(texts) => rows
            .map(|row| texts.is_valid(row).then(|| texts.value(row).to_owned()))
            .collect(),
        Column::List(lists) => rows
            .map(|row| lists.is_valid(row).then(String::new))
            .collect(),
        _ => Vec::new(),
    }
}

fn format(path: &Path) -> Result<Format, FileProblem> {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("csv") => Ok(Format::Csv),
        Some("ndjson" | "jsonl") => Ok(Format::Ndjson),
        Some("parquet") => Ok(Format::Parquet),
        _ => Err(FileProblem::new(path, FileProblemKind::Extension)),
    }
}

/// The file's columns, each with whether it holds lists.
fn columns(
    world: &dyn World,
    path: &Path,
    format: Format,
) -> Result<Vec<(String, bool)>, FileProblem> {
    match format {
        Format::Parquet => input_columns(world, path),
        Format::Ndjson => first_keys(&mut text(world, path, format)?, path),
        Format::Csv => {
            let header = csv::header(&mut text(world, path, format)?);
            let header = header.map_err(|error| FileProblem::unreadable(path, &error))?;
            Ok(header.into_iter().map(|name| (name, false)).collect())
        }
    }
}

fn everything(path: &Path, format: Format, columns: &[(String, bool)]) -> TableSpec {
    let columns = columns.iter().map(|(name, list)| ColumnSpec {
        name: name.clone(),
        column: name.clone(),
        ty: if *list {
            Type::List(Arc::new(Type::Text))
        } else {
            Type::Text
        },
        required: false,
        absent_ok: true,
        // nothing is known about the columns yet
        pii: true,
    });
    TableSpec {
        path: path.to_path_buf(),
        format,
        columns: columns.collect(),
        currency: Currency {
            code: "USD".to_owned(),
            digits: 2,
        },
        timezone: TimeZone::UTC,
    }
}
