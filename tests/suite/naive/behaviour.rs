//! Aggregates over one customer's events, and rankings by comparing everybody with everybody.

use std::cmp::{Ordering, Reverse};

use segue::model::{AT, Aggregate, Best, Calendar};
use segue::rules::ast::Function;
use segue::schema::{Decimal, Type};

use super::interpret::{Naive, Subject};
use super::value::Value;

/// An event that counts: when it happened and what is combined.
type Counted = (i64, Value);

impl Naive<'_> {
    pub(super) fn aggregate(&self, aggregate: usize, on: Subject) -> Value {
        let aggregate = &self.model.aggregates[aggregate];
        let counted = self.counted(aggregate, on);
        let values = counted.iter().map(|(_, value)| value.clone());
        match aggregate.function {
            Function::Count => Value::Number(counted.len() as f64),
            Function::CountDistinct => Value::Number(tallies(&counted).len() as f64),
            Function::Total => total(values, &aggregate.ty),
            Function::Average if counted.is_empty() => Value::Missing,
            Function::Average => average(&total(values, &aggregate.ty), counted.len()),
            Function::Smallest => values.min_by(order).into(),
            Function::Largest => values.max_by(order).into(),
            Function::First => counted
                .into_iter()
                .min_by(by_moment)
                .map(|one| one.1)
                .into(),
            Function::Latest => counted
                .into_iter()
                .max_by(by_moment)
                .map(|one| one.1)
                .into(),
            Function::MostFrequent => {
                let mut tallies = tallies(&counted);
                tallies.sort_by_key(|(_, count, _)| Reverse(*count));
                tallies.into_iter().next().map(|(value, ..)| value).into()
            }
            Function::Distinct => Value::List(
                tallies(&counted)
                    .into_iter()
                    .map(|(value, ..)| value)
                    .collect(),
            ),
        }
    }

    fn counted(&self, aggregate: &Aggregate, on: Subject) -> Vec<Counted> {
        let mut counted = Vec::new();
        for event in &self.data.events[aggregate.event] {
            let moment = event.fields[AT].time().unwrap();
            let row = Subject {
                row: Some(&event.fields),
                // Also in a ranking by the project's days, events are chosen by the customer's.
                zone: &self.data.zones[on.customer],
                ..on
            };
            let window = aggregate.window.as_ref();
            let filter = aggregate.filter.as_ref();
            let counts = event.customer == Some(on.customer)
                && moment <= self.calendar.now()
                && window.is_none_or(|window| self.calendar.holds(window, moment, row.zone))
                && filter.is_none_or(|filter| self.holds(filter, row));
            let value = match &aggregate.value {
                Some(value) if counts => self.eval(value, row),
                _ => Value::YesNo(true),
            };
            if counts && value.is_known() {
                counted.push((moment, value));
            }
        }
        counted
    }

    /// Everybody's value in a ranking.
    fn ranked(&self, ranking: usize) -> Vec<Value> {
        if let Some(known) = self.rankings.borrow().get(&ranking) {
            return known.clone();
        }
        let rule = &self.model.rankings[ranking];
        let value = |customer: usize| {
            let zone = match rule.calendar {
                Calendar::Project => &self.calendar.zone,
                Calendar::Customer => &self.data.zones[customer],
            };
            let on = Subject {
                customer,
                row: None,
                zone,
            };
            self.eval(&rule.value, on)
        };
        let values: Vec<Value> = (0..self.data.customers.len()).map(value).collect();
        let mut rankings = self.rankings.borrow_mut();
        rankings.insert(ranking, values.clone());
        values
    }

    /// How many are worse than the customer, how many as good, and how many there are in all.
    fn standing(&self, ranking: usize, customer: usize) -> Option<(u64, u64, u64)> {
        let sizes: Vec<Option<f64>> = self.ranked(ranking).iter().map(Value::size).collect();
        let own = sizes[customer]?;
        let all = || sizes.iter().flatten();
        let worse = all().filter(|&&other| match self.model.rankings[ranking].best {
            Best::Largest => other < own,
            Best::Smallest => other > own,
        });
        let equal = all().filter(|other| other.partial_cmp(&&own) == Some(Ordering::Equal));
        Some((
            worse.count() as u64,
            equal.count() as u64,
            all().count() as u64,
        ))
    }

    /// ⌈5 × mean rank ÷ n⌉
    pub(super) fn quintile(&self, ranking: usize, customer: usize) -> Value {
        let Some((worse, equal, all)) = self.standing(ranking, customer) else {
            return Value::Missing;
        };
        let ranks = worse + 1..=worse + equal;
        let sum: u64 = ranks.sum();
        Value::Number((5 * sum).div_ceil(equal * all) as f64)
    }

    /// ⌊100 × worse ÷ n⌋
    pub(super) fn percentile(&self, ranking: usize, customer: usize) -> Value {
        let standing = self.standing(ranking, customer);
        standing.map_or(Value::Missing, |(worse, _, all)| {
            Value::Number((100 * worse / all) as f64)
        })
    }

    /// Whether those as good or better are no more than the share.
    pub(super) fn top(&self, ranking: usize, share: Decimal, customer: usize) -> bool {
        self.standing(ranking, customer)
            .is_some_and(|(worse, _, all)| {
                let percent = 100.0 * (all - worse) as f64 / all as f64;
                percent <= share.to_f64()
            })
    }
}

fn order(a: &Value, b: &Value) -> Ordering {
    a.order(b).unwrap()
}

/// By time; of one moment the larger value is the later.
fn by_moment(a: &Counted, b: &Counted) -> Ordering {
    a.0.cmp(&b.0).then_with(|| order(&a.1, &b.1))
}

/// Each value once, how often and when last: the most recent first, of one moment the smaller.
fn tallies(counted: &[Counted]) -> Vec<(Value, usize, i64)> {
    let mut tallies: Vec<(Value, usize, i64)> = Vec::new();
    for (moment, value) in counted {
        match tallies.iter_mut().find(|(known, ..)| known == value) {
            Some((_, count, last)) => {
                *count += 1;
                *last = (*last).max(*moment);
            }
            None => tallies.push((value.clone(), 1, *moment)),
        }
    }
    tallies.sort_by(|(a, _, a_last), (b, _, b_last)| b_last.cmp(a_last).then_with(|| order(a, b)));
    tallies
}

fn total(values: impl Iterator<Item = Value>, ty: &Type) -> Value {
    let zero = match ty {
        Type::Money => Value::Money(0),
        Type::Duration => Value::Duration(0),
        _ => Value::Number(0.0),
    };
    values.fold(zero, |sum, value| match (sum, value) {
        (Value::Money(a), Value::Money(b)) => Value::Money(a + b),
        (Value::Duration(a), Value::Duration(b)) => Value::Duration(a + b),
        (Value::Number(a), Value::Number(b)) => Value::Number(a + b),
        pair => unreachable!("{pair:?} is no sum"),
    })
}

/// Integers are rounded, a half away from zero.
fn average(total: &Value, count: usize) -> Value {
    let rounded = |sum: i64| (sum as f64 / count as f64).round() as i64;
    match total {
        Value::Money(sum) => Value::Money(rounded(*sum)),
        Value::Duration(sum) => Value::Duration(rounded(*sum)),
        Value::Number(sum) => Value::Number(sum / count as f64),
        other => unreachable!("{other:?} has no average"),
    }
}
