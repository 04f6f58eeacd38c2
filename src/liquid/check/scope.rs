//! Variables that templates set.

use std::collections::{BTreeMap, BTreeSet};

use crate::liquid::composition::{Argument, Composition};
use crate::liquid::shape::Shape;
use crate::liquid::tree::{Name, Node};
use crate::source::Span;

#[derive(Default)]
pub(super) struct Scope {
    pub(super) bound: Vec<Variable>,
    pub(super) assigned: BTreeMap<String, Variable>,
    pub(super) isolated: bool,
}

#[derive(Clone)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) shape: Shape,
    /// Where it is set, as far as a name of its own says so.
    pub(super) declared: Vec<Span>,
}

impl Scope {
    pub(super) fn bind(&mut self, name: &str, declared: Option<Span>, shape: Shape) {
        self.bound.push(Variable {
            name: name.to_owned(),
            shape,
            declared: declared.into_iter().collect(),
        });
    }

    pub(super) fn assign(&mut self, name: &Name, shape: &Shape) {
        let known = self.assigned.entry(name.text.clone());
        let known = known.or_insert_with(|| Variable {
            name: name.text.clone(),
            shape: shape.clone(),
            declared: Vec::new(),
        });
        known.declared.push(name.span);
        if known.shape != *shape {
            known.shape = Shape::Any;
        }
    }

    /// The variable may be set here, to whatever.
    pub(super) fn widen(&mut self, name: &Name) {
        self.assign(name, &Shape::Any);
    }

    pub(super) fn bound(&self, name: &str) -> Option<&Variable> {
        let mut bound = self.bound.iter().rev();
        bound.find(|variable| variable.name == name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let bound = self.bound.iter().map(|variable| variable.name.as_str());
        bound.chain(self.assigned.keys().map(String::as_str))
    }

    /// Whether a template sets the variable that is called so.
    pub(super) fn sets(&self, name: &str) -> bool {
        self.bound(name).is_some() || self.assigned.contains_key(name)
    }
}

/// The names that `nodes` set for what follows, those of partials and blocks included.
pub(super) fn assigned<'a>(nodes: &'a [Node], composition: &'a Composition) -> Vec<&'a Name> {
    let mut search = Search {
        composition,
        visited: BTreeSet::new(),
        names: Vec::new(),
    };
    search.nodes(nodes);
    search.names
}

struct Search<'a> {
    composition: &'a Composition,
    visited: BTreeSet<&'a str>,
    names: Vec<&'a Name>,
}

impl<'a> Search<'a> {
    fn nodes(&mut self, nodes: &'a [Node]) {
        for node in nodes {
            match node {
                Node::Assign(name, _)
                | Node::Capture(name, _)
                | Node::Increment(name)
                | Node::Decrement(name) => self.names.push(name),
                Node::Include(partial) => {
                    let template = self.composition.partials.get(&partial.name.text);
                    if let Some(template) = template
                        && self.visited.insert(&template.path)
                    {
                        self.nodes(&template.nodes);
                    }
                }
                Node::Block(name, _) => self.block(&name.text),
                _ => {}
            }
            if !matches!(node, Node::Block(..)) {
                for body in node.bodies() {
                    self.nodes(body);
                }
            }
        }
    }

    fn block(&mut self, name: &str) {
        let Some(region) = self.composition.regions.get(name) else {
            return;
        };
        for choice in &region.variants {
            for (_, argument) in &choice.parameters {
                if let Argument::Template(nodes) = argument {
                    self.nodes(nodes);
                }
            }
            if self.visited.insert(&choice.template.path) {
                self.nodes(&choice.template.nodes);
            }
        }
        self.nodes(&region.default);
    }
}
