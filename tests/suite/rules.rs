//! The rule language: what files parse to, and what their faults look like.

mod tree;

use std::path::Path;

use segue::diagnostic::{Diagnostics, Style, draw};
use segue::rules::ast::Item;
use segue::rules::parse;
use segue::source::Sources;

use tree::compact;

fn parsed(text: &str) -> (Vec<Item>, Diagnostics, Sources) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add("case.seg", text);
    let items = parse(id, &sources, &mut diagnostics);
    (items, diagnostics, sources)
}

#[expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "cases are files beside this one"
)]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn compact_all(items: &[Item]) -> String {
    let trees: Vec<String> = items
        .iter()
        .map(|item| compact(&format!("{item:?}")))
        .collect();
    trees.join("\n")
}

fn snapshot(check: impl FnOnce()) {
    insta::with_settings!({
        snapshot_path => "../../snapshots/rules",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { check() });
}

#[test]
fn ok() {
    snapshot(|| {
        insta::glob!("../cases", "rules/ok/*.seg", |path| {
            let text = read(path);
            let (items, diagnostics, sources) = parsed(&text);
            assert_eq!(draw(&diagnostics, &sources, Style::Plain), "");
            insta::assert_snapshot!("ok", format!("{text}\n---\n{}", compact_all(&items)));
        });
    });
}

#[test]
fn err() {
    snapshot(|| {
        insta::glob!("../cases", "rules/err/*.seg", |path| {
            let text = read(path);
            let (items, diagnostics, sources) = parsed(&text);
            assert!(diagnostics.errors() > 0, "{} has no error", path.display());
            let faults = draw(&diagnostics, &sources, Style::Plain);
            let kept = compact_all(&items);
            insta::assert_snapshot!("err", format!("{text}\n---\n{faults}--- kept\n{kept}"));
        });
    });
}

#[test]
fn two_hundred_parentheses_are_read() {
    let nested = |depth| {
        let (open, close) = ("(".repeat(depth), ")".repeat(depth));
        parsed(&format!("segment deep when {open}x = 1{close}"))
    };
    let (items, ..) = nested(199);
    let [Item::Segment(segment)] = items.as_slice() else {
        panic!("expected a segment, found {items:?}");
    };
    assert_eq!(segment.condition.span.range(), 18..18 + 5 + 2 * 199);
    let (items, diagnostics, _) = nested(10_000);
    assert!(matches!(items.as_slice(), [Item::Broken(_)]), "{items:?}");
    let codes: Vec<&str> = diagnostics.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["too-nested"]);
}

#[test]
fn hostile_text_is_one_error() {
    let hostile = [
        ("segment x when ", "not ", "too-long"),
        ("segment x when a", " or a", "too-long"),
        ("trait x = ", "- ", "too-long"),
        ("trait x = a", " + a", "too-long"),
        ("trait x = ", "days since ", "too-nested"),
        ("trait x = ", "case when ", "too-nested"),
        (
            "trait x = case when a then ",
            "case when a then ",
            "too-nested",
        ),
        ("trait x = ", "count of a where ", "too-nested"),
        ("segment x when ", "no a where ", "too-nested"),
        ("customer { a ", "list of ", "too-nested"),
        ("segment x when a in ", "(b in (", "too-nested"),
        ("campaign ", "{", "syntax"),
        ("segment x when ", "no a where no a where (", "too-nested"),
        ("segment x when ", "(count of a where a where (", "syntax"),
        ("trait x = ", "rfm of a since rfm of a since (", "syntax"),
        (
            "segment x when ",
            "count of a between (a between (",
            "too-nested",
        ),
        ("segment x when ", "days since (a since (", "too-nested"),
    ];
    for (start, again, code) in hostile {
        let text = format!("{start}{}a", again.repeat(10_000));
        let (_, diagnostics, _) = parsed(&text);
        let codes: Vec<&str> = diagnostics.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, [code], "{start}{again}…");
    }
}

#[test]
fn two_thousand_segments_are_read() {
    let lines = (0..2_000).map(|n| format!("segment s{n} \"No {n}\" when a > {n} and in s{n}\n"));
    let (items, diagnostics, _) = parsed(&lines.collect::<String>());
    assert_eq!((items.len(), diagnostics.errors()), (2_000, 0));
}

#[test]
fn a_long_list_is_read() {
    let ids: Vec<String> = (0..20_000).map(|n| format!("\"{n}\"")).collect();
    let text = format!("segment s when id in ({})", ids.join(", "));
    let (items, diagnostics, _) = parsed(&text);
    assert_eq!((items.len(), diagnostics.errors()), (1, 0));
}

/// Every beginning of an item is read without a panic, and no place is outside of it.
#[test]
fn truncated_items_have_faults_inside_of_them() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/rules/ok");
    let case = |name: &str| read(&cases.join(name).with_extension("seg"));
    let (conditions, traits) = (case("conditions"), case("traits"));
    let (campaign, persona) = (case("campaign"), case("persona"));
    let lines = conditions.lines().chain(traits.lines());
    for item in lines.chain([campaign.as_str(), persona.as_str()]) {
        for end in (0..item.len()).filter(|end| item.is_char_boundary(*end)) {
            let (_, diagnostics, _) = parsed(&item[..end]);
            for one in diagnostics.iter() {
                let range = one.span.unwrap().range();
                let inside = item[..end].get(range.clone()).is_some();
                assert!(inside, "cut at {end}: {range:?} of {item}");
            }
        }
    }
}
