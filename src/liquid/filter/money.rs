//! Amounts of money, in the project's currency unless another is named.

use super::super::Value;
use super::local::Style;
use super::{Applied, Call};

/// `1234.5` as `$1,234.50`, or `1,234.50 CHF` for a currency without a sign here; as a country
/// writes it where a locale is known.
pub(super) fn money<'v>(call: &Call<'_, 'v>, out: &mut String) -> Result<Applied<'v>, String> {
    written(call, |style, amount| style.write(amount, out))
}

/// With the currency's code behind it: `$1,234.50 USD`.
pub(super) fn money_with_currency<'v>(
    call: &Call<'_, 'v>,
    out: &mut String,
) -> Result<Applied<'v>, String> {
    written(call, |style, amount| {
        let start = out.len();
        style.write(amount, out);
        if !out[start..].contains(style.code()) {
            out.push(' ');
            out.push_str(style.code());
        }
    })
}

/// Without the currency: `1,234.50`.
pub(super) fn money_without_currency<'v>(
    call: &Call<'_, 'v>,
    out: &mut String,
) -> Result<Applied<'v>, String> {
    written(call, |style, amount| style.write_number(amount, out))
}

/// Without the cents when there are none: `$1,234`.
pub(super) fn money_without_trailing_zeros<'v>(
    call: &Call<'_, 'v>,
    out: &mut String,
) -> Result<Applied<'v>, String> {
    written(call, |style, amount| {
        let zeros = style.zeros();
        let mut shown = String::new();
        style.write(amount, &mut shown);
        let (head, tail) = shown.split_once(&zeros).unwrap_or((&shown, ""));
        out.push_str(head);
        out.push_str(tail);
    })
}

/// Rounded to whole units: `$1,235`.
pub(super) fn rounded_currency<'v>(
    call: &Call<'_, 'v>,
    out: &mut String,
) -> Result<Applied<'v>, String> {
    written(call, |style, amount| {
        style.whole().write(amount.round(), out);
    })
}

/// Writes the amount that went in, if it is not missing.
fn written<'c, 'v>(
    call: &Call<'c, 'v>,
    write: impl FnOnce(Style<'c>, f64),
) -> Result<Applied<'v>, String> {
    Ok(match amount(call)? {
        Some(amount) => {
            write(Style::of(call)?, amount);
            Applied::Written
        }
        None => Applied::Input,
    })
}

/// The amount that went in; none when it is missing.
pub(super) fn amount(call: &Call<'_, '_>) -> Result<Option<f64>, String> {
    match call.input {
        Value::Nil => Ok(None),
        value => match value.to_number() {
            Some(amount) if amount.is_finite() => Ok(Some(amount)),
            _ => Err("expected a number".to_owned()),
        },
    }
}
