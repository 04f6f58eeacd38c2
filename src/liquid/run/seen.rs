//! Values on their way.

use std::ops::Deref;

use super::lent::{Lent, under, under_made};
use crate::liquid::Value;
use crate::liquid::program::Field;

/// A value: where the row or the program has it, or made on the way.
#[derive(Clone, Debug)]
pub(super) enum Seen<'r> {
    Lent(&'r Value<'r>),
    Made(Value<'r>),
}

/// What is missing.
pub(super) const MISSING: Seen<'static> = Seen::Made(Value::Nil);

impl<'r> Deref for Seen<'r> {
    type Target = Value<'r>;

    #[inline]
    fn deref(&self) -> &Value<'r> {
        match self {
            Self::Lent(value) => value,
            Self::Made(value) => value,
        }
    }
}

impl<'r> From<Lent<'r>> for Seen<'r> {
    #[inline]
    fn from(lent: Lent<'r>) -> Self {
        match lent {
            Lent::Value(value) => Self::Lent(value),
            Lent::Json(json) => Self::Made(json.into()),
        }
    }
}

impl<'r> Seen<'r> {
    /// The value itself. What was lent still points to where it stands.
    #[inline]
    pub(super) fn value(self) -> Value<'r> {
        match self {
            Self::Lent(value) => value.lend(),
            Self::Made(value) => value,
        }
    }

    /// What `.name` takes: what stands under the name, or else `size`, `first` and `last`.
    pub(super) fn property(self, field: &Field) -> Self {
        match self.under(field) {
            Some(found) => found.into(),
            None => Self::Made(self.value().property(&field.name)),
        }
    }

    /// What `["name"]` takes: what stands under the name.
    pub(super) fn key(self, field: &Field) -> Self {
        match self.under(field) {
            Some(found) => found.into(),
            None => Self::Made(self.value().key(&field.name)),
        }
    }

    fn under(&self, field: &Field) -> Option<Lent<'r>> {
        match self {
            Self::Lent(value) => under(Lent::Value(value), field),
            Self::Made(value) => under_made(value, field),
        }
    }
}
