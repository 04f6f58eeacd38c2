//! Texts that a person wrote, and places in them.

use std::ops::Range;

/// Names one [`Source`] of a [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A range of bytes in one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `range` of `source`.
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        Self {
            source,
            start: range.start as u32,
            end: range.end as u32,
        }
    }

    /// The smallest span that holds both; `other` must be of the same source.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The bytes as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A text with the name it is reported under.
#[derive(Debug)]
pub struct Source {
    /// Path relative to the project, with `/`.
    pub path: String,
    /// The whole text, or an excerpt of a data file.
    pub text: String,
    /// Number of the text's first line in the file: 1, except for an excerpt.
    pub first_line: usize,
    /// Where each line of the text begins.
    lines: Vec<u32>,
}

impl Source {
    /// The number of the line, counted from 0, that holds the byte `at`.
    fn line(&self, at: usize) -> usize {
        let begun = self.lines.partition_point(|&start| start as usize <= at);
        begun.saturating_sub(1)
    }

    /// The whole lines around `range`, one more on either side, as a range of bytes and the number
    /// of the first in the file.
    pub(crate) fn around(&self, range: Range<usize>) -> (Range<usize>, usize) {
        let first = self.line(range.start).saturating_sub(1);
        let behind = self.lines.get(self.line(range.end) + 2);
        let end = behind.map_or(self.text.len(), |&start| start as usize);
        let start = self.lines.get(first).map_or(0, |&start| start as usize);
        (start..end, self.first_line + first)
    }
}

/// Every text of a run; diagnostics point into it.
#[derive(Debug, Default)]
pub struct Sources {
    all: Vec<Source>,
}

impl Sources {
    /// Keeps a whole file.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.add_excerpt(path, text, 1)
    }

    /// Keeps a whole file that should be UTF-8 text. Where it is not, the place of the first fault
    /// is given too, and `�` stands for each.
    pub fn add_bytes(&mut self, path: impl Into<String>, bytes: &[u8]) -> (SourceId, Option<Span>) {
        let id = self.add(path, String::from_utf8_lossy(bytes));
        let fault = std::str::from_utf8(bytes).err().map(|error| {
            let start = error.valid_up_to();
            Span::new(id, start..start + char::REPLACEMENT_CHARACTER.len_utf8())
        });
        (id, fault)
    }

    /// Keeps a part of a file that begins at line `first_line`.
    pub fn add_excerpt(
        &mut self,
        path: impl Into<String>,
        text: impl Into<String>,
        first_line: usize,
    ) -> SourceId {
        let id = SourceId(self.all.len() as u32);
        let text: String = text.into();
        let ends = text.bytes().zip(1..).filter(|(byte, _)| *byte == b'\n');
        self.all.push(Source {
            path: path.into(),
            lines: std::iter::once(0)
                .chain(ends.map(|(_, next)| next))
                .collect(),
            text,
            first_line,
        });
        id
    }

    /// The first text that is reported under `path`.
    pub fn find(&self, path: &str) -> Option<SourceId> {
        let found = self.all.iter().position(|source| source.path == path);
        found.map(|index| SourceId(index as u32))
    }

    /// The source named by `id`.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.all[id.0 as usize]
    }

    /// The text under `span`.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.range()).unwrap_or("")
    }

    /// Line and column of `span`'s start, both from 1; the column counts characters.
    pub fn position(&self, span: Span) -> (usize, usize) {
        let source = self.get(span.source);
        let at = span.start as usize;
        let line = source.line(at);
        let before = source.text.get(source.lines[line] as usize..at);
        (
            source.first_line + line,
            before.unwrap_or("").chars().count() + 1,
        )
    }
}
