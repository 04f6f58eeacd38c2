//! Text → pieces: literal text, outputs and tags, with whitespace control already applied.

use std::ops::Range;

use super::problem::Problem;
use crate::diagnostic::Diagnostics;
use crate::source::{SourceId, Span};

/// A piece of a template's text; ranges are bytes of the whole source.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// Copied as it stands.
    Text(Range<usize>),
    /// The markup of `{{ … }}`.
    Output(Range<usize>),
    /// `{% name markup %}`
    Tag {
        /// Its first word.
        name: Range<usize>,
        /// What follows, without surrounding white space.
        markup: Range<usize>,
    },
}

/// Whether a backslash before a quote or a backslash is left out of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    /// A file: text is text.
    None,
    /// The content of a string literal in the rules.
    Literal,
}

/// The bodies that are skipped or copied without reading their markup.
const OPAQUE: [&str; 3] = ["raw", "comment", "doc"];

/// Cuts the bytes `range` of `text` into pieces; an unclosed delimiter is reported and kept as text.
pub(super) fn scan(
    text: &str,
    source: SourceId,
    range: Range<usize>,
    escapes: Escapes,
    diagnostics: &mut Diagnostics,
) -> Vec<Piece> {
    let mut scan = Scan {
        text: &text[..range.end],
        pieces: Vec::new(),
        trim: false,
        escapes,
    };
    let mut from = range.start;
    let mut at = range.start;
    while let Some(open) = scan.find_open(at) {
        let Some(close) = scan.find_close(open) else {
            let delimiter = open..open + 2;
            let problem = Problem::UnclosedDelimiter(text[delimiter.clone()].to_owned());
            diagnostics.report(&problem, Span::new(source, delimiter));
            at = open + 2;
            continue;
        };
        let markup = scan.markup(open, close);
        scan.text_piece(from..open, text[open + 2..].starts_with('-'));
        scan.trim = close > open + 2 && text[..close].ends_with('-');
        from = close + 2;
        if text[open..].starts_with("{{") {
            scan.pieces.push(Piece::Output(markup));
        } else {
            from = scan.tag(markup, from, source, diagnostics);
        }
        at = from;
    }
    scan.text_piece(from..range.end, false);
    scan.pieces
}

struct Scan<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
    /// Whether white space at the start of the next text is dropped.
    trim: bool,
    escapes: Escapes,
}

impl Scan<'_> {
    fn find_open(&self, from: usize) -> Option<usize> {
        let rest = &self.text[from..];
        let output = rest.find("{{");
        let tag = rest.find("{%");
        Some(from + output.into_iter().chain(tag).min()?)
    }

    /// Where the delimiter that closes the one at `open` begins; quoted ones do not count.
    fn find_close(&self, open: usize) -> Option<usize> {
        let close = if self.text[open..].starts_with("{{") {
            "}}"
        } else {
            "%}"
        };
        let mut at = open + 2;
        loop {
            let rest = &self.text[at..];
            let next = rest.find(close)?;
            match rest[..next].find(['"', '\'']) {
                Some(quote) => at += quote + quoted(&rest[quote..]).unwrap_or(1),
                None if rest[..next].contains("{{") || rest[..next].contains("{%") => return None,
                None => return Some(at + next),
            }
        }
    }

    /// The bytes between two delimiters without dashes and surrounding white space.
    fn markup(&self, open: usize, close: usize) -> Range<usize> {
        let mut range = open + 2..close;
        if self.text[range.clone()].starts_with('-') {
            range.start += 1;
        }
        if self.text[range.clone()].ends_with('-') {
            range.end -= 1;
        }
        self.trimmed(range)
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.text[range.clone()];
        let start = range.start + text.len() - text.trim_start().len();
        start..start + text.trim().len()
    }

    fn text_piece(&mut self, mut range: Range<usize>, trim_end: bool) {
        if std::mem::take(&mut self.trim) {
            let text = &self.text[range.clone()];
            range.start += text.len() - text.trim_start().len();
        }
        if trim_end {
            range.end = range.start + self.text[range.clone()].trim_end().len();
        }
        if self.escapes == Escapes::Literal {
            while let Some(at) = find_escape(&self.text[range.clone()]) {
                let escape = range.start + at;
                self.pieces.push(Piece::Text(range.start..escape));
                self.pieces.push(Piece::Text(escape + 1..escape + 2));
                range.start = escape + 2;
            }
        }
        if !range.is_empty() {
            self.pieces.push(Piece::Text(range));
        }
    }

    /// Adds the tag whose inside is `inside`; returns where scanning goes on.
    fn tag(
        &mut self,
        inside: Range<usize>,
        after: usize,
        source: SourceId,
        diagnostics: &mut Diagnostics,
    ) -> usize {
        let (name, markup) = self.split_name(inside);
        match &self.text[name.clone()] {
            "liquid" => self.lines(markup),
            word if OPAQUE.contains(&word) => {
                let Some((body, end)) = self.opaque_body(word, after) else {
                    let problem = Problem::UnclosedTag(word.to_owned());
                    diagnostics.report(&problem, Span::new(source, name));
                    return self.text.len();
                };
                if word == "raw" {
                    let close = self.text[body.end..end].trim_start_matches("{%");
                    self.text_piece(body.clone(), close.starts_with('-'));
                }
                self.trim = self.text[..end].ends_with("-%}");
                return end;
            }
            word if word.starts_with('#') => {}
            _ => self.pieces.push(Piece::Tag { name, markup }),
        }
        after
    }

    fn split_name(&self, inside: Range<usize>) -> (Range<usize>, Range<usize>) {
        let text = &self.text[inside.clone()];
        let end = text
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '#'))
            .unwrap_or(text.len());
        let name = inside.start..inside.start + end;
        (name.clone(), self.trimmed(name.end..inside.end))
    }

    /// The body of an opaque block that begins at `from`, and the end of its end tag.
    fn opaque_body(&self, word: &str, from: usize) -> Option<(Range<usize>, usize)> {
        let mut depth = 1;
        let mut at = from;
        loop {
            let open = at + self.text[at..].find("{%")?;
            let close = open + self.text[open..].find("%}")?;
            let (name, _) = self.split_name(self.markup(open, close));
            let name = &self.text[name];
            if name.strip_prefix("end") == Some(word) {
                depth -= 1;
            } else if word == "comment" && name == word {
                depth += 1;
            }
            if depth == 0 {
                return Some((from..open, close + 2));
            }
            at = open + 2;
        }
    }

    /// The lines of `{% liquid %}`, each a tag.
    fn lines(&mut self, markup: Range<usize>) {
        let mut start = markup.start;
        for line in self.text[markup].split('\n') {
            let inside = self.trimmed(start..start + line.len());
            start += line.len() + 1;
            let (name, markup) = self.split_name(inside);
            if !name.is_empty() && !self.text[name.clone()].starts_with('#') {
                self.pieces.push(Piece::Tag { name, markup });
            }
        }
    }
}

/// The first backslash that stands before a quote or a backslash.
fn find_escape(text: &str) -> Option<usize> {
    let mut pairs = text.as_bytes().windows(2);
    pairs.position(|pair| matches!(pair, b"\\\"" | b"\\\\"))
}

/// Length of the string literal that `text` begins with; none when it is not closed on its line.
fn quoted(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let inner = &text[1..];
    let end = inner.find(quote)?;
    let inner = &inner[..end];
    let stray = inner.contains('\n') || inner.contains("{{") || inner.contains("{%");
    (!stray).then_some(end + 2)
}
