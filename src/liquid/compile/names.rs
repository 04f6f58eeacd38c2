//! Which names templates set.

use std::collections::BTreeSet;

use crate::liquid::composition::Composition;
use crate::liquid::tree::{Node, Partial};

/// Every name that anything in the composition sets: all others are globals.
pub(in crate::liquid) fn set_names(composition: &Composition) -> BTreeSet<String> {
    let mut names = Names(BTreeSet::new());
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
    names.0
}

struct Names(BTreeSet<String>);

impl Names {
    fn set(&mut self, name: &str) {
        self.0.insert(name.to_owned());
    }

    fn collect(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Capture(name, _)
                | Node::Assign(name, _)
                | Node::Increment(name)
                | Node::Decrement(name) => self.set(&name.text),
                Node::For(one) => {
                    self.set(&one.variable.text);
                    self.set("forloop");
                }
                Node::TableRow(one) => {
                    self.set(&one.variable.text);
                    self.set("tablerowloop");
                }
                Node::Include(partial) | Node::Render(partial) => self.arguments(partial),
                _ => {}
            }
            for body in node.bodies() {
                self.collect(body);
            }
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
