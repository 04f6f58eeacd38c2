//! Amounts for people.

/// The project's currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217, as in `USD`.
    pub code: String,
    /// How many digits follow the point: 2 for cents, 0 for yen.
    pub digits: u8,
}

/// Minor units up to which floats have digits enough to tell halves apart.
const MAX_EXACT: f64 = 1e12;

/// How far from a whole number of minor units an amount may be for its product to be on the side of
/// the half where the amount itself is.
const CLEAR_OF_HALF: f64 = 0.499_9;

impl Currency {
    /// An amount of whole units for people: `$1,234.50`, or `1,234.50 CHF` for a currency without a
    /// sign here.
    pub fn shown(&self, amount: f64) -> String {
        let mut out = String::new();
        self.write(amount, &mut out);
        out
    }

    /// Appends what [`Currency::shown`] gives.
    pub(crate) fn write(&self, amount: f64, out: &mut String) {
        let sign = match self.code.as_str() {
            "USD" => "$",
            "GBP" => "£",
            "EUR" => "€",
            code => {
                self.write_number(amount, out);
                out.push(' ');
                out.push_str(code);
                return;
            }
        };
        self.digits(amount, sign, out);
    }

    /// Appends the amount without the currency: `1,234.50`.
    pub(crate) fn write_number(&self, amount: f64, out: &mut String) {
        self.digits(amount, "", out);
    }

    /// Appends an amount with `sign` between the minus and the first digit.
    fn digits(&self, amount: f64, sign: &str, out: &mut String) {
        let unit = 10_u64.pow(u32::from(self.digits.min(9)));
        let scaled = amount.abs() * unit as f64;
        let minor = scaled.round();
        if scaled < MAX_EXACT && (scaled - minor).abs() < CLEAR_OF_HALF {
            let minor = minor as u64;
            if amount < 0.0 && minor > 0 {
                out.push('-');
            }
            out.push_str(sign);
            grouped(itoa::Buffer::new().format(minor / unit), out);
            if unit > 1 {
                // as many digits as the unit has zeros
                let mut buffer = itoa::Buffer::new();
                let places = buffer.format(unit + minor % unit);
                out.push('.');
                out.push_str(&places[1..]);
            }
            return;
        }
        let digits = usize::from(self.digits);
        let text = format!("{:.digits$}", amount.abs());
        let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        if amount < 0.0 && !is_zero {
            out.push('-');
        }
        out.push_str(sign);
        grouped(&text, out);
    }
}

/// Appends a number with a comma before each three digits of the whole part.
pub(crate) fn grouped(number: &str, out: &mut String) {
    let whole = number.find('.').unwrap_or(number.len());
    let (mut rest, places) = number.split_at(whole);
    loop {
        let (group, more) = rest.split_at(match rest.len() {
            0..=3 => rest.len(),
            length => (length - 1) % 3 + 1,
        });
        out.push_str(group);
        if more.is_empty() {
            break;
        }
        out.push(',');
        rest = more;
    }
    out.push_str(places);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the standard library rounds to, from all digits that a float has.
    fn exact(currency: &Currency, amount: f64) -> String {
        let digits = usize::from(currency.digits);
        let mut out = String::new();
        grouped(&format!("{:.digits$}", amount.abs()), &mut out);
        let is_zero = out.bytes().all(|byte| !matches!(byte, b'1'..=b'9'));
        format!("{}{out}", if amount < 0.0 && !is_zero { "-" } else { "" })
    }

    #[test]
    fn amounts_round_as_all_their_digits_say() {
        for digits in [0, 2, 3] {
            let currency = Currency {
                code: "CHF".to_owned(),
                digits,
            };
            for step in -300_000_i32..300_000 {
                for amount in [f64::from(step) / 1_000.0, f64::from(step) * 1_234.567_8] {
                    let mut out = String::new();
                    currency.write_number(amount, &mut out);
                    assert_eq!(out, exact(&currency, amount), "{amount}");
                }
            }
        }
    }

    #[test]
    fn signs_stand_before_and_codes_behind() {
        let shown = |code: &str, digits, amount| {
            let code = code.to_owned();
            Currency { code, digits }.shown(amount)
        };
        assert_eq!(shown("USD", 2, -1_234_567.891), "-$1,234,567.89");
        assert_eq!(shown("EUR", 2, 0.5), "€0.50");
        assert_eq!(shown("JPY", 0, 1_000.0), "1,000 JPY");
        assert_eq!(shown("KWD", 3, 1e15), "1,000,000,000,000,000.000 KWD");
        assert_eq!(shown("USD", 2, -0.001), "$0.00");
    }
}
