//! Bytes of a text ↔ lines and UTF-16 units, as editors count.

use lsp_types::{Position, Range};

/// Where the lines of a text begin.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Lines end with `\n`, `\r\n` or `\r`.
    pub(super) fn of(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|&(at, byte)| {
            *byte == b'\n' || *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')
        });
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1));
        Self {
            text,
            starts: starts.collect(),
        }
    }

    /// The position of byte `at`; that of the end when it lies behind.
    pub(super) fn position(&self, at: usize) -> Position {
        let at = at.min(self.text.len());
        let at = (0..=at).rev().find(|at| self.text.is_char_boundary(*at));
        let at = at.unwrap_or_default();
        let line = self.starts.partition_point(|start| *start <= at) - 1;
        let before = &self.text[self.starts[line]..at];
        Position::new(line as u32, before.encode_utf16().count() as u32)
    }

    pub(super) fn range(&self, bytes: std::ops::Range<usize>) -> Range {
        Range::new(self.position(bytes.start), self.position(bytes.end))
    }

    /// The range of the whole text.
    pub(super) fn whole(&self) -> Range {
        self.range(0..self.text.len())
    }

    /// The byte at `position`, which is moved to the end of its line when it lies behind that.
    pub(super) fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(&start) = self.starts.get(line) else {
            return self.text.len();
        };
        let end = self.starts.get(line + 1).copied();
        let content = &self.text[start..end.unwrap_or(self.text.len())];
        let content = content.trim_end_matches(['\r', '\n']);
        let mut units = 0;
        for (at, char) in content.char_indices() {
            units += char.len_utf16() as u32;
            if units > position.character {
                return start + at;
            }
        }
        start + content.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;
    use lsp_types::Position;

    #[test]
    fn an_emoji_is_two_units_and_an_accent_one() {
        let text = "é 🎁 x\r\nzweite\rdritte\n";
        let lines = Lines::of(text);
        let places = [("x", 0, 5), ("zweite", 1, 0), ("dritte", 2, 0)];
        for (word, line, character) in places {
            let at = text.find(word).expect("it is there");
            let position = Position::new(line, character);
            assert_eq!(lines.position(at), position, "{word}");
            assert_eq!(lines.offset(position), at, "{word}");
        }
        assert_eq!(lines.position(text.len()), Position::new(3, 0));
    }

    #[test]
    fn positions_outside_are_moved_inside() {
        let lines = Lines::of("a🎁\r\nb");
        assert_eq!(lines.offset(Position::new(0, 99)), 5);
        assert_eq!(lines.offset(Position::new(0, 2)), 1, "inside the emoji");
        assert_eq!(lines.offset(Position::new(9, 0)), 8);
        assert_eq!(lines.position(99), Position::new(1, 1));
        assert_eq!(lines.position(3), Position::new(0, 1));
    }
}
