//! What must hold for the tree and the format of a text.

use segue::diagnostic::{Diagnostics, Style, draw};
use segue::rules::{format, parse};
use segue::source::{Sources, Span};

use crate::findings;

/// The tree's places lie in the text; a text without errors has a format, which means the same, has
/// the same comments and is its own format; one with errors has none.
pub fn laws(text: &str) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add("rules/any.seg", text);
    let items = parse(id, &sources, &mut diagnostics);
    let tree = format!("{items:?}");
    for range in ranges(&tree) {
        findings::lies_in(Span::new(id, range), &sources);
    }
    let right = diagnostics.errors() == 0;
    findings::laws(&mut diagnostics, &sources);

    let once = formatted(text);
    assert_eq!(right, once.is_ok());
    let Ok(once) = once else { return };
    assert_eq!(without_places(&tree), without_places(&self::tree(&once)));
    assert_eq!(comments(text), comments(&once));
    assert_eq!(formatted(&once).as_ref(), Ok(&once));
    assert!(once.lines().all(|line| line == line.trim_end()), "{once:?}");
}

fn formatted(text: &str) -> Result<String, String> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add("rules/any.seg", text);
    let formatted = format(id, &sources, &mut diagnostics);
    formatted.ok_or_else(|| draw(&diagnostics, &sources, Style::Plain))
}

fn tree(text: &str) -> String {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add("rules/any.seg", text);
    let items = parse(id, &sources, &mut diagnostics);
    assert_eq!(diagnostics.errors(), 0, "{text}");
    format!("{items:?}")
}

/// How a span looks in the tree.
const SPAN: &str = "Span { source: SourceId(0), start: ";

/// The places of a tree.
fn ranges(tree: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    tree.split(SPAN).skip(1).filter_map(|piece| {
        let (start, rest) = piece.split_once(", end: ")?;
        let (end, _) = rest.split_once(' ')?;
        Some(start.parse().ok()?..end.parse().ok()?)
    })
}

fn without_places(tree: &str) -> String {
    let mut pieces = tree.split(SPAN);
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
