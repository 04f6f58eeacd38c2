//! Which parts of rules and templates the personas reach.

mod point;
mod reach;

pub use point::{Kind, Point};

use std::collections::BTreeSet;

use crate::evaluate::Rows;
use crate::liquid::Reached;
use crate::model::Model;
use crate::render::{Renderer, Selected};
use crate::source::Sources;
use point::Test;

/// Everything that a person can reach in rules and templates, and whether somebody has.
pub struct Coverage<'a> {
    points: Vec<Point<'a>>,
    reached: Vec<bool>,
}

/// How much of one kind is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// How many somebody reaches.
    pub reached: usize,
    /// How many there are.
    pub all: usize,
}

impl Tally {
    /// In whole percent, rounded down: 100 means all.
    pub fn percent(self) -> usize {
        (self.reached * 100).checked_div(self.all).unwrap_or(100)
    }
}

impl<'a> Coverage<'a> {
    /// Finds all points of the rules and of the campaigns' templates; nobody has reached any yet.
    pub fn new(model: &'a Model, renderers: &[Renderer<'a>], sources: &Sources) -> Self {
        let points = point::points(model, renderers, sources);
        Self {
            reached: vec![false; points.len()],
            points,
        }
    }

    /// All points.
    pub fn points(&self) -> &[Point<'a>] {
        &self.points
    }

    /// Takes in people: `selected` are the rows of every campaign that was prepared.
    pub fn add(&mut self, rows: &Rows, selected: &[Selected]) {
        let unreached = self.unreached();
        for &point in &unreached {
            let test = &self.points[point].test;
            self.reached[point] = reach::rows(test, rows, selected).any(|holds| holds);
        }
        let mut branches = Reached::new();
        for selected in selected {
            for row in selected.audience() {
                // What cannot be rendered is reported as such; it reached something all the same.
                let _failed = selected.trace(row, &mut branches);
            }
        }
        for point in unreached {
            if let Test::Branch = self.points[point].test {
                self.reached[point] = branches.contains(&self.points[point].span);
            }
        }
    }

    /// Whether the point is a branch of a template.
    pub(crate) fn is_branch(&self, point: usize) -> bool {
        matches!(self.points[point].test, Test::Branch)
    }

    /// The arm of an experiment that a point is about: the experiment's fact, and the arm's text; without
    /// one those held out.
    pub(crate) fn arm(&self, point: usize) -> Option<(usize, Option<&str>)> {
        match self.points[point].test {
            Test::Experiment(_, fact, arm) => Some((fact, arm)),
            _ => None,
        }
    }

    /// For each row the points among `open` that it reaches by rules alone.
    pub(crate) fn by_rules(
        &self,
        open: &[usize],
        rows: &Rows,
        selected: &[Selected],
    ) -> Vec<BTreeSet<usize>> {
        let mut reached = vec![BTreeSet::new(); rows.len()];
        for &point in open {
            let hits = reach::rows(&self.points[point].test, rows, selected);
            for (row, _) in hits.enumerate().filter(|(_, hit)| *hit) {
                reached[row].insert(point);
            }
        }
        reached
    }

    /// The points among `open` that are these branches.
    pub(crate) fn by_branches(&self, open: &[usize], reached: &Reached) -> Vec<usize> {
        let taken =
            |&point: &usize| self.is_branch(point) && reached.contains(&self.points[point].span);
        open.iter().copied().filter(taken).collect()
    }

    /// The indices of the points that nobody has reached.
    pub fn unreached(&self) -> Vec<usize> {
        let points = 0..self.points.len();
        points.filter(|&point| !self.reached[point]).collect()
    }

    /// How much is reached in all.
    pub fn total(&self) -> Tally {
        self.count(|_| true)
    }

    /// How much of each kind is reached; kinds without a point are left out.
    pub fn tallies(&self) -> Vec<(Kind, Tally)> {
        let tallies = Kind::ALL.into_iter().map(|kind| {
            let tally = self.count(|point| point.kind == kind);
            (kind, tally)
        });
        tallies.filter(|(_, tally)| tally.all > 0).collect()
    }

    fn count(&self, counts: impl Fn(&Point) -> bool) -> Tally {
        let counted = self.points.iter().zip(&self.reached);
        let counted = counted.filter(|(point, _)| counts(point));
        let (mut reached, mut all) = (0, 0);
        for (_, is_reached) in counted {
            all += 1;
            reached += usize::from(*is_reached);
        }
        Tally { reached, all }
    }
}
