//! Now, and the calendar around it in every time zone that a customer lives in.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::model::{Bound, Moment, Unit, Window};
use crate::schema::{epoch_day, from_day};

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

/// The one moment that a run takes as now. Zone 0 is the project's.
#[derive(Clone, Debug)]
pub struct Clock {
    now: Timestamp,
    zones: Vec<TimeZone>,
}

/// The first and the last microsecond of a window.
pub(crate) type Bounds = (i64, i64);

impl Clock {
    /// A clock that stands at `now` in the project's zone.
    pub fn new(now: Timestamp, zone: TimeZone) -> Self {
        Self {
            now,
            zones: vec![zone],
        }
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The zone with this number.
    pub fn zone(&self, zone: u16) -> &TimeZone {
        self.zones.get(zone as usize).unwrap_or(&self.zones[0])
    }

    /// The number of the zone called `name`; the project's when there is none of that name.
    pub(crate) fn zone_number(&mut self, name: &str) -> u16 {
        let named = |zone: &TimeZone| zone.iana_name() == Some(name);
        if let Some(known) = self.zones.iter().position(named) {
            return known as u16;
        }
        match TimeZone::get(name) {
            Ok(zone) if self.zones.len() < usize::from(u16::MAX) => {
                self.zones.push(zone);
                (self.zones.len() - 1) as u16
            }
            _ => 0,
        }
    }

    /// How many zones are numbered.
    pub(crate) fn zones(&self) -> u16 {
        self.zones.len() as u16
    }

    /// Today's date in a zone.
    pub fn today(&self, zone: u16) -> Date {
        self.now.to_zoned(self.zone(zone).clone()).date()
    }

    /// The calendar date of a moment in a zone, in days since 1970-01-01.
    pub(crate) fn day_of(&self, moment: i64, zone: u16) -> Option<i32> {
        let moment = Timestamp::from_microsecond(moment).ok()?;
        let offset = self.zone(zone).to_offset(moment).seconds();
        let local = moment.as_second() + i64::from(offset);
        i32::try_from(local.div_euclid(86_400)).ok()
    }

    /// The first moment of a day in a zone.
    pub(crate) fn start_of(&self, day: i32, zone: u16) -> Option<i64> {
        let start = from_day(day)?.to_zoned(self.zone(zone).clone()).ok()?;
        Some(start.timestamp().as_microsecond())
    }

    /// The window's ends in a zone. Only calendar days differ from zone to zone.
    pub(crate) fn bounds(&self, window: &Window, zone: u16) -> Bounds {
        let now = self.now.as_microsecond();
        match window {
            Window::Last(count, unit) => (self.before_now(*count, *unit) + 1, now),
            Window::CalendarDays(count) => {
                let today = epoch_day(self.today(zone));
                let first = today.saturating_sub((*count - 1).max(0) as i32);
                (self.start_of(first, zone).unwrap_or(i64::MIN), now)
            }
            Window::Fixed(from, to) => {
                let from = from.map_or(i64::MIN, |bound| self.bound(bound));
                let to = to.map_or(i64::MAX, |bound| self.bound(bound).saturating_sub(1));
                (from, to)
            }
        }
    }

    fn bound(&self, bound: Bound) -> i64 {
        match bound {
            Bound::Moment(moment) => moment,
            // Days that no moment lies in are before or after all moments: `9999-12-31`.
            Bound::Day(day) if day > 0 => self.start_of(day, 0).unwrap_or(i64::MAX),
            Bound::Day(day) => self.start_of(day, 0).unwrap_or(i64::MIN),
        }
    }

    /// When a persona's event took place.
    pub(crate) fn moment(&self, moment: Moment) -> i64 {
        match moment {
            Moment::Ago(count, unit) => self.before_now(count, unit),
            Moment::At(bound) => self.bound(bound),
        }
    }

    fn before_now(&self, count: i64, unit: Unit) -> i64 {
        let now = self.now.as_microsecond();
        let span = match unit {
            Unit::Minutes => return now - count * HOUR / 60,
            Unit::Hours => return now - count * HOUR,
            Unit::Days => return now - count * DAY,
            Unit::Weeks => return now - count * 7 * DAY,
            Unit::Months => Span::new().try_months(count),
            Unit::Years => Span::new().try_years(count),
        };
        let local = self.now.to_zoned(self.zone(0).clone());
        let before = span.and_then(|span| local.checked_sub(span));
        before.map_or(i64::MIN, |zoned| zoned.timestamp().as_microsecond())
    }
}

/// Whole units from `from` to `to`; negative when `to` is earlier. 29 February counts as the 28th
/// in years without it.
pub(crate) fn units_between(from: Date, to: Date, unit: Unit) -> i64 {
    let months = |from: Date, to: Date| {
        let years = i64::from(to.year()) - i64::from(from.year());
        let months = years * 12 + i64::from(to.month()) - i64::from(from.month());
        let anniversary = from.day().min(to.days_in_month());
        months - i64::from(to.day() < anniversary)
    };
    let forward = |from: Date, to: Date| match unit {
        Unit::Years => months(from, to).div_euclid(12),
        Unit::Months => months(from, to),
        Unit::Weeks => i64::from(epoch_day(to) - epoch_day(from)).div_euclid(7),
        Unit::Days | Unit::Hours | Unit::Minutes => i64::from(epoch_day(to) - epoch_day(from)),
    };
    if to < from {
        -forward(to, from)
    } else {
        forward(from, to)
    }
}

/// Days from `today` to the next anniversary of `date`, 0 on the day itself.
pub(crate) fn days_to_anniversary(of: Date, today: Date) -> Option<i32> {
    (today.year()..=today.year() + 1)
        .filter_map(|year| {
            let first = Date::new(year, of.month(), 1).ok()?;
            let day = of.day().min(first.days_in_month());
            let anniversary = Date::new(year, of.month(), day).ok()?;
            Some(epoch_day(anniversary) - epoch_day(today))
        })
        .find(|&days| days >= 0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Clock, days_to_anniversary, units_between};
    use crate::model::{Unit, Window};

    #[test]
    fn a_29_february_is_kept_on_the_28th() {
        let born = date(2004, 2, 29);
        assert_eq!(units_between(born, date(2026, 2, 27), Unit::Years), 21);
        assert_eq!(units_between(born, date(2026, 2, 28), Unit::Years), 22);
        assert_eq!(days_to_anniversary(born, date(2026, 2, 21)), Some(7));
        assert_eq!(days_to_anniversary(born, date(2028, 2, 28)), Some(1));
        assert_eq!(days_to_anniversary(born, date(2026, 3, 1)), Some(364));
    }

    #[test]
    fn calendar_days_begin_at_the_customers_midnight() {
        let now = "2026-03-09T03:30:00Z".parse().unwrap();
        let mut clock = Clock::new(now, jiff::tz::TimeZone::UTC);
        let new_york = clock.zone_number("America/New_York");
        let start = |zone| {
            let (start, _) = clock.bounds(&Window::CalendarDays(2), zone);
            jiff::Timestamp::from_microsecond(start)
                .unwrap()
                .to_string()
        };
        assert_eq!(start(0), "2026-03-08T00:00:00Z");
        // There it is still the 8th, whose clocks went forward; the 7th began at UTC-5.
        assert_eq!(start(new_york), "2026-03-07T05:00:00Z");
    }

    #[test]
    fn thirty_days_are_720_hours_and_months_are_calendar_months() {
        let now = "2026-03-31T12:00:00Z".parse().unwrap();
        let clock = Clock::new(now, jiff::tz::TimeZone::UTC);
        let start = |count, unit| {
            let (start, end) = clock.bounds(&Window::Last(count, unit), 0);
            assert_eq!(end, now.as_microsecond());
            jiff::Timestamp::from_microsecond(start - 1)
                .unwrap()
                .to_string()
        };
        assert_eq!(start(30, Unit::Days), "2026-03-01T12:00:00Z");
        assert_eq!(start(1, Unit::Months), "2026-02-28T12:00:00Z");
    }
}
