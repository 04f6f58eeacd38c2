//! `date`: dates and times by a strftime format.

pub(super) mod format;
pub(super) mod parse;

pub(in crate::liquid) mod pattern;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::super::Value;
use super::local::locale;
use super::{Applied, Call};

/// The input by the format of the argument, as in `"%B %-d, %Y"`.
///
/// Takes dates, times, texts that say one, seconds since 1970, and `"now"` and `"today"`. What is
/// no date stays as it is.
pub(super) fn date<'v>(call: &Call<'_, 'v>, out: &mut String) -> Result<Applied<'v>, String> {
    let pattern = call.argument(0).to_text();
    if pattern.is_empty() {
        return Ok(Applied::Input);
    }
    let Some(time) = moment(call) else {
        return Ok(Applied::Input);
    };
    format::format(&pattern, &time, locale(call, 1), out)?;
    Ok(Applied::Written)
}

/// The moment that the input stands for.
pub(super) fn moment(call: &Call<'_, '_>) -> Option<Zoned> {
    let now = match call.now {
        Value::Time(now) => Some(&**now),
        _ => None,
    };
    let zone = now.map_or(TimeZone::UTC, |now| now.time_zone().clone());
    let at = |seconds| Some(Timestamp::from_second(seconds).ok()?.to_zoned(zone.clone()));
    match call.input {
        Value::Date(date) => date.to_zoned(TimeZone::UTC).ok(),
        Value::Time(time) => Some((**time).clone()),
        Value::Integer(seconds) => at(*seconds),
        Value::Text(text) if is_now(text) => now.cloned(),
        Value::Text(text) => match text.parse() {
            Ok(seconds) => at(seconds),
            Err(_) => parse::parse(text, now),
        },
        _ => None,
    }
}

/// Whether a text stands for a moment.
pub(in crate::liquid) fn is_moment(text: &str) -> bool {
    let epoch = Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
    is_now(text) || text.parse::<i64>().is_ok() || parse::parse(text, Some(&epoch)).is_some()
}

/// Whether `word` stands for the present.
fn is_now(word: &str) -> bool {
    word.eq_ignore_ascii_case("now") || word.eq_ignore_ascii_case("today")
}
