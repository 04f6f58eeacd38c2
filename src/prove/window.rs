//! Spans of time: which lie inside of which, and what they say about how long ago something was.

use crate::model::{Bound, Unit, Window};

pub(super) const HOUR: i64 = 3_600_000_000;
pub(super) const DAY: i64 = 24 * HOUR;

/// Whether every moment of the first window, up to now, lies in the second, whatever now is and
/// wherever the customer lives. None is all of time.
pub(super) fn is_inside(first: Option<&Window>, second: Option<&Window>) -> bool {
    let (Some(first), Some(second)) = (first, second) else {
        return second.is_none();
    };
    match (first, second) {
        (Window::CalendarDays(few), Window::CalendarDays(many)) => few <= many,
        (Window::Fixed(from, to), Window::Fixed(earlier, later)) => {
            starts_in(*from, *earlier) && ends_in(*to, *later)
        }
        (Window::Fixed(..), _) | (_, Window::Fixed(..)) => false,
        (first, second) => match (months(first), months(second)) {
            (Some(few), Some(many)) => few <= many,
            _ => length(first).1 <= length(second).0,
        },
    }
}

fn starts_in(from: Option<Bound>, earlier: Option<Bound>) -> bool {
    match (from, earlier) {
        (_, None) => true,
        (Some(from), Some(earlier)) => is_before_or_at(earlier, from),
        (None, Some(_)) => false,
    }
}

fn ends_in(to: Option<Bound>, later: Option<Bound>) -> bool {
    match (to, later) {
        (_, None) => true,
        (Some(to), Some(later)) => is_before_or_at(to, later),
        (None, Some(_)) => false,
    }
}

/// A day and a moment are not compared: that takes the project's time zone.
fn is_before_or_at(a: Bound, b: Bound) -> bool {
    match (a, b) {
        (Bound::Day(a), Bound::Day(b)) => a <= b,
        (Bound::Moment(a), Bound::Moment(b)) => a <= b,
        _ => false,
    }
}

/// Its length in calendar months.
pub(super) fn months(window: &Window) -> Option<i64> {
    match window {
        Window::Last(count, Unit::Months) => Some(*count),
        Window::Last(count, Unit::Years) => Some(count.saturating_mul(12)),
        _ => None,
    }
}

/// Its exact length in microseconds.
pub(super) fn exact(window: &Window) -> Option<i64> {
    let Window::Last(count, unit) = window else {
        return None;
    };
    let length = match unit {
        Unit::Minutes => HOUR / 60,
        Unit::Hours => HOUR,
        Unit::Days => DAY,
        Unit::Weeks => 7 * DAY,
        Unit::Months | Unit::Years => return None,
    };
    Some(count.saturating_mul(length))
}

/// The least and the greatest length that a window up to now can have. Clocks may change by a day
/// where a country moves across the date line.
fn length(window: &Window) -> (i64, i64) {
    if let Some(exact) = exact(window) {
        return (exact, exact);
    }
    match (months(window), window) {
        (Some(months), _) => (
            months
                .saturating_mul(28)
                .saturating_sub(1)
                .saturating_mul(DAY),
            months
                .saturating_mul(31)
                .saturating_add(1)
                .saturating_mul(DAY),
        ),
        (None, Window::CalendarDays(days)) => (
            days.saturating_sub(2).saturating_mul(DAY),
            days.saturating_add(1).saturating_mul(DAY),
        ),
        _ => (0, i64::MAX),
    }
}

/// How long ago in microseconds something is that the `months`-th last month reaches and the one
/// before it does not. 0 stands for what is not over yet.
pub(super) fn ago_of_months(months: i64) -> (i64, i64) {
    if months <= 0 {
        return (i64::MIN, -1);
    }
    let shorter = Window::Last(months - 1, Unit::Months);
    let from = if months == 1 { 0 } else { length(&shorter).0 };
    (from, length(&Window::Last(months, Unit::Months)).1)
}

/// How long ago something is that was `days` calendar days ago, in any time zone.
pub(super) fn ago_of_days(days: i64) -> (i64, i64) {
    (
        days.saturating_sub(2).saturating_mul(DAY),
        days.saturating_add(2).saturating_mul(DAY),
    )
}

/// The same of whole weeks since.
pub(super) fn ago_of_weeks(weeks: i64) -> (i64, i64) {
    let days = weeks.saturating_mul(7);
    (
        days.saturating_sub(9).saturating_mul(DAY),
        days.saturating_add(9).saturating_mul(DAY),
    )
}

/// The same of whole months since.
pub(super) fn ago_of_whole_months(months: i64) -> (i64, i64) {
    calendar(months, 28, 31)
}

/// The same of whole years since.
pub(super) fn ago_of_years(years: i64) -> (i64, i64) {
    calendar(years, 365, 366)
}

fn calendar(units: i64, shortest: i64, longest: i64) -> (i64, i64) {
    let (least, most) = match units {
        1.. => (
            units.saturating_mul(shortest),
            units.saturating_add(1).saturating_mul(longest),
        ),
        0 => (-longest, longest),
        _ => (
            units.saturating_sub(1).saturating_mul(longest),
            units.saturating_mul(shortest),
        ),
    };
    (
        least.saturating_sub(3).saturating_mul(DAY),
        most.saturating_add(3).saturating_mul(DAY),
    )
}

/// The same of whole hours since, counted towards zero.
pub(super) fn ago_of_hours(hours: i64) -> (i64, i64) {
    towards_zero(hours, HOUR)
}

/// The same of whole minutes since, counted towards zero.
pub(super) fn ago_of_minutes(minutes: i64) -> (i64, i64) {
    towards_zero(minutes, HOUR / 60)
}

fn towards_zero(units: i64, length: i64) -> (i64, i64) {
    let exact = units.saturating_mul(length);
    let least = exact.saturating_sub(if units <= 0 { length - 1 } else { 0 });
    let most = exact.saturating_add(if units >= 0 { length - 1 } else { 0 });
    (least, most)
}

/// The moments of a date, in any time zone.
pub(super) fn moments_of_day(day: i64) -> (i64, i64) {
    (
        day.saturating_sub(1).saturating_mul(DAY),
        day.saturating_add(2).saturating_mul(DAY),
    )
}

/// The dates that one moment can have elsewhere.
pub(super) fn dates_beside(day: i64) -> (i64, i64) {
    (day.saturating_sub(2), day.saturating_add(2))
}

#[cfg(test)]
mod tests {
    use super::is_inside;
    use crate::model::{Bound, Unit, Window};

    #[test]
    fn a_shorter_window_lies_in_a_longer_one_where_no_calendar_can_change_that() {
        let last = |count, unit| Window::Last(count, unit);
        let inside = |first: &Window, second: &Window| is_inside(Some(first), Some(second));
        assert!(inside(&last(7, Unit::Days), &last(1, Unit::Weeks)));
        assert!(inside(&last(180, Unit::Days), &last(1, Unit::Years)));
        assert!(inside(&last(12, Unit::Months), &last(1, Unit::Years)));
        assert!(inside(&last(1, Unit::Days), &Window::CalendarDays(3)));
        assert!(!inside(&last(30, Unit::Days), &last(1, Unit::Months)));
        assert!(!inside(&last(2, Unit::Days), &Window::CalendarDays(2)));
        assert!(is_inside(Some(&last(2, Unit::Years)), None));
        assert!(!is_inside(None, Some(&last(2, Unit::Years))));
    }

    #[test]
    fn fixed_windows_lie_in_each_other_by_their_ends() {
        let from = Window::Fixed(Some(Bound::Day(10)), None);
        let part = Window::Fixed(Some(Bound::Day(10)), Some(Bound::Day(20)));
        assert!(is_inside(Some(&part), Some(&from)));
        assert!(!is_inside(Some(&from), Some(&part)));
    }
}
