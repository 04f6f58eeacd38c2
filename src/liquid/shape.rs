//! What kinds of values templates can count on.

use std::collections::BTreeMap;

use super::Value;
use super::kind::Kind;
use super::tree::Segment;
use crate::source::Span;

/// The kind of a value, as far as it is known before any row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Unknown: everything is allowed.
    Any,
    /// A text, number, date, …: nothing inside.
    Scalar,
    /// Which of them it is.
    Of(Kind),
    /// A list of one kind.
    List(Box<Shape>),
    /// Values by name.
    Object(BTreeMap<String, Entry>),
    /// A value that may be missing.
    Optional(Box<Shape>),
}

/// A value that an object has under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its kind.
    pub shape: Shape,
    /// Where its name is declared, if it is in a text.
    pub declared: Option<Span>,
}

impl From<Shape> for Entry {
    fn from(shape: Shape) -> Self {
        Self {
            shape,
            declared: None,
        }
    }
}

impl Shape {
    /// An object of these entries.
    pub fn object<'a>(entries: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        let entries = entries.into_iter();
        Self::Object(
            entries
                .map(|(name, shape)| (name.to_owned(), shape.into()))
                .collect(),
        )
    }

    /// A list of `item`s.
    pub fn list(item: Self) -> Self {
        Self::List(Box::new(item))
    }

    /// The same, which may be missing.
    #[must_use]
    pub fn optional(self) -> Self {
        match self {
            Self::Any | Self::Optional(_) => self,
            other => Self::Optional(Box::new(other)),
        }
    }

    /// The same, which is there.
    pub(super) fn present(&self) -> &Self {
        match self {
            Self::Optional(inner) => inner,
            other => other,
        }
    }

    pub(super) fn is_optional(&self) -> bool {
        matches!(self, Self::Optional(_))
    }

    /// Which single value it is, as far as that is known.
    pub(super) fn kind(&self) -> Option<&Kind> {
        match self.present() {
            Self::Of(kind) => Some(kind),
            _ => None,
        }
    }

    /// The kind of a value written in a template.
    pub(super) fn written(value: &Value<'_>) -> Self {
        Kind::of(value).map_or_else(|| Self::of(value), Self::Of)
    }

    /// What it is called in a sentence, with its article; none when nothing is known of it.
    pub(super) fn name(&self) -> Option<&'static str> {
        match self.present() {
            Self::Of(kind) => Some(kind.name()),
            Self::List(_) => Some("a list"),
            Self::Object(_) => Some("an object"),
            Self::Any | Self::Scalar | Self::Optional(_) => None,
        }
    }

    /// The shape of `value`.
    pub fn of(value: &Value<'_>) -> Self {
        match value {
            Value::Nil => Self::Any,
            Value::List(items) => {
                Self::list(items.get(0).map_or(Self::Any, |item| Self::of(&item)))
            }
            Value::Object(entries) => Self::Object(
                entries
                    .iter()
                    .map(|(name, value)| (name.to_string(), Self::of(&value).into()))
                    .collect(),
            ),
            _ => Self::Scalar,
        }
    }

    /// What one goes through in a loop over this.
    pub(super) fn item(&self) -> Self {
        match self.present() {
            Self::List(item) => (**item).clone(),
            _ => Self::Any,
        }
    }

    /// The entry that is called so.
    pub(super) fn entry(&self, name: &str) -> Option<&Self> {
        match self.present() {
            Self::Object(entries) => entries.get(name).map(|entry| &entry.shape),
            _ => None,
        }
    }

    /// Where the name of the entry that is called so is declared.
    pub(super) fn declared(&self, name: &str) -> Option<Span> {
        match self.present() {
            Self::Object(entries) => entries.get(name)?.declared,
            _ => None,
        }
    }

    /// The names of an object's entries.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let entries = match self.present() {
            Self::Object(entries) => Some(entries.keys().map(String::as_str)),
            _ => None,
        };
        entries.into_iter().flatten()
    }

    /// What `segment` takes from this; none when there can be no such thing.
    pub(super) fn step(&self, segment: &Segment) -> Option<Self> {
        if let Self::Optional(inner) = self {
            return inner.step(segment).map(Self::optional);
        }
        let name = match segment {
            Segment::Name(name) | Segment::Key(name) => name.text.as_str(),
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
                entries.get(name).map(|entry| entry.shape.clone())
            }
            (_, "size") => Some(Self::Of(Kind::Number)),
            _ => None,
        }
    }
}
