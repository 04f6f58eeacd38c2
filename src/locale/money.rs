//! Amounts of money: sign, digits and the currency's sign where a country puts them.

use pure_rust_locales::locale_match;

use super::Locale;
use super::number::Digits;
use crate::project::Currency;

/// Keeps an amount and its currency on one line.
const NO_BREAK: char = '\u{a0}';

/// Where signs stand.
struct Places {
    sign_first: bool,
    /// Whether there is a blank between the currency's sign and the digits.
    blank: bool,
    /// Whether a minus stands between the currency's sign and the digits.
    minus_inside: bool,
}

impl Locale {
    /// An amount of whole units: `1.234,50 €`.
    pub(crate) fn money(self, amount: f64, currency: &Currency, out: &mut String) {
        let number = plain(amount, currency);
        let (minus, digits) = match number.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", &*number),
        };
        let places = self.places();
        let sign = self.sign(currency);
        let has_blank = places.blank || sign.ends_with(char::is_alphabetic);
        let blank = has_blank.then_some(NO_BREAK);
        if places.sign_first {
            if !places.minus_inside {
                out.push_str(minus);
            }
            out.push_str(sign);
            out.extend(blank);
            if places.minus_inside {
                out.push_str(minus);
            }
            self.money_digits().write(digits, None, out);
        } else {
            out.push_str(minus);
            self.money_digits().write(digits, None, out);
            out.extend(blank);
            out.push_str(sign);
        }
    }

    /// An amount without the currency.
    pub(crate) fn amount(self, amount: f64, currency: &Currency, out: &mut String) {
        let number = plain(amount, currency);
        self.money_digits().write(&number, None, out);
    }

    /// What stands before the cents.
    pub(crate) fn money_point(self) -> &'static str {
        self.money_digits().point
    }

    fn money_digits(self) -> Digits {
        Digits {
            point: locale_match!(self.0 => LC_MONETARY::MON_DECIMAL_POINT),
            separator: locale_match!(self.0 => LC_MONETARY::MON_THOUSANDS_SEP),
            groups: locale_match!(self.0 => LC_MONETARY::MON_GROUPING),
        }
    }

    fn places(self) -> Places {
        let blank = locale_match!(self.0 => LC_MONETARY::P_SEP_BY_SPACE) != 0;
        Places {
            sign_first: locale_match!(self.0 => LC_MONETARY::P_CS_PRECEDES) == 1,
            blank,
            // Japan's is said to be there too, but is written before the sign
            minus_inside: blank && locale_match!(self.0 => LC_MONETARY::N_SIGN_POSN) == 4,
        }
    }

    /// The country's own sign for its own currency; else one that means the same everywhere.
    fn sign(self, currency: &Currency) -> &str {
        let own = locale_match!(self.0 => LC_MONETARY::INT_CURR_SYMBOL).trim_end();
        let sign = locale_match!(self.0 => LC_MONETARY::CURRENCY_SYMBOL);
        match currency.code.as_str() {
            code if code == own && !sign.is_empty() => sign,
            "EUR" => "€",
            "GBP" => "£",
            "JPY" => "¥",
            "INR" => "₹",
            "KRW" => "₩",
            "ILS" => "₪",
            "BRL" => "R$",
            // other countries have a dollar of their own
            "USD" if sign.contains('$') => "US$",
            "USD" => "$",
            code => code,
        }
    }
}

/// In ASCII, without groups.
fn plain(amount: f64, currency: &Currency) -> String {
    let digits = usize::from(currency.digits);
    let number = format!("{:.digits$}", amount.abs());
    let is_zero = number.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if amount < 0.0 && !is_zero {
        format!("-{number}")
    } else {
        number
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;
    use crate::project::Currency;

    #[test]
    fn amounts() {
        let shown = |locale: &str, code: &str, amount: f64| {
            let mut out = String::new();
            let locale = Locale::find(locale).unwrap();
            locale.money(amount, &Currency::from_code(code).unwrap(), &mut out);
            out.replace('\u{a0}', "·").replace('\u{202f}', "~")
        };
        let cases = [
            ("de", "EUR", 1234.5, "1.234,50·€"),
            ("de", "EUR", -0.5, "-0,50·€"),
            ("de", "USD", 1_234_567.0, "1.234.567,00·$"),
            ("de_CH", "CHF", 1234.5, "CHF·1’234.50"),
            ("fr", "EUR", 1234.5, "1~234,50·€"),
            ("en_US", "USD", -1234.5, "-$1,234.50"),
            ("en_US", "CHF", 1234.5, "CHF·1,234.50"),
            ("en_CA", "USD", 3.0, "US$3.00"),
            ("en_GB", "GBP", 1234.5, "£1,234.50"),
            ("ja", "JPY", -1234.5, "-￥1,234"),
            ("pt_BR", "BRL", -1234.5, "-R$·1.234,50"),
            ("nl", "EUR", -1234.5, "€·-1.234,50"),
            ("hi", "INR", 1_234_567.5, "₹12,34,567.50"),
            ("sv", "SEK", 1234.5, "1~234,50·kr"),
        ];
        for (locale, code, amount, expected) in cases {
            assert_eq!(shown(locale, code, amount), expected, "{locale} {code}");
        }
    }
}
