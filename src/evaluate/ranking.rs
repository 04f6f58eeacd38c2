//! Scores from 1 to 5 by rank among all customers.

use arrow_array::Float64Array;

use crate::model::Best;
use crate::schema::Column;

/// The values of all ranked customers, from worst to best.
#[derive(Debug)]
pub(super) struct Ranks {
    sorted: Vec<f64>,
    best: Best,
}

impl Ranks {
    /// Ranks the known values of a column.
    pub(super) fn new(values: &Column, best: Best) -> Self {
        let mut sorted: Vec<f64> = known(values)
            .into_iter()
            .flatten()
            .map(|value| oriented(value, best))
            .collect();
        sorted.sort_by(f64::total_cmp);
        Self { sorted, best }
    }

    /// `⌈5 × mean rank ÷ n⌉` for each value, ranks counted from 1 at the worst. Equal values share
    /// their mean rank; a value that nobody ranked has gets the rank it would stand at.
    pub(super) fn scores(&self, values: &Column) -> Float64Array {
        let scores = known(values)
            .into_iter()
            .map(|value| value.map(|value| self.score(value)));
        scores.collect()
    }

    fn score(&self, value: f64) -> f64 {
        let value = oriented(value, self.best);
        let below = self
            .sorted
            .partition_point(|other| other.total_cmp(&value).is_lt());
        let up_to = self
            .sorted
            .partition_point(|other| other.total_cmp(&value).is_le());
        // Twice the mean rank, in integers: the ranks are below+1 ..= up_to.
        let twice_rank = (below + up_to.max(below + 1) + 1) as u64;
        let customers = self.sorted.len().max(1) as u64;
        (5 * twice_rank).div_ceil(2 * customers).clamp(1, 5) as f64
    }
}

/// Larger is better; no negative zero, which would stand below zero.
fn oriented(value: f64, best: Best) -> f64 {
    match best {
        Best::Largest => value + 0.0,
        Best::Smallest => 0.0 - value,
    }
}

/// Money is ranked by its minor units, exact up to 2⁵³.
fn known(values: &Column) -> Vec<Option<f64>> {
    let values = values.clone();
    match &values {
        Column::Number(array) => array.iter().collect(),
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
    use crate::schema::Column;

    fn scores(values: &[f64], best: Best) -> Vec<f64> {
        let column = Column::Number(values.to_vec().into());
        Ranks::new(&column, best).scores(&column).values().to_vec()
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
        let ranked = Column::Number((1..=10).map(f64::from).collect::<Vec<_>>().into());
        let ranks = Ranks::new(&ranked, Best::Largest);
        let scores = ranks.scores(&Column::Number(vec![-5.0, 5.5, 99.0].into()));
        assert_eq!(scores.values().to_vec(), [1.0, 3.0, 5.0]);
        let nobody = Ranks::new(&Column::Number(Vec::<f64>::new().into()), Best::Largest);
        assert_eq!(
            nobody
                .scores(&Column::Number(vec![1.0].into()))
                .values()
                .to_vec(),
            [5.0]
        );
    }
}
