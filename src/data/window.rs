//! The part of a text file that is held in memory: what the current batch borrows from, and what
//! comes next.

use std::io::{self, Read};
use std::ops::Range;

use bytes::Buf;

use crate::world::Input;

/// Bytes a row may have at most.
pub(super) const LONGEST_ROW: usize = 16 << 20;

/// Bytes read at a time.
const PIECE: usize = 256 << 10;

/// A file read from front to back.
pub(super) struct Window {
    input: Box<dyn Read + Send>,
    held: Vec<u8>,
    /// How much of `held` the batch has taken.
    taken: usize,
    line: u64,
    at_end: bool,
}

impl Window {
    pub(super) fn new(input: Input) -> Self {
        let input: Box<dyn Read + Send> = match input {
            Input::File(file) => Box::new(file),
            Input::Memory(bytes) => Box::new(bytes.reader()),
        };
        Self {
            input,
            held: Vec::new(),
            taken: 0,
            line: 1,
            at_end: false,
        }
    }

    /// Number of the line that comes next, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Whether nothing follows what is held.
    pub(super) fn at_end(&self) -> bool {
        self.at_end
    }

    /// What is held and not taken.
    pub(super) fn ahead(&self) -> &[u8] {
        &self.held[self.taken..]
    }

    /// What was taken since the last [`Window::release`].
    pub(super) fn taken(&self) -> &[u8] {
        &self.held[..self.taken]
    }

    /// Lets go of what was taken.
    pub(super) fn release(&mut self) {
        self.held.drain(..self.taken);
        self.taken = 0;
    }

    /// Takes the next `length` bytes and says where in [`Window::taken`] they are.
    pub(super) fn take(&mut self, length: usize) -> Range<usize> {
        let range = self.taken..self.taken + length;
        let lines = self.held[range.clone()].split(|byte| *byte == b'\n');
        self.line += lines.count() as u64 - 1;
        self.taken = range.end;
        range
    }

    /// Reads on; twice as much is ahead afterwards unless the file ends.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn grow(&mut self) -> io::Result<()> {
        let wanted = PIECE.max(self.ahead().len());
        let mut piece = self.input.by_ref().take(wanted as u64);
        self.at_end = piece.read_to_end(&mut self.held)? < wanted;
        Ok(())
    }

    /// Passes over the rest of a line without holding it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let end = self.ahead().iter().position(|byte| *byte == b'\n');
            let passed = end.map_or(self.ahead().len(), |end| end + 1);
            self.line += u64::from(end.is_some());
            self.held.drain(self.taken..self.taken + passed);
            if end.is_some() || self.at_end {
                return Ok(());
            }
            self.grow()?;
        }
    }
}
