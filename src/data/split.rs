//! Splits CSV (RFC 4180) into records and cells without copying.
//!
//! The `csv` crate would read a quote that never closes to the end of the file; here the reader
//! decides how far to look, and where to go on.

use std::borrow::Cow;
use std::ops::Range;

/// Where a cell is, quotes included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawCell {
    pub(super) range: Range<usize>,
    pub(super) quoted: bool,
}

impl RawCell {
    /// What the cell says.
    pub(super) fn content<'a>(&self, text: &'a [u8]) -> Cow<'a, [u8]> {
        let raw = &text[self.range.clone()];
        if !self.quoted {
            return Cow::Borrowed(raw);
        }
        let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
        if !inner.contains(&b'"') {
            return Cow::Borrowed(inner);
        }
        let mut content = Vec::with_capacity(inner.len());
        let mut quote_before = false;
        for byte in inner {
            quote_before = *byte == b'"' && !quote_before;
            if !quote_before {
                content.push(*byte);
            }
        }
        Cow::Owned(content)
    }
}

/// What stands at the beginning of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// A record of so many bytes, its line break included.
    Record(usize),
    /// A record that goes on behind the text; its last cell begins here.
    Partial(usize),
    /// The text ends inside of the quoted cell that begins here.
    OpenQuote(usize),
    /// Text follows the closing quote of this cell.
    TextAfterQuote(Range<usize>),
}

/// Finds the first record of `text` and its cells; `whole` says that nothing follows the text.
pub(super) fn split(text: &[u8], whole: bool, cells: &mut Vec<RawCell>) -> Split {
    cells.clear();
    let mut start = 0;
    loop {
        let quoted = text.get(start) == Some(&b'"');
        let after_quote = if quoted {
            match closing_quote(text, start + 1) {
                // a quote that ends the text may be the first half of an escaped one
                Some(after) if after < text.len() || whole => after,
                None if whole => return Split::OpenQuote(start),
                _ => return Split::Partial(start),
            }
        } else {
            start
        };
        let rest = &text[after_quote..];
        let length = match rest.iter().position(|byte| matches!(byte, b',' | b'\n')) {
            Some(length) => length,
            None if whole => rest.len(),
            None => return Split::Partial(start),
        };
        let stop = after_quote + length;
        let more = text.get(stop) == Some(&b',');
        let carriage_return = !more && stop > after_quote && text[stop - 1] == b'\r';
        let end = stop - usize::from(carriage_return);
        if quoted && end > after_quote {
            return Split::TextAfterQuote(start..end);
        }
        cells.push(RawCell {
            range: start..end,
            quoted,
        });
        if !more {
            return Split::Record(text.len().min(stop + 1));
        }
        start = stop + 1;
    }
}

/// The place behind the quote that closes a cell whose content begins at `from`.
fn closing_quote(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += text[at..].iter().position(|byte| *byte == b'"')? + 1;
        if text.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}
