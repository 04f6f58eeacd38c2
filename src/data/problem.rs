//! What can be wrong with a data file, with a row of it, and with a cell of a row.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZoneNameIter;

use super::ColumnSpec;
use super::cell::Cell;
use super::reject::mask;
use super::window::LONGEST_ROW;
use crate::diagnostic::{Problem, nearest, suggest};
use crate::project::Format;
use crate::schema::Type;

/// Characters of a cell that a message quotes at most.
const QUOTED: usize = 60;

/// Why a cell is not what its column wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nothing is there.
    Missing,
    /// It is something else.
    Type,
    /// It is out of range.
    TooLarge,
    /// Mail cannot be sent to it.
    Email(EmailFault),
}

/// Why mail cannot be sent to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EmailFault {
    NoAt,
    User,
    Domain,
    Control,
}

/// What is wrong with a row. Texts of the file are masked already where they must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowProblem {
    /// More or fewer cells than the header.
    Cells { expected: usize, found: usize },
    /// A quoted cell without end.
    OpenQuote,
    /// Text behind a closing quote.
    TextAfterQuote,
    /// Longer than [`LONGEST_ROW`].
    TooLong(Format),
    /// Not JSON.
    Json { reason: String },
    /// JSON, but not an object.
    NotAnObject,
    /// The id of an earlier row.
    Duplicate { id: String, first: u64 },
    /// A cell does not fit.
    Cell {
        column: String,
        ty: Type,
        fault: Fault,
        found: String,
        masked: bool,
    },
}

impl RowProblem {
    /// A cell that does not fit its column, masked when the column is personal.
    pub(super) fn cell(wanted: &ColumnSpec, fault: Fault, cell: &Cell<'_>) -> Self {
        let text = cell.to_string();
        Self::Cell {
            column: wanted.column.clone(),
            ty: wanted.ty.clone(),
            fault,
            found: shorten(if wanted.pii { mask(&text) } else { text }),
            masked: wanted.pii,
        }
    }
}

/// What a message quotes: the beginning, without line breaks.
fn shorten(text: String) -> String {
    let control = text.contains(char::is_control);
    if text.chars().count() <= QUOTED && !control {
        return text;
    }
    let more = if text.chars().count() > QUOTED {
        "…"
    } else {
        ""
    };
    let start = text.chars().take(QUOTED).flat_map(|letter| {
        let escaped = letter.is_control().then(|| letter.escape_default());
        let plain = (!letter.is_control()).then_some(letter);
        escaped.into_iter().flatten().chain(plain)
    });
    format!("{}{more}", start.collect::<String>())
}

impl Problem for RowProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Cell { fault, .. } => match fault {
                Fault::Missing => "missing-value",
                Fault::Type | Fault::TooLarge => "bad-value",
                Fault::Email(_) => "bad-email",
            },
            Self::Duplicate { .. } => "duplicate-id",
            _ => "bad-row",
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Cells { expected, found } => {
                format!("expected {expected} cells as in the header, found {found}")
            }
            Self::OpenQuote => "a quote opens here and never closes".to_owned(),
            Self::TextAfterQuote => "text follows a closing quote".to_owned(),
            Self::TooLong(_) => format!("the row is longer than {} MiB", LONGEST_ROW >> 20),
            Self::Json { reason } => format!("not valid JSON: {reason}"),
            Self::NotAnObject => "expected a JSON object, found another value".to_owned(),
            Self::Duplicate { id, first } => format!("row {first} is customer `{id}` already"),
            Self::Cell {
                column,
                ty,
                fault,
                found,
                ..
            } => match fault {
                Fault::Missing => format!("expected {ty} in `{column}`, found nothing"),
                Fault::TooLarge => format!("`{found}` in `{column}` is out of range for {ty}"),
                _ => format!("expected {ty} in `{column}`, found `{found}`"),
            },
        }
    }

    fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::Cells { expected, found } if found > expected => {
                "put a cell that holds a comma in double quotes"
            }
            Self::Cells { .. } => "an empty cell still needs its comma",
            Self::OpenQuote | Self::TextAfterQuote => {
                "in a quoted cell, write a quote as two: `\"\"`"
            }
            Self::TooLong(Format::Csv) => "is there a quote that never closes?",
            Self::TooLong(_) | Self::NotAnObject => "write one JSON object a line",
            Self::Json { .. } => return Vec::new(),
            Self::Duplicate { .. } => "the first row of an id counts",
            Self::Cell {
                ty,
                fault,
                found,
                masked,
                column,
            } => {
                let found = if *masked { "" } else { found };
                return cell_hints(column, ty, *fault, found);
            }
        };
        vec![hint.to_owned()]
    }
}

fn cell_hints(column: &str, ty: &Type, fault: Fault, found: &str) -> Vec<String> {
    let hint = match fault {
        Fault::Missing => {
            return vec![format!(
                "fill the cell, or declare `{column} {ty}?` when it may be missing"
            )];
        }
        Fault::TooLarge => return Vec::new(),
        Fault::Email(EmailFault::NoAt) => "an email needs an `@`: name@example.com",
        Fault::Email(EmailFault::User) => "the part before the last `@` is not valid",
        Fault::Email(EmailFault::Domain) => "the part after the `@` is not a valid domain",
        Fault::Email(EmailFault::Control) => "remove the line break or control character",
        Fault::Type => return type_hints(ty, found),
    };
    vec![hint.to_owned()]
}

fn type_hints(ty: &Type, found: &str) -> Vec<String> {
    let hint = match ty {
        Type::Number => "a number is written 1234.5, without separators or units",
        Type::Money => "money is written 1234.50, without separators or currency",
        Type::YesNo => "write `yes` or `no`",
        Type::Date => "a date is written 2026-03-01",
        Type::Time => {
            "a time is written 2026-03-01T10:00:00, with `Z` or an offset such as -05:00 unless local"
        }
        Type::Duration => "a duration is written PT1H30M, or as a number of seconds",
        Type::Email => "an email is written name@example.com",
        Type::Url => "a url begins with https:// and has no spaces",
        Type::Timezone => return timezone_hints(found),
        Type::OneOf(options) => return suggest(found, options.iter().map(String::as_str)),
        Type::List(_) => "write items between `;`, or as a JSON array",
        Type::Text | Type::Id | Type::Catalog(_) => return Vec::new(),
    };
    vec![hint.to_owned()]
}

fn timezone_hints(found: &str) -> Vec<String> {
    let names: TimeZoneNameIter<'_> = jiff::tz::db().available();
    let names: Vec<String> = names.map(|name| name.as_str().to_owned()).collect();
    let near = nearest(found, names.iter().map(String::as_str));
    if near.is_empty() {
        let example = "a timezone is a name such as `America/New_York` or `Europe/London`";
        return vec![example.to_owned()];
    }
    vec![format!("did you mean `{}`?", near.join("` or `"))]
}

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
        let reason = error.to_string();
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
    fn code(&self) -> &'static str {
        match self.kind {
            FileProblemKind::Missing => "missing-file",
            FileProblemKind::Unreadable { .. } | FileProblemKind::Other { .. } => "unreadable-file",
            FileProblemKind::Extension => "unknown-format",
            FileProblemKind::Empty { .. } => "empty-file",
            FileProblemKind::Column { .. } => "missing-column",
            FileProblemKind::Twice { .. } => "ambiguous-column",
            FileProblemKind::Foreign { .. } => "unreadable-column",
        }
    }

    fn severity(&self) -> crate::diagnostic::Severity {
        match self.kind {
            FileProblemKind::Column {
                sampled: true,
                required: false,
                ..
            } => crate::diagnostic::Severity::Warning,
            _ => crate::diagnostic::Severity::Error,
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
