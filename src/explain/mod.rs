//! Why a customer is in or out, and sees what they see: each clause with the values it saw, each
//! value with the events behind it.

mod choice;
mod clause;
mod evidence;
mod experiment;
mod fact;
mod seen;
mod why_not;
mod words;

use serde::Serialize;

pub use choice::{ArmExplanation, Choice, ChoiceOf};
pub use clause::{Clause, ClauseKind};
pub use evidence::{Evidence, Miss, Occurrence, Reason};
pub use experiment::{ExperimentExplanation, ShareExplanation};
pub use fact::{Known, SegmentExplanation};
pub use seen::Seen;
pub use why_not::{Answer, Change, Membership, Needs, Range, TestNeed, WhyNot};

use crate::evaluate::{History, Rows};
use crate::model::{Campaign, FactKind, Model};
use crate::project::Currency;
use crate::schema::Column;
use crate::source::Sources;

/// Where something is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Path relative to the project.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

/// What the rules decide for one customer, as far as asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The customer's id.
    pub customer_id: String,
    /// The moment taken as now, in UTC.
    pub as_of: String,
    /// The customer's time zone, whose clock the times for people are told by.
    pub timezone: String,
    /// The moment taken as now, on that clock.
    pub now: String,
    /// Traits and scores, and what else has a name and a value.
    pub facts: Vec<Known>,
    /// Which member of each group they are in.
    pub groups: Vec<Choice>,
    /// Which segments they are in.
    pub segments: Vec<SegmentExplanation>,
    /// What each campaign has for them.
    pub campaigns: Vec<CampaignExplanation>,
    /// What would have to change for them to be in something.
    pub why_not: Option<WhyNot>,
}

/// What a campaign decides for one customer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CampaignExplanation {
    /// The campaign's name.
    pub name: String,
    /// Its name for people.
    pub title: Option<String>,
    /// Where it is declared.
    pub place: Place,
    /// Whether they get it.
    pub gets: bool,
    /// Why.
    pub audience: Clause,
    /// Which arms of its experiments they have; dealt out also to those who do not get it.
    pub experiments: Vec<ExperimentExplanation>,
    /// Sender, subject and preheader; looked at also for those who do not get it.
    pub texts: Vec<Choice>,
    /// What each block shows; looked at also for those who do not get it.
    pub blocks: Vec<Choice>,
}

/// What is to be explained.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// All that the rules say of the customer.
    Everything,
    /// A campaign.
    Campaign(&'a Campaign),
    /// A trait, score, segment or group, by the model's number.
    Fact(usize),
    /// What would have to change for the customer to be in.
    WhyNot(Membership<'a>),
}

/// What is being explained, and how values are shown.
pub struct Explainer<'a> {
    /// The rules.
    pub model: &'a Model,
    /// Their texts.
    pub sources: &'a Sources,
    /// The customer's batch; facts and the campaigns' needs are planned.
    pub rows: &'a Rows<'a>,
    /// Which row.
    pub row: usize,
    /// The customer's events; without them none are told.
    pub history: Option<&'a History<'a>>,
    /// The currency of money.
    pub currency: &'a Currency,
    /// Whether values marked `pii` are shown.
    pub show_pii: bool,
}

impl Explainer<'_> {
    /// Explains what is asked for.
    pub fn explain(&self, target: Target) -> Explanation {
        let asked = |index: usize| match target {
            Target::Everything => true,
            Target::Campaign(_) | Target::WhyNot(_) => false,
            Target::Fact(fact) => fact == index,
        };
        let facts = self.model.facts.iter().enumerate();
        let mut facts: Vec<_> = facts.filter(|(index, _)| asked(*index)).collect();
        // As they stand in the files.
        facts.sort_by_key(|(_, fact)| fact.span);
        let values = facts
            .iter()
            .filter(|(_, fact)| !matches!(fact.kind, FactKind::Segment | FactKind::Group(_)));
        let campaigns: Vec<&Campaign> = match target {
            Target::Everything => self.model.campaigns.iter().collect(),
            Target::Campaign(campaign) => vec![campaign],
            Target::Fact(_) | Target::WhyNot(_) => Vec::new(),
        };
        let now = self.rows.population().clock().now();
        let zone = self.rows.zone(self.row);
        Explanation {
            customer_id: self.customer_id(),
            as_of: now.to_string(),
            timezone: zone.iana_name().unwrap_or("UTC").to_owned(),
            now: now
                .to_zoned(zone.clone())
                .strftime("%Y-%m-%d %H:%M")
                .to_string(),
            facts: values.map(|(index, _)| self.known(*index)).collect(),
            groups: facts
                .iter()
                .filter_map(|(_, fact)| self.group(fact))
                .collect(),
            segments: facts
                .iter()
                .filter(|(_, fact)| fact.kind == FactKind::Segment)
                .map(|(_, fact)| self.segment_explanation(fact))
                .collect(),
            campaigns: campaigns
                .into_iter()
                .map(|campaign| self.campaign(campaign))
                .collect(),
            why_not: match target {
                Target::WhyNot(membership) => Some(self.why_not(membership)),
                _ => None,
            },
        }
    }

    fn customer_id(&self) -> String {
        let key = self.model.customer.key.and_then(|key| self.rows.field(key));
        match key {
            Some(Column::Text(ids)) => ids.value(self.row).to_owned(),
            _ => String::new(),
        }
    }

    fn campaign(&self, campaign: &Campaign) -> CampaignExplanation {
        let audience = self.clause(&campaign.audience);
        CampaignExplanation {
            name: campaign.name.clone(),
            title: campaign.title.clone(),
            place: self.place(campaign.span),
            gets: audience.holds,
            audience,
            experiments: self.experiments(campaign),
            texts: self.texts(campaign),
            blocks: self.blocks(campaign),
        }
    }
}
