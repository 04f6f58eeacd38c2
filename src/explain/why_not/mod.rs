//! The smallest change that would put somebody in.
//!
//! What a condition asks becomes a formula over *subjects*: an attribute, a trait, a count of
//! events. Each part of it asks one subject for a set of values; parts about the same subject ask
//! for the values they share. Every subject is taken by itself: that one purchase more would raise
//! two traits is not thought of.

mod demand;
mod formula;
mod needs;
mod search;
mod subject;
mod time;
mod told;

use serde::Serialize;

use super::{Explainer, Place, Seen};
use crate::model::{Campaign, Expr};
use formula::Translator;
pub use needs::{Needs, Range, TestNeed};
use search::{Outcome, search};

/// Alternatives that are told.
const TOLD: usize = 4;

/// What somebody might be in.
#[derive(Clone, Copy, Debug)]
pub enum Membership<'a> {
    /// A campaign's audience.
    Audience(&'a Campaign),
    /// A segment, by the model's number.
    Segment(usize),
    /// A member of a group.
    Member(usize, &'a str),
}

/// What would have to change for somebody to be in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhyNot {
    /// The segment, member or campaign.
    pub of: String,
    /// What was found.
    pub answer: Answer,
    /// The smallest sets of changes, each of which would do; at most four.
    pub alternatives: Vec<Vec<Change>>,
    /// How many more there are, as far as they were looked for.
    pub more: usize,
}

/// What came of looking for the smallest change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// They are in already.
    In,
    /// The changes would put them in.
    Changes,
    /// Nobody can be in.
    Impossible,
    /// There are too many possibilities to find the smallest.
    OutOfReach,
}

/// What would have to be different about one attribute, trait or count.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// What it is now.
    pub is: Seen,
    /// What it would have to be.
    pub needs: Needs,
    /// Both in words.
    pub shown: String,
    /// What stands in the way, as for what has happened already.
    pub note: Option<String>,
    /// Where it is defined, or else where the rules ask for it first.
    pub place: Place,
}

impl Explainer<'_> {
    /// What would have to change for the customer to be in.
    pub fn why_not<'s>(&'s self, membership: Membership<'s>) -> WhyNot {
        let mut translator = Translator::new(self);
        let (of, formula) = match membership {
            Membership::Audience(campaign) => (
                campaign.name.clone(),
                translator.condition(&campaign.audience, true),
            ),
            Membership::Segment(fact) => {
                let fact = &self.model.facts[fact];
                (fact.name.clone(), translator.condition(&fact.value, true))
            }
            Membership::Member(fact, member) => {
                let name = &self.model.facts[fact].name;
                (format!("{name}.{member}"), translator.member(fact, member))
            }
        };
        let outcome = if translator.is_too_large() {
            Outcome::OutOfReach
        } else {
            search(&formula, &translator.subjects)
        };
        let mut why_not = WhyNot {
            of,
            answer: Answer::Changes,
            alternatives: Vec::new(),
            more: 0,
        };
        match outcome {
            Outcome::In => why_not.answer = Answer::In,
            Outcome::Impossible => why_not.answer = Answer::Impossible,
            Outcome::OutOfReach => why_not.answer = Answer::OutOfReach,
            Outcome::Changes(alternatives) => {
                why_not.more = alternatives.len().saturating_sub(TOLD);
                let told = alternatives.into_iter().take(TOLD).map(|changes| {
                    let changes = changes.into_iter();
                    let changes = changes.map(|(subject, demand)| {
                        self.change(&translator.subjects[subject], &demand)
                    });
                    changes.collect()
                });
                why_not.alternatives = told.collect();
            }
        }
        why_not
    }

    fn now_as(&self, expr: &Expr, name: String) -> Seen {
        self.of_column(name, &self.rows.evaluate(expr), self.row, expr)
    }
}
