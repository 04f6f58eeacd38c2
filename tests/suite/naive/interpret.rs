//! What an expression comes to for one customer, by walking its tree.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;

use jiff::tz::TimeZone;
use md5::{Digest, Md5};
use segue::model::{Arithmetic, Comparison, Expr, ExprKind, Literal, Model, Sequence};
use segue::rules::ast::Direction;
use segue::schema::Type;

use super::calendar::{Calendar, day_number, day_of, from_day, start_of};
use super::data::Data;
use super::value::Value;

/// Rules and rows.
pub(super) struct Naive<'a> {
    pub(super) model: &'a Model,
    pub(super) data: &'a Data,
    pub(super) calendar: Calendar,
    /// Facts computed already, by fact and customer.
    pub(super) facts: RefCell<HashMap<(usize, usize), Value>>,
    /// Values of all customers, by ranking.
    pub(super) rankings: RefCell<HashMap<usize, Vec<Value>>>,
}

/// Whom or what is asked: a customer, or one row of theirs, or a row of a table.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) customer: usize,
    pub(super) row: Option<&'a [Value]>,
    pub(super) zone: &'a TimeZone,
}

impl Naive<'_> {
    pub(super) fn fact(&self, fact: usize, customer: usize) -> Value {
        if let Some(known) = self.facts.borrow().get(&(fact, customer)) {
            return known.clone();
        }
        let on = Subject {
            customer,
            row: None,
            zone: &self.data.zones[customer],
        };
        let value = self.eval(&self.model.facts[fact].value, on);
        let mut facts = self.facts.borrow_mut();
        facts.insert((fact, customer), value.clone());
        value
    }

    /// Whether the customer gets the campaign.
    pub(super) fn audience(&self, campaign: usize, customer: usize) -> Value {
        let on = Subject {
            customer,
            row: None,
            zone: &self.data.zones[customer],
        };
        self.eval(&self.model.campaigns[campaign].audience, on)
    }

    pub(super) fn holds(&self, expr: &Expr, on: Subject) -> bool {
        self.eval(expr, on).is_yes()
    }

    pub(super) fn eval(&self, expr: &Expr, on: Subject) -> Value {
        match &expr.kind {
            ExprKind::Literal(literal) => Value::of(literal),
            ExprKind::Field(field) => match on.row {
                Some(row) => row[*field].clone(),
                None => self.data.customers[on.customer][*field].clone(),
            },
            ExprKind::Lookup {
                catalog,
                field,
                key,
            } => self.lookup(*catalog, *field, &self.eval(key, on)),
            ExprKind::Fact(fact) => self.fact(*fact, on.customer),
            ExprKind::Aggregate(aggregate) => self.aggregate(*aggregate, on),
            ExprKind::Arithmetic(operator, left, right) => {
                arithmetic(*operator, &self.eval(left, on), &self.eval(right, on))
            }
            ExprKind::Case(arms, otherwise) => {
                let arm = arms.iter().find(|(when, _)| self.holds(when, on));
                let value = arm.map(|(_, value)| value).or(otherwise.as_deref());
                value.map_or(Value::Missing, |value| self.eval(value, on))
            }
            ExprKind::Points(terms) => {
                let points = terms.iter().map(|term| {
                    let value = self.eval(&term.value, on).size();
                    value.map_or(0.0, |value| {
                        term.weight * (value / term.full_at).clamp(0.0, 1.0)
                    })
                });
                Value::Number(points.sum())
            }
            ExprKind::Digits(parts) => {
                let digits = parts.iter().map(|part| match self.eval(part, on) {
                    Value::Number(digit) => Some(digit.to_string()),
                    _ => None,
                });
                let digits: Option<String> = digits.collect();
                digits.map_or(Value::Missing, Value::Text)
            }
            ExprKind::Bucket(salt, id) => bucket(salt, &self.eval(id, on)),
            ExprKind::Item(list, index) => match self.eval(list, on) {
                Value::List(items) => items.get(*index).cloned().into(),
                _ => Value::Missing,
            },
            ExprKind::Quintile(ranking) => self.quintile(*ranking, on.customer),
            ExprKind::Percentile(ranking) => self.percentile(*ranking, on.customer),
            ExprKind::DateOf(_) | ExprKind::StartOf(_) | ExprKind::Elapsed(..) => {
                self.calendar_value(expr, on)
            }
            _ => Value::YesNo(self.condition(expr, on)),
        }
    }

    fn condition(&self, expr: &Expr, on: Subject) -> bool {
        match &expr.kind {
            ExprKind::Not(inner) => !self.holds(inner, on),
            ExprKind::And(parts) => parts.iter().all(|part| self.holds(part, on)),
            ExprKind::Or(parts) => parts.iter().any(|part| self.holds(part, on)),
            ExprKind::Compare(comparison, left, right) => {
                compare(*comparison, &self.eval(left, on), &self.eval(right, on))
            }
            ExprKind::OneOf(value, list) => {
                let value = self.eval(value, on);
                list.iter().any(|one| Value::of(one) == value)
            }
            ExprKind::ContainsAny(value, list) => contains_any(&self.eval(value, on), list),
            ExprKind::Contains(value, item) => match (self.eval(value, on), self.eval(item, on)) {
                (_, Value::Missing) => false,
                (Value::List(items), item) => items.contains(&item),
                (Value::Text(text), Value::Text(part)) => text.contains(&part),
                _ => false,
            },
            ExprKind::StartsWith(value, affix) => {
                let (value, affix) = (self.eval(value, on), self.eval(affix, on));
                let both = value.text().zip(affix.text());
                both.is_some_and(|(text, affix)| text.starts_with(affix))
            }
            ExprKind::EndsWith(value, affix) => {
                let (value, affix) = (self.eval(value, on), self.eval(affix, on));
                let both = value.text().zip(affix.text());
                both.is_some_and(|(text, affix)| text.ends_with(affix))
            }
            ExprKind::Matches(value, pattern) => {
                let value = self.eval(value, on);
                value.text().is_some_and(|text| pattern.0.is_match(text))
            }
            ExprKind::Known(value) => self.eval(value, on).is_known(),
            ExprKind::Within(value, window) => {
                let moment = self.eval(value, on).time();
                moment.is_some_and(|moment| self.calendar.holds(window, moment, on.zone))
            }
            ExprKind::Anniversary(date, within) => {
                let day = self.eval(date, on).date().map(from_day);
                day.is_some_and(|day| self.calendar.anniversary(day, *within, on.zone))
            }
            ExprKind::Followed(sequence) => self.followed(sequence, on),
            ExprKind::Top(ranking, share) => self.top(*ranking, *share, on.customer),
            _ => unreachable!("{expr:?} is no condition"),
        }
    }

    fn calendar_value(&self, expr: &Expr, on: Subject) -> Value {
        match &expr.kind {
            ExprKind::DateOf(time) => match self.eval(time, on).time() {
                Some(moment) => Value::Date(day_number(day_of(moment, on.zone))),
                None => Value::Missing,
            },
            ExprKind::StartOf(date) => match self.eval(date, on).date() {
                Some(day) => Value::Time(start_of(from_day(day), on.zone)),
                None => Value::Missing,
            },
            ExprKind::Elapsed(unit, direction, value) => {
                let since = match self.eval(value, on) {
                    Value::Date(day) => self.calendar.since(from_day(day), *unit, on.zone),
                    Value::Time(moment) => self.calendar.passed(moment, *unit),
                    _ => return Value::Missing,
                };
                Value::Number(match direction {
                    Direction::Since => since as f64,
                    Direction::Until => -since as f64,
                })
            }
            _ => unreachable!("{expr:?} is no date"),
        }
    }

    fn lookup(&self, catalog: usize, field: usize, key: &Value) -> Value {
        let id = self.model.catalogs[catalog].key.unwrap();
        let rows = &self.data.catalogs[catalog];
        let row = rows.iter().find(|row| key.is_known() && row[id] == *key);
        row.map_or(Value::Missing, |row| row[field].clone())
    }

    fn followed(&self, sequence: &Sequence, on: Subject) -> bool {
        let moments = |expr: &Expr| match self.eval(expr, on) {
            Value::List(items) => items.iter().filter_map(Value::time).collect(),
            _ => Vec::new(),
        };
        let then = moments(&sequence.then);
        moments(&sequence.first).into_iter().any(|moment| {
            let end = moment + sequence.within;
            let followed = then.iter().any(|&one| moment < one && one <= end);
            if sequence.negated {
                !followed && end <= self.calendar.now()
            } else {
                followed
            }
        })
    }
}

/// By the digits that MD5 is written with.
fn bucket(salt: &str, id: &Value) -> Value {
    let Some(id) = id.text() else {
        return Value::Missing;
    };
    let hash = Md5::digest(format!("{salt}:{id}"));
    let digits = format!("{:032x}", u128::from_be_bytes(hash.into()));
    let number = u64::from_str_radix(&digits[..15], 16).unwrap();
    Value::Number((number % 10_000) as f64)
}

fn compare(comparison: Comparison, left: &Value, right: &Value) -> bool {
    let order = left.order(right);
    match comparison {
        Comparison::Equal => order == Some(Ordering::Equal),
        Comparison::NotEqual => order != Some(Ordering::Equal),
        Comparison::Less => order == Some(Ordering::Less),
        Comparison::LessOrEqual => order.is_some_and(Ordering::is_le),
        Comparison::Greater => order == Some(Ordering::Greater),
        Comparison::GreaterOrEqual => order.is_some_and(Ordering::is_ge),
    }
}

fn contains_any(value: &Value, list: &[Literal]) -> bool {
    match value {
        Value::List(items) => list.iter().any(|one| items.contains(&Value::of(one))),
        Value::Text(text) => list.iter().any(|one| match one {
            Literal::Text(part) => text.contains(&**part),
            _ => false,
        }),
        _ => false,
    }
}

fn arithmetic(operator: Arithmetic, left: &Value, right: &Value) -> Value {
    use Arithmetic::{Add, Divide, Multiply, Subtract};
    let number = |a: f64, b: f64| match operator {
        Add => a + b,
        Subtract => a - b,
        Multiply => a * b,
        Divide => a / b,
    };
    let finite = |result: f64| {
        if result.is_finite() {
            Value::Number(result)
        } else {
            Value::Missing
        }
    };
    let sum = |a: i64, b: i64| if operator == Add { a + b } else { a - b };
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => finite(number(*a, *b)),
        (Value::Money(a), Value::Money(b)) if operator == Divide => finite(*a as f64 / *b as f64),
        (Value::Money(a), Value::Money(b)) => Value::Money(sum(*a, *b)),
        (Value::Money(a), Value::Number(b)) | (Value::Number(b), Value::Money(a)) => {
            scaled(operator, *a, *b)
        }
        (Value::Duration(a), Value::Duration(b)) => Value::Duration(sum(*a, *b)),
        (Value::Time(a), Value::Time(b)) => Value::Duration(a - b),
        (Value::Time(a), Value::Duration(b)) => Value::Time(sum(*a, *b)),
        (Value::Text(a), Value::Text(b)) => Value::Text(format!("{a}{b}")),
        _ => Value::Missing,
    }
}

/// Money times or by a number as on paper: the number is what is written, and a half goes away from
/// zero.
fn scaled(operator: Arithmetic, money: i64, number: f64) -> Value {
    let written = number.to_string();
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let digits: i128 = format!("{whole}{fraction}").parse().unwrap();
    let one = 10_i128.pow(fraction.len() as u32);
    let (over, under) = match operator {
        Arithmetic::Divide => (i128::from(money) * one, digits),
        _ => (i128::from(money) * digits, one),
    };
    if under == 0 {
        return Value::Missing;
    }
    let twice = 2 * over.abs() + under.abs();
    let units = twice / (2 * under.abs()) * over.signum() * under.signum();
    Value::Money(units as i64)
}

/// Fills in what the data lack, from the first field to the last.
pub(super) fn with_fallbacks(
    naive: &Naive,
    rows: &mut [Vec<Value>],
    fields: &[segue::model::Field],
) {
    for row in rows {
        for (index, field) in fields.iter().enumerate() {
            if let (Value::Missing, Some(fallback)) = (&row[index], &field.fallback) {
                let on = Subject {
                    customer: 0,
                    row: Some(row),
                    zone: &naive.calendar.zone,
                };
                row[index] = naive.eval(fallback, on);
            }
        }
    }
}

/// What an empty cell of the field's type means: a list is empty rather than missing.
pub(super) fn empty(ty: &Type) -> Value {
    match ty {
        Type::List(_) => Value::List(Vec::new()),
        _ => Value::Missing,
    }
}
