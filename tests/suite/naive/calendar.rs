//! Days and windows, counted one by one.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use segue::model::{Bound, Unit, Window};

/// Now, and the project's time zone.
pub(super) struct Calendar {
    pub(super) now: Timestamp,
    pub(super) zone: TimeZone,
}

const MINUTE: i64 = 60_000_000;

impl Calendar {
    pub(super) fn now(&self) -> i64 {
        self.now.as_microsecond()
    }

    pub(super) fn today(&self, zone: &TimeZone) -> Date {
        self.now.to_zoned(zone.clone()).date()
    }

    /// Whether the moment lies in the window of a customer who lives in `zone`.
    pub(super) fn holds(&self, window: &Window, moment: i64, zone: &TimeZone) -> bool {
        match window {
            Window::Last(count, unit) => {
                let before = match unit {
                    Unit::Minutes => self.now() - count * MINUTE,
                    Unit::Hours => self.now() - count * 60 * MINUTE,
                    Unit::Days => self.now() - count * 24 * 60 * MINUTE,
                    Unit::Weeks => self.now() - count * 7 * 24 * 60 * MINUTE,
                    Unit::Months => self.back(count.months()),
                    Unit::Years => self.back(count.years()),
                };
                before < moment && moment <= self.now()
            }
            Window::CalendarDays(count) => {
                let day = day_of(moment, zone);
                let today = self.today(zone);
                let days = (0..*count).map(|days| today.checked_sub(days.days()).unwrap());
                moment <= self.now() && days.into_iter().any(|one| one == day)
            }
            Window::Fixed(from, to) => {
                from.is_none_or(|from| self.bound(from) <= moment)
                    && to.is_none_or(|to| moment < self.bound(to))
            }
        }
    }

    fn back(&self, span: Span) -> i64 {
        let local = self.now.to_zoned(self.zone.clone());
        let before = local.checked_sub(span).unwrap();
        before.timestamp().as_microsecond()
    }

    fn bound(&self, bound: Bound) -> i64 {
        match bound {
            Bound::Moment(moment) => moment,
            Bound::Day(day) => start_of(from_day(day), &self.zone),
        }
    }

    /// Whether one of the next `within` days, or today, is an anniversary.
    pub(super) fn anniversary(&self, of: Date, within: i32, zone: &TimeZone) -> bool {
        let mut days = (0..=within).map(|days| self.today(zone).checked_add(days.days()).unwrap());
        days.any(|day| {
            let leap_day = of.month() == 2 && of.day() == 29;
            let kept = if leap_day && !day.in_leap_year() {
                28
            } else {
                of.day()
            };
            day.month() == of.month() && day.day() == kept
        })
    }

    /// Whole units from the date to today, negative when it is to come.
    pub(super) fn since(&self, day: Date, unit: Unit, zone: &TimeZone) -> i64 {
        let today = self.today(zone);
        if day > today {
            -whole(today, day, unit)
        } else {
            whole(day, today, unit)
        }
    }

    /// Whole hours or minutes that lie between the moment and now.
    pub(super) fn passed(&self, moment: i64, unit: Unit) -> i64 {
        let length = if unit == Unit::Minutes {
            MINUTE
        } else {
            60 * MINUTE
        };
        let between = (self.now() - moment).abs() / length;
        if moment > self.now() {
            -between
        } else {
            between
        }
    }
}

/// The most units after which `to` is reached or not yet reached.
fn whole(from: Date, to: Date, unit: Unit) -> i64 {
    let after = |count: i64| match unit {
        Unit::Years => from.checked_add(count.years()).unwrap(),
        Unit::Months => from.checked_add(count.months()).unwrap(),
        Unit::Weeks => from.checked_add(count.weeks()).unwrap(),
        _ => from.checked_add(count.days()).unwrap(),
    };
    let mut count = 0;
    while after(count + 1) <= to {
        count += 1;
    }
    count
}

pub(super) fn from_day(day: i32) -> Date {
    date(1970, 1, 1).checked_add(day.days()).unwrap()
}

pub(super) fn day_number(day: Date) -> i32 {
    day.since(date(1970, 1, 1)).unwrap().get_days()
}

pub(super) fn day_of(moment: i64, zone: &TimeZone) -> Date {
    let moment = Timestamp::from_microsecond(moment).unwrap();
    moment.to_zoned(zone.clone()).date()
}

pub(super) fn start_of(day: Date, zone: &TimeZone) -> i64 {
    let start = day.to_zoned(zone.clone()).unwrap();
    start.timestamp().as_microsecond()
}
