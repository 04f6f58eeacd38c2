//! `money`: amounts in the project's currency.

use super::super::Value;
use super::Call;

/// `1234.5` as `$1,234.50`, or `1,234.50 CHF` for a currency without a sign here.
pub(super) fn money(call: &Call<'_>) -> Result<Value, String> {
    let Some(amount) = call.input.to_number() else {
        return Err("expected a number".to_owned());
    };
    let currency = &call.settings.currency;
    let digits = usize::from(currency.digits);
    let number = grouped(&format!("{:.digits$}", amount.abs()));
    let is_zero = number.chars().all(|c| !c.is_ascii_digit() || c == '0');
    let minus = if amount < 0.0 && !is_zero { "-" } else { "" };
    let text = match currency.code.as_str() {
        "USD" => format!("{minus}${number}"),
        "GBP" => format!("{minus}£{number}"),
        "EUR" => format!("{minus}€{number}"),
        code => format!("{minus}{number} {code}"),
    };
    Ok(Value::Text(text.into()))
}

/// A comma before each three digits of the whole part.
fn grouped(number: &str) -> String {
    let whole = number.find('.').unwrap_or(number.len());
    let mut text = String::with_capacity(number.len() + whole / 3);
    for (index, character) in number.chars().enumerate() {
        if index > 0 && index < whole && (whole - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(character);
    }
    text
}
