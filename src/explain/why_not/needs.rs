//! What a subject would have to be, for machines.

use serde::Serialize;
use serde_json::{Value, json};

use super::demand::{Demand, Test};
use super::subject::Subject;
use crate::evaluate::unsortable;
use crate::explain::seen::number;
use crate::model::{Comparison, Literal};
use crate::prove::scale::Scale;
use crate::prove::values::Known;
use crate::schema::from_day;

/// A value is what is needed when it is missing and that is allowed, or when it lies in one of the
/// ranges, or is one of the texts or none of the others, and passes the tests.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Needs {
    /// Whether it may be missing.
    pub missing: bool,
    /// Of what has an order; null of anything else.
    pub ranges: Option<Vec<Range>>,
    /// Of a text; null where any will do but some.
    pub one_of: Option<Vec<String>>,
    /// Texts that will not do.
    pub none_of: Vec<String>,
    /// Of lists and texts.
    pub tests: Vec<TestNeed>,
}

/// Null where there is no end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Range {
    /// The least value.
    pub from: Value,
    /// Whether that value will do.
    pub from_included: bool,
    /// The greatest value.
    pub to: Value,
    /// Whether that value will do.
    pub to_included: bool,
}

/// A test of a list or text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TestNeed {
    /// `contains`, `starts with`, `ends with`, `matches`, or a comparison.
    pub test: &'static str,
    /// What with.
    pub with: Value,
    /// Whether it must be passed, or must not.
    pub passed: bool,
}

impl Needs {
    pub(super) fn new(subject: &Subject, demand: &Demand, digits: u8) -> Self {
        let texts = |texts: &std::collections::BTreeSet<std::sync::Arc<str>>| {
            texts
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<String>>()
        };
        let mut needs = Self {
            missing: demand.values.missing,
            ranges: None,
            one_of: None,
            none_of: Vec::new(),
            tests: demand.tests.iter().map(TestNeed::new).collect(),
        };
        match &demand.values.known {
            Known::Ranges(ranges) => {
                let (least, most) = subject.domain.ends().unwrap_or((i64::MIN, i64::MAX));
                let end = |step: i64, open: i64, outwards: i64| {
                    let limit = just_beyond(subject.scale, step, outwards);
                    let value = match limit {
                        _ if step == open => Value::Null,
                        Some(limit) => number(limit),
                        None => step_value(subject.scale, step, digits),
                    };
                    (value, limit.is_none())
                };
                let range = |&(from, to): &(i64, i64)| {
                    let (from, from_included) = end(from, least, -1);
                    let (to, to_included) = end(to, most, 1);
                    Range {
                        from,
                        from_included,
                        to,
                        to_included,
                    }
                };
                needs.ranges = Some(ranges.iter().map(range).collect());
            }
            Known::Texts(known) => needs.one_of = Some(texts(known)),
            Known::Except(known) => needs.none_of = texts(known),
        }
        needs
    }
}

impl TestNeed {
    fn new((test, passed): &(Test, bool)) -> Self {
        let (test, with) = match test {
            Test::Holds(item) => ("contains", literal_value(item)),
            Test::Contains(part) => ("contains", json!(**part)),
            Test::StartsWith(part) => ("starts with", json!(**part)),
            Test::EndsWith(part) => ("ends with", json!(**part)),
            Test::Matches(pattern) => ("matches", json!(pattern.0.as_str())),
            Test::Compared(comparison, with) => (sign(*comparison), json!(**with)),
        };
        Self {
            test,
            with,
            passed: *passed,
        }
    }
}

/// The number next to the end of a range, where the end is but the float beside it.
pub(super) fn just_beyond(scale: Scale, end: i64, outwards: i64) -> Option<f64> {
    if scale != Scale::Real {
        return None;
    }
    let (limit, inside) = (unsortable(end.saturating_add(outwards)), unsortable(end));
    let is_shorter = limit.to_string().len() < inside.to_string().len();
    (is_shorter && limit.is_finite()).then_some(limit)
}

pub(super) fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

fn step_value(scale: Scale, step: i64, digits: u8) -> Value {
    match scale {
        Scale::Real => number(unsortable(step)),
        Scale::Money => number(step as f64 / 10_f64.powi(digits.into())),
        Scale::Date => i32::try_from(step)
            .ok()
            .and_then(from_day)
            .map_or(Value::Null, |day| json!(day.to_string())),
        Scale::Time => jiff::Timestamp::from_microsecond(step)
            .map_or(Value::Null, |moment| json!(moment.to_string())),
        Scale::Duration => number(step as f64 / 1e6),
        Scale::YesNo => json!(step == 1),
        _ => json!(step),
    }
}

fn literal_value(literal: &Literal) -> Value {
    match literal {
        Literal::Text(text) => json!(**text),
        Literal::Number(value) => number(*value),
        Literal::Money(value) | Literal::Duration(value) | Literal::Time(value) => json!(value),
        Literal::YesNo(value) => json!(value),
        Literal::Date(day) => from_day(*day).map_or(Value::Null, |day| json!(day.to_string())),
        Literal::List(items) => items.iter().map(literal_value).collect(),
    }
}
