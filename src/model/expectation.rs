//! What must hold: for one persona, or for all customers together.

use super::{Expr, Pattern};
use crate::rules::ast::Text;
use crate::schema::Decimal;
use crate::source::Span;

/// What must hold for a persona.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// What.
    pub kind: ExpectationKind,
    /// Where it is written.
    pub span: Span,
}

/// What can be expected of a persona.
#[derive(Clone, Debug)]
pub enum ExpectationKind {
    /// The condition holds.
    Holds(Expr),
    /// The persona gets the campaign, or with `false` does not.
    Audience(usize, bool),
    /// The block of the campaign shows this, or with `negated` does not.
    Shows {
        /// Which campaign.
        campaign: usize,
        /// Which of its blocks.
        block: usize,
        /// The expected content.
        shown: Shown,
        /// Whether it is not to be shown.
        negated: bool,
    },
    /// A part of the campaign's message reads like this, or with `negated` does not.
    Reads {
        /// Which campaign.
        campaign: usize,
        /// Which part.
        part: Part,
        /// How it must read.
        test: TextTest,
        /// Whether it must not.
        negated: bool,
    },
}

/// What a block can be expected to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A template.
    Template(Text),
    /// The page's own content, since no arm holds.
    Default,
}

/// A part of a message that can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Part {
    Subject,
    Preheader,
    From,
    Text,
    Html,
}

impl Part {
    /// All, as rules name them.
    pub const ALL: [(&'static str, Self); 5] = [
        ("subject", Self::Subject),
        ("preheader", Self::Preheader),
        ("from", Self::From),
        ("text", Self::Text),
        ("html", Self::Html),
    ];

    /// The part's name in rules.
    pub fn name(self) -> &'static str {
        let named = Self::ALL.iter().find(|(_, part)| *part == self);
        named.map_or("", |(name, _)| name)
    }
}

/// How a text must read.
#[derive(Clone, Debug, PartialEq)]
pub enum TextTest {
    /// Exactly so.
    Is(String),
    /// It has one of these somewhere.
    ContainsAny(Vec<String>),
    /// It begins so.
    StartsWith(String),
    /// It ends so.
    EndsWith(String),
    /// Some part of it is of this form.
    Matches(Pattern),
}

impl TextTest {
    /// Whether `text` reads so.
    pub fn holds(&self, text: &str) -> bool {
        match self {
            Self::Is(expected) => text == expected,
            Self::ContainsAny(parts) => parts.iter().any(|part| text.contains(part)),
            Self::StartsWith(start) => text.starts_with(start),
            Self::EndsWith(end) => text.ends_with(end),
            Self::Matches(pattern) => pattern.0.is_match(text),
        }
    }
}

/// What must hold for all customers together. The conditions say who is counted.
#[derive(Clone, Debug)]
pub struct Claim {
    /// What.
    pub kind: ClaimKind,
    /// Where it is written.
    pub span: Span,
}

/// What can be claimed of all customers together.
#[derive(Clone, Debug)]
pub enum ClaimKind {
    /// How many customers there are of a kind.
    Size(Expr, Limit),
    /// How many in a hundred of all customers, or of those of another kind.
    Share {
        /// Who is counted.
        of: Expr,
        /// Among whom; all customers when none.
        among: Option<Expr>,
        /// In percent.
        limit: Limit,
    },
    /// Nobody is of both kinds.
    NoOverlap(Expr, Expr),
}

impl ClaimKind {
    /// The conditions that say who is counted.
    pub fn conditions(&self) -> Vec<&Expr> {
        match self {
            Self::Size(of, _) => vec![of],
            Self::Share { of, among, .. } => {
                [Some(of), among.as_ref()].into_iter().flatten().collect()
            }
            Self::NoOverlap(left, right) => vec![left, right],
        }
    }
}

/// How much a number may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Limit {
    Below(Decimal),
    Above(Decimal),
    AtLeast(Decimal),
    AtMost(Decimal),
    Exactly(Decimal),
    /// Both ends included.
    Between(Decimal, Decimal),
}

impl Limit {
    /// Whether `count ÷ of` keeps to the limit; exact, since both sides are multiplied out.
    pub fn holds(self, count: u128, of: u128) -> bool {
        use std::cmp::Ordering;
        let compare = |bound: Decimal| {
            let scale = 10_u128.pow(u32::from(bound.scale));
            let mantissa = u128::try_from(bound.mantissa).unwrap_or(0);
            (count * scale).cmp(&(mantissa * of))
        };
        match self {
            Self::Below(bound) => compare(bound) == Ordering::Less,
            Self::Above(bound) => compare(bound) == Ordering::Greater,
            Self::AtLeast(bound) => compare(bound) != Ordering::Less,
            Self::AtMost(bound) => compare(bound) != Ordering::Greater,
            Self::Exactly(bound) => compare(bound) == Ordering::Equal,
            Self::Between(low, high) => {
                compare(low) != Ordering::Less && compare(high) != Ordering::Greater
            }
        }
    }
}
