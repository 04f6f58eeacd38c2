//! What must be read and accumulated for a run, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{AT, Expr, ExprKind, Model, Table, Window};
use crate::schema::Type;

/// What a run asks for.
#[derive(Clone, Debug, Default)]
pub struct Needs<'a> {
    /// Customer fields.
    pub fields: BTreeSet<usize>,
    /// Facts.
    pub facts: BTreeSet<usize>,
    /// Fields of catalogs, as (catalog, field).
    pub catalogs: BTreeSet<(usize, usize)>,
    /// Expressions evaluated for each customer.
    pub exprs: Vec<&'a Expr>,
    /// Whether times are shown as the customer's own clock does.
    pub zoned: bool,
}

/// What is read and computed, all lists ascending so that each entry uses only earlier ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Customer fields to read; the key is always among them.
    pub fields: Vec<usize>,
    /// Facts to compute.
    pub facts: Vec<usize>,
    /// Aggregates to accumulate.
    pub aggregates: Vec<usize>,
    /// Rankings to build.
    pub rankings: Vec<usize>,
    /// Event tables to scan, once each.
    pub events: Vec<EventPlan>,
    /// Fields to read by catalog.
    pub catalogs: BTreeMap<usize, Vec<usize>>,
    /// Whether a day's boundary in the customer's own time zone matters.
    pub zoned: bool,
}

/// The scan of one event table.
#[derive(Clone, Debug, PartialEq)]
pub struct EventPlan {
    /// Which.
    pub event: usize,
    /// Its fields to read; [`AT`] is always among them.
    pub fields: Vec<usize>,
    /// Filters and values, each computed once a batch.
    pub exprs: Vec<Expr>,
    /// What is accumulated.
    pub accumulators: Vec<Accumulator>,
}

/// One aggregate over the scanned rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accumulator {
    /// Which of the model's aggregates.
    pub aggregate: usize,
    /// Index into [`EventPlan::exprs`].
    pub filter: Option<usize>,
    /// Index into [`EventPlan::exprs`].
    pub value: Option<usize>,
}

/// Plans a run.
pub fn plan(model: &Model, needs: &Needs) -> Plan {
    let mut used = Used {
        fields: needs.fields.clone(),
        facts: needs.facts.clone(),
        catalogs: needs.catalogs.clone(),
        zoned: needs.zoned,
        ..Used::default()
    };
    used.fields.extend(model.customer.key);
    for expr in &needs.exprs {
        used.expr(expr);
    }
    // A fact uses only earlier facts, so one pass from the last to the first sees them all.
    for index in (0..model.facts.len()).rev() {
        if used.facts.contains(&index) {
            used.expr(&model.facts[index].value);
        }
    }
    // Rankings compare all customers by the project's calendar, whatever their own zone.
    for &index in &used.rankings {
        model.rankings[index].value.walk(&mut |expr| {
            if let ExprKind::Aggregate(index) = expr.kind {
                used.aggregates.insert(index);
            }
        });
    }
    let events = events(model, &mut used);
    if used.zoned {
        used.fields.extend(timezone(model));
    }
    let fields = with_fallbacks(&model.customer, used.fields.clone(), &mut used);
    let catalogs = catalogs(model, &mut used);
    Plan {
        fields,
        facts: used.facts.into_iter().collect(),
        aggregates: used.aggregates.into_iter().collect(),
        rankings: used.rankings.into_iter().collect(),
        events,
        catalogs,
        zoned: used.zoned,
    }
}

/// The customer's field that holds their time zone.
pub(crate) fn timezone(model: &Model) -> Option<usize> {
    model.customer.find(|field| field.ty == Type::Timezone)
}

#[derive(Default)]
struct Used {
    fields: BTreeSet<usize>,
    facts: BTreeSet<usize>,
    aggregates: BTreeSet<usize>,
    rankings: BTreeSet<usize>,
    catalogs: BTreeSet<(usize, usize)>,
    zoned: bool,
}

impl Used {
    /// Everything an expression over a customer uses.
    fn expr(&mut self, expr: &Expr) {
        expr.walk(&mut |expr| {
            if let ExprKind::Field(index) = expr.kind {
                self.fields.insert(index);
            }
            self.shared(expr);
        });
    }

    /// Everything an expression over a row uses; gives the row's fields.
    fn row_expr(&mut self, expr: &Expr, fields: &mut BTreeSet<usize>) {
        expr.walk(&mut |expr| {
            if let ExprKind::Field(index) = expr.kind {
                fields.insert(index);
            }
            self.shared(expr);
        });
    }

    fn shared(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Fact(index) => {
                self.facts.insert(*index);
            }
            ExprKind::Aggregate(index) => {
                self.aggregates.insert(*index);
            }
            ExprKind::Quintile(index) => {
                self.rankings.insert(*index);
            }
            ExprKind::Lookup { catalog, field, .. } => {
                self.catalogs.insert((*catalog, *field));
            }
            ExprKind::Within(_, window) => self.zoned |= by_calendar_day(window),
            ExprKind::Anniversary(..)
            | ExprKind::Elapsed(..)
            | ExprKind::DateOf(_)
            | ExprKind::StartOf(_) => self.zoned = true,
            _ => {}
        }
    }
}

fn by_calendar_day(window: &Window) -> bool {
    matches!(window, Window::CalendarDays(_))
}

fn events(model: &Model, used: &mut Used) -> Vec<EventPlan> {
    let mut plans: BTreeMap<usize, EventPlan> = BTreeMap::new();
    for index in used.aggregates.clone() {
        let aggregate = &model.aggregates[index];
        let plan = plans.entry(aggregate.event).or_insert_with(|| EventPlan {
            event: aggregate.event,
            fields: Vec::new(),
            exprs: Vec::new(),
            accumulators: Vec::new(),
        });
        used.zoned |= aggregate.window.as_ref().is_some_and(by_calendar_day);
        let mut shared = |expr: &Option<Expr>| {
            let expr = expr.as_ref()?;
            let known = plan.exprs.iter().position(|one| one == expr);
            Some(known.unwrap_or_else(|| {
                plan.exprs.push(expr.clone());
                plan.exprs.len() - 1
            }))
        };
        let (filter, value) = (shared(&aggregate.filter), shared(&aggregate.value));
        plan.accumulators.push(Accumulator {
            aggregate: index,
            filter,
            value,
        });
    }
    let mut plans: Vec<EventPlan> = plans.into_values().collect();
    for plan in &mut plans {
        let mut fields = BTreeSet::from([AT]);
        for expr in &plan.exprs {
            used.row_expr(expr, &mut fields);
        }
        plan.fields = with_fallbacks(&model.events[plan.event], fields, used);
    }
    plans
}

/// The fields and all that their fallbacks use; a fallback uses only fields above it.
fn with_fallbacks(table: &Table, mut fields: BTreeSet<usize>, used: &mut Used) -> Vec<usize> {
    for index in (0..table.fields.len()).rev() {
        if let Some(fallback) = &table.fields[index].fallback
            && fields.contains(&index)
        {
            used.row_expr(fallback, &mut fields);
        }
    }
    fields.into_iter().collect()
}

/// A lookup's own fallback may look further catalogs up, hence until nothing is added.
fn catalogs(model: &Model, used: &mut Used) -> BTreeMap<usize, Vec<usize>> {
    loop {
        let mut plans: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for &(catalog, field) in &used.catalogs {
            let fields = plans.entry(catalog).or_default();
            fields.insert(field);
            fields.extend(model.catalogs[catalog].key);
        }
        let before = used.catalogs.len();
        let plans: BTreeMap<usize, Vec<usize>> = plans
            .into_iter()
            .map(|(catalog, fields)| {
                let fields = with_fallbacks(&model.catalogs[catalog], fields, used);
                (catalog, fields)
            })
            .collect();
        if used.catalogs.len() == before {
            return plans;
        }
    }
}
