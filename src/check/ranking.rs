//! Where a customer stands among all: `percentile of spend`, `top 10% by spend`.
//!
//! The percentile of a value is ⌊100 × customers with less ÷ customers with a value⌋: 90 says that
//! nine of ten have less. Equal values share it. `top 10%` are those of whom at least 90 % have
//! less, so it is never more than a tenth: where a tie crosses the border, nobody of it is in.
//! A customer without the value has no percentile and is in no top.

use super::expression::Scope;
use super::{CheckProblem, Checker};
use crate::model::{Best, Calendar, Expr, ExprKind, Ranking};
use crate::rules::ast::{self, Number};
use crate::schema::Type;
use crate::source::Span;

impl Checker<'_> {
    pub(super) fn percentile(&mut self, of: &ast::Expr, span: Span) -> Option<Expr> {
        let value = self.rankable(of)?;
        // Whoever has the value is ranked.
        let Expr {
            optional, guarded, ..
        } = self.narrowed(value.clone(), Scope::Customer);
        let kind = ExprKind::Percentile(self.ranking(value, Best::Largest, Calendar::Customer));
        Some(Expr {
            guarded,
            ..Expr::new(kind, Type::Number, optional, span)
        })
    }

    pub(super) fn top(&mut self, percent: Number, by: &ast::Expr, span: Span) -> Option<Expr> {
        let value = self.rankable(by);
        let share = percent.value;
        if share.mantissa <= 0 || share.to_f64() > 100.0 {
            return self.fail(&CheckProblem::Percent, percent.span);
        }
        let ranking = self.ranking(value?, Best::Largest, Calendar::Customer);
        Some(Expr::condition(ExprKind::Top(ranking, share), span))
    }

    /// A value that has an order by size.
    fn rankable(&mut self, ast: &ast::Expr) -> Option<Expr> {
        let value = self.of_everybody(|checker| checker.expr(ast, Scope::Customer))?;
        match value.ty {
            Type::Number | Type::Money | Type::Duration | Type::Date | Type::Time => Some(value),
            found => {
                let problem = CheckProblem::Mismatch {
                    expected: "a number, money, a date or a time".to_owned(),
                    found,
                    hint: None,
                };
                self.fail(&problem, ast.span)
            }
        }
    }

    /// The number of the ranking, shared with an equal one that is known already.
    pub(super) fn ranking(&mut self, value: Expr, best: Best, calendar: Calendar) -> usize {
        let ranking = Ranking {
            value,
            best,
            calendar,
        };
        self.rankings.place(&mut self.model.rankings, ranking)
    }
}
