//! Loops, cycles and counters.

use super::{Escape, Flow, MAX_TURNS, Rendered, Renderer};
use crate::liquid::operators::{escape_html, pair};
use crate::liquid::scope::Local;
use crate::liquid::tree::{Expression, Loop, Name, Offset};
use crate::liquid::{Value, number};

impl<'p> Renderer<'p, '_> {
    pub(super) fn for_loop(&mut self, one: &'p Loop) -> Rendered<Flow> {
        let items = self.items(one, false)?;
        if items.is_empty() {
            self.took(&one.branches, 1);
            return self.nodes(&one.otherwise);
        }
        self.took(&one.branches, 0);
        let mark = self.scope.mark();
        let length = items.len();
        for (index, item) in items.into_iter().enumerate() {
            self.turn()?;
            let position = Local::ForLoop {
                name: &one.name,
                index,
                length,
                nests: true,
            };
            self.scope.bind("forloop", position);
            self.scope.bind(&one.variable.text, Local::Value(item));
            let flow = self.nodes(&one.body)?;
            self.scope.release(mark);
            if flow == Flow::Break {
                break;
            }
        }
        Ok(Flow::Next)
    }

    pub(super) fn table_row(&mut self, one: &'p Loop) -> Rendered<Flow> {
        if !self.value(&one.list)?.is_truthy() {
            return Ok(Flow::Next);
        }
        let items = self.items(one, true)?;
        let length = items.len();
        if length > 0 {
            self.took(&one.branches, 0);
        }
        let columns = match &one.columns {
            // no column is the last one of no columns
            Some(columns) => usize::try_from(self.whole(columns, true)?).unwrap_or(0),
            None => length,
        };
        let columns = if columns == 0 { usize::MAX } else { columns };
        self.out.extend_from_slice(b"<tr class=\"row1\">\n");
        let mark = self.scope.mark();
        for (index, item) in items.into_iter().enumerate() {
            self.turn()?;
            let column = index % columns;
            if index > 0 && column == 0 {
                let row = index / columns + 1;
                let next = format!("</tr>\n<tr class=\"row{row}\">");
                self.out.extend_from_slice(next.as_bytes());
            }
            let cell = format!("<td class=\"col{}\">", column + 1);
            self.out.extend_from_slice(cell.as_bytes());
            let position = Local::TableRow {
                index,
                length,
                columns,
            };
            self.scope.bind("tablerowloop", position);
            self.scope.bind(&one.variable.text, Local::Value(item));
            let flow = self.nodes(&one.body)?;
            self.scope.release(mark);
            self.out.extend_from_slice(b"</td>");
            if flow == Flow::Break {
                break;
            }
        }
        self.out.extend_from_slice(b"</tr>\n");
        Ok(Flow::Next)
    }

    pub(super) fn turn(&mut self) -> Rendered<()> {
        self.turns += 1;
        if self.turns > MAX_TURNS {
            return Err(format!("loops take more than {MAX_TURNS} turns"));
        }
        Ok(())
    }

    /// What a loop goes through.
    fn items(&mut self, one: &'p Loop, is_row: bool) -> Rendered<Vec<Value<'p>>> {
        let list = self.value(&one.list)?;
        let from = match &one.offset {
            Some(Offset::At(offset)) => self.whole(offset, is_row)?,
            Some(Offset::Continue) => self.stops.get(one.name.as_str()).copied().unwrap_or(0),
            None => 0,
        };
        let limit = match &one.limit {
            Some(limit) if self.value(limit)? != Value::Nil => Some(self.whole(limit, is_row)?),
            Some(_) if is_row => Some(0),
            _ => None,
        };
        let to = limit.map(|limit| limit.saturating_add(from));
        let mut items = sliced(list, from, to)?;
        self.stops
            .insert(&one.name, from.saturating_add(items.len() as i64));
        if one.reversed {
            items.reverse();
        }
        Ok(items)
    }

    /// A whole number; 0 when it is missing. `tablerow` also takes what only begins as one.
    fn whole(&mut self, expression: &'p Expression, is_row: bool) -> Rendered<i64> {
        match self.value(expression)? {
            Value::Nil => Ok(0),
            Value::Text(text) if is_row => number::whole(&number::leading_whole(&text).value()),
            Value::Float(number) if is_row => Ok(number as i64),
            value => number::whole(&value),
        }
    }

    pub(super) fn cycle(
        &mut self,
        group: Option<&'p Expression>,
        key: &'p str,
        values: &'p [Expression],
    ) -> Rendered<()> {
        let key = match group {
            Some(group) => format!("{:?}", self.value(group)?),
            None => key.to_owned(),
        };
        let next = self.cycles.entry(key).or_default();
        let index = *next;
        *next = if index + 1 >= values.len() {
            0
        } else {
            index + 1
        };
        if let Some(value) = values.get(index) {
            let text = self.value(value)?.to_string();
            match self.escape {
                Escape::Html => escape_html(&text, self.out),
                Escape::Text => self.out.extend_from_slice(text.as_bytes()),
            }
        }
        Ok(())
    }

    pub(super) fn count(&mut self, name: &'p Name, step: i64) {
        let start = match self.global(&[&name.text]) {
            Value::Integer(number) if !self.scope.is_isolated() => number,
            _ => 0,
        };
        let counted = self.scope.count(&name.text, step, start);
        self.out.extend_from_slice(counted.to_string().as_bytes());
    }
}

/// The items of `list` from one place to another; a text is one item.
pub(super) fn sliced(whole: Value<'_>, from: i64, to: Option<i64>) -> Rendered<Vec<Value<'_>>> {
    let skipped = usize::try_from(from).unwrap_or(0);
    let taken = match to {
        Some(to) => usize::try_from(to.saturating_sub(from.max(0))).unwrap_or(0),
        None => usize::MAX,
    };
    Ok(match whole {
        Value::Text(text) if text.is_empty() => Vec::new(),
        text @ Value::Text(_) => vec![text],
        Value::List(items) => items.iter().skip(skipped).take(taken).collect(),
        Value::Object(entries) => {
            let pairs = entries.iter().skip(skipped).take(taken);
            pairs.map(|(name, value)| pair(name, value)).collect()
        }
        Value::Range(first, last) => {
            let first = first.saturating_add(from.max(0));
            let items = (first..=last).take(taken);
            let items: Vec<Value<'_>> = items
                .map(Value::Integer)
                .take(MAX_TURNS as usize + 1)
                .collect();
            if items.len() > MAX_TURNS as usize {
                return Err(format!("loops take more than {MAX_TURNS} turns"));
            }
            items
        }
        _ => Vec::new(),
    })
}
