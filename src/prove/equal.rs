//! Segments that are always the same customers.

use super::Prover;
use super::formula::{Map, Node, NodeId, SubjectId};
use super::problem::ProveProblem;
use super::solve::{Verdict, World};
use super::translate::Scope;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::FactKind;

/// Segments about the same subjects that one is compared with.
const COMPARED: usize = 16;

/// A segment, and somebody who is in it.
struct Member<'p> {
    fact: usize,
    formula: NodeId,
    somebody: World<'p>,
}

impl Prover<'_> {
    pub(super) fn equal_segments(&mut self, diagnostics: &mut Diagnostics) {
        let facts = self.model.facts.iter().enumerate();
        let segments = facts.filter(|(_, fact)| fact.kind == FactKind::Segment);
        let segments: Vec<(usize, NodeId)> = segments
            .map(|(index, fact)| (index, self.condition(&fact.value, Scope::Customer)))
            .collect();
        let mut alike: Map<Vec<SubjectId>, Vec<Member>> = Map::default();
        let mut same: Map<NodeId, usize> = Map::default();
        for (fact, formula) in segments {
            // What nobody or everybody is in was reported, or is meant.
            if self.is_empty(formula) || self.is_certain(formula) {
                continue;
            }
            if let Some(&equal) = same.get(&formula) {
                self.report_equal(fact, equal, diagnostics);
                continue;
            }
            same.insert(formula, fact);
            let others = alike.entry(self.subjects_of(&[formula])).or_default();
            let mut recent = others.iter().rev().take(COMPARED);
            if let Some(equal) = recent.find(|other| self.is_same(formula, other)) {
                self.report_equal(fact, equal.fact, diagnostics);
            } else if let Verdict::Possible(state) = self.search(&[formula]) {
                others.push(Member {
                    fact,
                    formula,
                    somebody: World::of(self.theory(), state),
                });
            }
        }
    }

    fn report_equal(&self, fact: usize, other: usize, diagnostics: &mut Diagnostics) {
        let mut pair = [&self.model.facts[fact], &self.model.facts[other]];
        pair.sort_by_key(|fact| std::cmp::Reverse(fact.span));
        let [later, first] = pair;
        let problem = ProveProblem::EqualSegments {
            name: later.name.clone(),
            other: first.name.clone(),
        };
        let equal = Diagnostic::new(&problem, later.span).note(first.span, "the other one");
        diagnostics.push(equal);
    }

    /// Most are told apart by one who is in the other.
    fn is_same(&self, formula: NodeId, other: &Member) -> bool {
        !other.somebody.lacks(formula) && self.are_equal(formula, other.formula)
    }

    pub(super) fn are_equal(&self, one: NodeId, other: NodeId) -> bool {
        self.is_impossible(&[one, self.formulas.not(other)])
            && self.is_impossible(&[other, self.formulas.not(one)])
    }

    /// The subjects of formulas, ascending.
    pub(super) fn subjects_of(&self, formulas: &[NodeId]) -> Vec<SubjectId> {
        let mut found = Vec::new();
        let mut seen = formulas.to_vec();
        let mut next = 0;
        while let Some(&one) = seen.get(next) {
            next += 1;
            match self.formulas.get(one) {
                Node::In(subject, _) => found.push(*subject),
                Node::All(parts) | Node::Any(parts) => {
                    let new = parts.iter().filter(|part| !seen.contains(part));
                    let new: Vec<NodeId> = new.copied().collect();
                    seen.extend(new);
                }
                Node::Always | Node::Never => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
