//! Comparisons that hold of a missing value because they are negated, where nothing settles
//! whether it is known.
//!
//! Whether something does is not looked for in how the rules are written, but proved: with the
//! comparison taken to hold of known values only, is there somebody who was asked for and is not
//! any more? So `state is known and …`, an arm above for those without, and a segment that leaves
//! them out all settle it.

use super::Prover;
use super::formula::NodeId;
use super::problem::ProveProblem;
use super::sites::Site;
use super::solve::Verdict;
use super::translate::{Scope, Settled, Want};
use crate::diagnostic::Diagnostics;
use crate::model::{Arithmetic, Comparison, Expr, ExprKind, FactKind};

/// A comparison that holds of a missing value.
struct Negated<'a> {
    /// What is compared.
    leaf: &'a Expr,
    /// Whether `not` stands somewhere before it, and it is not the comparison itself that is one.
    under_not: bool,
    /// The values that may be missing.
    values: Vec<&'a Expr>,
}

impl<'a> Prover<'a> {
    pub(super) fn missing_surprises(&mut self, site: &Site<'a>, diagnostics: &mut Diagnostics) {
        let mut found = Vec::new();
        self.negated(site.condition, true, &mut found);
        if found.is_empty() {
            return;
        }
        let given = self.given(&site.given, site.scope);
        let asked = self.condition(site.condition, site.scope);
        for one in found {
            let known: Vec<NodeId> = one
                .values
                .iter()
                .map(|value| self.wanted(value, Want::Known, site.scope))
                .collect();
            let known = self.formulas.all(&known, &self.subjects);
            self.settled = Some(Settled {
                leaf: one.leaf,
                known,
                negated: one.under_not,
            });
            let settled = self.condition(site.condition, site.scope);
            self.settled = None;
            let mut all = given.clone();
            all.extend([asked, self.formulas.not(settled)]);
            let example = match self.search(&all) {
                Verdict::Possible(state) => self.somebody(&state, &all),
                _ => continue,
            };
            let value = one.values.first().map(|value| self.quote(value.span));
            let problem = ProveProblem::MissingIncluded {
                condition: self.quote(one.leaf.span),
                value: value.unwrap_or_default(),
                row: match site.scope {
                    Scope::Customer => None,
                    Scope::Row(event) => Some(self.model.events[event].name.clone()),
                },
                example,
                under_not: one.under_not,
            };
            diagnostics.report(&problem, one.leaf.span);
        }
    }

    fn negated(&self, expr: &'a Expr, positive: bool, found: &mut Vec<Negated<'a>>) {
        let mut add = |leaf: &'a Expr, under_not: bool, values: Vec<&'a Expr>| {
            let lacking = values.into_iter().filter(|value| self.may_lack(value));
            let values: Vec<&Expr> = lacking.collect();
            if !values.is_empty() {
                found.push(Negated {
                    leaf,
                    under_not,
                    values,
                });
            }
        };
        match &expr.kind {
            ExprKind::Not(inner) => {
                let values = compared(inner);
                if values.is_empty() || !positive {
                    return self.negated(inner, !positive, found);
                }
                // What the checker negates itself, of sequences and members, was not written so.
                let written = expr.span != inner.span || matches!(inner.kind, ExprKind::OneOf(..));
                let unequal = matches!(inner.kind, ExprKind::Compare(Comparison::NotEqual, ..));
                if written && !unequal {
                    add(expr, false, values);
                }
            }
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                for part in parts {
                    self.negated(part, positive, found);
                }
            }
            ExprKind::Compare(Comparison::NotEqual, ..) if positive => {
                add(expr, false, compared(expr));
            }
            ExprKind::Compare(Comparison::NotEqual, ..) => {}
            _ if !positive => add(expr, true, compared(expr)),
            _ => {}
        }
    }

    /// Whether the value is missing for some as a matter of course: not only because a sum grew
    /// too large, or an id names no row of its catalog.
    fn may_lack(&self, expr: &Expr) -> bool {
        if !expr.optional {
            return false;
        }
        match &expr.kind {
            ExprKind::Fact(fact) => {
                let fact = &self.model.facts[*fact];
                !matches!(fact.kind, FactKind::Group(_)) && self.may_lack(&fact.value)
            }
            ExprKind::Lookup {
                catalog,
                field,
                key,
            } => self.model.catalogs[*catalog].fields[*field].optional || self.may_lack(key),
            ExprKind::Arithmetic(operator, left, right) => {
                let by_zero =
                    *operator == Arithmetic::Divide && !matches!(right.kind, ExprKind::Literal(_));
                by_zero || self.may_lack(left) || self.may_lack(right)
            }
            ExprKind::Elapsed(_, _, inner) | ExprKind::DateOf(inner) | ExprKind::StartOf(inner) => {
                self.may_lack(inner)
            }
            _ => true,
        }
    }
}

/// The values of a comparison, none where it is something else.
fn compared(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Compare(_, left, right)
        | ExprKind::StartsWith(left, right)
        | ExprKind::EndsWith(left, right) => vec![left, right],
        // A lone yes/no that is missing is no, and its opposite yes: that is how it reads.
        ExprKind::OneOf(value, _)
        | ExprKind::ContainsAny(value, _)
        | ExprKind::Matches(value, _)
        | ExprKind::Within(value, _)
        | ExprKind::Anniversary(value, _) => vec![value],
        _ => Vec::new(),
    }
}
