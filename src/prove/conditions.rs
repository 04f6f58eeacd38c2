//! Conditions that never or always hold, and the smallest part of each that is why.

use super::Prover;
use super::formula::{NodeId, SubjectId};
use super::problem::{Costs, ProveProblem};
use super::sites::Site;
use super::translate::Scope;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Comparison, Expr, ExprKind, Literal};
use crate::source::Span;

impl<'a> Prover<'a> {
    /// Reports whether the condition, or a part of it, never or always holds.
    pub(super) fn inspect(&mut self, site: &Site<'a>, diagnostics: &mut Diagnostics) {
        let (condition, scope) = (site.condition, site.scope);
        let formula = self.condition(condition, scope);
        if is_literal(condition) {
            return;
        }
        if self.is_impossible(&[formula]) {
            self.blame_never(condition, scope, &site.costs, diagnostics);
        } else if self.is_certain(formula) {
            self.blame_always(condition, scope, diagnostics);
        } else {
            self.parts(condition, scope, &[], diagnostics);
        }
    }

    /// The parts of a condition that holds for some. `beside` are the conditions that hold wherever
    /// this one is of use.
    fn parts(
        &mut self,
        expr: &'a Expr,
        scope: Scope,
        beside: &[&'a Expr],
        diagnostics: &mut Diagnostics,
    ) {
        match &expr.kind {
            ExprKind::And(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    let formula = self.condition(part, scope);
                    if is_literal(part) {
                        continue;
                    }
                    if self.is_certain(formula) {
                        self.blame_always(part, scope, diagnostics);
                        continue;
                    }
                    if is_leaf(part) {
                        continue;
                    }
                    let mut beside = beside.to_vec();
                    let others = parts
                        .iter()
                        .enumerate()
                        .filter(|(other, _)| *other != index);
                    beside.extend(others.map(|(_, other)| other));
                    self.parts(part, scope, &beside, diagnostics);
                }
            }
            ExprKind::Or(parts) => {
                let context: Vec<NodeId> = beside
                    .iter()
                    .map(|one| self.condition(one, scope))
                    .collect();
                for part in parts {
                    let formula = self.condition(part, scope);
                    if is_literal(part) {
                        continue;
                    }
                    if self.is_impossible(&[formula]) {
                        self.blame_never(part, scope, &Costs::Itself, diagnostics);
                        continue;
                    }
                    let mut all = context.clone();
                    all.push(formula);
                    if !context.is_empty() && self.is_impossible(&all) {
                        let with = self.core(&[formula], beside, scope);
                        self.report_never(part, &with, &Costs::Itself, scope, diagnostics);
                        continue;
                    }
                    if !is_leaf(part) {
                        self.parts(part, scope, beside, diagnostics);
                    }
                }
            }
            ExprKind::Not(inner) if !is_leaf(inner) => {
                self.parts(inner, scope, &[], diagnostics);
            }
            _ => {}
        }
    }

    /// Reports the smallest part of a condition because of which it holds for nobody.
    fn blame_never(
        &mut self,
        expr: &'a Expr,
        scope: Scope,
        costs: &Costs,
        diagnostics: &mut Diagnostics,
    ) {
        match &expr.kind {
            ExprKind::And(_) => {
                let parts = conjuncts(expr);
                let formulas: Vec<NodeId> = parts
                    .iter()
                    .map(|part| self.condition(part, scope))
                    .collect();
                let alone = parts.iter().zip(&formulas);
                let alone = alone.filter(|(_, formula)| self.is_impossible(&[**formula]));
                if let Some((part, _)) = alone.into_iter().next() {
                    let part = *part;
                    if std::ptr::eq(part, expr) {
                        return self.report_never(expr, &[], costs, scope, diagnostics);
                    }
                    return self.blame_never(part, scope, costs, diagnostics);
                }
                // The first part that makes those up to it impossible.
                let last = (1..=formulas.len()).find(|&end| self.is_impossible(&formulas[..end]));
                let last = last.unwrap_or(formulas.len()) - 1;
                let with = self.core(&[formulas[last]], &parts[..last], scope);
                self.report_never(parts[last], &with, costs, scope, diagnostics);
            }
            ExprKind::Or(parts) => {
                for part in parts {
                    self.blame_never(part, scope, costs, diagnostics);
                }
            }
            _ => self.report_never(expr, &[], costs, scope, diagnostics),
        }
    }

    /// As few of `others` as are impossible together with `fixed`, in their order.
    pub(super) fn core(
        &mut self,
        fixed: &[NodeId],
        others: &[&'a Expr],
        scope: Scope,
    ) -> Vec<&'a Expr> {
        let mut kept: Vec<(&Expr, NodeId)> = others
            .iter()
            .map(|other| (*other, self.condition(other, scope)))
            .collect();
        for at in (0..kept.len()).rev() {
            let without = kept.iter().enumerate().filter(|(index, _)| *index != at);
            let mut all = fixed.to_vec();
            all.extend(without.map(|(_, (_, formula))| formula));
            if self.is_impossible(&all) {
                kept.remove(at);
            }
        }
        kept.into_iter().map(|(expr, _)| expr).collect()
    }

    fn report_never(
        &mut self,
        at: &'a Expr,
        with: &[&'a Expr],
        costs: &Costs,
        scope: Scope,
        diagnostics: &mut Diagnostics,
    ) {
        if is_literal(at) {
            return;
        }
        let others: Vec<&Expr> = with
            .iter()
            .filter(|other| other.span != at.span)
            .copied()
            .collect();
        let about = self.about(at, scope);
        let backwards = matches!(&at.kind, ExprKind::And(parts) if is_between(parts));
        let why = match about {
            None if backwards => Some("`between` takes the smaller value first".to_owned()),
            Some(subject) if with.is_empty() => self.subject_why(at, subject),
            Some(_) => {
                let same = others.iter().all(|other| self.about(other, scope) == about);
                let known = matches!(at.kind, ExprKind::Compare(..) | ExprKind::OneOf(..));
                let either = same && known && !others.is_empty();
                either.then(|| "`or` asks for either of them".to_owned())
            }
            None => None,
        };
        let problem = ProveProblem::Never {
            condition: self.quote(at.span),
            with: others.iter().map(|other| self.quote(other.span)).collect(),
            costs: costs.clone(),
            why,
        };
        let mut diagnostic = Diagnostic::new(&problem, at.span);
        for other in others {
            let label = if self.is_consent(other) {
                "nobody without it gets mail"
            } else {
                "this asks for others"
            };
            diagnostic = diagnostic.note(other.span, label);
        }
        for part in with.iter().chain([&at]) {
            if let Some((span, name)) = self.declared(part) {
                diagnostic = diagnostic.note(span, format!("`{name}` is declared here"));
            }
        }
        diagnostics.push(diagnostic);
    }

    fn subject_why(&self, at: &Expr, subject: SubjectId) -> Option<String> {
        let asks_missing = match &at.kind {
            ExprKind::Not(inner) => matches!(inner.kind, ExprKind::Known(_)),
            _ => matches!(at.kind, ExprKind::Compare(..) | ExprKind::OneOf(..)),
        };
        asks_missing.then(|| self.domain_told(subject)).flatten()
    }

    /// Whether it is the condition that is part of every audience, written or not.
    fn is_consent(&self, expr: &Expr) -> bool {
        let ExprKind::Field(field) = expr.kind else {
            return false;
        };
        let field = &self.model.customer.fields[field];
        field.consent && field.span == expr.span
    }

    /// Where the segment that the condition names is declared.
    fn declared(&self, expr: &Expr) -> Option<(Span, &'a str)> {
        let expr = match &expr.kind {
            ExprKind::Not(inner) => inner,
            _ => expr,
        };
        let fact = match &expr.kind {
            ExprKind::Fact(fact) => *fact,
            ExprKind::Compare(Comparison::Equal, left, _) => match left.kind {
                ExprKind::Fact(fact) => fact,
                _ => return None,
            },
            _ => return None,
        };
        let fact = &self.model.facts[fact];
        Some((fact.span, &fact.name))
    }

    /// What a comparison with constants is about.
    fn about(&mut self, expr: &'a Expr, scope: Scope) -> Option<SubjectId> {
        let value = match &expr.kind {
            ExprKind::Compare(_, left, right) => match (&left.kind, &right.kind) {
                (_, ExprKind::Literal(_)) => left,
                (ExprKind::Literal(_), _) => right,
                _ => return None,
            },
            ExprKind::OneOf(value, _) | ExprKind::Known(value) => value,
            ExprKind::Not(inner) => return self.about(inner, scope),
            _ => return None,
        };
        let simple = !matches!(value.kind, ExprKind::Case(..) | ExprKind::Literal(_));
        simple.then(|| self.subject(value, scope))
    }

    /// Reports the smallest parts of a condition because of which it holds for everybody.
    fn blame_always(&mut self, expr: &'a Expr, scope: Scope, diagnostics: &mut Diagnostics) {
        match &expr.kind {
            ExprKind::And(parts) if parts.len() > 1 && parts[0].span != parts[1].span => {
                for part in parts.iter().filter(|part| !is_literal(part)) {
                    self.blame_always(part, scope, diagnostics);
                }
                return;
            }
            ExprKind::Or(parts) => {
                for part in parts {
                    let formula = self.condition(part, scope);
                    if self.is_certain(formula) && !is_literal(part) {
                        return self.blame_always(part, scope, diagnostics);
                    }
                }
            }
            _ => {}
        }
        let why = match self.about(expr, scope) {
            Some(subject) => self.domain_told(subject),
            None => None,
        };
        let problem = ProveProblem::Always {
            condition: self.quote(expr.span),
            why,
        };
        diagnostics.report(&problem, expr.span);
    }
}

/// All conditions that must hold, however nested in parentheses; a comparison that was written as
/// one stays one.
fn conjuncts(expr: &Expr) -> Vec<&Expr> {
    let mut found = Vec::new();
    let mut waiting = vec![expr];
    while let Some(one) = waiting.pop() {
        match &one.kind {
            ExprKind::And(parts) if !is_between(parts) => waiting.extend(parts.iter().rev()),
            _ => found.push(one),
        }
    }
    found
}

/// `between` is two comparisons written as one.
fn is_between(parts: &[Expr]) -> bool {
    matches!(parts, [low, high] if low.span == high.span)
}

/// A condition that no other is inside of.
fn is_leaf(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::And(parts) => is_between(parts),
        ExprKind::Or(_) => false,
        ExprKind::Not(inner) => is_leaf(inner),
        _ => true,
    }
}

/// `yes` and `no` are meant.
fn is_literal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(Literal::YesNo(_)) => true,
        ExprKind::Not(inner) => is_literal(inner),
        ExprKind::And(parts) => parts.len() == 1 && is_literal(&parts[0]),
        _ => false,
    }
}
