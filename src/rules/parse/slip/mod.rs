//! Hints for the slips that are usual among people who know SQL, a spreadsheet or another tool.
//! `tests/cases/slips` holds what they type.

mod clause;

mod declaration;

mod event;

mod form;

mod mark;

mod outgoing;

mod time;

mod value;

mod word;

use crate::rules::token::Token;

/// What stands around a fault.
pub(super) struct Slip<'a> {
    /// The keyword of the item.
    pub(super) item: &'a str,
    /// The tokens before it, the nearest first.
    pub(super) before: Vec<&'a str>,
    /// The token that does not fit; empty at the end.
    pub(super) found: &'a str,
    /// The tokens behind it.
    pub(super) after: Vec<&'a str>,
    /// What begins with it and goes up to the next blank or bracket.
    pub(super) chunk: &'a str,
    /// Whether nothing stands between it and the token behind.
    pub(super) after_is_adjacent: bool,
    /// Whether nothing stands between it and the token before.
    pub(super) adjacent: bool,
    /// What would fit.
    pub(super) expected: &'a [String],
    /// Whether a bracket is open.
    pub(super) open: bool,
}

/// How many tokens are looked at on either side.
const REACH: usize = 6;

impl<'a> Slip<'a> {
    /// What stands around the token `found` of `text`, or around its end.
    pub(super) fn around(
        text: &'a str,
        all: &[Token],
        found: Option<&Token>,
        expected: &'a [String],
        open: bool,
    ) -> Self {
        let at = found.map_or(text.len(), |token| token.range.start);
        let before = all.iter().rev().filter(|token| token.range.end <= at);
        let after = all.iter().filter(|token| token.range.start > at);
        let words = |token: &Token| text.get(token.range.clone()).unwrap_or("");
        let last = before.clone().next().map_or(0, |token| token.range.end);
        let end_of_found = found.map_or(at, |token| token.range.end);
        let next = after.clone().next().map(|token| token.range.start);
        let rest = text.get(at..).unwrap_or("");
        let end = rest.find(|char: char| char.is_whitespace() || "{}(),".contains(char));
        Self {
            item: all.first().map_or("", words),
            before: before.take(REACH).map(words).collect(),
            found: found.map_or("", words),
            after: after.take(REACH).map(words).collect(),
            chunk: rest.get(..end.unwrap_or(rest.len())).unwrap_or(""),
            after_is_adjacent: next == Some(end_of_found),
            adjacent: last == at,
            expected,
            open,
        }
    }

    /// The token so many places before.
    fn before(&self, distance: usize) -> &'a str {
        self.before.get(distance).copied().unwrap_or("")
    }

    /// The token so many places behind.
    fn after(&self, distance: usize) -> &'a str {
        self.after.get(distance).copied().unwrap_or("")
    }

    fn expects(&self, name: &str) -> bool {
        self.expected.iter().any(|expected| expected == name)
    }

    fn expects_operator(&self) -> bool {
        self.expects("an operator")
    }

    fn expects_value(&self) -> bool {
        self.expects("a value") || self.expects("a condition")
    }
}

/// What to do about the fault: the most particular that is known.
pub(super) fn hints(slip: &Slip) -> Vec<String> {
    let known = [
        outgoing::hint,
        declaration::hint,
        value::hint,
        event::hint,
        time::hint,
        clause::hint,
        mark::hint,
        word::hint,
        form::hint,
    ];
    known
        .iter()
        .find_map(|hint| hint(slip))
        .into_iter()
        .collect()
}

/// Whether it begins with a digit.
fn is_number(text: &str) -> bool {
    text.starts_with(|char: char| char.is_ascii_digit())
}

/// Whether it is a text in quotes.
fn is_text(text: &str) -> bool {
    text.starts_with('"')
}

/// Whether it could be a name.
fn is_word(text: &str) -> bool {
    text.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_')
}

/// The path that the tokens begin with, as in `purchase.amount`.
fn path(tokens: &[&str]) -> String {
    let mut path = String::new();
    for token in tokens {
        let fits = if path.is_empty() || path.ends_with('.') {
            is_word(token)
        } else {
            *token == "."
        };
        if !fits {
            break;
        }
        path.push_str(token);
    }
    path.trim_end_matches('.').to_owned()
}
