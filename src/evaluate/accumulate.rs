//! Columnar accumulators: one entry a customer, filled by scans in the order of the rows.

use std::cmp::Ordering;

use arrow_array::{Float64Array, Int64Array};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use hashbrown::HashMap;

use super::expression::{column_of, list_of};
use crate::model::Literal;
use crate::rules::ast::Function;
use crate::schema::{Column, Type};

type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// The rows of one batch that count for one aggregate.
pub(super) struct Counted<'a> {
    /// Rows in ascending order.
    pub(super) rows: &'a [u32],
    /// Customer of each row of the batch.
    pub(super) customers: &'a [u32],
    /// Moment of each row of the batch.
    pub(super) at: &'a [i64],
    /// What is combined; none for a count.
    pub(super) values: Option<&'a Column>,
}

/// One aggregate over all customers.
pub(super) struct Accumulator {
    function: Function,
    ty: Type,
    state: State,
    keys: Keys,
}

enum State {
    Counts(Vec<u32>),
    /// Sum and number of values; sums of floats are added in row order, hence the same on any
    /// number of threads.
    Sums(Sums, Vec<u32>),
    /// Smallest or largest key.
    Extremes(Vec<Option<i64>>),
    /// Moment and key of the earliest or latest.
    Moments(Vec<Option<(i64, i64)>>),
    /// How often each customer had each key, and when last.
    Tallies(Map<(u32, i64), Tally>, usize),
}

enum Sums {
    Floats(Vec<f64>),
    Integers(Vec<i64>),
}

struct Tally {
    count: u32,
    last: i64,
}

impl Accumulator {
    /// An empty accumulator; `value` is the type of what is combined.
    pub(super) fn new(
        function: Function,
        value: Option<&Type>,
        ty: &Type,
        customers: usize,
    ) -> Self {
        let state = match function {
            Function::Count => State::Counts(vec![0; customers]),
            Function::Total | Function::Average => {
                let sums = match value {
                    Some(Type::Number) => Sums::Floats(vec![0.0; customers]),
                    _ => Sums::Integers(vec![0; customers]),
                };
                State::Sums(sums, vec![0; customers])
            }
            Function::Smallest | Function::Largest => State::Extremes(vec![None; customers]),
            Function::Latest | Function::First => State::Moments(vec![None; customers]),
            Function::MostFrequent | Function::Distinct | Function::CountDistinct => {
                State::Tallies(Map::default(), customers)
            }
        };
        Self {
            function,
            ty: value.unwrap_or(ty).clone(),
            state,
            keys: Keys::default(),
        }
    }

    /// Adds the counted rows of a batch; rows whose value is missing do not count.
    pub(super) fn add(&mut self, counted: &Counted) {
        let known = |row: &&u32| {
            counted
                .values
                .is_none_or(|values| values.is_known(**row as usize))
        };
        for &row in counted.rows.iter().filter(known) {
            let row = row as usize;
            let customer = counted.customers[row];
            match &mut self.state {
                State::Counts(counts) => counts[customer as usize] += 1,
                State::Sums(sums, counts) => {
                    sums.add(customer as usize, counted.values, row);
                    counts[customer as usize] += 1;
                }
                State::Extremes(extremes) => {
                    let key = self.keys.key(counted.values, row);
                    let wanted = match self.function {
                        Function::Smallest => Ordering::Less,
                        _ => Ordering::Greater,
                    };
                    let held = &mut extremes[customer as usize];
                    if held.is_none_or(|held| self.keys.order(key, held) == wanted) {
                        *held = Some(key);
                    }
                }
                State::Moments(moments) => {
                    let found = (counted.at[row], self.keys.key(counted.values, row));
                    let wanted = match self.function {
                        Function::First => Ordering::Less,
                        _ => Ordering::Greater,
                    };
                    let held = &mut moments[customer as usize];
                    let order = |held: (i64, i64)| {
                        found
                            .0
                            .cmp(&held.0)
                            .then_with(|| self.keys.order(found.1, held.1))
                    };
                    if held.is_none_or(|held| order(held) == wanted) {
                        *held = Some(found);
                    }
                }
                State::Tallies(tallies, _) => {
                    let key = self.keys.key(counted.values, row);
                    let at = counted.at[row];
                    let tally = tallies
                        .entry((customer, key))
                        .or_insert(Tally { count: 0, last: at });
                    tally.count += 1;
                    tally.last = tally.last.max(at);
                }
            }
        }
    }

    /// The result for each customer.
    pub(super) fn finish(self) -> Column {
        match self.state {
            State::Counts(counts) => {
                Column::Number(counts.into_iter().map(f64::from).collect::<Vec<_>>().into())
            }
            State::Sums(sums, counts) => {
                sums.finish(&counts, self.function == Function::Average, &self.ty)
            }
            State::Extremes(extremes) => self.keys.column(&self.ty, extremes.into_iter()),
            State::Moments(moments) => {
                let keys = moments.into_iter().map(|moment| moment.map(|(_, key)| key));
                self.keys.column(&self.ty, keys)
            }
            State::Tallies(tallies, customers) => {
                tallied(self.function, tallies, customers, &self.keys, &self.ty)
            }
        }
    }
}

impl Sums {
    fn add(&mut self, customer: usize, values: Option<&Column>, row: usize) {
        match (self, values) {
            (Self::Floats(sums), Some(Column::Number(array))) => sums[customer] += array.value(row),
            (Self::Integers(sums), Some(Column::Money(array) | Column::Duration(array))) => {
                sums[customer] = sums[customer].saturating_add(array.value(row));
            }
            _ => {}
        }
    }

    /// Nothing sums up to zero, but has no average. Averages of integers are rounded, a half away
    /// from zero.
    fn finish(self, counts: &[u32], average: bool, ty: &Type) -> Column {
        let known = NullBuffer::from(
            counts
                .iter()
                .map(|&count| !average || count > 0)
                .collect::<Vec<_>>(),
        );
        match self {
            Self::Floats(mut sums) => {
                if average {
                    let shares = sums.iter_mut().zip(counts);
                    shares.for_each(|(sum, &count)| *sum /= f64::from(count.max(1)));
                }
                Column::Number(Float64Array::new(sums.into(), Some(known)))
            }
            Self::Integers(mut sums) => {
                if average {
                    let shares = sums.iter_mut().zip(counts);
                    shares.for_each(|(sum, &count)| {
                        *sum = rounded_quotient(*sum, i64::from(count.max(1)));
                    });
                }
                let array = Int64Array::new(sums.into(), Some(known));
                match ty {
                    Type::Duration => Column::Duration(array),
                    _ => Column::Money(array),
                }
            }
        }
    }
}

fn rounded_quotient(sum: i64, count: i64) -> i64 {
    let (sum, count) = (i128::from(sum), i128::from(count));
    let quotient = (2 * sum.abs() + count) / (2 * count) * sum.signum();
    quotient as i64
}

fn tallied(
    function: Function,
    tallies: Map<(u32, i64), Tally>,
    customers: usize,
    keys: &Keys,
    ty: &Type,
) -> Column {
    if function == Function::CountDistinct {
        let mut counts = vec![0.0; customers];
        for (customer, _) in tallies.keys() {
            counts[*customer as usize] += 1.0;
        }
        return Column::Number(counts.into());
    }
    let mut rows: Vec<(u32, i64, Tally)> = tallies
        .into_iter()
        .map(|((customer, key), tally)| (customer, key, tally))
        .collect();
    // Most frequent first (for a list: most recent first), then most recent, then smallest value.
    rows.sort_unstable_by(|(a, a_key, a_tally), (b, b_key, b_tally)| {
        let frequency = match function {
            Function::MostFrequent => b_tally.count.cmp(&a_tally.count),
            _ => Ordering::Equal,
        };
        let recency = || b_tally.last.cmp(&a_tally.last);
        a.cmp(b)
            .then(frequency)
            .then_with(recency)
            .then_with(|| keys.order(*a_key, *b_key))
    });
    if function == Function::MostFrequent {
        let mut best = vec![None; customers];
        for (customer, key, _) in rows.into_iter().rev() {
            best[customer as usize] = Some(key);
        }
        return keys.column(ty, best.into_iter());
    }
    let mut lengths = vec![0; customers];
    for (customer, ..) in &rows {
        lengths[*customer as usize] += 1;
    }
    let items = keys.column(ty, rows.into_iter().map(|(_, key, _)| Some(key)));
    Column::List(list_of(&items, OffsetBuffer::from_lengths(lengths), None))
}

/// Values as 64-bit integers: numbers by their order, texts by the place they were first seen at.
#[derive(Default)]
struct Keys {
    texts: Vec<Box<str>>,
    known: Map<Box<str>, i64>,
}

impl Keys {
    fn key(&mut self, values: Option<&Column>, row: usize) -> i64 {
        match values {
            Some(Column::Number(array)) => sortable(array.value(row)),
            Some(Column::Money(array) | Column::Duration(array)) => array.value(row),
            Some(Column::Date(array)) => i64::from(array.value(row)),
            Some(Column::Time(array)) => array.value(row),
            Some(Column::YesNo(array)) => i64::from(array.value(row)),
            Some(Column::Text(array)) => self.text(array.value(row)),
            Some(Column::List(_)) | None => 0,
        }
    }

    fn text(&mut self, text: &str) -> i64 {
        if let Some(&key) = self.known.get(text) {
            return key;
        }
        let key = self.texts.len() as i64;
        self.texts.push(text.into());
        self.known.insert(text.into(), key);
        key
    }

    fn order(&self, a: i64, b: i64) -> Ordering {
        if self.texts.is_empty() {
            return a.cmp(&b);
        }
        self.texts[a as usize].cmp(&self.texts[b as usize])
    }

    fn column(&self, ty: &Type, keys: impl Iterator<Item = Option<i64>>) -> Column {
        let literal = |key: i64| match ty {
            Type::Number => Literal::Number(unsortable(key)),
            Type::Money => Literal::Money(key),
            Type::Duration => Literal::Duration(key),
            Type::Date => Literal::Date(key as i32),
            Type::Time => Literal::Time(key),
            Type::YesNo => Literal::YesNo(key != 0),
            _ => Literal::Text((*self.texts[key as usize]).into()),
        };
        let literals: Vec<Option<Literal>> = keys.map(|key| key.map(literal)).collect();
        column_of(ty, literals.iter().map(Option::as_ref))
    }
}

/// An integer that orders as the float does.
pub(crate) fn sortable(number: f64) -> i64 {
    let bits = (number + 0.0).to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

/// The float that [`sortable`] made an integer of.
pub(crate) fn unsortable(key: i64) -> f64 {
    f64::from_bits((key ^ (((key >> 63) as u64) >> 1) as i64) as u64)
}

#[cfg(test)]
mod tests {
    use super::{rounded_quotient, sortable, unsortable};

    #[test]
    fn keys_order_as_the_floats_do() {
        let floats = [f64::MIN, -1.5, -0.0, 1e-9, 2.0, f64::MAX];
        let keys: Vec<i64> = floats.into_iter().map(sortable).collect();
        assert!(keys.is_sorted());
        assert_eq!(keys.into_iter().map(unsortable).collect::<Vec<_>>(), floats);
    }

    #[test]
    fn a_half_is_rounded_away_from_zero() {
        assert_eq!(rounded_quotient(5, 2), 3);
        assert_eq!(rounded_quotient(-5, 2), -3);
        assert_eq!(rounded_quotient(4, 3), 1);
    }
}
