//! Partials.

use super::problem::Fault;
use super::translate::Translator;
use super::words::{Argument, Call};
use crate::liquid::tree::{Expression, Name, Node, Partial};

/// The argument of a partial that is its context.
pub(super) const THIS: &str = "this";

impl Translator<'_> {
    /// `{{> name context key=value}}`
    pub(super) fn partial(&mut self, call: &Call, is_computed: bool, nodes: &mut Vec<Node>) {
        if is_computed || call.name.text.starts_with('@') {
            let fault = Fault::NotWritten {
                helper: ">".to_owned(),
                what: "name",
            };
            self.report(&fault, call.span);
            return;
        }
        let mut name = call.name.clone();
        let unquoted = call.name.text.trim_matches(['[', ']', '\'', '"']);
        unquoted.clone_into(&mut name.text);
        self.included(name, call.arguments.first(), call, nodes);
    }

    pub(super) fn included(
        &mut self,
        name: Name,
        context: Option<&Argument>,
        call: &Call,
        nodes: &mut Vec<Node>,
    ) {
        let around = self.scopes.last().and_then(|scope| scope.this.clone());
        let this = match context {
            Some(context) => self.operand(context),
            None => around.map(Expression::Path),
        };
        let mut arguments = Vec::new();
        if let Some(this) = this {
            let text = THIS.to_owned();
            let span = context.map_or(name.span, Argument::span);
            arguments.push((Name { text, span }, this));
        }
        for (name, argument) in &call.named {
            if let Some(value) = self.operand(argument) {
                arguments.push((name.clone(), value));
            }
        }
        self.flush(nodes);
        nodes.push(Node::Include(Partial {
            name,
            computed: None,
            binding: None,
            arguments,
        }));
    }
}
