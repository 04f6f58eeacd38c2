//! Invented customers.

use crate::source::Span;

use super::{Bound, Expectation, Literal, Unit};

/// An invented customer.
#[derive(Clone, Debug)]
pub struct Persona {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub title: Option<String>,
    /// Where it is declared.
    pub span: Span,
    /// A value or none for every field of the customer table.
    pub fields: Vec<Option<Literal>>,
    /// Experiments' facts with the arm it has, whatever its bucket; none when held out.
    pub arms: Vec<(usize, Option<Literal>)>,
    /// Its behaviour.
    pub events: Vec<PersonaEvent>,
    /// What must hold.
    pub expectations: Vec<Expectation>,
}

/// An event of a persona.
#[derive(Clone, Debug)]
pub struct PersonaEvent {
    /// Which event.
    pub event: usize,
    /// When.
    pub at: Moment,
    /// A value or none for every field of the event table; none for [`AT`](super::AT).
    pub fields: Vec<Option<Literal>>,
}

/// When a persona's event took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// So many units before now.
    Ago(i64, Unit),
    /// At the start of a day or at a moment.
    At(Bound),
}
