//! Where in an address one is: what may still become its scheme, its path, its query.

use crate::liquid::escape::Escaper;

/// A place in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::liquid) enum Part {
    Start,
    /// So far nothing that could follow a scheme.
    Open,
    Path,
    Query,
}

impl Part {
    pub(super) fn next(self, letter: char) -> Self {
        match (self, letter) {
            (Self::Query, _) | (_, '?' | '#') => Self::Query,
            (Self::Path, _) | (_, '/' | ':') => Self::Path,
            (Self::Start, letter) if letter.is_whitespace() => Self::Start,
            (Self::Start | Self::Open, _) => Self::Open,
        }
    }

    pub(super) fn escaper(self) -> Escaper {
        match self {
            Self::Start => Escaper::Address,
            Self::Open => Escaper::Relative,
            Self::Path => Escaper::Path,
            Self::Query => Escaper::Query,
        }
    }

    pub(super) fn after_value(self) -> Self {
        match self {
            Self::Start => Self::Open,
            other => other,
        }
    }

    /// Of two ways here: the one that lets less through.
    pub(super) fn join(self, other: Self) -> Self {
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
