//! Whose language and country a filter writes for.

use std::borrow::Cow;

use super::super::Value;
use super::Call;
use crate::locale::Locale;
use crate::project::Currency;

/// What is asked for, or else the customer's, or else the project's; none where nobody says.
pub(super) fn locale(call: &Call<'_, '_>, positional: usize) -> Option<Locale> {
    let mut keywords = call.keyword.iter();
    let keyword = keywords.find(|(name, _)| *name == "locale");
    let asked = keyword.map_or_else(|| call.positional.get(positional), |(_, value)| Some(value));
    let named = |value: &Value<'_>| match value {
        Value::Text(name) => Locale::nearest(name),
        _ => None,
    };
    let standard = call.settings.locale;
    asked
        .and_then(named)
        .or_else(|| named(call.locale))
        .or(standard)
}

/// How a filter writes an amount.
pub(super) struct Style<'c> {
    currency: Cow<'c, Currency>,
    locale: Option<Locale>,
}

impl<'c> Style<'c> {
    /// The currency is the first argument, or else the project's.
    pub(super) fn of(call: &Call<'c, '_>) -> Result<Self, String> {
        let currency = match call.positional.first() {
            None | Some(Value::Nil) => Cow::Borrowed(&call.settings.currency),
            Some(code) => {
                let code = code.to_text();
                let known = Currency::from_code(&code.to_uppercase());
                Cow::Owned(known.ok_or_else(|| format!("there is no currency `{}`", &*code))?)
            }
        };
        Ok(Self {
            currency,
            locale: locale(call, 1),
        })
    }

    /// Without cents.
    pub(super) fn whole(mut self) -> Self {
        self.currency.to_mut().digits = 0;
        self
    }

    pub(super) fn code(&self) -> &str {
        &self.currency.code
    }

    /// Appends the amount with its currency.
    pub(super) fn write(&self, amount: f64, out: &mut String) {
        match self.locale {
            None => self.currency.write(amount, out),
            Some(locale) => locale.money(amount, &self.currency, out),
        }
    }

    /// Appends the amount alone.
    pub(super) fn write_number(&self, amount: f64, out: &mut String) {
        match self.locale {
            None => self.currency.write_number(amount, out),
            Some(locale) => locale.amount(amount, &self.currency, out),
        }
    }

    /// What the number ends with when there are no cents.
    pub(super) fn zeros(&self) -> String {
        let point = self.locale.map_or(".", Locale::money_point);
        format!("{point}{}", "0".repeat(usize::from(self.currency.digits)))
    }
}
