//! Which declaration each name stands for, noted where it is looked up.

use super::Checker;
use super::expression::TableRef;
use crate::model::{AT, ExprKind, Fact, Literal};
use crate::rules::ast::{Name, Text};
use crate::source::Span;

impl Checker<'_> {
    /// `name` is that of an attribute, an event or a fact.
    pub(super) fn uses(&mut self, name: &Name) {
        if let Some(&declared) = self.names.declared.get(&name.text) {
            self.model.uses.add(name.span, declared);
        }
    }

    /// The name at `place` is that of a catalog.
    pub(super) fn uses_catalog(&mut self, name: &str, place: Span) {
        if let Some(&declared) = self.names.declared_catalogs.get(name) {
            self.model.uses.add(place, declared);
        }
    }

    /// `name` is that of the table.
    pub(super) fn uses_table(&mut self, name: &Name, table: TableRef) {
        match table {
            TableRef::Customer => {}
            TableRef::Event(_) => self.uses(name),
            TableRef::Catalog(_) => self.uses_catalog(&name.text, name.span),
        }
    }

    /// `name` is that of a field of the table. When an event happened is declared nowhere.
    pub(super) fn uses_field(&mut self, name: &Name, table: TableRef, field: usize) {
        if !(field == AT && matches!(table, TableRef::Event(_))) {
            let declared = self.table(table).fields[field].span;
            self.model.uses.add(name.span, declared);
        }
    }

    /// `name` is that of a campaign, if it can be read.
    pub(super) fn uses_campaign(&mut self, name: &Name, campaign: Option<usize>) {
        if let Some(campaign) = campaign {
            let declared = self.model.campaigns[campaign].span;
            self.model.uses.add(name.span, declared);
        }
    }

    /// The path is a campaign's name and that of its experiment.
    pub(super) fn uses_experiment(&mut self, path: &[Name], experiment: usize) {
        let [campaign, name, ..] = path else { return };
        if let Some(&declared) = self.names.declared_campaigns.get(&campaign.text) {
            self.model.uses.add(campaign.span, declared);
        }
        let declared = self.model.facts[experiment].span;
        self.model.uses.add(name.span, declared);
    }

    /// `template` is one of those that the block may show.
    pub(super) fn uses_arm(&mut self, template: &Text, campaign: usize, block: usize) {
        let arms = self.model.campaigns[campaign].blocks[block].arms.iter();
        let mut shown = arms.map(|arm| &arm.value.template);
        if let Some(shown) = shown.find(|shown| shown.value == template.value) {
            let declared = shown.span;
            self.model.uses.add(template.span, declared);
        }
    }

    /// `name` is that of a group's member.
    pub(super) fn uses_member(&mut self, name: &Name, group: usize) {
        if let Some(declared) = member(&self.model.facts[group], &name.text) {
            self.model.uses.add(name.span, declared);
        }
    }
}

/// Where a group declares its member: each is the value of an arm.
fn member(group: &Fact, name: &str) -> Option<Span> {
    let ExprKind::Case(arms, otherwise) = &group.value.kind else {
        return None;
    };
    let values = arms.iter().map(|(_, value)| value);
    let mut values = values.chain(otherwise.as_deref());
    let is_called =
        |kind: &ExprKind| matches!(kind, ExprKind::Literal(Literal::Text(text)) if **text == *name);
    let found = values.find(|value| is_called(&value.kind));
    found.map(|value| value.span)
}
