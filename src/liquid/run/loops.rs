//! Loops.

use super::cell::{Bound, Position};
use super::print::integer;
use super::seen::{MISSING, Seen};
use super::{Flow, MAX_TURNS, Machine, Rendered};
use crate::liquid::kept::{Kept, Piece};
use crate::liquid::operators::pair;
use crate::liquid::program::{LoopCode, Op, Operand, Start};
use crate::liquid::{List, Object, Record, Value, number};

/// What a loop goes through: a list, a range or the pairs of an object, and which of them.
pub(super) struct Items<'r> {
    all: Value<'r>,
    first: usize,
    pub(super) count: usize,
}

impl<'r> Items<'r> {
    /// The items from one place to another; a text is one item.
    pub(super) fn of(all: Value<'r>, from: i64, to: Option<i64>) -> Rendered<Self> {
        let length = match &all {
            Value::List(items) => items.len(),
            Value::Object(object) => object.len(),
            Value::Range(first, last) => {
                let length = last.saturating_sub(*first).saturating_add(1);
                usize::try_from(length).unwrap_or(0)
            }
            // wherever the loop begins and ends
            Value::Text(text) => {
                let count = usize::from(!text.is_empty());
                return Ok(Self {
                    all,
                    first: 0,
                    count,
                });
            }
            _ => 0,
        };
        let first = usize::try_from(from).unwrap_or(0);
        let most = match to {
            Some(to) => usize::try_from(to.saturating_sub(from.max(0))).unwrap_or(0),
            None => usize::MAX,
        };
        let count = length.saturating_sub(first).min(most);
        if count > MAX_TURNS as usize {
            return Err(format!("loops take more than {MAX_TURNS} turns"));
        }
        Ok(Self { all, first, count })
    }

    pub(super) fn get(&self, index: usize, reversed: bool) -> Seen<'r> {
        let place = if reversed {
            self.first + self.count - 1 - index
        } else {
            self.first + index
        };
        Seen::Made(match &self.all {
            Value::List(List::Lent(items)) => {
                return items.get(place).map_or(MISSING, Seen::Lent);
            }
            Value::List(items) => items.get(place).unwrap_or(Value::Nil),
            Value::Range(first, _) => Value::Integer(first.saturating_add(place as i64)),
            Value::Object(object) => {
                let entry = object.at(place);
                entry.map_or(Value::Nil, |(name, value)| pair(name, value))
            }
            other => other.clone(),
        })
    }
}

impl<'r> Machine<'r, '_> {
    pub(super) fn for_loop(&mut self, ops: &'r [Op], one: &'r LoopCode) -> Rendered<Flow> {
        let items = self.items(one, false)?;
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
        let parent = self.positions.iter().rposition(|outer| outer.nests);
        self.positions.push(Position {
            name: &one.name,
            index: 0,
            length: items.count,
            columns: None,
            parent,
            nests: true,
        });
        let outer = self.bind(one.position, Some(Bound::Position(place)));
        let before = self.bind(one.variable, None);
        let (start, end) = one.body;
        for index in 0..items.count {
            self.turn()?;
            if let Some(position) = self.positions.get_mut(place) {
                position.index = index;
            }
            let item = items.get(index, one.reversed);
            let kept = one.piece.as_ref().and_then(|piece| self.kept(piece, &item));
            if let Some((piece, kept)) = kept
                && let Some(text) = kept.get(piece)
            {
                self.out.push_str(text);
                continue;
            }
            let from = self.out.len();
            self.bind(one.variable, Some(Bound::Value(item)));
            if self.ops(ops, start as usize, end as usize)? == Flow::Break {
                break;
            }
            if let Some((piece, kept)) = kept {
                kept.put(piece, self.out.get(from..).unwrap_or_default());
            }
        }
        self.bind(one.variable, before);
        self.bind(one.position, outer);
        self.positions.truncate(place);
        Ok(Flow::Next)
    }

    /// Where the text of a value is kept, if it is the same for all rows. What a run asks to trace is
    /// printed anew.
    pub(super) fn kept(&self, piece: &'r Piece, value: &Seen<'r>) -> Option<(&'r Piece, &'r Kept)> {
        let record: &'r Record<'r> = match value {
            _ if self.reached.is_some() => return None,
            Seen::Lent(Value::Object(Object::Shared(record))) => record,
            Seen::Lent(Value::Object(Object::Lent(record)))
            | Seen::Made(Value::Object(Object::Lent(record))) => record,
            _ => return None,
        };
        Some((piece, record.kept()?))
    }

    pub(super) fn table_row(&mut self, ops: &'r [Op], one: &'r LoopCode) -> Rendered<Flow> {
        if !self.get(one.list)?.is_truthy() {
            return Ok(Flow::Next);
        }
        let items = self.items(one, true)?;
        let length = items.count;
        if length > 0
            && let Some(branch) = one.branches.first()
        {
            self.took(*branch);
        }
        let columns = match one.columns {
            // no column is the last one of no columns
            Some(columns) => usize::try_from(self.whole(columns, true)?).unwrap_or(0),
            None => length,
        };
        let columns = if columns == 0 { usize::MAX } else { columns };
        let place = self.positions.len();
        self.positions.push(Position {
            name: &one.name,
            index: 0,
            length,
            columns: Some(columns),
            parent: None,
            nests: false,
        });
        let outer = self.bind(one.position, Some(Bound::Position(place)));
        let before = self.bind(one.variable, None);
        let (start, end) = one.body;
        self.out.push_str("<tr class=\"row1\">\n");
        for index in 0..length {
            self.turn()?;
            if index > 0 && index % columns == 0 {
                self.out.push_str("</tr>\n<tr class=\"row");
                integer((index / columns + 1) as i64, self.out);
                self.out.push_str("\">");
            }
            self.out.push_str("<td class=\"col");
            integer((index % columns + 1) as i64, self.out);
            self.out.push_str("\">");
            if let Some(position) = self.positions.get_mut(place) {
                position.index = index;
            }
            self.bind(
                one.variable,
                Some(Bound::Value(items.get(index, one.reversed))),
            );
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

    /// What a loop goes through.
    fn items(&mut self, one: &'r LoopCode, is_row: bool) -> Rendered<Items<'r>> {
        let list = self.get(one.list)?.value();
        let from = match one.offset {
            Start::First => 0,
            Start::At(offset) => self.whole(offset, is_row)?,
            Start::Continue if is_row => 0,
            Start::Continue => self.stopped.get(one.name.as_str()).copied().unwrap_or(0),
        };
        let limit = match one.limit {
            Some(limit) if *self.get(limit)? != Value::Nil => Some(self.whole(limit, is_row)?),
            Some(_) if is_row => Some(0),
            _ => None,
        };
        let to = limit.map(|limit| limit.saturating_add(from));
        let items = Items::of(list, from, to)?;
        if one.is_continued && !is_row {
            let stop = from.saturating_add(items.count as i64);
            self.stopped.insert(&one.name, stop);
        }
        Ok(items)
    }

    /// A whole number; 0 when it is missing. `tablerow` also takes what only begins as one.
    fn whole(&self, operand: Operand, is_row: bool) -> Rendered<i64> {
        match &*self.get(operand)? {
            Value::Nil => Ok(0),
            Value::Text(text) if is_row => number::whole(&number::leading_whole(text).value()),
            Value::Float(number) if is_row => Ok(*number as i64),
            value => number::whole(value),
        }
    }
}
