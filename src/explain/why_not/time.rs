//! What nobody can change now: what has happened, and the time that has passed.

use super::demand::Demand;
use super::subject::{Point, Subject};
use crate::explain::Explainer;
use crate::model::{Aggregate, ExprKind, Unit, Window};
use crate::rules::ast::{Direction, Function};

const HOUR: i64 = 3_600_000_000;

impl Explainer<'_> {
    /// What stands in the way of a change.
    pub(super) fn in_the_way(&self, subject: &Subject, demand: &Demand) -> Option<String> {
        match &subject.expr.kind {
            ExprKind::Elapsed(_, direction, _) => Self::passing(*direction, subject, demand),
            ExprKind::Aggregate(index) => {
                let aggregate = &self.model.aggregates[*index];
                let (Point::Step(is), Some((_, most))) = (&subject.point, demand.values.ends())
                else {
                    return None;
                };
                let counts = aggregate.function == Function::Count;
                (counts && most < *is).then(|| self.with_time(aggregate, most))
            }
            _ => None,
        }
    }

    /// A number that grows, or shrinks, as time goes by.
    fn passing(direction: Direction, subject: &Subject, demand: &Demand) -> Option<String> {
        let (Point::Step(is), Some((least, most))) = (&subject.point, demand.values.ends()) else {
            return None;
        };
        let comes = match direction {
            Direction::Since => *is < most,
            Direction::Until => least < *is,
        };
        let note = if comes {
            "only time changes that"
        } else {
            "nobody can change that, unless the date is wrong"
        };
        Some(note.to_owned())
    }

    /// When so few of the events will be left in the window.
    fn with_time(&self, aggregate: &Aggregate, most: i64) -> String {
        let length = match &aggregate.window {
            Some(Window::Last(count, unit)) => exact(*count, *unit),
            Some(Window::CalendarDays(_)) => None,
            Some(Window::Fixed(..)) | None => {
                return "nobody can change that: it has happened".to_owned();
            }
        };
        let leaves = self.history.zip(length).and_then(|(history, length)| {
            let counted = history.find(aggregate).counted;
            let last = counted.get(usize::try_from(most).ok()?)?;
            Some(history.at(aggregate.event, *last)?.saturating_add(length))
        });
        match leaves {
            Some(moment) => {
                let (_, shown) = self.moment(moment);
                format!("only time changes that: {shown}, if no other comes")
            }
            None => "only time changes that".to_owned(),
        }
    }
}

/// In microseconds; months and years are not always as long.
fn exact(count: i64, unit: Unit) -> Option<i64> {
    let length = match unit {
        Unit::Minutes => HOUR / 60,
        Unit::Hours => HOUR,
        Unit::Days => 24 * HOUR,
        Unit::Weeks => 7 * 24 * HOUR,
        Unit::Months | Unit::Years => return None,
    };
    count.checked_mul(length)
}
