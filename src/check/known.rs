//! What is known where an expression stands: behind a condition that does not hold of a missing
//! value, the value is there.
//!
//! These are Cedar's capabilities: a small set of paths, learned from the left side of an `and` or
//! `or`, from a `when`, and from the arms above, and forgotten where that ends. Nothing is learned
//! through segments; what follows from them is for [`crate::prove`].

use std::collections::HashSet;

use super::Checker;
use super::expression::Scope;
use crate::model::{Comparison, Expr, ExprKind, Fact, FactKind, Model};

/// Names for one another that are looked through, and rows of catalogs that lead to one another.
const MOST_NAMES: usize = 16;

/// A path that can be known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Path {
    root: Root,
    /// Which field of which catalog, the outermost first.
    fields: Vec<(usize, usize)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Root {
    Field(Scope, usize),
    Fact(usize),
    Aggregate(usize),
    Quintile(usize),
    Percentile(usize),
}

impl Path {
    fn of(expr: &Expr, scope: Scope) -> Option<Self> {
        let mut fields = Vec::new();
        let mut expr = expr;
        while let ExprKind::Lookup {
            catalog,
            field,
            key,
        } = &expr.kind
        {
            fields.push((*catalog, *field));
            expr = key;
        }
        let root = match &expr.kind {
            ExprKind::Field(field) => Root::Field(scope, *field),
            ExprKind::Fact(fact) => Root::Fact(*fact),
            ExprKind::Aggregate(aggregate) => Root::Aggregate(*aggregate),
            ExprKind::Quintile(ranking) => Root::Quintile(*ranking),
            ExprKind::Percentile(ranking) => Root::Percentile(*ranking),
            _ => return None,
        };
        Some(Self { root, fields })
    }
}

/// The paths that are known where the checker is.
#[derive(Debug, Default)]
pub(super) struct Known {
    paths: HashSet<Path>,
    /// The same in the order in which they were learned.
    learned: Vec<Path>,
}

/// How much was known at some place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark(usize);

impl Known {
    fn learn(&mut self, paths: Vec<Path>) {
        for path in paths {
            if self.paths.insert(path.clone()) {
                self.learned.push(path);
            }
        }
    }

    fn forget(&mut self, mark: Mark) {
        for path in self.learned.drain(mark.0..) {
            self.paths.remove(&path);
        }
    }

    /// Whether the value cannot be missing here.
    fn has(&self, expr: &Expr, scope: Scope, facts: &[Fact]) -> bool {
        if self.paths.is_empty() {
            return false;
        }
        let mut known = through(expr, facts);
        known.any(|value| {
            !value.optional || Path::of(value, scope).is_some_and(|path| self.paths.contains(&path))
        })
    }
}

impl Checker<'_> {
    /// How much is known here, to be handed to [`Self::forget`].
    pub(super) fn mark(&self) -> Mark {
        Mark(self.known.learned.len())
    }

    /// From here on the condition is taken to hold, or not to.
    pub(super) fn learn(&mut self, condition: Option<&Expr>, holds: bool, scope: Scope) {
        if let Some(condition) = condition {
            let paths = told(condition, holds, scope, &self.model.facts);
            self.known.learn(paths);
        }
    }

    /// Nothing is known any more that was learned since.
    pub(super) fn forget(&mut self, mark: Mark) {
        self.known.forget(mark);
    }

    /// What `check` gives where the condition holds.
    pub(super) fn behind<T>(
        &mut self,
        condition: Option<&Expr>,
        scope: Scope,
        check: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let mark = self.mark();
        self.learn(condition, true, scope);
        let checked = check(self);
        self.forget(mark);
        checked
    }

    /// What `check` gives where nothing is known, because it is asked of everybody.
    pub(super) fn of_everybody<T>(&mut self, check: impl FnOnce(&mut Self) -> T) -> T {
        let known = std::mem::take(&mut self.known);
        let checked = check(self);
        self.known = known;
        checked
    }

    /// The expression, which is not optional where it is known.
    pub(super) fn narrowed(&self, expr: Expr, scope: Scope) -> Expr {
        if expr.optional && self.known.has(&expr, scope, &self.model.facts) {
            return Expr {
                optional: false,
                guarded: true,
                ..expr
            };
        }
        expr
    }
}

/// The customer's attributes and facts that are there whenever the condition holds, or whenever it
/// does not: as names, a field of a catalog's row behind the reference.
pub(crate) fn known_values(condition: &Expr, holds: bool, model: &Model) -> Vec<Vec<String>> {
    let mut values = Vec::new();
    for path in through_segments(condition, holds, &model.facts, MOST_NAMES) {
        let name = match path.root {
            Root::Field(Scope::Customer, field) => &model.customer.fields[field].name,
            Root::Fact(fact) => &model.facts[fact].name,
            _ => continue,
        };
        let names = name.split('.').map(str::to_owned);
        let fields = path.fields.iter().rev();
        let fields =
            fields.map(|(catalog, field)| model.catalogs[*catalog].fields[*field].name.clone());
        values.push(names.chain(fields).collect());
    }
    values
}

/// What the condition tells, and the segments that it asks for.
fn through_segments(condition: &Expr, holds: bool, facts: &[Fact], most: usize) -> Vec<Path> {
    let mut paths = told(condition, holds, Scope::Customer, facts);
    let Some(less) = most.checked_sub(1) else {
        return paths;
    };
    match (&condition.kind, holds) {
        (ExprKind::And(parts), true) | (ExprKind::Or(parts), false) => {
            for part in parts {
                paths.extend(through_segments(part, holds, facts, less));
            }
        }
        (ExprKind::Not(inner), _) => paths.extend(through_segments(inner, !holds, facts, less)),
        (ExprKind::Fact(fact), _) if facts[*fact].kind == FactKind::Segment => {
            paths.extend(through_segments(&facts[*fact].value, holds, facts, less));
        }
        _ => {}
    }
    paths
}

/// The paths that are known when the condition holds, or does not.
fn told(condition: &Expr, holds: bool, scope: Scope, facts: &[Fact]) -> Vec<Path> {
    let mut paths = Vec::new();
    let mut add = |value: &Expr| needed(value, scope, facts, MOST_NAMES, &mut paths);
    match (&condition.kind, holds) {
        (ExprKind::Not(inner), _) => return told(inner, !holds, scope, facts),
        (ExprKind::And(parts), true) | (ExprKind::Or(parts), false) => {
            let parts = parts.iter();
            return parts
                .flat_map(|part| told(part, holds, scope, facts))
                .collect();
        }
        (ExprKind::And(parts), false) | (ExprKind::Or(parts), true) => {
            return told_by_each(parts, holds, scope, facts);
        }
        (ExprKind::Compare(Comparison::NotEqual, ..), true) => {}
        (ExprKind::Compare(Comparison::NotEqual, left, right), false)
        | (
            ExprKind::Compare(_, left, right)
            | ExprKind::Contains(left, right)
            | ExprKind::StartsWith(left, right)
            | ExprKind::EndsWith(left, right),
            true,
        ) => {
            add(left);
            add(right);
        }
        (
            ExprKind::Known(value)
            | ExprKind::OneOf(value, _)
            | ExprKind::ContainsAny(value, _)
            | ExprKind::Matches(value, _)
            | ExprKind::Within(value, _)
            | ExprKind::Anniversary(value, _),
            true,
        ) => add(value),
        // A lone yes/no holds when it is yes.
        (_, true) => add(condition),
        _ => {}
    }
    paths
}

/// What all of the conditions tell.
fn told_by_each(conditions: &[Expr], holds: bool, scope: Scope, facts: &[Fact]) -> Vec<Path> {
    let mut conditions = conditions.iter();
    let Some(first) = conditions.next() else {
        return Vec::new();
    };
    let mut common = told(first, holds, scope, facts);
    for condition in conditions {
        if common.is_empty() {
            break;
        }
        let told = told(condition, holds, scope, facts);
        common.retain(|path| told.contains(path));
    }
    common
}

/// Adds the paths without which the value is missing.
fn needed(value: &Expr, scope: Scope, facts: &[Fact], most: usize, paths: &mut Vec<Path>) {
    let Some(less) = most.checked_sub(1) else {
        return;
    };
    for value in through(value, facts) {
        paths.extend(Path::of(value, scope));
        match &value.kind {
            ExprKind::Lookup { key, .. } => needed(key, scope, facts, less, paths),
            ExprKind::Arithmetic(_, left, right) => {
                needed(left, scope, facts, less, paths);
                needed(right, scope, facts, less, paths);
            }
            ExprKind::Digits(parts) => {
                for part in parts {
                    needed(part, scope, facts, less, paths);
                }
            }
            _ => {}
        }
    }
}

/// The value, and others that are missing exactly when it is: `age` is `years since birth_date`, so
/// there is one when there is the other.
fn through<'a>(value: &'a Expr, facts: &'a [Fact]) -> impl Iterator<Item = &'a Expr> {
    let next = |value: &&'a Expr| match &value.kind {
        ExprKind::Fact(fact) => {
            let fact = &facts[*fact];
            (fact.kind == FactKind::Trait && is_simple(&fact.value)).then_some(&fact.value)
        }
        ExprKind::Elapsed(_, _, inner) | ExprKind::DateOf(inner) | ExprKind::StartOf(inner) => {
            Some(&**inner)
        }
        _ => None,
    };
    std::iter::successors(Some(value), next).take(MOST_NAMES)
}

/// Whether a trait is but another name for the value.
fn is_simple(value: &Expr) -> bool {
    matches!(
        value.kind,
        ExprKind::Field(_)
            | ExprKind::Fact(_)
            | ExprKind::Aggregate(_)
            | ExprKind::Lookup { .. }
            | ExprKind::Elapsed(..)
            | ExprKind::DateOf(_)
            | ExprKind::StartOf(_)
            | ExprKind::Quintile(_)
            | ExprKind::Percentile(_)
    )
}
