//! What stands at a place, and where else the same thing stands.

use std::collections::{BTreeMap, BTreeSet};

use super::analysis::Analysis;
use super::declaration::declarations;
use crate::source::{SourceId, Span};

impl Analysis {
    /// The name at byte `at` of a text, when it is known what it stands for.
    pub(super) fn name_at(&self, source: SourceId, at: usize) -> Option<Span> {
        let holds = |span: &Span| {
            let range = span.range();
            span.source == source && !is_file(*span) && range.start <= at && at <= range.end
        };
        let used = self
            .uses
            .iter()
            .flat_map(|&(place, declared)| [place, declared]);
        let declared = declarations(self.items()).into_iter();
        let declared = declared.map(|declaration| declaration.name.span);
        let found = used.chain(declared).filter(holds);
        // a name inside a text is nearer than the text
        found.min_by_key(|span| (span.end - span.start, span.start))
    }

    /// Where what `place` names is declared; the place itself when that is it.
    pub(super) fn declared(&self, place: Span) -> Vec<Span> {
        let targets = |place: Span| {
            let first = self.uses.partition_point(|(used, _)| *used < place);
            let used = self.uses[first..].iter();
            let used = used.take_while(move |(used, _)| *used == place);
            used.map(|(_, declared)| *declared)
        };
        let mut declared: Vec<Span> = targets(place).collect();
        // the text of a `show` stands for its file, whoever else names it
        for one in &mut declared {
            if let Some(file) = targets(*one).find(|target| is_file(*target)) {
                *one = file;
            }
        }
        if declared.is_empty() {
            declared.push(place);
        }
        declared
    }

    /// Every place of the name that stands at `place`, in order; of a file all that name it.
    pub(super) fn same(&self, place: Span) -> BTreeSet<Span> {
        let mut beside: BTreeMap<Span, Vec<Span>> = BTreeMap::new();
        for &(used, declared) in &self.uses {
            if !is_file(declared) {
                beside.entry(used).or_default().push(declared);
            }
            beside.entry(declared).or_default().push(used);
        }
        let file = self.declared(place).into_iter().find(|one| is_file(*one));
        let mut waiting = vec![file.unwrap_or(place)];
        let mut found = BTreeSet::new();
        while let Some(one) = waiting.pop() {
            if found.insert(one) {
                waiting.extend(beside.get(&one).into_iter().flatten());
            }
        }
        found.retain(|span| !is_file(*span));
        found
    }
}

/// Whether a whole file is meant, rather than a name.
pub(super) fn is_file(span: Span) -> bool {
    span.start == span.end
}
