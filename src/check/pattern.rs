//! Regular expressions: `email matches "@example\\.com$"`.

use std::ops::Range;

use regex_syntax::ast::ErrorKind;

use super::expression::Scope;
use super::{CheckProblem, Checker};
use crate::model::{Expr, ExprKind, Pattern};
use crate::rules::ast::{self, Text};
use crate::schema::Type;
use crate::source::Span;

/// Memory that one compiled pattern may take: `(a{500}){500}` is short to write.
const MAX_BYTES: usize = 1 << 20;

impl Checker<'_> {
    /// The form is looked for anywhere in the text, as SQL engines do: `^` and `$` tie it to the
    /// ends, `(?i)` makes it blind to case.
    pub(super) fn matches(
        &mut self,
        value: &ast::Expr,
        pattern: &Text,
        scope: Scope,
        span: Span,
    ) -> Option<Expr> {
        let value = self.value_of(value, &Type::Text, scope);
        let pattern = self.pattern(pattern);
        let kind = ExprKind::Matches(Box::new(value?), pattern?);
        Some(Expr::condition(kind, span))
    }

    pub(super) fn pattern(&mut self, text: &Text) -> Option<Pattern> {
        if let Some(fault) = fault(&text.value) {
            // The pattern is verbatim, so places in it are places in the file.
            let inside = text.span.start as usize + 1;
            let place = inside + fault.range.start..inside + fault.range.end;
            let problem = CheckProblem::Pattern {
                fault: fault.message,
                hint: fault.hint,
            };
            return self.fail(&problem, Span::new(text.span.source, place));
        }
        let mut builder = regex::RegexBuilder::new(&text.value);
        match builder.size_limit(MAX_BYTES).build() {
            Ok(regex) => Some(Pattern(regex)),
            Err(_) => {
                let problem = CheckProblem::Pattern {
                    fault: "this pattern repeats too much to be searched for quickly".to_owned(),
                    hint: None,
                };
                self.fail(&problem, text.span)
            }
        }
    }
}

/// What is wrong with a pattern, and where in it.
struct Fault {
    message: String,
    range: Range<usize>,
    hint: Option<&'static str>,
}

fn fault(pattern: &str) -> Option<Fault> {
    let bytes = |span: &regex_syntax::ast::Span| span.start.offset..span.end.offset;
    if pattern.is_empty() {
        return Some(Fault {
            message: "expected a pattern, found an empty text".to_owned(),
            range: 0..0,
            hint: Some("`is known` asks whether there is any text"),
        });
    }
    let (message, range, hint) = match regex_syntax::Parser::new().parse(pattern).err()? {
        regex_syntax::Error::Parse(error) => {
            let range = guilty(pattern, bytes(error.span()));
            let (message, hint) = words(error.kind(), &pattern[range.clone()]);
            (message, range, hint)
        }
        regex_syntax::Error::Translate(error) => {
            (error.kind().to_string(), bytes(error.span()), None)
        }
        other => (other.to_string(), 0..pattern.len(), None),
    };
    Some(Fault {
        message,
        range,
        hint,
    })
}

/// The range, or the character at it where the parser only names a place.
fn guilty(pattern: &str, range: Range<usize>) -> Range<usize> {
    let next = pattern[range.start..].chars().next();
    let end = range.start + next.map_or(0, char::len_utf8);
    range.start..range.end.max(end)
}

/// The usual slips in our words, with a hint; the others in those of the regex parser.
fn words(kind: &ErrorKind, guilty: &str) -> (String, Option<&'static str>) {
    match kind {
        ErrorKind::ClassUnclosed => (
            "`[` is never closed".to_owned(),
            Some("a bracket that is meant is `\\[`"),
        ),
        ErrorKind::GroupUnclosed => (
            "`(` is never closed".to_owned(),
            Some("a parenthesis that is meant is `\\(`"),
        ),
        ErrorKind::GroupUnopened => (
            "`)` closes nothing".to_owned(),
            Some("a parenthesis that is meant is `\\)`"),
        ),
        ErrorKind::RepetitionMissing => (
            format!("`{guilty}` has nothing before it that it could repeat"),
            Some("any text is `.*`, and `contains` needs no pattern"),
        ),
        ErrorKind::EscapeUnrecognized => (
            format!("`{guilty}` has no meaning in a pattern"),
            Some("a backslash that is meant is `\\\\`"),
        ),
        ErrorKind::UnsupportedLookAround => (
            format!("`{guilty}` looks ahead or behind, which a pattern cannot"),
            Some("join two conditions with `and` or `and not`"),
        ),
        ErrorKind::UnsupportedBackreference => (
            format!("`{guilty}` refers to an earlier part, which a pattern cannot"),
            None,
        ),
        other => (other.to_string(), None),
    }
}
