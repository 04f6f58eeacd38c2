//! What stands inside of a block, and when white space in it is left out.

use crate::liquid::tree::Node;
use crate::source::Span;

/// What stands inside of a block.
#[derive(Default)]
pub(super) struct Body {
    pub(super) nodes: Vec<Node>,
    /// Whether something may be printed that is not white space.
    pub(super) prints: bool,
}

impl Body {
    pub(super) fn text(&mut self, text: &str, span: Span) {
        self.nodes.push(Node::Text(span));
        self.prints |= text.contains(|c: char| !matches!(c, '\t'..='\r' | ' '));
    }

    pub(super) fn add(&mut self, (node, prints): (Option<Node>, bool)) {
        self.nodes.extend(node);
        self.prints |= prints;
    }

    pub(super) fn append(&mut self, more: Self) {
        self.nodes.extend(more.nodes);
        self.prints |= more.prints;
    }

    /// The nodes; those of a block that prints nothing are left without the white space that only
    /// set its tags apart.
    pub(super) fn tidied(self, block_prints: bool) -> Vec<Node> {
        let mut nodes = self.nodes;
        nodes.retain(|node| block_prints || !matches!(node, Node::Text(_)));
        nodes
    }
}
