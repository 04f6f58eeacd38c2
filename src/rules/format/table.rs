//! `customer`, `event` and `catalog`.

use super::definition::split_at;
use super::entry::{Entries, block};
use super::lexeme::{Lexeme, has_comments};
use super::line::{as_broken, indented, joined, wrapped};
use super::row::{Cell, Kind, Row};
use crate::rules::parse::Role;

/// Columns that a table on one line may have.
const ONE_LINE: usize = 90;

pub(super) fn table(words: &[Lexeme]) -> Row {
    let broken = block(words, 0, |fields, indent| {
        fields.rows(|words| field(words, indent))
    });
    let (head, _) = split_at(words, |word| word.text == "{");
    braced(
        Kind::Table,
        vec![Cell::new(joined(head))],
        words,
        broken,
        ONE_LINE,
    )
}

/// A row with braces behind `before`: on one line when its author began it there.
pub(super) fn braced(
    kind: Kind,
    before: Vec<Cell>,
    words: &[Lexeme],
    broken: Vec<String>,
    room: usize,
) -> Row {
    let open = words.iter().position(|word| word.text == "{");
    let open = open.unwrap_or(words.len());
    let inner = words.get(open + 1..words.len() - 1).unwrap_or_default();
    let entries: Vec<String> = Entries::of(inner)
        .all
        .iter()
        .map(|entry| joined(entry.words))
        .collect();
    let body = match entries.as_slice() {
        [] => "{}".to_owned(),
        entries => format!("{{ {} }}", entries.join(", ")),
    };
    let mut cells = before;
    cells.push(Cell::new(body));
    let begins_on_line = inner.first().is_none_or(|first| first.breaks == 0);
    let has_comments = has_comments(words);
    Row::new(kind, cells, broken).on_one_line(begins_on_line && !has_comments, room)
}

fn field(words: &[Lexeme], indent: usize) -> Row {
    if has_comments(words) {
        return Row::lines(Kind::Field, as_broken(words, indent));
    }
    let at = |found: Option<usize>| found.unwrap_or(words.len());
    let declared = at(words.iter().position(|word| word.is(Role::Type)));
    let behind = |word: &Lexeme| word.is(Role::Mark) || word.is(Role::Assign);
    let rest = at(words.iter().position(behind));
    let declared_type = joined(&words[declared..rest]);
    let declared_type = if declared_type.contains("one of") {
        Cell::loose(declared_type)
    } else {
        Cell::new(declared_type)
    };
    let cells = [
        Cell::new(joined(&words[..declared])),
        declared_type,
        Cell::new(joined(&words[rest..])),
    ];
    let mut broken = wrapped(words, indent, indent + 2);
    broken[0] = indented(indent, &broken[0]);
    Row::new(Kind::Field, cells, broken)
}
