//! Rows: what stands on a line of its own, aligned with its neighbours.

use std::collections::BTreeSet;
use std::ops::Range;

use super::entry::Comment;
use super::line::{WIDTH, indented, width};

/// Comments behind lines that are longer are not aligned.
const NOTED: usize = 72;

/// What a row is; neighbours of one kind are aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Comment,
    /// A customer, an event or a catalog.
    Table,
    /// Any other item with braces.
    Item,
    Trait,
    Segment,
    Field,
    Term,
    Member,
    Clause,
    Block,
    Experiment,
    Split,
    Arm,
    Assignment,
    Happening,
    Expect,
}

impl Kind {
    /// Blanks behind each column but the last.
    fn gaps(self) -> &'static [usize] {
        match self {
            Self::Field => &[2, 1],
            Self::Arm => &[2],
            _ => &[1, 1, 1],
        }
    }

    /// Whether over several lines it has empty lines around, and ends the alignment.
    fn stands_apart(self) -> bool {
        matches!(self, Self::Table | Self::Item)
    }
}

/// A part of a row.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    text: String,
    /// Columns that it is taken to have when it is decided whether the line is too long.
    counted: usize,
    /// Whether its column is as wide as it.
    fits: bool,
    /// Whether it stands at its column's end.
    to_the_right: bool,
}

impl Cell {
    pub(super) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            counted: width(&text),
            text,
            fits: true,
            to_the_right: false,
        }
    }

    /// Not counted in its column's width.
    pub(super) fn loose(text: impl Into<String>) -> Self {
        Self {
            fits: false,
            ..Self::new(text)
        }
    }

    pub(super) fn right(text: impl Into<String>) -> Self {
        Self {
            to_the_right: true,
            ..Self::new(text)
        }
    }

    /// A text that a line of its own would not shorten: it may run out of the page.
    pub(super) fn long(text: impl Into<String>) -> Self {
        let cell = Self::new(text);
        Self {
            counted: cell.counted.min(40),
            ..cell
        }
    }
}

/// What stands on a line of its own, or on several.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) kind: Kind,
    /// Whether an empty line stands before.
    pub(super) blank: bool,
    /// The comment at the end of the last line.
    pub(super) note: Option<String>,
    /// The first line; none when it is not aligned.
    cells: Vec<Cell>,
    /// The lines behind the first one, or all.
    lines: Vec<String>,
    /// Columns that the first line may have.
    room: usize,
    /// `cells` and `lines` when it is not one line, if it may be one now.
    broken: Option<(Vec<Cell>, Vec<String>)>,
}

impl Row {
    /// One line, or `broken` when it has no room there.
    pub(super) fn new(kind: Kind, cells: impl Into<Vec<Cell>>, broken: Vec<String>) -> Self {
        Self {
            broken: Some((Vec::new(), broken)),
            ..Self::line_only(kind, cells)
        }
    }

    /// One line, however long.
    pub(super) fn line_only(kind: Kind, cells: impl Into<Vec<Cell>>) -> Self {
        Self {
            kind,
            blank: false,
            note: None,
            cells: cells.into(),
            lines: Vec::new(),
            room: WIDTH,
            broken: None,
        }
    }

    /// A row of several lines.
    pub(super) fn lines(kind: Kind, lines: Vec<String>) -> Self {
        Self {
            lines,
            ..Self::line_only(kind, [])
        }
    }

    pub(super) fn comment(comment: &Comment) -> Self {
        Self {
            blank: comment.blank,
            ..Self::line_only(Kind::Comment, [Cell::new(comment.text)])
        }
    }

    /// Aligns the first line even when others follow.
    pub(super) fn or_first(mut self, first: impl Into<Vec<Cell>>) -> Self {
        if let Some((cells, lines)) = &mut self.broken {
            *cells = first.into();
            lines.remove(0);
        }
        self
    }

    /// Leaves the choice of one line only if `may`, with at most `room` columns.
    pub(super) fn on_one_line(mut self, may: bool, room: usize) -> Self {
        self.room = room;
        if !may {
            self.break_up();
        }
        self
    }

    fn break_up(&mut self) {
        if let Some(broken) = self.broken.take() {
            (self.cells, self.lines) = broken;
        }
    }

    fn is_aligned(&self) -> bool {
        !self.cells.is_empty()
    }

    fn is_one_line(&self) -> bool {
        self.is_aligned() && self.lines.is_empty()
    }

    fn stands_apart(&self) -> bool {
        !self.is_one_line() && self.kind.stands_apart()
    }

    fn line(&self, columns: &[usize]) -> String {
        let mut line = String::new();
        let cells = self.cells.iter().enumerate();
        for (index, cell) in cells.filter(|(_, cell)| !cell.text.is_empty()) {
            let right = columns.get(index + 1).filter(|_| cell.to_the_right);
            let gap = self.kind.gaps().get(index).copied().unwrap_or_default();
            let start = match right {
                Some(next) => next.saturating_sub(gap + width(&cell.text)),
                None => columns[index],
            };
            let least = usize::from(!line.is_empty());
            let blanks = start.saturating_sub(width(&line)).max(least);
            line.push_str(&" ".repeat(blanks));
            line.push_str(&cell.text);
        }
        line
    }

    /// Columns that its line has, beside what does not count.
    fn counted(&self, columns: &[usize]) -> usize {
        let hidden = |cell: &Cell| width(&cell.text) - cell.counted;
        width(&self.line(columns)) - self.cells.last().map_or(0, hidden)
    }

    /// How wide a column must be for this row's cell, if anything stands behind it.
    fn column_width(&self, index: usize) -> Option<usize> {
        let cell = self.cells.get(index).filter(|cell| cell.fits)?;
        let mut behind = self.cells[index + 1..].iter();
        let counts = behind.any(|cell| !cell.text.is_empty());
        counts.then(|| width(&cell.text))
    }
}

/// The lines of `rows`, the first of which has no empty line before.
pub(super) fn print(mut rows: Vec<Row>, indent: usize) -> Vec<String> {
    if let Some(first) = rows.first_mut() {
        first.blank = false;
    }
    settle(&mut rows, indent);
    let mut lines = Vec::new();
    for run in runs(&rows) {
        print_run(&rows[run], indent, &mut lines);
    }
    lines
}

/// Each row's lines.
fn printed(run: &[Row], indent: usize) -> Vec<Vec<String>> {
    let aligned = aligned(run, indent);
    let together: Vec<&Row> = run
        .iter()
        .zip(&aligned)
        .filter_map(|(row, &aligned)| aligned.then_some(row))
        .collect();
    let columns = columns(&together);
    let lines = run.iter().zip(aligned).map(|(row, aligned)| {
        let first = if aligned {
            row.line(&columns)
        } else {
            row.line(&self::columns(&[row]))
        };
        let first = row.is_aligned().then(|| indented(indent, &first));
        first.into_iter().chain(row.lines.iter().cloned()).collect()
    });
    lines.collect()
}

/// Prints neighbours, the comments behind those on one line in one column.
fn print_run(run: &[Row], indent: usize, lines: &mut Vec<String>) {
    let printed = printed(run, indent);
    let last_width = |lines: &[String]| lines.last().map_or(0, |line| width(line));
    let noted = run.iter().zip(&printed);
    let noted = noted.filter(|(row, _)| row.note.is_some() && row.is_one_line());
    let widths = noted.map(|(_, lines)| last_width(lines));
    let column = widths.filter(|&width| width <= NOTED).max().unwrap_or(0) + 2;
    for (row, own) in run.iter().zip(printed) {
        if row.blank {
            lines.push(String::new());
        }
        let column = if row.is_one_line() { column } else { 0 };
        let blanks = column.saturating_sub(last_width(&own)).max(2);
        lines.extend(own);
        if let (Some(note), Some(last)) = (&row.note, lines.last_mut()) {
            last.push_str(&" ".repeat(blanks));
            last.push_str(note);
        }
    }
}

/// Breaks what is too long. The arms of one choice are all on one line each, or none is.
fn settle(rows: &mut [Row], indent: usize) {
    for row in rows.iter_mut() {
        if indent + row.counted(&columns(&[row])) > row.room {
            row.break_up();
        }
    }
    let arms: Vec<&Row> = rows.iter().filter(|row| row.kind == Kind::Arm).collect();
    let columns = columns(&arms);
    let fits = |arm: &&Row| arm.is_one_line() && indent + arm.counted(&columns) <= arm.room;
    if !arms.iter().all(fits) {
        let arms = rows.iter_mut().filter(|row| row.kind == Kind::Arm);
        arms.for_each(Row::break_up);
    }
    set_apart(rows);
}

/// Puts an empty line before and behind each item with braces, before its comments.
fn set_apart(rows: &mut [Row]) {
    let mut before: Option<bool> = None;
    let mut start = 0;
    for index in 0..rows.len() {
        if rows[index].blank {
            start = index;
        }
        if rows[index].kind == Kind::Comment {
            continue;
        }
        let apart = rows[index].stands_apart();
        if before.is_some_and(|before| before || apart) {
            rows[start].blank = true;
        }
        before = Some(apart);
        start = index + 1;
    }
}

/// The rows that are aligned with each other; comments among them change nothing.
fn runs(rows: &[Row]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut kind = None;
    for (index, row) in rows.iter().enumerate() {
        let is_comment = row.kind == Kind::Comment;
        let differs = !is_comment && kind.is_some_and(|kind| kind != row.kind);
        let ends = row.blank || differs || row.stands_apart();
        if ends && index > start {
            runs.push(start..index);
            start = index;
            kind = None;
        }
        if !is_comment {
            kind = Some(row.kind);
        }
    }
    runs.push(start..rows.len());
    runs
}

/// Which of a run's rows to align, so that as many are as have room then: one with a long name, or
/// with much behind a short one, costs the others nothing.
fn aligned(run: &[Row], indent: usize) -> Vec<bool> {
    let alone: Vec<Option<(usize, usize)>> = run
        .iter()
        .map(|row| {
            let may = row.is_aligned() && row.kind != Kind::Comment;
            let first = row.column_width(0).filter(|_| may)?;
            Some((
                first,
                row.room
                    .saturating_sub(indent + row.counted(&columns(&[row]))),
            ))
        })
        .collect();
    let fits = |widest: usize, one: &Option<(usize, usize)>| {
        one.is_some_and(|(first, room)| first <= widest && widest - first <= room)
    };
    let widths: BTreeSet<usize> = alone.iter().flatten().map(|(first, _)| *first).collect();
    let count = |widest: &usize| alone.iter().filter(|one| fits(*widest, one)).count();
    let best = widths.into_iter().max_by_key(count).unwrap_or_default();
    alone.iter().map(|one| fits(best, one)).collect()
}

/// Where each column of aligned rows begins.
fn columns(rows: &[&Row]) -> Vec<usize> {
    let most = rows.iter().map(|row| row.cells.len()).max().unwrap_or(1);
    let gaps = rows.first().map_or(&[][..], |row| row.kind.gaps());
    let mut columns = vec![0];
    for index in 0..most {
        let widths = rows.iter().filter_map(|row| row.column_width(index));
        let wide = widths.max().unwrap_or_default();
        let gap = gaps.get(index).filter(|_| wide > 0);
        columns.push(columns[index] + wide + gap.copied().unwrap_or_default());
    }
    columns
}
