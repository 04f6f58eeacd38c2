//! Which arm of a choice is taken, and why those before it are not.

use serde::Serialize;

use super::{Clause, Explainer, Place};
use crate::model::{Campaign, Expr, ExprKind, Fact, FactKind, Literal};
use crate::source::Span;

/// A choice between texts, templates or a group's members, up to the arm that is taken.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    /// `subject`, `preheader`, `from`, or the block's or group's name.
    pub name: String,
    /// What is chosen.
    pub of: ChoiceOf,
    /// What is taken; none when no arm holds.
    pub taken: Option<String>,
    /// The arms in order up to the one that is taken.
    pub arms: Vec<ArmExplanation>,
    /// What the arms behind that one would give; nobody looked at their conditions.
    pub not_looked_at: Vec<String>,
}

/// What a choice chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChoiceOf {
    /// The text of a subject, preheader or sender, as written.
    Text,
    /// The template of a block.
    Template,
    /// The member of a group.
    Member,
}

/// An arm that was looked at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArmExplanation {
    /// What it gives.
    pub gives: String,
    /// Its name for people.
    pub title: Option<String>,
    /// Where what it gives is written.
    pub place: Place,
    /// Whether it holds.
    pub holds: bool,
    /// Its condition; none for `otherwise`, and where nothing is to be chosen.
    pub when: Option<Clause>,
}

/// An arm before it is looked at.
struct Candidate<'a> {
    when: Option<&'a Expr>,
    gives: String,
    title: Option<String>,
    span: Span,
}

impl Explainer<'_> {
    /// The campaign's texts, without those it leaves to the settings.
    pub(super) fn texts(&self, campaign: &Campaign) -> Vec<Choice> {
        let texts = [
            ("from", &campaign.from),
            ("subject", &campaign.subject),
            ("preheader", &campaign.preheader),
        ];
        let written = texts.into_iter().filter(|(_, arms)| !arms.is_empty());
        let explained = written.map(|(name, arms)| {
            let arms = arms.iter().map(|arm| Candidate {
                when: arm.condition.as_ref(),
                gives: arm.value.value.clone(),
                title: None,
                span: arm.value.span,
            });
            self.choice(name, ChoiceOf::Text, arms.collect())
        });
        explained.collect()
    }

    pub(super) fn blocks(&self, campaign: &Campaign) -> Vec<Choice> {
        let blocks = campaign.blocks.iter().map(|block| {
            let arms = block.arms.iter().map(|arm| Candidate {
                when: arm.condition.as_ref(),
                gives: arm.value.template.value.clone(),
                title: None,
                span: arm.value.template.span,
            });
            self.choice(&block.name, ChoiceOf::Template, arms.collect())
        });
        blocks.collect()
    }

    /// Why the customer is in this member of a group; none when the fact is no group.
    pub(super) fn group(&self, fact: &Fact) -> Option<Choice> {
        let (FactKind::Group(members), ExprKind::Case(arms, otherwise)) =
            (&fact.kind, &fact.value.kind)
        else {
            return None;
        };
        let when = arms
            .iter()
            .map(|(condition, value)| (Some(condition), value));
        let otherwise = otherwise.iter().map(|value| (None, &**value));
        let candidates = when.chain(otherwise).map(|(when, value)| {
            let gives = match &value.kind {
                ExprKind::Literal(Literal::Text(member)) => member.to_string(),
                _ => String::new(),
            };
            let title = members.iter().find(|(name, _)| *name == gives);
            Candidate {
                when,
                title: title.and_then(|(_, title)| title.clone()),
                gives,
                span: value.span,
            }
        });
        Some(self.choice(&fact.name, ChoiceOf::Member, candidates.collect()))
    }

    fn choice(&self, name: &str, of: ChoiceOf, candidates: Vec<Candidate>) -> Choice {
        let mut choice = Choice {
            name: name.to_owned(),
            of,
            taken: None,
            arms: Vec::new(),
            not_looked_at: Vec::new(),
        };
        for candidate in candidates {
            if choice.taken.is_some() {
                choice.not_looked_at.push(candidate.gives);
                continue;
            }
            let when = candidate.when.map(|condition| self.clause(condition));
            let holds = when.as_ref().is_none_or(|clause| clause.holds);
            if holds {
                choice.taken = Some(candidate.gives.clone());
            }
            choice.arms.push(ArmExplanation {
                gives: candidate.gives,
                title: candidate.title,
                place: self.place(candidate.span),
                holds,
                when,
            });
        }
        choice
    }
}
