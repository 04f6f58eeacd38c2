//! Sections: parts that are shown for a value, as Mustache has them.

use ::handlebars::template::HelperTemplate;

use super::block::Ways;
use super::chain::variable;
use super::condition::holds;
use super::scope::Scope;
use super::tags::Tag;
use super::translate::Translator;
use super::words::Call;
use crate::liquid::branch::Way;
use crate::liquid::tree::{Condition, Loop, Name, Node};

/// Behind the variable of a section, of which only the data say whether it is a loop.
pub(super) const SECTION: &str = "{…}";

impl Translator<'_> {
    /// `{{#name}}…{{/name}}`: for each item of a list, inside of an object, or if a value holds.
    pub(super) fn section(
        &mut self,
        block: &HelperTemplate,
        tag: &Tag,
        call: &Call,
        nodes: &mut Vec<Node>,
    ) {
        let mut ways = Ways::new(call.span);
        let value = self.path(&call.name);
        let span = call.name.span;
        let name = self.unused(&format!("{}{SECTION}", call.name.text));
        let scope = Scope {
            this: Some(variable(name.clone(), span)),
            parameters: Vec::new(),
            variable: None,
        };
        let body = self.scoped(scope, block.template.as_ref());
        let otherwise = self.or_else(block, tag, &mut ways);
        if let Some(list) = value {
            nodes.push(Node::For(Loop {
                name: name.clone(),
                variable: Name { text: name, span },
                list,
                limit: None,
                offset: None,
                columns: None,
                reversed: false,
                body,
                otherwise,
                branches: ways.all,
            }));
        }
    }

    /// What follows `else`; the other way on without one.
    fn or_else(&mut self, block: &HelperTemplate, tag: &Tag, ways: &mut Ways) -> Vec<Node> {
        if let Some((nodes, word)) = self.rest(block) {
            ways.add(Way::Else, word);
            return nodes;
        }
        ways.add(Way::Without, self.span(tag.outer.clone()));
        Vec::new()
    }

    /// `{{^name}}…{{/name}}`: if there is nothing.
    pub(super) fn lacking(
        &mut self,
        block: &HelperTemplate,
        tag: &Tag,
        call: &Call,
        nodes: &mut Vec<Node>,
    ) {
        let mut ways = Ways::new(call.span);
        let value = self.path(&call.name);
        let body = self.body(block.template.as_ref());
        let otherwise = self.or_else(block, tag, &mut ways);
        if let Some(value) = value {
            let lacks = Condition::Not(Box::new(holds(&value, false)));
            nodes.push(Node::If {
                arms: vec![(lacks, body)],
                otherwise,
                branches: ways.all,
            });
        }
    }
}
