//! What stands in braces, or in a file: entries with their comments.

use super::lexeme::Lexeme;
use super::line::{indented, joined};
use super::row::{Row, print};

/// A comment on a line of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comment<'a> {
    pub(super) text: &'a str,
    /// Whether an empty line stands before.
    pub(super) blank: bool,
}

impl<'a> Comment<'a> {
    fn of(lexeme: &Lexeme<'a>) -> Self {
        Self {
            text: lexeme.text,
            blank: lexeme.breaks > 1,
        }
    }
}

/// An item, or a line of what stands in braces.
#[derive(Debug)]
pub(super) struct Entry<'t, 'a> {
    /// On the lines before.
    pub(super) comments: Vec<Comment<'a>>,
    /// Whether an empty line stands before, behind the comments.
    pub(super) blank: bool,
    /// Without the comma behind.
    pub(super) words: &'t [Lexeme<'a>],
    /// Whether a comma stands behind.
    pub(super) has_comma: bool,
    /// At the end of the last line.
    pub(super) note: Option<&'a str>,
}

/// Entries and the comments around them.
#[derive(Debug, Default)]
pub(super) struct Entries<'t, 'a> {
    /// Behind the opening brace, on its line.
    pub(super) note: Option<&'a str>,
    pub(super) all: Vec<Entry<'t, 'a>>,
    /// Behind the last entry.
    pub(super) rest: Vec<Comment<'a>>,
}

impl<'t, 'a> Entries<'t, 'a> {
    /// Splits what stands between braces, or in a whole file.
    pub(super) fn of(words: &'t [Lexeme<'a>]) -> Self {
        let starts = starts(words);
        let first = starts.first().copied().unwrap_or(words.len());
        let (note, mut comments) = comments(&words[..first]);
        let mut all = Vec::new();
        for (index, &start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(words.len());
            let (mut entry, after) = entry(&words[start..end]);
            entry.comments = std::mem::replace(&mut comments, after);
            all.push(entry);
        }
        Self {
            note,
            all,
            rest: comments,
        }
    }

    /// Takes in comments from before the opening brace: the first stays on its line.
    fn begin_with(&mut self, notes: &[Lexeme<'a>]) {
        let behind = self.note.take().map(|text| Comment { text, blank: false });
        let mut notes = notes.iter().map(Comment::of).chain(behind);
        self.note = notes.next().map(|first| first.text);
        let comments = match self.all.first_mut() {
            Some(first) => &mut first.comments,
            None => &mut self.rest,
        };
        comments.splice(0..0, notes);
    }

    fn is_empty(&self) -> bool {
        self.all.is_empty() && self.rest.is_empty() && self.note.is_none()
    }

    /// One row for each comment and entry.
    pub(super) fn rows(&self, row: impl Fn(&[Lexeme]) -> Row) -> Vec<Row> {
        let mut rows = Vec::new();
        for entry in &self.all {
            rows.extend(entry.comments.iter().map(Row::comment));
            rows.push(entry.noted(row(entry.words)));
        }
        rows.extend(self.rest.iter().map(Row::comment));
        rows
    }
}

impl Entry<'_, '_> {
    /// `row` with the empty line before and the comment behind.
    pub(super) fn noted(&self, mut row: Row) -> Row {
        row.blank = self.blank;
        row.note = self.note.map(str::to_owned);
        row
    }
}

/// The entry at the start of `words`, and the comments that belong to the next one.
fn entry<'t, 'a>(words: &'t [Lexeme<'a>]) -> (Entry<'t, 'a>, Vec<Comment<'a>>) {
    let last = |words: &[Lexeme]| words.iter().rposition(|word| !word.is_comment);
    let mut end = last(words).map_or(0, |last| last + 1);
    let has_comma = words[..end].last().is_some_and(|word| word.text == ",");
    if has_comma {
        end = last(&words[..end - 1]).map_or(0, |last| last + 1);
    }
    let (note, after) = comments(&words[end..]);
    let entry = Entry {
        comments: Vec::new(),
        blank: words[0].breaks > 1,
        words: &words[..end],
        has_comma,
        note,
    };
    (entry, after)
}

/// The comment on the line of what stands before, and those on lines of their own.
fn comments<'a>(words: &[Lexeme<'a>]) -> (Option<&'a str>, Vec<Comment<'a>>) {
    let mut comments = words.iter().filter(|word| word.is_comment).peekable();
    let note = comments.next_if(|comment| comment.breaks == 0);
    let rest = comments.map(Comment::of).collect();
    (note.map(|note| note.text), rest)
}

/// Where entries begin, those in inner braces left out.
fn starts(words: &[Lexeme]) -> Vec<usize> {
    let mut depth = 0_usize;
    let mut starts = Vec::new();
    for (index, word) in words.iter().enumerate() {
        match word.text {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            _ if depth == 0 && word.begins => starts.push(index),
            _ => {}
        }
    }
    starts
}

/// An entry with braces, over several lines; `rows` makes those of what stands in them.
pub(super) fn block(
    words: &[Lexeme],
    indent: usize,
    rows: impl FnOnce(&Entries, usize) -> Vec<Row>,
) -> Vec<String> {
    let open = words.iter().position(|word| word.text == "{");
    let open = open.unwrap_or(words.len());
    let close = words.len().saturating_sub(1).max(open);
    let inner = words.get(open + 1..close).unwrap_or_default();
    let mut entries = Entries::of(inner);
    let (head, notes): (Vec<_>, Vec<_>) = words[..open]
        .iter()
        .cloned()
        .partition(|word| !word.is_comment);
    entries.begin_with(&notes);
    let head = format!("{} {{", joined(&head));
    if entries.is_empty() {
        return vec![indented(indent, &format!("{head}}}"))];
    }
    let note = entries.note.map(|note| format!("  {note}"));
    let mut lines = vec![indented(indent, &(head + &note.unwrap_or_default()))];
    lines.extend(print(rows(&entries, indent + 2), indent + 2));
    lines.push(indented(indent, "}"));
    lines
}
