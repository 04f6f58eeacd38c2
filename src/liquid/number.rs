//! Numbers as Ruby has them: whole ones of any size, and decimals that are exact.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::{BigInt, Sign};

use super::Value;

/// Digits of a quotient at least; more than a float can tell apart.
const QUOTIENT_DIGITS: u32 = 40;

/// Digits of a decimal at most, so that `1e-400 | plus: 1e400` costs nothing.
const MAX_SCALE: u32 = 1_000;

/// Digits that are read of a text; filters refuse numbers as big as that.
const MAX_DIGITS: usize = 40_000;

/// A number to calculate with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Number {
    /// A whole one.
    Small(i64),
    /// A whole one that may not fit.
    Big(BigInt),
    /// `mantissa / 10^scale`
    Decimal(BigInt, u32),
}

use Number::{Big, Decimal, Small};

impl Number {
    /// What a filter takes for a number: texts by the number they begin with, all else is 0.
    pub(super) fn of(value: &Value<'_>) -> Self {
        match value {
            Value::Integer(number) => Small(*number),
            Value::Big(number) => Big((**number).clone()),
            Value::Float(number) => decimal(*number),
            Value::Text(text) => of_text(text),
            _ => Small(0),
        }
    }

    /// The value it is to templates: a decimal is a float again.
    pub(super) fn value(self) -> Value<'static> {
        match self {
            Small(number) => Value::Integer(number),
            Big(number) => Value::whole(number),
            decimal @ Decimal(..) => Value::Float(decimal.to_float()),
        }
    }

    pub(super) fn to_float(&self) -> f64 {
        match self {
            Small(number) => *number as f64,
            Big(number) => number.to_string().parse().unwrap_or(f64::NAN),
            Decimal(mantissa, scale) => match i64::try_from(mantissa) {
                // both are exact, so that the division is rounded once
                Ok(small) if small.unsigned_abs() < 1 << 53 && *scale <= 22 => {
                    small as f64 / 10_f64.powi((*scale).cast_signed())
                }
                _ => format!("{mantissa}e-{scale}").parse().unwrap_or(f64::NAN),
            },
        }
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        if let (Small(a), Small(b)) = (self, other)
            && let Some(sum) = a.checked_add(*b)
        {
            return Small(sum);
        }
        let (a, b, scale) = aligned(self, other);
        scaled(a + b, scale)
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        if let (Small(a), Small(b)) = (self, other)
            && let Some(difference) = a.checked_sub(*b)
        {
            return Small(difference);
        }
        let (a, b, scale) = aligned(self, other);
        scaled(a - b, scale)
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        if let (Small(a), Small(b)) = (self, other)
            && let Some(product) = a.checked_mul(*b)
        {
            return Small(product);
        }
        let (a, a_scale) = self.parts();
        let (b, b_scale) = other.parts();
        match (a_scale, b_scale) {
            (None, None) => Big(a * b),
            _ => Decimal(a * b, a_scale.unwrap_or(0) + b_scale.unwrap_or(0)),
        }
    }

    /// The quotient, rounded down when both are whole; none by zero.
    pub(super) fn divided_by(&self, other: &Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        if let (Small(a), Small(b)) = (self, other)
            && let (Some(quotient), Some(rest)) = (a.checked_div(*b), a.checked_rem(*b))
        {
            let is_above = rest != 0 && (rest < 0) != (*b < 0);
            return Some(Small(quotient - i64::from(is_above)));
        }
        let (a, b, scale) = aligned(self, other);
        if scale.is_none() {
            return Some(Big(floored(&a, &b).0));
        }
        let digits = QUOTIENT_DIGITS + b.magnitude().to_string().len() as u32;
        let quotient = a * BigInt::from(10).pow(digits) / b;
        Some(Decimal(quotient, digits))
    }

    /// What remains, with the sign of `other`; none by zero.
    pub(super) fn modulo(&self, other: &Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        if let (Small(a), Small(b)) = (self, other)
            && let Some(rest) = a.checked_rem(*b)
        {
            let is_below = rest != 0 && (rest < 0) != (*b < 0);
            return Some(Small(if is_below { rest + b } else { rest }));
        }
        let (a, b, scale) = aligned(self, other);
        Some(scaled(floored(&a, &b).1, scale))
    }

    pub(super) fn abs(self) -> Self {
        match self {
            Small(number) => match number.checked_abs() {
                Some(number) => Small(number),
                None => Big(-BigInt::from(number)),
            },
            Big(number) => Big(number.magnitude().clone().into()),
            Decimal(mantissa, scale) => Decimal(mantissa.magnitude().clone().into(), scale),
        }
    }

    pub(super) fn floor(&self) -> Self {
        match self {
            Decimal(mantissa, scale) => Big(floored(mantissa, &BigInt::from(10).pow(*scale)).0),
            whole => whole.clone(),
        }
    }

    pub(super) fn ceil(&self) -> Self {
        match self {
            Decimal(mantissa, scale) => Big(-floored(&-mantissa, &BigInt::from(10).pow(*scale)).0),
            whole => whole.clone(),
        }
    }

    /// Without what is behind the point.
    pub(super) fn truncated(&self) -> BigInt {
        match self {
            Small(number) => (*number).into(),
            Big(number) => number.clone(),
            Decimal(mantissa, scale) => mantissa / BigInt::from(10).pow(*scale),
        }
    }

    /// To so many digits behind the point, halves away from zero.
    pub(super) fn rounded(&self, digits: i64) -> Self {
        let (mantissa, scale) = self.parts();
        let places = i64::from(scale.unwrap_or(0));
        if digits >= places {
            return match self {
                Decimal(..) if digits <= 0 => Big(self.truncated()),
                number => number.clone(),
            };
        }
        let Ok(dropped) = u32::try_from(places.saturating_sub(digits)) else {
            return Small(0);
        };
        if dropped as usize > mantissa.magnitude().to_string().len() + 1 {
            return Small(0);
        }
        let unit = BigInt::from(10).pow(dropped);
        let half = BigInt::from(mantissa.magnitude().clone()) * 2 + &unit;
        let kept: BigInt = half / (&unit * 2);
        let kept = if mantissa.sign() == Sign::Minus {
            -kept
        } else {
            kept
        };
        match u32::try_from(digits) {
            Ok(digits) if digits > 0 => Decimal(kept, digits),
            _ => {
                let tens = u32::try_from(-digits).unwrap_or(0);
                Big(kept * BigInt::from(10).pow(tens))
            }
        }
    }

    /// Rounded, as a count of the last of so many digits behind the point.
    pub(super) fn fixed(&self, digits: u32) -> BigInt {
        let (mantissa, scale) = self.rounded(i64::from(digits)).parts();
        mantissa * BigInt::from(10).pow(digits.saturating_sub(scale.unwrap_or(0)))
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        if let (Small(a), Small(b)) = (self, other) {
            return a.cmp(b);
        }
        let (a, b, _) = aligned(self, other);
        a.cmp(&b)
    }

    pub(super) fn is_at_least(&self, least: i64) -> bool {
        self.compare(&Small(least)).is_ge()
    }

    pub(super) fn is_at_most(&self, most: i64) -> bool {
        self.compare(&Small(most)).is_le()
    }

    pub(super) fn is_zero(&self) -> bool {
        match self {
            Small(number) => *number == 0,
            Big(number) | Decimal(number, _) => number.sign() == Sign::NoSign,
        }
    }

    /// Mantissa and scale; a whole number has none.
    fn parts(&self) -> (BigInt, Option<u32>) {
        match self {
            Small(number) => ((*number).into(), None),
            Big(number) => (number.clone(), None),
            Decimal(mantissa, scale) => (mantissa.clone(), Some(*scale)),
        }
    }
}

/// Both with the same scale, if one has any.
fn aligned(a: &Number, b: &Number) -> (BigInt, BigInt, Option<u32>) {
    let ((a, a_scale), (b, b_scale)) = (a.parts(), b.parts());
    if a_scale.is_none() && b_scale.is_none() {
        return (a, b, None);
    }
    let (a_scale, b_scale) = (a_scale.unwrap_or(0), b_scale.unwrap_or(0));
    let scale = a_scale.max(b_scale);
    let ten = BigInt::from(10);
    let a = a * ten.pow(scale - a_scale);
    let b = b * ten.pow(scale - b_scale);
    (a, b, Some(scale))
}

fn scaled(mantissa: BigInt, scale: Option<u32>) -> Number {
    match scale {
        None => Big(mantissa),
        Some(scale) => Decimal(mantissa, scale),
    }
}

/// Quotient and remainder, the quotient rounded down.
fn floored(a: &BigInt, b: &BigInt) -> (BigInt, BigInt) {
    let (quotient, remainder) = (a / b, a % b);
    let is_off = remainder.sign() != Sign::NoSign && remainder.sign() != b.sign();
    if is_off {
        (quotient - 1, remainder + b)
    } else {
        (quotient, remainder)
    }
}

/// A float as the decimal that is printed of it.
fn decimal(number: f64) -> Number {
    if !number.is_finite() {
        return Small(0);
    }
    let text = format!("{number:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let places = digits.split_once('.').map_or(0, |(_, places)| places.len());
    let mantissa: BigInt = digits.replace('.', "").parse().unwrap_or_default();
    let scale = places as i64 - exponent.parse::<i64>().unwrap_or(0);
    match u32::try_from(scale) {
        Ok(scale) => Decimal(mantissa, scale),
        Err(_) => Decimal(
            mantissa * BigInt::from(10).pow(scale.unsigned_abs() as u32),
            0,
        ),
    }
}

/// A decimal when the text is nothing else, or the whole number that it begins with.
fn of_text(text: &str) -> Number {
    let stripped = text.trim_matches(super::scan::is_space);
    let unsigned = stripped.strip_prefix('-').unwrap_or(stripped);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some((whole, places)) = unsigned.split_once('.')
        && is_digits(whole)
        && is_digits(places)
        && places.len() <= MAX_SCALE as usize
        && let Ok(mantissa) = stripped.replacen('.', "", 1).parse()
    {
        return Decimal(mantissa, places.len() as u32);
    }
    leading_whole(text)
}

/// The whole number that `text` begins with, or 0.
pub(super) fn leading_whole(text: &str) -> Number {
    let text = text.trim_start_matches(super::scan::is_space);
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let mut digits = String::new();
    let mut letters = unsigned.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '0'..='9' if digits.len() < MAX_DIGITS => digits.push(c),
            '0'..='9' => {}
            '_' if !digits.is_empty() && matches!(letters.peek(), Some('0'..='9')) => {}
            _ => break,
        }
    }
    if text.starts_with('-') {
        digits.insert(0, '-');
    }
    match digits.parse() {
        Ok(number) => Small(number),
        Err(_) => digits.parse().map_or(Small(0), Big),
    }
}

/// What a filter or tag takes for a whole number.
///
/// # Errors
/// When it is none, not even as a text.
pub(super) fn whole(value: &Value<'_>) -> Result<i64, String> {
    if let Value::Integer(number) = value {
        return Ok(*number);
    }
    let text = value.to_text();
    let stripped = text.trim_matches(super::scan::is_space);
    let negative = stripped.starts_with('-');
    let unsigned = stripped.strip_prefix(['-', '+']).unwrap_or(stripped);
    let lower = unsigned.to_ascii_lowercase();
    let (radix, digits) = match lower.as_bytes() {
        [b'0', b'x', ..] => (16, &lower[2..]),
        [b'0', b'b', ..] => (2, &lower[2..]),
        [b'0', b'o', ..] => (8, &lower[2..]),
        [b'0', b'd', ..] => (10, &lower[2..]),
        [b'0', _, ..] => (8, &lower[1..]),
        _ => (10, lower.as_str()),
    };
    let is_grouped = !digits.starts_with('_') && !digits.ends_with('_') && !digits.contains("__");
    let digits = digits.replace('_', "");
    let number = BigInt::parse_bytes(digits.as_bytes(), radix)
        .filter(|_| is_grouped && !digits.starts_with(['-', '+']))
        .ok_or_else(|| format!("expected a whole number, found `{}`", &*text))?;
    let number = if negative { -number } else { number };
    let limit = if negative { i64::MIN } else { i64::MAX };
    Ok(i64::try_from(number).unwrap_or(limit))
}

/// A float as Ruby prints it: always with a point, and with an exponent when it is far from 1.
pub(super) fn ruby_float(number: f64, out: &mut impl fmt::Write) -> fmt::Result {
    if number.is_nan() {
        return out.write_str("NaN");
    }
    if number.is_infinite() {
        return out.write_str(if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        });
    }
    let size = number.abs();
    if size == 0.0 || (1e-4..1e16).contains(&size) {
        return out.write_str(zmij::Buffer::new().format_finite(number));
    }
    let text = format!("{number:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let point = if digits.contains('.') { "" } else { ".0" };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if exponent < 0 { '-' } else { '+' };
    write!(out, "{digits}{point}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_print_as_in_ruby() {
        let shown = |number| Value::Float(number).to_string();
        assert_eq!(shown(1e15), "1000000000000000.0");
        assert_eq!(shown(1e16), "1.0e+16");
        assert_eq!(shown(1.5e-5), "1.5e-05");
        assert_eq!(shown(0.0001), "0.0001");
        assert_eq!(shown(-0.0), "-0.0");
    }

    #[test]
    fn texts_are_the_numbers_they_begin_with() {
        let number = |text: &'static str| Number::of(&text.into()).value().to_string();
        assert_eq!(number(" 10.50 "), "10.5");
        assert_eq!(number("10.5kg"), "10");
        assert_eq!(number("-1_000"), "-1000");
        assert_eq!(number("ten"), "0");
        assert_eq!(number("99999999999999999999"), "99999999999999999999");
    }

    #[test]
    fn whole_numbers_are_read_as_literals_of_ruby() {
        let number = |text: &'static str| whole(&text.into());
        assert_eq!(number(" 0x1f "), Ok(31));
        assert_eq!(number("010"), Ok(8));
        assert_eq!(number("1_0"), Ok(10));
        assert!(number("1.0").is_err() && number("").is_err() && number("1__0").is_err());
    }
}
