//! What is known of a customer under a name, and what it is made of.

use serde::Serialize;
use serde_json::Value;

use super::seen::number;
use super::words::rounded;
use super::{Clause, Evidence, Explainer, Place, Seen};
use crate::model::{Expr, ExprKind, Fact, FactKind, Points};
use crate::rules::ast::Function;
use crate::schema::Column;

/// A trait or score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Known {
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub place: Place,
    /// How it is computed, as written; none of a score.
    pub text: Option<String>,
    /// For machines; null when missing.
    pub value: Value,
    /// For people.
    pub shown: String,
    /// The values it is made of; of a score the points that each of its parts gives.
    pub made_of: Vec<Seen>,
    /// The events it is made of.
    pub events: Vec<Evidence>,
}

/// A segment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SegmentExplanation {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub title: Option<String>,
    /// Where it is declared.
    pub place: Place,
    /// Whether the customer is in it.
    pub holds: bool,
    /// Why.
    pub when: Clause,
}

impl Explainer<'_> {
    pub(super) fn known(&self, index: usize) -> Known {
        let fact = &self.model.facts[index];
        let seen = match self.rows.fact(index) {
            Some(column) => self.of_column(fact.name.clone(), column, self.row, &fact.value),
            None => Seen {
                name: fact.name.clone(),
                value: Value::Null,
                shown: "missing".to_owned(),
            },
        };
        let is_score = fact.kind == FactKind::Score;
        Known {
            name: seen.name,
            place: self.place(fact.span),
            text: (!is_score).then(|| self.text(fact.value.span)),
            value: seen.value,
            shown: seen.shown,
            made_of: match &fact.value.kind {
                ExprKind::Points(terms) => terms.iter().map(|term| self.points(term)).collect(),
                ExprKind::Quintile(ranking) => vec![self.ranked(*ranking)],
                // The only leaf, and its value is that of the fact.
                ExprKind::Aggregate(_) => Vec::new(),
                _ => self.seen(&fact.value),
            },
            events: self.evidence(&fact.value),
        }
    }

    /// `15 of 40 points: count of visit in last 30 days is 3`
    fn points(&self, term: &Points) -> Seen {
        let alone = Expr {
            kind: ExprKind::Points(vec![term.clone()]),
            ..term.value.clone()
        };
        let points = match self.rows.evaluate(&alone) {
            Column::Number(points) => points.value(self.row),
            _ => 0.0,
        };
        let value = self.rows.evaluate(&term.value);
        let value = self.of_column(String::new(), &value, self.row, &term.value);
        Seen {
            name: self.text(term.value.span),
            value: number(points),
            shown: format!(
                "{}, for {} of {} points",
                value.shown,
                rounded(points),
                rounded(term.weight)
            ),
        }
    }

    /// The value by which RFM compares the customer with all others.
    fn ranked(&self, ranking: usize) -> Seen {
        let value = &self.model.rankings[ranking].value;
        let mut function = None;
        value.walk(&mut |leaf| {
            if let ExprKind::Aggregate(index) = leaf.kind {
                function = Some(self.model.aggregates[index].function);
            }
        });
        let name = match function {
            Some(Function::Latest) => "days since the latest",
            Some(Function::Total) => "total",
            _ => "orders",
        };
        let column = self.rows.ranked(ranking);
        let seen = self.of_column(name.to_owned(), &column, self.row, value);
        Seen {
            shown: format!("{}, compared with all customers", seen.shown),
            ..seen
        }
    }

    pub(super) fn segment_explanation(&self, fact: &Fact) -> SegmentExplanation {
        let when = self.clause(&fact.value);
        SegmentExplanation {
            name: fact.name.clone(),
            title: fact.title.clone(),
            place: self.place(fact.span),
            holds: when.holds,
            when,
        }
    }
}
