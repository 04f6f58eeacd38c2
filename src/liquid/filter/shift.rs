//! Moments in other zones, before and after.

use jiff::tz::TimeZone;
use jiff::{Span, Unit, Zoned};

use super::super::Value;
use super::super::number::whole;
use super::Call;
use super::date::moment;

/// The same moment on the clocks of another zone.
pub(super) fn timezone<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let Some(time) = moment(call) else {
        return Ok(call.input.clone());
    };
    let name = call.argument(0).to_text();
    let zone = zone(&name).ok_or_else(|| format!("there is no time zone `{}`", &*name))?;
    Ok(Value::time(time.with_time_zone(zone)))
}

/// A place such as `Europe/Rome`, or an offset such as `-0800`.
pub(super) fn zone(name: &str) -> Option<TimeZone> {
    offset(name).or_else(|| TimeZone::get(name).ok())
}

/// `-0800` and `+05:30`
fn offset(name: &str) -> Option<TimeZone> {
    let sign = match name.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let figures = name[1..].replacen(':', "", 1);
    let is_whole = figures.len() == 4 && figures.bytes().all(|byte| byte.is_ascii_digit());
    let number: i32 = is_whole.then(|| figures.parse().ok())??;
    let minutes = number / 100 * 60 + number % 100;
    let offset = jiff::tz::Offset::from_seconds(sign * minutes * 60).ok()?;
    Some(TimeZone::fixed(offset))
}

/// Days since a date, by the calendar.
pub(super) fn days_ago<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    days(call, 1)
}

/// Days until a date, by the calendar.
pub(super) fn days_until<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    days(call, -1)
}

fn days<'v>(call: &Call<'_, 'v>, sign: i64) -> Result<Value<'v>, String> {
    if *call.input == Value::Nil {
        return Ok(Value::Nil);
    }
    let Value::Time(now) = call.now else {
        return Err("nobody says what now is".to_owned());
    };
    let date = match call.input {
        Value::Date(date) => *date,
        _ => required(call)?
            .with_time_zone(now.time_zone().clone())
            .date(),
    };
    let passed = now
        .date()
        .since((Unit::Day, date))
        .map_err(|error| error.to_string())?;
    Ok(Value::Integer(sign * i64::from(passed.get_days())))
}

fn required(call: &Call<'_, '_>) -> Result<Zoned, String> {
    moment(call).ok_or_else(|| format!("`{}` is no date", call.input))
}

macro_rules! shifts {
    ($($name:ident: $sign:literal $unit:ident, $what:literal;)*) => {$(
        #[doc = $what]
        pub(super) fn $name<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
            shifted(call, $sign, Unit::$unit)
        }
    )*};
}

shifts! {
    add_second: 1 Second, "So many seconds later.";
    add_minute: 1 Minute, "So many minutes later.";
    add_hour: 1 Hour, "So many hours later.";
    add_day: 1 Day, "So many days later, at the same time of the clock.";
    add_week: 1 Week, "So many weeks later.";
    add_month: 1 Month, "So many months later; the last day where there is no such day.";
    add_year: 1 Year, "So many years later.";
    subtract_second: -1 Second, "So many seconds earlier.";
    subtract_minute: -1 Minute, "So many minutes earlier.";
    subtract_hour: -1 Hour, "So many hours earlier.";
    subtract_day: -1 Day, "So many days earlier, at the same time of the clock.";
    subtract_week: -1 Week, "So many weeks earlier.";
    subtract_month: -1 Month, "So many months earlier.";
    subtract_year: -1 Year, "So many years earlier.";
}

fn shifted<'v>(call: &Call<'_, 'v>, sign: i64, unit: Unit) -> Result<Value<'v>, String> {
    if *call.input == Value::Nil {
        return Ok(Value::Nil);
    }
    let count = whole(call.argument(0))?.saturating_mul(sign);
    let span = span(count, unit).map_err(|error| error.to_string())?;
    if let Value::Date(date) = call.input
        && unit >= Unit::Day
    {
        let date = date.checked_add(span).map_err(|error| error.to_string())?;
        return Ok(Value::Date(date));
    }
    let time = required(call)?
        .checked_add(span)
        .map_err(|error| error.to_string())?;
    Ok(Value::time(time))
}

fn span(count: i64, unit: Unit) -> Result<Span, jiff::Error> {
    match unit {
        Unit::Second => Span::new().try_seconds(count),
        Unit::Minute => Span::new().try_minutes(count),
        Unit::Hour => Span::new().try_hours(count),
        Unit::Day => Span::new().try_days(count),
        Unit::Week => Span::new().try_weeks(count),
        Unit::Month => Span::new().try_months(count),
        _ => Span::new().try_years(count),
    }
}
