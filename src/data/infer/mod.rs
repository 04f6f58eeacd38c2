//! Guesses the blocks that declare the shape of data from the data itself.

mod guess;
mod sample;
mod write;

use std::path::PathBuf;

use self::guess::{Field, Kind, Table};
use crate::diagnostic::Diagnostics;
use crate::schema::Type;
use crate::source::Sources;
use crate::world::World;

/// What data files seem to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inferred {
    /// `customer`, `event` and `catalog` blocks for a `.seg` file.
    pub rules: String,
    /// The tables of `segue.toml` that bind the files to the blocks.
    pub settings: String,
}

impl std::fmt::Display for Inferred {
    /// The rules, with the settings as comments behind them.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.rules)?;
        f.write_str("\n# For segue.toml:\n#\n")?;
        for line in self.settings.lines() {
            writeln!(f, "{}", format!("# {line}").trim_end())?;
        }
        Ok(())
    }
}

/// Reads up to 10,000 rows of each file and guesses tables, columns and types. Files that cannot
/// be read are reported and left out.
pub fn infer(
    world: &dyn World,
    files: &[PathBuf],
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Inferred {
    let samples = files
        .iter()
        .filter_map(|file| sample::sample(world, file, sources, diagnostics));
    let mut tables: Vec<Table> = Vec::new();
    for sample in samples {
        let has_customers = tables.iter().any(|table| table.kind == Kind::Customer);
        tables.push(guess::table(sample, has_customers));
    }
    link(&mut tables);
    tables.sort_by_key(|table| table.kind);
    let blocks: Vec<String> = tables.iter().map(write::block).collect();
    let key = customer_key(&tables);
    let bindings = tables.iter().map(|table| write::binding(table, key));
    let bindings: Vec<String> = bindings.collect();
    Inferred {
        settings: bindings.join("\n"),
        rules: blocks.join("\n"),
    }
}

fn customer_key(tables: &[Table]) -> Option<&str> {
    let customers = tables.iter().find(|table| table.kind == Kind::Customer)?;
    customers.fields.first().map(|field| field.name.as_str())
}

/// Makes a reference of each field that is named like a catalog or its key.
fn link(tables: &mut [Table]) {
    let catalogs = tables.iter().filter(|table| table.kind == Kind::Catalog);
    let keys: Vec<(String, String)> = catalogs
        .filter_map(|table| {
            let key = table.fields.first().filter(|field| field.ty == Type::Id)?;
            Some((table.name.clone(), key.name.clone()))
        })
        .collect();
    let linked = tables
        .iter_mut()
        .filter(|table| table.kind != Kind::Catalog);
    for field in linked.flat_map(|table| table.fields.iter_mut()) {
        let catalog = keys
            .iter()
            .find(|(catalog, key)| refers(field, catalog, key));
        if let Some((catalog, _)) = catalog {
            field.ty = Type::Catalog(catalog.as_str().into());
        }
    }
}

fn refers(field: &Field, catalog: &str, key: &str) -> bool {
    let textual = matches!(field.ty, Type::Id | Type::Text | Type::Number);
    let same_key = field.name == key && key != "id";
    let prefixed = field.name.strip_prefix(catalog);
    textual && (same_key || matches!(prefixed, Some("" | "_id")))
}
