//! What `{{#if}}` and its kin decide by.

use super::chain::{Chain, filtered, variable};
use super::helper::{self, Kind};
use super::problem::Fault;
use super::translate::Translator;
use super::words::{Argument, Call};
use crate::liquid::Value;
use crate::liquid::filter::MATCHES;
use crate::liquid::tree::{Comparison, Condition, Expression, Node};

impl Translator<'_> {
    /// The condition that a call of a helper is.
    pub(super) fn condition(&mut self, call: &Call) -> Option<Condition> {
        let compare = |how| (how, true);
        let (how, holds) = match call.name.text.as_str() {
            "if" => return self.truth(call.arguments.first()?, includes_zero(call)),
            "unless" => {
                let inner = self.truth(call.arguments.first()?, includes_zero(call))?;
                return Some(not(inner));
            }
            "not" => return Some(not(self.truth(call.arguments.first()?, false)?)),
            "and" => return self.joined(call, Condition::And),
            "or" => return self.joined(call, Condition::Or),
            "equals" | "ifEq" => return self.same(call),
            "notEquals" => return Some(not(self.same(call)?)),
            "ifMatchesRegexStr" => return self.matches(call),
            "ifModEq" => return self.remainder(call),
            "eq" => compare(Comparison::Equal),
            "neq" => (Comparison::Equal, false),
            "greaterThan" | "gt" | "ifGt" => compare(Comparison::Greater),
            "gte" | "ifGte" => compare(Comparison::GreaterOrEqual),
            "lessThan" | "lt" | "ifLt" => compare(Comparison::Less),
            "lte" | "ifLte" => compare(Comparison::LessOrEqual),
            _ => compare(Comparison::Contains),
        };
        let (left, right) = self.two(call)?;
        let condition = Condition::Compare(how, left, right);
        Some(if holds { condition } else { not(condition) })
    }

    /// Whether Handlebars takes a value for true.
    fn truth(&mut self, argument: &Argument, includes_zero: bool) -> Option<Condition> {
        if let Argument::Call(call) = argument
            && helper::find(&call.name.text).is_some_and(|row| row.kind == Kind::Condition)
        {
            self.helper(call, 0)?;
            return self.condition(call);
        }
        let value = self.operand(argument)?;
        Some(holds(&value, includes_zero))
    }

    fn joined(
        &mut self,
        call: &Call,
        join: fn(Box<Condition>, Box<Condition>) -> Condition,
    ) -> Option<Condition> {
        let all: Vec<_> = call
            .arguments
            .iter()
            .map(|argument| self.truth(argument, false))
            .collect();
        let mut all = all.into_iter().rev();
        let last = all.next()??;
        all.try_fold(last, |joined, one| {
            Some(join(Box::new(one?), Box::new(joined)))
        })
    }

    fn two(&mut self, call: &Call) -> Option<(Expression, Expression)> {
        let [left, right, ..] = call.arguments.as_slice() else {
            return None;
        };
        let (left, right) = (self.operand(left), self.operand(right));
        Some((left?, right?))
    }

    /// Equal, where a number equals the text that says it.
    fn same(&mut self, call: &Call) -> Option<Condition> {
        let (left, right) = self.two(call)?;
        let other = other_kind(&right).map(|other| (left.clone(), other));
        let other = other.or_else(|| Some((other_kind(&left)?, right.clone())));
        let same = Condition::Compare(Comparison::Equal, left, right);
        Some(match other {
            Some((left, right)) => {
                let other = Condition::Compare(Comparison::Equal, left, right);
                Condition::Or(Box::new(same), Box::new(other))
            }
            None => same,
        })
    }

    fn matches(&mut self, call: &Call) -> Option<Condition> {
        let [subject, pattern] = call.arguments.as_slice() else {
            return None;
        };
        let subject = self.chain(subject);
        let Some(text) = pattern.text() else {
            let fault = Fault::NotWritten {
                helper: call.name.text.clone(),
                what: "pattern",
            };
            self.report(&fault, pattern.span());
            return None;
        };
        if let Err(error) = regex::Regex::new(text) {
            let reason = error.to_string();
            let reason = reason.lines().last().unwrap_or("").trim();
            let fault = Fault::Unusable {
                helper: call.name.text.clone(),
                found: text.to_owned(),
                hint: reason.trim_start_matches("error: ").to_owned(),
            };
            self.report(&fault, pattern.span());
            return None;
        }
        let pattern = Expression::Literal(Value::text(text), pattern.span());
        let chain = subject?.then(MATCHES, vec![pattern], call.name.span);
        let value = self.kept(chain, call.span);
        Some(Condition::Truthy(value))
    }

    fn remainder(&mut self, call: &Call) -> Option<Condition> {
        let [value, divisor, wanted] = call.arguments.as_slice() else {
            return None;
        };
        let (value, divisor) = (self.chain(value), self.operand(divisor));
        let wanted = self.operand(wanted)?;
        let chain = value?.then("modulo", vec![divisor?], call.name.span);
        let value = self.kept(chain, call.span);
        Some(Condition::Compare(Comparison::Equal, value, wanted))
    }

    /// A variable that holds the value of `chain`.
    pub(super) fn kept(&mut self, chain: Chain, span: crate::source::Span) -> Expression {
        if chain.filters.is_empty() {
            return chain.value;
        }
        let name = self.hidden(span);
        let value = filtered(chain.value, chain.filters, span);
        self.before.push(Node::Assign(name.clone(), value));
        Expression::Path(variable(name.text, name.span))
    }
}

fn includes_zero(call: &Call) -> bool {
    let given = call.named("includeZero");
    given.is_some_and(|given| matches!(given, Argument::Constant(Value::Bool(true), _)))
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

/// Neither missing, false, empty nor 0.
pub(super) fn holds(value: &Expression, includes_zero: bool) -> Condition {
    let differs = |from| Condition::Compare(Comparison::NotEqual, value.clone(), from);
    let there = Condition::Truthy(value.clone());
    let filled = differs(Expression::Empty);
    let and = |a, b| Condition::And(Box::new(a), Box::new(b));
    let span = match value {
        Expression::Path(path) if path.root.text != "forloop" => path.span(),
        Expression::Literal(_, span) => *span,
        _ => return there,
    };
    if includes_zero {
        return and(there, filled);
    }
    let zero = Expression::Literal(Value::Integer(0), span);
    and(there, and(filled, differs(zero)))
}

/// A number as text, or the number that a text says.
fn other_kind(value: &Expression) -> Option<Expression> {
    let Expression::Literal(value, span) = value else {
        return None;
    };
    let other = match value {
        Value::Integer(_) | Value::Float(_) => Value::text(value.to_string()),
        Value::Text(text) => {
            let whole = text.parse().ok().map(Value::Integer);
            whole.or_else(|| text.parse().ok().map(Value::Float))?
        }
        _ => return None,
    };
    Some(Expression::Literal(other, *span))
}
