//! Everything that a run of the tests found.

use super::snapshots::{Snapshots, State};
use crate::claim::Finding;
use crate::cli::Exit;
use crate::coverage::{Coverage, Tally};
use crate::model::Model;
use crate::persona::Outcomes;
use crate::snapshot::{Cell, Rendering};
use crate::source::{Sources, Span};

pub(super) struct Report<'a> {
    pub(super) model: &'a Model,
    pub(super) sources: &'a Sources,
    pub(super) outcomes: Outcomes,
    /// Of the data as a whole.
    pub(super) findings: Vec<Finding>,
    pub(super) snapshots: Snapshots,
    /// None when only some personas were asked for.
    pub(super) coverage: Option<Coverage<'a>>,
    /// Whether everything that nobody reaches is to be listed.
    pub(super) lists_unreached: bool,
    /// The percentage that personas must reach.
    pub(super) min_coverage: Option<u8>,
}

impl Report<'_> {
    pub(super) fn exit(&self) -> Exit {
        let failed = self.held() < self.expected()
            || self.failures().next().is_some()
            || self.snapshots.states.iter().any(|state| state.is_pending())
            || !self.snapshots.orphans.is_empty()
            || self.too_little().is_some();
        if failed {
            Exit::Findings
        } else {
            Exit::Success
        }
    }

    /// What is reached in all and what was asked for, when that is more.
    pub(super) fn too_little(&self) -> Option<(Tally, u8)> {
        let total = self.coverage.as_ref()?.total();
        let asked = self.min_coverage?;
        (total.percent() < usize::from(asked)).then_some((total, asked))
    }

    /// How many expectations there are.
    pub(super) fn expected(&self) -> usize {
        self.outcomes.verdicts.len() + self.findings.len()
    }

    /// How many of them hold.
    pub(super) fn held(&self) -> usize {
        let verdicts = self.outcomes.verdicts.iter().filter(|one| one.holds);
        verdicts.count() + self.findings.iter().filter(|one| one.holds).count()
    }

    /// Personas that should get a message and cannot, with the reason.
    pub(super) fn failures(&self) -> impl Iterator<Item = (&Cell, &str)> {
        let cells = self.outcomes.cells.iter();
        cells.filter_map(|cell| match &cell.rendering {
            Rendering::Failed(reason) => Some((cell, reason.as_str())),
            _ => None,
        })
    }

    /// The cells with the state of their snapshots, by persona.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&str, Vec<(&Cell, State)>)> {
        let personas = self.model.personas.iter().map(|one| one.name.as_str());
        let all = || {
            self.outcomes
                .cells
                .iter()
                .zip(self.snapshots.states.iter().copied())
        };
        personas.filter_map(move |persona| {
            let own: Vec<_> = all().filter(|(cell, _)| cell.persona == persona).collect();
            (!own.is_empty()).then_some((persona, own))
        })
    }

    /// What each block of the cell's campaign shows, none where it is the page's default.
    pub(super) fn blocks<'c>(&'c self, cell: &'c Cell) -> Vec<(&'c str, Option<&'c str>)> {
        let Rendering::Message(message) = &cell.rendering else {
            return Vec::new();
        };
        let mut campaigns = self.model.campaigns.iter();
        let campaign = campaigns.find(|campaign| campaign.name == cell.campaign);
        let blocks = campaign.into_iter().flat_map(|campaign| &campaign.blocks);
        let shown = blocks.map(|block| {
            let mut shown = message.blocks.iter();
            let template = shown.find(|(name, _)| *name == block.name);
            (
                block.name.as_str(),
                template.map(|(_, template)| template.as_str()),
            )
        });
        shown.collect()
    }

    /// What the rules say at `span`, on one line.
    pub(super) fn text(&self, span: Span) -> String {
        let text = self.sources.slice(span);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// `rules/shop.seg:37`
    pub(super) fn place(&self, span: Span) -> String {
        let (line, _) = self.sources.position(span);
        format!("{}:{line}", self.sources.get(span.source).path)
    }
}
