//! Loops.

use super::cell::{Bound, Position};
use super::{Flow, MAX_TURNS, Machine, Rendered};
use crate::liquid::Value;
use crate::liquid::program::{LoopCode, Op, Operand, Start};

/// What a loop goes through: a list, or the pairs of an object, and which of them.
struct Items<'r> {
    all: Value<'r>,
    first: usize,
    count: usize,
}

impl<'r> Items<'r> {
    fn get(&self, index: usize, reversed: bool) -> Value<'r> {
        let place = if reversed {
            self.first + self.count - 1 - index
        } else {
            self.first + index
        };
        match &self.all {
            Value::List(items) => items.get(place).unwrap_or(Value::Nil),
            Value::Object(object) => object.at(place).map_or(Value::Nil, |(name, value)| {
                Value::List([Value::Text(name), value].into_iter().collect())
            }),
            other => other.clone(),
        }
    }
}

impl<'r> Machine<'r, '_> {
    pub(super) fn for_loop(&mut self, ops: &'r [Op], one: &'r LoopCode) -> Rendered<Flow> {
        let items = self.items(one)?;
        if items.count == 0 {
            if let Some(branch) = one.branches.get(1) {
                self.took(*branch);
            }
            return self.ops(ops, one.otherwise.0 as usize, one.otherwise.1 as usize);
        }
        if let Some(branch) = one.branches.first() {
            self.took(*branch);
        }
        let place = self.positions.len();
        let outer = self.bind(one.position, Some(Bound::Position(place)));
        let parent = match &outer {
            Some(Bound::Position(parent)) => Some(*parent),
            _ => None,
        };
        self.positions.push(Position {
            name: &one.name,
            index: 0,
            length: items.count,
            columns: None,
            parent,
        });
        let before = self.bind(one.variable, None);
        let (start, end) = one.body;
        for index in 0..items.count {
            self.turn()?;
            if let Some(position) = self.positions.get_mut(place) {
                position.index = index;
            }
            self.bind(one.variable, Some(Bound::Value(items.get(index, one.reversed))));
            if self.ops(ops, start as usize, end as usize)? == Flow::Break {
                break;
            }
        }
        self.bind(one.variable, before);
        self.bind(one.position, outer);
        self.positions.truncate(place);
        Ok(Flow::Next)
    }

    pub(super) fn table_row(&mut self, ops: &'r [Op], one: &'r LoopCode) -> Rendered<Flow> {
        let items = self.items(one)?;
        let length = items.count;
        if length > 0
            && let Some(branch) = one.branches.first()
        {
            self.took(*branch);
        }
        let columns = match one.columns {
            Some(columns) => self.whole(columns)?.unwrap_or(length).max(1),
            None => length.max(1),
        };
        let place = self.positions.len();
        self.positions.push(Position {
            name: &one.name,
            index: 0,
            length,
            columns: Some(columns),
            parent: None,
        });
        let outer = self.bind(one.position, Some(Bound::Position(place)));
        let before = self.bind(one.variable, None);
        let (start, end) = one.body;
        self.out.push_str("<tr class=\"row1\">\n");
        for index in 0..length {
            self.turn()?;
            if index > 0 && index % columns == 0 {
                self.out.push_str("</tr>\n<tr class=\"row");
                self.integer((index / columns + 1) as i64);
                self.out.push_str("\">");
            }
            self.out.push_str("<td class=\"col");
            self.integer((index % columns + 1) as i64);
            self.out.push_str("\">");
            if let Some(position) = self.positions.get_mut(place) {
                position.index = index;
            }
            self.bind(one.variable, Some(Bound::Value(items.get(index, one.reversed))));
            let flow = self.ops(ops, start as usize, end as usize)?;
            self.out.push_str("</td>");
            if flow == Flow::Break {
                break;
            }
        }
        self.out.push_str("</tr>\n");
        self.bind(one.variable, before);
        self.bind(one.position, outer);
        self.positions.truncate(place);
        Ok(Flow::Next)
    }

    pub(super) fn turn(&mut self) -> Rendered<()> {
        self.turns += 1;
        if self.turns > MAX_TURNS {
            return Err(format!("loops take more than {MAX_TURNS} turns"));
        }
        self.check_size()
    }

    fn items(&mut self, one: &'r LoopCode) -> Rendered<Items<'r>> {
        let first = match one.offset {
            Start::First => 0,
            Start::At(offset) => self.whole(offset)?.unwrap_or(0),
            Start::Continue => self.stopped.get(one.name.as_str()).copied().unwrap_or(0),
        };
        let limit = match one.limit {
            Some(limit) => self.whole(limit)?.unwrap_or(usize::MAX),
            None => usize::MAX,
        };
        let all = self.get(one.list)?;
        let length = match &all {
            Value::List(items) => items.len(),
            Value::Object(object) => object.len(),
            Value::Text(text) if !text.is_empty() => 1,
            _ => 0,
        };
        let count = length.saturating_sub(first).min(limit);
        self.stopped.insert(&one.name, first + count);
        Ok(Items { all, first, count })
    }

    /// A whole number; none when it is missing or something else.
    fn whole(&self, operand: Operand) -> Rendered<Option<usize>> {
        let number = self.get(operand)?.to_number();
        let number = number.filter(|number| *number >= 0.0);
        Ok(number.map(|number| number as usize))
    }
}
