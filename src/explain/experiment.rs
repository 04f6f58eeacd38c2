//! Which arm of an experiment the customer has, and how chance dealt it out.

use serde::Serialize;

use super::{Explainer, Place};
use crate::evaluate::bucket;
use crate::model::{Campaign, Experiment, Share};
use crate::schema::Column;

/// An experiment of a campaign, for one customer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExperimentExplanation {
    /// Its name inside the campaign.
    pub name: String,
    /// Where it is declared.
    pub place: Place,
    /// The customer's arm; none for who is held out.
    pub arm: Option<String>,
    /// What is hashed before the customer's id: `spring_sale.cta`.
    pub salt: String,
    /// The customer's bucket, from 0.
    pub bucket: u16,
    /// Whether a persona was given the arm, and its bucket would have dealt it another.
    pub given: bool,
    /// The shares in the order written.
    pub shares: Vec<ShareExplanation>,
}

/// A share of an experiment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShareExplanation {
    /// The arm; none for the holdout.
    pub arm: Option<String>,
    /// Where it is written.
    pub place: Place,
    /// How many of a hundred customers have it.
    pub percent: f64,
    /// Its first bucket.
    pub from: u16,
    /// Its last bucket.
    pub to: u16,
    /// Whether the customer has it.
    pub holds: bool,
}

impl Explainer<'_> {
    pub(super) fn experiments(&self, campaign: &Campaign) -> Vec<ExperimentExplanation> {
        let all = campaign.experiments.iter();
        all.filter_map(|one| self.experiment(one)).collect()
    }

    fn experiment(&self, experiment: &Experiment) -> Option<ExperimentExplanation> {
        let fact = experiment.fact?;
        let arm = match self.rows.fact(fact)? {
            column @ Column::Text(arms) if column.is_known(self.row) => {
                Some(arms.value(self.row).to_owned())
            }
            _ => None,
        };
        let salt = self.model.facts[fact].name.clone();
        let bucket = bucket(&salt, &self.customer_id());
        let dealt = experiment.shares.iter();
        let dealt = dealt.filter(|share| share.buckets.contains(&bucket));
        Some(ExperimentExplanation {
            name: experiment.name.clone(),
            place: self.place(experiment.span),
            given: dealt.clone().all(|share| share.arm != arm),
            shares: experiment
                .shares
                .iter()
                .map(|share| self.share(share, share.arm == arm))
                .collect(),
            arm,
            salt,
            bucket,
        })
    }

    fn share(&self, share: &Share, holds: bool) -> ShareExplanation {
        let buckets = &share.buckets;
        ShareExplanation {
            arm: share.arm.clone(),
            place: self.place(share.span),
            percent: f64::from(buckets.end - buckets.start) / 100.0,
            from: buckets.start,
            to: buckets.end.saturating_sub(1),
            holds,
        }
    }
}
