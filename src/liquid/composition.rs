//! A page with everything it needs, and what rules ask for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Value;
use super::program::SlotPath;
use super::tree::{Name, Node, Template};
use crate::source::{SourceId, Span};
use crate::uses::Uses;

/// What rules show in one block.
#[derive(Clone, Debug, PartialEq)]
pub struct Filling {
    /// The block's name.
    pub name: String,
    /// Where the rules name it.
    pub span: Span,
    /// What it may show, in the order of the rules.
    pub variants: Vec<Variant>,
}

/// One template that a block may show.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Path below `templates/blocks/`.
    pub template: String,
    /// Where the rules name it.
    pub span: Span,
    /// Variables for this template only.
    pub parameters: Vec<Parameter>,
    /// Global variables that are there whenever it is shown.
    pub known: Vec<SlotPath>,
}

/// `headline = "…"`
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The variable.
    pub name: String,
    /// Where the rules name it.
    pub span: Span,
    /// What it is set to.
    pub value: ParameterValue,
}

/// What a parameter is set to.
#[derive(Clone, Debug, PartialEq)]
pub enum ParameterValue {
    /// The content of a string literal in the rules, which is Liquid too.
    Template(Span),
    /// A global variable's path, as in `customer.state`.
    Global(String),
    /// Always the same.
    Literal(Value<'static>),
}

/// A page with everything it needs.
#[derive(Clone, Debug)]
pub struct Composition {
    /// The page's path.
    pub(super) path: String,
    /// What is rendered first to last.
    pub(super) nodes: Vec<Node>,
    /// By block.
    pub(super) regions: BTreeMap<String, Region>,
    /// By name as written.
    pub(super) partials: BTreeMap<String, Arc<Template>>,
    /// The variables that any use of a template gives it, by the template's path.
    pub(super) given: BTreeMap<String, BTreeSet<String>>,
    /// Every text that nodes point into.
    pub(super) sources: Vec<SourceId>,
    /// Which file or block each name of one stands for.
    pub(super) uses: Uses,
}

/// The place of a block.
#[derive(Clone, Debug)]
pub(super) struct Region {
    /// Where the template defines it.
    pub(super) span: Span,
    /// The integer that chooses the variant.
    pub(super) slot: SlotPath,
    /// What rules may show.
    pub(super) variants: Vec<Choice>,
    /// What is shown otherwise.
    pub(super) default: Vec<Node>,
}

/// A variant with its template found and its parameters parsed.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) template: Arc<Template>,
    pub(super) parameters: Vec<(Name, Argument)>,
    /// Global variables that are there whenever it is shown.
    pub(super) known: Vec<SlotPath>,
}

/// A parameter, parsed.
#[derive(Clone, Debug)]
pub(super) enum Argument {
    Template(Vec<Node>),
    Global(SlotPath),
    Literal(Value<'static>),
}

impl Composition {
    /// The names of all blocks.
    pub fn blocks(&self) -> impl Iterator<Item = &str> {
        self.regions.keys().map(String::as_str)
    }

    /// The variables that the template at `path` is given somewhere, so that it may ask for them
    /// where it is not.
    pub(super) fn optional(&self, path: &str) -> impl Iterator<Item = &str> {
        let given = self.given.get(path).into_iter().flatten();
        given.map(String::as_str)
    }
}
