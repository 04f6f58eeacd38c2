//! The crate's tree and the tags of the text → nodes.

use std::iter::Peekable;
use std::vec::IntoIter;

use ::handlebars::Template;
use ::handlebars::template::TemplateElement;

use super::chain::{choice, filtered, printed};
use super::helper::{self, Kind as HelperKind, Row};
use super::problem::Fault;
use super::scope::Scope;
use super::tags::{Kind, Tag};
use super::texts::places;
use super::words::{Argument, Call, read};
use crate::diagnostic::Diagnostics;
use crate::liquid::Value;
use crate::liquid::abort::aborting;
use crate::liquid::tree::{Expression, Name, Node};
use crate::source::{SourceId, Span};

pub(super) struct Translator<'a> {
    text: &'a str,
    source: SourceId,
    tags: Peekable<IntoIter<Tag>>,
    /// Everything before it is translated.
    at: usize,
    /// The page's first.
    pub(super) scopes: Vec<Scope>,
    /// What must be done before the present node.
    pub(super) before: Vec<Node>,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Translator<'a> {
    pub(super) fn new(
        text: &'a str,
        source: SourceId,
        tags: Vec<Tag>,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let page = Scope {
            this: None,
            parameters: Vec::new(),
            variable: None,
        };
        Self {
            text,
            source,
            tags: tags.into_iter().peekable(),
            at: 0,
            scopes: vec![page],
            before: Vec::new(),
            diagnostics,
        }
    }

    pub(super) fn whole(mut self, template: &Template) -> Vec<Node> {
        let nodes = self.template(template);
        if let Some(tag) = self.tags.next() {
            self.lost(tag.outer.start);
        }
        nodes
    }

    pub(super) fn template(&mut self, template: &Template) -> Vec<Node> {
        let mut nodes = Vec::new();
        for element in &template.elements {
            self.element(element, &mut nodes);
        }
        nodes
    }

    /// What stands in a block, or nothing.
    pub(super) fn body(&mut self, template: Option<&Template>) -> Vec<Node> {
        template.map_or_else(Vec::new, |template| self.template(template))
    }

    fn element(&mut self, element: &TemplateElement, nodes: &mut Vec<Node>) {
        match element {
            TemplateElement::RawString(text) => self.raw_text(text, nodes),
            TemplateElement::Comment(_) => {
                self.tag(&[Kind::Comment]);
            }
            TemplateElement::Expression(_) | TemplateElement::HtmlExpression(_) => {
                if let Some(tag) = self.tag(&[Kind::Output, Kind::Raw]) {
                    let call = self.call(&tag);
                    self.output(&call, tag.kind == Kind::Raw, nodes);
                }
            }
            TemplateElement::HelperBlock(block) => {
                if let Some(tag) = self.tag(&[Kind::Open, Kind::Inverse, Kind::OpenVerbatim]) {
                    self.block(block, &tag, nodes);
                    self.tag(&[Kind::Close, Kind::CloseVerbatim]);
                }
            }
            TemplateElement::PartialExpression(_) => {
                if let Some(tag) = self.tag(&[Kind::Partial]) {
                    let call = self.call(&tag);
                    let is_computed = self.slice(self.span(tag.inner)).starts_with('(');
                    self.partial(&call, is_computed, nodes);
                }
            }
            TemplateElement::PartialBlock(block) => {
                let tag = self.tag(&[Kind::OpenPartial]);
                let fault = Fault::Unsupported {
                    found: "partials with content",
                    hint: "make a region of it that pages fill: `{{#block \"main\"}}…{{/block}}`",
                };
                self.skipped(tag, &fault, block.template.as_ref());
            }
            TemplateElement::DecoratorBlock(block) => {
                let tag = self.tag(&[Kind::OpenDecorator]);
                self.skipped(tag, &decorator(), block.template.as_ref());
            }
            // `DecoratorExpression`, and what the crate may come to know
            _ => {
                if let Some(tag) = self.tag(&[Kind::Decorator]) {
                    self.report(&decorator(), self.span(tag.outer));
                }
            }
        }
    }

    fn skipped(&mut self, tag: Option<Tag>, fault: &Fault, body: Option<&Template>) {
        if let Some(tag) = tag {
            self.report(fault, self.span(tag.outer));
            self.body(body);
            self.tag(&[Kind::Close]);
        }
    }

    /// The next tag, which the crate's tree says is one of these.
    pub(super) fn tag(&mut self, kinds: &[Kind]) -> Option<Tag> {
        let tag = self.tags.next_if(|tag| kinds.contains(&tag.kind));
        match &tag {
            Some(tag) => self.at = tag.outer.end,
            None => self.lost(self.at),
        }
        tag
    }

    /// The next tag if it is an `else`.
    pub(super) fn otherwise(&mut self) -> Option<Tag> {
        let tag = self.tags.next_if(|tag| tag.kind == Kind::Else)?;
        self.at = tag.outer.end;
        Some(tag)
    }

    /// The crate and the tags must say the same; else nothing can be trusted.
    fn lost(&mut self, at: usize) {
        if self.tags.len() > 0 || self.at < self.text.len() {
            let found = self.text[at..].split_whitespace().next().unwrap_or("");
            let span = Span::new(self.source, at..at + found.len());
            self.report(&Fault::Syntax(found.to_owned()), span);
        }
        // one message is enough
        self.tags = Vec::new().into_iter().peekable();
        self.at = self.text.len();
    }

    pub(super) fn raw_text(&mut self, wanted: &str, nodes: &mut Vec<Node>) {
        // some editors begin a file with a mark of its encoding
        let wanted = match self.at {
            0 => wanted.trim_start_matches('\u{FEFF}'),
            _ => wanted,
        };
        let end = self
            .tags
            .peek()
            .map_or(self.text.len(), |tag| tag.outer.start);
        for place in places(self.text, self.at..end.max(self.at), wanted) {
            self.at = place.end;
            nodes.push(Node::Text(self.span(place)));
        }
    }

    pub(super) fn call(&self, tag: &Tag) -> Call {
        read(self.text, self.source, tag.inner.clone())
    }

    pub(super) fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.source, range)
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    pub(super) fn span_source(&self) -> SourceId {
        self.source
    }

    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or("")
    }

    pub(super) fn report(&mut self, fault: &Fault, span: Span) {
        self.diagnostics.report(fault, span);
    }

    /// Puts what the node needs before it.
    pub(super) fn flush(&mut self, nodes: &mut Vec<Node>) {
        nodes.append(&mut self.before);
    }

    /// The helper that `call` names, if it is given what it takes; `given` counts what stands in a
    /// block around.
    pub(super) fn helper(&mut self, call: &Call, given: usize) -> Option<&'static Row> {
        let Some(row) = helper::find(&call.name.text) else {
            let fault = Fault::UnknownHelper(call.name.text.clone());
            self.report(&fault, call.name.span);
            return None;
        };
        let found = call.arguments.len() + given;
        if !(row.least..=row.most).contains(&found) {
            let fault = Fault::Arguments {
                helper: row.name,
                least: row.least,
                most: row.most,
                found,
            };
            self.report(&fault, call.name.span);
            return None;
        }
        let mut is_known = true;
        for (name, _) in &call.named {
            if !row.takes_any_name() && !row.named.contains(&name.text.as_str()) {
                let fault = Fault::Named {
                    helper: row.name,
                    name: name.text.clone(),
                    known: row.named,
                };
                self.report(&fault, name.span);
                is_known = false;
            }
        }
        is_known.then_some(row)
    }

    /// `{{ … }}`: a name alone is a variable, unless a helper needs nothing else.
    fn output(&mut self, call: &Call, is_raw: bool, nodes: &mut Vec<Node>) {
        let is_variable =
            call.is_name() && helper::find(&call.name.text).is_none_or(|row| row.least > 0);
        if is_variable {
            let value = self.path(&call.name);
            if let Some(value) = value {
                nodes.push(printed(value, Vec::new(), call.span, is_raw));
            }
            return;
        }
        let Some(row) = self.helper(call, 0) else {
            return;
        };
        match row.kind {
            HelperKind::Condition => self.decided(call, nodes),
            HelperKind::Value | HelperKind::Inline => {
                let chain = self.value(call, None);
                self.flush(nodes);
                if let Some(chain) = chain {
                    nodes.push(printed(chain.value, chain.filters, call.span, is_raw));
                }
            }
            HelperKind::Block => {
                let helper = row.name.to_owned();
                let fault = Fault::WrongForm {
                    helper,
                    is_block: true,
                };
                self.report(&fault, call.name.span);
            }
            HelperKind::Tag => self.special(call, nodes),
        }
    }

    /// `{{eq a b yes="…" no="…"}}`
    fn decided(&mut self, call: &Call, nodes: &mut Vec<Node>) {
        let condition = self.condition(call);
        let mut shown = |name: &str, standard: &str| match call.named(name) {
            Some(argument) => self.operand(argument),
            None => Some(Expression::Literal(Value::text(standard), call.span)),
        };
        let (yes, no) = (shown("yes", "true"), shown("no", "false"));
        self.flush(nodes);
        if let (Some(condition), Some(yes), Some(no)) = (condition, yes, no) {
            let print = |value| vec![printed(value, Vec::new(), call.span, false)];
            nodes.push(choice(condition, print(yes), print(no)));
        }
    }

    fn special(&mut self, call: &Call, nodes: &mut Vec<Node>) {
        match call.name.text.as_str() {
            "sendSkip" => {
                let reason = match call.named("cause") {
                    Some(cause) => self.chain(cause),
                    None => Some(Expression::Literal(Value::Nil, call.span).into()),
                };
                self.flush(nodes);
                if let Some(reason) = reason {
                    let reason = filtered(reason.value, reason.filters, call.span);
                    nodes.push(Node::Output(aborting(reason, call.name.span)));
                }
            }
            "layout" => {
                if let Some(name) = self.written(call, "path") {
                    nodes.push(Node::Layout(name));
                }
            }
            _ => {
                if let Some(name) = self.written(call, "name") {
                    self.included(name, None, call, nodes);
                }
            }
        }
    }

    /// The first value, which must be a text in quotes.
    pub(super) fn written(&mut self, call: &Call, what: &'static str) -> Option<Name> {
        match call.arguments.first() {
            Some(Argument::Text(name)) => Some(name.clone()),
            first => {
                let helper = call.name.text.clone();
                let span = first.map_or(call.span, Argument::span);
                self.report(&Fault::NotWritten { helper, what }, span);
                None
            }
        }
    }
}

fn decorator() -> Fault {
    Fault::Unsupported {
        found: "decorators or inline partials",
        hint: "move the part into a file below `templates/partials` and show it with `{{> name}}`",
    }
}
