//! Sums of a whole number and a constant: what is asked of the sum is asked of the number.

use super::Prover;
use super::scale::Scale;
use super::translate::{Want, turned};
use crate::model::{Arithmetic, Comparison, Expr, ExprKind, Literal};

impl<'a> Prover<'a> {
    /// `8 - orders > 0` is `orders < 8`, where both are whole numbers.
    pub(super) fn shifted<'e>(
        &self,
        expr: &'a Expr,
        want: Want<'e>,
    ) -> Option<(&'a Expr, Shifted<'e>)> {
        let ExprKind::Arithmetic(operator, left, right) = &expr.kind else {
            return None;
        };
        let (inner, constant, from_constant) = match (whole(left), whole(right)) {
            (None, Some(constant)) => (&**left, constant, false),
            (Some(constant), None) => (&**right, constant, true),
            _ => return None,
        };
        if !self.is_whole(inner) {
            return None;
        }
        let (comparison, wanted) = match want {
            Want::Known => return Some((inner, Shifted::Same(want))),
            Want::Compare(comparison, Literal::Number(wanted)) if wanted.fract() == 0.0 => {
                (comparison, *wanted)
            }
            _ => return None,
        };
        let (comparison, moved) = match (operator, from_constant) {
            (Arithmetic::Add, _) => (comparison, wanted - constant),
            (Arithmetic::Subtract, false) => (comparison, wanted + constant),
            (Arithmetic::Subtract, true) => (turned(comparison), constant - wanted),
            _ => return None,
        };
        let small = moved.abs() < 1e12;
        small.then_some((inner, Shifted::Compare(comparison, Literal::Number(moved))))
    }

    fn is_whole(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Fact(fact) => self.seen_through(*fact).is_some_and(|of| self.is_whole(of)),
            _ => self.domain(expr).0 == Scale::Whole,
        }
    }
}

/// What is asked of the varying side of a sum.
pub(super) enum Shifted<'e> {
    Same(Want<'e>),
    Compare(Comparison, Literal),
}

impl Shifted<'_> {
    pub(super) fn want(&self) -> Want<'_> {
        match self {
            Self::Same(want) => *want,
            Self::Compare(comparison, literal) => Want::Compare(*comparison, literal),
        }
    }
}

/// A whole number that floats hold exactly.
fn whole(expr: &Expr) -> Option<f64> {
    match expr.kind {
        ExprKind::Literal(Literal::Number(number)) => {
            (number.fract() == 0.0 && number.abs() < 1e12).then_some(number)
        }
        _ => None,
    }
}
