//! `persona`

use super::definition::split_at;
use super::entry::{Entries, Entry, block};
use super::lexeme::{Lexeme, has_comments};
use super::line::{WIDTH, as_broken, fill, indented, joined, width, wrapped};
use super::row::{Cell, Kind, Row};
use super::table::braced;
use crate::rules::parse::Role;

pub(super) fn persona(words: &[Lexeme]) -> Vec<String> {
    block(words, 0, rows)
}

fn rows(entries: &Entries, indent: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut rest = entries.all.as_slice();
    while let Some(first) = rest.first() {
        rows.extend(first.comments.iter().map(Row::comment));
        let (paragraph, after) = rest.split_at(paragraph(rest));
        if flows(paragraph) {
            rows.extend(flowing(paragraph, indent));
        } else {
            let row = |entry: &Entry| entry.noted(row(entry.words, indent));
            rows.extend(paragraph.iter().map(row));
        }
        rest = after;
    }
    rows.extend(entries.rest.iter().map(Row::comment));
    rows
}

/// How many attributes stand together, without comments or empty lines between; 1 for anything
/// else.
fn paragraph(entries: &[Entry]) -> usize {
    let goes_on =
        |entry: &&Entry| is_attribute(entry.words) && !entry.blank && entry.comments.is_empty();
    match entries.split_first() {
        Some((first, rest)) if is_attribute(first.words) => {
            1 + rest.iter().take_while(goes_on).count()
        }
        _ => 1,
    }
}

fn is_attribute(words: &[Lexeme]) -> bool {
    let mut tokens = words.iter().filter(|word| !word.is_comment);
    tokens.nth(1).is_some_and(|second| second.is(Role::Assign))
}

/// Whether attributes are written one after the other, with commas, as opposed to one a line.
fn flows(paragraph: &[Entry]) -> bool {
    let has_comma = paragraph.iter().rev().skip(1).any(|entry| entry.has_comma);
    let has_comments = paragraph.iter().any(|entry| has_comments(entry.words));
    has_comma && !has_comments
}

/// Attributes on lines as full as can be; a comment ends its line.
fn flowing(paragraph: &[Entry], indent: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut lines: Vec<String> = Vec::new();
    for (index, entry) in paragraph.iter().enumerate() {
        let comma = if index + 1 < paragraph.len() { "," } else { "" };
        let attribute = joined(entry.words) + comma;
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(&attribute) <= WIDTH => {
                line.push(' ');
                line.push_str(&attribute);
            }
            _ => lines.extend(alone(entry.words, comma, indent)),
        }
        if entry.note.is_some() || comma.is_empty() {
            let row = Row::lines(Kind::Assignment, std::mem::take(&mut lines));
            let mut row = entry.noted(row);
            row.blank = rows.is_empty() && paragraph[0].blank;
            rows.push(row);
        }
    }
    rows
}

fn alone(words: &[Lexeme], comma: &str, indent: usize) -> Vec<String> {
    let mut lines = wrapped(words, indent, indent + 2);
    lines[0] = indented(indent, &lines[0]);
    if let Some(last) = lines.last_mut() {
        last.push_str(comma);
    }
    lines
}

fn row(words: &[Lexeme], indent: usize) -> Row {
    if is_attribute(words) {
        attribute(words, indent)
    } else if words[0].text == "expect" {
        expect(words, indent)
    } else {
        happening(words, indent)
    }
}

fn attribute(words: &[Lexeme], indent: usize) -> Row {
    if has_comments(words) {
        return Row::lines(Kind::Assignment, as_broken(words, indent));
    }
    let (name, value) = split_at(words, |word| word.is(Role::Assign));
    let cells = [Cell::new(joined(name)), Cell::new(joined(value))];
    Row::new(Kind::Assignment, cells, alone(words, "", indent))
}

/// `expect in vip, spring_sale.hero shows "…"`, `expect size of vip at least 50`
pub(super) fn expect(words: &[Lexeme], indent: usize) -> Row {
    if has_comments(words) {
        return Row::lines(Kind::Expect, as_broken(words, indent));
    }
    let mut broken = fill(words, indent, indent + "expect ".len());
    broken[0] = indented(indent, &broken[0]);
    Row::new(Kind::Expect, [Cell::new(joined(words))], broken)
}

/// `purchase 12 days ago { … }`
fn happening(words: &[Lexeme], indent: usize) -> Row {
    let (head, body) = split_at(words, |word| word.text == "{");
    if body.is_empty() && has_comments(words) {
        return Row::lines(Kind::Happening, as_broken(words, indent));
    }
    let (event, moment) = head.split_at(1);
    let mut cells = vec![Cell::new(joined(event))];
    match moment {
        [count, unit @ ..] if count.text != "at" => {
            cells.push(Cell::right(count.text));
            cells.push(Cell::new(joined(unit)));
        }
        _ => cells.extend([Cell::loose(joined(moment)), Cell::new("")]),
    }
    if body.is_empty() {
        return Row::line_only(Kind::Happening, cells);
    }
    let broken = block(words, indent, |fields, indent| {
        fields.rows(|words| attribute(words, indent))
    });
    braced(Kind::Happening, cells, words, broken, WIDTH)
}
