//! A change in words.

use super::Change;
use super::demand::{Demand, Test};
use super::needs::{Needs, just_beyond, sign};
use super::subject::Subject;
use crate::evaluate::unsortable;
use crate::explain::words::{duration, window};
use crate::explain::{Explainer, Seen};
use crate::model::{ExprKind, Literal};
use crate::prove::scale::Scale;
use crate::prove::values::{Known, Values};
use crate::rules::ast::Function;

impl Explainer<'_> {
    pub(super) fn change(&self, subject: &Subject, demand: &Demand) -> Change {
        let is = self.as_is(subject);
        let shown = match self.counted(subject) {
            Some(which) => self.count_told(subject, demand, &which, &is),
            None if subject.is_question => {
                let (hold, does) = if demand.values == Values::yes() {
                    ("hold", "does not")
                } else {
                    ("not hold", "does")
                };
                format!("`{}` would have to {hold} ({does})", is.name)
            }
            None => format!(
                "{} would have to {} (is {})",
                is.name,
                self.demand_told(subject, demand),
                is.shown
            ),
        };
        Change {
            needs: Needs::new(subject, demand, self.currency.digits),
            shown,
            note: self.in_the_way(subject, demand),
            place: self.place(subject.expr.span),
            is,
        }
    }

    fn as_is(&self, subject: &Subject) -> Seen {
        let name = match (&subject.expr.kind, subject.name) {
            (_, Some(name)) => name.to_owned(),
            (ExprKind::Field(field), _) => self.model.customer.fields[*field].name.clone(),
            (ExprKind::Fact(fact), _) => self.model.facts[*fact].name.clone(),
            // A date in a window is asked for its first moment.
            (ExprKind::StartOf(inner) | ExprKind::DateOf(inner), _) => self.text(inner.span),
            _ => self.text(subject.expr.span),
        };
        self.now_as(subject.expr, name)
    }

    /// Which events a condition such as `no open in last 30 days` counts.
    pub(super) fn counted(&self, subject: &Subject) -> Option<String> {
        let ExprKind::Aggregate(index) = subject.expr.kind else {
            return None;
        };
        let aggregate = &self.model.aggregates[index];
        let written = self.sources.slice(subject.expr.span);
        if subject.name.is_some()
            || aggregate.function != Function::Count
            || written.starts_with("count")
        {
            return None;
        }
        let mut which = self.model.events[aggregate.event].name.clone();
        if let Some(filter) = &aggregate.filter {
            which = format!("{which} where {}", self.text(filter.span));
        }
        if let Some(limits) = &aggregate.window {
            which = format!("{which} {}", window(limits));
        }
        Some(which)
    }

    fn count_told(&self, subject: &Subject, demand: &Demand, which: &str, is: &Seen) -> String {
        let wanted = match demand.values.ends() {
            Some((0, 0)) => "no".to_owned(),
            _ => self.values_told(subject, &demand.values),
        };
        let are = match is.shown.as_str() {
            "0" => "there is none".to_owned(),
            "1" => "there is 1".to_owned(),
            number => format!("there are {number}"),
        };
        format!("there would have to be {wanted} {which} ({are})")
    }

    /// `be at least 5`, `contain "hiking"`
    fn demand_told(&self, subject: &Subject, demand: &Demand) -> String {
        let values = &demand.values;
        let all =
            *values == subject.domain || (*values == subject.known() && !demand.tests.is_empty());
        let mut words = Vec::new();
        if !all {
            words.push(format!("be {}", self.values_told(subject, values)));
        }
        for (test, passed) in &demand.tests {
            let not = if *passed { "" } else { "not " };
            words.push(format!("{not}{}", self.test_told(test)));
        }
        words.join(" and ")
    }

    fn test_told(&self, test: &Test) -> String {
        match test {
            Test::Holds(Literal::Text(item)) => format!("contain \"{item}\""),
            Test::Holds(Literal::Number(number)) => format!("contain {number}"),
            Test::Holds(Literal::Money(minor)) => {
                let units = *minor as f64 / 10_f64.powi(self.currency.digits.into());
                format!("contain {}", self.currency.shown(units))
            }
            Test::Holds(other) => format!("contain {other:?}"),
            Test::Contains(part) => format!("contain \"{part}\""),
            Test::StartsWith(part) => format!("start with \"{part}\""),
            Test::EndsWith(part) => format!("end with \"{part}\""),
            Test::Matches(pattern) => format!("match \"{}\"", pattern.0.as_str()),
            Test::Compared(comparison, with) => format!("be {} \"{with}\"", sign(*comparison)),
        }
    }

    /// `at least 5`, `"CA" or "NY"`, `missing`
    fn values_told(&self, subject: &Subject, values: &Values) -> String {
        let known = subject.known();
        let mut words: Vec<String> = Vec::new();
        match &values.known {
            _ if values.clone().without_missing() == known => words.push("known".to_owned()),
            Known::Ranges(ranges) => {
                let ends = known.ends();
                words.extend(
                    ranges
                        .iter()
                        .map(|range| self.range_told(subject, *range, ends)),
                );
            }
            Known::Texts(texts) => words.extend(texts.iter().map(|text| format!("\"{text}\""))),
            Known::Except(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
                words.push(format!("anything but {}", texts.join(", ")));
                // What is missing is no exception.
                if values.missing {
                    return words.join(" or ");
                }
            }
        }
        if values.missing {
            words.push("missing".to_owned());
        }
        words.join(" or ")
    }

    fn range_told(
        &self,
        subject: &Subject,
        (from, to): (i64, i64),
        ends: Option<(i64, i64)>,
    ) -> String {
        let told = |step: i64| self.step_told(subject.scale, step);
        let (least, most) = ends.unwrap_or((i64::MIN, i64::MAX));
        let is_time = matches!(subject.scale, Scale::Date | Scale::Time);
        // Nothing is later than now, so that a window up to now is open.
        let now = self.rows.population().clock().now().as_microsecond();
        let to_now = subject.scale == Scale::Time && to == now;
        match (from <= least, to >= most || to_now) {
            _ if from == to => told(from),
            (true, true) => "known".to_owned(),
            (false, true) if is_time => format!("{} or later", told(from)),
            (true, false) if is_time => format!("{} or earlier", told(to)),
            (false, true) => match just_beyond(subject.scale, from, -1) {
                Some(limit) => format!("more than {limit}"),
                None => format!("at least {}", told(from)),
            },
            (true, false) => match just_beyond(subject.scale, to, 1) {
                Some(limit) => format!("less than {limit}"),
                None => format!("at most {}", told(to)),
            },
            (false, false) => format!("from {} to {}", told(from), told(to)),
        }
    }

    fn step_told(&self, scale: Scale, step: i64) -> String {
        match scale {
            Scale::Real => unsortable(step).to_string(),
            Scale::Money => {
                let units = step as f64 / 10_f64.powi(self.currency.digits.into());
                self.currency.shown(units)
            }
            Scale::Date => self.day(step as i32).1,
            Scale::Time => self.moment(step).1,
            Scale::Duration => duration(step),
            Scale::YesNo => if step == 1 { "yes" } else { "no" }.to_owned(),
            _ => step.to_string(),
        }
    }
}
