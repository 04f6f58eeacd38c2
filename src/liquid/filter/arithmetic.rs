//! Filters on numbers. They count exactly: `0.1 | plus: 0.2` is `0.3`.

use super::super::Value;
use super::super::number::Number;
use super::{Call, limit};

/// Without its sign.
pub(super) fn abs<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    number(call).abs().value()
}

/// The sum.
pub(super) fn plus<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    limit::number(number(call).plus(&operand(call)))
}

/// The difference.
pub(super) fn minus<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    limit::number(number(call).minus(&operand(call)))
}

/// The product.
pub(super) fn times<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    limit::number(number(call).times(&operand(call)))
}

/// The quotient; of whole numbers, rounded down.
pub(super) fn divided_by<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let quotient = number(call).divided_by(&operand(call));
    quotient.map(Number::value).ok_or_else(by_zero)
}

/// What a division leaves, with the sign of the argument.
pub(super) fn modulo<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let remainder = number(call).modulo(&operand(call));
    remainder.map(Number::value).ok_or_else(by_zero)
}

fn by_zero() -> String {
    "divided by 0".to_owned()
}

/// The nearest whole number, or the nearest with so many digits behind the point.
pub(super) fn round<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    let digits = operand(call).truncated();
    let digits = i64::try_from(digits).unwrap_or(i64::MAX);
    number(call).rounded(digits).value()
}

/// The next whole number that is not below.
pub(super) fn ceil<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    number(call).ceil().value()
}

/// The next whole number that is not above.
pub(super) fn floor<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    number(call).floor().value()
}

/// The greater of both.
pub(super) fn at_least<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    let (number, least) = (number(call), operand(call));
    let is_less = number.compare(&least).is_lt();
    if is_less { least } else { number }.value()
}

/// The lesser of both.
pub(super) fn at_most<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    let (number, most) = (number(call), operand(call));
    let is_more = number.compare(&most).is_gt();
    if is_more { most } else { number }.value()
}

fn number(call: &Call<'_, '_>) -> Number {
    Number::of(call.input)
}

fn operand(call: &Call<'_, '_>) -> Number {
    Number::of(call.argument(0))
}
