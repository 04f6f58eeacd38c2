//! What is accumulated over events, when, and how customers are ranked by it.

use crate::rules::ast::Function;
use crate::schema::Type;

use super::Expr;

/// Units of time. Hours and below are exact; the others are those of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Unit {
    Minutes,
    Hours,
    Days,
    Weeks,
    Months,
    Years,
}

/// A span of time, relative to now or fixed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Window {
    /// `(now − length, now]`, a day being 24 hours, months and years those of the calendar.
    Last(i64, Unit),
    /// Today and the days before it, so many in all, in the customer's time zone.
    CalendarDays(i64),
    /// From the first bound (included) to the second (excluded); open where none.
    Fixed(Option<Bound>, Option<Bound>),
}

/// An end of a fixed window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// The start of a day in the project's time zone, in days since 1970-01-01.
    Day(i32),
    /// A moment, in microseconds since 1970 UTC.
    Moment(i64),
}

/// A value accumulated over a customer's events.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Aggregate {
    /// Which events.
    pub event: usize,
    /// How they are combined.
    pub function: Function,
    /// What is combined; none for `count`. Rows where it is missing do not count.
    pub value: Option<Expr>,
    /// Which events count.
    pub filter: Option<Expr>,
    /// When.
    pub window: Option<Window>,
    /// The type of the result.
    pub ty: Type,
}

/// A value by which customers are ranked: those with a value take part.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Ranking {
    /// The value of a customer.
    pub value: Expr,
    /// Which end is best and scores 5.
    pub best: Best,
    /// Where the days of the value begin.
    pub calendar: Calendar,
}

/// Whose midnight ends a day in the value of a ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Calendar {
    /// The project's for everybody. The value is made of aggregates only, so it is there as soon as
    /// the events are scanned.
    Project,
    /// Each customer's own.
    Customer,
}

/// The end of a ranking that is best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Best {
    Largest,
    Smallest,
}
