//! One value, as a person would think of it.

use std::cmp::Ordering;

use jiff::Timestamp;
use segue::model::Literal;

/// A value or that there is none.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Missing,
    Text(String),
    Number(f64),
    Money(i64),
    YesNo(bool),
    Date(i32),
    Time(i64),
    Duration(i64),
    List(Vec<Value>),
}

impl Value {
    pub(super) fn of(literal: &Literal) -> Self {
        match literal {
            Literal::Text(text) => Self::Text(text.to_string()),
            Literal::Number(number) => Self::Number(*number),
            Literal::Money(minor) => Self::Money(*minor),
            Literal::YesNo(yes) => Self::YesNo(*yes),
            Literal::Date(day) => Self::Date(*day),
            Literal::Time(moment) => Self::Time(*moment),
            Literal::Duration(length) => Self::Duration(*length),
            Literal::List(items) => Self::List(items.iter().map(Self::of).collect()),
        }
    }

    pub(super) fn is_known(&self) -> bool {
        *self != Self::Missing
    }

    pub(super) fn is_yes(&self) -> bool {
        *self == Self::YesNo(true)
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn date(&self) -> Option<i32> {
        match self {
            Self::Date(day) => Some(*day),
            _ => None,
        }
    }

    pub(super) fn time(&self) -> Option<i64> {
        match self {
            Self::Time(moment) => Some(*moment),
            _ => None,
        }
    }

    /// The size by which customers are ranked.
    pub(super) fn size(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Money(size) | Self::Time(size) | Self::Duration(size) => Some(*size as f64),
            Self::Date(day) => Some(f64::from(*day)),
            _ => None,
        }
    }

    /// How two values of one type stand to each other; none when one is missing.
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Number(a), Self::Number(b)) => a.partial_cmp(b),
            (Self::YesNo(a), Self::YesNo(b)) => Some(a.cmp(b)),
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(b)),
            (Self::Money(a), Self::Money(b))
            | (Self::Time(a), Self::Time(b))
            | (Self::Duration(a), Self::Duration(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }

    /// As the engine's values are shown.
    pub(super) fn shown(&self) -> String {
        let time = |micros: i64| Timestamp::from_microsecond(micros).unwrap().to_string();
        match self {
            Self::Missing => "-".to_owned(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Money(minor) => format!("{minor}¢"),
            Self::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Date(day) => time(i64::from(*day) * 86_400_000_000)[..10].to_owned(),
            Self::Time(moment) => time(*moment),
            Self::Duration(length) => format!("{} s", length / 1_000_000),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::shown).collect();
                format!("[{}]", items.join(" "))
            }
        }
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::YesNo(yes)
    }
}
