//! The events of one customer one by one: which of them an aggregate counted, and which it nearly
//! did.

use super::expression::{Frame, evaluate, truth};
use super::population::Population;
use super::tables::{Personas, fill};
use crate::model::{AT, Aggregate, Expr, Model};
use crate::plan::Plan;
use crate::schema::Column;

/// A customer's events, as far as they are planned.
pub struct History<'a> {
    population: &'a Population<'a>,
    tables: Vec<Option<Events>>,
}

struct Events {
    fields: Vec<Option<Column>>,
    at: Vec<i64>,
    /// The customer's zone beside every event; none when it does not matter.
    zones: Option<Vec<u16>>,
}

/// Events of an aggregate by what became of them, as rows of the event's table, the latest first.
/// What lies after now does not exist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Those that counted.
    pub counted: Vec<usize>,
    /// Those that `where` lets through, at another time.
    pub outside: Vec<usize>,
    /// Those in the window that `where` left out.
    pub filtered: Vec<usize>,
    /// Those at another time that `where` left out as well.
    pub neither: Vec<usize>,
    /// Those that only lack the value that is combined.
    pub valueless: Vec<usize>,
}

impl<'a> History<'a> {
    /// The events of the only customer that `customer` holds, who is the population's as well.
    pub fn new(
        model: &Model,
        plan: &Plan,
        population: &'a Population<'a>,
        customer: &Personas,
    ) -> Self {
        let mut tables: Vec<Option<Events>> = model.events.iter().map(|_| None).collect();
        for event in &plan.events {
            let batch = &customer.events[event.event];
            let read: Vec<Column> = event
                .fields
                .iter()
                .map(|field| batch.columns[field + 1].clone())
                .collect();
            let fields = fill(
                &model.events[event.event],
                &event.fields,
                &read,
                batch.places.len(),
                population.clock(),
                population.catalogs(),
            );
            let at = match &fields[AT] {
                Some(Column::Time(at)) => at.values().to_vec(),
                _ => Vec::new(),
            };
            let zones = population
                .zoned()
                .then(|| vec![population.zone(0); batch.places.len()]);
            tables[event.event] = Some(Events { fields, at, zones });
        }
        Self { population, tables }
    }

    /// Which events the aggregate counted, and which not.
    pub fn find(&self, aggregate: &Aggregate) -> Found {
        let mut found = Found::default();
        let Some(events) = &self.tables[aggregate.event] else {
            return found;
        };
        let clock = self.population.clock();
        let now = clock.now().as_microsecond();
        let window = aggregate.window.as_ref();
        let window = window.map(|window| clock.bounds(window, self.population.zone(0)));
        let frame = self.frame(events);
        let filter = aggregate
            .filter
            .as_ref()
            .map(|filter| truth(filter, &frame));
        let values = aggregate
            .value
            .as_ref()
            .map(|value| evaluate(value, &frame));
        let mut rows: Vec<usize> = (0..events.at.len())
            .filter(|&row| events.at[row] <= now)
            .collect();
        rows.sort_by_key(|&row| std::cmp::Reverse(events.at[row]));
        for row in rows {
            let inside = window.is_none_or(|(from, to)| (from..=to).contains(&events.at[row]));
            let passes = filter.as_ref().is_none_or(|filter| filter.value(row));
            let known = values.as_ref().is_none_or(|values| values.is_known(row));
            match (inside, passes, known) {
                (true, true, true) => found.counted.push(row),
                (false, true, _) => found.outside.push(row),
                (true, false, _) => found.filtered.push(row),
                (true, true, false) => found.valueless.push(row),
                (false, false, _) => found.neither.push(row),
            }
        }
        found
    }

    /// When an event took place, in microseconds since 1970 UTC.
    pub fn at(&self, event: usize, row: usize) -> Option<i64> {
        self.tables[event].as_ref()?.at.get(row).copied()
    }

    /// The value of an expression over an event's fields for all rows of its table.
    pub fn column(&self, event: usize, expr: &Expr) -> Option<Column> {
        let events = self.tables[event].as_ref()?;
        Some(evaluate(expr, &self.frame(events)))
    }

    /// Which of an event's fields are known here, its time aside.
    pub fn fields(&self, event: usize) -> Vec<usize> {
        let fields = self.tables[event].iter().flat_map(|events| &events.fields);
        let read = fields.enumerate().filter(|(_, column)| column.is_some());
        read.map(|(field, _)| field)
            .filter(|&field| field != AT)
            .collect()
    }

    fn frame<'f>(&'f self, events: &'f Events) -> Frame<'f> {
        Frame {
            rows: events.at.len(),
            fields: &events.fields,
            facts: &[],
            aggregates: &[],
            standings: &[],
            zones: events.zones.as_deref(),
            clock: self.population.clock(),
            catalogs: self.population.catalogs(),
        }
    }
}
