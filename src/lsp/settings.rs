//! Where `segue.toml` names tables and columns of the rules.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

/// As far as names of the rules stand in it.
#[derive(Deserialize)]
struct Settings {
    customer: Option<Spanned<Binding>>,
    #[serde(default)]
    events: BTreeMap<Spanned<String>, Spanned<Binding>>,
    #[serde(default)]
    catalogs: BTreeMap<Spanned<String>, Spanned<Binding>>,
}

#[derive(Deserialize)]
struct Binding {
    file: Spanned<String>,
    columns: Option<Spanned<BTreeMap<Spanned<String>, String>>>,
}

type Edit = (Range<usize>, String);

/// Calls the table `old` of `[events]` or `[catalogs]` by its new name.
pub(super) fn renamed_table(text: &str, section: &str, old: &str, new: &str) -> Vec<Edit> {
    let Ok(settings) = toml::from_str::<Settings>(text) else {
        return Vec::new();
    };
    let tables = if section == "events" {
        settings.events
    } else {
        settings.catalogs
    };
    let mut places: Vec<Range<usize>> = tables
        .keys()
        .filter(|name| name.get_ref() == old)
        .map(Spanned::span)
        .collect();
    // `[events.purchase.columns]` names it once more
    let header = format!("[{section}.{old}.");
    for (at, _) in text.match_indices(&header) {
        let end = at + header.len() - 1;
        places.push(end - old.len()..end);
    }
    places.sort_by_key(|place| place.start);
    places.dedup();
    places
        .into_iter()
        .map(|place| (place, new.to_owned()))
        .collect()
}

/// Reads the column that `old` was read from under its new name.
pub(super) fn renamed_column(
    text: &str,
    section: &str,
    table: &str,
    old: &str,
    new: &str,
) -> Vec<Edit> {
    let Ok(settings) = toml::from_str::<Settings>(text) else {
        return Vec::new();
    };
    let named = |tables: BTreeMap<Spanned<String>, Spanned<Binding>>| {
        let mut tables = tables.into_iter();
        tables.find(|(name, _)| name.get_ref() == table)
    };
    let binding = match section {
        "customer" => settings.customer,
        "events" => named(settings.events).map(|(_, binding)| binding),
        _ => named(settings.catalogs).map(|(_, binding)| binding),
    };
    let edit = binding.and_then(|binding| column(text, &binding, old, new));
    edit.into_iter().collect()
}

fn column(text: &str, binding: &Spanned<Binding>, old: &str, new: &str) -> Option<Edit> {
    let is_inline = |at: usize| text[at..].starts_with('{');
    let Some(columns) = &binding.get_ref().columns else {
        let end = binding.get_ref().file.span().end;
        let before = if is_inline(binding.span().start) {
            ", "
        } else {
            "\n"
        };
        return Some((
            end..end,
            format!("{before}columns = {{ {new} = \"{old}\" }}"),
        ));
    };
    let known = columns.get_ref().keys().find(|name| name.get_ref() == old);
    if let Some(known) = known {
        return Some((known.span(), new.to_owned()));
    }
    let start = columns.span().start;
    if is_inline(start) {
        let comma = if columns.get_ref().is_empty() {
            ""
        } else {
            ","
        };
        return Some((start + 1..start + 1, format!(" {new} = \"{old}\"{comma}")));
    }
    let end = start + text[start..].find('\n')? + 1;
    Some((end..end, format!("{new} = \"{old}\"\n")))
}

#[cfg(test)]
mod tests {
    use super::{renamed_column, renamed_table};
    use crate::lsp::rename::edited;

    const FORMS: &str = r#"
name = "x"
catalogs = { product = { file = "p.csv" } }

[customer] # people
file = "c.csv"

[events.buy]
file = "b.csv"
columns = { at = "day", sku = "item" }

[events.see]
file = "s.csv"

[events.see.columns]
at = "day"
"#;

    fn column(section: &str, table: &str, old: &str) -> String {
        let text = edited(FORMS, &renamed_column(FORMS, section, table, old, "new"));
        assert!(toml::from_str::<toml::Table>(&text).is_ok(), "{text}");
        let changed = text.lines().filter(|line| !FORMS.contains(line));
        changed.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_column_is_still_read_from_where_it_was() {
        assert_eq!(
            column("customer", "customer", "state"),
            "columns = { new = \"state\" }"
        );
        assert_eq!(
            column("events", "buy", "sku"),
            "columns = { at = \"day\", new = \"item\" }"
        );
        assert_eq!(
            column("events", "buy", "amount"),
            "columns = { new = \"amount\", at = \"day\", sku = \"item\" }"
        );
        assert_eq!(column("events", "see", "page"), "new = \"page\"");
        assert_eq!(
            column("catalogs", "product", "name"),
            "catalogs = { product = { file = \"p.csv\", columns = { new = \"name\" } } }"
        );
    }

    #[test]
    fn a_table_is_renamed_wherever_it_is_named() {
        let see = edited(FORMS, &renamed_table(FORMS, "events", "see", "look"));
        assert!(see.contains("[events.look]") && see.contains("[events.look.columns]"));
        assert!(!see.contains("see"));
        let product = edited(FORMS, &renamed_table(FORMS, "catalogs", "product", "thing"));
        assert!(product.contains("catalogs = { thing = {"));
    }
}
