//! Whatever is proved of random rules holds of random customers, by the interpreter that is too
//! simple to be wrong.

mod examples;
mod findings;
mod pairs;

use std::path::Path;

use segue::check::check;
use segue::diagnostic::{Diagnostics, Style, draw};
use segue::evaluate::Log;
use segue::model::{Expr, Model};
use segue::project::{Project, load};
use segue::rules::parse;
use segue::source::Sources;
use segue::world::{Memory, World};

use super::data::Data;
use super::interpret::{Naive, Subject};
use super::value::Value;

/// The project in `world`, whose rules must be free of errors.
fn checked(world: &Memory) -> (Model, Project, Sources) {
    let (model, project, sources, diagnostics) = read(world);
    assert_eq!(draw(&diagnostics, &sources, Style::Plain), "");
    (model, project, sources)
}

fn read(world: &Memory) -> (Model, Project, Sources, Diagnostics) {
    let mut log = Log::default();
    let project = load(world, &mut log.sources, &mut log.diagnostics).unwrap();
    let rules = String::from_utf8(world.read(Path::new("rules.seg")).unwrap()).unwrap();
    let rules = log.sources.add("rules.seg", rules);
    let items = parse(rules, &log.sources, &mut log.diagnostics);
    let mut diagnostics = log.diagnostics;
    let model = check(&items, &project, &mut diagnostics);
    (model, project, log.sources, diagnostics)
}

/// Whether the condition holds: of each customer, or of each row of an event.
fn values(expr: &Expr, event: Option<usize>, naive: &Naive, data: &Data) -> Vec<bool> {
    let holds = |customer: usize, row: Option<&[Value]>, zone| {
        let on = Subject {
            customer,
            row,
            zone,
        };
        naive.holds(expr, on)
    };
    match event {
        None => (0..data.customers.len())
            .map(|customer| holds(customer, None, &data.zones[customer]))
            .collect(),
        Some(event) => data.events[event]
            .iter()
            .filter_map(|row| {
                let customer = row.customer?;
                Some(holds(customer, Some(&row.fields), &data.zones[customer]))
            })
            .collect(),
    }
}
