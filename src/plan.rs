//! What must be read and accumulated for a run, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{AT, Calendar, Expr, ExprKind, Model, Ranking, Table, Window};
use crate::schema::Type;
use crate::unique::Unique;

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
    /// Customer fields to read; the key and every address are always among them, so that the same
    /// rows are customers in every run.
    pub fields: Vec<usize>,
    /// Facts to compute.
    pub facts: Vec<usize>,
    /// Aggregates to accumulate.
    pub aggregates: Vec<usize>,
    /// Rankings to build.
    pub rankings: Vec<usize>,
    /// What is computed for each customer, in this order.
    pub steps: Vec<Step>,
    /// Passes over the customers before, for rankings that need their rows.
    pub passes: Vec<RankingPass>,
    /// Event tables to scan, once each.
    pub events: Vec<EventPlan>,
    /// Fields to read by catalog.
    pub catalogs: BTreeMap<usize, Vec<usize>>,
    /// Whether a day's boundary in the customer's own time zone matters.
    pub zoned: bool,
}

/// A computation over customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A fact's value.
    Fact(usize),
    /// Where the customers stand in a ranking.
    Ranking(usize),
}

/// A pass over the customers that collects the values of rankings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RankingPass {
    /// Which; they need only rankings of earlier passes.
    pub rankings: Vec<usize>,
    /// Customer fields to read; the key is always among them.
    pub fields: Vec<usize>,
    /// What is computed before their values.
    pub steps: Vec<Step>,
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
    used.fields.extend(identity(model));
    for expr in &needs.exprs {
        used.expr(expr);
    }
    used.close(model);
    let steps = steps(model, &used);
    let passes = passes(model, &steps);
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
        steps,
        passes,
        events,
        catalogs,
        zoned: used.zoned,
    }
}

/// What makes a row a customer in every run: an id and an address that mail can be sent to.
fn identity(model: &Model) -> impl Iterator<Item = usize> {
    let fields = model.customer.fields.iter().enumerate();
    let emails = fields.filter(|(_, field)| field.ty == Type::Email);
    model
        .customer
        .key
        .into_iter()
        .chain(emails.map(|(index, _)| index))
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
    /// Everything that the facts and rankings in use use in turn.
    fn close(&mut self, model: &Model) {
        loop {
            let before = (self.facts.len(), self.rankings.len());
            // A fact uses only earlier facts, so one pass from the last to the first sees them all.
            for index in (0..model.facts.len()).rev() {
                if self.facts.contains(&index) {
                    self.expr(&model.facts[index].value);
                }
            }
            for index in self.rankings.clone() {
                self.ranking(&model.rankings[index]);
            }
            if (self.facts.len(), self.rankings.len()) == before {
                return;
            }
        }
    }

    fn ranking(&mut self, ranking: &Ranking) {
        match ranking.calendar {
            Calendar::Customer => self.expr(&ranking.value),
            // Made of aggregates, and no customer's own zone matters.
            Calendar::Project => ranking.value.walk(&mut |expr| {
                if let ExprKind::Aggregate(index) = expr.kind {
                    self.aggregates.insert(index);
                }
            }),
        }
    }

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
            ExprKind::Quintile(index) | ExprKind::Percentile(index) | ExprKind::Top(index, _) => {
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

/// Facts and rankings, each behind those it uses. Facts stand in that order already; a ranking
/// belongs behind the last fact of its value, and every fact that uses it stands behind that one.
fn steps(model: &Model, used: &Used) -> Vec<Step> {
    let mut due = vec![0; model.rankings.len()];
    let mut order = BTreeSet::new();
    for &ranking in &used.rankings {
        model.rankings[ranking].value.walk(&mut |expr| {
            let after = match expr.kind {
                ExprKind::Fact(fact) => fact + 1,
                ExprKind::Quintile(inner)
                | ExprKind::Percentile(inner)
                | ExprKind::Top(inner, _) => due[inner],
                _ => 0,
            };
            due[ranking] = due[ranking].max(after);
        });
        order.insert((due[ranking], 0, ranking));
    }
    order.extend(used.facts.iter().map(|&fact| (fact, 1, fact)));
    let steps = order.into_iter().map(|(_, kind, index)| match kind {
        0 => Step::Ranking(index),
        _ => Step::Fact(index),
    });
    steps.collect()
}

/// Which rankings can be collected together: those as deep inside of other rankings.
fn passes(model: &Model, steps: &[Step]) -> Vec<RankingPass> {
    let mut facts = vec![0; model.facts.len()];
    let mut rankings = vec![0; model.rankings.len()];
    let mut passes: Vec<RankingPass> = Vec::new();
    for step in steps {
        let value = match *step {
            Step::Fact(fact) => &model.facts[fact].value,
            Step::Ranking(ranking) => &model.rankings[ranking].value,
        };
        let mut depth = 0;
        value.walk(&mut |expr| {
            depth = depth.max(match expr.kind {
                ExprKind::Fact(fact) => facts[fact],
                ExprKind::Quintile(inner)
                | ExprKind::Percentile(inner)
                | ExprKind::Top(inner, _) => rankings[inner],
                _ => 0,
            });
        });
        match *step {
            Step::Fact(fact) => facts[fact] = depth,
            Step::Ranking(ranking) if model.rankings[ranking].calendar == Calendar::Customer => {
                rankings[ranking] = depth + 1;
                if passes.len() == depth {
                    passes.push(RankingPass::default());
                }
                passes[depth].rankings.push(ranking);
            }
            Step::Ranking(_) => {}
        }
    }
    for pass in &mut passes {
        pass.need(model);
    }
    passes
}

impl RankingPass {
    /// Plans what the values of the rankings need.
    fn need(&mut self, model: &Model) {
        let mut used = Used::default();
        used.fields.extend(model.customer.key);
        for &ranking in &self.rankings {
            used.expr(&model.rankings[ranking].value);
        }
        used.close(model);
        self.steps = steps(model, &used);
        self.fields = with_fallbacks(&model.customer, used.fields.clone(), &mut used);
    }
}

fn by_calendar_day(window: &Window) -> bool {
    matches!(window, Window::CalendarDays(_))
}

fn events(model: &Model, used: &mut Used) -> Vec<EventPlan> {
    let mut plans: BTreeMap<usize, (EventPlan, Unique)> = BTreeMap::new();
    for index in used.aggregates.clone() {
        let aggregate = &model.aggregates[index];
        let (plan, exprs) = plans.entry(aggregate.event).or_insert_with(|| {
            let plan = EventPlan {
                event: aggregate.event,
                fields: Vec::new(),
                exprs: Vec::new(),
                accumulators: Vec::new(),
            };
            (plan, Unique::default())
        });
        used.zoned |= aggregate.window.as_ref().is_some_and(by_calendar_day);
        let mut shared = |expr: &Option<Expr>| {
            let expr = expr.clone()?;
            Some(exprs.place(&mut plan.exprs, expr))
        };
        let (filter, value) = (shared(&aggregate.filter), shared(&aggregate.value));
        plan.accumulators.push(Accumulator {
            aggregate: index,
            filter,
            value,
        });
    }
    let plans = plans.into_values().map(|(mut plan, _)| {
        let mut fields = BTreeSet::from([AT]);
        for expr in &plan.exprs {
            used.row_expr(expr, &mut fields);
        }
        plan.fields = with_fallbacks(&model.events[plan.event], fields, used);
        plan
    });
    plans.collect()
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
