//! What an attribute's value is, by the attribute's name.

use super::address::Part;
use super::style::Style;

/// What an attribute's value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::liquid) enum Kind {
    Plain,
    Address(Part),
    Style(Style),
    /// A script, or a page of its own.
    Code,
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

impl Kind {
    pub(super) fn of(attribute: &str) -> Self {
        match attribute {
            "style" => Self::Style(Style::default()),
            "srcdoc" => Self::Code,
            name if name.starts_with("on") => Self::Code,
            name if ADDRESSES.contains(&name) => Self::Address(Part::Start),
            _ => Self::Plain,
        }
    }

    pub(super) fn letter(&mut self, letter: char) {
        match self {
            Self::Address(part) => *part = part.next(letter),
            Self::Style(style) => style.letter(letter),
            Self::Plain | Self::Code => {}
        }
    }

    /// Whether what comes next is part of an address.
    pub(super) fn is_address(&self) -> bool {
        match self {
            Self::Address(_) => true,
            Self::Style(style) => style.is_address(),
            Self::Plain | Self::Code => false,
        }
    }
}
