//! Windows and moments as a person says them.

use jiff::Timestamp;

use crate::model::{Bound, Unit, Window};
use crate::schema::from_day;

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;
/// In microseconds.
pub(super) const DAY: i64 = 24 * HOUR;

/// `in the last 30 days`, `since 2026-01-01`, `from 2026-01-01 to 2026-01-31`
pub(super) fn window(window: &Window) -> String {
    match window {
        Window::CalendarDays(1) => "today".to_owned(),
        Window::Last(..) | Window::CalendarDays(_) => format!("in {}", span(window)),
        Window::Fixed(Some(from), None) => format!("since {}", bound(*from, 0)),
        Window::Fixed(None, Some(to)) => format!("up to {}", bound(*to, 1)),
        Window::Fixed(Some(from), Some(to)) => {
            format!("from {} to {}", bound(*from, 0), bound(*to, 1))
        }
        Window::Fixed(None, None) => "at any time".to_owned(),
    }
}

/// `the last 30 days`; of fixed ends `that time`.
pub(super) fn span(window: &Window) -> String {
    match window {
        Window::Last(count, unit) => match count {
            1 => format!("the last {}", unit_name(*unit, 1)),
            count => format!("the last {count} {}", unit_name(*unit, *count)),
        },
        Window::CalendarDays(1) => "of today".to_owned(),
        Window::CalendarDays(count) => format!("the last {count} calendar days"),
        Window::Fixed(..) => "that time".to_owned(),
    }
}

/// A bound; of the end of a window the last day inside, which is `before` days earlier.
fn bound(bound: Bound, before: i32) -> String {
    match bound {
        Bound::Day(day) => from_day(day - before).map_or_else(String::new, |day| day.to_string()),
        Bound::Moment(moment) => Timestamp::from_microsecond(moment - i64::from(before))
            .map_or_else(|_| String::new(), |moment| moment.to_string()),
    }
}

pub(super) fn unit_name(unit: Unit, count: i64) -> String {
    let name = match unit {
        Unit::Minutes => "minute",
        Unit::Hours => "hour",
        Unit::Days => "day",
        Unit::Weeks => "week",
        Unit::Months => "month",
        Unit::Years => "year",
    };
    if count == 1 {
        name.to_owned()
    } else {
        format!("{name}s")
    }
}

fn counted(count: i64, unit: Unit) -> String {
    format!("{count} {}", unit_name(unit, count))
}

/// `12 days ago`, `in 3 hours`, of a moment. Days are 24 hours, as in `in last 12 days`.
pub(super) fn ago(moment: i64, now: i64) -> String {
    relative(&length((now - moment).abs()), now.cmp(&moment))
}

/// How far outside of a window something is, when that is less than a day: `30 minutes `.
pub(super) fn beyond(distance: i64) -> String {
    if distance < DAY {
        format!("{} ", length(distance))
    } else {
        String::new()
    }
}

/// `12 days ago`, `in 3 days`, `today`, of a calendar day.
pub(super) fn days_ago(day: i32, today: i32) -> String {
    if day == today {
        return "today".to_owned();
    }
    let days = i64::from(day.abs_diff(today));
    relative(&length(days * DAY), today.cmp(&day))
}

fn relative(length: &str, order: std::cmp::Ordering) -> String {
    if order.is_lt() {
        format!("in {length}")
    } else {
        format!("{length} ago")
    }
}

/// A length of time in its largest fitting unit.
fn length(micros: i64) -> String {
    let days = micros / DAY;
    match micros {
        _ if days >= 730 => counted((days as f64 / 365.25).floor() as i64, Unit::Years),
        _ if days >= 1 => counted(days, Unit::Days),
        HOUR.. => counted(micros / HOUR, Unit::Hours),
        MINUTE.. => counted(micros / MINUTE, Unit::Minutes),
        _ => "less than a minute".to_owned(),
    }
}

/// A length of time: `2 hours 5 minutes`, `12.5 seconds`.
pub(super) fn duration(micros: i64) -> String {
    let sign = if micros < 0 { "-" } else { "" };
    let rest = micros.saturating_abs();
    let parts = [
        (rest / DAY, Unit::Days),
        (rest % DAY / HOUR, Unit::Hours),
        (rest % HOUR / MINUTE, Unit::Minutes),
    ];
    let mut words: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| counted(count, unit))
        .collect();
    let seconds = (rest % MINUTE) as f64 / 1e6;
    if seconds > 0.0 || words.is_empty() {
        words.push(format!("{} seconds", rounded(seconds)));
    }
    format!("{sign}{}", words.join(" "))
}

/// At most two digits behind the point.
pub(super) fn rounded(number: f64) -> String {
    ((number * 100.0).round() / 100.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::{DAY, HOUR, MINUTE, ago, beyond, days_ago, duration, window};
    use crate::model::{Bound, Unit, Window};

    #[test]
    fn times_are_told_from_now() {
        let now = 1000 * DAY;
        assert_eq!(ago(now - 12 * DAY - 5 * HOUR, now), "12 days ago");
        assert_eq!(beyond(90 * MINUTE), "1 hour ");
        assert_eq!(beyond(DAY), "");
        assert_eq!(ago(now - 23 * HOUR, now), "23 hours ago");
        assert_eq!(ago(now - 90 * MINUTE, now), "1 hour ago");
        assert_eq!(ago(now - 1, now), "less than a minute ago");
        assert_eq!(ago(now + 3 * DAY, now), "in 3 days");
        assert_eq!(days_ago(100, 112), "12 days ago");
        assert_eq!(days_ago(112, 112), "today");
        assert_eq!(days_ago(0, 20_000), "54 years ago");
        assert_eq!(duration(2 * HOUR + 5 * MINUTE), "2 hours 5 minutes");
        assert_eq!(duration(12_500_000), "12.5 seconds");
    }

    #[test]
    fn windows_include_their_last_day() {
        let january = Window::Fixed(Some(Bound::Day(20_454)), Some(Bound::Day(20_485)));
        assert_eq!(window(&january), "from 2026-01-01 to 2026-01-31");
        assert_eq!(window(&Window::Last(1, Unit::Days)), "in the last day");
        assert_eq!(window(&Window::CalendarDays(1)), "today");
    }
}
