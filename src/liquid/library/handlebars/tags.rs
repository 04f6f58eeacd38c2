//! Text → tags, each with its place, and whether they come in pairs.

use std::ops::Range;

use super::pairs::are_pairs;
use crate::diagnostic::Diagnostics;
use crate::liquid::problem::Problem;
use crate::source::{SourceId, Span};

/// What a tag begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{{! … }}`
    Comment,
    /// `{{ … }}`
    Output,
    /// `{{{ … }}}` and `{{& … }}`
    Raw,
    /// `{{#if … }}`
    Open,
    /// `{{else}}`, `{{else if … }}` and `{{^}}`
    Else,
    /// `{{^name}}`
    Inverse,
    /// `{{/if}}`
    Close,
    /// `{{> … }}`
    Partial,
    /// `{{#> … }}`
    OpenPartial,
    /// `{{* … }}`
    Decorator,
    /// `{{#* … }}`
    OpenDecorator,
    /// `{{{{raw}}}}`
    OpenVerbatim,
    /// `{{{{/raw}}}}`
    CloseVerbatim,
}

/// One tag; ranges are bytes of the text.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    pub(super) kind: Kind,
    /// With its braces.
    pub(super) outer: Range<usize>,
    /// What it says, without `#`, `else` and white space around it.
    pub(super) inner: Range<usize>,
}

impl Tag {
    /// Where its `#` or `^` stands.
    pub(super) fn sign(&self, text: &str) -> usize {
        let lead = &text[self.outer.start..self.inner.start];
        self.outer.start + lead.find(['#', '^']).unwrap_or(lead.len())
    }
}

/// Every tag of a text, if they are closed and in pairs; else that is reported.
pub(super) fn tags(
    text: &str,
    source: SourceId,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Tag>> {
    let mut tags = Vec::new();
    let mut at = 0;
    let mut is_whole = true;
    while let Some(open) = next_open(text, at, tags.last()) {
        match tag(text, open) {
            Some(tag) => {
                at = tag.outer.end;
                tags.push(tag);
            }
            None => {
                let problem = Problem::UnclosedDelimiter("{{".to_owned());
                diagnostics.report(&problem, Span::new(source, open..open + 2));
                is_whole = false;
                at = open + 2;
            }
        }
    }
    (are_pairs(text, source, &tags, diagnostics) && is_whole).then_some(tags)
}

/// Where the next tag begins.
fn next_open(text: &str, from: usize, last: Option<&Tag>) -> Option<usize> {
    if last.is_some_and(|last| last.kind == Kind::OpenVerbatim) {
        return Some(from + text[from..].find("{{{{")?);
    }
    let mut at = from;
    loop {
        let open = at + text[at..].find("{{")?;
        let before = text[from..open].bytes().rev();
        if before.take_while(|byte| *byte == b'\\').count() != 1 {
            return Some(open);
        }
        at = open + 2;
        if text[at..].starts_with("{{") {
            at += 2;
        }
    }
}

fn tag(text: &str, open: usize) -> Option<Tag> {
    let rest = &text[open..];
    if let Some(verbatim) = rest.strip_prefix("{{{{") {
        let end = open + 4 + verbatim.find("}}}}")?;
        let inner = without_tildes(text, open + 4..end);
        let is_end = text[inner.clone()].starts_with('/');
        return Some(Tag {
            kind: if is_end {
                Kind::CloseVerbatim
            } else {
                Kind::OpenVerbatim
            },
            outer: open..end + 4,
            inner: trimmed(text, inner.start + usize::from(is_end)..inner.end),
        });
    }
    if rest.starts_with("{{!") {
        let long = rest.starts_with("{{!--").then(|| rest.find("--}}"));
        let end = long.flatten().map(|end| end + 4);
        let end = open + end.or_else(|| rest.find("}}").map(|end| end + 2))?;
        return Some(Tag {
            kind: Kind::Comment,
            outer: open..end,
            inner: open + 3..end - 2,
        });
    }
    if rest.starts_with("{{{") || rest.starts_with("{{~{") {
        let start = open + if rest.starts_with("{{{") { 3 } else { 4 };
        let end = find_close(text, start, &["}}}", "}~}}"])?;
        let close = if text[end..].starts_with("}}}") { 3 } else { 4 };
        return Some(Tag {
            kind: Kind::Raw,
            outer: open..end + close,
            inner: without_tildes(text, start..end),
        });
    }
    let end = find_close(text, open + 2, &["}}"])?;
    let inner = without_tildes(text, open + 2..end);
    let (mut kind, length) = kind(&text[inner.clone()]);
    let inner = trimmed(text, inner.start + length..inner.end);
    if kind == Kind::Else && length == 1 && !inner.is_empty() {
        kind = Kind::Inverse;
    }
    Some(Tag {
        kind,
        outer: open..end + 2,
        inner,
    })
}

/// What a tag is, and how many bytes say so.
fn kind(inner: &str) -> (Kind, usize) {
    let signs = [
        ("#>", Kind::OpenPartial),
        ("#*", Kind::OpenDecorator),
        ("#", Kind::Open),
        ("/", Kind::Close),
        (">", Kind::Partial),
        ("*", Kind::Decorator),
        ("&", Kind::Raw),
        ("^", Kind::Else),
    ];
    for (sign, kind) in signs {
        if inner.starts_with(sign) {
            return (kind, sign.len());
        }
    }
    match inner.strip_prefix("else") {
        Some(rest) if rest.is_empty() || rest.starts_with(char::is_whitespace) => (Kind::Else, 4),
        _ => (Kind::Output, 0),
    }
}

/// Where the first of `closes` begins that no quotes or square brackets hold.
fn find_close(text: &str, from: usize, closes: &[&str]) -> Option<usize> {
    let mut at = from;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if closes.iter().any(|close| rest.starts_with(close)) {
            return Some(at);
        }
        at += match c {
            '"' | '\'' => quoted(rest, c).unwrap_or(1),
            '[' => rest.find(']').map_or(1, |end| end + 1),
            c => c.len_utf8(),
        };
    }
    None
}

/// How long the text in quotes is that `text` begins with.
pub(super) fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut letters = text.char_indices().skip(1);
    while let Some((at, c)) = letters.next() {
        if c == '\\' {
            letters.next();
        } else if c == quote {
            return Some(at + 1);
        }
    }
    None
}

fn without_tildes(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.start + usize::from(inner.starts_with('~'));
    let end = range.end - usize::from(inner.len() > 1 && inner.ends_with('~'));
    trimmed(text, start..end.max(start))
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.start + inner.len() - inner.trim_start().len();
    start..start + inner.trim().len()
}
