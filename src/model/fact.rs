//! What the rules define for each customer.

use crate::source::Span;

use super::Expr;

/// A value per customer that the rules define.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its name; parts of a trait are facts of their own, as `rfm.code`.
    pub name: String,
    /// Its name for people.
    pub title: Option<String>,
    /// Where it is declared.
    pub span: Span,
    /// What defined it.
    pub kind: FactKind,
    /// How it is computed.
    pub value: Expr,
}

/// What defines a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// `trait`
    Trait,
    /// `score`
    Score,
    /// `segment`
    Segment,
    /// `group`, with the members' names and titles in order.
    Group(Vec<(String, Option<String>)>),
    /// `experiment`: the arm, missing for those held out.
    Experiment,
}
