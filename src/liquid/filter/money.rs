//! Amounts in the project's currency.

use super::super::Value;
use super::Call;

/// `1234.5` as `$1,234.50`, or `1,234.50 CHF` for a currency without a sign here.
pub(super) fn money<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let shown = amount(call)?.map(|amount| call.settings.currency.shown(amount));
    Ok(shown.map_or(Value::Nil, Value::from))
}

/// With the currency's code behind it: `$1,234.50 USD`.
pub(super) fn money_with_currency<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let currency = &call.settings.currency;
    let shown = amount(call)?.map(|amount| {
        let shown = currency.shown(amount);
        match shown.strip_suffix(&currency.code) {
            Some(_) => shown,
            None => format!("{shown} {}", currency.code),
        }
    });
    Ok(shown.map_or(Value::Nil, Value::from))
}

/// Without the currency: `1,234.50`.
pub(super) fn money_without_currency<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let shown = amount(call)?.map(|amount| call.settings.currency.number(amount));
    Ok(shown.map_or(Value::Nil, Value::from))
}

/// Without the cents when there are none: `$1,234`.
pub(super) fn money_without_trailing_zeros<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let currency = &call.settings.currency;
    let zeros = format!(".{}", "0".repeat(usize::from(currency.digits)));
    let shown = amount(call)?.map(|amount| {
        let shown = currency.shown(amount);
        if currency.number(amount).ends_with(&zeros) {
            shown.replacen(&zeros, "", 1)
        } else {
            shown
        }
    });
    Ok(shown.map_or(Value::Nil, Value::from))
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
