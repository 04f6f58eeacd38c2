//! `trait`, `score`, `segment` and `group`.

use super::entry::block;
use super::lexeme::{Lexeme, has_comments};
use super::line::{WIDTH, as_broken, indented, joined, pieces, width, wrapped};
use super::row::{Cell, Kind, Row};
use crate::rules::parse::{Joint, Level, Role};

/// `trait NAME = …`
pub(super) fn fact(words: &[Lexeme]) -> Row {
    if has_comments(words) {
        return Row::lines(Kind::Trait, as_broken(words, 0));
    }
    let (head, value) = split_at(words, |word| word.is(Role::Assign));
    let arms = arms_of(value);
    let by_hand = arms.is_some_and(|level| {
        let first = value.iter().find(|word| word.level == Some(level));
        first.is_some_and(|first| first.breaks > 0)
    });
    let name = joined(head);
    let broken = match arms {
        Some(level) => case(value, level),
        None => wrapped(value, width(&name) + 1, 2),
    };
    let first = [Cell::new(name.as_str()), Cell::new(broken[0].as_str())];
    let cells = [Cell::new(name), Cell::new(joined(value))];
    let row = Row::new(Kind::Trait, cells, broken).or_first(first);
    row.on_one_line(!by_hand, WIDTH)
}

/// The level of the arms of a value that is a `case`.
fn arms_of(value: &[Lexeme]) -> Option<Level> {
    value.get(1).filter(|word| word.text == "case")?;
    let levels = value.iter().filter_map(|word| word.level);
    levels.filter(|(_, joint)| *joint == Joint::Arm).min()
}

/// One arm of a `case` a line, their `then` aligned.
fn case(value: &[Lexeme], level: Level) -> Vec<String> {
    let is_then = |word: &Lexeme| word.level == Some((level.0, Joint::Then));
    let arms = pieces(value, |word| word.level == Some(level));
    let conditions = arms[1..].iter().map(|arm| split_at(arm, is_then));
    let conditions = conditions.filter(|(_, result)| !result.is_empty());
    let widths = conditions.map(|(condition, _)| width(&joined(condition)));
    let column = widths.max().unwrap_or_default();
    let mut lines = vec!["= case".to_owned()];
    for arm in &arms[1..] {
        let (condition, result) = split_at(arm, is_then);
        let line = if result.is_empty() {
            joined(arm)
        } else {
            format!("{:<column$} {}", joined(condition), joined(result))
        };
        let mut lines_of_arm = vec![line];
        if 2 + width(&lines_of_arm[0]) > WIDTH {
            lines_of_arm = wrapped(arm, 2, 6);
        }
        lines_of_arm[0] = indented(2, &lines_of_arm[0]);
        lines.append(&mut lines_of_arm);
    }
    lines
}

/// `segment NAME when …`
pub(super) fn segment(words: &[Lexeme]) -> Row {
    let (head, _) = split_at(words, |word| word.is(Role::Choice));
    chosen(Kind::Segment, vec![Cell::new(joined(head))], words, 0)
}

/// `group NAME { … }`
pub(super) fn group(words: &[Lexeme]) -> Vec<String> {
    block(words, 0, |members, indent| {
        members.rows(|words| {
            let (head, _) = split_at(words, |word| word.is(Role::Choice));
            let (name, title) = split_at(head, |word| word.is(Role::Title));
            let cells = vec![Cell::new(joined(name)), Cell::new(joined(title))];
            chosen(Kind::Member, cells, words, indent)
        })
    })
}

/// What has a name, `before` in cells, and a condition: behind it, or on the next line.
fn chosen(kind: Kind, before: Vec<Cell>, words: &[Lexeme], indent: usize) -> Row {
    if has_comments(words) {
        return Row::lines(kind, as_broken(words, indent));
    }
    let (head, choice) = split_at(words, |word| word.is(Role::Choice));
    let mut broken = vec![indented(indent, &joined(head))];
    broken.extend(behind(&" ".repeat(indent + 1), choice, indent + 4));
    let by_hand = choice.first().is_some_and(|first| first.breaks > 0);
    let mut cells = before;
    cells.push(Cell::new(joined(choice)));
    Row::new(kind, cells, broken).on_one_line(!by_hand, WIDTH)
}

/// `score NAME { 40 from …, full at 20 }`
pub(super) fn score(words: &[Lexeme]) -> Vec<String> {
    block(words, 0, |terms, indent| {
        terms.rows(|words| term(words, indent))
    })
}

fn term(words: &[Lexeme], indent: usize) -> Row {
    if has_comments(words) {
        return Row::lines(Kind::Term, as_broken(words, indent));
    }
    let (weight, rest) = words.split_at(1);
    let (value, full) = split_at(rest, |word| word.is(Role::FullAt));
    let value = match value.split_last() {
        Some((last, value)) if last.text == "," => value,
        _ => value,
    };
    let (weight, full) = (joined(weight), format!(", {}", joined(full)));
    let mut broken = behind(&indented(indent, &weight), value, indent + 4);
    if let Some(last) = broken.last_mut() {
        last.push_str(&full);
    }
    let cells = [Cell::right(weight), Cell::new(joined(value) + &full)];
    Row::new(Kind::Term, cells, broken)
}

/// Before and from the first token that `begins` the second part.
pub(super) fn split_at<'t, 'a>(
    words: &'t [Lexeme<'a>],
    begins: impl Fn(&Lexeme) -> bool,
) -> (&'t [Lexeme<'a>], &'t [Lexeme<'a>]) {
    let at = words.iter().position(begins).unwrap_or(words.len());
    words.split_at(at)
}

/// `before`, a blank and an expression, broken where it is too long.
pub(super) fn behind(before: &str, words: &[Lexeme], indent: usize) -> Vec<String> {
    let mut lines = wrapped(words, width(before) + 1, indent);
    lines[0] = format!("{before} {}", lines[0]);
    lines
}
