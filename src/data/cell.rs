//! One value as a file holds it, before it is read as its type.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A cell of any file.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    /// Empty, or null.
    Missing,
    YesNo(bool),
    Integer(i64),
    Float(f64),
    Text(Cow<'a, str>),
    /// Days since 1970-01-01.
    Date(i32),
    /// Microseconds since 1970 UTC.
    Time(i64),
    /// Microseconds since 1970 on a clock whose zone the file does not say.
    Local(i64),
    List(Vec<Cell<'a>>),
    NotUtf8,
    /// What no type takes: `an object`.
    Foreign(&'static str),
}

impl<'a> Cell<'a> {
    /// Text of a CSV cell or a JSON string.
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// The same without borrowing from the file.
    pub(super) fn into_owned(self) -> Cell<'static> {
        match self {
            Self::Missing => Cell::Missing,
            Self::YesNo(yes) => Cell::YesNo(yes),
            Self::Integer(number) => Cell::Integer(number),
            Self::Float(number) => Cell::Float(number),
            Self::Text(text) => Cell::text(text.into_owned()),
            Self::Date(days) => Cell::Date(days),
            Self::Time(at) => Cell::Time(at),
            Self::Local(at) => Cell::Local(at),
            Self::List(items) => Cell::List(items.into_iter().map(Self::into_owned).collect()),
            Self::NotUtf8 => Cell::NotUtf8,
            Self::Foreign(what) => Cell::Foreign(what),
        }
    }
}

impl fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => Ok(()),
            Self::YesNo(yes) => write!(f, "{yes}"),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Float(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
            Self::Date(days) => {
                let midnight = i64::from(*days).checked_mul(86_400_000_000);
                match midnight.and_then(|at| Timestamp::from_microsecond(at).ok()) {
                    Some(at) => write!(f, "{}", at.to_zoned(TimeZone::UTC).date()),
                    None => write!(f, "day {days}"),
                }
            }
            Self::Time(at) => match Timestamp::from_microsecond(*at) {
                Ok(at) => write!(f, "{at}"),
                Err(_) => write!(f, "{at} µs"),
            },
            Self::Local(at) => match Timestamp::from_microsecond(*at) {
                Ok(at) => write!(f, "{}", at.to_zoned(TimeZone::UTC).datetime()),
                Err(_) => write!(f, "{at} µs"),
            },
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Self::NotUtf8 => f.write_str("bytes that are not UTF-8"),
            Self::Foreign(what) => f.write_str(what),
        }
    }
}
