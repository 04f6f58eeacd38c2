//! From letter to letter.

use super::Context;
use super::kind::Kind;
use super::style::Style;

impl Context {
    pub(super) fn next(self, letter: char) -> Self {
        let lower = letter.to_ascii_lowercase();
        match self {
            Self::Plain => Self::Plain,
            Self::Text if letter == '<' => Self::Name(String::new()),
            Self::Text => Self::Text,
            Self::Name(name) => open(name, lower),
            Self::Tag(element) => in_tag(element, lower),
            Self::Attribute(element, name) if letter == '=' => Self::Equals(element, name),
            Self::Attribute(element, _) if letter == '>' => inside(element),
            Self::Attribute(element, _) if letter == '/' => Self::Tag(element),
            Self::Attribute(element, name) if letter.is_whitespace() => {
                Self::Attribute(element, name.trim_end().to_owned() + " ")
            }
            Self::Attribute(element, name) if name.ends_with(' ') => {
                Self::Attribute(element, lower.to_string())
            }
            Self::Attribute(element, name) => Self::Attribute(element, name + &lower.to_string()),
            Self::Equals(element, name) if letter.is_whitespace() => Self::Equals(element, name),
            Self::Equals(element, name) => begin(element, name.trim_end(), letter),
            Self::Value(element, _, Some(quote)) if letter == quote => Self::Tag(element),
            Self::Value(element, _, None) if letter.is_whitespace() => Self::Tag(element),
            Self::Value(element, _, None) if letter == '>' => inside(element),
            Self::Value(element, mut kind, quote) => {
                kind.letter(letter);
                Self::Value(element, kind, quote)
            }
            Self::Declaration(text) => declaration(text, lower),
            Self::Comment(last) => comment(last, letter),
            Self::Raw(name, ended, style) => raw(name, ended, style, lower),
        }
    }
}

/// Behind `<` and `name`.
fn open(name: String, letter: char) -> Context {
    match letter {
        '!' if name.is_empty() => Context::Declaration(String::new()),
        '<' if name.is_empty() => Context::Name(name),
        '/' if name.is_empty() => Context::Name("/".to_owned()),
        letter if name.is_empty() && !letter.is_ascii_alphabetic() => Context::Text,
        '>' if name == "/" => Context::Text,
        '>' => inside(name),
        '/' => Context::Tag(name),
        letter if letter.is_whitespace() => Context::Tag(name),
        letter => Context::Name(name + &letter.to_string()),
    }
}

fn in_tag(element: String, letter: char) -> Context {
    match letter {
        '>' => inside(element),
        letter if letter.is_whitespace() || letter == '/' => Context::Tag(element),
        letter => Context::Attribute(element, letter.to_string()),
    }
}

/// The first letter behind `=`.
fn begin(element: String, name: &str, letter: char) -> Context {
    match letter {
        '"' | '\'' => Context::Value(element, Kind::of(name), Some(letter)),
        '>' => inside(element),
        letter => {
            let mut kind = Kind::of(name);
            kind.letter(letter);
            Context::Value(element, kind, None)
        }
    }
}

/// Behind the `>` of a tag.
fn inside(element: String) -> Context {
    match element.as_str() {
        "script" | "style" | "title" | "textarea" | "xmp" | "noembed" | "noframes" => {
            Context::Raw(element, None, Style::default())
        }
        _ => Context::Text,
    }
}

/// Behind `<!`: a comment, or something that ends at `>`. What Outlook alone reads counts as HTML.
fn declaration(text: String, letter: char) -> Context {
    let text = text + &letter.to_string();
    match text.as_str() {
        "--" => Context::Comment("!".to_owned()),
        _ if letter == '>' => Context::Text,
        _ if text.len() > 64 => Context::Declaration("…".to_owned()),
        _ => Context::Declaration(text),
    }
}

/// `last` begins with `!` as long as the comment is empty: `<!-->` ends there, and `<!--[if` begins
/// a part for Outlook.
fn comment(last: String, letter: char) -> Context {
    if letter == '>' && matches!(last.as_str(), "!" | "!-" | "--" | "!--") {
        return Context::Text;
    }
    if last == "!" && letter == '[' {
        return Context::Declaration("[".to_owned());
    }
    if letter != '-' {
        return Context::Comment(String::new());
    }
    match last.as_str() {
        "--" => Context::Comment(last),
        _ => Context::Comment(last + "-"),
    }
}

/// Inside of `<script>` and the like: only the end tag of the same name ends it.
fn raw(name: String, ended: Option<String>, mut style: Style, letter: char) -> Context {
    let is_style = name == "style";
    match ended {
        _ if letter == '<' => Context::Raw(name, Some(String::new()), style),
        Some(end) => {
            let end = end + &letter.to_string();
            let full = format!("/{name}");
            if end.strip_prefix(&full).is_some_and(|rest| {
                rest.starts_with(['>', '/']) || rest.starts_with(char::is_whitespace)
            }) {
                return if letter == '>' {
                    Context::Text
                } else {
                    Context::Tag(full)
                };
            }
            let goes_on = full.starts_with(&end);
            Context::Raw(name, goes_on.then_some(end), style)
        }
        None => {
            if is_style {
                style.letter(letter);
            }
            Context::Raw(name, None, style)
        }
    }
}
