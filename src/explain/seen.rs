//! What a condition saw: the values at its leaves, in words and for machines, personal data hidden.

use serde::Serialize;
use serde_json::{Value, json};

use super::Explainer;
use super::words::{ago, days_ago, duration, rounded};
use crate::model::{AT, Expr, ExprKind, Table};
use crate::rules::ast::Function;
use crate::schema::{Column, Type, epoch_day, from_day};

/// Stands for a value that is marked `pii`.
const HIDDEN: &str = "(pii)";

/// Items of a list that are told to people.
const ITEMS: usize = 5;

/// A value under a name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Seen {
    /// What the rules call it.
    pub name: String,
    /// For machines: a number, text, yes/no or list, money in whole units; null when missing.
    pub value: Value,
    /// For people.
    pub shown: String,
}

impl Explainer<'_> {
    /// The values at the leaves of an expression: what varies from customer to customer.
    pub(super) fn seen(&self, expr: &Expr) -> Vec<Seen> {
        let mut seen = Vec::new();
        expr.walk(&mut |leaf| {
            let one = match &leaf.kind {
                // The events themselves say more.
                ExprKind::Aggregate(_) if self.is_made_up_moment(leaf) => return,
                ExprKind::Field(_)
                | ExprKind::Fact(_)
                | ExprKind::Lookup { .. }
                | ExprKind::Quintile(_)
                | ExprKind::Percentile(_)
                | ExprKind::Aggregate(_) => self.leaf(leaf),
                ExprKind::Top(ranking, _) => self.percentile(*ranking),
                ExprKind::Item(..) => match self.start_of_window(leaf) {
                    Some(start) => start,
                    None => return,
                },
                _ => return,
            };
            if !seen.contains(&one) {
                seen.push(one);
            }
        });
        seen.reverse();
        seen
    }

    fn leaf(&self, leaf: &Expr) -> Seen {
        let name = match &leaf.kind {
            ExprKind::Field(field) => self.model.customer.fields[*field].name.clone(),
            ExprKind::Fact(fact) => self.model.facts[*fact].name.clone(),
            ExprKind::Quintile(_) => self.part_of_rfm(leaf),
            _ => self.text(leaf.span),
        };
        self.of_column(name, &self.rows.evaluate(leaf), self.row, leaf)
    }

    /// The three scores of RFM have one text in the rules, and a name each.
    fn part_of_rfm(&self, leaf: &Expr) -> String {
        let mut facts = self.model.facts.iter();
        let part = facts.find(|fact| fact.value.kind == leaf.kind);
        part.map_or_else(|| self.text(leaf.span), |part| part.name.clone())
    }

    /// The row's value of a column that holds what `expr` gives, which is looked up in the
    /// customer's table.
    pub(super) fn of_column(&self, name: String, column: &Column, row: usize, expr: &Expr) -> Seen {
        self.unless_hidden(name, column, row, expr, &self.model.customer)
    }

    /// The same for an expression over the fields of `table`.
    pub(super) fn unless_hidden(
        &self,
        name: String,
        column: &Column,
        row: usize,
        expr: &Expr,
        table: &Table,
    ) -> Seen {
        let (value, shown) = if column.is_known(row) && self.hides(expr, table) {
            (json!(HIDDEN), HIDDEN.to_owned())
        } else {
            self.value(column, row, &expr.ty)
        };
        Seen { name, value, shown }
    }

    /// What decides about being in the top of a ranking.
    fn percentile(&self, ranking: usize) -> Seen {
        let ranked = &self.model.rankings[ranking].value;
        let percentile = Expr {
            kind: ExprKind::Percentile(ranking),
            ty: Type::Number,
            ..ranked.clone()
        };
        let name = format!("percentile of {}", self.text(ranked.span));
        self.of_column(
            name,
            &self.rows.evaluate(&percentile),
            self.row,
            &percentile,
        )
    }

    /// In `cart_add not followed by purchase` moments are compared that nobody wrote.
    pub(super) fn is_made_up_moment(&self, leaf: &Expr) -> bool {
        if let ExprKind::Item(list, _) = &leaf.kind {
            return self.is_made_up_moment(list);
        }
        let ExprKind::Aggregate(index) = leaf.kind else {
            return false;
        };
        let aggregate = &self.model.aggregates[index];
        let of_moments =
            matches!(&aggregate.value, Some(value) if value.kind == ExprKind::Field(AT));
        let written = format!("{}.at", self.model.events[aggregate.event].name);
        of_moments && !self.sources.slice(leaf.span).contains(&written)
    }

    /// The moment at which `in last 5 sent` begins; the expression has no other text.
    fn start_of_window(&self, leaf: &Expr) -> Option<Seen> {
        let written = self.text(leaf.span);
        if !written.starts_with(|first: char| first.is_ascii_digit()) {
            return None;
        }
        let name = format!("start of last {written}");
        let start = self.of_column(name, &self.rows.evaluate(leaf), self.row, leaf);
        Some(match start.value {
            Value::Null => Seen {
                shown: "missing, as there are fewer".to_owned(),
                ..start
            },
            _ => start,
        })
    }

    /// Whether a value repeats personal data, as a first name does and an age does not. `table` is
    /// where the expression's fields are.
    pub(super) fn hides(&self, expr: &Expr, table: &Table) -> bool {
        if self.show_pii {
            return false;
        }
        let model = self.model;
        match &expr.kind {
            ExprKind::Field(field) => table.fields[*field].pii,
            ExprKind::Lookup { catalog, field, .. } => model.catalogs[*catalog].fields[*field].pii,
            ExprKind::Fact(fact) => self.hides(&model.facts[*fact].value, &model.customer),
            ExprKind::Aggregate(index) => {
                let aggregate = &model.aggregates[*index];
                let adds_up = matches!(
                    aggregate.function,
                    Function::Count | Function::CountDistinct | Function::Total | Function::Average
                );
                let table = &model.events[aggregate.event];
                let value = aggregate.value.as_ref();
                !adds_up && value.is_some_and(|value| self.hides(value, table))
            }
            _ => {
                let inside = expr.children();
                repeats(&expr.ty) && inside.into_iter().any(|part| self.hides(part, table))
            }
        }
    }

    /// A value for machines and in words.
    fn value(&self, column: &Column, row: usize, ty: &Type) -> (Value, String) {
        if !column.is_known(row) {
            return (Value::Null, "missing".to_owned());
        }
        match column {
            Column::Text(array) => {
                let text = array.value(row);
                (json!(text), format!("\"{text}\""))
            }
            Column::Number(array) => (number(array.value(row)), rounded(array.value(row))),
            Column::Money(array) => {
                let units = array.value(row) as f64 / 10_f64.powi(self.currency.digits.into());
                (number(units), self.currency.shown(units))
            }
            Column::YesNo(array) => {
                let words = if array.value(row) { "yes" } else { "no" };
                (json!(array.value(row)), words.to_owned())
            }
            Column::Date(array) => self.day(array.value(row)),
            Column::Time(array) => self.moment(array.value(row)),
            Column::Duration(array) => {
                let micros = array.value(row);
                (number(micros as f64 / 1e6), duration(micros))
            }
            Column::List(array) => {
                let item_type = match ty {
                    Type::List(item) => (**item).clone(),
                    _ => Type::Text,
                };
                let items = Column::from_array(&array.value(row));
                items.map_or((json!([]), "empty".to_owned()), |items| {
                    self.list(&items, &item_type)
                })
            }
        }
    }

    fn list(&self, items: &Column, ty: &Type) -> (Value, String) {
        let all = (0..items.len()).map(|item| self.value(items, item, ty));
        let (values, mut words): (Vec<Value>, Vec<String>) = all.unzip();
        if words.is_empty() {
            return (json!([]), "empty".to_owned());
        }
        let more = words.len().saturating_sub(ITEMS);
        // One more takes no more room than to say so.
        if more > 1 {
            words.truncate(ITEMS);
            words.push(format!("and {more} more"));
        }
        (json!(values), words.join(", "))
    }

    pub(super) fn day(&self, day: i32) -> (Value, String) {
        let clock = self.rows.population().clock();
        let zone = self.rows.zone(self.row).clone();
        let today = epoch_day(clock.now().to_zoned(zone).date());
        let written = from_day(day).map_or_else(String::new, |day| day.to_string());
        let words = format!("{written} ({})", days_ago(day, today));
        (json!(written), words)
    }

    /// A moment on the customer's own clock.
    pub(super) fn moment(&self, micros: i64) -> (Value, String) {
        let Ok(moment) = jiff::Timestamp::from_microsecond(micros) else {
            return (Value::Null, "out of range".to_owned());
        };
        let now = self.rows.population().clock().now().as_microsecond();
        let local = moment.to_zoned(self.rows.zone(self.row).clone());
        let written = local.strftime("%Y-%m-%d %H:%M");
        let words = format!("{written} ({})", ago(micros, now));
        (json!(moment.to_string()), words)
    }
}

/// A number as JSON, whole ones without a point.
pub(super) fn number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 2_f64.powi(53) {
        json!(number as i64)
    } else {
        json!(number)
    }
}

/// Whether values of the type can hold what somebody is recognised by.
fn repeats(ty: &Type) -> bool {
    !matches!(
        ty,
        Type::Number | Type::Money | Type::YesNo | Type::Duration | Type::OneOf(_)
    )
}
