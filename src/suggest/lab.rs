//! Where drafts of personas are tried out, among the project's own customers.

use std::collections::BTreeSet;

use super::Input;
use crate::evaluate::{Log, Personas, Population, Tables};
use crate::liquid::Reached;
use crate::model::Persona;
use crate::plan::Plan;
use crate::render::Selected;

/// Tries one persona after the other.
pub(super) struct Lab<'a> {
    input: &'a Input<'a>,
    plan: &'a Plan,
    /// What personas may reach.
    open: Vec<usize>,
    /// Whose ranks count; always there between two tries.
    among: Option<Population<'a>>,
}

impl<'a> Lab<'a> {
    pub(super) fn new(
        input: &'a Input<'a>,
        plan: &'a Plan,
        among: Population<'a>,
        open: Vec<usize>,
    ) -> Self {
        Self {
            input,
            plan,
            open,
            among: Some(among),
        }
    }

    /// The points that the persona reaches. None when a catalog could not be read any more.
    pub(super) fn reaches(&mut self, persona: &Persona) -> Option<BTreeSet<usize>> {
        let Input {
            workspace,
            tables,
            clock,
            ..
        } = *self.input;
        let model = &workspace.model;
        let tables = Tables {
            personas: Some(Personas::new([persona], model, clock)),
            ..*tables
        };
        let mut log = Log::default();
        let among = Some(self.among.take()?);
        let clock = clock.clone();
        let population = Population::new(model, self.plan, clock, &tables, among, &mut log)?;
        let points = self.points(&population, &tables, &mut log);
        self.among = Some(population);
        points
    }

    fn points(
        &self,
        population: &Population,
        tables: &Tables,
        log: &mut Log,
    ) -> Option<BTreeSet<usize>> {
        let Input {
            renderers,
            coverage,
            ..
        } = *self.input;
        let mut customers = population.customers(tables, log)?;
        let batch = customers.next(log)??;
        let rows = population.rows(&batch);
        let shared: Vec<_> = renderers.iter().map(|one| one.shared(population)).collect();
        let selected = renderers.iter().zip(&shared);
        let selected: Vec<Selected> = selected
            .map(|(renderer, shared)| renderer.select(&rows, shared))
            .collect();
        let mut points = coverage.by_rules(&self.open, &rows, &selected).pop()?;
        for selected in selected.iter().filter(|selected| selected.in_audience(0)) {
            let mut reached = Reached::new();
            if selected.trace(0, &mut reached).is_ok() {
                points.extend(coverage.by_branches(&self.open, &reached));
            }
        }
        Some(points)
    }
}
