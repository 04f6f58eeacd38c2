//! The one style of rule files: text → the same rules, laid out.
//!
//! What is aligned: the `=` and `when` of neighbouring traits and segments, and within braces the
//! columns of fields, members, arms, clauses and events. An empty line ends a neighbourhood.
//! What its author decides: comments, empty lines (one at most), whether a segment's `when`, an
//! arm's `show` or a table's braces stand on one line or several; as long as they fit in
//! 100 columns.
//! Strings, numbers and the order of everything stay as written.

mod lexeme;

mod line;

mod row;

mod entry;

mod table;

mod definition;

mod campaign;

mod persona;

use self::entry::Entries;
use self::lexeme::{Lexeme, lexemes};
use self::row::{Kind, Row, print};
use super::parse::{outline, parse};
use crate::diagnostic::Diagnostics;
use crate::source::{SourceId, Sources};

/// A rule file in the one style; none when it has syntax errors, which are reported.
///
/// The result means the same, has the same comments, and is its own format.
pub fn format(id: SourceId, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<String> {
    let mut faults = Diagnostics::default();
    parse(id, sources, &mut faults);
    let is_broken = faults.errors() > 0;
    diagnostics.extend(faults);
    if is_broken {
        return None;
    }
    let text = &sources.get(id).text;
    let lexemes = lexemes(text, &outline(text)?);
    let lines = print(Entries::of(&lexemes).rows(item), 0);
    let mut formatted = lines.join("\n");
    if !formatted.is_empty() {
        formatted.push('\n');
    }
    Some(formatted)
}

fn item(words: &[Lexeme]) -> Row {
    match words[0].text {
        "trait" => definition::fact(words),
        "segment" => definition::segment(words),
        "score" => Row::lines(Kind::Item, definition::score(words)),
        "group" => Row::lines(Kind::Item, definition::group(words)),
        "campaign" => Row::lines(Kind::Item, campaign::campaign(words)),
        "persona" => Row::lines(Kind::Item, persona::persona(words)),
        "expect" => persona::expect(words, 0),
        _ => table::table(words),
    }
}
