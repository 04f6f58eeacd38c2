//! `campaign`

use super::definition::{behind, split_at};
use super::entry::block;
use super::lexeme::{Lexeme, has_comments};
use super::line::{WIDTH, as_broken, fill, indented, joined, pieces, width, wrapped};
use super::row::{Cell, Kind, Row};
use super::table::braced;
use crate::rules::parse::Role;

/// Columns of the longest clause's keyword, `preheader`.
const KEYWORD: usize = 9;

/// Columns that an arm on one line may have: side by side they read well even when long.
const ARM: usize = 120;

pub(super) fn campaign(words: &[Lexeme]) -> Vec<String> {
    block(words, 0, |clauses, indent| {
        clauses.rows(|words| clause(words, indent))
    })
}

fn clause(words: &[Lexeme], indent: usize) -> Row {
    if words[0].text == "experiment" {
        return experiment(words, indent);
    }
    if words.last().is_some_and(|last| last.text == "}") {
        return Row::lines(Kind::Clause, choice(words, indent));
    }
    if has_comments(words) {
        return Row::lines(Kind::Clause, as_broken(words, indent));
    }
    if words[0].text == "block" {
        return only_block(words, indent);
    }
    let keyword = format!("{:<KEYWORD$}", words[0].text);
    let value = &words[1..];
    let broken = behind(&indented(indent, &keyword), value, indent + KEYWORD + 1);
    Row::new(
        Kind::Clause,
        [Cell::new(keyword), Cell::new(joined(value))],
        broken,
    )
}

/// `block NAME show …`
fn only_block(words: &[Lexeme], indent: usize) -> Row {
    let (head, content) = split_at(words, |word| word.is(Role::Show));
    let mut broken = vec![indented(indent, &joined(head))];
    broken.extend(show(content, indent + 2));
    let by_hand = content.first().is_some_and(|first| first.breaks > 0);
    let cells = [Cell::new(joined(head)), Cell::new(joined(content))];
    Row::new(Kind::Block, cells, broken).on_one_line(!by_hand, WIDTH)
}

/// `experiment NAME { split … }`: on one line when its author began it there.
fn experiment(words: &[Lexeme], indent: usize) -> Row {
    let broken = block(words, indent, |entries, indent| {
        entries.rows(|words| split(words, indent))
    });
    let (head, _) = split_at(words, |word| word.text == "{");
    let head = vec![Cell::new(joined(head))];
    braced(Kind::Experiment, head, words, broken, WIDTH)
}

fn split(words: &[Lexeme], indent: usize) -> Row {
    if has_comments(words) {
        return Row::lines(Kind::Split, as_broken(words, indent));
    }
    let mut broken = fill(words, indent, indent + "split ".len());
    broken[0] = indented(indent, &broken[0]);
    Row::new(Kind::Split, [Cell::new(joined(words))], broken)
}

/// A clause with arms in braces.
fn choice(words: &[Lexeme], indent: usize) -> Vec<String> {
    block(words, indent, |arms, indent| {
        arms.rows(|words| arm(words, indent))
    })
}

fn arm(words: &[Lexeme], indent: usize) -> Row {
    if has_comments(words) {
        return Row::lines(Kind::Arm, as_broken(words, indent));
    }
    let is_text = |word: &Lexeme| word.is(Role::Text);
    let (condition, content) = split_at(words, |word| word.is(Role::Show) || is_text(word));
    let by_hand = content.first().is_some_and(|first| first.breaks > 0);
    let mut broken = wrapped(condition, indent, indent + 4);
    broken[0] = indented(indent, &broken[0]);
    broken.extend(show(content, indent + 2));
    let chosen = joined(content);
    let chosen = if content.first().is_some_and(is_text) {
        Cell::long(chosen)
    } else {
        Cell::new(chosen)
    };
    let cells = [Cell::new(joined(condition)), chosen];
    Row::new(Kind::Arm, cells, broken).on_one_line(!by_hand, ARM)
}

/// `show "…" with …`: its parameters one a line where they are too long for one.
fn show(words: &[Lexeme], indent: usize) -> Vec<String> {
    let line = indented(indent, &joined(words));
    if width(&line) <= WIDTH {
        return vec![line];
    }
    let parts = pieces(words, |word| word.is(Role::Parameter));
    let parameters: Vec<(String, &[Lexeme])> = parts[1..]
        .iter()
        .map(|words| {
            let (name, value) = split_at(words, |word| word.is(Role::Assign));
            (joined(name), value)
        })
        .collect();
    let longest = parameters.iter().map(|(name, _)| width(name)).max();
    let column = longest.unwrap_or_default();
    let mut lines = vec![indented(indent, &joined(parts[0]))];
    for (name, value) in parameters {
        let name = indented(indent + 2, &format!("{name:<column$}"));
        lines.extend(behind(&name, value, indent + 6));
    }
    lines
}
