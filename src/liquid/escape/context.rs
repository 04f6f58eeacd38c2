//! Where in a page one is: literal text and values passed one after the other.

mod address;
mod kind;
mod read;
mod style;

use super::Escaper;
use kind::Kind;
use style::Style;

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

    /// Whether what comes next is part of the address that an attribute or a style sheet names.
    pub(in crate::liquid) fn is_in_address(&self) -> bool {
        match self {
            Self::Equals(_, name) => Kind::of(name.trim_end()).is_address(),
            Self::Value(_, kind, _) => kind.is_address(),
            Self::Raw(_, _, style) => style.is_address(),
            _ => false,
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
}
