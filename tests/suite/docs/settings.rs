//! `docs/settings.md`: its examples are good settings, and it names every key that there is.

use std::collections::BTreeSet;

use segue::diagnostic::{Diagnostics, Style, draw};
use segue::project::load;
use segue::source::Sources;
use segue::world::Memory;

use super::page::{Page, code, table};
use super::read;

const PAGE: &str = "docs/settings.md";

/// What is wrong with these settings, drawn.
fn faults(settings: &str) -> String {
    let mut world = Memory::default();
    world.files.insert("segue.toml".into(), settings.into());
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    load(&world, &mut sources, &mut diagnostics);
    draw(&diagnostics, &sources, Style::Plain)
}

#[test]
fn examples_are_good_settings() {
    let page = Page::parse(PAGE, &read(PAGE));
    for block in page.blocks().filter(|block| block.language == "toml") {
        let is_whole = block.text.lines().any(|line| line.starts_with("name = "));
        let whole = if is_whole { "" } else { "name = \"example\"\n" };
        assert_eq!(
            faults(&format!("{whole}{}", block.text)),
            "",
            "{PAGE}:{}",
            block.line
        );
    }
}

/// The keys that a table takes, as the message about one that it does not take lists them.
fn known(table: &str) -> BTreeSet<String> {
    let header = if table.is_empty() {
        String::new()
    } else {
        format!("[{table}]\n")
    };
    let drawn = faults(&format!("{header}no_such_key = 1\n"));
    let (_, known) = drawn.split_once("there is: ").unwrap();
    let quoted = known.lines().next().unwrap().split('`').skip(1).step_by(2);
    quoted.map(str::to_owned).collect()
}

#[test]
fn every_key_is_documented() {
    let text = read(PAGE);
    let tables = [
        ("", "Key"),
        ("customer", "Key of a table"),
        ("message", "Key of `[message]`"),
        ("smtp", "Key of `[smtp]`"),
        ("seeds", "Key of `[seeds]`"),
    ];
    for (name, header) in tables {
        let rows = table(&text, header);
        let documented = rows.iter().map(|row| code(&row[0]).to_owned());
        assert_eq!(documented.collect::<BTreeSet<_>>(), known(name), "[{name}]");
    }
}
