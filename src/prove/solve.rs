//! Whether anybody can satisfy formulas together: what they say of single subjects is put together,
//! what follows from it left out, and where one of several must hold each is tried.

use super::formula::{Formulas, Node, NodeId};
use super::pairs::Pairs;
use super::state::{Conflict, State};
use super::subject::Subjects;
use super::values::Values;

/// What is known of conditions.
#[derive(Clone, Copy)]
pub(super) struct Theory<'p> {
    pub(super) formulas: &'p Formulas,
    pub(super) subjects: &'p Subjects,
    pub(super) pairs: &'p Pairs<'p>,
}

/// What the search came to.
#[derive(Debug)]
pub(super) enum Verdict<'p> {
    /// Nothing speaks against somebody with these values.
    Possible(State<'p>),
    /// There can be nobody.
    Impossible,
    /// The search was given up.
    OutOfReach,
}

/// Steps of one search before it is given up.
const STEPS: u32 = 20_000;
/// Alternatives tried inside of alternatives.
const DEPTH: u32 = 64;
/// Formulas inside of formulas that are looked through without trying.
const LEVELS: u32 = 12;
/// Times that links are followed again because they found something.
const ROUNDS: u32 = 12;

/// Those who satisfy what was assumed so far.
#[derive(Clone)]
pub(super) struct World<'p> {
    theory: Theory<'p>,
    state: State<'p>,
    /// Formulas of which one part must hold.
    open: Vec<NodeId>,
    nobody: bool,
    steps: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Holds,
    Fails,
    Open,
}

impl<'p> World<'p> {
    /// Everybody.
    pub(super) fn new(theory: Theory<'p>) -> Self {
        Self {
            theory,
            state: State::new(theory.subjects),
            open: Vec::new(),
            nobody: false,
            steps: STEPS,
        }
    }

    /// Those with these values left.
    pub(super) fn of(theory: Theory<'p>, state: State<'p>) -> Self {
        Self {
            state,
            ..Self::new(theory)
        }
    }

    /// Leaves only those for whom the formula holds.
    pub(super) fn assume(&mut self, formula: NodeId) {
        self.nobody = self.nobody || self.add(formula).is_err();
    }

    /// Leaves only those with these values.
    pub(super) fn give(&mut self, subject: super::formula::SubjectId, values: &Values) {
        self.nobody = self.nobody || self.state.narrow(subject, values).is_err();
    }

    /// Whether the formula plainly holds for none of those who are left.
    pub(super) fn lacks(&self, formula: NodeId) -> bool {
        self.clone().standing(formula, LEVELS) == Standing::Fails
    }

    fn add(&mut self, formula: NodeId) -> Result<(), Conflict> {
        let mut waiting = vec![formula];
        while let Some(one) = waiting.pop() {
            self.steps = self.steps.saturating_sub(1);
            if self.steps == 0 {
                return Ok(());
            }
            match self.theory.formulas.get(one) {
                Node::Always => {}
                Node::Never => return Err(Conflict),
                Node::In(subject, values) => self.state.narrow(*subject, values)?,
                Node::All(parts) => waiting.extend(parts.iter().rev()),
                Node::Any(_) => self.open.push(one),
            }
        }
        Ok(())
    }

    /// Looks for somebody who is left.
    pub(super) fn search(mut self) -> Verdict<'p> {
        self.find(DEPTH)
    }

    fn find(&mut self, depth: u32) -> Verdict<'p> {
        if self.nobody || self.settle().is_err() {
            return Verdict::Impossible;
        }
        if self.steps == 0 {
            return Verdict::OutOfReach;
        }
        let fewest = |one: &NodeId| self.parts(*one).len();
        let Some(choice) = self.open.iter().copied().min_by_key(fewest) else {
            return Verdict::Possible(self.state.clone());
        };
        if depth == 0 {
            return Verdict::OutOfReach;
        }
        self.open.retain(|&one| one != choice);
        let mut given_up = false;
        for part in self.parts(choice).to_vec() {
            let mut tried = self.clone();
            let found = match tried.add(part) {
                Ok(()) => tried.find(depth - 1),
                Err(Conflict) => Verdict::Impossible,
            };
            self.steps = tried.steps;
            match found {
                Verdict::Possible(state) => return Verdict::Possible(state),
                Verdict::OutOfReach => given_up = true,
                Verdict::Impossible => {}
            }
            // Whoever satisfies this part was looked for already.
            let others = self.theory.formulas.not(part);
            if self.steps == 0 {
                return Verdict::OutOfReach;
            }
            if self.add(others).is_err() {
                break;
            }
        }
        if given_up {
            Verdict::OutOfReach
        } else {
            Verdict::Impossible
        }
    }

    fn parts(&self, formula: NodeId) -> &'p [NodeId] {
        match self.theory.formulas.get(formula) {
            Node::Any(parts) | Node::All(parts) => parts,
            _ => &[],
        }
    }

    /// Follows links, and drops alternatives that are decided, until nothing changes.
    fn settle(&mut self) -> Result<(), Conflict> {
        loop {
            self.follow_links()?;
            let mut changed = false;
            for one in std::mem::take(&mut self.open) {
                let standing = |part: &NodeId, world: &mut Self| world.standing(*part, LEVELS);
                let mut left = Vec::new();
                let mut holds = false;
                for part in self.parts(one) {
                    match standing(part, self) {
                        Standing::Holds => holds = true,
                        Standing::Open => left.push(*part),
                        Standing::Fails => {}
                    }
                }
                match left.as_slice() {
                    _ if holds => {}
                    [] => return Err(Conflict),
                    [only] => {
                        self.add(*only)?;
                        changed = true;
                    }
                    _ => self.open.push(one),
                }
            }
            if self.steps == 0 || !(changed || self.state.changed) {
                return Ok(());
            }
        }
    }

    fn follow_links(&mut self) -> Result<(), Conflict> {
        for _ in 0..ROUNDS {
            if !self.state.changed {
                return Ok(());
            }
            self.state.changed = false;
            let looked_at: Vec<_> = self.state.iter().map(|(subject, _)| subject).collect();
            for &subject in &looked_at {
                for link in &self.theory.subjects.get(subject).links {
                    self.steps = self.steps.saturating_sub(1);
                    link.apply(&mut self.state)?;
                }
            }
            let aggregates =
                |subject: &&u32| self.theory.subjects.get(**subject).aggregate.is_some();
            let aggregates: Vec<_> = looked_at.iter().filter(aggregates).copied().collect();
            for (at, &first) in aggregates.iter().enumerate() {
                for &second in &aggregates[at + 1..] {
                    self.steps = self.steps.saturating_sub(1);
                    for link in self
                        .theory
                        .pairs
                        .between(first, second, self.theory.subjects)
                        .iter()
                    {
                        link.apply(&mut self.state)?;
                    }
                }
            }
        }
        self.state.changed = false;
        Ok(())
    }

    /// What can be said of the formula without trying.
    fn standing(&mut self, formula: NodeId, levels: u32) -> Standing {
        self.steps = self.steps.saturating_sub(1);
        if levels == 0 || self.steps == 0 {
            return Standing::Open;
        }
        let (parts, decided, otherwise) = match self.theory.formulas.get(formula) {
            Node::Always => return Standing::Holds,
            Node::Never => return Standing::Fails,
            Node::In(subject, values) => {
                let left = self.state.get(*subject);
                return if left.is_within(values) {
                    Standing::Holds
                } else if left.is_apart_from(values) {
                    Standing::Fails
                } else {
                    Standing::Open
                };
            }
            Node::All(parts) => (parts, Standing::Fails, Standing::Holds),
            Node::Any(parts) => (parts, Standing::Holds, Standing::Fails),
        };
        let mut standing = otherwise;
        for &part in parts {
            match self.standing(part, levels - 1) {
                found if found == decided => return decided,
                Standing::Open => standing = Standing::Open,
                _ => {}
            }
        }
        standing
    }
}
