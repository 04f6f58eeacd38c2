//! What kinds of values templates can count on.

use std::collections::BTreeMap;

use super::Value;
use super::tree::Segment;

/// The kind of a value, as far as it is known before any row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Unknown: everything is allowed.
    Any,
    /// A text, number, date, …: nothing inside.
    Scalar,
    /// A list of one kind.
    List(Box<Shape>),
    /// Values by name.
    Object(BTreeMap<String, Shape>),
}

impl Shape {
    /// An object of these entries.
    pub fn object<'a>(entries: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        let entries = entries.into_iter();
        Self::Object(
            entries
                .map(|(name, shape)| (name.to_owned(), shape))
                .collect(),
        )
    }

    /// A list of `item`s.
    pub fn list(item: Self) -> Self {
        Self::List(Box::new(item))
    }

    /// The shape of `value`.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Nil => Self::Any,
            Value::List(items) => Self::list(items.first().map_or(Self::Any, Self::of)),
            Value::Object(entries) => Self::object(
                entries
                    .iter()
                    .map(|(name, value)| (&**name, Self::of(value))),
            ),
            _ => Self::Scalar,
        }
    }

    /// What one goes through in a loop over this.
    pub(super) fn item(&self) -> Self {
        match self {
            Self::List(item) => (**item).clone(),
            _ => Self::Any,
        }
    }

    /// The entry that is called so.
    pub(super) fn entry(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.get(name),
            _ => None,
        }
    }

    /// The names of an object's entries.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let entries = match self {
            Self::Object(entries) => Some(entries.keys().map(String::as_str)),
            _ => None,
        };
        entries.into_iter().flatten()
    }

    /// What `segment` takes from this; none when there can be no such thing.
    pub(super) fn step(&self, segment: &Segment) -> Option<Self> {
        let name = match segment {
            Segment::Name(name) => name.text.as_str(),
            Segment::Index(_) => {
                return Some(match self {
                    Self::List(item) => (**item).clone(),
                    _ => Self::Any,
                });
            }
        };
        match (self, name) {
            (Self::Any, _) => Some(Self::Any),
            (Self::List(item), "first" | "last") => Some((**item).clone()),
            (Self::Object(entries), name) if entries.contains_key(name) => {
                entries.get(name).cloned()
            }
            (_, "size") => Some(Self::Scalar),
            _ => None,
        }
    }
}
