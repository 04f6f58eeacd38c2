//! Text → pieces: literal text, outputs and tags, with whitespace control already applied.

mod skipped;

use std::ops::Range;

use super::problem::Problem;
use crate::diagnostic::Diagnostics;
use crate::source::{SourceId, Span};

/// A piece of a template's text; ranges are bytes of the whole source.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// Copied as it stands.
    Text(Range<usize>),
    /// What `raw` holds: content even if it is only white space.
    Verbatim(Range<usize>),
    /// The markup of `{{ … }}`.
    Output(Range<usize>),
    /// `{% name markup %}`
    Tag {
        /// Its first word.
        name: Range<usize>,
        /// What follows, without surrounding white space.
        markup: Range<usize>,
    },
    /// The tags of `{% liquid %}`; what is opened there must be closed there.
    Lines(Vec<Piece>),
}

/// Whether a backslash before a quote or a backslash is left out of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    /// A file: text is text.
    None,
    /// The content of a string literal in the rules.
    Literal,
}

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
        source,
        pieces: Vec::new(),
        trim: false,
        escapes,
        diagnostics,
    };
    let mut from = range.start;
    let mut at = range.start;
    while let Some(open) = scan.find_open(at) {
        let Some(close) = scan.find_close(open) else {
            let delimiter = open..open + 2;
            let problem = Problem::UnclosedDelimiter(text[delimiter.clone()].to_owned());
            scan.report(&problem, delimiter);
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
            from = scan.tag(markup, from);
        }
        at = from;
    }
    scan.text_piece(from..range.end, false);
    scan.pieces
}

/// White space as Ruby strips it.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ' | '\0')
}

/// White space inside of a tag: also what editors put in unseen.
fn is_gap(c: char) -> bool {
    is_space(c)
        || matches!(
            c,
            '\u{A0}' | '\u{200B}' | '\u{202F}' | '\u{3000}' | '\u{FEFF}'
        )
}

struct Scan<'a, 'd> {
    text: &'a str,
    source: SourceId,
    pieces: Vec<Piece>,
    /// Whether white space at the start of the next text is dropped.
    trim: bool,
    escapes: Escapes,
    diagnostics: &'d mut Diagnostics,
}

impl Scan<'_, '_> {
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
            let inside = self.trimmed_start(open + 2);
            if ignores_markup(&self.text[self.name(inside)]) {
                return Some(inside + self.text[inside..].find("%}")?);
            }
            "%}"
        };
        let mut at = open + 2;
        loop {
            let rest = &self.text[at..];
            let next = rest.find(close)?;
            let inside = &rest[..next];
            let quote = inside.find(['"', '\'']);
            let name = inside
                .find("${")
                .filter(|name| quote.is_none_or(|quote| *name < quote));
            match (name, quote) {
                // Braze's names end with a brace of their own
                (Some(name), _) => at += name + rest[name..].find('}').unwrap_or(1) + 1,
                (None, Some(quote)) => at += quote + quoted(&rest[quote..]).unwrap_or(1),
                (None, None) if inside.contains("{%") => return None,
                (None, None) if close == "}}" && inside.contains(['{', '}']) => {
                    let is_triple = at == open + 2 && inside.matches('{').count() == 1;
                    let is_triple = is_triple && inside.starts_with('{');
                    return (is_triple && !inside.contains('}')).then_some(at + next);
                }
                (None, None) => return Some(at + next),
            }
        }
    }

    /// Where the inside of the tag begins whose delimiter ends at `from`.
    fn trimmed_start(&self, from: usize) -> usize {
        let rest = &self.text[from..];
        let inside = rest.strip_prefix('-').unwrap_or(rest);
        self.text.len() - inside.trim_start_matches(is_gap).len()
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
        let start = range.start + text.len() - text.trim_start_matches(is_gap).len();
        start..start + text.trim_matches(is_gap).len()
    }

    fn text_piece(&mut self, mut range: Range<usize>, trim_end: bool) {
        if std::mem::take(&mut self.trim) {
            let text = &self.text[range.clone()];
            range.start += text.len() - text.trim_start_matches(is_space).len();
        }
        if trim_end {
            let text = &self.text[range.clone()];
            range.end = range.start + text.trim_end_matches(is_space).len();
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
    fn tag(&mut self, inside: Range<usize>, after: usize) -> usize {
        let (name, markup) = self.split_name(inside);
        match &self.text[name.clone()] {
            "liquid" => {
                let lines = self.lines(markup);
                self.pieces.push(Piece::Lines(lines));
            }
            "#" => self.inline_comment(&markup),
            "raw" | "doc" | "comment" => return self.skip(name, markup, after),
            _ => self.pieces.push(Piece::Tag { name, markup }),
        }
        after
    }

    fn split_name(&self, inside: Range<usize>) -> (Range<usize>, Range<usize>) {
        let mut name = self.name(inside.start);
        name.end = name.end.min(inside.end);
        (name.clone(), self.trimmed(name.end..inside.end))
    }

    /// The tag's name that begins at `start`.
    fn name(&self, start: usize) -> Range<usize> {
        let rest = &self.text[start..];
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = if rest.starts_with('#') {
            1
        } else {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        };
        start..start + length
    }

    /// The lines of `{% liquid %}`, each a tag.
    fn lines(&mut self, markup: Range<usize>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut comments: Vec<Range<usize>> = Vec::new();
        let mut start = markup.start;
        for line in self.text[markup].split('\n') {
            let inside = self.trimmed(start..start + line.len());
            start += line.len() + 1;
            let (name, markup) = self.split_name(inside.clone());
            match &self.text[name.clone()] {
                "comment" => comments.push(name),
                "endcomment" if !comments.is_empty() => {
                    comments.pop();
                }
                "#" => {}
                _ if !comments.is_empty() || inside.is_empty() => {}
                "liquid" => pieces.extend(self.nested_line(markup)),
                word @ ("raw" | "doc") => self.report(&Problem::UnclosedTag(word.to_owned()), name),
                _ => pieces.push(Piece::Tag { name, markup }),
            }
        }
        for name in comments {
            self.report(&Problem::UnclosedTag("comment".to_owned()), name);
        }
        pieces
    }

    /// `liquid` in a line of `{% liquid %}`, once or more.
    fn nested_line(&self, mut inside: Range<usize>) -> Option<Piece> {
        loop {
            let (name, markup) = self.split_name(inside);
            match &self.text[name.clone()] {
                "liquid" => inside = markup,
                "#" => return None,
                "" if markup.is_empty() => return None,
                _ => return Some(Piece::Lines(vec![Piece::Tag { name, markup }])),
            }
        }
    }

    fn report(&mut self, problem: &Problem, range: Range<usize>) {
        let span = Span::new(self.source, range);
        self.diagnostics.report(problem, span);
    }
}

/// Whether nobody reads what follows the tag's name, so that a quote there is no quote.
fn ignores_markup(tag: &str) -> bool {
    matches!(tag, "#" | "comment" | "else" | "ifchanged") || tag.starts_with("end")
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
