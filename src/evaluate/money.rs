//! Money times and by a number, in exact decimal arithmetic.
//!
//! A number is taken at its shortest decimal writing, so that 1.00 × 1.005 is 1.01, as it is on
//! paper: the float nearest to 1.005 lies below it. A result between two minor units goes to the
//! nearer one, a half away from zero, as `ROUND` of a SQL `NUMERIC` does.

/// `money × number`; none beyond 64 bits.
pub(super) fn times(money: i64, number: f64) -> Option<i64> {
    let (digits, exponent) = decimal(number)?;
    let product = i128::from(money).checked_mul(digits)?;
    let units = match power(exponent) {
        Some(power) if exponent >= 0 => product.checked_mul(power)?,
        Some(power) => rounded(product, power),
        // Seventeen digits times 64 bits are fewer than the power's 39.
        None if exponent < 0 || product == 0 => 0,
        None => return None,
    };
    i64::try_from(units).ok()
}

/// `money ÷ number`; none by zero and beyond 64 bits.
pub(super) fn divided(money: i64, number: f64) -> Option<i64> {
    let (digits, exponent) = decimal(number)?;
    let money = i128::from(money);
    if digits == 0 {
        return None;
    }
    let units = match power(exponent) {
        // A divisor too large to write leaves nothing of 64 bits.
        Some(power) if exponent >= 0 => digits
            .checked_mul(power)
            .map_or(0, |divisor| rounded(money, divisor)),
        Some(power) => rounded(money.checked_mul(power)?, digits),
        None if exponent >= 0 || money == 0 => 0,
        None => return None,
    };
    i64::try_from(units).ok()
}

/// The digits of the shortest decimal that is nearest to this float and to no other, and the power
/// of ten that they are multiplied by; none when it is not finite.
fn decimal(number: f64) -> Option<(i128, i32)> {
    /// Up to here each whole float is its own digits.
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    if number.abs() < WHOLE && number.trunc().total_cmp(&number).is_eq() {
        return Some((number as i128, 0));
    }
    let written = format!("{number:e}");
    let (digits, exponent) = written.split_once('e')?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let digits = [whole, fraction].concat().parse().ok()?;
    let exponent: i32 = exponent.parse().ok()?;
    Some((digits, exponent - fraction.len() as i32))
}

/// `10^|exponent|`, as far as it fits.
fn power(exponent: i32) -> Option<i128> {
    10_i128.checked_pow(exponent.unsigned_abs())
}

/// The nearest whole number, a half away from zero.
fn rounded(dividend: i128, divisor: i128) -> i128 {
    let (quotient, rest) = (dividend / divisor, dividend % divisor);
    let sign = dividend.signum() * divisor.signum();
    let half_or_more = rest.unsigned_abs() >= divisor.unsigned_abs() - rest.unsigned_abs();
    if half_or_more {
        quotient + sign
    } else {
        quotient
    }
}

#[cfg(test)]
mod tests {
    use super::{divided, times};

    #[test]
    fn a_number_is_what_is_written() {
        // 1.005 and 1.075 lie below what is written as floats, 2.675 too
        assert_eq!(times(100, 1.005), Some(101));
        assert_eq!(times(1400, 1.075), Some(1505));
        assert_eq!(times(100, 2.675), Some(268));
        assert_eq!(times(-100, 1.005), Some(-101));
        assert_eq!(times(100, 1.004_999_999_999_999), Some(100));
        assert_eq!(divided(100, 0.3), Some(333));
        assert_eq!(divided(5, 2.0), Some(3));
        assert_eq!(divided(-5, 2.0), Some(-3));
        assert_eq!(divided(201, -0.4), Some(-503));
    }

    #[test]
    fn the_largest_amounts_are_exact() {
        let most = i64::MAX;
        assert_eq!(times(most, 1.0), Some(most));
        assert_eq!(times(i64::MIN, 1.0), Some(i64::MIN));
        // 9_007_199_254_740_993 is no float
        assert_eq!(
            times(9_007_199_254_740_993, 1.0),
            Some(9_007_199_254_740_993)
        );
        assert_eq!(times(most, 0.1), Some(922_337_203_685_477_581));
        assert_eq!(divided(most, 0.5), None);
        assert_eq!(times(most, 1.000_000_000_000_000_2), None);
    }

    #[test]
    fn the_smallest_and_largest_numbers_have_a_result_or_none() {
        assert_eq!(times(1, 5e-324), Some(0));
        assert_eq!(times(0, f64::MAX), Some(0));
        assert_eq!(times(1, f64::MAX), None);
        assert_eq!(times(1, 1e18), Some(1_000_000_000_000_000_000));
        assert_eq!(divided(1, 5e-324), None);
        assert_eq!(divided(0, 5e-324), Some(0));
        assert_eq!(divided(i64::MAX, f64::MAX), Some(0));
        assert_eq!(divided(1, 1.234_567_890_123_456_7e-4), Some(8100));
        assert_eq!(divided(1, 0.0), None);
        assert_eq!(divided(1, -0.0), None);
        assert_eq!(times(1, f64::NAN), None);
        assert_eq!(times(1, f64::INFINITY), None);
    }
}
