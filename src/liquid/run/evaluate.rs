//! The values of operands, and comparisons.

use std::cmp::Ordering;

use super::cell::Bound;
use super::lent::Lent;
use super::seen::{MISSING, Seen};
use super::{Machine, Rendered};
use crate::liquid::program::{Fallback, Operand, PathCode, Root, Step};
use crate::liquid::tree::Comparison;
use crate::liquid::{Value, number};

/// Where a path has come to.
enum Reached<'r> {
    Value(Seen<'r>),
    /// A loop's position, with its own names.
    Position(usize),
}

impl<'r> Machine<'r, '_> {
    /// The value of an operand.
    #[inline]
    pub(super) fn get(&self, operand: Operand) -> Rendered<Seen<'r>> {
        match operand {
            Operand::Slot(slot) => Ok(self.slot(slot)),
            Operand::Constant(index) => {
                let constant = self.program.constants.get(index as usize);
                Ok(constant.map_or(MISSING, Seen::Lent))
            }
            Operand::Path(index) => match self.program.paths.get(index as usize) {
                Some(path) => self.path(path),
                None => Ok(MISSING),
            },
        }
    }

    #[inline]
    pub(super) fn slot(&self, slot: u32) -> Seen<'r> {
        self.values.get(slot as usize).map_or(MISSING, Seen::Lent)
    }

    fn path(&self, path: &'r PathCode) -> Rendered<Seen<'r>> {
        let start = match &path.root {
            Root::Global => None,
            Root::Cell(cell) => self.cell(*cell),
            Root::Range(first, last, are_literals) => {
                let range = self.range(*first, *last, *are_literals)?;
                return Ok(Seen::Made(range));
            }
            Root::Named(name) => self.named(&*self.get(*name)?),
        };
        if let Some(start) = start {
            return self.walk(start, &path.steps);
        }
        match &path.fallback {
            Fallback::Missing => Ok(MISSING),
            Fallback::Slot(slot, covered) => {
                let steps = path.steps.get(*covered..).unwrap_or_default();
                self.walk(Reached::Value(self.slot(*slot)), steps)
            }
            Fallback::Row(field) => self.walk(Reached::Value(self.slot(0).key(field)), &path.steps),
        }
    }

    fn walk(&self, start: Reached<'r>, steps: &'r [Step]) -> Rendered<Seen<'r>> {
        let mut at = start;
        for step in steps {
            at = match (at, step) {
                (Reached::Value(value), Step::Property(field)) => {
                    Reached::Value(value.property(field))
                }
                (Reached::Value(value), Step::Key(field)) => Reached::Value(value.key(field)),
                (Reached::Value(value), Step::Index(index)) => {
                    Reached::Value(Seen::Made(value.at(&*self.get(*index)?)))
                }
                (Reached::Position(place), Step::Property(field) | Step::Key(field)) => {
                    self.property_of(place, &field.name)
                }
                (Reached::Position(place), Step::Index(index)) => {
                    let name = self.get(*index)?.to_string();
                    self.property_of(place, &name)
                }
            };
        }
        Ok(match at {
            Reached::Value(value) => value,
            Reached::Position(place) => {
                let position = self.positions.get(place);
                position.map_or(MISSING, |position| Seen::Made(position.object()))
            }
        })
    }

    fn property_of(&self, place: usize, name: &str) -> Reached<'r> {
        let Some(position) = self.positions.get(place) else {
            return Reached::Value(MISSING);
        };
        match position.parent {
            Some(parent) if name == "parentloop" => Reached::Position(parent),
            _ => Reached::Value(Seen::Made(position.property(name))),
        }
    }

    /// What a variable holds; none when nothing set it.
    fn cell(&self, cell: u32) -> Option<Reached<'r>> {
        let cell = self.cells.get(cell as usize)?;
        match (&cell.bound, &cell.assigned, cell.counter) {
            (Some(Bound::Value(value)), ..) | (None, Some(value), _) => {
                Some(Reached::Value(value.clone()))
            }
            (Some(Bound::Position(place)), ..) => Some(Reached::Position(*place)),
            (None, None, Some(count)) => Some(Reached::Value(Seen::Made(Value::Integer(count)))),
            (None, None, None) => None,
        }
    }

    /// The variable or global that is called so.
    fn named(&self, name: &Value<'r>) -> Option<Reached<'r>> {
        let name = name.as_str()?;
        let layout = self.program.layouts.get(self.layout)?;
        if let Some(cell) = layout.cells.get(name)
            && let Some(found) = self.cell(*cell)
        {
            return Some(found);
        }
        if !layout.is_open {
            return None;
        }
        let slots = &self.program.slots;
        if slots.first().is_some_and(|slot| slot.0.is_empty()) {
            return Some(Reached::Value(Seen::Made(self.slot(0).value().key(name))));
        }
        let slot = slots.iter().position(|slot| slot.0 == [name]);
        slot.map(|slot| Reached::Value(self.slot(slot as u32)))
    }

    fn range(&self, first: Operand, last: Operand, are_literals: bool) -> Rendered<Value<'r>> {
        let end = |operand| match &*self.get(operand)? {
            Value::Nil => Ok(0),
            Value::Text(text) => number::whole(&number::leading_whole(text).value()),
            Value::Float(number) if are_literals => Ok(*number as i64),
            other => number::whole(other),
        };
        Ok(Value::Range(end(first)?, end(last)?))
    }

    /// Whether a value has a trait.
    #[inline]
    pub(super) fn is(
        &self,
        operand: Operand,
        has: impl FnOnce(&Value<'r>) -> bool,
    ) -> Rendered<bool> {
        Ok(match self.lent(operand) {
            Some(Lent::Value(value)) => has(value),
            Some(Lent::Json(json)) => has(&json.into()),
            None => has(&*self.get(operand)?),
        })
    }

    pub(super) fn compare(&self, how: Comparison, left: Operand, right: Operand) -> Rendered<bool> {
        match (self.lent(left), self.lent(right)) {
            (Some(Lent::Value(a)), Some(Lent::Value(b))) => compared(how, a, b),
            _ => compared(how, &*self.get(left)?, &*self.get(right)?),
        }
    }
}

fn compared(how: Comparison, a: &Value<'_>, b: &Value<'_>) -> Rendered<bool> {
    Ok(match how {
        Comparison::Equal => a.equals(b),
        Comparison::NotEqual => !a.equals(b),
        Comparison::Less => a.order(b)?.is_some_and(Ordering::is_lt),
        Comparison::LessOrEqual => a.order(b)?.is_some_and(Ordering::is_le),
        Comparison::Greater => a.order(b)?.is_some_and(Ordering::is_gt),
        Comparison::GreaterOrEqual => a.order(b)?.is_some_and(Ordering::is_ge),
        Comparison::Contains => a.contains(b),
    })
}
