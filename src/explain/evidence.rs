//! The events that a value was counted from, and those that nearly were.

use serde::Serialize;

use super::words::{ago, beyond, span, window};
use super::{Explainer, Seen};
use crate::evaluate::Found;
use crate::model::{AT, Aggregate, Expr, ExprKind, FactKind, Window};
use crate::rules::ast::Function;
use crate::schema::Column;

/// Events that are told; the others are counted.
const TOLD: usize = 3;

/// Fields of an event that are told.
const FIELDS: usize = 4;

/// The events behind a value, or behind a condition such as `no open in last 30 days`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// The trait or score; none when the condition itself asks for the events.
    pub of: Option<String>,
    /// The event's name.
    pub event: String,
    /// Which of them count: `purchase where amount > 100 in the last 30 days`.
    pub which: String,
    /// How many counted.
    pub counted: usize,
    /// A few of them, those first that matter most: the latest, or those a `first`, `largest` or
    /// `smallest` looked at.
    pub events: Vec<Occurrence>,
    /// Those that did not count.
    pub missed: Vec<Miss>,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Occurrence {
    /// When, in UTC.
    pub at: serde_json::Value,
    /// When, on the customer's clock and from now.
    pub shown: String,
    /// How long ago: `12 days ago`.
    pub ago: String,
    /// Its fields, those first that the rules ask for.
    pub fields: Vec<Seen>,
}

/// Events that did not count, for one reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Miss {
    /// Why.
    pub reason: Reason,
    /// How many.
    pub count: usize,
    /// The one that came nearest.
    pub nearest: Occurrence,
    /// All of this in words.
    pub shown: String,
}

/// Why an event did not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It took place at another time.
    OutsideWindow,
    /// `where` does not hold for it.
    FilteredOut,
    /// Both.
    Neither,
    /// It lacks the value.
    NoValue,
}

impl Explainer<'_> {
    /// The events that a condition asks for, its own and those of the traits in it, once for each
    /// `where` and window.
    pub(super) fn evidence(&self, expr: &Expr) -> Vec<Evidence> {
        let mut asked = Vec::new();
        self.ask(expr, None, &mut asked);
        asked.reverse();
        let mut told: Vec<&Aggregate> = Vec::new();
        let mut evidence = Vec::new();
        for (of, index) in asked {
            let aggregate = &self.model.aggregates[index];
            let known = told.iter().any(|one| same_events(one, aggregate));
            if !known && let Some(found) = self.find(of, aggregate) {
                told.push(aggregate);
                evidence.push(found);
            }
        }
        evidence
    }

    fn ask(&self, expr: &Expr, of: Option<&str>, asked: &mut Vec<(Option<String>, usize)>) {
        expr.walk(&mut |leaf| match leaf.kind {
            ExprKind::Aggregate(index) => asked.push((of.map(str::to_owned), index)),
            ExprKind::Quintile(ranking)
            | ExprKind::Percentile(ranking)
            | ExprKind::Top(ranking, _) => {
                self.ask(&self.model.rankings[ranking].value, of, asked);
            }
            ExprKind::Fact(fact) => {
                let fact = &self.model.facts[fact];
                // Segments and groups have clauses of their own.
                if matches!(fact.kind, FactKind::Trait | FactKind::Score) {
                    self.ask(&fact.value, Some(&fact.name), asked);
                }
            }
            _ => {}
        });
    }

    fn find(&self, of: Option<String>, aggregate: &Aggregate) -> Option<Evidence> {
        let history = self.history?;
        let table = &self.model.events[aggregate.event];
        let found = history.find(aggregate);
        let mut which = table.name.clone();
        if let Some(filter) = &aggregate.filter {
            which = format!("{which} where {}", self.text(filter.span));
        }
        if let Some(limits) = &aggregate.window {
            which = format!("{which} {}", window(limits));
        }
        let first = self.by_weight(aggregate, &found.counted);
        let told = first.iter().take(TOLD);
        Some(Evidence {
            of,
            event: table.name.clone(),
            which,
            counted: found.counted.len(),
            events: told.map(|&row| self.occurrence(aggregate, row)).collect(),
            missed: self.missed(aggregate, &found),
        })
    }

    /// The rows in the order in which they matter to the function.
    fn by_weight(&self, aggregate: &Aggregate, counted: &[usize]) -> Vec<usize> {
        let mut rows = counted.to_vec();
        match aggregate.function {
            Function::First => rows.reverse(),
            Function::Smallest | Function::Largest => {
                let value = aggregate.value.as_ref().zip(self.history);
                let column =
                    value.and_then(|(value, history)| history.column(aggregate.event, value));
                let amount =
                    |row: &usize| column.as_ref().map_or(0.0, |column| amount(column, *row));
                rows.sort_by(|a, b| amount(a).total_cmp(&amount(b)));
                if aggregate.function == Function::Largest {
                    rows.reverse();
                }
            }
            _ => {}
        }
        rows
    }

    fn occurrence(&self, aggregate: &Aggregate, row: usize) -> Occurrence {
        let history = self.history;
        let at = history.and_then(|history| history.at(aggregate.event, row));
        let at = at.unwrap_or_default();
        let (written, shown) = self.moment(at);
        Occurrence {
            at: written,
            shown,
            ago: ago(at, self.now()),
            fields: self.event_fields(aggregate, row),
        }
    }

    /// What the aggregate looks at, then what else is known of the event.
    fn event_fields(&self, aggregate: &Aggregate, row: usize) -> Vec<Seen> {
        let Some(history) = self.history else {
            return Vec::new();
        };
        let table = &self.model.events[aggregate.event];
        let mut fields: Vec<Seen> = Vec::new();
        let mut add = |name: String, expr: &Expr| {
            let known = fields.iter().any(|field| field.name == name);
            if known || fields.len() == FIELDS {
                return;
            }
            if let Some(column) = history.column(aggregate.event, expr) {
                fields.push(self.unless_hidden(name, &column, row, expr, table));
            }
        };
        let asked = aggregate.filter.iter().chain(&aggregate.value);
        for expr in asked {
            let mut leaves = Vec::new();
            expr.walk(&mut |leaf| {
                if matches!(leaf.kind, ExprKind::Field(_) | ExprKind::Lookup { .. }) {
                    leaves.push(leaf);
                }
            });
            // The key of a lookup is a leaf inside of it.
            for leaf in leaves.into_iter().rev() {
                match leaf.kind {
                    ExprKind::Field(AT) => {}
                    ExprKind::Field(field) => add(table.fields[field].name.clone(), leaf),
                    _ => add(self.text(leaf.span), leaf),
                }
            }
        }
        for index in history.fields(aggregate.event) {
            let field = &table.fields[index];
            let expr = Expr {
                kind: ExprKind::Field(index),
                ty: field.ty.clone(),
                optional: field.optional,
                guarded: false,
                span: field.span,
            };
            add(field.name.clone(), &expr);
        }
        fields
    }

    fn missed(&self, aggregate: &Aggregate, found: &Found) -> Vec<Miss> {
        let mut missed = Vec::new();
        if let (Some(window), Some(&nearest)) =
            (&aggregate.window, self.nearest(aggregate, &found.outside))
        {
            let nearest_event = self.occurrence(aggregate, nearest);
            missed.push(Miss {
                reason: Reason::OutsideWindow,
                count: found.outside.len(),
                shown: self.outside(aggregate, window, nearest, found.counted.is_empty()),
                nearest: nearest_event,
            });
        }
        let others = [
            (&found.filtered, Reason::FilteredOut, "left out by `where`"),
            (
                &found.neither,
                Reason::Neither,
                "left out by `where` and outside that time",
            ),
            (&found.valueless, Reason::NoValue, "without the value"),
        ];
        for (rows, reason, why) in others {
            let Some(&latest) = rows.first() else {
                continue;
            };
            let nearest = self.occurrence(aggregate, latest);
            let when = if rows.len() == 1 {
                nearest.ago.clone()
            } else {
                format!("the latest {}", nearest.ago)
            };
            missed.push(Miss {
                reason,
                count: rows.len(),
                shown: format!("{} {why}, {when}", rows.len()),
                nearest,
            });
        }
        missed
    }

    /// Of the events outside of a window the one next to it.
    fn nearest<'r>(&self, aggregate: &Aggregate, outside: &'r [usize]) -> Option<&'r usize> {
        let (history, window) = (self.history?, aggregate.window.as_ref()?);
        outside.iter().min_by_key(|&&row| {
            let at = history.at(aggregate.event, row);
            self.distance(window, at.unwrap_or_default())
        })
    }

    /// How far a moment is from the window, in microseconds.
    pub(super) fn distance(&self, window: &Window, at: i64) -> i64 {
        let clock = self.rows.population().clock();
        let zone = self.rows.zone_number(self.row);
        let (from, to) = clock.bounds(window, zone);
        from.saturating_sub(at).max(at.saturating_sub(to))
    }

    fn outside(&self, aggregate: &Aggregate, window: &Window, row: usize, none: bool) -> String {
        let history = self.history;
        let at = history.and_then(|history| history.at(aggregate.event, row));
        let at = at.unwrap_or_default();
        let ago = ago(at, self.now());
        let beyond = beyond(self.distance(window, at));
        let which = match window {
            Window::Fixed(..) => "nearest",
            _ if none => "last one",
            _ => "last one before",
        };
        format!("the {which} was {ago}, {beyond}outside {}", span(window))
    }

    fn now(&self) -> i64 {
        self.rows.population().clock().now().as_microsecond()
    }
}

fn same_events(a: &Aggregate, b: &Aggregate) -> bool {
    (a.event, &a.filter, &a.window) == (b.event, &b.filter, &b.window)
}

/// The size of a value that has one.
fn amount(column: &Column, row: usize) -> f64 {
    match column {
        Column::Number(array) => array.value(row),
        Column::Money(array) | Column::Duration(array) => array.value(row) as f64,
        Column::Date(array) => f64::from(array.value(row)),
        Column::Time(array) => array.value(row) as f64,
        _ => 0.0,
    }
}
