//! Where in a page one is: literal text and values passed one after the other.

use super::Escaper;

/// A place in HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::liquid) enum Context {
    /// Not HTML at all.
    Plain,
    /// Between tags.
    Text,
    /// Behind `<` or `</`, with the element's name so far.
    Name(String),
    /// `<a `, with the element's name.
    Tag(String),
    /// `<a href`, or the blank behind it: the element and the attribute.
    Attribute(String, String),
    /// `<a href=`
    Equals(String, String),
    /// `<a href="…`: the element, what kind of value it is, and the quote if there is one.
    Value(String, Kind, Option<char>),
    /// `<!`, and what follows.
    Declaration(String),
    /// `<!-- `, with the last two letters.
    Comment(String),
    /// Inside of an element whose content is no HTML: its name, and what stands behind the last `<`.
    Raw(String, Option<String>, Style),
}

/// What an attribute's value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::liquid) enum Kind {
    Plain,
    Address(Part),
    Style(Style),
    /// A script, or a page of its own.
    Code,
}

/// A place in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::liquid) enum Part {
    Start,
    /// So far nothing that could follow a scheme.
    Open,
    Path,
    Query,
}

/// A place in a style sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::liquid) struct Style {
    /// Inside of `url(`.
    address: Option<Part>,
    /// The last letters.
    tail: String,
}

/// Why no value may be printed somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::liquid) enum Fault {
    /// In a tag's or attribute's name.
    Markup,
    /// In an attribute's value without quotes.
    Unquoted,
    /// In a script.
    Script,
}

/// Attributes whose value is an address.
const ADDRESSES: [&str; 12] = [
    "action",
    "background",
    "cite",
    "data",
    "formaction",
    "href",
    "icon",
    "longdesc",
    "poster",
    "src",
    "srcset",
    "xlink:href",
];

impl Part {
    fn next(self, letter: char) -> Self {
        match (self, letter) {
            (Self::Query, _) | (_, '?' | '#') => Self::Query,
            (Self::Path, _) | (_, '/' | ':') => Self::Path,
            (Self::Start, letter) if letter.is_whitespace() => Self::Start,
            (Self::Start | Self::Open, _) => Self::Open,
        }
    }

    fn escaper(self) -> Escaper {
        match self {
            Self::Start => Escaper::Address,
            Self::Open => Escaper::Relative,
            Self::Path => Escaper::Path,
            Self::Query => Escaper::Query,
        }
    }

    fn after_value(self) -> Self {
        match self {
            Self::Start => Self::Open,
            other => other,
        }
    }
}

impl Style {
    fn letter(&mut self, letter: char) {
        match &mut self.address {
            Some(_) if letter == ')' => self.address = None,
            Some(Part::Start) if matches!(letter, '"' | '\'') => {}
            Some(part) => *part = part.next(letter),
            None if letter == '(' && self.tail.eq_ignore_ascii_case("url") => {
                self.address = Some(Part::Start);
            }
            None => {}
        }
        self.tail.push(letter);
        let length = self.tail.chars().count();
        if length > 3 {
            self.tail = self.tail.chars().skip(length - 3).collect();
        }
    }

    fn escaper(&self) -> Escaper {
        self.address.map_or(Escaper::Css, Part::escaper)
    }

    fn after_value(&mut self) {
        self.address = self.address.map(Part::after_value);
        self.tail.clear();
    }
}

impl Kind {
    fn of(attribute: &str) -> Self {
        match attribute {
            "style" => Self::Style(Style::default()),
            "srcdoc" => Self::Code,
            name if name.starts_with("on") => Self::Code,
            name if ADDRESSES.contains(&name) => Self::Address(Part::Start),
            _ => Self::Plain,
        }
    }

    fn letter(&mut self, letter: char) {
        match self {
            Self::Address(part) => *part = part.next(letter),
            Self::Style(style) => style.letter(letter),
            Self::Plain | Self::Code => {}
        }
    }
}

impl Context {
    /// Reads on.
    pub(in crate::liquid) fn text(&mut self, text: &str) {
        if *self == Self::Plain {
            return;
        }
        for letter in text.chars() {
            *self = std::mem::replace(self, Self::Text).next(letter);
        }
    }

    /// What is done to a value here.
    ///
    /// # Errors
    /// When no value may stand here.
    pub(in crate::liquid) fn escaper(&self) -> Result<Escaper, Fault> {
        Ok(match self {
            Self::Plain => Escaper::None,
            Self::Value(_, _, None) | Self::Equals(..) => return Err(Fault::Unquoted),
            Self::Text => Escaper::Html,
            Self::Comment(_) | Self::Value(_, Kind::Plain, _) => Escaper::Quoted,
            Self::Value(_, Kind::Address(part), _) => part.escaper(),
            Self::Value(_, Kind::Style(style), _) => style.escaper(),
            Self::Raw(name, ..) if matches!(name.as_str(), "title" | "textarea") => Escaper::Quoted,
            Self::Raw(name, _, style) if name == "style" => style.escaper(),
            Self::Value(_, Kind::Code, _) | Self::Raw(..) => return Err(Fault::Script),
            Self::Name(_) | Self::Tag(_) | Self::Attribute(..) | Self::Declaration(_) => {
                return Err(Fault::Markup);
            }
        })
    }

    /// Passes a value.
    pub(in crate::liquid) fn value(&mut self) {
        match self {
            Self::Value(_, Kind::Address(part), _) => *part = part.after_value(),
            Self::Value(_, Kind::Style(style), _) | Self::Raw(_, _, style) => style.after_value(),
            Self::Equals(element, name) => {
                *self = Self::Value(std::mem::take(element), Kind::of(name), None);
            }
            Self::Name(name) if name.is_empty() => *self = Self::Text,
            Self::Comment(last) => last.clear(),
            _ => {}
        }
    }

    /// Where one is when one may have come from either place; none when what follows would be read
    /// in two ways.
    pub(in crate::liquid) fn join(self, other: Self) -> Option<Self> {
        if self == other {
            return Some(self);
        }
        match (self, other) {
            (
                Self::Name(a) | Self::Tag(a) | Self::Attribute(a, _),
                Self::Name(b) | Self::Tag(b) | Self::Attribute(b, _),
            ) if a == b => Some(Self::Tag(a)),
            (Self::Value(element, a, quote), Self::Value(other, b, end))
                if element == other && quote == end =>
            {
                let kind = match (a, b) {
                    (Kind::Address(a), Kind::Address(b)) => Kind::Address(a.join(b)),
                    (Kind::Style(a), Kind::Style(b)) => Kind::Style(a.join(&b)?),
                    _ => return None,
                };
                Some(Self::Value(element, kind, quote))
            }
            (Self::Comment(_), Self::Comment(_)) => Some(Self::Comment(String::new())),
            (Self::Raw(a, left, x), Self::Raw(b, right, y)) if a == b && left == right => {
                Some(Self::Raw(a, left, x.join(&y)?))
            }
            (Self::Name(name), Self::Text) | (Self::Text, Self::Name(name)) if name.is_empty() => {
                Some(Self::Text)
            }
            _ => None,
        }
    }

    fn next(self, letter: char) -> Self {
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

impl Part {
    /// Of two ways here: the one that lets less through.
    fn join(self, other: Self) -> Self {
        let rank = |part: Self| match part {
            Self::Start => 0,
            Self::Path => 1,
            Self::Open => 2,
            Self::Query => 3,
        };
        if rank(self) > rank(other) {
            self
        } else {
            other
        }
    }
}

impl Style {
    fn join(&self, other: &Self) -> Option<Self> {
        let address = match (self.address, other.address) {
            (Some(a), Some(b)) => Some(a.join(b)),
            (None, None) => None,
            _ => return None,
        };
        Some(Self {
            address,
            tail: String::new(),
        })
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
