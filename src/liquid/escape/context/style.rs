//! Where in a style sheet one is.

use super::address::Part;
use crate::liquid::escape::Escaper;

/// A place in a style sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::liquid) struct Style {
    /// Inside of `url(`.
    address: Option<Part>,
    /// The last letters.
    tail: String,
}

impl Style {
    pub(super) fn letter(&mut self, letter: char) {
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

    pub(super) fn escaper(&self) -> Escaper {
        self.address.map_or(Escaper::Css, Part::escaper)
    }

    pub(super) fn after_value(&mut self) {
        self.address = self.address.map(Part::after_value);
        self.tail.clear();
    }

    pub(super) fn join(&self, other: &Self) -> Option<Self> {
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

    /// Whether one is in `url(`.
    pub(super) fn is_address(&self) -> bool {
        self.address.is_some()
    }
}
