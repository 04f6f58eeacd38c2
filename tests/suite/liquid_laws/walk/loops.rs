//! `for` and `tablerow`.

use std::collections::HashMap;
use std::fmt::Write;
use std::rc::Rc;

use super::super::datum::Datum;
use super::super::filter::leading_whole;
use super::super::tree::{Expression, Loop, Node, Offset};
use super::super::write::expression as written;
use super::{Flow, Position, Stop, Variable, Walk};

impl Walk<'_> {
    pub(super) fn for_loop(&mut self, node: &Node, one: &Loop) -> Result<Flow, Stop> {
        let name = format!("{}-{}", one.variable, written(&one.list));
        let list = self.value(&one.list)?;
        let from = match &one.offset {
            None => 0,
            Some(Offset::At(offset)) => whole(&self.value(offset)?)?,
            Some(Offset::Continue) => self.stopped.get(&name).copied().unwrap_or(0),
        };
        let limit = match &one.limit {
            Some(limit) => self.value(limit)?,
            None => Datum::Nil,
        };
        let to = match limit {
            Datum::Nil => None,
            limit => Some(from + whole(&limit)?),
        };
        let mut items = segment(&list, from, to);
        if one.reversed {
            items.reverse();
        }
        self.stopped
            .insert(name.clone(), from + items.len() as i128);
        if items.is_empty() {
            return self.body(node, one.otherwise.as_deref().unwrap_or_default());
        }
        let length = items.len();
        let parent = self.positions.last().map(Rc::clone);
        self.scopes.push(HashMap::new());
        for (index, item) in items.into_iter().enumerate() {
            self.turn()?;
            let position = self.position(Position {
                name: name.clone(),
                index,
                length,
                columns: None,
                parent: parent.clone(),
            });
            self.set(&one.variable, item);
            self.positions.push(position);
            let flow = self.body(node, &one.body)?;
            self.positions.pop();
            if flow == Flow::Break {
                break;
            }
        }
        self.scopes.pop();
        Ok(Flow::Next)
    }

    pub(super) fn table_row(&mut self, one: &Loop) -> Result<Flow, Stop> {
        let list = self.value(&one.list)?;
        if !list.is_truthy() {
            return Ok(Flow::Next);
        }
        let from = match &one.offset {
            Some(Offset::At(offset)) => self.cells(offset)?,
            // `continue` is a variable like others, which nobody sets
            Some(Offset::Continue) | None => 0,
        };
        let to = match &one.limit {
            Some(limit) => Some(from + self.cells(limit)?),
            None => None,
        };
        let items = segment(&list, from, to);
        let length = items.len();
        let columns = match &one.columns {
            Some(columns) => usize::try_from(self.cells(columns)?).unwrap_or(0),
            None => length,
        };
        self.out.push_str("<tr class=\"row1\">\n");
        self.scopes.push(HashMap::new());
        for (index, item) in items.into_iter().enumerate() {
            self.turn()?;
            let (row, column) = match columns {
                0 => (0, index),
                columns => (index / columns, index % columns),
            };
            if index > 0 && column == 0 {
                let _ = write!(self.out, "</tr>\n<tr class=\"row{}\">", row + 1);
            }
            self.position(Position {
                name: String::new(),
                index,
                length,
                columns: Some(columns),
                parent: None,
            });
            self.set(&one.variable, item);
            let _ = write!(self.out, "<td class=\"col{}\">", column + 1);
            let flow = self.nodes(&one.body)?;
            self.out.push_str("</td>");
            if flow == Flow::Break {
                break;
            }
        }
        self.out.push_str("</tr>\n");
        self.scopes.pop();
        Ok(Flow::Next)
    }

    /// Makes a position the innermost scope's.
    pub(super) fn position(&mut self, position: Position) -> Rc<Position> {
        let name = if position.columns.is_some() {
            "tablerowloop"
        } else {
            "forloop"
        };
        let position = Rc::new(position);
        let scope = self.scopes.last_mut().unwrap();
        scope.insert(name.to_owned(), Variable::Position(Rc::clone(&position)));
        position
    }

    /// A number of cells, for which `tablerow` takes what only begins with one.
    fn cells(&self, expression: &Expression) -> Result<i128, Stop> {
        Ok(match self.value(expression)? {
            Datum::Text(text) => leading_whole(&text),
            Datum::Float(number) => number as i128,
            value => whole(&value)?,
        })
    }
}

/// The items from one place to another; a text is one item wherever that is.
fn segment(list: &Datum, from: i128, to: Option<i128>) -> Vec<Datum> {
    if let Datum::Text(text) = list {
        return if text.is_empty() {
            Vec::new()
        } else {
            vec![list.clone()]
        };
    }
    let items = list.items().into_iter().enumerate();
    let items = items.map(|(index, item)| (index as i128, item));
    let items = items.filter(|(index, _)| from <= *index && to.is_none_or(|to| *index < to));
    items.map(|(_, item)| item).collect()
}

/// A whole number, also one that is written in a text.
fn whole(value: &Datum) -> Result<i128, Stop> {
    match value {
        Datum::Nil => Ok(0),
        Datum::Whole(number) => Ok(*number),
        Datum::Text(text) => text.trim().parse().map_err(|_| Stop::Fails),
        _ => Err(Stop::Fails),
    }
}
