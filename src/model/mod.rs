//! The rules with every name looked up and every expression typed: what [`crate::check`] makes.

mod aggregate;
mod campaign;
mod expectation;
mod expr;
mod fact;
mod persona;
mod personal;
mod schedule;
mod table;

pub use aggregate::{Aggregate, Best, Bound, Calendar, Ranking, Unit, Window};
pub use campaign::{Arm, Block, Campaign, Experiment, Parameter, ParameterValue, Share, Show};
pub use expectation::{
    Claim, ClaimKind, Expectation, ExpectationKind, Limit, Part, Shown, TextTest,
};
pub use expr::{Arithmetic, Comparison, Expr, ExprKind, Literal, Pattern, Points, Sequence};
pub use fact::{Fact, FactKind};
pub use persona::{Moment, Persona, PersonaEvent};
pub use schedule::{Quiet, Send, UtmParameter};
pub use table::{AT, Allowed, Field, Table};

use std::collections::BTreeMap;

use crate::source::Span;
use crate::uses::Uses;

/// A project's rules, ready to plan. Indexes of the expressions point into these lists.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The customer table.
    pub customer: Table,
    /// Event tables; field [`AT`] of each is the moment.
    pub events: Vec<Table>,
    /// Catalogs.
    pub catalogs: Vec<Table>,
    /// Traits, scores, segments and groups; each uses only those before it.
    pub facts: Vec<Fact>,
    /// What is accumulated over events; equal ones are one.
    pub aggregates: Vec<Aggregate>,
    /// Values compared across all customers.
    pub rankings: Vec<Ranking>,
    /// Campaigns.
    pub campaigns: Vec<Campaign>,
    /// Personas.
    pub personas: Vec<Persona>,
    /// What must hold for all customers together.
    pub claims: Vec<Claim>,
    /// What conditions that nobody wrote are called, by the place that implies them.
    pub wordings: BTreeMap<Span, String>,
    /// What is declared wrongly: nothing can be said of it.
    pub broken: Broken,
    /// Which of the above each name in the rules stands for.
    pub uses: Uses,
}

/// Names whose declarations are wrong.
#[derive(Clone, Debug, Default)]
pub struct Broken {
    /// Whether the whole customer block is.
    pub customer: bool,
    /// Catalogs.
    pub catalogs: Vec<String>,
    /// Attributes and facts.
    pub values: Vec<String>,
}
