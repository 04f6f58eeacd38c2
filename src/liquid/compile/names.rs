//! Which names templates set, and which loops go on where another one stopped.

use std::collections::BTreeSet;

use crate::liquid::composition::Composition;
use crate::liquid::tree::{Loop, Node, Offset, Partial};

/// What templates do with names anywhere in a composition.
#[derive(Default)]
pub(super) struct Names {
    /// Those that are set: all others are globals.
    pub(super) set: BTreeSet<String>,
    /// The loops that others continue, by the names that loops have for that.
    pub(super) continued: BTreeSet<String>,
}

/// The names of a composition.
pub(super) fn names(composition: &Composition) -> Names {
    let mut names = Names::default();
    names.collect(&composition.nodes);
    for (name, partial) in &composition.partials {
        // `include` binds what the partial is called by
        names.set(name);
        names.collect(&partial.nodes);
    }
    for region in composition.regions.values() {
        names.collect(&region.default);
        for choice in &region.variants {
            names.collect(&choice.template.nodes);
            for (name, argument) in &choice.parameters {
                names.set(&name.text);
                if let crate::liquid::composition::Argument::Template(nodes) = argument {
                    names.collect(nodes);
                }
            }
        }
    }
    names
}

impl Names {
    fn set(&mut self, name: &str) {
        self.set.insert(name.to_owned());
    }

    fn collect(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Capture(name, _)
                | Node::Assign(name, _)
                | Node::Increment(name)
                | Node::Decrement(name) => self.set(&name.text),
                Node::For(one) => self.repeated(one, "forloop"),
                Node::TableRow(one) => self.repeated(one, "tablerowloop"),
                Node::Include(partial) | Node::Render(partial) => self.arguments(partial),
                _ => {}
            }
            for body in node.bodies() {
                self.collect(body);
            }
        }
    }

    fn repeated(&mut self, one: &Loop, position: &str) {
        self.set(&one.variable.text);
        self.set(position);
        if matches!(one.offset, Some(Offset::Continue)) {
            self.continued.insert(one.name.clone());
        }
    }

    fn arguments(&mut self, partial: &Partial) {
        for (name, _) in &partial.arguments {
            self.set(&name.text);
        }
        if let Some(binding) = &partial.binding {
            self.set(&binding.variable);
        }
    }
}
