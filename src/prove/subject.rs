//! What conditions are about: attributes, counts, lengths of time, opaque questions.

use super::formula::{Map, SubjectId};
use super::link::Link;
use super::scale::Scale;
use super::values::Values;

/// Something about a customer or a row that has one value.
#[derive(Debug)]
pub(super) struct Subject {
    /// How its values are told.
    pub(super) telling: Telling,
    pub(super) scale: Scale,
    /// Every value it can have.
    pub(super) domain: Values,
    /// What follows for others from its values, and the other way round.
    pub(super) links: Vec<Link>,
    /// Subjects that its links lead to: they are looked at wherever it is.
    pub(super) needs: Vec<SubjectId>,
    /// The model's number of an aggregate.
    pub(super) aggregate: Option<usize>,
}

/// How a subject and its value are put in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    /// `age = 41`
    Named(String),
    /// A condition as it is written, or `not` before it.
    Condition(String),
    /// `last_order 3 days ago`
    Ago(String),
    /// `spend < budget`
    Order(String, String),
    /// Only of use for reasoning.
    Hidden,
}

/// All subjects.
#[derive(Debug, Default)]
pub(super) struct Subjects {
    all: Vec<Subject>,
    known: Map<String, SubjectId>,
}

impl Subjects {
    pub(super) fn get(&self, id: SubjectId) -> &Subject {
        &self.all[id as usize]
    }

    pub(super) fn get_mut(&mut self, id: SubjectId) -> &mut Subject {
        &mut self.all[id as usize]
    }

    pub(super) fn find(&self, key: &str) -> Option<SubjectId> {
        self.known.get(key).copied()
    }

    /// The number of the subject that is added next.
    pub(super) fn next(&self) -> SubjectId {
        self.all.len() as SubjectId
    }

    pub(super) fn add(&mut self, key: String, subject: Subject) -> SubjectId {
        let id = self.all.len() as SubjectId;
        self.all.push(subject);
        self.known.insert(key, id);
        id
    }
}

impl Subject {
    pub(super) fn new(telling: Telling, scale: Scale, domain: Values) -> Self {
        Self {
            telling,
            scale,
            domain,
            links: Vec::new(),
            needs: Vec::new(),
            aggregate: None,
        }
    }

    /// Every value but missing.
    pub(super) fn known(&self) -> Values {
        self.domain.clone().without_missing()
    }

    /// Adds a link and the subjects it leads to.
    pub(super) fn link(&mut self, link: Link, to: impl IntoIterator<Item = SubjectId>) {
        self.links.push(link);
        for one in to {
            if !self.needs.contains(&one) {
                self.needs.push(one);
            }
        }
    }
}
