//! Which tag closes which.

use std::ops::Range;

use super::problem::Fault;
use super::tags::{Kind, Tag};
use crate::diagnostic::Diagnostics;
use crate::liquid::problem::Problem;
use crate::source::{SourceId, Span};

/// Blocks inside one another at most, an `else if` counted as one.
const MAX_DEPTH: usize = 100;

/// Brackets inside one another at most.
const MAX_BRACKETS: usize = 32;

/// Whether the tags come in pairs, not too deep inside one another; else that is reported.
pub(super) fn are_pairs(
    text: &str,
    source: SourceId,
    tags: &[Tag],
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut pairs = Pairs {
        text,
        source,
        diagnostics,
        open: Vec::new(),
        depth: 0,
    };
    pairs.are_whole(tags)
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
                let problem = Problem::TooDeep(MAX_DEPTH);
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
