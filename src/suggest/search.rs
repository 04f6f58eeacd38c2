//! Which customers reach what nobody reaches, and how few of them are enough.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rayon::prelude::*;

use super::Input;
use crate::evaluate::{Log, Population, Rows};
use crate::liquid::Reached;
use crate::render::Selected;
use crate::schema::Column;

/// Customers that are kept for each point: what bounds the memory.
const KEPT: usize = 16;

/// Messages rendered in parallel.
const CHUNK: usize = 512;

/// Messages rendered since one took a branch for the first time, after which the search for
/// branches is given up.
const PATIENCE: usize = 20_000;

/// A customer, and what they reach of the points that are searched for.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) id: String,
    pub(super) points: BTreeSet<usize>,
}

/// The fewest customers that reach all points of `open` that anybody reaches, as far as going
/// for the next best each time finds them.
pub(super) fn search(
    input: &Input,
    population: &Population,
    open: &[usize],
    log: &mut Log,
    mut progress: impl FnMut(usize, usize),
) -> Option<Vec<Found>> {
    let shared = input.renderers.iter().map(|one| one.shared(population));
    let shared: Vec<_> = shared.collect();
    let mut pool = Pool::new(input, open);
    let mut customers = population.customers(input.tables, log)?;
    let mut done = 0;
    while let Some(batch) = customers.next(log)? {
        let rows = population.rows(&batch);
        let selected = input.renderers.iter().zip(&shared);
        let selected: Vec<Selected> = selected
            .map(|(renderer, shared)| renderer.select(&rows, shared))
            .collect();
        pool.take(&rows, &selected, input);
        done += rows.len();
        progress(done, population.len());
    }
    Some(pool.fewest())
}

struct Pool {
    open: Vec<usize>,
    /// Branches of templates that nobody took so far.
    unseen: BTreeSet<usize>,
    patience: usize,
    /// For each point those who reach it and most others.
    best: BTreeMap<usize, Vec<Rc<Found>>>,
}

impl Pool {
    fn new(input: &Input, open: &[usize]) -> Self {
        let is_branch = |&point: &usize| input.coverage.is_branch(point);
        Self {
            open: open.to_vec(),
            unseen: open.iter().copied().filter(is_branch).collect(),
            patience: PATIENCE,
            best: BTreeMap::new(),
        }
    }

    fn take(&mut self, rows: &Rows, selected: &[Selected], input: &Input) {
        let mut points = input.coverage.by_rules(&self.open, rows, selected);
        for selected in selected {
            self.render(selected, &mut points, input);
        }
        let key = input.workspace.model.customer.key;
        let Some(Column::Text(ids)) = key.and_then(|key| rows.field(key)) else {
            return;
        };
        for (row, points) in points.into_iter().enumerate() {
            if !points.is_empty() {
                let id = ids.value(row).to_owned();
                self.offer(&Rc::new(Found { id, points }));
            }
        }
    }

    /// Adds the branches that the messages take, as long as some are searched for.
    fn render(&mut self, selected: &Selected, points: &mut [BTreeSet<usize>], input: &Input) {
        for chunk in selected.audience().chunks(CHUNK) {
            if self.unseen.is_empty() || self.patience == 0 {
                return;
            }
            let trace = |&row: &usize| {
                let mut reached = Reached::new();
                // Who gets no message is no example of one.
                selected.trace(row, &mut reached).ok().map(|()| reached)
            };
            let traced: Vec<Option<Reached>> = chunk.par_iter().map(trace).collect();
            self.patience = self.patience.saturating_sub(chunk.len());
            for (&row, reached) in chunk.iter().zip(traced) {
                let Some(reached) = reached else { continue };
                for point in input.coverage.by_branches(&self.open, &reached) {
                    points[row].insert(point);
                    if self.unseen.remove(&point) {
                        self.patience = PATIENCE;
                    }
                }
            }
        }
    }

    fn offer(&mut self, found: &Rc<Found>) {
        for &point in &found.points {
            let best = self.best.entry(point).or_default();
            if best.len() < KEPT {
                best.push(Rc::clone(found));
                continue;
            }
            let least = best.iter_mut().min_by_key(|one| one.points.len());
            if let Some(least) = least.filter(|one| one.points.len() < found.points.len()) {
                *least = Rc::clone(found);
            }
        }
    }

    /// Takes whoever reaches most of what is left, until nothing is.
    fn fewest(self) -> Vec<Found> {
        let mut left: BTreeSet<usize> = self.best.keys().copied().collect();
        let mut chosen = Vec::new();
        while !left.is_empty() {
            let candidates = self.best.values().flatten();
            let gain = |found: &Found| found.points.intersection(&left).count();
            // The first among equals, so that the same data gives the same personas.
            let mut next: Option<&Rc<Found>> = None;
            for candidate in candidates {
                if next.is_none_or(|next| gain(candidate) > gain(next)) {
                    next = Some(candidate);
                }
            }
            let Some(next) = next.filter(|next| gain(next) > 0) else {
                break;
            };
            left.retain(|point| !next.points.contains(point));
            chosen.push(Found::clone(next));
        }
        chosen
    }
}
