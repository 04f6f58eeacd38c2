//! Personas put through the whole pipeline: what each gets, and whether expectations hold.

mod verdict;

use crate::evaluate::{Clock, Customers, Log, Personas, Population, Rows, Tables};
use crate::model::{ExpectationKind, Expr, ExprKind, FactKind, Model, Persona};
use crate::plan::{Needs, Plan, plan};
use crate::render::{Renderer, Selected};
use crate::schema::{Column, Type};
use crate::snapshot::{Cell, Rendering};
use crate::workspace::Workspace;

pub use verdict::Verdict;

/// What came out for all personas.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    /// Every campaign for every persona, by campaign.
    pub cells: Vec<Cell>,
    /// Every expectation, by persona.
    pub verdicts: Vec<Verdict>,
    /// What the rules say of each persona: groups as `("lifecycle", "Champions")`, then segments
    /// as `("", "Best customers")`.
    pub facts: Vec<Vec<(String, String)>>,
}

/// Evaluates and renders every persona. They are ranked among the project's own customers, whose
/// data are read when a ranking is used. None when a table could not be read, which is logged.
pub fn run(
    workspace: &Workspace,
    renderers: &[Renderer],
    tables: &Tables,
    clock: &Clock,
    log: &mut Log,
) -> Option<Outcomes> {
    run_with(workspace, renderers, tables, clock, log, |_, _| ())
}

/// The same, and `visit` is shown the personas' rows and what each campaign selects for them.
pub fn run_with(
    workspace: &Workspace,
    renderers: &[Renderer],
    tables: &Tables,
    clock: &Clock,
    log: &mut Log,
    visit: impl FnOnce(&Rows, &[Selected]),
) -> Option<Outcomes> {
    let model = &workspace.model;
    let plan = planned(workspace, renderers);
    let tables = Tables {
        personas: Some(Personas::new(&model.personas, model, clock)),
        ..*tables
    };
    let population = population(model, &plan, clock, &tables, log)?;
    let mut customers = population.customers(&tables, log)?;
    let rows = all_rows(&population, &mut customers, log)?;
    let shared: Vec<_> = renderers
        .iter()
        .map(|renderer| renderer.shared(&population))
        .collect();
    let selected: Vec<Selected> = renderers
        .iter()
        .zip(&shared)
        .map(|(renderer, shared)| renderer.select(&rows, shared))
        .collect();
    visit(&rows, &selected);
    let cells = cells(model, renderers, &selected);
    let judge = verdict::Judge {
        model,
        sources: &log.sources,
        rows: &rows,
        currency: &workspace.project.currency,
        renderers,
        selected: &selected,
        cells: &cells,
    };
    Some(Outcomes {
        verdicts: judge.verdicts(),
        cells,
        facts: (0..rows.len())
            .map(|row| facts(model, &rows, row))
            .collect(),
    })
}

/// The personas that `tables` holds, ranked among the project's own customers. Of these only what
/// ranks them is read, and nothing without a ranking.
pub(crate) fn population<'a>(
    model: &'a Model,
    plan: &'a Plan,
    clock: &Clock,
    tables: &Tables,
    log: &mut Log,
) -> Option<Population<'a>> {
    let ranking = plan_rankings(model, plan);
    let others = if plan.rankings.is_empty() {
        None
    } else {
        let customers = Tables {
            personas: None,
            ..*tables
        };
        let others = Population::new(model, &ranking, clock.clone(), &customers, None, log)?;
        Some(others)
    };
    Population::new(model, plan, clock.clone(), tables, others, log)
}

fn planned(workspace: &Workspace, renderers: &[Renderer]) -> Plan {
    let model = &workspace.model;
    let mut needs = workspace.all_facts();
    for renderer in renderers {
        renderer.needs(&mut needs);
    }
    let expectations = model.personas.iter().flat_map(|one| &one.expectations);
    needs
        .exprs
        .extend(expectations.filter_map(|one| match &one.kind {
            ExpectationKind::Holds(condition) => Some(condition),
            _ => None,
        }));
    plan(model, &needs)
}

/// What the project's customers must be read for when only their ranks are of interest.
fn plan_rankings(model: &Model, of: &Plan) -> Plan {
    let quintile = |&ranking: &usize| Expr {
        kind: ExprKind::Quintile(ranking),
        ty: Type::Number,
        optional: true,
        guarded: false,
        span: model.rankings[ranking].value.span,
    };
    let exprs: Vec<Expr> = of.rankings.iter().map(quintile).collect();
    let needs = Needs {
        exprs: exprs.iter().collect(),
        ..Needs::default()
    };
    plan(model, &needs)
}

/// All personas fit into one batch.
fn all_rows<'a>(
    population: &'a Population,
    customers: &mut Customers,
    log: &mut Log,
) -> Option<Rows<'a>> {
    let batch = customers.next(log)??;
    Some(population.rows(&batch))
}

fn cells(model: &Model, renderers: &[Renderer], selected: &[Selected]) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (renderer, selected) in renderers.iter().zip(selected) {
        for (row, persona) in model.personas.iter().enumerate() {
            let rendering = if selected.in_audience(row) {
                match selected.render(row) {
                    Ok(message) => Rendering::Message(Box::new(message)),
                    Err(failure) => Rendering::Failed(failure.reason),
                }
            } else {
                Rendering::NotInAudience
            };
            cells.push(Cell {
                campaign: renderer.campaign().name.clone(),
                persona: persona.name.clone(),
                rendering,
            });
        }
    }
    cells
}

/// Group membership first, then segments, by their names for people.
fn facts(model: &Model, rows: &Rows, row: usize) -> Vec<(String, String)> {
    let mut groups = Vec::new();
    let mut segments = Vec::new();
    for (index, fact) in model.facts.iter().enumerate() {
        match (&fact.kind, rows.fact(index)) {
            (FactKind::Group(members), Some(column @ Column::Text(names)))
                if column.is_known(row) =>
            {
                let name = names.value(row);
                let title = members
                    .iter()
                    .find(|(member, _)| member == name)
                    .and_then(|(_, title)| title.clone());
                groups.push((fact.name.clone(), title.unwrap_or_else(|| name.to_owned())));
            }
            (FactKind::Segment, Some(column @ Column::YesNo(members)))
                if column.is_known(row) && members.value(row) =>
            {
                let title = fact.title.as_ref().unwrap_or(&fact.name);
                segments.push((String::new(), title.clone()));
            }
            _ => {}
        }
    }
    groups.append(&mut segments);
    groups
}

/// The persona called `name`.
pub fn find<'a>(model: &'a Model, name: &str) -> Option<&'a Persona> {
    model.personas.iter().find(|persona| persona.name == name)
}
