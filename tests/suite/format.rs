//! The one style of rule files: what it looks like, and that it changes nothing but looks.

#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails; cases are files beside this one"
)]

mod session;

use std::path::{Path, PathBuf};

use segue::diagnostic::{Diagnostics, Style, draw};
use segue::rules::{format, parse};
use segue::source::Sources;

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn formatted(text: &str) -> Result<String, String> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add("case.seg", text);
    let formatted = format(id, &sources, &mut diagnostics);
    formatted.ok_or_else(|| draw(&diagnostics, &sources, Style::Plain))
}

/// The tree without places; none of a text with errors.
fn tree(text: &str) -> Option<String> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add("case.seg", text);
    let items = parse(id, &sources, &mut diagnostics);
    (diagnostics.errors() == 0).then(|| without_spans(&format!("{items:?}")))
}

fn without_spans(debug: &str) -> String {
    let mut pieces = debug.split("Span { source");
    let first = pieces.next().unwrap_or("").to_owned();
    let behind = pieces.map(|piece| piece.split_once('}').map_or("", |(_, rest)| rest));
    first + &behind.collect::<String>()
}

/// Every comment, without blanks behind.
fn comments(text: &str) -> Vec<&str> {
    let lines = text.split(['\n', '\r']);
    lines
        .filter_map(|line| Some(line[comment_start(line)?..].trim_end()))
        .collect()
}

fn comment_start(line: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    line.find(|char| {
        if char == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && char == '\\' && !escaped;
        char == '#' && !quoted
    })
}

/// Formats a text without errors and holds the result against the laws.
fn lawful(text: &str) -> String {
    let once = formatted(text).unwrap_or_else(|faults| panic!("{text}\n---\n{faults}"));
    assert_eq!(tree(text), tree(&once), "\n{text}\n--- became\n{once}");
    assert_eq!(
        comments(text),
        comments(&once),
        "\n{text}\n--- became\n{once}"
    );
    assert_eq!(formatted(&once).as_ref(), Ok(&once), "\n{text}\n--- became");
    assert!(once.is_empty() || once.ends_with('\n') && !once.ends_with("\n\n"));
    assert!(!once.contains("\n\n\n"), "{once}");
    for line in once.lines() {
        assert_eq!(line, line.trim_end(), "in\n{once}");
    }
    once
}

fn snapshot(check: impl FnOnce()) {
    insta::with_settings!({
        snapshot_path => "../../snapshots/format",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { check() });
}

#[test]
fn ok() {
    snapshot(|| {
        insta::glob!("../cases", "format/ok/*.seg", |path| {
            let text = read(path);
            insta::assert_snapshot!("ok", format!("{text}\n---\n{}", lawful(&text)));
        });
    });
}

#[test]
fn err() {
    snapshot(|| {
        insta::glob!("../cases", "format/err/*.seg", |path| {
            let text = read(path);
            let faults = formatted(&text).unwrap_err();
            insta::assert_snapshot!("err", format!("{text}\n---\n{faults}"));
        });
    });
}

/// Every rule file of the tests and examples that has no errors.
fn corpus() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = vec![root.join("tests/cases"), root.join("examples")];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "seg") {
                texts.extend(Some(read(&path)).filter(|text| tree(text).is_some()));
            }
        }
    }
    texts.sort();
    texts
}

#[test]
fn formatting_changes_nothing_but_looks() {
    let corpus = corpus();
    assert!(corpus.len() > 20, "{} files", corpus.len());
    for text in corpus {
        lawful(&text);
    }
}

/// The items of all files, each with the comments before it.
fn items() -> Vec<String> {
    let mut items = vec![String::new()];
    for text in corpus() {
        for line in text.lines().filter(|line| !line.is_empty()) {
            let begins = line.starts_with(|char: char| char.is_ascii_alphabetic());
            let begins = begins && tree(&items[items.len() - 1]).is_some();
            if begins {
                items.push(String::new());
            }
            let last = items.len() - 1;
            items[last].push_str(line);
            items[last].push('\n');
        }
    }
    items.retain(|item| item.len() < 300 && tree(item).is_some());
    items.sort();
    items.dedup();
    items
}

/// A generator of numbers (Knuth's MMIX constants), the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

const GAPS: [&str; 12] = [
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n\n",
    "\r\n",
    "\n\t ",
    " # odd\n",
    "\n# own line\n",
    "\n\n  # far  \n\n",
    "# touching\n",
    "\n  # two\n    # lines\r\n",
];

/// `item` with some of its white space replaced, and some put beside its marks.
fn crooked(item: &str, dice: &mut Dice) -> String {
    let calm = 2 + dice.below(20);
    let (mut crooked, mut quoted, mut comment, mut escaped) = (String::new(), false, false, false);
    for char in item.chars() {
        let is_free = !quoted && !comment;
        let gap = GAPS[dice.below(GAPS.len())];
        let odd = is_free && dice.below(calm) == 0;
        if odd && char.is_whitespace() {
            crooked.push_str(gap);
        } else if odd && "{}(),=".contains(char) {
            crooked.push_str(gap);
            crooked.push(char);
        } else {
            crooked.push(char);
        }
        if char == '"' && !comment && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && char == '\\' && !escaped;
        comment = !quoted && (comment || char == '#') && char != '\n';
    }
    crooked
}

#[test]
fn crooked_white_space_and_comments_change_nothing_but_looks() {
    let items = items();
    assert!(items.len() > 100, "{} items", items.len());
    let mut dice = Dice(7);
    let mut lawful_variants = 0;
    while lawful_variants < 2_000 {
        let variant = crooked(&items[dice.below(items.len())], &mut dice);
        if tree(&variant).is_some() {
            lawful(&variant);
            lawful_variants += 1;
        }
    }
}

#[test]
fn truncated_files_are_formatted_or_refused() {
    for item in items().iter().filter(|item| item.len() < 200) {
        for end in (0..item.len())
            .step_by(5)
            .filter(|end| item.is_char_boundary(*end))
        {
            let text = &item[..end];
            match formatted(text) {
                Ok(_) => drop(lawful(text)),
                Err(faults) => assert!(faults.contains("error"), "{text}"),
            }
        }
    }
}

#[test]
fn deep_and_long_rules_are_formatted() {
    let nested = format!(
        "segment deep when {}x = 1{}\n",
        "(".repeat(199),
        ")".repeat(199)
    );
    let ids: Vec<String> = (0..5_000).map(|n| format!("\"{n}\"")).collect();
    let list = format!("segment ids when id in ({})\n", ids.join(", "));
    let segments = (0..500).map(|n| format!("segment s{n} \"No {n}\" when a > {n}\n"));
    for text in [nested, list, segments.collect()] {
        let once = formatted(&text).unwrap();
        assert_eq!(formatted(&once).as_ref(), Ok(&once));
    }
}
