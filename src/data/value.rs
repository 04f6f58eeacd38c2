//! Reads a cell as a number, money, yes/no, a date, a time or a length of time.

use std::cell::RefCell;
use std::collections::HashMap;

use foldhash::fast::FixedState;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SpanRelativeTo, Timestamp};

use super::cell::Cell;
use super::problem::Fault;
use crate::schema::Decimal;

/// A value, none when it is missing.
pub(super) type Read<T> = Result<Option<T>, Fault>;

const DAY: i64 = 86_400_000_000;

/// Gives the cell's text without the spaces around it to `read`; an empty one is missing.
pub(super) fn trimmed<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Read<T> {
    match text.trim() {
        "" => Ok(None),
        text => read(text).map(Some).ok_or(Fault::Type),
    }
}

/// A finite number.
pub(super) fn number(cell: &Cell<'_>) -> Read<f64> {
    match cell {
        Cell::Missing => Ok(None),
        Cell::Integer(number) => Ok(Some(*number as f64)),
        Cell::Float(number) if number.is_finite() => Ok(Some(*number)),
        Cell::Text(text) => trimmed(text, |text| {
            let number = text.parse().ok();
            // words such as `inf` and `nan` are numbers to the standard library
            let plain = text.bytes().all(|byte| b"0123456789+-.eE".contains(&byte));
            number.filter(|number: &f64| plain && number.is_finite())
        }),
        _ => Err(Fault::Type),
    }
}

/// Minor units of a currency with `digits` digits behind the point.
pub(super) fn money(cell: &Cell<'_>, digits: u8) -> Read<i64> {
    match cell {
        Cell::Missing => Ok(None),
        Cell::Integer(number) => {
            let units = number.checked_mul(10_i64.pow(digits.into()));
            units.map(Some).ok_or(Fault::TooLarge)
        }
        Cell::Float(number) if number.is_finite() => {
            let units = minor_units(*number, digits);
            units.map(Some).ok_or(Fault::TooLarge)
        }
        Cell::Text(text) => trimmed(text, |text| {
            Decimal::parse(text).and_then(|number| number.to_minor_units(digits))
        }),
        _ => Err(Fault::Type),
    }
}

/// The float as its shortest decimal text says, so that 1.005 is not 1.00499999999999989.
pub(super) fn minor_units(number: f64, digits: u8) -> Option<i64> {
    let power = 10_f64.powi(digits.into());
    let units = (number * power).round();
    // when a decimal of at most 15 digits is nearest to the float, it is its shortest text
    if units.abs() < 1e15 && (units / power).to_bits() == number.to_bits() {
        return Some(units as i64);
    }
    Decimal::parse(&number.to_string())?.to_minor_units(digits)
}

/// Yes or no in the usual spellings.
pub(super) fn yes_no(cell: &Cell<'_>) -> Read<bool> {
    match cell {
        Cell::Missing => Ok(None),
        Cell::YesNo(yes) => Ok(Some(*yes)),
        Cell::Integer(number @ (0 | 1)) => Ok(Some(*number == 1)),
        Cell::Float(number) if [0.0, 1.0].contains(number) => Ok(Some(*number > 0.5)),
        Cell::Text(text) => trimmed(text, |text| {
            let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
            if is(&["yes", "true", "1", "y", "t"]) {
                Some(true)
            } else {
                is(&["no", "false", "0", "n", "f"]).then_some(false)
            }
        }),
        _ => Err(Fault::Type),
    }
}

/// Days since 1970-01-01; of a time the date as written.
pub(super) fn date(cell: &Cell<'_>) -> Read<i32> {
    match cell {
        Cell::Missing => Ok(None),
        Cell::Date(days) => Ok(Some(*days)),
        Cell::Time(at) | Cell::Local(at) => Ok(Some(at.div_euclid(DAY) as i32)),
        Cell::Text(text) => trimmed(text, |text| {
            moment(text)?;
            let written: jiff::civil::Date = text.get(..10)?.parse().ok()?;
            let midnight = micros(written.to_datetime(jiff::civil::Time::midnight()))?;
            Some((midnight / DAY) as i32)
        }),
        _ => Err(Fault::Type),
    }
}

/// Microseconds since 1970 UTC.
pub(super) fn time(cell: &Cell<'_>, clock: &WallClock<'_>) -> Read<i64> {
    let found = match cell {
        Cell::Missing => return Ok(None),
        Cell::Text(text) => match text.trim() {
            "" => return Ok(None),
            text => moment(text),
        },
        Cell::Time(at) => Some(Moment::Utc(*at)),
        Cell::Local(at) => Some(Moment::Local(*at)),
        Cell::Date(days) => Some(Moment::Local(i64::from(*days) * DAY)),
        _ => None,
    };
    let utc = match found.ok_or(Fault::Type)? {
        Moment::Utc(at) => Some(at),
        Moment::Local(at) => clock.utc(at),
    };
    utc.map(Some).ok_or(Fault::TooLarge)
}

/// Microseconds of `PT1H30M` or of a number of seconds.
pub(super) fn duration(cell: &Cell<'_>) -> Read<i64> {
    if let Cell::Text(text) = cell
        && let text = text.trim()
        && text.trim_start_matches('-').starts_with(['P', 'p'])
    {
        let span = text.parse::<jiff::Span>().ok();
        let length = span.and_then(|span| {
            let days_of_24_hours = SpanRelativeTo::days_are_24_hours();
            span.to_duration(days_of_24_hours).ok()
        });
        let micros = length.and_then(|length| i64::try_from(length.as_micros()).ok());
        return micros.map(Some).ok_or(Fault::Type);
    }
    // microseconds are to seconds what minor units are to money
    money(cell, 6)
}

/// What a text says about time.
enum Moment {
    Utc(i64),
    Local(i64),
}

fn moment(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    // jiff also reads `20260301`, which a number easily is by accident
    if bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(Moment::Utc(at.as_microsecond()));
    }
    micros(text.parse().ok()?).map(Moment::Local)
}

fn micros(at: DateTime) -> Option<i64> {
    let as_utc = TimeZone::UTC.to_timestamp(at).ok()?;
    Some(as_utc.as_microsecond())
}

/// Turns wall clock times of one zone into moments, remembering the days without a change.
pub(super) struct WallClock<'a> {
    zone: &'a TimeZone,
    offsets: RefCell<HashMap<i64, Option<i64>, FixedState>>,
}

impl<'a> WallClock<'a> {
    pub(super) fn new(zone: &'a TimeZone) -> Self {
        Self {
            zone,
            offsets: RefCell::default(),
        }
    }

    /// The moment at which the zone's clocks show `local`; in a gap the later, in an overlap the
    /// earlier one.
    pub(super) fn utc(&self, local: i64) -> Option<i64> {
        let day = local.div_euclid(DAY);
        let mut offsets = self.offsets.borrow_mut();
        let offset = *offsets
            .entry(day)
            .or_insert_with(|| self.offset_of_day(day));
        match offset {
            Some(offset) => Some(local - offset),
            None => self.exact(local),
        }
    }

    /// The offset that holds all day, none when clocks change.
    fn offset_of_day(&self, day: i64) -> Option<i64> {
        let offset = |local: i64| Some(local - self.exact(local)?);
        let morning = offset(day.checked_mul(DAY)?)?;
        let evening = offset((day + 1).checked_mul(DAY)?)?;
        (morning == evening).then_some(morning)
    }

    fn exact(&self, local: i64) -> Option<i64> {
        let as_utc = Timestamp::from_microsecond(local).ok()?;
        let shown = TimeZone::UTC.to_datetime(as_utc);
        let at = self.zone.to_timestamp(shown).ok()?;
        Some(at.as_microsecond())
    }
}
