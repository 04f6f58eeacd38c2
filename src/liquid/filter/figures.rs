//! Numbers as people read them.

use super::super::Value;
use super::super::number::{Number, whole};
use super::local::locale;
use super::{Applied, Call};
use crate::locale::Locale;
use crate::project::grouped;

/// Characters between thousands at most.
const MAX_DELIMITER: usize = 8;

/// Digits behind the point at most.
const MAX_DIGITS: i64 = 100;

/// A comma, or the argument, before each three digits.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the table has one kind of filter that writes by a locale"
)]
pub(super) fn number_with_delimiter<'v>(
    call: &Call<'_, 'v>,
    out: &mut String,
) -> Result<Applied<'v>, String> {
    if *call.input == Value::Nil {
        return Ok(Applied::Input);
    }
    let text = number(call).value().to_string();
    let delimiter = call.positional.first().map(|delimiter| {
        let delimiter = delimiter.to_text();
        delimiter.chars().take(MAX_DELIMITER).collect::<String>()
    });
    match (locale(call, 1), delimiter) {
        (Some(locale), delimiter) => locale.number(&text, delimiter.as_deref(), out),
        (None, None) => with_commas(&text, out),
        (None, Some(delimiter)) => {
            let mut commas = String::new();
            with_commas(&text, &mut commas);
            out.push_str(&commas.replace(',', &delimiter));
        }
    }
    Ok(Applied::Written)
}

/// So many digits behind the point, two unless said.
pub(super) fn number_with_precision<'v>(
    call: &Call<'_, 'v>,
    out: &mut String,
) -> Result<Applied<'v>, String> {
    shown(call, 2, out, |number, locale, out| {
        plain(number, locale, out);
    })
}

/// Digits in groups of three, and so many behind the point, none unless said.
pub(super) fn format_number<'v>(
    call: &Call<'_, 'v>,
    out: &mut String,
) -> Result<Applied<'v>, String> {
    shown(call, 0, out, |number, locale, out| match locale {
        Some(locale) => locale.number(number, None, out),
        None => with_commas(number, out),
    })
}

/// A part of one in percent: `0.256` is `26%`.
pub(super) fn percentage<'v>(call: &Call<'_, 'v>, out: &mut String) -> Result<Applied<'v>, String> {
    if *call.input == Value::Nil {
        return Ok(Applied::Input);
    }
    let number = number(call).times(&Number::Small(100));
    let (digits, locale) = asked(call, 0)?;
    plain(&fixed(&number, digits), locale, out);
    out.push('%');
    Ok(Applied::Written)
}

fn shown<'v>(
    call: &Call<'_, 'v>,
    standard: i64,
    out: &mut String,
    write: fn(&str, Option<Locale>, &mut String),
) -> Result<Applied<'v>, String> {
    if *call.input == Value::Nil {
        return Ok(Applied::Input);
    }
    let (digits, locale) = asked(call, standard)?;
    write(&fixed(&number(call), digits), locale, out);
    Ok(Applied::Written)
}

/// How many digits, and in which locale: a name in place of the digits is a locale's.
fn asked(call: &Call<'_, '_>, standard: i64) -> Result<(usize, Option<Locale>), String> {
    match call.positional.first() {
        Some(Value::Text(name)) if Locale::nearest(name).is_some() => {
            Ok((usize::try_from(standard).unwrap_or(0), locale(call, 0)))
        }
        _ => Ok((digits(call, standard)?, locale(call, 1))),
    }
}

fn number(call: &Call<'_, '_>) -> Number {
    Number::of(call.input)
}

fn digits(call: &Call<'_, '_>, standard: i64) -> Result<usize, String> {
    let digits = call.positional.first().map_or(Ok(standard), whole)?;
    match usize::try_from(digits) {
        Ok(found) if digits <= MAX_DIGITS => Ok(found),
        _ => Err(format!("expected 0 to {MAX_DIGITS} digits, found {digits}")),
    }
}

/// A number with exactly so many digits behind the point.
pub(super) fn fixed(number: &Number, digits: usize) -> String {
    let text = number.fixed(digits as u32).to_string();
    let (minus, text) = text
        .strip_prefix('-')
        .map_or(("", &*text), |text| ("-", text));
    let padded = format!("{text:0>0$}", digits + 1);
    let (whole, places) = padded.split_at(padded.len() - digits);
    let point = if digits > 0 { "." } else { "" };
    format!("{minus}{whole}{point}{places}")
}

/// Without groups.
pub(super) fn plain(number: &str, locale: Option<Locale>, out: &mut String) {
    match locale {
        Some(locale) => locale.number(number, Some(""), out),
        None => out.push_str(number),
    }
}

pub(super) fn with_commas(text: &str, out: &mut String) {
    let (minus, digits) = text.split_at(usize::from(text.starts_with('-')));
    out.push_str(minus);
    grouped(digits, out);
}
