//! A condition as a tree: what it is made of, down to the segments and groups it names.

use arrow_array::Array;
use serde::Serialize;

use super::words::{beyond, span};
use super::{Evidence, Explainer, Place, Seen};
use crate::model::{Comparison, Expr, ExprKind, FactKind, Literal};
use crate::schema::Column;
use crate::source::Span;

/// A condition and what it came to for one customer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Clause {
    /// How it follows from its parts.
    pub kind: ClauseKind,
    /// As written in the rules, on one line.
    pub text: String,
    /// Where it is written.
    pub place: Place,
    /// Whether it holds.
    pub holds: bool,
    /// The segment or the group's member that it asks for.
    pub name: Option<String>,
    /// The member whose condition decides about being in the one asked for: an earlier one that
    /// holds, or that one itself; none when all before the last decide.
    pub decided_by: Option<String>,
    /// What its text does not say.
    pub note: Option<String>,
    /// The values it looked at; of one with parts only those that are no part's.
    pub saw: Vec<Seen>,
    /// The events it looked at.
    pub events: Vec<Evidence>,
    /// The conditions that decide about it.
    pub parts: Vec<Clause>,
}

/// How a condition follows from its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ClauseKind {
    /// It has no parts.
    Condition,
    /// All must hold.
    All,
    /// One must hold.
    Any,
    /// The part must not hold.
    Not,
    /// `in SEGMENT`: the part is the segment's condition.
    Segment,
    /// `in GROUP.MEMBER`: the part is the condition of the member that decides, or, of the last
    /// member, those of all before it.
    Member,
}

impl Explainer<'_> {
    /// The condition with its parts; a segment or group is opened up to its own conditions.
    pub fn clause(&self, expr: &Expr) -> Clause {
        match &expr.kind {
            // A consent that was asked for anyway.
            ExprKind::And(parts) if parts.len() == 1 => self.clause(&parts[0]),
            // `between` is two comparisons under one text.
            ExprKind::And(parts) if written_apart(parts, expr.span) => {
                self.junction(ClauseKind::All, parts, expr)
            }
            ExprKind::Or(parts) if written_apart(parts, expr.span) => {
                self.junction(ClauseKind::Any, parts, expr)
            }
            ExprKind::Not(inner) if self.opens(inner) => Clause {
                kind: ClauseKind::Not,
                parts: vec![self.clause(inner)],
                ..self.bare(expr)
            },
            ExprKind::Fact(fact) if self.model.facts[*fact].kind == FactKind::Segment => {
                self.segment(*fact, expr)
            }
            ExprKind::Compare(Comparison::Equal, group, member) => {
                match (&group.kind, &member.kind) {
                    (ExprKind::Fact(fact), ExprKind::Literal(Literal::Text(member)))
                        if self.is_group(*fact) =>
                    {
                        self.member(*fact, member, expr)
                    }
                    _ => self.leaf_clause(expr),
                }
            }
            _ => self.leaf_clause(expr),
        }
    }

    fn opens(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => written_apart(parts, expr.span),
            ExprKind::Fact(fact) => self.model.facts[*fact].kind == FactKind::Segment,
            ExprKind::Compare(Comparison::Equal, group, _) => {
                matches!(group.kind, ExprKind::Fact(fact) if self.is_group(fact))
            }
            _ => false,
        }
    }

    fn is_consent(&self, expr: &Expr) -> bool {
        matches!(expr.kind, ExprKind::Field(field) if self.model.customer.fields[field].consent)
    }

    fn is_group(&self, fact: usize) -> bool {
        matches!(self.model.facts[fact].kind, FactKind::Group(_))
    }

    /// The condition without what it saw.
    fn bare(&self, expr: &Expr) -> Clause {
        Clause {
            kind: ClauseKind::Condition,
            text: self.text(expr.span),
            place: self.place(expr.span),
            holds: self.holds(expr),
            name: None,
            decided_by: None,
            note: None,
            saw: Vec::new(),
            events: Vec::new(),
            parts: Vec::new(),
        }
    }

    fn leaf_clause(&self, expr: &Expr) -> Clause {
        Clause {
            note: self.just_outside(expr),
            saw: self.seen(expr),
            events: self.evidence(expr),
            ..self.bare(expr)
        }
    }

    /// What happened 30 days and a minute ago is told as 30 days ago.
    fn just_outside(&self, expr: &Expr) -> Option<String> {
        let ExprKind::Within(value, window) = &expr.kind else {
            return None;
        };
        let Column::Time(moments) = self.rows.evaluate(value) else {
            return None;
        };
        let known = moments
            .is_valid(self.row)
            .then(|| moments.value(self.row))?;
        let beyond = beyond(self.distance(window, known));
        let outside = !self.holds(expr) && !beyond.is_empty();
        outside.then(|| format!("{beyond}outside {}", span(window)))
    }

    fn junction(&self, kind: ClauseKind, parts: &[Expr], expr: &Expr) -> Clause {
        let part = |part: &Expr| {
            let mut clause = self.clause(part);
            if self.is_consent(part) && !within(part.span, expr.span) {
                clause.note = Some("consent is asked of everybody".to_owned());
            }
            clause
        };
        Clause {
            kind,
            parts: parts.iter().map(part).collect(),
            ..self.bare(expr)
        }
    }

    fn segment(&self, fact: usize, expr: &Expr) -> Clause {
        let fact = &self.model.facts[fact];
        Clause {
            kind: ClauseKind::Segment,
            name: Some(fact.name.clone()),
            parts: vec![self.clause(&fact.value)],
            ..self.bare(expr)
        }
    }

    /// Why somebody is, or is not, in this member: the member's own condition, unless an earlier
    /// member holds.
    fn member(&self, fact: usize, asked: &str, expr: &Expr) -> Clause {
        let name = &self.model.facts[fact].name;
        let mut clause = Clause {
            kind: ClauseKind::Member,
            name: Some(format!("{name}.{asked}")),
            saw: self.seen(expr),
            ..self.bare(expr)
        };
        let ExprKind::Case(arms, _) = &self.model.facts[fact].value.kind else {
            return clause;
        };
        let mut earlier = Vec::new();
        for (condition, value) in arms {
            let ExprKind::Literal(Literal::Text(member)) = &value.kind else {
                continue;
            };
            let is_asked = **member == *asked;
            if is_asked || self.holds(condition) {
                if !is_asked {
                    clause.note = Some("which comes before it".to_owned());
                }
                clause.decided_by = Some(format!("{name}.{member}"));
                clause.parts = vec![self.clause(condition)];
                return clause;
            }
            earlier.push(self.clause(condition));
        }
        clause.note = Some("which is for all others".to_owned());
        clause.parts = earlier;
        clause
    }

    pub(super) fn holds(&self, expr: &Expr) -> bool {
        self.rows.truth(expr).value(self.row)
    }

    /// What is written there, on one line.
    pub(super) fn text(&self, span: Span) -> String {
        if let Some(wording) = self.model.wordings.get(&span) {
            return wording.clone();
        }
        let text = self.sources.slice(span);
        let lines = text.lines().map(|line| match line.split_once(" #") {
            Some((code, _)) if code.matches('"').count().is_multiple_of(2) => code,
            _ => line,
        });
        let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
        words.join(" ")
    }

    pub(super) fn place(&self, span: Span) -> Place {
        let (line, column) = self.sources.position(span);
        Place {
            file: self.sources.get(span.source).path.clone(),
            line,
            column,
        }
    }
}

fn written_apart(parts: &[Expr], whole: Span) -> bool {
    parts.iter().any(|part| part.span != whole)
}

fn within(part: Span, whole: Span) -> bool {
    part.source == whole.source && whole.start <= part.start && part.end <= whole.end
}
