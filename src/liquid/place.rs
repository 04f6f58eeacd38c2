//! Whether one is inside of an address, be it an attribute's or a bare one.

use super::escape::Context;

/// Goes through a page, piece by piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reader {
    context: Context,
    /// What stands behind the last blank, bracket or quote.
    word: String,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            context: Context::Text,
            word: String::new(),
        }
    }
}

impl Reader {
    /// At the beginning of an address.
    pub(super) fn in_address() -> Self {
        Self {
            word: "://".to_owned(),
            ..Self::default()
        }
    }

    /// Whether what comes next is part of an address.
    pub(super) fn is_in_address(&self) -> bool {
        self.context.is_in_address() || self.word.contains("://")
    }

    /// Reads on.
    pub(super) fn text(&mut self, text: &str) {
        self.context.text(text);
        let last = text.rfind(|letter: char| letter.is_whitespace() || "<>\"'()".contains(letter));
        let word = match last {
            Some(at) => {
                self.word.clear();
                let mut letters = text[at..].chars();
                letters.next();
                letters.as_str()
            }
            None => text,
        };
        self.word.push_str(word);
    }

    /// Passes a value that is not known.
    pub(super) fn value(&mut self) {
        self.context.value();
        self.word.push('x');
    }
}

#[cfg(test)]
mod tests {
    use super::Reader;

    fn is_in_address(before: &str) -> bool {
        let mut reader = Reader::default();
        reader.text(before);
        reader.is_in_address()
    }

    #[test]
    fn values_of_address_attributes() {
        for before in [
            "<a href=\"",
            "<a href='/x?c=",
            "<a href=",
            "<a href=/x?c=",
            "<a class=b HREF = \"",
            "<img alt='a > b' src=\"/i.png?",
            "<form\naction=\"",
            "<br/><td background='",
            "<p>1 < 2 <a href=\"mailto:",
        ] {
            assert!(is_in_address(before), "{before}");
        }
    }

    #[test]
    fn bare_addresses() {
        for before in [
            "See https://a.example/?c=",
            "<p>https://a.example/",
            "<p style=\"background:url(https://a/",
        ] {
            assert!(is_in_address(before), "{before}");
        }
    }

    #[test]
    fn elsewhere() {
        for before in [
            "",
            "<a href=\"/\">",
            "<a href=\"/\" title=\"",
            "<a href=\"/\"",
            "<a data-name=\"",
            "<p>a href=",
            "https://a.example/ ",
            "<a href=/x title=",
            "<!-- [if mso]> ",
            "<p>https://a.example</p>",
            "1 < 2 href=\"",
        ] {
            assert!(!is_in_address(before), "{before}");
        }
    }
}
