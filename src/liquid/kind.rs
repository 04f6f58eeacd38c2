//! What a single value is, as far as rules say.

use std::sync::Arc;

use super::Value;

/// The kind of a value that has nothing inside.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Kind {
    Text,
    /// One of these texts.
    OneOf(Arc<[String]>),
    Number,
    /// A number of whole units.
    Money,
    YesNo,
    Date,
    /// A moment.
    Time,
}

/// Kinds whose values can be equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Text,
    Number,
    YesNo,
    Moment,
}

impl Kind {
    /// The kind of a value written in a template; none for what is no single value.
    pub(super) fn of(value: &Value<'_>) -> Option<Self> {
        Some(match value {
            Value::Text(_) => Self::Text,
            Value::Integer(_) | Value::Float(_) | Value::Big(_) => Self::Number,
            Value::Bool(_) => Self::YesNo,
            Value::Date(_) => Self::Date,
            Value::Time(_) => Self::Time,
            Value::Nil | Value::Range(..) | Value::List(_) | Value::Object(_) => return None,
        })
    }

    pub(super) fn family(&self) -> Family {
        match self {
            Self::Text | Self::OneOf(_) => Family::Text,
            Self::Number | Self::Money => Family::Number,
            Self::YesNo => Family::YesNo,
            Self::Date | Self::Time => Family::Moment,
        }
    }

    /// With its article.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Text | Self::OneOf(_) => "a text",
            Self::Number => "a number",
            Self::Money => "an amount of money",
            Self::YesNo => "a yes/no",
            Self::Date => "a date",
            Self::Time => "a moment",
        }
    }
}
