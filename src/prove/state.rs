//! Which values are left for each subject.

use std::collections::BTreeMap;

use super::formula::SubjectId;
use super::scale::Scale;
use super::subject::Subjects;
use super::values::Values;

/// Nobody is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Conflict;

/// The values left for the subjects that were asked for; all others have their whole domain.
#[derive(Clone, Debug)]
pub(super) struct State<'p> {
    pub(super) subjects: &'p Subjects,
    left: BTreeMap<SubjectId, Values>,
    /// Whether something was left out since this was last set to `false`.
    pub(super) changed: bool,
}

impl<'p> State<'p> {
    pub(super) fn new(subjects: &'p Subjects) -> Self {
        Self {
            subjects,
            left: BTreeMap::new(),
            changed: false,
        }
    }

    pub(super) fn get(&self, subject: SubjectId) -> &Values {
        let left = self.left.get(&subject);
        left.unwrap_or(&self.subjects.get(subject).domain)
    }

    pub(super) fn scale(&self, subject: SubjectId) -> Scale {
        self.subjects.get(subject).scale
    }

    /// Leaves only those of `values`.
    pub(super) fn narrow(&mut self, subject: SubjectId, values: &Values) -> Result<(), Conflict> {
        self.enter(subject);
        let left = self.get(subject);
        if left.is_within(values) {
            return Ok(());
        }
        let fewer = left.and(values);
        if fewer.is_empty() {
            return Err(Conflict);
        }
        self.left.insert(subject, fewer);
        self.changed = true;
        Ok(())
    }

    /// Looks at a subject and at those its links lead to.
    fn enter(&mut self, subject: SubjectId) {
        let mut waiting = vec![subject];
        while let Some(one) = waiting.pop() {
            if !self.left.contains_key(&one) {
                let found = self.subjects.get(one);
                self.left.insert(one, found.domain.clone());
                waiting.extend(&found.needs);
                self.changed = true;
            }
        }
    }

    /// The subjects looked at, each with what is left.
    pub(super) fn iter(&self) -> impl Iterator<Item = (SubjectId, &Values)> {
        self.left.iter().map(|(subject, values)| (*subject, values))
    }
}
