//! `money`: amounts in the project's currency.

use super::Call;

/// `1234.5` as `$1,234.50`, or `1,234.50 CHF` for a currency without a sign here.
pub(super) fn money(call: &Call<'_, '_>, out: &mut String) -> Result<(), String> {
    let Some(amount) = call.input.to_number() else {
        return Err("expected a number".to_owned());
    };
    out.push_str(&call.settings.currency.shown(amount));
    Ok(())
}
