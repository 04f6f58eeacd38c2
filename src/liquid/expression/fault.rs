//! Where markup stops making sense, and what might have stood there.

use std::ops::Range;

use pest::error::ErrorVariant;

use super::{Markup, Rule, slip};
use crate::diagnostic::Diagnostics;
use crate::liquid::problem::Problem;
use crate::source::Span;

impl Markup<'_> {
    pub(super) fn report(
        &self,
        rule: Rule,
        at: usize,
        error: &ErrorVariant<Rule>,
        diagnostics: &mut Diagnostics,
    ) {
        let markup = &self.text[self.range.clone()];
        let rest = &markup[at..];
        let skipped = rest.len() - rest.trim_start().len();
        let word = first_word(&rest[skipped..]);
        // a text that is closed stands where none may stand
        let word = match closed(&rest[skipped..]) {
            Some(quoted) if matches!(word, "\"" | "'") => quoted,
            _ => word,
        };
        let start = self.range.start + at + skipped;
        let span = if word.is_empty() {
            Span::new(self.source, self.delimiter_after(start))
        } else {
            Span::new(self.source, start..start + word.len())
        };
        let problem = match word.chars().next() {
            Some('"' | '\'') if word.len() == 1 => Problem::UnclosedQuote(word.to_owned()),
            Some(quote) if is_typographic(quote) => Problem::TypographicQuote(quote),
            _ => Problem::Syntax {
                expected: expected(error),
                found: word.to_owned(),
                hint: slip::hint(rule, markup, at + skipped, word),
            },
        };
        diagnostics.report(&problem, span);
    }

    /// The delimiter that ends the markup, so that "found nothing" has a place to point at.
    fn delimiter_after(&self, end: usize) -> Range<usize> {
        let rest = &self.text[end..];
        let skipped = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n', '-']).len();
        let start = end + skipped;
        if self.text[start..].starts_with(['}', '%']) {
            start..(start + 2).min(self.text.len())
        } else {
            end..end
        }
    }
}

/// The text in quotes that `rest` begins with.
fn closed(rest: &str) -> Option<&str> {
    let quote = rest.chars().next()?;
    let end = rest[quote.len_utf8()..].find(quote)?;
    Some(&rest[..end + 2 * quote.len_utf8()])
}

/// A quote as books have it.
fn is_typographic(letter: char) -> bool {
    matches!(letter, '\u{2018}'..='\u{201F}' | '\u{AB}' | '\u{BB}')
}

/// A word, a run of signs, or nothing.
pub(super) fn first_word(text: &str) -> &str {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let length = match text.chars().next() {
        Some(first) if is_word(first) => text.find(|c| !is_word(c)),
        Some('"' | '\'') => Some(1),
        Some(quote) if is_typographic(quote) => Some(quote.len_utf8()),
        _ => text.find(|c: char| is_word(c) || c.is_whitespace() || c == '"' || c == '\''),
    };
    &text[..length.unwrap_or(text.len())]
}

/// What might have stood there, in words.
fn expected(error: &ErrorVariant<Rule>) -> Vec<&'static str> {
    let ErrorVariant::ParsingError { positives, .. } = error else {
        return Vec::new();
    };
    let mut words: Vec<&str> = positives
        .iter()
        .filter_map(|rule| describe(*rule))
        .collect();
    words.sort_unstable();
    words.dedup();
    if words.len() > 1 {
        words.retain(|word| *word != "the end");
    }
    words
}

fn describe(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::value
        | Rule::range
        | Rule::number
        | Rule::constant
        | Rule::path
        | Rule::cycle_group
        | Rule::comparison
        | Rule::filtered => "a value",
        Rule::name | Rule::label | Rule::assigned => "a name",
        Rule::string => "a string in quotes",
        Rule::operator => "a comparison",
        Rule::and | Rule::or => "`and` or `or`",
        Rule::filter => "a filter",
        Rule::in_word => "`in`",
        Rule::equals => "`=`",
        Rule::pipe => "`|`",
        Rule::setting | Rule::reversed => "`limit:`, `offset:` or `reversed`",
        Rule::keyword => "`name: value`",
        Rule::EOI => "the end",
        _ => return None,
    })
}
