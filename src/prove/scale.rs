//! Values of every ordered type as 64-bit integers, so that one kind of range serves them all.

use crate::evaluate::{sortable, unsortable};
use crate::model::{Comparison, Literal};

use super::values::{Known, Values};
use crate::schema::Type;

/// What the steps of a subject's ranges are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    /// Whole numbers.
    Whole,
    /// 64-bit floats in their order.
    Real,
    /// Minor units.
    Money,
    /// Days since 1970-01-01.
    Date,
    /// Microseconds since 1970 UTC.
    Time,
    /// Microseconds.
    Duration,
    /// 0 and 1.
    YesNo,
    /// How two values stand to each other: −1, 0, 1.
    Order,
    /// No ranges, but texts.
    Text,
}

impl Scale {
    /// Every known value.
    pub(crate) fn everything(self) -> Values {
        match self {
            Self::YesNo => Values::range(0, 1),
            Self::Order => Values::range(-1, 1),
            Self::Real => Values::range(sortable(f64::MIN), sortable(f64::MAX)),
            Self::Text => Known::Except([].into()).into(),
            _ => Values::range(i64::MIN, i64::MAX),
        }
    }

    /// The values that compare so with the constant; none where that is not a range.
    pub(crate) fn compared(self, comparison: Comparison, with: &Literal) -> Option<Values> {
        let (below, above) = self.beside(with)?;
        let least = Values::range(i64::MIN, below);
        let most = Values::range(above, i64::MAX);
        let values = match comparison {
            Comparison::Less => least,
            Comparison::Greater => most,
            Comparison::LessOrEqual => Values::range(i64::MIN, above.saturating_sub(1)),
            Comparison::GreaterOrEqual => Values::range(below.saturating_add(1), i64::MAX),
            Comparison::Equal => Values::range(below.saturating_add(1), above.saturating_sub(1)),
            Comparison::NotEqual => least.or(&most),
        };
        Some(values.and(&self.everything()))
    }

    /// The greatest step below the constant and the least above it.
    fn beside(self, literal: &Literal) -> Option<(i64, i64)> {
        let step = match (self, literal) {
            (Self::Whole, Literal::Number(number)) => {
                let (floor, ceiling) = (number.floor() as i64, number.ceil() as i64);
                if floor != ceiling {
                    return Some((floor, ceiling));
                }
                floor
            }
            (Self::Real, Literal::Number(number)) => sortable(*number),
            (Self::Money, Literal::Money(step))
            | (Self::Time, Literal::Time(step))
            | (Self::Duration, Literal::Duration(step)) => *step,
            (Self::Date, Literal::Date(day)) => i64::from(*day),
            (Self::YesNo, Literal::YesNo(yes)) => i64::from(*yes),
            _ => return None,
        };
        Some((step.saturating_sub(1), step.saturating_add(1)))
    }

    /// A round value inside of the range, as near to its lower end as people would choose.
    pub(crate) fn sample(self, from: i64, to: i64) -> i64 {
        if self != Self::Real {
            return match (from, to) {
                (i64::MIN, i64::MAX) => 0,
                (i64::MIN, to) => to,
                (from, _) => from,
            };
        }
        let (low, high) = (unsortable(from), unsortable(to));
        let floor = high.floor();
        let rounds = [low.ceil(), floor, floor - 1.0, f64::midpoint(low, high)];
        let wanted = usize::from(is_endless(low));
        let rounds = rounds
            .into_iter()
            .skip(wanted)
            .filter(|one| !is_endless(*one));
        let inside = rounds
            .map(sortable)
            .find(|&step| from <= step && step <= to);
        inside.unwrap_or(from)
    }
}

/// Whether it is no number that people would think of, but the end of all.
pub(super) fn is_endless(number: f64) -> bool {
    number.abs() >= f64::MAX
}

/// Nothing, of a type that is added up.
pub(crate) fn zero(ty: &Type) -> Option<i64> {
    match ty {
        Type::Number => Some(sortable(0.0)),
        Type::Money | Type::Duration => Some(0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Scale, Values};
    use crate::model::{Comparison, Literal};

    #[test]
    fn a_whole_number_is_never_between_two() {
        let half = Literal::Number(2.5);
        let whole = |comparison| Scale::Whole.compared(comparison, &half);
        assert_eq!(whole(Comparison::Less), Some(Values::range(i64::MIN, 2)));
        assert_eq!(
            whole(Comparison::GreaterOrEqual),
            Some(Values::range(3, i64::MAX))
        );
        assert!(whole(Comparison::Equal).is_some_and(|none| none.is_empty()));
        let real = Scale::Real.compared(Comparison::Equal, &half);
        assert!(real.is_some_and(|some| !some.is_empty()));
    }
}
