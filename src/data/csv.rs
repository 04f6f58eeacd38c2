//! CSV: a header line, then one record a row.

use std::borrow::Cow;
use std::io;
use std::ops::Range;
use std::path::Path;

use super::cell::Cell;
use super::column::{self, Misfit};
use super::problem::RowProblem;
use super::reject::{EXCERPT, Finding, Masked, Reject};
use super::split::{RawCell, Split, split};
use super::window::{LONGEST_ROW, Window};
use super::{BATCH_ROWS, Batch, TableSpec};
use crate::project::Format;

/// Records behind the header.
pub(super) struct Rows {
    pub(super) window: Window,
    /// The header's names.
    pub(super) header: Vec<String>,
    /// Where the wanted columns are.
    pub(super) wanted: Vec<Option<usize>>,
}

/// Records of one batch.
#[derive(Default)]
struct Records {
    places: Vec<u64>,
    ranges: Vec<Range<usize>>,
    /// The wanted cells of each record, with places in the window.
    cells: Vec<Option<RawCell>>,
}

/// The header's names; none when the file ends before it.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn header(window: &mut Window) -> io::Result<Vec<String>> {
    let mut cells = Vec::new();
    loop {
        match split(window.ahead(), window.at_end(), &mut cells) {
            Split::Record(length) => {
                let text = window.ahead();
                let names = cells.iter().map(|cell| cell.content(text));
                let names = names.map(|name| String::from_utf8_lossy(&name).trim().to_owned());
                let names = names.collect();
                window.take(length);
                return Ok(names);
            }
            Split::Partial(_) if window.ahead().len() < LONGEST_ROW => window.grow()?,
            _ => {
                let problem = "the header line is not valid CSV";
                return Err(io::Error::new(io::ErrorKind::InvalidData, problem));
            }
        }
    }
}

impl Rows {
    /// The next rows that fit; none at the end.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn next_batch(
        &mut self,
        spec: &TableSpec,
        rejects: &mut Vec<Reject>,
    ) -> io::Result<Option<Batch>> {
        let records = self.take_records(spec, rejects)?;
        if records.places.is_empty() {
            return Ok(None);
        }
        let text = self.window.taken();
        let width = spec.columns.len();
        let cell = |row: usize, column: usize| match &records.cells[row * width + column] {
            Some(raw) => decode(raw.content(text)),
            None => Cell::Missing,
        };
        let table = column::table(spec, records.places.len(), &cell, |_| None);
        for faults in table.faults.chunk_by(|one, next| one.row == next.row) {
            let row = faults[0].row;
            let record = &text[records.ranges[row].clone()];
            let findings = faults.iter().map(|misfit| {
                let cell = cell(row, misfit.column);
                self.misfit(spec, record, misfit, &cell)
            });
            rejects.push(Reject {
                path: spec.path.clone(),
                place: records.places[row],
                findings: findings.collect(),
            });
        }
        let places = table.kept.iter().map(|row| records.places[*row]);
        Ok(Some(Batch {
            columns: table.columns,
            places: places.collect(),
        }))
    }

    fn take_records(&mut self, spec: &TableSpec, rejects: &mut Vec<Reject>) -> io::Result<Records> {
        self.window.release();
        let mut records = Records::default();
        let mut cells = Vec::new();
        while records.places.len() < BATCH_ROWS && self.window.taken().len() < LONGEST_ROW {
            let ahead = self.window.ahead();
            match split(ahead, self.window.at_end(), &mut cells) {
                Split::Record(0) => break,
                Split::Record(length) if length <= LONGEST_ROW => {
                    if cells.len() == self.header.len() && !is_blank(&cells) {
                        self.keep(&mut records, length, &cells);
                        continue;
                    }
                    if !is_blank(&cells) {
                        rejects.push(self.wrong_width(&spec.path, length, &cells));
                    }
                    self.window.take(length);
                }
                Split::Partial(_) if ahead.len() < LONGEST_ROW => self.window.grow()?,
                broken => {
                    // however many lines a stray quote joins, one is given up
                    rejects.push(self.broken_line(&spec.path, broken));
                    self.window.skip_line()?;
                }
            }
        }
        Ok(records)
    }

    fn keep(&mut self, records: &mut Records, length: usize, cells: &[RawCell]) {
        records.places.push(self.window.line());
        let range = self.window.take(length);
        let moved = |index: usize| RawCell {
            range: cells[index].range.start + range.start..cells[index].range.end + range.start,
            quoted: cells[index].quoted,
        };
        let wanted = self.wanted.iter().map(|index| index.map(moved));
        records.cells.extend(wanted);
        records.ranges.push(range);
    }

    /// Which cell belongs to which column is unknown, so all are masked.
    fn wrong_width(&self, path: &Path, length: usize, cells: &[RawCell]) -> Reject {
        let last = cells.last().map_or(0, |cell| cell.range.start);
        let first_surplus = cells.get(self.header.len());
        let start = first_surplus.map_or(last, |cell| cell.range.start);
        let problem = RowProblem::Cells {
            expected: self.header.len(),
            found: cells.len(),
        };
        self.masked_reject(path, problem, &self.window.ahead()[..length], start..length)
    }

    fn broken_line(&self, path: &Path, broken: Split) -> Reject {
        let (problem, guilty) = match broken {
            Split::OpenQuote(at) => (RowProblem::OpenQuote, at..at + 1),
            Split::TextAfterQuote(cell) => (RowProblem::TextAfterQuote, cell),
            Split::Record(_) => (RowProblem::TooLong(Format::Csv), 0..1),
            Split::Partial(at) => (RowProblem::TooLong(Format::Csv), at..at + 1),
        };
        let ahead = self.window.ahead();
        let end = ahead.iter().position(|byte| *byte == b'\n');
        let line = &ahead[..end.unwrap_or(ahead.len())];
        let shown = line.len().min(guilty.start.saturating_add(EXCERPT));
        self.masked_reject(path, problem, &line[..shown], guilty)
    }

    fn masked_reject(
        &self,
        path: &Path,
        problem: RowProblem,
        row: &[u8],
        guilty: Range<usize>,
    ) -> Reject {
        let row = row.trim_ascii_end();
        let end = guilty.end.min(row.len());
        let start = guilty.start.min(end);
        let mut masked = Masked::default();
        masked.add(&row[..start], false);
        let span = masked.add(&row[start..end], false);
        masked.add(&row[end..], false);
        Reject {
            path: path.to_path_buf(),
            place: self.window.line(),
            findings: vec![Finding::new(problem, &masked.text, span)],
        }
    }

    /// Shows the cells of wanted columns that are not personal; the others are masked.
    fn misfit(&self, spec: &TableSpec, record: &[u8], misfit: &Misfit, cell: &Cell<'_>) -> Finding {
        let mut raw = Vec::new();
        split(record, true, &mut raw);
        let mut masked = Masked::default();
        let mut span = 0..0;
        let mut end = 0;
        for (index, raw) in raw.iter().enumerate() {
            masked.add(&record[end..raw.range.start], true);
            let mut owners = self.wanted.iter().zip(&spec.columns);
            let shown = owners.clone().any(|(at, _)| *at == Some(index))
                && !owners.any(|(at, column)| *at == Some(index) && column.pii);
            let place = masked.add(&record[raw.range.clone()], shown);
            if self.wanted[misfit.column] == Some(index) {
                span = place;
            }
            end = raw.range.end;
        }
        let problem = RowProblem::cell(&spec.columns[misfit.column], misfit.fault, cell);
        Finding::new(problem, &masked.text, span)
    }
}

fn is_blank(cells: &[RawCell]) -> bool {
    matches!(cells, [only] if only.range.is_empty())
}

fn decode(content: Cow<'_, [u8]>) -> Cell<'_> {
    let text = match content {
        Cow::Borrowed(bytes) => str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    };
    match text {
        Some(text) if text.is_empty() => Cell::Missing,
        Some(text) => Cell::Text(text),
        None => Cell::NotUtf8,
    }
}
