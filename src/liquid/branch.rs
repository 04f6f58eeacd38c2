//! The ways through a template: which there are, and which a row took.

use std::collections::{BTreeMap, BTreeSet};

use super::composition::{Argument, Composition, Region};
use super::tree::Node;
use crate::source::Span;

/// One of the ways on from a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Which of the tag's ways it is.
    pub way: Way,
    /// Where it begins; no two branches share it.
    pub span: Span,
    /// The tag that opens the choice, as in `if customer.first_name`.
    pub tag: Span,
}

/// Which of a tag's ways a branch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The opening tag's own: its condition holds, its list has an item.
    First,
    /// An `elsif` or `when`.
    Other,
    /// A written `else`.
    Else,
    /// None of the others, and no `else` is written.
    Without,
}

/// The branches that rows took, by [`Branch::span`].
pub type Reached = BTreeSet<Span>;

/// Every branch of a composition that a row could take, by its place. `is_filled` says of which
/// blocks the rules fill the place for everybody, so that its default is never shown.
pub(super) fn branches(composition: &Composition, is_filled: &dyn Fn(&str) -> bool) -> Vec<Branch> {
    let mut found = Found {
        composition,
        is_filled,
        partials: BTreeSet::new(),
        regions: BTreeSet::new(),
        branches: BTreeMap::new(),
    };
    found.visit(&composition.nodes);
    found.branches.into_values().collect()
}

struct Found<'c> {
    composition: &'c Composition,
    is_filled: &'c dyn Fn(&str) -> bool,
    partials: BTreeSet<&'c str>,
    regions: BTreeSet<&'c str>,
    branches: BTreeMap<Span, Branch>,
}

impl<'c> Found<'c> {
    fn visit(&mut self, nodes: &'c [Node]) {
        for node in nodes {
            match node {
                Node::Block(name, _) => self.region(&name.text),
                Node::Include(partial) | Node::Render(partial) => self.partial(&partial.name.text),
                _ => {}
            }
            let own = node.branches().iter();
            self.branches
                .extend(own.map(|branch| (branch.span, *branch)));
            if !matches!(node, Node::Block(..)) {
                for body in node.bodies() {
                    self.visit(body);
                }
            }
        }
    }

    fn partial(&mut self, name: &'c str) {
        let composition = self.composition;
        if let Some(template) = composition.partials.get(name)
            && self.partials.insert(name)
        {
            self.visit(&template.nodes);
        }
    }

    fn region(&mut self, name: &'c str) {
        let composition = self.composition;
        let Some(Region {
            variants, default, ..
        }) = composition.regions.get(name)
        else {
            return;
        };
        if !self.regions.insert(name) {
            return;
        }
        if !(self.is_filled)(name) {
            self.visit(default);
        }
        for variant in variants {
            self.visit(&variant.template.nodes);
            for (_, argument) in &variant.parameters {
                if let Argument::Template(nodes) = argument {
                    self.visit(nodes);
                }
            }
        }
    }
}
