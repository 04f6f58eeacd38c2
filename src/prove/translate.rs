//! Conditions of the model as formulas over subjects.

use std::rc::Rc;

use super::Prover;
use super::formula::{ALWAYS, NEVER, NodeId};
use super::link::{Test, holds};
use crate::model::{Comparison, Expr, ExprKind, Fact, FactKind, Literal, Pattern};

/// Whose fields an expression reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The customer's.
    Customer,
    /// Those of a row of this event.
    Row(usize),
}

/// What is asked of a value. A missing one is never what is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Want<'e> {
    Known,
    Compare(Comparison, &'e Literal),
    OneOf(&'e [Literal]),
    StartsWith(&'e str),
    EndsWith(&'e str),
    Contains(&'e str),
    Matches(&'e Pattern),
}

/// Facts inside of facts that are looked through.
pub(super) const MOST_DEPTH: u32 = 100;

/// A comparison, and the formula that says that what it compares is known: where `negated` it is
/// taken to hold of a missing value, else not to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settled<'e> {
    pub(super) leaf: &'e Expr,
    pub(super) known: NodeId,
    pub(super) negated: bool,
}

pub(super) const YES: Literal = Literal::YesNo(true);

impl<'a> Prover<'a> {
    /// The formula that holds for whom the condition holds.
    pub(super) fn condition(&mut self, expr: &'a Expr, scope: Scope) -> NodeId {
        let found = self.bare_condition(expr, scope);
        match self.settled {
            Some(settled) if std::ptr::eq(settled.leaf, expr) => {
                if settled.negated {
                    let missing = self.formulas.not(settled.known);
                    self.formulas.any(&[found, missing], &self.subjects)
                } else {
                    self.formulas.all(&[found, settled.known], &self.subjects)
                }
            }
            _ => found,
        }
    }

    fn bare_condition(&mut self, expr: &'a Expr, scope: Scope) -> NodeId {
        match &expr.kind {
            ExprKind::Not(inner) => {
                let inner = self.condition(inner, scope);
                self.formulas.not(inner)
            }
            ExprKind::And(parts) => {
                let parts = self.conditions(parts, scope);
                self.formulas.all(&parts, &self.subjects)
            }
            ExprKind::Or(parts) => {
                let parts = self.conditions(parts, scope);
                self.formulas.any(&parts, &self.subjects)
            }
            ExprKind::Compare(Comparison::NotEqual, left, right) => {
                let equal = self.comparison(Comparison::Equal, left, right, scope);
                self.formulas.not(equal)
            }
            ExprKind::Compare(comparison, left, right) => {
                self.comparison(*comparison, left, right, scope)
            }
            ExprKind::OneOf(value, list) => self.wanted(value, Want::OneOf(list), scope),
            ExprKind::ContainsAny(value, list) => self.contains_any(value, list, scope),
            ExprKind::StartsWith(value, affix) => match &affix.kind {
                ExprKind::Literal(Literal::Text(affix)) => {
                    self.wanted(value, Want::StartsWith(affix), scope)
                }
                _ => self.opaque(expr, scope),
            },
            ExprKind::EndsWith(value, affix) => match &affix.kind {
                ExprKind::Literal(Literal::Text(affix)) => {
                    self.wanted(value, Want::EndsWith(affix), scope)
                }
                _ => self.opaque(expr, scope),
            },
            ExprKind::Matches(value, pattern) => self.wanted(value, Want::Matches(pattern), scope),
            ExprKind::Known(value) => self.wanted(value, Want::Known, scope),
            ExprKind::Within(value, window) => self.within(expr, value, window, scope),
            ExprKind::Anniversary(date, days) => self.anniversary(date, *days, scope),
            ExprKind::Top(ranking, share) => self.top(*ranking, *share),
            ExprKind::Literal(_)
            | ExprKind::Field(_)
            | ExprKind::Fact(_)
            | ExprKind::Aggregate(_)
            | ExprKind::Lookup { .. }
            | ExprKind::Item(..)
            | ExprKind::Case(..) => {
                self.wanted(expr, Want::Compare(Comparison::Equal, &YES), scope)
            }
            _ => self.opaque(expr, scope),
        }
    }

    fn conditions(&mut self, parts: &'a [Expr], scope: Scope) -> Vec<NodeId> {
        parts
            .iter()
            .map(|part| self.condition(part, scope))
            .collect()
    }

    fn comparison(
        &mut self,
        comparison: Comparison,
        left: &'a Expr,
        right: &'a Expr,
        scope: Scope,
    ) -> NodeId {
        match (&left.kind, &right.kind) {
            (_, ExprKind::Literal(literal)) => {
                self.wanted(left, Want::Compare(comparison, literal), scope)
            }
            (ExprKind::Literal(literal), _) => {
                self.wanted(right, Want::Compare(turned(comparison), literal), scope)
            }
            _ => self.ordered(comparison, left, right, scope),
        }
    }

    fn contains_any(&mut self, value: &'a Expr, list: &'a [Literal], scope: Scope) -> NodeId {
        let parts: Vec<NodeId> = list
            .iter()
            .map(|item| match item {
                Literal::Text(part) if value.ty.is_textual() => {
                    self.wanted(value, Want::Contains(part), scope)
                }
                item => self.holds_item(value, item, scope),
            })
            .collect();
        self.formulas.any(&parts, &self.subjects)
    }

    /// The formula that holds for whom the value of `expr` is what is wanted.
    pub(super) fn wanted(&mut self, expr: &'a Expr, want: Want<'_>, scope: Scope) -> NodeId {
        if self.depth == MOST_DEPTH {
            return self.unknown();
        }
        self.depth += 1;
        let found = self.wanted_of(expr, want, scope);
        self.depth -= 1;
        found
    }

    fn wanted_of(&mut self, expr: &'a Expr, want: Want<'_>, scope: Scope) -> NodeId {
        match &expr.kind {
            ExprKind::Literal(literal) => match want.of(literal) {
                Some(true) => ALWAYS,
                Some(false) => NEVER,
                None => self.unknown(),
            },
            ExprKind::Fact(fact) => self.wanted_fact(*fact, want),
            ExprKind::Case(arms, otherwise) => {
                let guards = self.guards(arms, scope);
                self.wanted_case(&guards, arms, otherwise.as_deref(), want, scope)
            }
            ExprKind::Digits(digits) => self.wanted_digits(expr, digits, want, scope),
            _ if is_condition(expr) => {
                let holds = self.condition(expr, scope);
                self.wanted_yes_no(holds, want)
            }
            _ => self.wanted_of_subject(expr, want, scope),
        }
    }

    /// Of a condition, which is never missing.
    fn wanted_yes_no(&mut self, holds: NodeId, want: Want<'_>) -> NodeId {
        let wants = |yes: bool| want.of(&Literal::YesNo(yes));
        match (wants(true), wants(false)) {
            (Some(true), Some(true)) => ALWAYS,
            (Some(true), Some(false)) => holds,
            (Some(false), Some(true)) => self.formulas.not(holds),
            (Some(false), Some(false)) => NEVER,
            _ => self.unknown(),
        }
    }

    fn wanted_fact(&mut self, index: usize, want: Want<'_>) -> NodeId {
        let Fact { kind, value, .. } = &self.model.facts[index];
        if is_membership(&self.model.facts[index]) {
            let holds = self.referred(index);
            return self.wanted_yes_no(holds, want);
        }
        if let (FactKind::Group(_), Want::Compare(Comparison::Equal, Literal::Text(member))) =
            (kind, want)
        {
            return self.member(index, member);
        }
        match &value.kind {
            ExprKind::Case(arms, otherwise) => {
                let key = (index, format!("{want:?}"));
                if let Some(known) = self.cases.get(&key) {
                    return *known;
                }
                let guards = self.guards_of(index);
                let found =
                    self.wanted_case(&guards, arms, otherwise.as_deref(), want, Scope::Customer);
                let found = self.bounded(found, || format!("case{key:?}"));
                self.cases.insert(key, found);
                found
            }
            _ => {
                let outer = self.naming.replace(index);
                let found = self.wanted(value, want, Scope::Customer);
                self.naming = outer;
                found
            }
        }
    }

    /// The members of a segment, or those for whom a trait that is a condition holds. One in which
    /// nobody or everybody is was reported where it is declared; what uses it is looked at as if
    /// it were of use.
    fn referred(&mut self, index: usize) -> NodeId {
        if let Some(known) = self.referred.get(&index) {
            return *known;
        }
        let holds = self.condition(&self.model.facts[index].value, Scope::Customer);
        let holds = self.useful(holds);
        let holds = self.bounded(holds, || format!("t{index}"));
        self.referred.insert(index, holds);
        holds
    }

    /// Prepares the facts in their order, so that none leads far down to others.
    pub(super) fn prepare(&mut self) {
        for (index, fact) in self.model.facts.iter().enumerate() {
            if is_membership(fact) {
                self.referred(index);
            } else if matches!(fact.value.kind, ExprKind::Case(..)) {
                self.guards_of(index);
            }
        }
    }

    /// The members of a member of a group, with the same exception.
    fn member(&mut self, group: usize, member: &str) -> NodeId {
        let key = (group, member.to_owned());
        if let Some(known) = self.members.get(&key) {
            return *known;
        }
        let guards = self.guards_of(group);
        let ExprKind::Case(arms, otherwise) = &self.model.facts[group].value.kind else {
            return self.unknown();
        };
        let literal = Literal::Text(member.into());
        let want = Want::Compare(Comparison::Equal, &literal);
        let holds = self.wanted_case(&guards, arms, otherwise.as_deref(), want, Scope::Customer);
        let holds = self.useful(holds);
        let holds = self.bounded(holds, || format!("in{key:?}"));
        self.members.insert(key, holds);
        holds
    }

    fn useful(&mut self, formula: NodeId) -> NodeId {
        if self.is_impossible(&[formula]) || self.is_certain(formula) {
            self.unknown()
        } else {
            formula
        }
    }

    /// For each arm those who get it, and last those who get none.
    fn guards_of(&mut self, fact: usize) -> Rc<[NodeId]> {
        if let Some(known) = self.arms.get(&fact) {
            return Rc::clone(known);
        }
        let guards = match &self.model.facts[fact].value.kind {
            ExprKind::Case(arms, _) => self.guards(arms, Scope::Customer),
            _ => Rc::from([]),
        };
        self.arms.insert(fact, Rc::clone(&guards));
        guards
    }

    fn guards(&mut self, arms: &'a [(Expr, Expr)], scope: Scope) -> Rc<[NodeId]> {
        let mut guards = Vec::new();
        let mut before = ALWAYS;
        for (when, _) in arms {
            let when = self.condition(when, scope);
            let guard = self.formulas.all(&[before, when], &self.subjects);
            guards.push(guard);
            let not = self.formulas.not(when);
            before = self.formulas.all(&[before, not], &self.subjects);
        }
        guards.push(before);
        guards.into()
    }

    fn wanted_case(
        &mut self,
        guards: &[NodeId],
        arms: &'a [(Expr, Expr)],
        otherwise: Option<&'a Expr>,
        want: Want<'_>,
        scope: Scope,
    ) -> NodeId {
        let values = arms.iter().map(|(_, value)| value).chain(otherwise);
        let mut parts = Vec::new();
        for (guard, value) in guards.iter().zip(values) {
            if *guard == NEVER {
                continue;
            }
            // What an arm gives is not called as the whole is.
            let outer = self.naming.take();
            let wanted = self.wanted(value, want, scope);
            self.naming = outer;
            parts.push(self.formulas.all(&[*guard, wanted], &self.subjects));
        }
        self.formulas.any(&parts, &self.subjects)
    }

    /// `555`: three scores side by side.
    fn wanted_digits(
        &mut self,
        expr: &'a Expr,
        digits: &'a [Expr],
        want: Want<'_>,
        scope: Scope,
    ) -> NodeId {
        let outer = self.naming.take();
        let found = match want {
            Want::Known => {
                let known: Vec<NodeId> = digits
                    .iter()
                    .map(|digit| self.wanted(digit, Want::Known, scope))
                    .collect();
                self.formulas.all(&known, &self.subjects)
            }
            Want::Compare(Comparison::Equal, literal) => {
                self.digits_are(digits, std::slice::from_ref(literal), scope)
            }
            Want::OneOf(list) => self.digits_are(digits, list, scope),
            _ => self.wanted_of_subject(expr, want, scope),
        };
        self.naming = outer;
        found
    }

    fn digits_are(&mut self, digits: &'a [Expr], codes: &[Literal], scope: Scope) -> NodeId {
        let mut found = Vec::new();
        for code in codes {
            let Literal::Text(code) = code else { continue };
            if code.len() != digits.len() || !code.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let mut parts = Vec::new();
            for (digit, byte) in digits.iter().zip(code.bytes()) {
                let digit_wanted = Literal::Number(f64::from(byte - b'0'));
                let want = Want::Compare(Comparison::Equal, &digit_wanted);
                parts.push(self.wanted(digit, want, scope));
            }
            found.push(self.formulas.all(&parts, &self.subjects));
        }
        self.formulas.any(&found, &self.subjects)
    }
}

impl Want<'_> {
    /// Whether the constant is what is wanted; none where constants do not say.
    fn of(self, literal: &Literal) -> Option<bool> {
        let text = |test: fn(&str, &str) -> bool, part: &str| match literal {
            Literal::Text(text) => Some(test(text, part)),
            _ => None,
        };
        match self {
            Self::Known => Some(true),
            Self::Compare(comparison, with) => compared(comparison, literal, with),
            Self::OneOf(list) => {
                let mut any = Some(false);
                for one in list {
                    if compared(Comparison::Equal, literal, one)? {
                        any = Some(true);
                    }
                }
                any
            }
            Self::StartsWith(part) => text(|text, part| text.starts_with(part), part),
            Self::EndsWith(part) => text(|text, part| text.ends_with(part), part),
            Self::Contains(part) => text(|text, part| text.contains(part), part),
            Self::Matches(pattern) => match literal {
                Literal::Text(text) => Some(pattern.0.is_match(text)),
                _ => None,
            },
        }
    }

    /// The same as a test of texts.
    pub(super) fn test(self) -> Option<Test> {
        Some(match self {
            Self::StartsWith(part) => Test::StartsWith(part.into()),
            Self::EndsWith(part) => Test::EndsWith(part.into()),
            Self::Contains(part) => Test::Contains(part.into()),
            Self::Matches(pattern) => Test::Matches(pattern.clone()),
            Self::Compare(comparison, Literal::Text(text)) => {
                Test::Compared(comparison, text.clone())
            }
            _ => return None,
        })
    }
}

fn compared(comparison: Comparison, left: &Literal, right: &Literal) -> Option<bool> {
    let order = match (left, right) {
        (Literal::Text(a), Literal::Text(b)) => a.cmp(b),
        (Literal::Number(a), Literal::Number(b)) => a.partial_cmp(b)?,
        (Literal::YesNo(a), Literal::YesNo(b)) => a.cmp(b),
        (Literal::Date(a), Literal::Date(b)) => a.cmp(b),
        (Literal::Money(a), Literal::Money(b))
        | (Literal::Time(a), Literal::Time(b))
        | (Literal::Duration(a), Literal::Duration(b)) => a.cmp(b),
        _ => return None,
    };
    Some(holds(comparison, order))
}

/// `5 < age` is `age > 5`.
pub(super) fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        same => same,
    }
}

/// Whether the fact is a segment, or as good as one.
pub(super) fn is_membership(fact: &Fact) -> bool {
    fact.kind == FactKind::Segment || is_condition(&fact.value)
}

/// Whether the expression is yes or no and never missing.
pub(super) fn is_condition(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Compare(..)
            | ExprKind::OneOf(..)
            | ExprKind::ContainsAny(..)
            | ExprKind::Contains(..)
            | ExprKind::StartsWith(..)
            | ExprKind::EndsWith(..)
            | ExprKind::Matches(..)
            | ExprKind::Known(_)
            | ExprKind::Within(..)
            | ExprKind::Followed(_)
            | ExprKind::Anniversary(..)
            | ExprKind::Top(..)
    )
}
