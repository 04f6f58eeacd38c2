//! The variables of one rendering.

use std::collections::BTreeMap;

use super::Value;

/// Variables that templates set, over the globals.
#[derive(Debug, Default)]
pub(super) struct Scope<'p> {
    /// By loops, partials and blocks; the last of a name counts.
    bound: Vec<(&'p str, Local<'p>)>,
    /// By `assign` and `capture`.
    assigned: BTreeMap<&'p str, Value<'p>>,
    /// By `increment` and `decrement`.
    counters: BTreeMap<&'p str, i64>,
    isolated: bool,
}

/// The value of a bound variable.
#[derive(Debug)]
pub(super) enum Local<'p> {
    Value(Value<'p>),
    /// `forloop`
    ForLoop {
        name: &'p str,
        index: usize,
        length: usize,
        /// Whether it is the `parentloop` of those inside.
        nests: bool,
    },
    /// `tablerowloop`
    TableRow {
        index: usize,
        length: usize,
        columns: usize,
    },
}

impl<'p> Scope<'p> {
    /// A scope that sees no globals.
    pub(super) fn isolated() -> Self {
        Self {
            isolated: true,
            ..Self::default()
        }
    }

    /// Whether it sees no globals.
    pub(super) fn is_isolated(&self) -> bool {
        self.isolated
    }

    /// How many variables are bound, for [`Scope::release`].
    pub(super) fn mark(&self) -> usize {
        self.bound.len()
    }

    pub(super) fn bind(&mut self, name: &'p str, local: Local<'p>) {
        self.bound.push((name, local));
    }

    /// Forgets what was bound since `mark`.
    pub(super) fn release(&mut self, mark: usize) {
        self.bound.truncate(mark);
    }

    pub(super) fn assign(&mut self, name: &'p str, value: Value<'p>) {
        self.assigned.insert(name, value);
    }

    /// What is assigned now, for [`Scope::restore`].
    pub(super) fn assigned(&self) -> BTreeMap<&'p str, Value<'p>> {
        self.assigned.clone()
    }

    /// Forgets what was assigned since.
    pub(super) fn restore(&mut self, assigned: BTreeMap<&'p str, Value<'p>>) {
        self.assigned = assigned;
    }

    /// The number that `increment` (1) or `decrement` (-1) prints; the first counts from `start`.
    pub(super) fn count(&mut self, name: &'p str, step: i64, start: i64) -> i64 {
        let counter = self.counters.entry(name).or_insert(start);
        let before = *counter;
        *counter += step;
        before.min(*counter)
    }

    /// The variable called `name`; none when nothing set it.
    pub(super) fn get(&self, name: &str) -> Option<Value<'p>> {
        let place = self.bound.iter().rposition(|(bound, _)| *bound == name);
        if let Some(place) = place {
            return Some(self.local(place));
        }
        let assigned = self.assigned.get(name).cloned();
        assigned.or_else(|| self.counters.get(name).map(|count| Value::Integer(*count)))
    }

    fn local(&self, place: usize) -> Value<'p> {
        match &self.bound[place].1 {
            Local::Value(value) => value.clone(),
            Local::ForLoop {
                name,
                index,
                length,
                ..
            } => {
                let mut entries = position(*index, *length);
                entries.push(("name", (*name).into()));
                let outer = self.bound[..place].iter();
                let outer = outer
                    .rev()
                    .position(|(_, one)| matches!(one, Local::ForLoop { nests: true, .. }));
                let outer = outer.map_or(Value::Nil, |back| self.local(place - 1 - back));
                entries.push(("parentloop", outer));
                object(entries)
            }
            Local::TableRow {
                index,
                length,
                columns,
            } => {
                let column = index % columns;
                let whole = |number: usize| Value::Integer(number as i64);
                let is_last = column + 1 == *columns;
                let mut entries = position(*index, *length);
                entries.push(("row", whole(index / columns + 1)));
                entries.push(("col", whole(column + 1)));
                entries.push(("col0", whole(column)));
                entries.push(("col_first", Value::Bool(column == 0)));
                entries.push(("col_last", Value::Bool(is_last)));
                object(entries)
            }
        }
    }
}

/// What the names of `forloop` are; `tablerowloop` has these and those of its columns.
pub(super) const POSITION: [&str; 7] = [
    "length", "index", "index0", "rindex", "rindex0", "first", "last",
];

fn position<'p>(index: usize, length: usize) -> Vec<(&'static str, Value<'p>)> {
    let whole = |number: usize| Value::Integer(number as i64);
    let values = [
        whole(length),
        whole(index + 1),
        whole(index),
        whole(length - index),
        whole(length - index - 1),
        Value::Bool(index == 0),
        Value::Bool(index + 1 == length),
    ];
    POSITION.into_iter().zip(values).collect()
}

fn object<'p>(entries: Vec<(&'static str, Value<'p>)>) -> Value<'p> {
    Value::Object(entries.into_iter().collect())
}
