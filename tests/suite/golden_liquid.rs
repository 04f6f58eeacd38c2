//! Golden Liquid (James Prior, MIT licence), the conformance suite of Shopify's own engine: all
//! of it passes. The cases are not part of this repository; `GOLDEN_LIQUID`
//! names the file, and without it the test says what it lacks and ends.

#![expect(clippy::print_stderr, reason = "how much passes is what is asked for")]

use std::path::{Path, PathBuf};

use segue::diagnostic::Diagnostics;
use segue::liquid::{
    ErrorMode, Escape, Facts, FilterSettings, Library, Shape, SlotPath, Value, check, compile,
    compose,
};
use segue::project::Currency;
use segue::source::{Sources, Span};
use segue::world::{Disk, Memory, World};
use serde_json::Value as Json;

#[test]
fn every_case_passes() {
    let path = std::env::var_os("GOLDEN_LIQUID").map_or_else(default_path, PathBuf::from);
    let Ok(text) = Disk::new("").read(&path) else {
        eprintln!("skipped: there is no `{}`", path.display());
        return;
    };
    let file: Json = serde_json::from_slice(&text).unwrap();
    let cases = file["tests"].as_array().unwrap();
    let failing: Vec<&Json> = cases.iter().filter(|case| !passes(case)).collect();
    for case in &failing {
        eprintln!("fails: {}", case["name"].as_str().unwrap_or_default());
    }
    let passed = cases.len() - failing.len();
    eprintln!("{passed} passed, {} failed", failing.len());
    assert!(failing.is_empty(), "{} cases fail", failing.len());
}

fn default_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/golden_liquid/cases.json")
}

fn passes(case: &Json) -> bool {
    let output = render(case);
    if case["invalid"] == true {
        return output.is_none();
    }
    let results = case["results"].as_array().cloned().unwrap_or_default();
    output.is_some_and(|output| {
        case["result"].as_str() == Some(&output) || results.contains(&Json::String(output))
    })
}

/// The suite is made for an engine that overlooks what it cannot read, unless a case is strict.
fn error_mode(case: &Json) -> ErrorMode {
    let tags = case["tags"].as_array();
    let is_strict = tags.is_some_and(|tags| tags.iter().any(|tag| tag == "strict"));
    if is_strict {
        ErrorMode::Strict
    } else {
        ErrorMode::Lax
    }
}

/// What the case's template prints; none when it is refused or fails.
fn render(case: &Json) -> Option<String> {
    let mut world = Memory::default();
    let mut add = |name: &str, text: &Json| {
        let path = Path::new("templates").join(format!("{name}.liquid"));
        let text = text.as_str().unwrap_or_default();
        world.files.insert(path, text.into());
    };
    for (name, text) in case["templates"].as_object().into_iter().flatten() {
        add(name, text);
    }
    add("golden case", &case["template"]);
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let rules = sources.add("rules/golden.seg", "");
    let folder = Path::new("templates");
    let mode = error_mode(case);
    let library = Library::load_in(mode, &world, folder, &mut sources, &mut diagnostics);
    let page = compose(
        "golden case.liquid",
        Span::new(rules, 0..0),
        &[],
        &library,
        &sources,
        &mut diagnostics,
    );
    let slots = check(page.as_ref()?, &Shape::Any, &mut diagnostics);
    if diagnostics.errors() > 0 {
        return None;
    }
    let settings = FilterSettings {
        locale: None,
        currency: Currency::from_code("USD")?,
    };
    let facts = Facts::new(&slots, Escape::Text, settings);
    let program = compile(page.as_ref()?, &facts, &sources, &mut diagnostics);
    let values: Vec<Value<'_>> = program
        .slots()
        .iter()
        .map(|SlotPath(path)| {
            let names = path.iter();
            Value::from(names.fold(&case["data"], |data, name| &data[name]))
        })
        .collect();
    let mut out = String::new();
    program.render(&values, &mut out).ok()?;
    Some(out)
}
