//! What must hold for all customers together.

use std::cmp::Ordering;

use super::expectation::Crowd;
use super::expectation_problem::ExpectationProblem;
use super::names::path_span;
use super::{CheckProblem, Checker};
use crate::model::{Claim, ClaimKind, Expr, Limit};
use crate::rules::ast::{self, Amount, Item, LimitKind, Measure, Name};
use crate::schema::Decimal;

impl Checker<'_> {
    pub(super) fn claims(&mut self, items: &[Item]) {
        for item in items {
            let Item::Expect(claims) = item else { continue };
            for ast in claims {
                let kind = self.claim(ast);
                let span = ast.span;
                let claim = kind.map(|kind| Claim { kind, span });
                self.model.claims.extend(claim);
            }
        }
    }

    fn claim(&mut self, ast: &ast::Claim) -> Option<ClaimKind> {
        match &ast.kind {
            ast::ClaimKind::NoOverlap(left, right) => {
                let (left, right) = (self.counted(left), self.counted(right));
                Some(ClaimKind::NoOverlap(left?, right?))
            }
            ast::ClaimKind::Measured {
                measure,
                of,
                among,
                limit,
            } => {
                let of = self.counted(of);
                let among = among.as_ref().map(|among| self.counted(among));
                let limit = self.limit(limit, *measure);
                Some(match measure {
                    Measure::Size => ClaimKind::Size(of?, limit?),
                    Measure::Share => ClaimKind::Share {
                        of: of?,
                        among: match among {
                            Some(among) => Some(among?),
                            None => None,
                        },
                        limit: limit?,
                    },
                })
            }
        }
    }

    /// Whether a customer is counted.
    fn counted(&mut self, path: &[Name]) -> Option<Expr> {
        let span = path_span(path)?;
        let counted = match self.crowd(path)? {
            Crowd::Members(members) => members,
            Crowd::Campaign(campaign) => self.model.campaigns[campaign].audience.clone(),
        };
        Some(Expr { span, ..counted })
    }

    fn limit(&mut self, ast: &ast::Limit, measure: Measure) -> Option<Limit> {
        let limit = match ast.kind {
            LimitKind::Below(amount) => Limit::Below(self.amount(amount, measure)?),
            LimitKind::Above(amount) => Limit::Above(self.amount(amount, measure)?),
            LimitKind::AtLeast(amount) => Limit::AtLeast(self.amount(amount, measure)?),
            LimitKind::AtMost(amount) => Limit::AtMost(self.amount(amount, measure)?),
            LimitKind::Exactly(amount) => Limit::Exactly(self.amount(amount, measure)?),
            LimitKind::Between(low, high) => {
                let (low, high) = (self.amount(low, measure), self.amount(high, measure));
                Limit::Between(low?, high?)
            }
        };
        if is_impossible(limit, measure) {
            return self.unexpected(&ExpectationProblem::ImpossibleLimit, ast.span);
        }
        Some(limit)
    }

    fn amount(&mut self, amount: Amount, measure: Measure) -> Option<Decimal> {
        let number = amount.number.value;
        match measure {
            Measure::Size if amount.percent => {
                self.unexpected(&ExpectationProblem::SizePercent, amount.span)
            }
            Measure::Size if number.scale > 0 => {
                let found = number.to_f64().to_string();
                self.fail(&CheckProblem::WholeNumber { found, least: 0 }, amount.span)
            }
            Measure::Share if !amount.percent || number.to_f64() > 100.0 => {
                self.unexpected(&ExpectationProblem::SharePercent, amount.span)
            }
            _ => Some(number),
        }
    }
}

fn is_impossible(limit: Limit, measure: Measure) -> bool {
    match limit {
        Limit::Below(bound) => bound.mantissa == 0,
        Limit::Above(bound) => measure == Measure::Share && bound.to_f64() >= 100.0,
        Limit::Between(low, high) => low.to_f64().total_cmp(&high.to_f64()) == Ordering::Greater,
        _ => false,
    }
}
