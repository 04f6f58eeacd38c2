//! The values of operands, and comparisons.

use std::cmp::Ordering;

use super::cell::Bound;
use super::{MAX_TURNS, Machine, Rendered};
use crate::liquid::Value;
use crate::liquid::program::{Operand, PathCode, Root, Step};
use crate::liquid::tree::Comparison;

/// Where a path has come to.
enum Reached<'r> {
    Value(Value<'r>),
    /// A loop's position, with its own names.
    Position(usize),
}

impl<'r> Machine<'r, '_> {
    /// The value of an operand.
    pub(super) fn get(&self, operand: Operand) -> Rendered<Value<'r>> {
        let program = self.program;
        Ok(match operand {
            Operand::Slot(slot) => self.slot(slot),
            Operand::Constant(index) => {
                let constant = program.constants.get(index as usize);
                constant.map_or(Value::Nil, Value::lend)
            }
            Operand::Path(index) => match program.paths.get(index as usize) {
                Some(path) => self.path(path)?,
                None => Value::Nil,
            },
        })
    }

    pub(super) fn slot(&self, slot: u32) -> Value<'r> {
        let value = self.values.get(slot as usize);
        value.map_or(Value::Nil, Value::lend)
    }

    fn path(&self, path: &'r PathCode) -> Rendered<Value<'r>> {
        let (start, steps) = match &path.root {
            Root::Slot => (None, &path.steps[..]),
            Root::Cell(cell) => (self.cell(*cell), &path.steps[..]),
            Root::Range(first, last) => {
                let range = self.range(*first, *last)?;
                (Some(Reached::Value(range)), &path.steps[..])
            }
            Root::Named(name) => (self.named(&self.get(*name)?), &path.steps[..]),
        };
        let (start, steps) = match (start, path.slot) {
            (Some(start), _) => (start, steps),
            (None, Some((slot, covered))) => (
                Reached::Value(self.slot(slot)),
                steps.get(covered..).unwrap_or_default(),
            ),
            (None, None) => return Ok(Value::Nil),
        };
        self.walk(start, steps)
    }

    fn walk(&self, start: Reached<'r>, steps: &'r [Step]) -> Rendered<Value<'r>> {
        let mut at = start;
        for step in steps {
            at = match (at, step) {
                (Reached::Value(value), Step::Property(name)) => {
                    Reached::Value(value.property(name))
                }
                (Reached::Value(value), Step::Key(name)) => {
                    Reached::Value(value.at(&Value::from(name.as_str())))
                }
                (Reached::Value(value), Step::Index(index)) => {
                    Reached::Value(value.at(&self.get(*index)?))
                }
                (Reached::Position(place), Step::Property(name) | Step::Key(name)) => {
                    self.property_of(place, name)
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
                position.map_or(Value::Nil, |position| position.object())
            }
        })
    }

    fn property_of(&self, place: usize, name: &str) -> Reached<'r> {
        let Some(position) = self.positions.get(place) else {
            return Reached::Value(Value::Nil);
        };
        match position.parent {
            Some(parent) if name == "parentloop" => Reached::Position(parent),
            _ => Reached::Value(position.property(name)),
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
            (None, None, Some(count)) => Some(Reached::Value(Value::Integer(count))),
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
        let slots = self.program.slots.iter().enumerate();
        let found = slots.map(|(index, slot)| (index, slot.0.as_slice()));
        for (index, path) in found {
            match path {
                [root] if root == name => return Some(Reached::Value(self.slot(index as u32))),
                [] => {
                    let value = self.slot(index as u32).property(name);
                    return Some(Reached::Value(value));
                }
                _ => {}
            }
        }
        None
    }

    fn range(&self, first: Operand, last: Operand) -> Rendered<Value<'r>> {
        let first = self.get(first)?.to_number().unwrap_or(0.0) as i64;
        let last = self.get(last)?.to_number().unwrap_or(0.0) as i64;
        if last.saturating_sub(first) > i64::from(MAX_TURNS) {
            return Err(format!("a range has more than {MAX_TURNS} numbers"));
        }
        Ok(Value::List((first..=last).map(Value::Integer).collect()))
    }

    pub(super) fn compare(
        &self,
        how: Comparison,
        left: Operand,
        right: Operand,
    ) -> Rendered<bool> {
        let a = self.get(left)?;
        let b = self.get(right)?;
        Ok(match how {
            Comparison::Equal => a.equals(&b),
            Comparison::NotEqual => !a.equals(&b),
            Comparison::Less => a.compare(&b).is_some_and(Ordering::is_lt),
            Comparison::LessOrEqual => a.compare(&b).is_some_and(Ordering::is_le),
            Comparison::Greater => a.compare(&b).is_some_and(Ordering::is_gt),
            Comparison::GreaterOrEqual => a.compare(&b).is_some_and(Ordering::is_ge),
            Comparison::Contains => a.contains(&b),
        })
    }
}
