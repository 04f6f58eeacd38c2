//! Scores by rank among all customers.

use arrow_array::Float64Array;
use arrow_buffer::BooleanBuffer;

use crate::model::Best;
use crate::schema::{Column, Decimal};

/// The values of all ranked customers, from worst to best: one float a customer.
#[derive(Debug)]
pub(super) struct Ranks {
    sorted: Vec<f64>,
    best: Best,
}

impl Ranks {
    /// Ranks these values.
    pub(super) fn new(values: impl Iterator<Item = f64>, best: Best) -> Self {
        let mut sorted: Vec<f64> = values.map(|value| oriented(value, best)).collect();
        sorted.sort_by(f64::total_cmp);
        Self { sorted, best }
    }

    /// Where the values of a column stand; a value that nobody ranked has stands between the others.
    pub(super) fn standings(&self, values: &Column) -> Standings {
        let places = known(values)
            .into_iter()
            .map(|value| value.map(|value| self.place(value)));
        Standings {
            places: places.collect(),
            customers: self.sorted.len().max(1) as u64,
        }
    }

    fn place(&self, value: f64) -> Place {
        let value = oriented(value, self.best);
        let below = self
            .sorted
            .partition_point(|other| other.total_cmp(&value).is_lt());
        let up_to = self
            .sorted
            .partition_point(|other| other.total_cmp(&value).is_le());
        Place {
            below: below as u64,
            up_to: up_to.max(below + 1) as u64,
        }
    }
}

/// Where the rows of a batch stand in a ranking.
#[derive(Debug)]
pub(crate) struct Standings {
    places: Vec<Option<Place>>,
    customers: u64,
}

/// How many of the ranked are worse, and how many are worse or equal, oneself included.
#[derive(Clone, Copy, Debug)]
struct Place {
    below: u64,
    up_to: u64,
}

impl Standings {
    /// `⌈5 × mean rank ÷ n⌉`, ranks counted from 1 at the worst; equal values share their mean rank.
    pub(super) fn quintiles(&self) -> Float64Array {
        self.each(|place| {
            // Twice the mean rank, in integers: the ranks are below + 1 ..= up_to.
            let twice_rank = place.below + place.up_to + 1;
            (5 * twice_rank).div_ceil(2 * self.customers).clamp(1, 5)
        })
    }

    /// `⌊100 × below ÷ n⌋`
    pub(super) fn percentiles(&self) -> Float64Array {
        self.each(|place| 100 * place.below / self.customers)
    }

    /// Those of whom at least `100 − share` percent are worse.
    pub(super) fn top(&self, share: Decimal) -> BooleanBuffer {
        // In units of the share's last digit, so that 0.1 % is exact.
        let hundred = 100 * 10_i128.pow(share.scale.into());
        let worse = (hundred - i128::from(share.mantissa)) * i128::from(self.customers);
        BooleanBuffer::collect_bool(self.places.len(), |row| {
            self.places[row].is_some_and(|place| hundred * i128::from(place.below) >= worse)
        })
    }

    fn each(&self, score: impl Fn(Place) -> u64) -> Float64Array {
        let scores = self.places.iter();
        scores
            .map(|place| place.map(|place| score(place) as f64))
            .collect()
    }
}

/// Larger is better; no negative zero, which would stand below zero.
fn oriented(value: f64, best: Best) -> f64 {
    match best {
        Best::Largest => value + 0.0,
        Best::Smallest => 0.0 - value,
    }
}

/// Each row's value as a float: minor units, days and microseconds are exact up to 2⁵³.
pub(super) fn known(values: &Column) -> Vec<Option<f64>> {
    match values {
        Column::Number(array) => array.iter().collect(),
        Column::Date(array) => array.iter().map(|day| day.map(f64::from)).collect(),
        Column::Time(array) => array
            .iter()
            .map(|moment| moment.map(|moment| moment as f64))
            .collect(),
        Column::Money(array) | Column::Duration(array) => array
            .iter()
            .map(|value| value.map(|value| value as f64))
            .collect(),
        other => vec![None; other.array().len()],
    }
}

#[cfg(test)]
mod tests {
    use super::Ranks;
    use crate::model::Best;
    use crate::schema::{Column, Decimal};

    fn scores(values: &[f64], best: Best) -> Vec<f64> {
        let column = Column::Number(values.to_vec().into());
        let ranks = Ranks::new(values.iter().copied(), best);
        ranks.standings(&column).quintiles().values().to_vec()
    }

    #[test]
    fn ties_share_the_score_of_their_mean_rank() {
        let distinct: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!(
            scores(&distinct, Best::Largest),
            [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0, 5.0, 5.0]
        );
        // Mean rank 3 of 5 for all: ⌈5 × 3 ÷ 5⌉ = 3.
        assert_eq!(scores(&[7.0; 5], Best::Largest), [3.0; 5]);
        // Ranks 1.5, 1.5, 3, 4: ⌈5 × 1.5 ÷ 4⌉ = ⌈1.875⌉.
        assert_eq!(
            scores(&[1.0, 1.0, 2.0, 3.0], Best::Largest),
            [2.0, 2.0, 4.0, 5.0]
        );
    }

    #[test]
    fn the_most_recent_is_best() {
        assert_eq!(
            scores(&[0.0, 30.0, 60.0, 90.0, 400.0], Best::Smallest),
            [5.0, 4.0, 3.0, 2.0, 1.0]
        );
    }

    #[test]
    fn a_value_nobody_has_is_scored_where_it_would_stand() {
        let ranks = Ranks::new((1..=10).map(f64::from), Best::Largest);
        let between = ranks.standings(&Column::Number(vec![-5.0, 5.5, 99.0].into()));
        assert_eq!(between.quintiles().values().to_vec(), [1.0, 3.0, 5.0]);
        assert_eq!(between.percentiles().values().to_vec(), [0.0, 50.0, 100.0]);
        let nobody = Ranks::new(std::iter::empty(), Best::Largest);
        let first = nobody.standings(&Column::Number(vec![1.0].into()));
        assert_eq!(first.quintiles().values().to_vec(), [5.0]);
        assert_eq!(first.percentiles().values().to_vec(), [0.0]);
    }

    #[test]
    fn top_is_never_more_than_its_share() {
        let top = |values: &[f64], share: &str| {
            let column = Column::Number(values.to_vec().into());
            let ranks = Ranks::new(values.iter().copied(), Best::Largest);
            let share = Decimal::parse(share).unwrap();
            ranks.standings(&column).top(share).count_set_bits()
        };
        let distinct: Vec<f64> = (0..1000).map(f64::from).collect();
        assert_eq!(top(&distinct, "10"), 100);
        assert_eq!(top(&distinct, "0.1"), 1);
        assert_eq!(top(&distinct, "0.15"), 1);
        assert_eq!(top(&distinct, "100"), 1000);
        // Nine of ten have nothing: no tenth of them may stand for the others.
        let mostly_zero: Vec<f64> = (0..10).map(|one| f64::from(one / 9)).collect();
        assert_eq!(top(&mostly_zero, "20"), 1);
        assert_eq!(top(&mostly_zero, "9"), 0);
    }
}
