//! Text → tags, each with its place, and whether they come in pairs.

use std::ops::Range;

use super::problem::Fault;
use crate::diagnostic::Diagnostics;
use crate::liquid::problem::Problem;
use crate::source::{SourceId, Span};

/// Blocks inside one another at most, an `else if` counted as one.
const MAX_DEPTH: usize = 100;

/// Brackets inside one another at most.
const MAX_BRACKETS: usize = 32;

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
    let mut pairs = Pairs {
        text,
        source,
        diagnostics,
        open: Vec::new(),
        depth: 0,
    };
    (pairs.are_whole(&tags) && is_whole).then_some(tags)
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

/// The first word of `inner`.
fn word(inner: &str) -> &str {
    inner.split_whitespace().next().unwrap_or("")
}

/// An open block: its name, place, and depth around it.
struct Open<'a> {
    name: &'a str,
    span: Span,
    depth: usize,
}

struct Pairs<'a, 'd> {
    text: &'a str,
    source: SourceId,
    diagnostics: &'d mut Diagnostics,
    open: Vec<Open<'a>>,
    depth: usize,
}

impl<'a> Pairs<'a, '_> {
    fn are_whole(&mut self, tags: &[Tag]) -> bool {
        let before = self.diagnostics.errors();
        for tag in tags {
            let text = self.text;
            let inner = &text[tag.inner.clone()];
            let name = word(inner);
            match tag.kind {
                Kind::Open
                | Kind::Inverse
                | Kind::OpenPartial
                | Kind::OpenDecorator
                | Kind::OpenVerbatim => {
                    self.opens(name, tag);
                }
                Kind::Else if self.open.is_empty() => {
                    let problem = Problem::UnexpectedTag("else".to_owned());
                    self.diagnostics.report(&problem, self.span(&tag.outer));
                }
                Kind::Else if !inner.is_empty() => self.depth += 1,
                Kind::Close | Kind::CloseVerbatim => self.closes(name, tag),
                _ => {}
            }
            let is_too_deep = self.depth > MAX_DEPTH;
            if is_too_deep {
                let problem = super::too_deep(MAX_DEPTH);
                self.diagnostics.report(&problem, self.span(&tag.outer));
            } else if brackets(inner) > MAX_BRACKETS {
                let problem = Problem::TooManyBrackets(MAX_BRACKETS);
                self.diagnostics.report(&problem, self.span(&tag.outer));
            }
            if is_too_deep {
                return false;
            }
        }
        for open in std::mem::take(&mut self.open) {
            self.unclosed(&open);
        }
        self.diagnostics.errors() == before
    }

    fn opens(&mut self, name: &'a str, tag: &Tag) {
        let open = Open {
            name,
            span: self.span(&tag.inner),
            depth: self.depth,
        };
        self.open.push(open);
        self.depth += 1;
    }

    fn closes(&mut self, name: &str, tag: &Tag) {
        let Some(place) = self.open.iter().rposition(|open| open.name == name) else {
            let problem = Problem::UnexpectedTag(format!("/{name}"));
            self.diagnostics.report(&problem, self.span(&tag.outer));
            return;
        };
        for open in self.open.split_off(place + 1) {
            self.unclosed(&open);
        }
        if let Some(open) = self.open.pop() {
            self.depth = open.depth;
        }
    }

    fn unclosed(&mut self, open: &Open<'_>) {
        let problem = Fault::Unclosed(open.name.to_owned());
        self.diagnostics.report(&problem, open.span);
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.source, range.clone())
    }
}

/// How deep brackets stand inside one another at most.
fn brackets(inner: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for byte in inner.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}
