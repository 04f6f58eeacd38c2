//! Amounts in the project's currency.

use super::super::Value;
use super::{Applied, Call};

/// `1234.5` as `$1,234.50`, or `1,234.50 CHF` for a currency without a sign here.
pub(super) fn money<'v>(call: &Call<'_, 'v>, out: &mut String) -> Result<Applied<'v>, String> {
    written(call, |amount| call.settings.currency.write(amount, out))
}

/// With the currency's code behind it: `$1,234.50 USD`.
pub(super) fn money_with_currency<'v>(
    call: &Call<'_, 'v>,
    out: &mut String,
) -> Result<Applied<'v>, String> {
    written(call, |amount| {
        let currency = &call.settings.currency;
        currency.write(amount, out);
        if !out.ends_with(&currency.code) {
            out.push(' ');
            out.push_str(&currency.code);
        }
    })
}

/// Without the currency: `1,234.50`.
pub(super) fn money_without_currency<'v>(
    call: &Call<'_, 'v>,
    out: &mut String,
) -> Result<Applied<'v>, String> {
    let currency = &call.settings.currency;
    written(call, |amount| currency.write_number(amount, out))
}

/// Without the cents when there are none: `$1,234`.
pub(super) fn money_without_trailing_zeros<'v>(
    call: &Call<'_, 'v>,
    out: &mut String,
) -> Result<Applied<'v>, String> {
    let currency = &call.settings.currency;
    let zeros = format!(".{}", "0".repeat(usize::from(currency.digits)));
    written(call, |amount| {
        let shown = currency.shown(amount);
        let (head, tail) = shown.split_once(&zeros).unwrap_or((&shown, ""));
        out.push_str(head);
        out.push_str(tail);
    })
}

/// Writes the amount that went in, if it is not missing.
fn written<'v>(call: &Call<'_, 'v>, write: impl FnOnce(f64)) -> Result<Applied<'v>, String> {
    Ok(match amount(call)? {
        Some(amount) => {
            write(amount);
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
