//! `date`: dates and times by a strftime format.

use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime::{BrokenDownTime, format};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::super::Value;
use super::Call;

/// The input by the format of the argument, as in `"%B %-d, %Y"`.
///
/// Takes dates, times, their ISO 8601 texts, seconds since 1970, and `"now"` and `"today"`.
/// What is no date stays as it is.
pub(super) fn date<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let pattern = call.argument(0).to_string();
    if pattern.is_empty() {
        return Ok(call.input.clone());
    }
    let Some(time) = broken_down(call) else {
        return Ok(call.input.clone());
    };
    let text = format(&pattern, time).map_err(|error| format!("`{pattern}`: {error}"))?;
    Ok(text.into())
}

fn broken_down(call: &Call<'_, '_>) -> Option<BrokenDownTime> {
    let input = match call.input {
        Value::Text(word) if is_now(word) => call.now,
        other => other,
    };
    match input {
        Value::Date(date) => Some(at_midnight(*date)),
        Value::Time(time) => Some((&**time).into()),
        Value::Integer(seconds) => {
            let time = Timestamp::from_second(*seconds).ok()?;
            Some((&time.to_zoned(TimeZone::UTC)).into())
        }
        Value::Text(text) => parse(text.trim()),
        _ => None,
    }
}

/// Whether `word` stands for the present.
pub(in crate::liquid) fn is_now(word: &str) -> bool {
    matches!(word, "now" | "today")
}

fn parse(text: &str) -> Option<BrokenDownTime> {
    if let Ok(time) = text.parse::<Zoned>() {
        return Some((&time).into());
    }
    if let Ok(time) = BrokenDownTime::parse("%Y-%m-%d %H:%M:%S %z", text) {
        return Some(time);
    }
    let has_offset = jiff::fmt::temporal::Pieces::parse(text)
        .ok()
        .and_then(|pieces| pieces.to_numeric_offset());
    if let (Some(offset), Ok(time)) = (has_offset, text.parse::<Timestamp>()) {
        return Some((&time.to_zoned(TimeZone::fixed(offset))).into());
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some((&time.to_zoned(TimeZone::UTC)).into());
    }
    if let Ok(time) = text.parse::<DateTime>() {
        return Some((&time.to_zoned(TimeZone::UTC).ok()?).into());
    }
    text.parse::<Date>().ok().map(at_midnight)
}

fn at_midnight(date: Date) -> BrokenDownTime {
    match date.to_zoned(TimeZone::UTC) {
        Ok(time) => (&time).into(),
        Err(_) => date.into(),
    }
}
