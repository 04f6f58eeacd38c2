//! What must hold: for one persona, or for all customers together.

use super::{Expr, Name, Number, Text};
use crate::source::Span;

/// `expect …` of a persona; several after one `expect` are several expectations.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// What must hold.
    pub kind: ExpectationKind,
    /// Where.
    pub span: Span,
}

/// What a persona can be expected to be or to get.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpectationKind {
    /// Any condition: `in vip`, `orders >= 2`, `spring_sale.subject contains "early"`.
    Holds(Expr),
    /// `CAMPAIGN.BLOCK shows "…"`
    Shows {
        /// Campaign and block.
        path: Vec<Name>,
        /// What the block shows.
        shown: Shown,
        /// Whether `not` precedes.
        negated: bool,
    },
}

/// What a block can be expected to show.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// A template below the templates' `blocks/` folder.
    Template(Text),
    /// `default`: the page's own content, since no arm holds.
    Default(Span),
}

/// One of `expect …` outside of personas: a claim about the data.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What must hold.
    pub kind: ClaimKind,
    /// Where.
    pub span: Span,
}

/// What can be claimed of all customers together. Paths name a segment, a group's member or a
/// campaign.
#[derive(Clone, Debug, PartialEq)]
pub enum ClaimKind {
    /// `share of vip below 20%`, `share of vip in newcomers below 20%`, `size of vip at least 50`
    Measured {
        /// Size or share.
        measure: Measure,
        /// Of whom.
        of: Vec<Name>,
        /// Among whom, when not among all customers.
        among: Option<Vec<Name>>,
        /// How much it may be.
        limit: Limit,
    },
    /// `no overlap between vip and quiet`
    NoOverlap(Vec<Name>, Vec<Name>),
}

/// What is measured of a group of customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// How many there are.
    Size,
    /// How many in a hundred.
    Share,
}

/// How much a size or share may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The form.
    pub kind: LimitKind,
    /// Where.
    pub span: Span,
}

/// The forms of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is its name")]
pub enum LimitKind {
    Below(Amount),
    Above(Amount),
    AtLeast(Amount),
    AtMost(Amount),
    Exactly(Amount),
    /// Both ends included.
    Between(Amount, Amount),
}

/// `50` or `20%`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The number.
    pub number: Number,
    /// Whether `%` stands behind it.
    pub percent: bool,
    /// Where.
    pub span: Span,
}
