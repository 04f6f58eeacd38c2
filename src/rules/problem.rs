//! What can be wrong with the text of a rule file, before any name is looked up.

use super::split::ITEM_KEYWORDS;
use crate::diagnostic::{self, Code, code, nearest};

/// A fault the parser finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// The grammar allows something else here.
    Unexpected {
        expected: Vec<String>,
        found: String,
        hints: Vec<String>,
    },
    /// Text outside of every item.
    NoItem { found: String },
    /// `{` or `(` without its partner.
    Unclosed { open: char },
    /// A string that does not end on its line.
    UnclosedText,
    /// A backslash before a character that needs none.
    UnknownEscape { escape: String },
    /// No day of the calendar.
    InvalidDate { text: String },
    /// A date with something that is no time of day.
    InvalidTime { text: String },
    /// No time that a clock shows.
    InvalidTimeOfDay { text: String },
    /// More digits than are kept exactly.
    LongNumber,
    /// Brackets, lists or operands in one another.
    TooNested,
    /// One expression with too many operators.
    TooLong { limit: usize },
    /// What is expected of all customers, among what is expected of one persona.
    MisplacedClaim,
    /// Part of the language, but not of this version.
    Unsupported { what: String },
}

impl diagnostic::Problem for Problem {
    fn code(&self) -> Code {
        match self {
            Self::Unexpected { .. } => code::SYNTAX,
            Self::NoItem { .. } => code::UNKNOWN_ITEM,
            Self::Unclosed { .. } => code::UNCLOSED_BRACKET,
            Self::UnclosedText => code::UNCLOSED_TEXT,
            Self::UnknownEscape { .. } => code::UNKNOWN_ESCAPE,
            Self::InvalidDate { .. } => code::INVALID_DATE,
            Self::InvalidTime { .. } | Self::InvalidTimeOfDay { .. } => code::INVALID_TIME,
            Self::LongNumber => code::LONG_NUMBER,
            Self::TooNested => code::TOO_NESTED,
            Self::TooLong { .. } => code::TOO_LONG,
            Self::MisplacedClaim => code::MISPLACED_EXPECTATION,
            Self::Unsupported { .. } => code::UNSUPPORTED,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Unexpected {
                expected, found, ..
            } => format!("expected {}, found {found}", choice(expected)),
            Self::NoItem { found } => {
                format!("expected a declaration such as `segment`, found {found}")
            }
            Self::Unclosed { open } => format!("`{open}` is never closed"),
            Self::UnclosedText => "text does not end on its line".to_owned(),
            Self::UnknownEscape { escape } => format!("unknown escape `{escape}`"),
            Self::InvalidDate { text } => format!("`{text}` is not a day of the calendar"),
            Self::InvalidTime { text } => format!("`{text}` is not a time"),
            Self::InvalidTimeOfDay { text } => format!("`{text}` is not a time of day"),
            Self::LongNumber => "number has more than 18 digits".to_owned(),
            Self::TooNested => "nested too deeply".to_owned(),
            Self::TooLong { limit } => format!("expression has more than {limit} operators"),
            Self::MisplacedClaim => {
                "this is expected of all customers together, not of one persona".to_owned()
            }
            Self::Unsupported { what } => format!("`{what}` is not supported yet"),
        }
    }

    fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::Unexpected { hints, .. } => return hints.clone(),
            Self::NoItem { found } => return item_hints(found.trim_matches('`')),
            Self::Unclosed { open: '{' } => "add `}` where it ends",
            Self::Unclosed { .. } => "add `)` where it ends",
            Self::UnclosedText => {
                "add `\"` at its end; a quote inside is `\\\"`, a line break `\\n`"
            }
            Self::UnknownEscape { .. } => "there are `\\\"`, `\\\\` and `\\n`",
            Self::InvalidDate { .. } => "a date is year-month-day, as in `2026-03-01`",
            Self::InvalidTime { .. } => {
                "a time is as in `2026-03-01T10:00`, with `Z` or `+02:00` behind it when it is not \
                 in the project's time zone"
            }
            Self::InvalidTimeOfDay { .. } => "a day goes from `00:00` to `23:59`",
            Self::TooNested => "give the inner parts names with `trait` or `segment`",
            Self::TooLong { .. } => {
                "compare with many values by `in (…)`, or give parts names with `segment`"
            }
            Self::MisplacedClaim => "move it out of the braces, into an `expect` of its own",
            Self::LongNumber | Self::Unsupported { .. } => return Vec::new(),
        };
        vec![hint.to_owned()]
    }
}

/// `a`, `a or b`, `a, b or c`
fn choice(options: &[String]) -> String {
    match options {
        [] => "something else".to_owned(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// How each declaration reads.
const FORMS: [(&str, &str); 10] = [
    ("customer", "customer { customer_id id, email email pii }"),
    ("event", "event purchase { amount money }"),
    ("catalog", "catalog product { sku id, name text }"),
    ("trait", "trait orders = count of purchase"),
    (
        "score",
        "score interest { 100 from count of visit, full at 8 }",
    ),
    ("segment", "segment vip \"Best customers\" when orders >= 5"),
    (
        "group",
        "group region { west when state = \"CA\"  rest otherwise }",
    ),
    ("campaign", "campaign spring { audience email_consent … }"),
    ("persona", "persona ana { state = \"CA\" … }"),
    ("expect", "expect size of vip at least 50"),
];

/// Clauses and arms, which stand inside of something.
const INSIDE: [(&str, &str); 10] = [
    ("audience", "a campaign"),
    ("template", "a campaign"),
    ("subject", "a campaign"),
    ("preheader", "a campaign"),
    ("from", "a campaign"),
    ("block", "a campaign"),
    ("show", "a block of a campaign"),
    ("when", "a segment, a group or a block"),
    ("otherwise", "a group or a block"),
    ("where", "a trait or a segment"),
];

fn item_hints(found: &str) -> Vec<String> {
    if let Some((_, form)) = FORMS.iter().find(|(keyword, _)| *keyword == found) {
        return vec![format!("it reads `{form}`")];
    }
    if let Some((_, place)) = INSIDE.iter().find(|(word, _)| *word == found) {
        return vec![format!("`{found}` stands inside of {place}")];
    }
    let small = found.to_lowercase();
    if ITEM_KEYWORDS.contains(&small.as_str()) {
        return vec![format!("write `{small}`, in small letters")];
    }
    let near = nearest(&small, ITEM_KEYWORDS);
    if !near.is_empty() {
        return vec![format!("did you mean `{}`?", near.join("` or `"))];
    }
    let hint = match found {
        "}" => "there is no `{` open that it could close",
        "/" | "-" | "*" | "--" => "a comment begins with `#`",
        "<" | "{" | "[" => {
            "HTML, Liquid and JSON stand in other files; a line of rules begins with a word"
        }
        "import" | "include" | "use" | "require" => {
            "nothing is imported: the files of `rules` form one whole"
        }
        "define" | "create" | "let" | "var" | "const" | "new" | "add" => {
            "begin with what it is, as in `segment` or `trait`"
        }
        "if" | "select" | "SELECT" => {
            "a question about customers reads `segment west when state = \"CA\"`"
        }
        _ => "",
    };
    match hint {
        "" => vec![format!(
            "a declaration is one of `{}`",
            ITEM_KEYWORDS.join("`, `")
        )],
        hint => vec![hint.to_owned()],
    }
}
