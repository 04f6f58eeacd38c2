//! Where in a page one is: inside of an address, or elsewhere.

/// A place in HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Place {
    /// Between tags.
    #[default]
    Text,
    /// Behind `<`.
    Open,
    /// `<a`
    Tag,
    /// `<a `
    Between,
    /// `<a href`, or the blank behind it.
    Attribute(String),
    /// `<a href=`
    Equals(String),
    /// `<a href="…`, with the quote if there is one.
    Value(String, Option<char>),
}

/// Attributes whose value is an address.
const ADDRESSES: [&str; 9] = [
    "action",
    "background",
    "cite",
    "data",
    "formaction",
    "href",
    "poster",
    "src",
    "srcset",
];

/// Goes through a page, piece by piece.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reader {
    place: Place,
    /// What stands behind the last blank, bracket or quote.
    word: String,
}

impl Reader {
    /// At the beginning of an address.
    pub(super) fn in_address() -> Self {
        Self {
            place: Place::Text,
            word: "://".to_owned(),
        }
    }

    /// Whether what comes next is part of an address, be it an attribute or a bare one in a text.
    pub(super) fn is_in_address(&self) -> bool {
        let is_attribute = match &self.place {
            Place::Equals(name) | Place::Value(name, _) => ADDRESSES.contains(&name.trim()),
            _ => false,
        };
        is_attribute || self.word.contains("://")
    }

    /// Reads on.
    pub(super) fn text(&mut self, text: &str) {
        for letter in text.chars() {
            self.letter(letter);
        }
    }

    /// Passes a value that is not known.
    pub(super) fn value(&mut self) {
        self.letter('x');
    }

    fn letter(&mut self, letter: char) {
        if letter.is_whitespace() || "<>\"'()".contains(letter) {
            self.word.clear();
        } else {
            self.word.push(letter);
        }
        self.place = next(std::mem::take(&mut self.place), letter);
    }
}

fn next(place: Place, letter: char) -> Place {
    match place {
        Place::Text if letter == '<' => Place::Open,
        Place::Open if letter.is_ascii_alphabetic() || letter == '!' => Place::Tag,
        Place::Text | Place::Open => Place::Text,
        Place::Value(_, Some(quote)) if letter == quote => Place::Between,
        Place::Value(_, Some(_)) => place,
        _ if letter == '>' => Place::Text,
        Place::Value(_, None) if letter.is_whitespace() => Place::Between,
        Place::Value(_, None) => place,
        Place::Equals(name) if letter.is_whitespace() => Place::Equals(name),
        Place::Equals(name) => {
            Place::Value(name, Some(letter).filter(|quote| "\"'".contains(*quote)))
        }
        Place::Attribute(name) if letter == '=' => Place::Equals(name),
        Place::Attribute(name) if letter.is_whitespace() => {
            Place::Attribute(name.trim_end().to_owned() + " ")
        }
        Place::Attribute(name) if !name.ends_with(' ') && letter != '/' => {
            Place::Attribute(name + &letter.to_lowercase().to_string())
        }
        Place::Tag if !letter.is_whitespace() && letter != '/' => Place::Tag,
        Place::Tag | Place::Between | Place::Attribute(_) => {
            if letter.is_whitespace() || letter == '/' {
                Place::Between
            } else {
                Place::Attribute(letter.to_lowercase().to_string())
            }
        }
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
