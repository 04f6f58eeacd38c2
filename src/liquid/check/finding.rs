//! What cannot be meant in a template whose names are right.

use crate::diagnostic::{Code, Diagnostic, Problem, Severity, code, nearest};
use crate::liquid::filter::signature::Takes;
use crate::liquid::tree::Name;
use crate::locale::Locale;

/// Something that is probably or certainly not what was meant.
#[derive(Clone, Debug)]
pub(super) enum Finding {
    /// A value is printed that some customers lack; its path, if it has one.
    MayBeMissing { name: Option<String> },
    /// A value of the wrong kind goes into a filter.
    FilterInput {
        filter: String,
        input: Input,
        takes: Takes,
        found: &'static str,
        is_certain: bool,
    },
    /// `date: "YYYY-MM-DD"`
    NoDirective,
    /// `date: "%Q"`, or `"%9999d"`, which is known but too wide.
    Directive { directive: String, is_known: bool },
    /// `timezone: "Europe/Lundon"`
    Zone { name: String, hints: Vec<String> },
    /// `locale: "de_ED"`
    Locale { name: String },
    /// `money: "EURO"`
    Currency { code: String },
    /// Two values that cannot be equal, or have no order, whatever they are.
    NeverEqual(Sides),
    /// A text that the value cannot be.
    NoSuchOption {
        name: String,
        text: String,
        options: Vec<String>,
        is_certain: bool,
    },
    /// A number that is never missing, as a condition of its own.
    AlwaysHolds { name: String },
    /// What stands behind `break` and the like.
    BehindExit,
    /// A branch behind one that everybody takes.
    BehindCertain,
    /// `{% if false %}`
    NeverTaken,
    /// A condition that an earlier branch has.
    RepeatedCondition,
    /// `{% when "a", "a" %}`
    RepeatedChoice { value: String },
    /// `else` behind a `when` for each value that there can be.
    Exhausted,
}

/// What is wrong about a filter.
#[derive(Clone, Debug)]
pub(super) enum Input {
    /// The value that goes in, and its path.
    Value(Option<String>),
    Argument,
}

/// What is compared.
#[derive(Clone, Debug)]
pub(super) struct Sides {
    pub(super) left: &'static str,
    pub(super) right: &'static str,
    /// What they are asked to be.
    pub(super) what: &'static str,
    pub(super) hint: Option<String>,
    pub(super) is_certain: bool,
}

impl Problem for Finding {
    fn code(&self) -> Code {
        match self {
            Self::MayBeMissing { .. } => code::MISSING_DEFAULT,
            Self::FilterInput { .. } => code::FILTER_INPUT,
            Self::NoDirective | Self::Directive { .. } => code::DATE_PATTERN,
            Self::Zone { .. } => code::UNKNOWN_TIMEZONE,
            Self::Locale { .. } => code::UNKNOWN_LOCALE,
            Self::Currency { .. } => code::UNKNOWN_CURRENCY,
            Self::NeverEqual(_) | Self::NoSuchOption { .. } => code::NEVER_EQUAL,
            Self::AlwaysHolds { .. } => code::ALWAYS_TRUE,
            Self::BehindExit
            | Self::BehindCertain
            | Self::NeverTaken
            | Self::RepeatedCondition
            | Self::RepeatedChoice { .. }
            | Self::Exhausted => code::UNREACHABLE_BRANCH,
        }
    }

    fn severity(&self) -> Severity {
        let is_certain = match self {
            Self::FilterInput { is_certain, .. } | Self::NoSuchOption { is_certain, .. } => {
                *is_certain
            }
            Self::NeverEqual(sides) => sides.is_certain,
            Self::NoDirective
            | Self::Directive { .. }
            | Self::Zone { .. }
            | Self::Locale { .. }
            | Self::Currency { .. } => true,
            _ => false,
        };
        if is_certain {
            Severity::Error
        } else {
            Severity::Warning
        }
    }

    fn message(&self) -> String {
        match self {
            Self::MayBeMissing { name: Some(name) } => {
                format!("`{name}` may be missing, and has no `default`")
            }
            Self::MayBeMissing { name: None } => {
                "this value may be missing, and has no `default`".to_owned()
            }
            Self::FilterInput {
                filter,
                input,
                takes,
                found,
                ..
            } => match input {
                Input::Value(Some(name)) => {
                    format!("`{filter}` takes {}, but `{name}` is {found}", takes.name())
                }
                Input::Value(None) => format!("`{filter}` takes {}, found {found}", takes.name()),
                Input::Argument => {
                    format!("`{filter}` takes {} here, found {found}", takes.name())
                }
            },
            Self::NoDirective => "this pattern says nothing of the date".to_owned(),
            Self::Directive {
                directive,
                is_known: false,
            } => format!("`date` knows no `{directive}`"),
            Self::Directive { directive, .. } => format!("`{directive}` is too wide"),
            Self::Zone { name, .. } => format!("there is no time zone called `{name}`"),
            Self::Locale { name } => format!("there is no locale called `{name}`"),
            Self::Currency { code } => format!("there is no currency called `{code}`"),
            Self::NeverEqual(sides) => sides.message(),
            Self::NoSuchOption { name, text, .. } => format!("`{name}` is never `{text}`"),
            Self::AlwaysHolds { name } => {
                format!("`{name}` always holds: it is never missing, and 0 is not false")
            }
            Self::BehindExit => "nothing behind the tag before is reached".to_owned(),
            Self::BehindCertain => "a branch above is always taken".to_owned(),
            Self::NeverTaken => "this branch is never taken".to_owned(),
            Self::RepeatedCondition => "a branch above has the same condition".to_owned(),
            Self::RepeatedChoice { value } => {
                format!("`{value}` stands above already, and is shown twice")
            }
            Self::Exhausted => {
                "this branch is never taken: there is a `when` for every value".to_owned()
            }
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::MayBeMissing { name } => {
                let name = name.as_deref().unwrap_or("…");
                vec![
                    format!("say what to print instead: `{{{{ {name} | default: '…' }}}}`"),
                    format!("or ask first: `{{% if {name} %}}`"),
                ]
            }
            Self::FilterInput {
                takes,
                found,
                input,
                is_certain,
                ..
            } => advice(*takes, found, input, *is_certain)
                .into_iter()
                .collect(),
            Self::NoDirective => vec!["write it as in `%B %-d, %Y`, or `%Y-%m-%d`".to_owned()],
            Self::Directive { .. } | Self::BehindExit | Self::BehindCertain => Vec::new(),
            Self::Zone { hints, .. } => hints.clone(),
            Self::Locale { name } => Locale::hints(name),
            Self::Currency { .. } => {
                vec!["write the three letters of ISO 4217, as in `EUR`".to_owned()]
            }
            Self::NeverEqual(sides) => sides.hint.iter().cloned().collect(),
            Self::NoSuchOption { text, options, .. } => options_hint(text, options),
            Self::AlwaysHolds { name } => vec![format!("write `{name} > 0`")],
            Self::NeverTaken | Self::RepeatedCondition | Self::Exhausted => {
                vec!["remove it, or correct its condition".to_owned()]
            }
            Self::RepeatedChoice { .. } => vec!["remove one of them".to_owned()],
        }
    }
}

impl Sides {
    fn message(&self) -> String {
        let Self { left, right, .. } = self;
        match self.what {
            "ordered" if left == right => format!("{left} has no order"),
            "ordered" => format!("{left} and {right} have no order"),
            "in" => format!("{left} never contains {right}"),
            what => format!("{left} is never {what} to {right}"),
        }
    }
}

fn advice(takes: Takes, found: &str, input: &Input, is_certain: bool) -> Option<String> {
    let Input::Value(_) = input else { return None };
    let advice = match (takes, found) {
        (Takes::Number, "a text") if !is_certain => {
            "if it is a number, declare it as `number` or `money`; other texts count as 0, or cost the message"
        }
        (Takes::Number, "a date" | "a moment") => "write it with `date: \"%B %-d, %Y\"`",
        (Takes::Moment, "an amount of money") => "write it with `money`",
        (Takes::Text, "a list") => "make one text of it first: `join: \", \"`",
        (Takes::Text, "an object") => "name one of its fields",
        (Takes::List, "a text") => "make a list of it first: `split: \",\"`",
        _ => return None,
    };
    Some(advice.to_owned())
}

fn options_hint(text: &str, options: &[String]) -> Vec<String> {
    let near = nearest(text, options.iter().map(String::as_str));
    match near.first() {
        Some(near) => vec![format!("did you mean `{near}`?")],
        None => vec![format!("it is one of `{}`", options.join("`, `"))],
    }
}

/// The finding that nothing reads a variable.
pub(crate) fn unused(name: &Name) -> Diagnostic {
    Diagnostic::new(&Unused(name.text.clone()), name.span)
}

struct Unused(String);

impl Problem for Unused {
    fn code(&self) -> Code {
        code::UNUSED_VARIABLE
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn message(&self) -> String {
        format!("nothing reads `{}`", self.0)
    }

    fn hints(&self) -> Vec<String> {
        vec![format!("remove it, or call it `_{}`", self.0)]
    }
}
