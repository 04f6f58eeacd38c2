//! The fewest subjects that must change for a formula to hold: first with none changed, then with
//! one, and so on. What holds already is left as it is unless a change touches it.

use std::collections::BTreeMap;

use super::demand::Demand;
use super::formula::Node;
use super::subject::Subject;

/// What was found.
pub(super) enum Outcome {
    /// It holds already.
    In,
    /// Each of these would do: subjects, and what they would have to be.
    Changes(Vec<Vec<(usize, Demand)>>),
    /// It holds for nobody.
    Impossible,
    OutOfReach,
}

/// Steps before the search is given up.
const STEPS: usize = 200_000;

/// Sets of changes that are kept: those that differ in one value become one.
const KEPT: usize = 500;

pub(super) fn search(formula: &Node, subjects: &[Subject]) -> Outcome {
    let mut search = Search {
        subjects,
        most: 0,
        steps: STEPS,
        found: Vec::new(),
    };
    for most in 0..=subjects.len() {
        search.most = most;
        search.look(Way::new(formula));
        if !search.found.is_empty() {
            return if most == 0 {
                Outcome::In
            } else {
                Outcome::Changes(merged(search.found))
            };
        }
        if search.steps == 0 {
            return Outcome::OutOfReach;
        }
    }
    Outcome::Impossible
}

struct Search<'a> {
    subjects: &'a [Subject<'a>],
    /// Changes at most.
    most: usize,
    steps: usize,
    found: Vec<Vec<(usize, Demand)>>,
}

/// One way to make the formula hold, as far as it is decided on.
#[derive(Clone)]
struct Way<'a> {
    /// All of these must hold.
    waiting: Vec<&'a Node>,
    /// Of each of these one part must hold.
    open: Vec<&'a Node>,
    demands: BTreeMap<usize, Demand>,
}

impl<'a> Way<'a> {
    fn new(formula: &'a Node) -> Self {
        Self {
            waiting: vec![formula],
            open: Vec::new(),
            demands: BTreeMap::new(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Holds,
    Fails,
    Open,
}

impl Search<'_> {
    fn look(&mut self, mut way: Way) {
        if self.found.len() == KEPT || self.steps == 0 {
            return;
        }
        self.steps -= 1;
        if self.gather(&mut way).is_none() {
            return;
        }
        let mut choice = None;
        for (index, node) in way.open.iter().enumerate() {
            match self.standing(node, &way.demands) {
                Standing::Holds => {}
                Standing::Fails => return,
                Standing::Open => choice = choice.or(Some(index)),
            }
        }
        let Some(choice) = choice else {
            return self.keep(&way);
        };
        let chosen = way.open.remove(choice);
        if let Node::Any(parts) = chosen {
            for part in parts {
                let mut tried = way.clone();
                tried.waiting.push(part);
                self.look(tried);
            }
        }
    }

    /// Puts together what must hold in any case. None when that cannot be.
    fn gather(&self, way: &mut Way) -> Option<()> {
        while let Some(node) = way.waiting.pop() {
            match node {
                Node::Always => {}
                Node::Never => return None,
                Node::All(parts) => way.waiting.extend(parts),
                Node::Any(_) => way.open.push(node),
                Node::Ask(subject, demand) => {
                    let all = match way.demands.get(subject) {
                        Some(held) => held.and(demand)?,
                        None => demand.clone(),
                    };
                    way.demands.insert(*subject, all);
                }
            }
        }
        let changes = way
            .demands
            .iter()
            .filter(|(subject, demand)| self.changes(**subject, demand));
        (changes.count() <= self.most).then_some(())
    }

    fn changes(&self, subject: usize, demand: &Demand) -> bool {
        !demand.admits(&self.subjects[subject].point)
    }

    /// Whether a node holds with what is decided on and everything else as it is.
    fn standing(&self, node: &Node, demands: &BTreeMap<usize, Demand>) -> Standing {
        match node {
            Node::Always => Standing::Holds,
            Node::Never => Standing::Fails,
            Node::Ask(subject, asked) => {
                let demand = demands.get(subject);
                let possible = demand.is_none_or(|demand| demand.and(asked).is_some());
                let holds = match demand {
                    Some(demand) if self.changes(*subject, demand) => demand.implies(asked),
                    _ => asked.admits(&self.subjects[*subject].point),
                };
                match (possible, holds) {
                    (_, true) => Standing::Holds,
                    (false, _) => Standing::Fails,
                    _ => Standing::Open,
                }
            }
            Node::All(parts) => self.joined(parts, demands, Standing::Fails, Standing::Holds),
            Node::Any(parts) => self.joined(parts, demands, Standing::Holds, Standing::Fails),
        }
    }

    fn joined(
        &self,
        parts: &[Node],
        demands: &BTreeMap<usize, Demand>,
        decides: Standing,
        otherwise: Standing,
    ) -> Standing {
        let mut standing = otherwise;
        for part in parts {
            match self.standing(part, demands) {
                found if found == decides => return decides,
                Standing::Open => standing = Standing::Open,
                _ => {}
            }
        }
        standing
    }

    fn keep(&mut self, way: &Way) {
        let changes = way
            .demands
            .iter()
            .filter(|(subject, demand)| self.changes(**subject, demand));
        let changes: Vec<(usize, Demand)> = changes
            .map(|(subject, demand)| (*subject, demand.clone()))
            .collect();
        if !self.found.contains(&changes) {
            self.found.push(changes);
        }
    }
}

/// Ways that differ only in the values of one subject are one.
fn merged(mut ways: Vec<Vec<(usize, Demand)>>) -> Vec<Vec<(usize, Demand)>> {
    let mut merged: Vec<Vec<(usize, Demand)>> = Vec::new();
    ways.reverse();
    while let Some(mut way) = ways.pop() {
        while let Some(other) = ways.iter().position(|other| join(&mut way, other)) {
            ways.remove(other);
        }
        merged.push(way);
    }
    merged
}

/// Takes the other way in where that is possible.
fn join(way: &mut [(usize, Demand)], other: &[(usize, Demand)]) -> bool {
    let same_subjects =
        way.len() == other.len() && way.iter().zip(other).all(|((a, _), (b, _))| a == b);
    if !same_subjects {
        return false;
    }
    let pairs = way.iter_mut().zip(other).map(|((_, a), (_, b))| (a, b));
    let mut different: Vec<(&mut Demand, &Demand)> = pairs.filter(|(a, b)| a != b).collect();
    match different.as_mut_slice() {
        [] => true,
        [(a, b)] if a.tests == b.tests => {
            a.values = a.values.or(&b.values);
            true
        }
        _ => false,
    }
}
