//! Partials and blocks.

use std::mem::take;

use super::cell::{Bound, Position};
use super::loops::Items;
use super::seen::Seen;
use super::{Flow, Machine, Rendered};
use crate::liquid::Value;
use crate::liquid::program::{Call, Given, Operand, Root, Switch, Target};

impl<'r> Machine<'r, '_> {
    /// Shows a partial, or what it printed before.
    pub(super) fn partial(&mut self, call: &'r Call, is_isolated: bool) -> Rendered<Flow> {
        let kept = match &call.piece {
            Some((piece, operand)) => self.kept(piece, &self.get(*operand)?),
            None => None,
        };
        if let Some((piece, kept)) = kept
            && let Some(text) = kept.get(piece)
        {
            self.out.push_str(text);
            return Ok(Flow::Next);
        }
        let from = self.out.len();
        let flow = if is_isolated {
            self.isolated(call)?;
            Flow::Next
        } else {
            self.include(call)?
        };
        if let Some((piece, kept)) = kept {
            kept.put(piece, self.out.get(from..).unwrap_or_default());
        }
        Ok(flow)
    }

    /// `{% include %}`: the partial sees and sets the caller's variables.
    fn include(&mut self, call: &'r Call) -> Rendered<Flow> {
        let routine = self.target(&call.target)?;
        let all = self.bindings(call)?;
        let mut before = Vec::new();
        for (cell, value) in &call.arguments {
            // what an argument sets, the next one sees
            let value = self.get(*value)?;
            before.push((*cell, self.bind(*cell, Some(Bound::Value(value)))));
        }
        let bound = call.bound.as_ref().map(|bound| bound.cell);
        let outer = bound.and_then(|cell| self.bind(cell, None));
        let mut flow = Flow::Next;
        for value in all {
            if let (Some(cell), Some(value)) = (bound, value) {
                self.bind(cell, Some(Bound::Value(value)));
            }
            flow = self.routine(routine)?;
            if flow != Flow::Next {
                break;
            }
        }
        if let Some(cell) = bound {
            self.bind(cell, outer);
        }
        for (cell, value) in before.into_iter().rev() {
            self.bind(cell, value);
        }
        Ok(flow)
    }

    /// `{% render %}`: nothing of the caller's variables is seen, and nothing set is kept.
    fn isolated(&mut self, call: &'r Call) -> Rendered<()> {
        let routine = self.target(&call.target)?;
        let first = self.given.len();
        for (cell, operand) in &call.arguments {
            let value = self.get(*operand)?;
            self.given.push((*cell, value));
        }
        let bound = match &call.bound {
            Some(bound) => Some((bound, self.get(bound.value)?)),
            None => None,
        };
        let fresh = self.spare.pop().unwrap_or_default();
        let cells = std::mem::replace(&mut self.cells, fresh);
        let positions = take(&mut self.positions);
        let (cycles, stopped) = (take(&mut self.cycles), take(&mut self.stopped));
        let changed = self.changed.take();
        let layout = self.layout;
        match bound {
            Some((bound, value)) if bound.each && has_items(&value) => {
                let items = Items::of(value.value(), 0, None)?;
                for index in 0..items.count {
                    self.turn()?;
                    self.begin(call, first);
                    self.positions.clear();
                    self.positions.push(Position {
                        name: &call.name,
                        index,
                        length: items.count,
                        columns: None,
                        parent: None,
                        nests: false,
                    });
                    self.bind(call.position, Some(Bound::Position(0)));
                    let item = items.get(index, false);
                    if *item != Value::Nil {
                        self.assign(bound.cell, item, false);
                    }
                    self.routine(routine)?;
                }
            }
            bound => {
                self.begin(call, first);
                if let Some((bound, value)) = bound
                    && *value != Value::Nil
                {
                    self.assign(bound.cell, value, false);
                }
                self.routine(routine)?;
            }
        }
        self.given.truncate(first);
        let mut used = std::mem::replace(&mut self.cells, cells);
        used.clear();
        self.spare.push(used);
        self.positions = positions;
        (self.cycles, self.stopped) = (cycles, stopped);
        self.changed = changed;
        self.layout = layout;
        Ok(())
    }

    /// Sets the variables of a partial that is rendered: its arguments and no other.
    fn begin(&mut self, call: &'r Call, first: usize) {
        self.cells.clear();
        self.cycles.clear();
        self.stopped.clear();
        self.changed = None;
        self.open(call.layout as usize);
        for index in first..self.given.len() {
            if let Some((cell, value)) = self.given.get(index).cloned() {
                self.assign(cell, value, false);
            }
        }
    }

    fn target(&self, target: &'r Target) -> Rendered<u32> {
        match target {
            Target::Routine(routine) => Ok(*routine),
            Target::Computed { name, value, all } => match &*self.get(*value)? {
                Value::Text(name) => {
                    let found = all.get(&**name).copied();
                    found.ok_or_else(|| format!("there is no partial `{}`", &**name))
                }
                _ => Err(format!("`{name}` names no partial")),
            },
        }
    }

    /// What an `include` binds, once for each time the partial is shown: whatever is written, a list
    /// is gone through.
    fn bindings(&self, call: &'r Call) -> Rendered<Vec<Option<Seen<'r>>>> {
        let Some(bound) = &call.bound else {
            return Ok(vec![None]);
        };
        let value = self.get(bound.value)?;
        if matches!(*value, Value::List(_)) {
            let items = Items::of(value.value(), 0, None)?;
            let all = (0..items.count).map(|index| Some(items.get(index, false)));
            return Ok(all.collect());
        }
        Ok(vec![Some(value)])
    }

    pub(super) fn block(&mut self, switch: &'r Switch) -> Rendered<Flow> {
        let chosen = match switch.slot.map(|slot| self.slot(slot)) {
            Some(Seen::Lent(Value::Integer(index))) => usize::try_from(*index).ok(),
            _ => None,
        };
        let Some(variant) = chosen.and_then(|index| switch.variants.get(index)) else {
            return self.routine(switch.default);
        };
        let mut before = Vec::new();
        for (cell, given) in &variant.parameters {
            let value = match given {
                Given::Value(operand) => self.get(*operand)?,
                Given::Printed(routine) => Seen::Made(self.printed(*routine)?),
            };
            before.push((*cell, self.bind(*cell, Some(Bound::Value(value)))));
        }
        let flow = self.routine(variant.routine)?;
        for (cell, value) in before.into_iter().rev() {
            self.bind(cell, value);
        }
        Ok(flow)
    }
}

/// Whether `for` goes through it.
fn has_items(value: &Value<'_>) -> bool {
    matches!(value, Value::List(_) | Value::Range(..) | Value::Object(_))
}

impl<'r> Machine<'r, '_> {
    /// A parameter's text: not escaped here, but where it is printed. What it assigns is not kept.
    fn printed(&mut self, routine: u32) -> Rendered<Value<'r>> {
        let cells = self.cells.iter();
        let before: Vec<_> = cells
            .map(|cell| (cell.assigned.clone(), cell.is_markup))
            .collect();
        let from = self.out.len();
        self.routine(routine)?;
        let text = self.out.split_off(from);
        for (cell, (assigned, is_markup)) in self.cells.iter_mut().zip(before) {
            cell.assigned = assigned;
            cell.is_markup = is_markup;
        }
        Ok(text.into())
    }

    /// Whether it is captured HTML as it is, whose values were escaped when it was captured.
    pub(super) fn is_markup(&self, operand: Operand) -> bool {
        let Operand::Path(path) = operand else {
            return false;
        };
        let Some(path) = self.program.paths.get(path as usize) else {
            return false;
        };
        match path.root {
            Root::Cell(cell) if path.steps.is_empty() => self
                .cells
                .get(cell as usize)
                .is_some_and(|cell| cell.is_markup && cell.bound.is_none()),
            _ => false,
        }
    }
}
