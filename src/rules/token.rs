//! Rule files cut into tokens, for what must work on broken text too: finding where items begin
//! and naming what stands at a fault.

use std::ops::Range;

/// Words that can never be names; the same as `reserved` in the grammar.
pub(crate) const RESERVED: [&str; 22] = [
    "after",
    "and",
    "before",
    "between",
    "case",
    "contains",
    "counting",
    "in",
    "is",
    "matches",
    "no",
    "not",
    "of",
    "or",
    "otherwise",
    "show",
    "since",
    "then",
    "until",
    "when",
    "where",
    "yes",
];

/// Marks of two characters, those of other languages included.
const PAIRS: [&str; 9] = ["==", "!=", "<=", ">=", "<>", "&&", "||", "=>", "=<"];

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name, a keyword, or letters and digits that are neither.
    Word,
    /// Begins with a digit.
    Number,
    /// A string, quotes included.
    Text,
    /// A string without an end on its line.
    UnclosedText,
    /// Anything else.
    Mark,
}

/// A piece of text that is no white space and no comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) range: Range<usize>,
}

impl Token {
    /// The token's text, cut out of what it was read from.
    pub(crate) fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.range.clone()).unwrap_or("")
    }
}

/// Every token of `text` from byte `start` on.
pub(crate) fn tokens(text: &str, start: usize) -> impl Iterator<Item = Token> {
    let mut at = start;
    std::iter::from_fn(move || {
        let token = next(text, at)?;
        at = token.range.end;
        Some(token)
    })
}

/// The first token at or behind byte `start`.
pub(super) fn next(text: &str, start: usize) -> Option<Token> {
    let start = start + blank_length(text.get(start..)?);
    let rest = text.get(start..)?;
    let first = rest.chars().next()?;
    let (kind, length) = if first == '"' {
        string(rest)
    } else if first.is_ascii_digit() {
        (Kind::Number, number_length(rest))
    } else if is_word(first) {
        (Kind::Word, word_length(rest))
    } else if PAIRS.iter().any(|pair| rest.starts_with(pair)) {
        (Kind::Mark, 2)
    } else {
        (Kind::Mark, first.len_utf8())
    };
    let range = start..start + length;
    Some(Token { kind, range })
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

fn word_length(text: &str) -> usize {
    text.find(|char| !is_word(char)).unwrap_or(text.len())
}

fn number_length(text: &str) -> usize {
    let whole = word_length(text);
    let fraction = text[whole..].strip_prefix('.').unwrap_or("");
    if fraction.starts_with(|char: char| char.is_ascii_digit()) {
        whole + 1 + word_length(fraction)
    } else {
        whole
    }
}

/// The length of white space and comments.
fn blank_length(text: &str) -> usize {
    let mut comment = false;
    let end = text.find(|char: char| {
        comment = char == '#' || comment && char != '\n' && char != '\r';
        !comment && !char.is_whitespace() && char != '\u{FEFF}'
    });
    end.unwrap_or(text.len())
}

fn string(text: &str) -> (Kind, usize) {
    let mut escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            '\n' | '\r' => return (Kind::UnclosedText, at),
            '"' if !escaped => return (Kind::Text, at + 1),
            _ => escaped = char == '\\' && !escaped,
        }
    }
    (Kind::UnclosedText, text.len())
}
