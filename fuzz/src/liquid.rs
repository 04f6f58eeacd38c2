//! What must hold for any template.

use std::path::Path;

use segue::diagnostic::Diagnostics;
use segue::liquid::{
    ErrorMode, Escape, Facts, FilterSettings, Library, Limits, Shape, Value, check, compile, compose,
};
use segue::project::Currency;
use segue::source::{Sources, Span};
use segue::world::Memory;
use serde_json::{Value as Json, json};

use crate::findings;

/// Templates are read without a panic, strict and lax, and findings point into their texts.
pub fn parsed(text: &str) {
    for mode in [ErrorMode::Strict, ErrorMode::Lax] {
        let mut world = Memory::default();
        world.files.insert("templates/page.liquid".into(), text.into());
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let folder = Path::new("templates");
        Library::load_in(mode, &world, folder, &mut sources, &mut diagnostics);
        findings::laws(&mut diagnostics, &sources);
    }
}

/// Templates are read and printed without a panic or end, strict and lax, as page and as partial;
/// findings point into their texts; a message that fails leaves nothing behind.
pub fn laws(text: &str) {
    for mode in [ErrorMode::Strict, ErrorMode::Lax] {
        for page in [text, "{% include 'part' %}{% render 'part', a: b, c: 1 %}"] {
            printed(mode, page, text);
        }
    }
}

fn printed(mode: ErrorMode, page: &str, part: &str) {
    let mut world = Memory::default();
    let templates = [("page", page), ("partials/part", part)];
    for (name, text) in templates {
        let path = Path::new("templates").join(format!("{name}.liquid"));
        world.files.insert(path, text.into());
    }
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let folder = Path::new("templates");
    let library = Library::load_in(mode, &world, folder, &mut sources, &mut diagnostics);
    let rules = sources.add("rules/all.seg", "");
    let nowhere = Span::new(rules, 0..0);
    let page = compose("page.liquid", nowhere, &[], &library, &sources, &mut diagnostics);
    let Some(page) = page else {
        return findings::laws(&mut diagnostics, &sources);
    };
    let slots = check(&page, &Shape::Any, &mut diagnostics);
    let row = row();
    for escape in [Escape::Html, Escape::Text] {
        let settings = FilterSettings {
            locale: None,
            currency: Currency::from_code("USD").expect("dollars are known"),
        };
        let facts = Facts::new(&slots, escape, settings);
        let limits = Limits { turns: 20_000, ..Limits::default() };
        let program = compile(&page, &facts, &sources, &mut diagnostics).within(limits);
        let values: Vec<Value<'_>> = slots
            .iter()
            .map(|slot| slot.0.iter().fold(&row, |value, name| &value[name.as_str()]).into())
            .collect();
        let mut out = "kept".to_owned();
        if program.render(&values, &mut out).is_err() {
            assert_eq!(out, "kept");
        }
    }
    findings::laws(&mut diagnostics, &sources);
}

fn row() -> Json {
    json!({
        "a": 1, "b": [1, "two", 3.5, null, {"x": "y"}], "c": "text <b>&\"' é", "d": {"e": {"f": [[], {}]}},
        "g": true, "h": -1.5e300, "i": "2026-03-01T10:05:00Z", "j": "9223372036854775807", "k": "javascript:x",
    })
}
