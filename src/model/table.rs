//! The shape of the data.

use crate::schema::Type;
use crate::source::Span;

use super::Expr;

/// The field of an event table that says when it happened.
pub const AT: usize = 0;

/// The shape of a table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its name in the rules.
    pub name: String,
    /// Where it is declared, if it is.
    pub span: Option<Span>,
    /// Its columns.
    pub fields: Vec<Field>,
    /// The field that identifies a row: the first of type `id`.
    pub key: Option<usize>,
}

impl Table {
    /// The index of the field called `name`.
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The first field for which `test` holds.
    pub fn find(&self, test: impl Fn(&Field) -> bool) -> Option<usize> {
        self.fields.iter().position(test)
    }
}

/// A column.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in the rules.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// Its type.
    pub ty: Type,
    /// Whether a value may be missing, after `fallback` is applied.
    pub optional: bool,
    /// Whether it identifies a person.
    pub pii: bool,
    /// Where it may be shown although it does.
    pub allowed: Allowed,
    /// Whether nobody without it is ever in an audience.
    pub consent: bool,
    /// The value where the data has none.
    pub fallback: Option<Expr>,
}

/// Where a field that is personal may stand all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// In subjects and preheaders.
    pub in_subject: bool,
    /// In addresses.
    pub in_url: bool,
}
