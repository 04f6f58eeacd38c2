//! What is skipped or copied without reading its markup: comments, `doc` and `raw`.

use std::ops::Range;

use super::{Piece, Scan, is_space};
use crate::liquid::problem::Problem;

impl Scan<'_, '_> {
    /// The block `name` whose body begins at `after`; returns where scanning goes on.
    pub(super) fn skip(&mut self, name: Range<usize>, markup: Range<usize>, after: usize) -> usize {
        let word = &self.text[name.clone()];
        if word != "comment" && !markup.is_empty() {
            let found = self.text[markup.clone()].to_owned();
            let expected = Vec::new();
            let hint = None;
            self.report(
                &Problem::Syntax {
                    expected,
                    found,
                    hint,
                },
                markup,
            );
        }
        let found = match word {
            "comment" => self.comment_end(after).map(|end| (after..after, end)),
            _ => self.body(word, after),
        };
        let Some((body, end)) = found else {
            self.report(&Problem::UnclosedTag(word.to_owned()), name);
            return self.text.len();
        };
        match word {
            "raw" if body.is_empty() => {}
            "raw" => self.pieces.push(Piece::Verbatim(body)),
            "doc" => {
                if let Some(inner) = self.tag_named("doc", body.clone()) {
                    self.report(&Problem::UnexpectedTag(word.to_owned()), inner);
                }
                if !body.is_empty() {
                    self.pieces.push(Piece::Verbatim(end..end));
                }
            }
            _ => {}
        }
        self.trim = self.text[..end].ends_with("-%}");
        end
    }

    /// The body of a block that begins at `from`, and the end of its end tag.
    fn body(&self, word: &str, from: usize) -> Option<(Range<usize>, usize)> {
        let name = self.tag_named(&format!("end{word}"), from..self.text.len())?;
        let open = from + self.text[from..name.start].rfind("{%")?;
        let close = name.end + self.text[name.end..].find("%}")?;
        Some((from..open, close + 2))
    }

    /// The name of the first tag in `range` that is called `word`.
    fn tag_named(&self, word: &str, range: Range<usize>) -> Option<Range<usize>> {
        let mut at = range.start;
        loop {
            at += self.text[at..range.end].find("{%")? + 2;
            let name = self.name(self.trimmed_start(at));
            if self.text[name.clone()] == *word {
                return Some(name);
            }
        }
    }

    /// The end of the comment whose body begins at `from`. Unlike `raw`, it is read piece by piece,
    /// so that half a tag swallows what follows.
    fn comment_end(&self, from: usize) -> Option<usize> {
        let mut depth = 1;
        let mut at = from;
        loop {
            let open = self.find_open(at)?;
            let is_output = self.text[open..].starts_with("{{");
            at = if is_output {
                self.output_end(open + 2)?
            } else {
                open + 4 + self.text[open + 2..].find("%}")?
            };
            let name = self.name(self.trimmed_start(open + 2));
            match &self.text[name] {
                _ if is_output => {}
                "raw" => at = self.body("raw", at)?.1,
                "comment" => depth += 1,
                "endcomment" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(at);
            }
        }
    }

    /// The end of an output inside a comment: a single brace ends it too, and a tag's end if one
    /// begins inside.
    fn output_end(&self, mut at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        loop {
            at += memchr::memchr2(b'{', b'}', bytes.get(at..)?)?;
            match (bytes[at], bytes.get(at + 1)?) {
                (b'}', b'}') => return Some(at + 2),
                (b'}', _) => return Some(at + 1),
                (_, b'%') => return Some(at + 4 + self.text[at + 2..].find("%}")?),
                _ => at += 1,
            }
        }
    }

    /// Each line of an inline comment must be one.
    pub(super) fn inline_comment(&mut self, markup: &Range<usize>) {
        let text = &self.text[markup.clone()];
        let mut start = markup.start;
        for line in text.split_inclusive('\n') {
            let words = line.trim_start_matches(is_space);
            let first = start + line.len() - words.len();
            let is_comment = words.is_empty() || words.starts_with('#');
            if start > markup.start && !is_comment {
                let expected = vec!["`#`"];
                let word = words.split(is_space).next().unwrap_or_default();
                let found = word.to_owned();
                let place = first..first + word.len();
                let hint = Some("each line of such a comment begins with `#`".to_owned());
                self.report(
                    &Problem::Syntax {
                        expected,
                        found,
                        hint,
                    },
                    place,
                );
            }
            start += line.len();
        }
    }
}
