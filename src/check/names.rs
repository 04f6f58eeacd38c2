//! What each name stands for, and the order in which facts can be checked.

use std::collections::BTreeMap;

use super::expression::TableRef;
use crate::diagnostic::{LISTED, nearest_sorted};
use crate::model::{Broken, Table};
use crate::rules::ast::{Expr, ExprKind, Name, Window, WindowKind};
use crate::source::Span;

/// Where names lead, in an order that does not change from run to run. A name whose declaration is
/// wrong is known all the same, so that its uses are not reported too.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Whether the customer block cannot be read, so that any name may be a customer's.
    pub(super) broken_customer: bool,
    /// Events by name; none when the block cannot be read.
    pub(super) events: BTreeMap<String, Option<usize>>,
    /// Catalogs by name; none when the block cannot be read.
    pub(super) catalogs: BTreeMap<String, Option<usize>>,
    /// Facts by name, also dotted ones; none while or because it is not checked.
    pub(super) facts: BTreeMap<String, Option<usize>>,
    /// Segments and groups, for suggestions; sorted once all are declared.
    pub(super) segments: Vec<String>,
    /// What a customer can be asked for, for suggestions: sorted when first asked for.
    values: Vec<String>,
    /// How many facts there were then.
    facts_then: usize,
    /// Campaigns by name; none when wrong.
    pub(super) campaigns: BTreeMap<String, Option<usize>>,
    /// Campaigns that cannot be read: nothing is known of their experiments.
    pub(super) broken_campaigns: Vec<String>,
    /// Campaigns that share a limit, by its name.
    pub(super) across: BTreeMap<String, Vec<String>>,
    /// Where each name was declared first.
    pub(super) declared: BTreeMap<String, Span>,
    /// Where each catalog was declared first: an event's field may be called like the catalog
    /// that it refers to, so catalogs stand apart.
    pub(super) declared_catalogs: BTreeMap<String, Span>,
    /// Where each campaign was declared first: a trait may be called like one.
    pub(super) declared_campaigns: BTreeMap<String, Span>,
    /// Customer fields whose declaration is wrong.
    pub(super) broken_fields: Vec<String>,
    /// Fields of events and catalogs whose declaration is wrong: table and field.
    pub(super) broken_columns: Vec<(TableRef, String)>,
}

impl Names {
    /// What is declared, but wrongly.
    pub(super) fn broken(&self) -> Broken {
        let facts = wrong(&self.facts);
        Broken {
            customer: self.broken_customer,
            catalogs: wrong(&self.catalogs).collect(),
            values: facts.chain(self.broken_fields.iter().cloned()).collect(),
        }
    }
}

impl Names {
    /// Attributes, facts and events, sorted.
    pub(super) fn values(&mut self, customer: &Table) -> &[String] {
        if self.values.is_empty() || self.facts_then != self.facts.len() {
            let fields = customer.fields.iter().map(|field| &field.name);
            let all = fields.chain(self.facts.keys()).chain(self.events.keys());
            self.values = all.cloned().collect();
            self.values.sort();
            self.facts_then = self.facts.len();
        }
        &self.values
    }
}

/// Those of the sorted names that a hint may show: all when they are few, else those that `name` was
/// probably meant to be.
pub(super) fn narrowed(name: &str, sorted: &[String]) -> Vec<String> {
    if sorted.len() <= LISTED {
        return sorted.to_vec();
    }
    nearest_sorted(name, sorted)
}

fn wrong(names: &BTreeMap<String, Option<usize>>) -> impl Iterator<Item = String> {
    let wrong = names.iter().filter(|(_, index)| index.is_none());
    wrong.map(|(name, _)| name.clone())
}

/// `a.b.c`
pub(super) fn dotted(path: &[Name]) -> String {
    let parts: Vec<&str> = path.iter().map(|name| name.text.as_str()).collect();
    parts.join(".")
}

/// From the first name to the last.
pub(super) fn path_span(path: &[Name]) -> Option<Span> {
    Some(path.first()?.span.to(path.last()?.span))
}

/// Calls `visit` with the first name of every path in `expr` that a customer is asked for, without
/// the `customer.` that may stand before it.
pub(super) fn each_root<'a>(expr: &'a Expr, visit: &mut impl FnMut(&'a Name)) {
    each_path(expr, &mut |path| {
        let own = path.first().filter(|first| first.text == "customer");
        let root = own.and(path.get(1)).or(path.first());
        root.into_iter().for_each(&mut *visit);
    });
}

/// Calls `visit` with every path in `expr`, but those of an event's own fields.
pub(super) fn each_path<'a>(expr: &'a Expr, visit: &mut impl FnMut(&'a [Name])) {
    let mut stack = vec![expr];
    while let Some(expr) = stack.pop() {
        if let ExprKind::Path(path) | ExprKind::InSegment { path, .. } = &expr.kind {
            visit(path);
        }
        stack.extend(children(expr));
    }
}

fn children(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Not(inner) | ExprKind::Negate(inner) | ExprKind::Percentile(inner) => vec![inner],
        ExprKind::Binary(_, left, right) => vec![left, right],
        ExprKind::List(items) => items.iter().collect(),
        ExprKind::InList { value, list, .. } | ExprKind::ContainsAny { value, list } => {
            std::iter::once(&**value).chain(list).collect()
        }
        ExprKind::Between { value, low, high } => vec![value, low, high],
        ExprKind::IsKnown { value, .. }
        | ExprKind::Top { by: value, .. }
        | ExprKind::Followed { first: value, .. }
        | ExprKind::Matches { value, .. }
        | ExprKind::Anniversary { value, .. }
        | ExprKind::Elapsed { value, .. } => vec![value],
        ExprKind::InWindow { value, window } => {
            let mut all = bounds(window);
            all.push(value);
            all
        }
        ExprKind::Case { arms, otherwise } => {
            let arms = arms
                .iter()
                .flat_map(|(condition, value)| [condition, value]);
            arms.chain(otherwise.as_deref()).collect()
        }
        // A filter sees the fields of its event only.
        ExprKind::Aggregate { .. }
        | ExprKind::Did { .. }
        | ExprKind::Rfm { .. }
        | ExprKind::Text(_)
        | ExprKind::Number(_)
        | ExprKind::YesNo(_)
        | ExprKind::Date(_)
        | ExprKind::Time(_)
        | ExprKind::Length(_)
        | ExprKind::Path(_)
        | ExprKind::InSegment { .. } => Vec::new(),
    }
}

fn bounds(window: &Window) -> Vec<&Expr> {
    match &window.kind {
        WindowKind::Last { .. } => Vec::new(),
        WindowKind::Since(from) => vec![from],
        WindowKind::Between(from, to) => vec![from, to],
    }
}

/// Orders `0..uses.len()` so that each comes after those it uses; those in a circle are left out
/// and returned as rings.
pub(super) fn order(uses: &[Vec<usize>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut waiting_for: Vec<usize> = uses.iter().map(Vec::len).collect();
    let mut used_by = vec![Vec::new(); uses.len()];
    for (user, used) in uses.iter().enumerate() {
        for &one in used {
            used_by[one].push(user);
        }
    }
    let mut ready: Vec<usize> = (0..uses.len()).filter(|&i| waiting_for[i] == 0).collect();
    let mut next = 0;
    while let Some(&done) = ready.get(next) {
        next += 1;
        for &user in &used_by[done] {
            waiting_for[user] -= 1;
            if waiting_for[user] == 0 {
                ready.push(user);
            }
        }
    }
    let rings = rings(uses, &waiting_for);
    (ready, rings)
}

/// The circles among those still waiting: following any first use that waits must return.
fn rings(uses: &[Vec<usize>], waiting_for: &[usize]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; uses.len()];
    let mut rings = Vec::new();
    for start in (0..uses.len()).filter(|&i| waiting_for[i] > 0) {
        let mut walked: Vec<usize> = Vec::new();
        let mut at = start;
        while !seen[at] {
            seen[at] = true;
            walked.push(at);
            let waiting = uses[at].iter().find(|&&used| waiting_for[used] > 0);
            at = waiting.copied().unwrap_or(at);
        }
        if let Some(begin) = walked.iter().position(|&one| one == at) {
            rings.push(walked.split_off(begin));
        }
    }
    rings
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn users_come_after_what_they_use() {
        let (ready, rings) = order(&[vec![1], vec![2], vec![], vec![0]]);
        assert_eq!(ready, [2, 1, 0, 3]);
        assert!(rings.is_empty());
    }

    #[test]
    fn a_circle_is_one_ring_without_those_that_only_use_it() {
        let (ready, rings) = order(&[vec![1], vec![2], vec![1], vec![]]);
        assert_eq!(ready, [3]);
        assert_eq!(rings, [vec![1, 2]]);
    }
}
