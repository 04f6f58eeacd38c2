//! What can be wrong with a data file as a whole.

use std::path::{Path, PathBuf};

use super::window::LONGEST_ROW;
use crate::diagnostic::{Code, Problem, Severity, code, suggest};
use crate::project::Format;
use crate::world::reason_text;

/// Why a data file cannot be read, or not further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblem {
    /// The file.
    pub path: PathBuf,
    pub(super) kind: FileProblemKind,
}

impl FileProblem {
    pub(super) fn new(path: &Path, kind: FileProblemKind) -> Self {
        let path = path.to_path_buf();
        Self { path, kind }
    }

    pub(super) fn unreadable(path: &Path, error: &impl ToString) -> Self {
        let reason = reason_text(error);
        Self::new(path, FileProblemKind::Unreadable { reason })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FileProblemKind {
    /// It is not there.
    Missing,
    /// The system or the format says no.
    Unreadable { reason: String },
    /// Its name does not say how it is written.
    Extension,
    /// It has no bytes.
    Empty { format: Format },
    /// It begins like something else.
    Other { format: Format, found: Look },
    /// Its first line holds values.
    NoHeader,
    /// Its first line is longer than [`LONGEST_ROW`].
    LongLine,
    /// A wanted column is not in it.
    Column {
        column: String,
        name: String,
        columns: Vec<String>,
        required: bool,
        sampled: bool,
    },
    /// Two columns share a wanted name.
    Twice { column: String },
    /// A column holds what no type takes.
    Foreign { column: String, found: String },
}

/// What a file's first bytes look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Parquet,
    Gzip,
    Zip,
    Utf16,
    JsonArray,
    JsonObject,
    Other,
}

impl Problem for FileProblem {
    fn code(&self) -> Code {
        match self.kind {
            FileProblemKind::Missing => code::MISSING_FILE,
            FileProblemKind::Unreadable { .. }
            | FileProblemKind::Other { .. }
            | FileProblemKind::LongLine => code::UNREADABLE_FILE,
            FileProblemKind::Extension => code::UNKNOWN_FORMAT,
            FileProblemKind::Empty { .. } => code::EMPTY_FILE,
            FileProblemKind::NoHeader => code::MISSING_HEADER,
            FileProblemKind::Column { .. } => code::MISSING_COLUMN,
            FileProblemKind::Twice { .. } => code::AMBIGUOUS_COLUMN,
            FileProblemKind::Foreign { .. } => code::UNREADABLE_COLUMN,
        }
    }

    fn severity(&self) -> Severity {
        match self.kind {
            FileProblemKind::Column {
                sampled: true,
                required: false,
                ..
            } => Severity::Warning,
            _ => Severity::Error,
        }
    }

    fn message(&self) -> String {
        let path = self.path.display();
        match &self.kind {
            FileProblemKind::Missing => format!("there is no file `{path}`"),
            FileProblemKind::Unreadable { reason } => format!("cannot read `{path}`: {reason}"),
            FileProblemKind::Extension => format!("cannot tell the format of `{path}` by its name"),
            FileProblemKind::Empty { .. } => format!("`{path}` is empty"),
            FileProblemKind::Other { format, found } => format!(
                "expected {} in `{path}`, found {}",
                format_name(*format),
                look_name(*found)
            ),
            FileProblemKind::Column {
                column, sampled, ..
            } => {
                let reach = if *sampled { " in its first rows" } else { "" };
                format!("`{path}` has no column `{column}`{reach}")
            }
            FileProblemKind::NoHeader => format!("`{path}` does not begin with a header line"),
            FileProblemKind::LongLine => format!(
                "the first line of `{path}` is longer than {} MiB",
                LONGEST_ROW >> 20
            ),
            FileProblemKind::Twice { column } => {
                format!("`{path}` has more than one column `{column}`")
            }
            FileProblemKind::Foreign { column, found } => {
                format!("column `{column}` of `{path}` holds {found}, which no type reads")
            }
        }
    }

    fn hints(&self) -> Vec<String> {
        match &self.kind {
            FileProblemKind::Missing => {
                vec!["`file` in segue.toml is taken from the project's folder".to_owned()]
            }
            FileProblemKind::Extension => {
                vec!["files end in .csv, .ndjson, .jsonl or .parquet".to_owned()]
            }
            FileProblemKind::Empty {
                format: Format::Csv,
            } => vec!["a CSV file has at least a header line".to_owned()],
            FileProblemKind::Other { found, .. } => vec![look_hint(*found).to_owned()],
            FileProblemKind::Column {
                column,
                name,
                columns,
                ..
            } => column_hints(column, name, columns),
            FileProblemKind::NoHeader => {
                vec!["begin the file with a line of column names".to_owned()]
            }
            FileProblemKind::LongLine => {
                vec!["write one JSON object a line, as `jq -c .` does".to_owned()]
            }
            FileProblemKind::Twice { .. } => vec!["rename one of them".to_owned()],
            _ => Vec::new(),
        }
    }
}

fn column_hints(column: &str, name: &str, columns: &[String]) -> Vec<String> {
    let mut hints = Vec::new();
    if let [only] = columns
        && only.contains([';', '\t'])
    {
        hints.push("separate cells by commas, not by semicolons or tabs".to_owned());
        return hints;
    }
    hints.extend(suggest(column, columns.iter().map(String::as_str)));
    hints.push(format!(
        "if it has another name in the file, say so in segue.toml: `columns = {{ {name} = \"…\" }}`"
    ));
    hints
}

fn format_name(format: Format) -> &'static str {
    match format {
        Format::Csv => "CSV",
        Format::Ndjson => "NDJSON",
        Format::Parquet => "Parquet",
    }
}

fn look_name(look: Look) -> &'static str {
    match look {
        Look::Parquet => "Parquet",
        Look::Gzip => "a gzip archive",
        Look::Zip => "a zip archive or a spreadsheet",
        Look::Utf16 => "UTF-16 text",
        Look::JsonArray => "a JSON array",
        Look::JsonObject => "JSON objects",
        Look::Other => "something else",
    }
}

fn look_hint(look: Look) -> &'static str {
    match look {
        Look::Parquet => "set `format = \"parquet\"` in segue.toml",
        Look::Gzip | Look::Zip => "unpack it, or export it as CSV",
        Look::Utf16 => "save it as UTF-8",
        Look::JsonArray => "write one object a line, as `jq -c '.[]'` does",
        Look::JsonObject => "set `format = \"ndjson\"` in segue.toml",
        Look::Other => "set `format` in segue.toml to \"csv\" or \"ndjson\" if it is one of them",
    }
}
