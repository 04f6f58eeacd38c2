//! The variables of one rendering.

use super::print::integer;
use super::seen::Seen;
use super::{Machine, Rendered};
use crate::liquid::Value;
use crate::liquid::program::Operand;

/// What is known under one name.
#[derive(Debug, Default)]
pub(super) struct Cell<'r> {
    /// By a loop, a partial's argument or a block's parameter: comes first.
    pub(super) bound: Option<Bound<'r>>,
    /// By `assign` and `capture`.
    pub(super) assigned: Option<Seen<'r>>,
    /// Whether what is assigned is HTML already.
    pub(super) is_markup: bool,
    /// By `increment` and `decrement`: comes last.
    pub(super) counter: Option<i64>,
}

/// The value of a bound variable.
#[derive(Clone, Debug)]
pub(super) enum Bound<'r> {
    Value(Seen<'r>),
    /// `forloop` and `tablerowloop`: an index of the machine's positions.
    Position(usize),
}

/// Where a loop is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Position<'r> {
    pub(super) name: &'r str,
    pub(super) index: usize,
    pub(super) length: usize,
    /// Of `tablerow` only.
    pub(super) columns: Option<usize>,
    /// The loop around it.
    pub(super) parent: Option<usize>,
    /// Whether it is the `parentloop` of those inside.
    pub(super) nests: bool,
}

/// What the names of `forloop` are.
pub(in crate::liquid) const POSITION: [&str; 7] = [
    "length", "index", "index0", "rindex", "rindex0", "first", "last",
];

/// What `tablerowloop` has besides.
const COLUMNS: [&str; 5] = ["col", "col0", "row", "col_first", "col_last"];

impl<'r> Position<'r> {
    /// What `forloop.name` is, but for `parentloop`.
    pub(super) fn property(&self, name: &str) -> Value<'r> {
        let whole = |number: usize| Value::Integer(number as i64);
        match (name, self.columns) {
            ("length", _) => whole(self.length),
            ("index", _) => whole(self.index + 1),
            ("index0", _) => whole(self.index),
            ("rindex", _) => whole(self.length.saturating_sub(self.index)),
            ("rindex0", _) => whole(self.length.saturating_sub(self.index + 1)),
            ("first", _) => Value::Bool(self.index == 0),
            ("last", _) => Value::Bool(self.index + 1 == self.length),
            ("name", None) => Value::from(self.name),
            ("col", Some(columns)) => whole(self.index % columns + 1),
            ("col0", Some(columns)) => whole(self.index % columns),
            ("row", Some(columns)) => whole(self.index / columns + 1),
            ("col_first", Some(columns)) => Value::Bool(self.index.is_multiple_of(columns)),
            ("col_last", Some(columns)) => Value::Bool(self.index % columns + 1 == columns),
            _ => Value::Nil,
        }
    }

    /// All of it.
    pub(super) fn object(&self) -> Value<'r> {
        let columns = COLUMNS.iter().filter(|_| self.columns.is_some());
        let names = POSITION.iter().chain(columns);
        Value::Object(names.map(|name| (*name, self.property(name))).collect())
    }
}

impl<'r> Machine<'r, '_> {
    /// Sets a variable as `assign` does.
    pub(super) fn assign(&mut self, cell: u32, value: Seen<'r>, is_markup: bool) {
        if let Some(cell) = self.cells.get_mut(cell as usize) {
            cell.assigned = Some(value);
            cell.is_markup = is_markup;
        }
    }

    /// Sets a variable for a while; gives what it was before.
    pub(super) fn bind(&mut self, cell: u32, bound: Option<Bound<'r>>) -> Option<Bound<'r>> {
        let cell = self.cells.get_mut(cell as usize)?;
        std::mem::replace(&mut cell.bound, bound)
    }

    /// Prints the number that `increment` (1) or `decrement` (-1) gives.
    pub(super) fn count(&mut self, cell: u32, step: i64, start: Operand) -> Rendered<()> {
        let start = match *self.get(start)? {
            Value::Integer(number) => number,
            _ => 0,
        };
        if let Some(cell) = self.cells.get_mut(cell as usize) {
            let before = cell.counter.unwrap_or(start);
            let after = before.saturating_add(step);
            cell.counter = Some(after);
            integer(before.min(after), self.out);
        }
        Ok(())
    }
}
