//! `{{#if}}`, `{{#each}}`, `{{#with}}`, `{{#block}}`, and helpers around a text.

use ::handlebars::Template;
use ::handlebars::template::{HelperTemplate, TemplateElement};

use super::chain::{choice, printed, variable};
use super::helper::{self, Kind as HelperKind};
use super::problem::Fault;
use super::scope::{Scope, keyed, position};
use super::spelled::is_section;
use super::tags::{Kind, Tag};
use super::translate::Translator;
use super::words::{Argument, Call};
use crate::liquid::branch::{Branch, Way};
use crate::liquid::tree::{Expression, Loop, Name, Node, Path};
use crate::source::Span;

/// The ways on from a block, as they are found.
pub(super) struct Ways {
    tag: Span,
    pub(super) all: Vec<Branch>,
}

impl Ways {
    pub(super) fn new(tag: Span) -> Self {
        let mut ways = Self {
            tag,
            all: Vec::new(),
        };
        ways.add(Way::First, tag);
        ways
    }

    pub(super) fn add(&mut self, way: Way, span: Span) {
        let tag = self.tag;
        self.all.push(Branch { way, span, tag });
    }
}

impl Translator<'_> {
    /// What `tag` opens, up to the tag that closes it, or to the end of the chain it is a part of.
    pub(super) fn block(&mut self, block: &HelperTemplate, tag: &Tag, nodes: &mut Vec<Node>) {
        let call = self.call(tag);
        if tag.kind == Kind::OpenVerbatim {
            let content = block.template.as_ref().map(|template| &template.elements);
            if let Some([TemplateElement::RawString(text)]) = content.map(Vec::as_slice) {
                self.raw_text(text, nodes);
            }
            return;
        }
        if is_section(self.text(), tag) {
            return match tag.kind {
                Kind::Inverse => self.lacking(block, tag, &call, nodes),
                _ => self.section(block, tag, &call, nodes),
            };
        }
        match helper::find(&call.name.text).map(|row| row.kind) {
            Some(HelperKind::Condition) => self.conditional(block, &call, nodes),
            Some(HelperKind::Block) => match call.name.text.as_str() {
                "each" => self.repeated(block, &call, nodes),
                "with" => self.inside(block, &call, nodes),
                _ => self.region(block, &call, nodes),
            },
            Some(HelperKind::Value) => self.around(block, &call, nodes),
            known => {
                let fault = match known {
                    Some(_) => Fault::WrongForm {
                        helper: call.name.text.clone(),
                        is_block: false,
                    },
                    None => Fault::UnknownHelper(call.name.text.clone()),
                };
                self.report(&fault, call.name.span);
                self.body(block.template.as_ref());
                self.rest(block);
            }
        }
    }

    fn conditional(&mut self, block: &HelperTemplate, call: &Call, nodes: &mut Vec<Node>) {
        let mut ways = Ways::new(call.span);
        let name = call.name.span;
        let mut arms = Vec::new();
        let mut before = Vec::new();
        let (mut block, mut call) = (block, call.clone());
        let otherwise = loop {
            let row = self.helper(&call, 0);
            let condition = row.and_then(|_| self.condition(&call));
            before.append(&mut self.before);
            let body = self.body(block.template.as_ref());
            arms.push((condition, body));
            let Some(tag) = self.otherwise() else {
                ways.add(Way::Without, name);
                break Vec::new();
            };
            let word = self.span(tag.outer.start + 2..tag.outer.end - 2);
            let Some((next, chained)) = self.chained(block, &tag) else {
                ways.add(Way::Else, word);
                break self.body(block.inverse.as_ref());
            };
            let is_condition = helper::find(&chained.name.text)
                .is_some_and(|row| row.kind == HelperKind::Condition);
            if !is_condition {
                ways.add(Way::Else, word);
                let mut nodes = Vec::new();
                self.block(next, &tag, &mut nodes);
                break nodes;
            }
            ways.add(Way::Other, word);
            (block, call) = (next, chained);
        };
        nodes.append(&mut before);
        let arms = arms.into_iter();
        let arms: Option<Vec<_>> = arms
            .map(|(condition, body)| Some((condition?, body)))
            .collect();
        if let Some(arms) = arms {
            nodes.push(Node::If {
                arms,
                otherwise,
                branches: ways.all,
            });
        }
    }

    /// What `{{else helper …}}` opens.
    fn chained<'t>(
        &self,
        block: &'t HelperTemplate,
        tag: &Tag,
    ) -> Option<(&'t HelperTemplate, Call)> {
        if tag.inner.is_empty() {
            return None;
        }
        match block.inverse.as_ref()?.elements.as_slice() {
            [TemplateElement::HelperBlock(next)] => Some((next, self.call(tag))),
            _ => None,
        }
    }

    /// What is shown otherwise, and where it begins.
    pub(super) fn rest(&mut self, block: &HelperTemplate) -> Option<(Vec<Node>, Span)> {
        let tag = self.otherwise()?;
        let word = self.span(tag.outer.start + 2..tag.outer.end - 2);
        let Some((next, _)) = self.chained(block, &tag) else {
            return Some((self.body(block.inverse.as_ref()), word));
        };
        let mut nodes = Vec::new();
        self.block(next, &tag, &mut nodes);
        Some((nodes, word))
    }

    pub(super) fn scoped(&mut self, scope: Scope, template: Option<&Template>) -> Vec<Node> {
        self.scopes.push(scope);
        let nodes = self.body(template);
        self.scopes.pop();
        nodes
    }

    fn repeated(&mut self, block: &HelperTemplate, call: &Call, nodes: &mut Vec<Node>) {
        let mut ways = Ways::new(call.span);
        let list = self.subject(call);
        self.flush(nodes);
        let span = call.arguments.first().map_or(call.span, Argument::span);
        let name = self.unused(&format!("{}[…]", self.slice(span)));
        let this = variable(name.clone(), span);
        let key = keyed(&name, position(0, "index0", span));
        let names = call.parameters.iter().map(|name| name.text.clone());
        let scope = Scope {
            this: Some(this.clone()),
            parameters: names.zip([this, key]).collect(),
            variable: Some(name.clone()),
        };
        let body = self.scoped(scope, block.template.as_ref());
        let mut otherwise = Vec::new();
        if let Some((nodes, word)) = self.rest(block) {
            ways.add(Way::Else, word);
            otherwise = nodes;
        }
        if let Some(list) = list {
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

    /// A name that nothing around it has.
    pub(super) fn unused(&self, name: &str) -> String {
        let mut name = name.to_owned();
        let is_taken = |name: &str| {
            let mut scopes = self.scopes.iter();
            scopes.any(|scope| {
                let this = scope.this.as_ref();
                this.is_some_and(|this| this.root.text == name)
            })
        };
        while is_taken(&name) {
            name.push('\'');
        }
        name
    }

    /// What `each` and `with` are about.
    fn subject(&mut self, call: &Call) -> Option<Expression> {
        self.helper(call, 0)?;
        self.operand(call.arguments.first()?)
    }

    fn inside(&mut self, block: &HelperTemplate, call: &Call, nodes: &mut Vec<Node>) {
        let mut ways = Ways::new(call.span);
        let subject = self.subject(call);
        self.flush(nodes);
        let this = match &subject {
            Some(Expression::Path(path)) => path.clone(),
            _ => variable("with".to_owned(), call.span),
        };
        let names = call.parameters.iter().map(|name| name.text.clone());
        let scope = Scope {
            this: Some(this.clone()),
            parameters: names.zip([this.clone()]).collect(),
            variable: None,
        };
        let body = self.scoped(scope, block.template.as_ref());
        let otherwise = match self.rest(block) {
            Some((nodes, word)) => {
                ways.add(Way::Else, word);
                nodes
            }
            None => {
                ways.add(Way::Without, call.name.span);
                Vec::new()
            }
        };
        if let Some(subject) = subject {
            nodes.push(Node::If {
                arms: vec![(super::condition::holds(&subject, false), body)],
                otherwise,
                branches: ways.all,
            });
        }
    }

    fn region(&mut self, block: &HelperTemplate, call: &Call, nodes: &mut Vec<Node>) {
        let name = self
            .helper(call, 0)
            .and_then(|_| self.written(call, "name"));
        let body = self.body(block.template.as_ref());
        self.rest(block);
        if let Some(name) = name {
            nodes.push(Node::Block(name, body));
        }
    }

    /// `{{#urlEncode}}…{{/urlEncode}}`: the content is the first value.
    fn around(&mut self, block: &HelperTemplate, call: &Call, nodes: &mut Vec<Node>) {
        let is_known = self.helper(call, 1).is_some();
        let body = self.body(block.template.as_ref());
        self.rest(block);
        if !is_known {
            return;
        }
        let name = Name {
            text: format!("_{{{{#{}}}}}", call.name.text),
            span: call.name.span,
        };
        let content: Path = variable(name.text.clone(), name.span);
        nodes.push(Node::Capture(name, body));
        let chain = self.value(call, Some(Expression::Path(content)));
        self.flush(nodes);
        if let Some(chain) = chain {
            nodes.push(printed(chain.value, chain.filters, call.span, false));
        }
    }

    /// A condition as a value.
    pub(super) fn verdict(&mut self, call: &Call) -> Option<Expression> {
        let condition = self.condition(call)?;
        let name = self.hidden(call.span);
        let assign = |yes: bool| {
            let value = Expression::Literal(crate::liquid::Value::Bool(yes), call.span);
            let value = super::chain::filtered(value, Vec::new(), call.span);
            vec![Node::Assign(name.clone(), value)]
        };
        let node = choice(condition, assign(true), assign(false));
        self.before.push(node);
        Some(Expression::Path(variable(name.text, name.span)))
    }

    /// The variable that holds the value of what is written at `span`; behind a `_`, so that nobody is
    /// told when it is not read.
    pub(super) fn hidden(&self, span: Span) -> Name {
        Name {
            text: format!("_({})", self.slice(span)),
            span,
        }
    }
}
