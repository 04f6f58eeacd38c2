//! The short way to a value: where the row or the program has it, without making one.

use serde_json::{Map, Value as Json};

use super::Machine;
use super::cell::Bound;
use super::seen::Seen;
use crate::liquid::program::{Fallback, Field, Operand, PathCode, Root, Step};
use crate::liquid::value::{Object, Record, Value};

/// Names of a JSON object that are compared one by one; with more, its hashes are faster.
const MAX_COMPARED: usize = 24;

/// Where a value stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Lent<'r> {
    Value(&'r Value<'r>),
    Json(&'r Json),
}

impl<'r> Machine<'r, '_> {
    /// Where an operand's value stands; none when only [`Machine::get`] can tell what it is.
    #[inline]
    pub(super) fn lent(&self, operand: Operand) -> Option<Lent<'r>> {
        match operand {
            Operand::Slot(slot) => self.values.get(slot as usize).map(Lent::Value),
            Operand::Constant(index) => {
                let constant = self.program.constants.get(index as usize);
                constant.map(Lent::Value)
            }
            Operand::Path(index) => self.lent_path(self.program.paths.get(index as usize)?),
        }
    }

    fn lent_path(&self, path: &'r PathCode) -> Option<Lent<'r>> {
        let (start, steps) = match path.root {
            Root::Cell(cell) => {
                let cell = self.cells.get(cell as usize)?;
                match (&cell.bound, &cell.assigned, cell.counter) {
                    (Some(Bound::Value(Seen::Lent(value))), ..)
                    | (None, Some(Seen::Lent(value)), _) => (*value, &*path.steps),
                    (Some(Bound::Value(Seen::Made(value))), ..)
                    | (None, Some(Seen::Made(value)), _) => {
                        let (first, steps) = path.steps.split_first()?;
                        return walk(under_made(value, field(first)?)?, steps);
                    }
                    (None, None, None) => self.fallback(path)?,
                    _ => return None,
                }
            }
            Root::Global => self.fallback(path)?,
            _ => return None,
        };
        walk(Lent::Value(start), steps)
    }

    fn fallback(&self, path: &'r PathCode) -> Option<(&'r Value<'r>, &'r [Step])> {
        match &path.fallback {
            Fallback::Slot(slot, covered) => {
                let value = self.values.get(*slot as usize)?;
                Some((value, path.steps.get(*covered..)?))
            }
            _ => None,
        }
    }
}

#[inline]
fn walk<'r>(start: Lent<'r>, steps: &[Step]) -> Option<Lent<'r>> {
    let mut at = start;
    for step in steps {
        at = under(at, field(step)?)?;
    }
    Some(at)
}

fn field(step: &Step) -> Option<&Field> {
    match step {
        Step::Property(field) | Step::Key(field) => Some(field),
        Step::Index(_) => None,
    }
}

/// What stands under a name.
#[inline]
pub(super) fn under<'r>(lent: Lent<'r>, field: &Field) -> Option<Lent<'r>> {
    match lent {
        Lent::Value(Value::Object(Object::Shared(record))) => in_record(record, field),
        Lent::Value(value) => under_made(value, field),
        Lent::Json(Json::Object(map)) => in_map(map, field),
        Lent::Json(_) => None,
    }
}

/// What stands under a name of a value that may go away.
#[inline]
pub(super) fn under_made<'r>(value: &Value<'r>, field: &Field) -> Option<Lent<'r>> {
    match value {
        Value::Object(Object::Lent(record)) => in_record(record, field),
        Value::Object(Object::Json(map)) => in_map(map, field),
        _ => None,
    }
}

#[inline]
fn in_record<'r>(record: &'r Record<'r>, field: &Field) -> Option<Lent<'r>> {
    let place = field.place();
    let names = record.names();
    if names.get(place).is_some_and(|name| **name == *field.name) {
        return record.values().get(place).map(Lent::Value);
    }
    let place = record.position(&field.name)?;
    field.found(place);
    record.values().get(place).map(Lent::Value)
}

#[inline]
fn in_map<'r>(map: &'r Map<String, Json>, field: &Field) -> Option<Lent<'r>> {
    if map.len() > MAX_COMPARED {
        return map.get(&*field.name).map(Lent::Json);
    }
    if let Some((name, json)) = map.iter().nth(field.place())
        && **name == *field.name
    {
        return Some(Lent::Json(json));
    }
    let mut entries = map.iter().enumerate();
    let (place, (_, json)) = entries.find(|(_, (name, _))| ***name == *field.name)?;
    field.found(place);
    Some(Lent::Json(json))
}
