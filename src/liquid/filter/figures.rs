//! Numbers as people read them.

use super::super::Value;
use super::super::number::{Number, whole};
use super::Call;
use crate::project::grouped;

/// Characters between thousands at most.
const MAX_DELIMITER: usize = 8;

/// Digits behind the point at most.
const MAX_DIGITS: i64 = 100;

/// A comma, or the argument, before each three digits.
pub(super) fn number_with_delimiter<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    if *call.input == Value::Nil {
        return Value::Nil;
    }
    let text = with_commas(&number(call).value().to_string());
    match call.positional.first() {
        Some(delimiter) => {
            let delimiter: String = delimiter.to_text().chars().take(MAX_DELIMITER).collect();
            text.replace(',', &delimiter).into()
        }
        None => text.into(),
    }
}

/// So many digits behind the point, two unless said.
pub(super) fn number_with_precision<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    shown(call, 2, |number| number)
}

/// Digits in groups of three, and so many behind the point, none unless said.
pub(super) fn format_number<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    shown(call, 0, |number| with_commas(&number))
}

/// A part of one in percent: `0.256` is `26%`.
pub(super) fn percentage<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    if *call.input == Value::Nil {
        return Ok(Value::Nil);
    }
    let number = number(call).times(&Number::Small(100));
    Ok(format!("{}%", fixed(&number, digits(call, 0)?)).into())
}

fn shown<'v>(
    call: &Call<'_, 'v>,
    standard: i64,
    finish: fn(String) -> String,
) -> Result<Value<'v>, String> {
    if *call.input == Value::Nil {
        return Ok(Value::Nil);
    }
    Ok(finish(fixed(&number(call), digits(call, standard)?)).into())
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

pub(super) fn with_commas(text: &str) -> String {
    let (minus, digits) = text.split_at(usize::from(text.starts_with('-')));
    let mut out = minus.to_owned();
    grouped(digits, &mut out);
    out
}
