//! The checker: what rules come to, and what their mistakes look like.
//!
//! A case is one `.seg` file. One without a `customer` block of its own gets the tables of
//! `cases/check/prelude.seg`, unless it begins with `# without the prelude`.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

use std::path::Path;

use segue::check::check;
use segue::diagnostic::{Diagnostics, Style, draw};
use segue::model::{Campaign, ClaimKind, Fact, FactKind, Model, Table};
use segue::project::{Project, load};
use segue::rules::parse;
use segue::source::Sources;
use segue::world::Memory;

const PROJECT: &str = r#"
name = "cases"
currency = "USD"
timezone = "America/New_York"
message.from = "Acme <news@acme.example>"
"#;

macro_rules! snapshot {
    ($name:literal, $shown:expr) => {
        insta::with_settings!({
            snapshot_path => "../../snapshots/check",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $shown) })
    };
}

#[test]
fn ok() {
    insta::glob!("../cases", "check/ok/*.seg", |path| {
        let text = read(path);
        let (model, diagnostics, sources) = checked(&text);
        assert_eq!(diagnostics.errors(), 0, "{} is wrong", path.display());
        let findings = match draw(&diagnostics, &sources, Style::Plain) {
            none if none.is_empty() => "no findings\n".to_owned(),
            findings => findings,
        };
        snapshot!("ok", format!("{text}\n---\n{findings}\n{}", shown(&model)));
    });
}

#[test]
fn err() {
    insta::glob!("../cases", "check/err/*.seg", |path| {
        let text = read(path);
        let (_, diagnostics, sources) = checked(&text);
        assert!(!diagnostics.is_empty(), "{} is fine", path.display());
        let findings = draw(&diagnostics, &sources, Style::Plain);
        snapshot!("err", format!("{text}\n---\n{findings}"));
    });
}

/// Whatever is missing from a file, the checker says so and does not panic.
#[test]
fn rules_without_any_one_line_do_not_panic() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/check");
    for name in ["prelude", "err/behaviour", "ok/order", "ok/campaign"] {
        let text = read(&cases.join(name).with_extension("seg"));
        for left_out in 0..text.lines().count() {
            let lines = text.lines().enumerate();
            let kept = lines.filter(|(number, _)| *number != left_out);
            let kept: Vec<&str> = kept.map(|(_, line)| line).collect();
            let (_, diagnostics, sources) = checked(&kept.join("\n"));
            draw(&diagnostics, &sources, Style::Plain);
        }
    }
}

pub(crate) fn checked(text: &str) -> (Model, Diagnostics, Sources) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let project = project(&mut sources, &mut diagnostics);
    let mut items = Vec::new();
    if !text.contains("customer {") && !text.starts_with("# without the prelude") {
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/check");
        let id = sources.add("prelude.seg", read(&cases.join("prelude.seg")));
        items = parse(id, &sources, &mut diagnostics);
    }
    let id = sources.add("case.seg", text);
    items.extend(parse(id, &sources, &mut diagnostics));
    let model = check(&items, &project, &mut diagnostics);
    diagnostics.sort(&sources);
    (model, diagnostics, sources)
}

pub(crate) fn project(sources: &mut Sources, diagnostics: &mut Diagnostics) -> Project {
    let mut world = Memory::default();
    world.files.insert("segue.toml".into(), PROJECT.into());
    load(&world, sources, diagnostics).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "cases are files beside this one")]
pub(crate) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn shown(model: &Model) -> String {
    let tables = std::iter::once(&model.customer);
    let tables = tables.chain(&model.events).chain(&model.catalogs);
    let mut lines: Vec<String> = tables.map(table).collect();
    lines.extend(model.facts.iter().map(fact));
    lines.extend(model.campaigns.iter().map(campaign));
    lines.extend(model.personas.iter().map(|persona| {
        let (events, expected) = (persona.events.len(), persona.expectations.len());
        format!(
            "persona {}: {events} events, {expected} expected",
            persona.name
        )
    }));
    lines.extend(model.claims.iter().map(|claim| match &claim.kind {
        ClaimKind::Size(_, limit) => format!("size {limit:?}"),
        ClaimKind::Share { among, limit, .. } => {
            let whole = if among.is_some() { " in another" } else { "" };
            format!("share{whole} {limit:?}")
        }
        ClaimKind::NoOverlap(..) => "no overlap".to_owned(),
    }));
    let (aggregates, rankings) = (model.aggregates.len(), model.rankings.len());
    lines.push(format!("{aggregates} aggregates, {rankings} rankings\n"));
    lines.join("\n")
}

fn table(table: &Table) -> String {
    let fields = table.fields.iter();
    let fields = fields.map(|field| typed(&field.name, &field.ty.to_string(), field.optional));
    let fields: Vec<String> = fields.collect();
    format!("table {}: {}", table.name, fields.join(", "))
}

fn fact(fact: &Fact) -> String {
    let kind = match &fact.kind {
        FactKind::Trait => "trait",
        FactKind::Score => "score",
        FactKind::Segment => "segment",
        FactKind::Group(_) => "group",
        FactKind::Experiment => "experiment",
    };
    let value = &fact.value;
    let typed = typed(&fact.name, &value.ty.to_string(), value.optional);
    let title = fact.title.as_ref().map(|title| format!(" \"{title}\""));
    format!("{kind} {typed}{}", title.unwrap_or_default())
}

fn typed(name: &str, ty: &str, optional: bool) -> String {
    let mark = if optional { "?" } else { "" };
    format!("{name} {ty}{mark}")
}

fn campaign(campaign: &Campaign) -> String {
    let blocks = campaign.blocks.iter();
    let blocks = blocks.map(|block| format!(", {} {}", block.name, block.arms.len()));
    format!(
        "campaign {}: {} conditions in the audience, subject {}, preheader {}{}",
        campaign.name,
        campaign.audience.children().len(),
        campaign.subject.len(),
        campaign.preheader.len(),
        blocks.collect::<String>()
    )
}
