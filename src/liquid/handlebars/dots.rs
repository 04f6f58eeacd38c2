//! `{{.}}` and `{{..}}`, which the crate's parser only knows as `this` and `../this`.

use super::tags::{Kind, Tag, quoted};

/// A text for the crate, and where its bytes come from.
pub(super) struct Spelled {
    pub(super) text: String,
    /// Bytes of the text behind which it is longer than what was written, and by how much.
    longer: Vec<(usize, usize)>,
}

impl Spelled {
    /// Writes the dots in tags as words.
    pub(super) fn new(text: &str, tags: &[Tag]) -> Self {
        let mut spelled = Self {
            text: String::with_capacity(text.len()),
            longer: Vec::new(),
        };
        let mut from = 0;
        let says = |tag: &&Tag| !matches!(tag.kind, Kind::Comment | Kind::OpenVerbatim);
        for tag in tags.iter().filter(says) {
            for (at, word) in dots(text, tag) {
                spelled.text.push_str(&text[from..at]);
                spelled.text.push_str(word);
                let written = word.len() - "/this".len().min(word.len() - 1);
                from = at + written;
                spelled
                    .longer
                    .push((spelled.text.len(), word.len() - written));
            }
        }
        spelled.text.push_str(&text[from..]);
        spelled
    }

    /// Where the byte `at` was written.
    pub(super) fn written(&self, at: usize) -> usize {
        let before = self.longer.iter().take_while(|(place, _)| *place <= at);
        at - before.map(|(_, by)| by).sum::<usize>()
    }
}

/// Each lonely dot of a tag, and the word for it.
fn dots(text: &str, tag: &Tag) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    let mut at = tag.inner.start;
    let mut is_start = true;
    while at < tag.inner.end {
        let rest = &text[at..tag.inner.end];
        let Some(c) = rest.chars().next() else {
            break;
        };
        let ends = |rest: &str| {
            rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == ')')
        };
        if is_start && c == '.' && ends(&rest[1..]) {
            found.push((at, "this"));
        }
        if is_start && rest.starts_with("..") && ends(&rest[2..]) {
            found.push((at, "../this"));
        }
        is_start = c.is_whitespace() || matches!(c, '(' | '=');
        at += match c {
            '"' | '\'' => quoted(rest, c).unwrap_or(1),
            c => c.len_utf8(),
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::Spelled;
    use crate::diagnostic::Diagnostics;
    use crate::liquid::handlebars::tags::tags;
    use crate::source::Sources;

    #[test]
    fn dots_become_words_and_places_are_found_again() {
        let text = "{{.}} é {{#each ..}}{{x a=. b=(y . ..)}}{{/each}}. {{../z}}!";
        let source = Sources::default().add("a.hbs", text);
        let tags = tags(text, source, &mut Diagnostics::default()).unwrap_or_default();
        let spelled = Spelled::new(text, &tags);
        assert_eq!(
            spelled.text,
            "{{this}} é {{#each ../this}}{{x a=this b=(y this ../this)}}{{/each}}. {{../z}}!"
        );
        for part in ["é", "x a", "{{/each}}", "{{../z}}", "!"] {
            let at = spelled.text.find(part).unwrap_or_default();
            assert_eq!(Some(spelled.written(at)), text.find(part), "{part}");
        }
    }
}
