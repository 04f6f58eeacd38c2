//! The values of expressions.

use std::rc::Rc;

use super::super::datum::Datum;
use super::super::filter::leading_whole;
use super::super::tree::{Expression, Step};
use super::{Position, Stop, Variable, Walk};

impl Walk<'_> {
    /// What is set under a name, from the inside out.
    pub(super) fn variable(&self, name: &str) -> Option<Variable> {
        let mut scopes = self.scopes.iter().rev();
        scopes.find_map(|scope| scope.get(name)).cloned()
    }

    fn root(&self, name: &str) -> Variable {
        self.variable(name).unwrap_or_else(|| {
            let global = self.environment.get(name).cloned();
            Variable::Value(global.unwrap_or(Datum::Nil))
        })
    }

    pub(super) fn value(&self, expression: &Expression) -> Result<Datum, Stop> {
        match expression {
            Expression::Literal(datum) => Ok(datum.clone()),
            Expression::Empty | Expression::Blank => Ok(Datum::text("")),
            Expression::Range(first, last) => self.range(first, last),
            Expression::Path(root, steps) => self.steps(self.root(root), steps),
            Expression::Named(name, steps) => match self.value(name)? {
                Datum::Text(name) => self.steps(self.root(&name), steps),
                _ => Ok(Datum::Nil),
            },
        }
    }

    fn steps(&self, root: Variable, steps: &[Step]) -> Result<Datum, Stop> {
        let mut at = root;
        for step in steps {
            at = match (at, step) {
                (Variable::Position(position), step) => {
                    let name = match step {
                        Step::Name(name) | Step::Key(name) => name.clone(),
                        Step::Index(index) => self.value(index)?.printed(),
                    };
                    position.property(&name)
                }
                (Variable::Markup(text), step) => {
                    Variable::Value(self.step(&Datum::Text(text), step)?)
                }
                (Variable::Value(value), step) => Variable::Value(self.step(&value, step)?),
            };
        }
        match at {
            Variable::Value(value) => Ok(value),
            Variable::Markup(text) => Ok(Datum::Text(text)),
            // nobody prints a loop's position as a whole
            Variable::Position(_) => Err(Stop::Beyond),
        }
    }

    fn step(&self, value: &Datum, step: &Step) -> Result<Datum, Stop> {
        Ok(match step {
            Step::Name(name) => value.property(name),
            Step::Key(name) => value.key(name),
            Step::Index(index) => value.at(&self.value(index)?),
        })
    }

    fn range(&self, first: &Expression, last: &Expression) -> Result<Datum, Stop> {
        let is_literal = |end: &Expression| matches!(end, Expression::Literal(_));
        let are_literals = is_literal(first) && is_literal(last);
        let end = |end: &Expression| match self.value(end)? {
            Datum::Nil => Ok(0),
            Datum::Text(text) => Ok(leading_whole(&text)),
            Datum::Float(number) if are_literals => Ok(number as i128),
            Datum::Whole(number) => Ok(number),
            _ => Err(Stop::Fails),
        };
        let (first, last) = (end(first)?, end(last)?);
        match (i64::try_from(first), i64::try_from(last)) {
            (Ok(first), Ok(last)) if last.saturating_sub(first) < 1_000 => {
                Ok(Datum::Range(first, last))
            }
            _ => Err(Stop::Beyond),
        }
    }
}

impl Position {
    fn property(&self, name: &str) -> Variable {
        if name == "parentloop" && self.columns.is_none() {
            return match &self.parent {
                Some(parent) => Variable::Position(Rc::clone(parent)),
                None => Variable::Value(Datum::Nil),
            };
        }
        let whole = |number: usize| Datum::Whole(number as i128);
        let column = |columns: usize| {
            if columns == 0 {
                self.index
            } else {
                self.index % columns
            }
        };
        Variable::Value(match (name, self.columns) {
            ("length", _) => whole(self.length),
            ("index", _) => whole(self.index + 1),
            ("index0", _) => whole(self.index),
            ("rindex", _) => whole(self.length - self.index),
            ("rindex0", _) => whole(self.length - self.index - 1),
            ("first", _) => Datum::Bool(self.index == 0),
            ("last", _) => Datum::Bool(self.index + 1 == self.length),
            ("name", None) => Datum::text(&self.name),
            ("col", Some(columns)) => whole(column(columns) + 1),
            ("col0", Some(columns)) => whole(column(columns)),
            ("col_first", Some(columns)) => Datum::Bool(column(columns) == 0),
            ("col_last", Some(columns)) => Datum::Bool(column(columns) + 1 == columns),
            ("row", Some(columns)) => whole(self.index.checked_div(columns).unwrap_or(0) + 1),
            _ => Datum::Nil,
        })
    }
}
