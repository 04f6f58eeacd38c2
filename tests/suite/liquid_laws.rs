//! The template engine against an interpreter that is too simple to be wrong: random templates over
//! every tag, on random data, must print the same by both. The engine is asked in several ways that
//! must not matter: values lent or owned, from JSON or from records, known before any row or only
//! by it, with slots that are whole variables or parts of them. A seed that fails is shrunk and
//! printed with its template, its data and both outputs.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the numbers are small"
)]

mod data;
mod datum;
mod engine;
mod filter;
mod generate;
mod shrink;
mod tree;
mod walk;
mod write;

use std::fmt::Write;

use rayon::prelude::*;
use segue::liquid::{Escape, Program, Shape, SlotPath, Value};
use serde_json::Value as Json;

use crate::random::Random;
use data::{Records, globals, json};
use datum::Datum;
use engine::{Engine, print};
use tree::Template;
use walk::{Stop, walk};

/// What came of one template.
#[derive(Default)]
struct Tally {
    /// Outputs that were compared.
    printed: usize,
    /// Rows that fail by both.
    failed: usize,
    /// Rows of which the interpreter says nothing.
    beyond: usize,
    /// The row that differs.
    differs: Option<Datum>,
}

#[test]
fn a_thousand_templates_print_the_same() {
    let tallies: Vec<Tally> = (0..seeds()).into_par_iter().map(tally).collect();
    let rows = tallies.iter().zip(0..);
    let differing = rows.filter_map(|(tally, seed)| Some((seed, tally.differs.as_ref()?)));
    let shown: Vec<String> = differing.clone().take(3).map(shrunk).collect();
    assert!(
        shown.is_empty(),
        "{} templates differ:\n{}",
        differing.count(),
        shown.join("\n")
    );
    let sum = |count: fn(&Tally) -> usize| tallies.iter().map(count).sum::<usize>();
    let (printed, failed) = (sum(|one| one.printed), sum(|one| one.failed));
    let beyond = sum(|one| one.beyond);
    assert!(
        printed > 4 * failed && failed > 0 && printed > 20 * beyond,
        "{printed} are printed, {failed} fail, {beyond} are not compared"
    );
}

#[test]
fn a_difference_is_noticed() {
    let random = &mut Random(1);
    let (mut template, row) = (Template::new(random), globals(random));
    let files = template.write();
    let engine = Engine::new(&files, Escape::Text);
    let printed = walk(&template, &row, false).unwrap();
    assert!(difference(&engine, &row, Some(&printed), 0, untyped).is_none());
    for wrong in [None, Some(format!("{printed}!"))] {
        assert!(difference(&engine, &row, wrong.as_deref(), 0, untyped).is_some());
    }
}

/// How many templates; more when somebody has the time.
fn seeds() -> u64 {
    let wanted = std::env::var("LIQUID_LAWS_SEEDS").ok();
    wanted
        .and_then(|wanted| wanted.parse().ok())
        .unwrap_or(1_000)
}

fn tally(seed: u64) -> Tally {
    let mut random = Random(seed);
    let mut template = Template::new(&mut random);
    let rows = [globals(&mut random), globals(&mut random)];
    let mut tally = Tally::default();
    let files = template.write();
    let engine = Engine::new(&files, escape(seed));
    for (index, row) in rows.into_iter().enumerate() {
        let expected = walk(&template, &row, escape(seed) == Escape::Html);
        match &expected {
            Ok(_) => tally.printed += 1,
            Err(Stop::Fails) => tally.failed += 1,
            Err(Stop::Beyond) => {
                tally.beyond += 1;
                continue;
            }
        }
        let ways = if index == 0 { typed } else { untyped };
        if difference(&engine, &row, expected.ok().as_deref(), seed, ways).is_some() {
            tally.differs = Some(row);
            break;
        }
    }
    tally
}

fn escape(seed: u64) -> Escape {
    if seed.is_multiple_of(2) {
        Escape::Html
    } else {
        Escape::Text
    }
}

/// The difference that is left of a seed's template when all is left out that does not matter.
fn shrunk((seed, row): (u64, &Datum)) -> String {
    let differs = |one: &mut Template| described(one, row, seed).is_some();
    let template = Template::new(&mut Random(seed));
    let mut smallest = shrink::shrunk(template, &differs);
    described(&mut smallest, row, seed).unwrap_or_default()
}

/// The template, the row and both outputs, if they differ.
fn described(template: &mut Template, row: &Datum, seed: u64) -> Option<String> {
    let files = template.write();
    let expected = match walk(template, row, escape(seed) == Escape::Html) {
        Err(Stop::Beyond) => return None,
        found => found.ok(),
    };
    let engine = Engine::new(&files, escape(seed));
    let untyped = difference(&engine, row, expected.as_deref(), seed, untyped);
    let (way, found) =
        untyped.or_else(|| difference(&engine, row, expected.as_deref(), seed, typed))?;
    let mut text = format!("seed {seed}, {way}, {:?}\n", escape(seed));
    let written = files.iter().filter(|(_, content)| !content.is_empty());
    for (path, content) in written.clone() {
        let _ = writeln!(text, "--- {path}\n{content}");
    }
    for (name, value) in row.entries() {
        let mut written = written.clone();
        if written.any(|(_, content)| content.contains(name.as_str())) {
            let _ = writeln!(text, "  {name} = {value:?}");
        }
    }
    let _ = writeln!(text, "--- expected\n{expected:?}\n--- found\n{found:?}");
    Some(text)
}

/// The first way in which the engine does not print what is expected, and what it prints.
fn difference(
    engine: &Result<Engine, String>,
    row: &Datum,
    expected: Option<&str>,
    seed: u64,
    ways: fn(&Engine, &Datum, u64) -> Ways,
) -> Option<(&'static str, Result<String, String>)> {
    let engine = match engine {
        Ok(engine) => engine,
        Err(findings) => return Some(("refused", Err(findings.clone()))),
    };
    let mut ways = ways(engine, row, seed).into_iter();
    ways.find(|(_, found)| found.as_deref().ok() != expected)
}

/// What the engine prints in each of several ways.
type Ways = Vec<(&'static str, Result<String, String>)>;

/// When it knows nothing of the globals.
fn untyped(engine: &Engine, row: &Datum, seed: u64) -> Ways {
    let globals = Records::default().value(row);
    let jsons = Jsons::of(row);
    vec![
        ("from JSON", run(&engine.any, |path| jsons.value(row, path))),
        ("lent", run(&engine.any, |path| lent(&globals, path))),
        ("kept", kept(&engine.any, row, seed)),
    ]
}

/// When it knows which globals there are, and perhaps what some are for every row.
fn typed(engine: &Engine, row: &Datum, seed: u64) -> Ways {
    let globals = Records::default().value(row);
    let slots = engine.slots(&Shape::of(&globals));
    // every second slot, but not the same ones in each template
    let is_known = |path: &SlotPath| (path.to_string().len() as u64 + seed).is_multiple_of(2);
    let known = |path: &SlotPath| is_known(path).then(|| owned(row, path));
    let typed = engine.compile(&slots, &|_| None);
    let folded = engine.compile(&slots, &known);
    vec![
        ("typed, owned", run(&typed, |path| owned(row, path))),
        ("typed, lent", run(&typed, |path| lent(&globals, path))),
        ("folded", run(&folded, |path| lent(&globals, path))),
        ("typed, kept", kept(&typed, row, seed)),
    ]
}

/// The row behind another one that shares its products, of which the engine keeps what it printed.
fn kept(program: &Result<Program, String>, row: &Datum, seed: u64) -> Result<String, String> {
    let mut records = Records::lasting();
    let own = records.value(row);
    let other = records.value(&globals(&mut Random(seed + 1_000_000)));
    let shared = |path: &SlotPath| match path.0.first() {
        Some(name) if name != "products" => lent(&other, path),
        _ => lent(&own, path),
    };
    // whether the other one can be printed does not matter
    let _ = run(program, shared);
    run(program, |path| lent(&own, path))
}

fn run<'v>(
    program: &Result<Program, String>,
    value: impl Fn(&SlotPath) -> Value<'v>,
) -> Result<String, String> {
    let program = program.as_ref().map_err(Clone::clone)?;
    let values: Vec<Value<'v>> = program.slots().iter().map(value).collect();
    print(program, &values)
}

/// The value at a path, made for it alone.
fn owned(row: &Datum, path: &SlotPath) -> Value<'static> {
    let found = path
        .0
        .iter()
        .fold(row.clone(), |value, name| value.key(name));
    Records::default().value(&found)
}

/// The value at a path, lent by the row.
fn lent<'v>(globals: &'v Value<'static>, path: &SlotPath) -> Value<'v> {
    path.0
        .iter()
        .fold(globals.lend(), |value, name| match value {
            Value::Object(entries) => entries.get(name).unwrap_or(Value::Nil),
            _ => Value::Nil,
        })
}

/// The globals as JSON, as far as it can hold them.
struct Jsons(Vec<(String, Json)>);

impl Jsons {
    fn of(row: &Datum) -> Self {
        let entries = row.entries().iter();
        Self(
            entries
                .filter_map(|(name, value)| Some((name.clone(), json(value)?)))
                .collect(),
        )
    }

    fn value(&self, row: &Datum, path: &SlotPath) -> Value<'_> {
        let [name, ..] = path.0.as_slice() else {
            let entries = row.entries().iter();
            let entries = entries.map(|(name, _)| {
                (
                    name.as_str(),
                    self.value(row, &SlotPath::of([name.as_str()])),
                )
            });
            return Value::Object(entries.collect());
        };
        match self.0.iter().find(|(known, _)| known == name) {
            Some((_, json)) => Value::from(json),
            None => owned(row, path),
        }
    }
}
