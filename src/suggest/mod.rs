//! Personas for what no persona reaches: real customers who do, as few as possible, without
//! anything that names them.

mod disguise;
mod lab;
mod search;
mod shape;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use crate::coverage::Coverage;
use crate::evaluate::{Clock, Log, Population, Tables, records};
use crate::plan::{Needs, plan};
use crate::render::Renderer;
use crate::workspace::Workspace;
use lab::Lab;

/// A persona made of a customer.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// Its name.
    pub name: String,
    /// The persona as rules, ready to be added to them.
    pub text: String,
    /// What it reaches that no persona reached before: numbers of the coverage's points.
    pub points: Vec<usize>,
    /// Points that the customer reached and the persona does not, with the reason.
    pub losses: Vec<(usize, String)>,
}

/// What a search found.
#[derive(Clone, Debug, Default)]
pub struct Suggestions {
    /// The personas, the most useful first.
    pub all: Vec<Suggestion>,
    /// Points that none of them reaches: no customer was found who does, or the reason why the one
    /// who was found cannot be shown.
    pub missed: Vec<(usize, Option<String>)>,
}

/// What a search works on.
pub struct Input<'a> {
    /// The project.
    pub workspace: &'a Workspace,
    /// All of its campaigns.
    pub renderers: &'a [Renderer<'a>],
    /// What its personas reach.
    pub coverage: &'a Coverage<'a>,
    /// Its data.
    pub tables: &'a Tables<'a>,
    /// The moment of the run.
    pub clock: &'a Clock,
}

/// Goes through all customers for what nobody reaches in `coverage`; `progress` is told how many
/// are done of how many. None when a table could not be read, which is logged.
pub fn suggest(
    input: &Input,
    log: &mut Log,
    progress: impl FnMut(usize, usize),
) -> Option<Suggestions> {
    let open = input.coverage.unreached();
    if open.is_empty() {
        return Some(Suggestions::default());
    }
    let model = &input.workspace.model;
    let needs = needs(input);
    let plan = plan(model, &needs);
    let clock = input.clock.clone();
    let population = Population::new(model, &plan, clock, input.tables, None, log)?;
    let found = search::search(input, &population, &open, log, progress)?;
    let ids: Vec<&str> = found.iter().map(|found| found.id.as_str()).collect();
    let records = records(model, input.tables, input.clock, &ids, log)?;
    let mut lab = Lab::new(input, &plan, population, open.clone());
    let mut taken: BTreeSet<String> = model.personas.iter().map(|one| one.name.clone()).collect();
    let mut left: BTreeSet<usize> = open.into_iter().collect();
    let mut all = Vec::new();
    let mut lost: BTreeMap<usize, String> = BTreeMap::new();
    for (found, record) in found.iter().zip(records) {
        let wanted: BTreeSet<usize> = found.points.intersection(&left).copied().collect();
        let Some(record) = record.filter(|_| !wanted.is_empty()) else {
            continue;
        };
        let draft = shape::shape(record, wanted, &taken, &mut lab, input)?;
        let reached = lab.reaches(&draft.persona)?;
        lost.extend(draft.losses.iter().cloned());
        let points: Vec<usize> = reached.intersection(&left).copied().collect();
        if points.is_empty() {
            continue;
        }
        left.retain(|point| !reached.contains(point));
        taken.insert(draft.persona.name.clone());
        all.push(Suggestion {
            name: draft.persona.name.clone(),
            text: write::text(&draft, &points, input, &log.sources),
            points,
            losses: draft.losses,
        });
    }
    Some(Suggestions {
        all,
        missed: left
            .into_iter()
            .map(|point| (point, lost.remove(&point)))
            .collect(),
    })
}

/// Everything that decides what somebody reaches.
fn needs<'a>(input: &Input<'a>) -> Needs<'a> {
    let mut needs = input.workspace.all_facts();
    for renderer in input.renderers {
        renderer.needs(&mut needs);
    }
    needs
}
