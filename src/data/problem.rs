//! What can be wrong with a row of a data file, and with a cell of a row.

use jiff::tz::TimeZoneNameIter;

use super::ColumnSpec;
use super::cell::Cell;
use super::reject::mask;
use super::window::LONGEST_ROW;
use crate::diagnostic::{Code, Problem, code, nearest, suggest};
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
    /// It is not text.
    Encoding,
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
    Duplicate {
        table: String,
        id: String,
        first: u64,
    },
    /// A cell does not fit.
    Cell {
        name: String,
        column: String,
        ty: Type,
        fault: Fault,
        /// In backticks, unless in words.
        found: String,
        masked: bool,
    },
}

impl RowProblem {
    /// A cell that does not fit its column, masked when the column is personal.
    pub(super) fn cell(wanted: &ColumnSpec, fault: Fault, cell: &Cell<'_>) -> Self {
        let text = cell.to_string();
        let words = matches!(cell, Cell::NotUtf8 | Cell::Foreign(_));
        let text = if wanted.pii && !words {
            mask(&text)
        } else {
            text
        };
        let found = if words {
            text
        } else {
            format!("`{}`", shorten(text))
        };
        let fault = match cell {
            Cell::NotUtf8 => Fault::Encoding,
            _ => fault,
        };
        Self::Cell {
            name: wanted.name.clone(),
            column: wanted.column.clone(),
            ty: wanted.ty.clone(),
            fault,
            found,
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
    fn code(&self) -> Code {
        match self {
            Self::Cell { fault, .. } => match fault {
                Fault::Missing => code::MISSING_VALUE,
                Fault::Type | Fault::Encoding | Fault::TooLarge => code::BAD_VALUE,
                Fault::Email(_) => code::BAD_EMAIL,
            },
            Self::Duplicate { .. } => code::DUPLICATE_ID,
            _ => code::BAD_ROW,
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
            Self::Duplicate { table, id, first } => {
                format!("row {first} is {table} `{id}` already")
            }
            Self::Cell {
                column,
                ty,
                fault,
                found,
                ..
            } => match fault {
                Fault::Missing => format!("expected {ty} in `{column}`, found nothing"),
                Fault::TooLarge => format!("{found} in `{column}` is out of range for {ty}"),
                _ => format!("expected {ty} in `{column}`, found {found}"),
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
                name,
                ..
            } => {
                let found = if *masked { "" } else { found.trim_matches('`') };
                return cell_hints(name, ty, *fault, found);
            }
        };
        vec![hint.to_owned()]
    }
}

fn cell_hints(name: &str, ty: &Type, fault: Fault, found: &str) -> Vec<String> {
    let hint = match fault {
        Fault::Missing if *ty == Type::Id => "every row needs its id",
        Fault::Missing => {
            return vec![format!(
                "fill the cell, or declare `{name} {ty}?` when it may be missing"
            )];
        }
        Fault::Encoding => "save the file as UTF-8",
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
