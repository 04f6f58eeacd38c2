//! Whether what is expected of the personas holds, and what is the case instead.

use crate::evaluate::Rows;
use crate::explain::{Clause, Explainer, Seen};
use crate::message::Message;
use crate::model::{Expectation, ExpectationKind, Expr, ExprKind, Model, Part, Shown, TextTest};
use crate::project::Currency;
use crate::render::{Renderer, Selected};
use crate::schema::Column;
use crate::snapshot::{Cell, Rendering};
use crate::source::{Sources, Span};

/// Values told of a condition that does not hold, at most.
const VALUES: usize = 4;

/// Characters told of a text that is not as expected, at most.
const CHARS: usize = 80;

/// Whether an expectation holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The persona.
    pub persona: String,
    /// Where it is expected.
    pub span: Span,
    /// Whether it holds.
    pub holds: bool,
    /// What is the case instead, as in `is not in it: orders is 2`; empty when it holds.
    pub instead: String,
}

/// Everything that came out for the personas, which are the rows.
pub(super) struct Judge<'a> {
    pub(super) model: &'a Model,
    pub(super) sources: &'a Sources,
    pub(super) rows: &'a Rows<'a>,
    pub(super) currency: &'a Currency,
    pub(super) renderers: &'a [Renderer<'a>],
    pub(super) selected: &'a [Selected<'a, 'a>],
    pub(super) cells: &'a [Cell],
}

impl Judge<'_> {
    pub(super) fn verdicts(&self) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        for (row, persona) in self.model.personas.iter().enumerate() {
            for expectation in &persona.expectations {
                let instead = self.instead(expectation, row);
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
    fn instead(&self, expectation: &Expectation, row: usize) -> Option<String> {
        match &expectation.kind {
            ExpectationKind::Holds(condition) => {
                let holds = self.rows.truth(condition).value(row);
                (!holds).then(|| self.actual(condition, row))
            }
            ExpectationKind::Audience(campaign, expected) => {
                let gets = self.selected[self.renderer(*campaign)?].in_audience(row);
                let words = if gets { "gets it" } else { "does not get it" };
                (gets != *expected).then(|| words.to_owned())
            }
            ExpectationKind::Shows {
                campaign,
                block,
                shown,
                negated,
            } => self.instead_shown(*campaign, *block, shown, *negated, row),
            ExpectationKind::Reads {
                campaign,
                part,
                test,
                negated,
            } => {
                let renderer = self.renderer(*campaign)?;
                let cell = &self.cells[renderer * self.rows.len() + row];
                match &cell.rendering {
                    Rendering::NotInAudience => Some(self.outside(*campaign)),
                    Rendering::Failed(reason) => Some(format!("gets no message: {reason}")),
                    Rendering::Message(message) => instead_read(message, *part, test, *negated),
                }
            }
        }
    }

    fn renderer(&self, campaign: usize) -> Option<usize> {
        let name = &self.model.campaigns[campaign].name;
        let mut renderers = self.renderers.iter();
        renderers.position(|renderer| renderer.campaign().name == *name)
    }

    fn outside(&self, campaign: usize) -> String {
        let name = &self.model.campaigns[campaign].name;
        format!("is not in the audience of `{name}`")
    }

    fn instead_shown(
        &self,
        campaign: usize,
        block: usize,
        expected: &Shown,
        negated: bool,
        row: usize,
    ) -> Option<String> {
        let selected = &self.selected[self.renderer(campaign)?];
        if !selected.in_audience(row) {
            return Some(self.outside(campaign));
        }
        let arms = &self.model.campaigns[campaign].blocks[block].arms;
        let arm = selected.arms(row)[block];
        let shown = arm.map(|arm| &arms[arm].value.template.value);
        let as_expected = match (expected, shown) {
            (Shown::Template(expected), Some(shown)) => *shown == expected.value,
            (Shown::Default, None) => true,
            _ => false,
        };
        (as_expected == negated).then(|| match shown {
            Some(shown) => format!("shows `{shown}`"),
            None => "shows the page's default".to_owned(),
        })
    }

    /// What a condition that does not hold says instead: the member that a group gave, or the
    /// values that it saw.
    fn actual(&self, condition: &Expr, row: usize) -> String {
        let (inner, negated) = match &condition.kind {
            ExprKind::Not(inner) => (&**inner, true),
            _ => (condition, false),
        };
        let is_segment = matches!(inner.kind, ExprKind::Fact(_));
        if let (false, Some(member)) = (negated, self.member(inner, row)) {
            return member;
        }
        let explainer = Explainer {
            model: self.model,
            sources: self.sources,
            rows: self.rows,
            row,
            history: None,
            currency: self.currency,
            // An invented person has no secrets.
            show_pii: true,
        };
        let mut saw = Vec::new();
        values(&explainer.clause(condition), &mut saw);
        saw.truncate(VALUES);
        let saw = saw.join(", ");
        let is_in = if negated { "is in it" } else { "is not in it" };
        match (is_segment, saw.is_empty()) {
            (true, true) => is_in.to_owned(),
            (true, false) => format!("{is_in}: {saw}"),
            (false, true) => "does not hold".to_owned(),
            (false, false) => saw,
        }
    }

    /// The member that a group gave, when `condition` asks for another one.
    fn member(&self, condition: &Expr, row: usize) -> Option<String> {
        let ExprKind::Compare(_, group, _) = &condition.kind else {
            return None;
        };
        let ExprKind::Fact(fact) = group.kind else {
            return None;
        };
        let fact = &self.model.facts[fact];
        if !matches!(fact.kind, crate::model::FactKind::Group(_)) {
            return None;
        }
        let name = &fact.name;
        let column = self.rows.evaluate(group);
        Some(match &column {
            Column::Text(members) if column.is_known(row) => {
                format!("is in `{name}.{}`", members.value(row))
            }
            _ => format!("is in no member of `{name}`"),
        })
    }
}

/// The values at the leaves of a clause, as `orders is 2`, each once.
fn values(clause: &Clause, values_seen: &mut Vec<String>) {
    for Seen { name, shown, .. } in &clause.saw {
        let seen = if *name == clause.text {
            format!("found {shown}")
        } else {
            format!("{name} is {shown}")
        };
        if !values_seen.contains(&seen) {
            values_seen.push(seen);
        }
    }
    for part in &clause.parts {
        values(part, values_seen);
    }
}

/// How a part reads that should read otherwise.
fn instead_read(message: &Message, part: Part, test: &TextTest, negated: bool) -> Option<String> {
    let long = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let read = match part {
        Part::Subject => message.subject.clone(),
        Part::Preheader => message.preheader.clone(),
        Part::From => message.from.to_string(),
        Part::Text => long(&message.text),
        Part::Html => long(&message.html),
    };
    if test.holds(&read) != negated {
        return None;
    }
    Some(match (part, negated) {
        (Part::Html, true) => "the html has it".to_owned(),
        (Part::Html, false) => "the html does not have it".to_owned(),
        _ => format!("the {} reads \"{}\"", part.name(), shortened(&read)),
    })
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(CHARS) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
