//! Catalogs: small tables held whole, looked up by key.

use std::collections::HashMap;

use arrow_array::{Array, StringArray, UInt32Array};

use crate::schema::{Column, Type};

use super::expression::missing;

/// A catalog in memory.
#[derive(Debug)]
pub struct Catalog {
    rows: HashMap<String, u32>,
    columns: Vec<Option<Column>>,
}

impl Catalog {
    /// A catalog of these columns, of which the one numbered `key` identifies a row. Of rows with
    /// the same key the first counts.
    pub(super) fn new(columns: Vec<Option<Column>>, key: Option<usize>) -> Self {
        let mut rows = HashMap::new();
        if let Some(Some(Column::Text(keys))) = key.map(|key| &columns[key]) {
            for (row, key) in keys.iter().enumerate() {
                if let Some(key) = key {
                    rows.entry(key.to_owned()).or_insert(row as u32);
                }
            }
        }
        Self { rows, columns }
    }

    /// The row with this key.
    pub fn row(&self, key: &str) -> Option<usize> {
        self.rows.get(key).map(|&row| row as usize)
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.columns.iter().flatten().next().map_or(0, Column::len)
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A column, if it was read.
    pub fn column(&self, field: usize) -> Option<&Column> {
        self.columns[field].as_ref()
    }

    /// The field of the rows that `keys` name; missing where a key names none.
    pub(super) fn lookup(&self, keys: &StringArray, field: usize, ty: &Type) -> Column {
        let Some(column) = &self.columns[field] else {
            return missing(ty, keys.len());
        };
        let rows: UInt32Array = keys
            .iter()
            .map(|key| self.rows.get(key?).copied())
            .collect();
        column.take(&rows)
    }
}
