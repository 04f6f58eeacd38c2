//! Comparisons whose sides have nothing to do with one another.

use super::Checker;
use super::finding::{Finding, Sides};
use super::known::key;
use crate::liquid::Value;
use crate::liquid::kind::{Family, Kind};
use crate::liquid::shape::Shape;
use crate::liquid::tree::{Comparison, Condition, Expression};
use crate::source::Span;

/// A side of a comparison.
type Side<'a> = (&'a Expression, &'a Shape);

impl Checker<'_> {
    pub(super) fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Truthy(value) => {
                self.value(value);
                self.asks_for_number(value);
            }
            Condition::Not(inner) => self.condition(inner),
            Condition::And(a, b) | Condition::Or(a, b) => {
                self.condition(a);
                let known = self.known.clone();
                self.learn(a, matches!(condition, Condition::And(..)));
                self.condition(b);
                self.known = known;
            }
            Condition::Compare(how, a, b) => {
                let (left, right) = (self.value(a), self.value(b));
                self.compared(*how, (a, &left), (b, &right));
            }
        }
    }

    /// A number that is always there holds even when it is 0.
    fn asks_for_number(&mut self, value: &Expression) {
        let shape = self.everywhere(value);
        if let (Shape::Of(Kind::Number | Kind::Money), Expression::Path(path)) = (shape, value) {
            self.find(&Finding::AlwaysHolds { name: key(path) }, path.span());
        }
    }

    pub(super) fn compared(&mut self, how: Comparison, left: Side<'_>, right: Side<'_>) {
        let Some(span) = guilty(left.0, right.0) else {
            return;
        };
        let is_given = [left.0, right.0].iter().any(|side| self.is_given(side));
        let sides = |what| Sides {
            left: left.1.name().unwrap_or("nothing"),
            right: right.1.name().unwrap_or("nothing"),
            what,
            hint: hint(left, right),
            is_certain: !is_given,
        };
        match how {
            Comparison::Equal | Comparison::NotEqual => {
                if are_apart(left.1, right.1) {
                    self.find(&Finding::NeverEqual(sides("equal")), span);
                } else {
                    self.option(left, right, is_given);
                    self.option(right, left, is_given);
                }
            }
            Comparison::Contains => {
                let sides = Sides {
                    hint: None,
                    ..sides("in")
                };
                self.contained(left, right, span, &sides);
            }
            _ => {
                if !have_order(left.1, right.1) {
                    self.find(&Finding::NeverEqual(sides("ordered")), span);
                }
            }
        }
    }

    fn contained(&mut self, left: Side<'_>, right: Side<'_>, span: Span, sides: &Sides) {
        match left.1.present() {
            Shape::Of(kind) if kind.family() != Family::Text => {
                self.find(&Finding::NeverEqual(sides.clone()), span);
            }
            Shape::List(item) if are_apart(item, right.1) => {
                let sides = Sides {
                    left: "a list",
                    ..sides.clone()
                };
                self.find(&Finding::NeverEqual(sides), span);
            }
            Shape::List(item) => self.option((left.0, item), right, !sides.is_certain),
            _ => {}
        }
    }

    /// A text that is none of those that the value can be.
    fn option(&mut self, value: Side<'_>, other: Side<'_>, is_given: bool) {
        if let (Some(Kind::OneOf(options)), Expression::Literal(Value::Text(text), span)) =
            (value.1.kind(), other.0)
            && !options.iter().any(|option| **option == **text)
        {
            let finding = Finding::NoSuchOption {
                name: name(value.0),
                text: text.to_string(),
                options: options.to_vec(),
                is_certain: !is_given,
            };
            self.find(&finding, *span);
        }
    }

    /// Whether the value is another one wherever the partial is used.
    fn is_given(&self, value: &Expression) -> bool {
        match value {
            Expression::Path(path) => {
                !self.included.is_empty() && self.scope.bound(&path.root.text).is_some()
            }
            _ => false,
        }
    }
}

/// The smaller side, which is where a mistake most often is.
fn guilty(left: &Expression, right: &Expression) -> Option<Span> {
    match (left, right) {
        (Expression::Literal(..), Expression::Literal(..)) => None,
        (_, Expression::Literal(_, span)) | (Expression::Literal(_, span), _) => Some(*span),
        (Expression::Path(path), _) | (_, Expression::Path(path)) => Some(path.span()),
        _ => None,
    }
}

/// Whether no value of one is ever equal to one of the other.
fn are_apart(left: &Shape, right: &Shape) -> bool {
    match (left.present(), right.present()) {
        (Shape::Of(Kind::OneOf(a)), Shape::Of(Kind::OneOf(b))) => {
            !a.iter().any(|option| b.contains(option))
        }
        (Shape::Of(a), Shape::Of(b)) => match (a.family(), b.family()) {
            // a date is equal to the text that it prints
            (Family::Moment, Family::Text) | (Family::Text, Family::Moment) => false,
            (a, b) => a != b,
        },
        (Shape::List(_), Shape::Of(_) | Shape::Object(_))
        | (Shape::Object(_), Shape::Of(_) | Shape::List(_))
        | (Shape::Of(_), Shape::List(_) | Shape::Object(_)) => true,
        _ => false,
    }
}

fn have_order(left: &Shape, right: &Shape) -> bool {
    let is_known = |shape: &Shape| shape.name().is_some();
    let is_ordered = |shape: &Shape| {
        let kind = shape.kind().map(Kind::family);
        kind.is_some_and(|family| family != Family::YesNo)
    };
    let ordered = |shape: &Shape| !is_known(shape) || is_ordered(shape);
    ordered(left) && ordered(right) && !are_apart(left, right)
}

fn name(value: &Expression) -> String {
    match value {
        Expression::Path(path) => key(path),
        _ => "it".to_owned(),
    }
}

fn hint(left: Side<'_>, right: Side<'_>) -> Option<String> {
    let family = |side: Side<'_>| side.1.kind().map(Kind::family);
    let of = |literal: &Value<'_>, other: Option<Family>, value: &Expression| match (literal, other)
    {
        (Value::Text(text), Some(Family::Number)) if text.trim().parse::<f64>().is_ok() => Some(
            format!("a number is written without quotes: `{}`", text.trim()),
        ),
        (Value::Text(_), Some(Family::YesNo)) => Some(format!("ask `{{% if {} %}}`", name(value))),
        (Value::Integer(number), Some(Family::Text)) => {
            Some(format!("a text is written with quotes: `\"{number}\"`"))
        }
        _ => None,
    };
    match (left.0, right.0) {
        (value, Expression::Literal(literal, _)) => of(literal, family(left), value),
        (Expression::Literal(literal, _), value) => of(literal, family(right), value),
        _ => None,
    }
}
