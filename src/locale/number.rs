//! Numbers, with what stands between thousands and before fractions.

use pure_rust_locales::locale_match;

use super::Locale;

/// How digits are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digits {
    pub(super) point: &'static str,
    pub(super) separator: &'static str,
    /// From the point; the last goes on.
    pub(super) groups: &'static [i64],
}

impl Locale {
    fn digits(self) -> Digits {
        Digits {
            point: locale_match!(self.0 => LC_NUMERIC::DECIMAL_POINT),
            separator: locale_match!(self.0 => LC_NUMERIC::THOUSANDS_SEP),
            groups: locale_match!(self.0 => LC_NUMERIC::GROUPING),
        }
    }

    /// Appends a number that is written in ASCII: `-1234.5` as `-1.234,5`; `separator` takes the
    /// place of the locale's.
    pub(crate) fn number(self, number: &str, separator: Option<&str>, out: &mut String) {
        self.digits().write(number, separator, out);
    }
}

impl Digits {
    /// Appends a number; `separator` in place of the locale's.
    pub(super) fn write(self, number: &str, separator: Option<&str>, out: &mut String) {
        let (minus, number) = match number.strip_prefix('-') {
            Some(number) => ("-", number),
            None => ("", number),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        out.push_str(minus);
        let separator = separator.unwrap_or(self.separator);
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && self.is_between_groups(whole.len() - index) {
                out.push_str(separator);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push_str(self.point);
            out.push_str(fraction);
        }
    }

    /// Whether a group begins with so many digits before the point.
    fn is_between_groups(self, digits: usize) -> bool {
        let mut sizes = self
            .groups
            .iter()
            .map_while(|size| usize::try_from(*size).ok());
        let mut passed = 0;
        let mut last = 0;
        while passed < digits {
            match sizes.next() {
                Some(0) | None if last == 0 => return false,
                Some(0) | None => return (digits - passed).is_multiple_of(last),
                Some(size) => {
                    passed += size;
                    last = size;
                }
            }
        }
        passed == digits
    }
}
