//! Loops, cycles and counters.

use super::{Escape, Flow, MAX_TURNS, Rendered, Renderer};
use crate::liquid::Value;
use crate::liquid::operators::escape_html;
use crate::liquid::scope::Local;
use crate::liquid::tree::{Expression, Loop, Name};

impl<'p> Renderer<'p, '_> {
    pub(super) fn for_loop(&mut self, one: &'p Loop) -> Rendered<Flow> {
        let items = self.items(one)?;
        if items.is_empty() {
            self.took(&one.branches, 1);
            return self.nodes(&one.otherwise);
        }
        self.took(&one.branches, 0);
        let mark = self.scope.mark();
        let length = items.len();
        for (index, item) in items.into_iter().enumerate() {
            self.turn()?;
            self.scope.bind("forloop", Local::ForLoop { index, length });
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
        let items = self.items(one)?;
        let length = items.len();
        if length > 0 {
            self.took(&one.branches, 0);
        }
        let columns = match &one.columns {
            Some(columns) => self.whole(columns)?.unwrap_or(length).max(1),
            None => length.max(1),
        };
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
    fn items(&mut self, one: &'p Loop) -> Rendered<Vec<Value<'p>>> {
        let offset = match &one.offset {
            Some(offset) => self.whole(offset)?.unwrap_or(0),
            None => 0,
        };
        let limit = match &one.limit {
            Some(limit) => self.whole(limit)?.unwrap_or(usize::MAX),
            None => usize::MAX,
        };
        let all = match self.value(&one.list)? {
            Value::List(items) => items,
            Value::Object(entries) => entries
                .iter()
                .map(|(name, value)| Value::List([Value::Text(name), value].into_iter().collect()))
                .collect(),
            _ => return Ok(Vec::new()),
        };
        let mut items: Vec<Value> = all.iter().skip(offset).take(limit).collect();
        if one.reversed {
            items.reverse();
        }
        Ok(items)
    }

    /// A whole number; none when it is missing or something else.
    fn whole(&mut self, expression: &'p Expression) -> Rendered<Option<usize>> {
        let number = self.value(expression)?.to_number();
        Ok(number
            .filter(|number| *number >= 0.0)
            .map(|number| number as usize))
    }

    pub(super) fn cycle(&mut self, key: &'p str, values: &'p [Expression]) -> Rendered<()> {
        let shown = self.cycles.entry(key).or_default();
        let index = *shown % values.len().max(1);
        *shown += 1;
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
        let counted = self.scope.count(&name.text, step);
        self.out.extend_from_slice(counted.to_string().as_bytes());
    }
}
