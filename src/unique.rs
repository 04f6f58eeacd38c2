//! Lists in which equal values are one.

use std::hash::{BuildHasher, Hash};

use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// Where the values of a list stand, by their hash.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unique {
    places: HashTable<usize>,
    hasher: FixedState,
}

impl Unique {
    /// The place of `value` in `all`, which it joins unless an equal one is there. Nothing else may
    /// change `all`.
    pub(crate) fn place<T: Hash + PartialEq>(&mut self, all: &mut Vec<T>, value: T) -> usize {
        let Self { places, hasher } = self;
        let hash = hasher.hash_one(&value);
        if let Some(&known) = places.find(hash, |&place| all[place] == value) {
            return known;
        }
        let place = all.len();
        places.insert_unique(hash, place, |&other| hasher.hash_one(&all[other]));
        all.push(value);
        place
    }
}

#[cfg(test)]
mod tests {
    use super::Unique;

    #[test]
    fn equal_values_share_a_place() {
        let (mut unique, mut all) = (Unique::default(), Vec::new());
        let places: Vec<usize> = (0..2000)
            .map(|value| unique.place(&mut all, value % 700))
            .collect();
        assert_eq!(all, (0..700).collect::<Vec<_>>());
        assert_eq!(
            places,
            (0..2000).map(|value| value % 700).collect::<Vec<_>>()
        );
    }
}
