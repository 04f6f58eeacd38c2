//! Tokens as text: blanks between them, and long lines broken.

use super::lexeme::Lexeme;
use crate::rules::parse::{Joint, Level, Role};

/// Columns that a line should not exceed.
pub(super) const WIDTH: usize = 100;

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// `text` behind `indent` blanks.
pub(super) fn indented(indent: usize, text: &str) -> String {
    format!("{}{text}", " ".repeat(indent))
}

/// Tokens on one line.
pub(super) fn joined(words: &[Lexeme]) -> String {
    let mut line = String::new();
    let mut before: Option<&Lexeme> = None;
    for word in words {
        if before.is_some_and(|before| is_spaced(before, word)) {
            line.push(' ');
        }
        line.push_str(word.text);
        before = Some(word);
    }
    line
}

/// Whether a blank stands between two tokens.
fn is_spaced(left: &Lexeme, right: &Lexeme) -> bool {
    let closes = matches!(right.text, "," | ")" | "?" | "%");
    let opens = left.text == "(" || left.is(Role::Negative);
    let is_empty = left.text == "{" && right.text == "}";
    let by_hand = (left.text == ":" || right.text == ":") && right.touches;
    !(closes || opens || is_empty || by_hand)
}

/// Tokens of an expression on as many lines as they need: the first begins in column `column` of
/// a line that is there already, the others behind `indent` blanks.
pub(super) fn wrapped(words: &[Lexeme], column: usize, indent: usize) -> Vec<String> {
    let line = joined(words);
    if column + width(&line) <= WIDTH {
        return vec![line];
    }
    let inner = words.iter().skip(1).filter_map(|word| word.level);
    match inner.filter(|(_, joint)| *joint != Joint::Then).min() {
        Some(level) => at_joints(words, level, column, indent),
        None => filled(words, column, indent),
    }
}

fn at_joints(words: &[Lexeme], level: Level, column: usize, indent: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut end = column;
    for piece in pieces(words, |word| word.level == Some(level)) {
        let text = joined(piece);
        let is_tail = level.1 == Joint::Tail;
        match lines.last_mut() {
            None => lines.extend(wrapped(piece, column, indent + 2)),
            Some(line) if is_tail && end + 1 + width(&text) <= WIDTH => {
                line.push(' ');
                line.push_str(&text);
            }
            Some(_) => {
                let mut more = wrapped(piece, indent, indent + 2);
                more[0] = indented(indent, &more[0]);
                lines.append(&mut more);
            }
        }
        let is_first = lines.len() == 1;
        end = lines.last().map_or(0, |line| width(line)) + if is_first { column } else { 0 };
    }
    lines
}

/// Splits before each token but the first that `begins` a piece.
pub(super) fn pieces<'t, 'a>(
    words: &'t [Lexeme<'a>],
    begins: impl Fn(&Lexeme) -> bool,
) -> Vec<&'t [Lexeme<'a>]> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for index in 1..words.len() {
        if begins(&words[index]) {
            pieces.push(&words[start..index]);
            start = index;
        }
    }
    pieces.push(&words[start..]);
    pieces
}

/// Fills lines, broken behind commas only; a long list is between lines of its own.
fn filled(words: &[Lexeme], column: usize, indent: usize) -> Vec<String> {
    let Some((open, close)) = list(words) else {
        return fill(words, column, indent);
    };
    let mut lines = vec![joined(&words[..=open])];
    let outer = indent.saturating_sub(2);
    let mut elements = fill(&words[open + 1..close], indent, indent).into_iter();
    lines.extend(elements.next().map(|first| indented(indent, &first)));
    lines.extend(elements);
    lines.push(indented(outer, &joined(&words[close..])));
    lines
}

/// The parentheses around the first list of several elements.
fn list(words: &[Lexeme]) -> Option<(usize, usize)> {
    let comma = words.iter().position(|word| word.text == ",")?;
    let open = words[..comma].iter().rposition(|word| word.text == "(")?;
    let mut depth = 0_usize;
    for (index, word) in words.iter().enumerate().skip(open) {
        match word.text {
            "(" => depth += 1,
            ")" if depth == 1 => return (index > comma).then_some((open, index)),
            ")" => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Lines as full as can be, broken behind commas.
pub(super) fn fill(words: &[Lexeme], column: usize, indent: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut start = column;
    let mut rest = words;
    while !rest.is_empty() {
        let comma = rest.iter().position(|word| word.text == ",");
        let (piece, after) = rest.split_at(comma.map_or(rest.len(), |comma| comma + 1));
        let piece = joined(piece);
        if line.is_empty() {
            line = piece;
        } else if start + width(&line) + 1 + width(&piece) <= WIDTH {
            line = line + " " + &piece;
        } else {
            lines.push(std::mem::replace(&mut line, indented(indent, &piece)));
            start = 0;
        }
        rest = after;
    }
    lines.push(line);
    lines
}

/// An entry with comments inside: its line breaks stay where they are.
pub(super) fn as_broken(words: &[Lexeme], indent: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    let mut before: Option<&Lexeme> = None;
    for word in words {
        if matches!(word.text, ")" | "}") {
            depth = depth.saturating_sub(1);
        }
        let continues = before.filter(|_| word.breaks == 0);
        match (lines.last_mut(), continues) {
            (Some(line), Some(before)) => {
                let spaced = is_spaced(before, word);
                line.push_str(if word.is_comment {
                    "  "
                } else if spaced {
                    " "
                } else {
                    ""
                });
                line.push_str(word.text);
            }
            _ => {
                let hanging = match before {
                    None => 0,
                    Some(_) if word.is(Role::Parameter) => 4,
                    Some(_) => 2,
                };
                lines.push(indented(indent + hanging + 2 * depth, word.text));
            }
        }
        if matches!(word.text, "(" | "{") {
            depth += 1;
        }
        before = Some(word);
    }
    lines
}
