//! Personas put through the whole pipeline: what each gets, and whether expectations hold.

use crate::evaluate::{Clock, Customers, Log, Personas, Population, Rows, Tables};
use crate::model::{Expectation, ExpectationKind, Expr, ExprKind, Model, Persona};
use crate::plan::{Needs, Plan, plan};
use crate::render::{Renderer, Selected};
use crate::schema::{Column, Type};
use crate::snapshot::{Cell, Rendering};
use crate::source::Span;
use crate::workspace::Workspace;

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

/// Whether an expectation holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The persona.
    pub persona: String,
    /// Where it is expected.
    pub span: Span,
    /// Whether it holds.
    pub holds: bool,
    /// What is the case instead; empty when it holds.
    pub instead: String,
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
    Some(Outcomes {
        cells: cells(model, renderers, &selected),
        verdicts: verdicts(model, renderers, &rows, &selected),
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
    plan(model, &needs)
}

/// What the project's customers must be read for when only their ranks are of interest.
fn plan_rankings(model: &Model, of: &Plan) -> Plan {
    let quintile = |&ranking: &usize| Expr {
        kind: ExprKind::Quintile(ranking),
        ty: Type::Number,
        optional: true,
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

fn verdicts(
    model: &Model,
    renderers: &[Renderer],
    rows: &Rows,
    selected: &[Selected],
) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    for (row, persona) in model.personas.iter().enumerate() {
        for expectation in &persona.expectations {
            let instead = instead(expectation, row, model, renderers, rows, selected);
            verdicts.push(Verdict {
                persona: persona.name.clone(),
                span: expectation.span,
                holds: instead.is_none(),
                instead: instead.unwrap_or_default(),
            });
        }
    }
    verdicts
}

/// What is the case in place of what is expected; nothing when that holds.
fn instead(
    expectation: &Expectation,
    row: usize,
    model: &Model,
    renderers: &[Renderer],
    rows: &Rows,
    selected: &[Selected],
) -> Option<String> {
    let of = |campaign: usize| {
        let name = &model.campaigns[campaign].name;
        renderers
            .iter()
            .position(|renderer| renderer.campaign().name == *name)
    };
    match &expectation.kind {
        ExpectationKind::Holds(condition) => {
            let holds = rows.truth(condition).value(row);
            (!holds).then(|| actual(condition, row, model, rows))
        }
        ExpectationKind::Audience(campaign, expected) => {
            let gets = selected[of(*campaign)?].in_audience(row);
            let words = if gets { "gets it" } else { "does not get it" };
            (gets != *expected).then(|| words.to_owned())
        }
        ExpectationKind::Shows {
            campaign,
            block,
            template,
        } => {
            let selected = &selected[of(*campaign)?];
            if !selected.in_audience(row) {
                return Some(format!(
                    "is not in the audience of `{}`",
                    model.campaigns[*campaign].name
                ));
            }
            let arms = &model.campaigns[*campaign].blocks[*block].arms;
            let shown = selected.arms(row)[*block].map(|arm| &arms[arm].value.template.value);
            match shown {
                Some(shown) if *shown == template.value => None,
                Some(shown) => Some(format!("shows `{shown}`")),
                None => Some("shows the template's default".to_owned()),
            }
        }
    }
}

/// What a failed membership says instead: the member that a group gave, or plain yes or no.
fn actual(condition: &Expr, row: usize, model: &Model, rows: &Rows) -> String {
    let (inner, negated) = match &condition.kind {
        ExprKind::Not(inner) => (&**inner, true),
        _ => (condition, false),
    };
    if let (ExprKind::Compare(_, group, _), false) = (&inner.kind, negated)
        && let (ExprKind::Fact(fact), Column::Text(members)) = (&group.kind, rows.evaluate(group))
    {
        let name = &model.facts[*fact].name;
        let member = Column::Text(members.clone())
            .is_known(row)
            .then(|| members.value(row));
        return member.map_or_else(
            || format!("is in no member of `{name}`"),
            |member| format!("is in `{name}.{member}`"),
        );
    }
    if negated { "is in it" } else { "is not in it" }.to_owned()
}

/// Group membership first, then segments, by their names for people.
fn facts(model: &Model, rows: &Rows, row: usize) -> Vec<(String, String)> {
    use crate::model::FactKind;
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
