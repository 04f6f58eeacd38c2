//! NDJSON: one JSON object a line.

use std::io;
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use super::cell::Cell;
use super::column::{self, Misfit};
use super::json::{self, Wanted};
use super::problem::RowProblem;
use super::reject::{EXCERPT, Finding, Masked, Reject};
use super::window::{LONGEST_ROW, Window};
use super::{BATCH_ROWS, Batch, TableSpec};
use crate::project::Format;

/// The lines of a file.
pub(super) struct Rows {
    pub(super) window: Window,
    wanted: Wanted,
}

impl Rows {
    pub(super) fn new(window: Window, spec: &TableSpec) -> Self {
        let mut wanted = Wanted::default();
        for (index, column) in spec.columns.iter().enumerate() {
            let columns = wanted.entry(column.column.clone()).or_default();
            columns.push(index);
        }
        Self { window, wanted }
    }

    /// The next rows that fit; none at the end.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn next_batch(
        &mut self,
        spec: &TableSpec,
        rejects: &mut Vec<Reject>,
    ) -> io::Result<Option<Batch>> {
        let lines = self.take_lines(&spec.path, rejects)?;
        if lines.is_empty() {
            return Ok(None);
        }
        let text = self.window.taken();
        let width = spec.columns.len();
        // a stride of at least one keeps rows apart even when no column is wanted
        let stride = width.max(1);
        let mut cells = vec![Cell::Missing; lines.len() * stride];
        let errors: Vec<Option<serde_json::Error>> = cells
            .par_chunks_mut(stride)
            .zip(&lines)
            .map(|(row, line)| json::row(&text[line.range.clone()], &self.wanted, row).err())
            .collect();
        let mut good = Vec::with_capacity(lines.len());
        for (row, error) in errors.into_iter().enumerate() {
            match error {
                None => good.push(row),
                Some(error) => rejects.push(self.not_json(&spec.path, &lines[row], &error)),
            }
        }
        let cell = |row: usize, column: usize| cells[good[row] * stride + column].clone();
        let table = column::table(spec, good.len(), &cell, |_| None);
        for faults in table.faults.chunk_by(|one, next| one.row == next.row) {
            let row = faults[0].row;
            let line = &lines[good[row]];
            let object = &text[line.range.clone()];
            let findings = faults
                .iter()
                .map(|misfit| show(spec, object, misfit, &cell(row, misfit.column)));
            rejects.push(Reject {
                path: spec.path.clone(),
                place: line.place,
                findings: findings.collect(),
            });
        }
        let places = table.kept.iter().map(|row| lines[good[*row]].place);
        let places = places.collect();
        Ok(Some(Batch {
            columns: table.columns,
            places,
        }))
    }

    fn take_lines(&mut self, path: &Path, rejects: &mut Vec<Reject>) -> io::Result<Vec<Line>> {
        self.window.release();
        let mut lines = Vec::new();
        while lines.len() < BATCH_ROWS && self.window.taken().len() < LONGEST_ROW {
            let ahead = self.window.ahead();
            let end = ahead.iter().position(|byte| *byte == b'\n');
            let length = match end {
                Some(end) => end + 1,
                None if self.window.at_end() && ahead.is_empty() => break,
                None => ahead.len(),
            };
            if length > LONGEST_ROW {
                rejects.push(self.too_long(path));
                self.window.skip_line()?;
            } else if end.is_none() && !self.window.at_end() {
                self.window.grow()?;
            } else {
                let content = ahead[..length].trim_ascii_end().len();
                let place = self.window.line();
                let range = self.window.take(length);
                if content > 0 {
                    let range = range.start..range.start + content;
                    lines.push(Line { range, place });
                }
            }
        }
        Ok(lines)
    }

    fn too_long(&self, path: &Path) -> Reject {
        let mut masked = Masked::default();
        let ahead = self.window.ahead();
        masked.add(&ahead[..ahead.len().min(EXCERPT)], false);
        let problem = RowProblem::TooLong(Format::Ndjson);
        Reject {
            path: path.to_path_buf(),
            place: self.window.line(),
            findings: vec![Finding::new(problem, &masked.text, 0..1)],
        }
    }

    /// What is a key and what a value is unknown, so all but the wanted names is masked.
    fn not_json(&self, path: &Path, line: &Line, error: &serde_json::Error) -> Reject {
        let object = &self.window.taken()[line.range.clone()];
        let problem = if error.is_data() {
            RowProblem::NotAnObject
        } else {
            let reason = error.to_string();
            let reason = match reason.split(" at line ").next() {
                Some(reason) if !error.is_eof() => reason.to_owned(),
                _ => "the line ends too early".to_owned(),
            };
            RowProblem::Json { reason }
        };
        let guilty = error.column().saturating_sub(1).min(object.len());
        let mut masked = Masked::default();
        let mut span = 0..0;
        let mut at = 0;
        for piece in object.split_inclusive(|byte| *byte == b'"') {
            let name = piece
                .strip_suffix(b"\"")
                .and_then(|name| str::from_utf8(name).ok());
            let shown = name.is_some_and(|name| self.wanted.contains_key(name));
            let end = at + piece.len();
            if (at..end).contains(&guilty) {
                masked.add(&object[at..guilty], shown);
                span = masked.add(&object[guilty..=guilty], shown);
                masked.add(&object[guilty + 1..end], shown);
            } else {
                masked.add(piece, shown);
            }
            at = end;
        }
        if span.is_empty() {
            span = masked.text.trim_end().len()..masked.text.trim_end().len();
        }
        Reject {
            path: path.to_path_buf(),
            place: line.place,
            findings: vec![Finding::new(problem, &masked.text, span)],
        }
    }
}

/// A line that is not blank.
struct Line {
    range: Range<usize>,
    place: u64,
}

/// Shows the object with all values masked but those of wanted columns that are not personal.
fn show(spec: &TableSpec, object: &[u8], misfit: &Misfit, cell: &Cell<'_>) -> Finding {
    let wanted = &spec.columns[misfit.column];
    let mut masked = Masked::default();
    let mut span = None;
    let mut end = 0;
    for Pair { key, value } in pairs(object) {
        masked.add(&object[end..value.start], true);
        let mut owners = spec.columns.iter().filter(|column| column.column == key);
        let shown = owners.clone().next().is_some() && !owners.any(|column| column.pii);
        let place = masked.add(&object[value.clone()], shown);
        if key == wanted.column {
            span = Some(place);
        }
        end = value.end;
    }
    let rest = masked.add(&object[end..], true);
    let problem = RowProblem::cell(wanted, misfit.fault, cell);
    Finding::new(
        problem,
        &masked.text,
        span.unwrap_or(rest.start..rest.start + 1),
    )
}

/// A key of an object and where its value is.
struct Pair {
    key: String,
    value: Range<usize>,
}

/// The pairs of a valid JSON object, not those of objects in it.
fn pairs(object: &[u8]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let (mut depth, mut at) = (0_usize, 0);
    let mut key: Option<String> = None;
    let mut start = None;
    while at < object.len() {
        let mut next = at + 1;
        match object[at] {
            b'"' => {
                next = string_end(object, at);
                if depth == 1 && key.is_none() {
                    key = serde_json::from_slice(&object[at..next]).ok();
                }
            }
            b':' if depth == 1 => start = Some(next),
            b'{' | b'[' => depth += 1,
            b',' | b'}' | b']' => {
                if depth == 1
                    && let (Some(key), Some(start)) = (key.take(), start.take())
                {
                    let value = trim(object, start..at);
                    pairs.push(Pair { key, value });
                }
                depth -= usize::from(object[at] != b',');
            }
            _ => {}
        }
        at = next;
    }
    pairs
}

/// One past the quote that closes the string at `start`.
fn string_end(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < text.len() {
        match text[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

fn trim(text: &[u8], range: Range<usize>) -> Range<usize> {
    let raw = &text[range.clone()];
    let start = range.start + (raw.len() - raw.trim_ascii_start().len());
    start..start + raw.trim_ascii().len()
}
