//! Amounts in the project's currency.

use super::super::Value;
use super::Call;

/// `1234.5` as `$1,234.50`, or `1,234.50 CHF` for a currency without a sign here.
pub(super) fn money<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let shown = amount(call)?.map(|amount| call.settings.currency.shown(amount));
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
