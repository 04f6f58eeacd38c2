//! Conditions, of which the data say what they have to ask.

use super::Settler;
use crate::liquid::Value;
use crate::liquid::kind::Family;
use crate::liquid::shape::Shape;
use crate::liquid::tree::{Comparison, Condition, Expression};

impl Settler<'_> {
    pub(super) fn condition(&mut self, condition: &mut Condition) {
        match condition {
            Condition::Truthy(value) => self.expression(value),
            Condition::Compare(_, left, right) => {
                self.expression(left);
                self.expression(right);
            }
            Condition::And(left, right) | Condition::Or(left, right) => {
                self.condition(left);
                self.condition(right);
            }
            Condition::Not(inner) => self.condition(inner),
        }
        if let Some(simple) = self.simple(condition) {
            *condition = simple;
        }
    }

    /// The same without what the kind of the value makes needless.
    pub(super) fn simple(&self, condition: &Condition) -> Option<Condition> {
        match condition {
            // `holds` asks whether a value is there, and not empty, and not 0
            Condition::And(there, rest) => match (&**there, &**rest) {
                (Condition::Truthy(value), Condition::And(filled, nonzero))
                    if is_other(filled, value) && is_other(nonzero, value) =>
                {
                    Some(match self.family(value)? {
                        Some(Family::Number) => self.kept(value, there, nonzero),
                        Some(Family::YesNo | Family::Moment) => (**there).clone(),
                        Some(Family::Text) | None => self.kept(value, there, filled),
                    })
                }
                (Condition::Truthy(value), filled) if is_other(filled, value) => {
                    Some(match self.family(value)? {
                        Some(Family::Text) | None => self.kept(value, there, filled),
                        Some(_) => (**there).clone(),
                    })
                }
                _ => None,
            },
            // `equals` compares with a number and with the text that says it
            Condition::Or(same, other) => {
                let (Some((value, first)), Some((again, second))) =
                    (compared(same), compared(other))
                else {
                    return None;
                };
                let (first, second) = (family(first)?, family(second)?);
                let is_either = value == again && first != second;
                match self.family(value)?.filter(|_| is_either)? {
                    found if found == first => Some((**same).clone()),
                    found if found == second => Some((**other).clone()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether a value is there, unless it always is, and what it must not be.
    fn kept(&self, value: &Expression, there: &Condition, other: &Condition) -> Condition {
        if self.shape(value).is_optional() {
            Condition::And(Box::new(there.clone()), Box::new(other.clone()))
        } else {
            other.clone()
        }
    }

    /// What is known of a value: which single value it is, or that it is none.
    #[expect(
        clippy::option_option,
        reason = "unknown, a list or object, a single value"
    )]
    fn family(&self, value: &Expression) -> Option<Option<Family>> {
        match self.shape(value).present() {
            Shape::Of(kind) => Some(Some(kind.family())),
            Shape::List(_) | Shape::Object(_) => Some(None),
            _ => None,
        }
    }
}

/// Whether the condition is that `value` is not something.
fn is_other(condition: &Condition, value: &Expression) -> bool {
    matches!(condition, Condition::Compare(Comparison::NotEqual, one, _) if one == value)
}

/// A value that is compared with a written one.
fn compared(condition: &Condition) -> Option<(&Expression, &Value<'static>)> {
    match condition {
        Condition::Compare(Comparison::Equal, Expression::Literal(literal, _), value)
        | Condition::Compare(Comparison::Equal, value, Expression::Literal(literal, _)) => {
            Some((value, literal))
        }
        _ => None,
    }
}

fn family(value: &Value<'_>) -> Option<Family> {
    match value {
        Value::Text(_) => Some(Family::Text),
        Value::Integer(_) | Value::Float(_) => Some(Family::Number),
        _ => None,
    }
}
