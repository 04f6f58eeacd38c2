//! Writes what was guessed.

use super::guess::{Field, Kind, Table};

/// The table's block, its columns aligned.
pub(super) fn block(table: &Table) -> String {
    let mut block = match table.kind {
        Kind::Customer => "customer {\n".to_owned(),
        Kind::Event => format!("event {} {{\n", table.name),
        Kind::Catalog => format!("catalog {} {{\n", table.name),
    };
    let rows: Vec<(&str, String, Option<&str>)> = table.fields.iter().map(row).collect();
    let widest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or(0);
    let names = widest(&mut rows.iter().map(|(name, ..)| name.chars().count()));
    let marked = rows.iter().filter(|(.., mark)| mark.is_some());
    let types = widest(&mut marked.map(|(_, ty, _)| ty.chars().count()));
    for (name, ty, mark) in &rows {
        let line = match mark {
            Some(mark) => format!("  {name:names$}  {ty:types$}  {mark}\n"),
            None => format!("  {name:names$}  {ty}\n"),
        };
        block.push_str(&line);
    }
    block.push_str("}\n");
    block
}

fn row(field: &Field) -> (&str, String, Option<&str>) {
    let missing = if field.optional { "?" } else { "" };
    (&field.name, format!("{}{missing}", field.ty), field.mark)
}

/// The table of `segue.toml` that names the file; `key` is the customer's.
pub(super) fn binding(table: &Table, key: Option<&str>) -> String {
    let title = match table.kind {
        Kind::Customer => "customer".to_owned(),
        Kind::Event => format!("events.{}", table.name),
        Kind::Catalog => format!("catalogs.{}", table.name),
    };
    let path = table.path.to_string_lossy().replace('\\', "/");
    let mut binding = format!("[{title}]\nfile = {}\n", quoted(&path));
    let mut renamed: Vec<(&str, &str)> = Vec::new();
    if let Some((customer, time)) = &table.customer_and_time {
        renamed.extend(key.map(|key| (key, customer.as_str())));
        renamed.push(("at", time));
    }
    let fields = table.fields.iter();
    renamed.extend(fields.map(|field| (field.name.as_str(), field.column.as_str())));
    renamed.retain(|(name, column)| name != column);
    if !renamed.is_empty() {
        let renamed = renamed.iter();
        let columns: Vec<String> = renamed
            .map(|(name, column)| format!("{name} = {}", quoted(column)))
            .collect();
        binding.push_str("columns = { ");
        binding.push_str(&columns.join(", "));
        binding.push_str(" }\n");
    }
    binding
}

/// A basic string, which TOML writes as JSON does.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
