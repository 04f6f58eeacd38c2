//! Ids, found by hash.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// Customers' ids in the order of the file, found by hash.
#[derive(Default)]
pub(super) struct Ids {
    text: String,
    ends: Vec<usize>,
    table: HashTable<u32>,
    hasher: RandomState,
}

impl Ids {
    fn get(&self, customer: u32) -> &str {
        let customer = customer as usize;
        let start = if customer == 0 {
            0
        } else {
            self.ends[customer - 1]
        };
        &self.text[start..self.ends[customer]]
    }

    pub(super) fn find(&self, id: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(id);
        self.table
            .find(hash, |&customer| self.get(customer) == id)
            .copied()
    }

    /// Adds an id that is not there yet.
    pub(super) fn insert(&mut self, id: &str) {
        let customer = self.ends.len() as u32;
        self.text.push_str(id);
        self.ends.push(self.text.len());
        let Self {
            text,
            ends,
            table,
            hasher,
        } = self;
        let get = |customer: u32| {
            let customer = customer as usize;
            let start = if customer == 0 { 0 } else { ends[customer - 1] };
            &text[start..ends[customer]]
        };
        table.insert_unique(hasher.hash_one(id), customer, |&other| {
            hasher.hash_one(get(other))
        });
    }
}
