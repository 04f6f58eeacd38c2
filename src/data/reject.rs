//! Rows left out, and how they are shown without showing the person.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::problem::RowProblem;
use crate::diagnostic::Diagnostic;
use crate::source::{Sources, Span};

/// Bytes of a row that a report shows at most.
pub(super) const EXCERPT: usize = 300;

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// The file.
    pub path: PathBuf,
    /// Line (CSV, NDJSON) or row number (Parquet), from 1.
    pub place: u64,
    pub(super) findings: Vec<Finding>,
}

/// One fault of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) problem: RowProblem,
    excerpt: String,
    span: Range<usize>,
    lines_cut: usize,
}

impl Finding {
    /// Shows `span` of `row`, whose secrets are masked already, with what stands around it.
    pub(super) fn new(problem: RowProblem, row: &str, span: Range<usize>) -> Self {
        let row = row.trim_end_matches(['\r', '\n']);
        let span = span.start.min(row.len())..span.end.min(row.len());
        if row.len() <= EXCERPT {
            return Self {
                problem,
                excerpt: row.to_owned(),
                span,
                lines_cut: 0,
            };
        }
        let start = boundary(row, span.start.saturating_sub(EXCERPT / 3));
        let end = boundary(row, row.len().min(start + EXCERPT));
        let before = if start > 0 { "…" } else { "" };
        let after = if end < row.len() { "…" } else { "" };
        let moved = |at: usize| at.min(end) - start + before.len();
        Self {
            problem,
            span: moved(span.start)..moved(span.end),
            excerpt: format!("{before}{}{after}", &row[start..end]),
            lines_cut: row[..start].matches('\n').count(),
        }
    }
}

/// The last start of a character at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    let starts = (0..=at).rev();
    let mut starts = starts.filter(|at| text.is_char_boundary(*at));
    starts.next().unwrap_or(0)
}

impl Reject {
    /// What is wrong with the row, each with an excerpt that is added to `sources`.
    pub fn diagnostics(&self, sources: &mut Sources) -> Vec<Diagnostic> {
        let path = self.path.to_string_lossy().replace('\\', "/");
        let findings = self.findings.iter().map(|finding| {
            let first_line = self.place as usize + finding.lines_cut;
            let excerpt = finding.excerpt.as_str();
            let source = sources.add_excerpt(path.as_str(), excerpt, first_line);
            Diagnostic::new(&finding.problem, Span::new(source, finding.span.clone()))
        });
        findings.collect()
    }
}

/// The text with every letter as `x` and every digit as `0`.
pub(super) fn mask(text: &str) -> String {
    let masked = text.chars().map(|letter| {
        if letter.is_alphabetic() {
            'x'
        } else if letter.is_numeric() {
            '0'
        } else {
            letter
        }
    });
    masked.collect()
}

/// A row being written out with parts of it masked.
#[derive(Default)]
pub(super) struct Masked {
    /// The text so far.
    pub(super) text: String,
}

impl Masked {
    /// Adds bytes of the file, masked unless `shown`, and says where they are in the text.
    pub(super) fn add(&mut self, bytes: &[u8], shown: bool) -> Range<usize> {
        let start = self.text.len();
        let piece = String::from_utf8_lossy(bytes);
        if shown {
            self.text.push_str(&piece);
        } else {
            self.text.push_str(&mask(&piece));
        }
        start..self.text.len()
    }
}

impl Reject {
    /// A later row of `table` with the id of an earlier one, which is at `first`.
    pub fn duplicate(path: &Path, table: &str, place: u64, id: &str, first: u64) -> Self {
        let problem = RowProblem::Duplicate {
            table: table.to_owned(),
            id: id.to_owned(),
            first,
        };
        Self {
            path: path.to_path_buf(),
            place,
            findings: vec![Finding::new(problem, id, 0..id.len())],
        }
    }
}
