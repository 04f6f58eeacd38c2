//! Which declaration each name stands for, as the checkers find it out on their way: for editors.

use crate::source::{SourceId, Span};

/// Places that name something, each with the place that declares it. A declaration may itself stand
/// for another one, as a campaign's block for the template's.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    all: Vec<(Span, Span)>,
}

impl Uses {
    /// Notes that `place` names what is declared at `declared`.
    pub fn add(&mut self, place: Span, declared: Span) {
        if place != declared {
            self.all.push((place, declared));
        }
    }

    /// Notes that `place` names a whole file.
    pub fn add_file(&mut self, place: Span, file: SourceId) {
        self.add(place, Span::new(file, 0..0));
    }

    /// Takes in all of `other`.
    pub fn extend(&mut self, other: Self) {
        self.all.extend(other.all);
    }

    /// Every declaration that something stands for.
    pub fn declared(&self) -> std::collections::HashSet<Span> {
        self.all.iter().map(|(_, declared)| *declared).collect()
    }

    /// Each use with its declaration, in order of place, none twice.
    pub fn sorted(mut self) -> Vec<(Span, Span)> {
        self.all.sort_unstable();
        self.all.dedup();
        self.all
    }
}
