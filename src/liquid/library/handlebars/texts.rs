//! Where the crate's texts stand in the file: it leaves out white space around tags that stand alone,
//! and backslashes that take a tag's meaning away.

use std::ops::Range;

/// The parts of `text[place]` that together are `wanted`.
pub(super) fn places(text: &str, place: Range<usize>, wanted: &str) -> Vec<Range<usize>> {
    let inside = &text[place.clone()];
    if wanted.is_empty() {
        return Vec::new();
    }
    if let Some(at) = inside.find(wanted) {
        let start = place.start + at;
        return std::iter::once(start..start + wanted.len()).collect();
    }
    let backslashes = backslashes(inside);
    let kept = kept(inside, &backslashes);
    let Some(found) = kept.find(wanted) else {
        return Vec::new();
    };
    parts(&backslashes, found..found + wanted.len())
        .into_iter()
        .map(|part| place.start + part.start..place.start + part.end)
        .collect()
}

/// The backslashes that are left out.
fn backslashes(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let is_first = *byte == b'\\' && (at == 0 || bytes[at - 1] != b'\\');
        if is_first {
            let rest = text[at..].trim_start_matches('\\');
            let is_at_end = rest.is_empty() && text[at..].len() > 1;
            if rest.starts_with("{{") || is_at_end {
                found.push(at);
            }
        }
    }
    found
}

fn kept(text: &str, without: &[usize]) -> String {
    let letters = text.char_indices();
    letters
        .filter(|(at, _)| !without.contains(at))
        .map(|(_, c)| c)
        .collect()
}

/// A range of the kept text, as ranges of the whole.
fn parts(without: &[usize], range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = range.start;
    let mut end = range.end;
    let mut open = None;
    for at in without {
        if *at <= start && open.is_none() {
            start += 1;
            end += 1;
        } else if *at < end {
            parts.push(open.unwrap_or(start)..*at);
            open = Some(at + 1);
            end += 1;
        }
    }
    parts.push(open.unwrap_or(start)..end);
    parts
}

#[cfg(test)]
mod tests {
    use super::places;

    fn found(text: &str, wanted: &str) -> String {
        let parts = places(text, 0..text.len(), wanted).into_iter();
        parts.map(|part| &text[part]).collect()
    }

    #[test]
    fn a_text_is_found_without_white_space_and_backslashes() {
        assert_eq!(found("  \n a b \n", "a b"), "a b");
        assert_eq!(
            found(r"a \{{b}} c \{{d}}", "a {{b}} c {{d}}"),
            "a {{b}} c {{d}}"
        );
        assert_eq!(found(r"\{{b}} c", "{{b}} c"), "{{b}} c");
        assert_eq!(found(r"a\\", r"a\"), r"a\");
        assert_eq!(found("é \\{{b}}", "é {{b}}"), "é {{b}}");
    }

    #[test]
    fn nothing_is_nowhere() {
        assert_eq!(places("abc", 0..3, "").len(), 0);
        assert_eq!(places("abc", 0..3, "x").len(), 0);
    }
}
