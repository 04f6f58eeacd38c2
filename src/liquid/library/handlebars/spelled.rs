//! What Handlebars says and the crate's parser does not know, in words that it knows: `{{.}}` and `{{..}}`,
//! sections (`{{#name}}`, `{{^name}}`), and partials in double quotes.

use std::ops::Range;

use super::helper;
use super::tags::{Kind, Tag, quoted};

/// A text for the crate, and where its bytes come from.
pub(super) struct Spelled {
    pub(super) text: String,
    /// In order: what was written where, and where the word for it stands.
    edits: Vec<(Range<usize>, Range<usize>)>,
}

impl Spelled {
    pub(super) fn new(text: &str, tags: &[Tag]) -> Self {
        let mut spelled = Self {
            text: String::with_capacity(text.len()),
            edits: Vec::new(),
        };
        let mut from = 0;
        for (written, word) in sections(text, tags) {
            spelled.text.push_str(&text[from..written.start]);
            let start = spelled.text.len();
            spelled.text.push_str(&word);
            from = written.end;
            spelled.edits.push((written, start..spelled.text.len()));
        }
        spelled.text.push_str(&text[from..]);
        spelled
    }

    /// Where the byte `at` was written.
    pub(super) fn written(&self, at: usize) -> usize {
        let edits = self.edits.iter().rev();
        let mut edits = edits.skip_while(|(_, word)| word.start > at);
        match edits.next() {
            None => at,
            Some((written, word)) if at < word.end => written.start,
            Some((written, word)) => written.end + at - word.end,
        }
    }
}

/// Whether a tag opens a part that is shown for a value, and not a helper's.
pub(super) fn is_section(text: &str, tag: &Tag) -> bool {
    let name = &text[tag.inner.clone()];
    tag.kind == Kind::Inverse
        || tag.kind == Kind::Open
            && !name.contains(|c: char| c.is_whitespace() || c == '(')
            && helper::find(name).is_none()
}

/// What is spelled otherwise, in order.
fn sections(text: &str, tags: &[Tag]) -> Vec<(Range<usize>, String)> {
    let mut edits = Vec::new();
    let mut open = Vec::new();
    for tag in tags {
        match tag.kind {
            Kind::Open | Kind::Inverse | Kind::OpenPartial | Kind::OpenDecorator => {
                let is_section = is_section(text, tag);
                let word = match tag.kind {
                    Kind::Inverse => "unless",
                    _ => "with",
                };
                open.push(is_section.then_some(word));
                if is_section {
                    edits.push((tag.sign(text)..tag.inner.start, format!("#{word} ")));
                }
                edits.extend(dots(text, tag));
            }
            Kind::Close => {
                if let Some(Some(word)) = open.pop() {
                    edits.push((tag.inner.clone(), word.to_owned()));
                }
            }
            Kind::Partial => {
                let name = &text[tag.inner.clone()];
                if let Some(length) = name.starts_with('"').then(|| quoted(name, '"')).flatten() {
                    let end = tag.inner.start + length;
                    edits.push((tag.inner.start..tag.inner.start + 1, "'".to_owned()));
                    edits.push((end - 1..end, "'".to_owned()));
                }
                edits.extend(dots(text, tag));
            }
            Kind::Comment | Kind::OpenVerbatim | Kind::CloseVerbatim => {}
            _ => edits.extend(dots(text, tag)),
        }
    }
    edits
}

/// Each lonely dot of a tag, and the word for it.
fn dots(text: &str, tag: &Tag) -> Vec<(Range<usize>, String)> {
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
        for (dots, word) in [(".", "this"), ("..", "../this")] {
            if is_start && rest.strip_prefix(dots).is_some_and(ends) {
                found.push((at..at + dots.len(), word.to_owned()));
            }
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
    use crate::liquid::library::handlebars::tags::tags;
    use crate::source::Sources;

    fn spelled(text: &str) -> Spelled {
        let source = Sources::default().add("a.hbs", text);
        let tags = tags(text, source, &mut Diagnostics::default()).unwrap_or_default();
        Spelled::new(text, &tags)
    }

    #[test]
    fn dots_become_words_and_places_are_found_again() {
        let text = "{{.}} é {{#each ..}}{{x a=. b=(y . ..)}}{{/each}}. {{../z}}!";
        let spelled = spelled(text);
        assert_eq!(
            spelled.text,
            "{{this}} é {{#each ../this}}{{x a=this b=(y this ../this)}}{{/each}}. {{../z}}!"
        );
        for part in ["é", "x a", "{{/each}}", "{{../z}}", "!"] {
            let at = spelled.text.find(part).unwrap_or_default();
            assert_eq!(Some(spelled.written(at)), text.find(part), "{part}");
        }
    }

    #[test]
    fn sections_become_blocks() {
        let text = "{{#a.b}}{{^c}}{{#if d}}x{{^}}y{{/if}}{{~/c~}}{{/a.b}} {{> \"e\" f=\"g\"}}";
        let spelled = spelled(text);
        assert_eq!(
            spelled.text,
            "{{#with a.b}}{{#unless c}}{{#if d}}x{{^}}y{{/if}}{{~/unless~}}{{/with}} {{> 'e' f=\"g\"}}"
        );
        let at = spelled.text.find("f=").unwrap_or_default();
        assert_eq!(Some(spelled.written(at)), text.find("f="));
        assert_eq!(spelled.written(5), 2);
    }
}
