//! The values of expressions and conditions.

use super::{MAX_BYTES, Rendered, Renderer};
use crate::liquid::filter;
use crate::liquid::program::Global;
use crate::liquid::tree::{Comparison, Condition, Expression, Filtered, Path, Segment};
use crate::liquid::{Value, number};

impl<'p> Renderer<'p, '_> {
    pub(super) fn holds(&mut self, condition: &'p Condition) -> Rendered<bool> {
        Ok(match condition {
            Condition::Truthy(value) => self.value(value)?.is_truthy(),
            Condition::Not(inner) => !self.holds(inner)?,
            Condition::And(a, b) => self.holds(a)? && self.holds(b)?,
            Condition::Or(a, b) => self.holds(a)? || self.holds(b)?,
            Condition::Compare(how, a, b) => self.compare(*how, a, b)?,
        })
    }

    pub(super) fn compare(
        &mut self,
        how: Comparison,
        left: &'p Expression,
        right: &'p Expression,
    ) -> Rendered<bool> {
        let a = self.value(left)?;
        let b = self.value(right)?;
        let equal = |a: &Value, b: &Value| match (left, right) {
            (Expression::Empty | Expression::Blank, Expression::Empty | Expression::Blank) => false,
            (Expression::Empty, _) => b.is_empty(),
            (_, Expression::Empty) => a.is_empty(),
            (Expression::Blank, _) => b.is_blank(),
            (_, Expression::Blank) => a.is_blank(),
            _ => a.equals(b),
        };
        let is_literal = |side: &Expression| matches!(side, Expression::Empty | Expression::Blank);
        let order = match how {
            Comparison::Equal | Comparison::NotEqual | Comparison::Contains => None,
            _ if is_literal(left) || is_literal(right) => None,
            _ => a.order(&b)?,
        };
        Ok(match how {
            Comparison::Equal => equal(&a, &b),
            Comparison::NotEqual => !equal(&a, &b),
            Comparison::Less => order.is_some_and(std::cmp::Ordering::is_lt),
            Comparison::LessOrEqual => order.is_some_and(std::cmp::Ordering::is_le),
            Comparison::Greater => order.is_some_and(std::cmp::Ordering::is_gt),
            Comparison::GreaterOrEqual => order.is_some_and(std::cmp::Ordering::is_ge),
            Comparison::Contains => a.contains(&b),
        })
    }

    pub(super) fn filtered(&mut self, value: &'p Filtered) -> Rendered<Value<'p>> {
        let mut input = self.value(&value.value)?;
        for filter in &value.filters {
            let positional = filter.positional.iter();
            let positional = positional.map(|argument| self.value(argument));
            let positional = positional.collect::<Result<Vec<_>, _>>()?;
            let mut keyword = Vec::new();
            for (name, argument) in &filter.keyword {
                keyword.push((name.text.as_str(), self.value(argument)?));
            }
            let call = filter::Call {
                input: &input,
                positional: &positional,
                keyword: &keyword,
                settings: &self.program.settings,
                now: &self.global(&["now"]),
            };
            input = filter::run(&filter.name.text, &call)?;
            if matches!(&input, Value::Text(text) if text.len() > MAX_BYTES) {
                return Err(format!("a text exceeds {} MiB", MAX_BYTES >> 20));
            }
        }
        Ok(input)
    }

    pub(super) fn value(&mut self, expression: &'p Expression) -> Rendered<Value<'p>> {
        Ok(match expression {
            Expression::Literal(value) => value.lend(),
            Expression::Empty | Expression::Blank => "".into(),
            Expression::Range(first, last) => self.range(first, last)?,
            Expression::Path(path) => self.path(path)?,
            Expression::Named(name, segments) => {
                let name = self.value(name)?;
                let value = name.as_str().map_or(Value::Nil, |name| self.variable(name));
                self.steps(value, segments)?
            }
        })
    }

    fn range(&mut self, first: &'p Expression, last: &'p Expression) -> Rendered<Value<'p>> {
        let are_literals = [first, last]
            .into_iter()
            .all(|end| matches!(end, Expression::Literal(_)));
        let mut end = |expression| -> Rendered<i64> {
            let value = self.value(expression)?;
            match value {
                Value::Nil => Ok(0),
                Value::Text(text) => number::whole(&number::leading_whole(&text).value()),
                Value::Float(number) if are_literals => Ok(number as i64),
                other => number::whole(&other),
            }
        };
        Ok(Value::Range(end(first)?, end(last)?))
    }

    fn path(&mut self, path: &'p Path) -> Rendered<Value<'p>> {
        let root = path.root.text.as_str();
        let (value, rest) = match self.scope.get(root) {
            Some(value) => (value, &path.segments[..]),
            None if self.scope.is_isolated() => return Ok(Value::Nil),
            None => self.global_of(path),
        };
        self.steps(value, rest)
    }

    fn steps(&mut self, value: Value<'p>, segments: &'p [Segment]) -> Rendered<Value<'p>> {
        let mut value = value;
        for segment in segments {
            value = match segment {
                Segment::Name(name) => value.property(&name.text),
                Segment::Key(name) => value.key(&name.text),
                Segment::Index(index) => value.at(&self.value(index)?),
            };
        }
        Ok(value)
    }

    /// The variable called `name`, which only the row tells.
    pub(super) fn variable(&self, name: &str) -> Value<'p> {
        match self.scope.get(name) {
            Some(value) => value,
            None if self.scope.is_isolated() => Value::Nil,
            None => self.global(&[name]),
        }
    }

    /// The slot that `path` begins with, and the segments that remain.
    fn global_of(&self, path: &'p Path) -> (Value<'p>, &'p [Segment]) {
        let mut found = self.program.globals.get(&path.root.text);
        let mut rest = path.segments.as_slice();
        while let Some(Global::Object(entries)) = found {
            found = match rest.split_first() {
                Some((Segment::Name(name) | Segment::Key(name), more)) => {
                    rest = more;
                    entries.get(&name.text)
                }
                _ => None,
            };
        }
        match found {
            Some(Global::Slot(slot)) => (self.slot(*slot), rest),
            None => (self.row().key(&path.root.text), &path.segments),
            _ => (Value::Nil, &[]),
        }
    }

    /// The value at a path of names.
    pub(super) fn global<T: AsRef<str>>(&self, path: &[T]) -> Value<'p> {
        let mut names = path.iter().map(AsRef::as_ref);
        let mut found = names.next().and_then(|root| self.program.globals.get(root));
        while let Some(Global::Object(entries)) = found {
            found = names.next().and_then(|name| entries.get(name));
        }
        match found {
            Some(Global::Slot(slot)) => {
                names.fold(self.slot(*slot), |value, name| value.property(name))
            }
            Some(Global::Object(_)) => Value::Nil,
            None => path
                .iter()
                .fold(self.row(), |value, name| value.key(name.as_ref())),
        }
    }

    /// The whole row, which templates that compute a variable's name ask for.
    fn row(&self) -> Value<'p> {
        match self.program.slots.first() {
            Some(slot) if slot.0.is_empty() => self.slot(0),
            _ => Value::Nil,
        }
    }

    fn slot(&self, slot: usize) -> Value<'p> {
        self.values.get(slot).map_or(Value::Nil, Value::lend)
    }
}
