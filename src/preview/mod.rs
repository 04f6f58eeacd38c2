//! The preview: every persona × campaign as a web page, to look through and to share.

mod card;
mod data;
mod gallery;
mod page;
mod problem;
mod variation;

pub use gallery::write_gallery;
pub use problem::Problem;

use crate::diagnostic::Diagnostics;
use crate::snapshot::Cell;
use crate::source::Sources;

/// What a preview shows.
#[derive(Clone, Debug)]
pub struct Gallery<'a> {
    /// The project's name.
    pub project: String,
    /// The moment taken as now, as people read it.
    pub as_of: String,
    /// The campaigns, in the order of the page.
    pub campaigns: Vec<Campaign>,
    /// The personas.
    pub personas: Vec<Persona>,
    /// What each campaign is for each persona; those of one campaign appear in this order.
    pub cells: Vec<Cell>,
    /// What `check` found.
    pub diagnostics: &'a Diagnostics,
    /// The texts that the findings point into.
    pub sources: &'a Sources,
}

/// A campaign of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// As in the rules.
    pub name: String,
    /// For people; the name is shown when empty.
    pub title: String,
}

/// A persona of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Persona {
    /// As in the rules.
    pub name: String,
    /// For people; the name is shown when empty.
    pub title: String,
    /// What is known of them, as `("lifecycle", "Champions")`, the most telling first. Where the
    /// value says it all, the label is empty.
    pub facts: Vec<(String, String)>,
}

impl Gallery<'_> {
    fn persona(&self, name: &str) -> Option<&Persona> {
        self.personas.iter().find(|persona| persona.name == name)
    }

    fn campaign_title<'a>(&'a self, name: &'a str) -> &'a str {
        let named = |campaign: &&Campaign| campaign.name == name && !campaign.title.is_empty();
        let campaign = self.campaigns.iter().find(named);
        campaign.map_or(name, |campaign| &campaign.title)
    }
}
