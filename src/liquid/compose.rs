//! One campaign's whole template: page, layouts, partials and every variant of every block.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::composition::{Argument, Choice, Composition, Filling, ParameterValue, Region, Variant};
use super::library::Library;
use super::parse::{ErrorMode, parse};
use super::problem::Problem;
use super::program::SlotPath;
use super::scan::Escapes;
use super::tree::{Name, Node, Partial, Template};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Sources, Span};
use crate::uses::Uses;

/// Puts together the page at path `page`, with what rules show in its blocks.
///
/// Every error is reported. None when there is no page or layout to begin with, or when something
/// contains itself; any other error leaves a gap, so that the rest can still be checked.
pub fn compose(
    page: &str,
    page_span: Span,
    fillings: &[Filling],
    library: &Library,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Composition> {
    let Some(template) = library.find("", page) else {
        diagnostics.report(&missing(page, "", library), page_span);
        return None;
    };
    let mut composer = Composer::new(
        template.path.clone(),
        fillings,
        library,
        sources,
        diagnostics,
    );
    let file = template.source;
    composer.composition.uses.add_file(page_span, file);
    composer.page(template)?;
    for filling in fillings {
        match composer.composition.regions.get(&filling.name) {
            Some(region) => composer.composition.uses.add(filling.span, region.span),
            None => composer.unknown_block(&filling.name, filling.span),
        }
    }
    (!composer.endless).then_some(composer.composition)
}

/// The same for a text of the rules, as a subject: `span` is a string literal's content.
pub fn compose_text(
    span: Span,
    library: &Library,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Composition> {
    let path = sources.get(span.source).path.clone();
    let mut composer = Composer::new(path, &[], library, sources, diagnostics);
    let nodes = composer.literal(span);
    composer.visit(&nodes);
    composer.composition.nodes = nodes;
    (!composer.endless).then_some(composer.composition)
}

struct Composer<'a> {
    library: &'a Library,
    fillings: &'a [Filling],
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
    composition: Composition,
    /// The page's content for its layout's blocks.
    overrides: BTreeMap<String, (Span, Vec<Node>)>,
    /// The partials that lead to the present one, and how many conditions and loops stood before
    /// each.
    chain: Vec<(String, usize)>,
    /// The conditions and loops that lead to the present node.
    choices: usize,
    /// The blocks that lead to the present one.
    open: Vec<String>,
    /// Whether something contains itself.
    endless: bool,
}

impl<'a> Composer<'a> {
    fn new(
        path: String,
        fillings: &'a [Filling],
        library: &'a Library,
        sources: &'a Sources,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            library,
            fillings,
            sources,
            diagnostics,
            composition: Composition {
                path,
                nodes: Vec::new(),
                regions: BTreeMap::new(),
                partials: BTreeMap::new(),
                given: BTreeMap::new(),
                sources: Vec::new(),
                uses: Uses::default(),
            },
            overrides: BTreeMap::new(),
            chain: Vec::new(),
            choices: 0,
            open: Vec::new(),
            endless: false,
        }
    }

    fn page(&mut self, page: &Arc<Template>) -> Option<()> {
        let mut template = Arc::clone(page);
        let mut chain = vec![page.path.clone()];
        let mut nodes = Vec::new();
        while let Some((layout, rest)) = self.layout(&template.nodes) {
            self.uses(template.source);
            nodes.extend(self.page_content(rest, layout));
            let Some(next) = self.library.find("", &layout.text) else {
                let problem = missing(&layout.text, "", self.library);
                self.diagnostics.report(&problem, layout.span);
                return None;
            };
            self.composition.uses.add_file(layout.span, next.source);
            chain.push(next.path.clone());
            if chain[..chain.len() - 1].contains(&next.path) {
                chain.drain(
                    ..chain
                        .iter()
                        .position(|path| *path == next.path)
                        .unwrap_or(0),
                );
                self.diagnostics.report(&Problem::Cycle(chain), layout.span);
                return None;
            }
            template = Arc::clone(next);
        }
        self.uses(template.source);
        nodes.extend(template.nodes.iter().cloned());
        self.visit(&nodes);
        for (name, (span, _)) in std::mem::take(&mut self.overrides) {
            self.unknown_block(&name, span);
        }
        self.composition.nodes = nodes;
        Some(())
    }

    /// The layout that `nodes` begin with, and what follows it.
    fn layout<'n>(&self, nodes: &'n [Node]) -> Option<(&'n Name, &'n [Node])> {
        let first = nodes.iter().position(|node| !self.is_space(node))?;
        match &nodes[first] {
            Node::Layout(name) => Some((name, &nodes[first + 1..])),
            _ => None,
        }
    }

    fn is_space(&self, node: &Node) -> bool {
        matches!(node, Node::Text(span) if self.sources.slice(*span).trim().is_empty())
    }

    /// What a page with a layout sets; its blocks are kept for the layout.
    fn page_content(&mut self, nodes: &[Node], layout: &Name) -> Vec<Node> {
        let mut set = Vec::new();
        for node in nodes {
            match node {
                Node::Block(name, body) => {
                    // a page's own block wins over the one of a layout above it
                    let inner = self.overrides.entry(name.text.clone());
                    let entry = inner.or_insert_with(|| (name.span, body.clone()));
                    let is_repeated = entry.0 != name.span && entry.0.source == name.span.source;
                    if is_repeated {
                        let first = entry.0;
                        self.repeated_block(name, first);
                    }
                }
                other => {
                    if let Some(span) = self.printed(other) {
                        let problem = Problem::OutsideBlocks(layout.text.clone());
                        self.diagnostics.report(&problem, span);
                    } else if !self.is_space(other) {
                        set.push(other.clone());
                    }
                }
            }
        }
        set
    }

    /// Where `node` prints something.
    fn printed(&self, node: &Node) -> Option<Span> {
        match node {
            Node::Text(_) if self.is_space(node) => None,
            Node::Text(span) => Some(trimmed(*span, self.sources)),
            Node::Output(value) => (!value.aborts()).then_some(value.span),
            Node::Cycle { span, .. } => Some(*span),
            Node::Include(partial) | Node::Render(partial) => Some(partial.name.span),
            Node::Block(name, _) => Some(name.span),
            Node::Capture(..) => None,
            other => {
                let mut inner = other.bodies().into_iter().flatten();
                inner.find_map(|node| self.printed(node))
            }
        }
    }

    /// Finds the partials, blocks and variants that `nodes` lead to.
    fn visit(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Block(name, body) => self.block(name, body),
                Node::Include(partial) | Node::Render(partial) => self.partial(partial),
                Node::Layout(name) => self
                    .diagnostics
                    .report(&Problem::MisplacedLayout, name.span),
                other => {
                    let outer = self.choices;
                    self.choices += usize::from(!matches!(other, Node::Capture(..)));
                    for body in other.bodies() {
                        self.visit(body);
                    }
                    self.choices = outer;
                }
            }
        }
    }

    fn block(&mut self, name: &Name, body: &[Node]) {
        let tag = format!("block {}", name.text);
        if let Some(region) = self.composition.regions.get(&name.text) {
            let first = region.span;
            // a partial that is used twice defines its block once
            if first != name.span {
                self.repeated_block(name, first);
            } else if let Some(start) = self.open.iter().position(|open| *open == tag) {
                let mut chain = self.open[start..].to_vec();
                chain.push(tag);
                self.diagnostics.report(&Problem::Cycle(chain), name.span);
                self.endless = true;
            }
            return;
        }
        let default = match self.overrides.remove(&name.text) {
            Some((span, nodes)) => {
                self.composition.uses.add(span, name.span);
                nodes
            }
            None => body.to_vec(),
        };
        let region = Region {
            span: name.span,
            slot: SlotPath::of(["segue", "block", &name.text]),
            variants: Vec::new(),
            default: default.clone(),
        };
        self.composition.regions.insert(name.text.clone(), region);
        self.open.push(tag);
        let fillings = self.fillings;
        let filling = fillings.iter().find(|filling| filling.name == name.text);
        let variants = filling.map_or(&[][..], |filling| &filling.variants);
        let variants: Vec<Choice> = variants
            .iter()
            .filter_map(|variant| self.variant(variant))
            .collect();
        if filling.is_none() && default.iter().all(|node| self.is_space(node)) {
            let problem = Problem::UnfilledBlock(name.text.clone());
            self.diagnostics.report(&problem, name.span);
        }
        if let Some(region) = self.composition.regions.get_mut(&name.text) {
            region.variants = variants;
        }
        self.visit(&default);
        self.open.pop();
    }

    fn variant(&mut self, variant: &Variant) -> Option<Choice> {
        let Some(template) = self.library.find("blocks/", &variant.template) else {
            let problem = missing(&variant.template, "blocks/", self.library);
            self.diagnostics.report(&problem, variant.span);
            return None;
        };
        let mut parameters = Vec::new();
        for parameter in &variant.parameters {
            let argument = match &parameter.value {
                ParameterValue::Template(span) => {
                    let nodes = self.literal(*span);
                    self.visit(&nodes);
                    Argument::Template(nodes)
                }
                ParameterValue::Global(path) => Argument::Global(SlotPath::of(path.split('.'))),
                ParameterValue::Literal(value) => Argument::Literal(value.clone()),
            };
            let name = Name {
                text: parameter.name.clone(),
                span: parameter.span,
            };
            parameters.push((name, argument));
        }
        self.composition
            .uses
            .add_file(variant.span, template.source);
        self.uses(template.source);
        let given = self.composition.given.entry(template.path.clone());
        let names = parameters.iter().map(|(name, _)| name.text.clone());
        given.or_default().extend(names);
        self.visit(&template.nodes);
        let template = Arc::clone(template);
        Some(Choice {
            template,
            parameters,
            known: variant.known.clone(),
        })
    }

    fn partial(&mut self, partial: &Partial) {
        if partial.computed.is_some() {
            self.any_partial(&partial.name);
            return;
        }
        let name = &partial.name;
        let Some(template) = self.library.find("partials/", &name.text) else {
            let problem = missing(&name.text, "partials/", self.library);
            self.diagnostics.report(&problem, name.span);
            return;
        };
        let mut chain = self.chain.iter();
        if let Some(start) = chain.position(|(path, _)| *path == template.path) {
            // what a condition can end is a recursion
            if self.choices == self.chain[start].1 {
                let chain = self.chain[start..].iter();
                let mut chain: Vec<String> = chain.map(|(path, _)| path.clone()).collect();
                chain.push(template.path.clone());
                self.diagnostics.report(&Problem::Cycle(chain), name.span);
                self.endless = true;
            }
            return;
        }
        self.composition.uses.add_file(name.span, template.source);
        let given = self.composition.given.entry(template.path.clone());
        let names = partial.arguments.iter().map(|(name, _)| name.text.clone());
        given.or_default().extend(names);
        let partials = &mut self.composition.partials;
        let known = partials.values().any(|one| one.path == template.path);
        partials.insert(name.text.clone(), Arc::clone(template));
        if !known {
            self.uses(template.source);
            self.chain.push((template.path.clone(), self.choices));
            self.visit(&template.nodes);
            self.chain.pop();
        }
    }

    /// Every partial that a computed name may stand for.
    fn any_partial(&mut self, name: &Name) {
        let library = self.library;
        for path in library.paths() {
            let known = path.strip_prefix("partials/").unwrap_or(path);
            let known = known.strip_suffix(".liquid").unwrap_or(known);
            let is_new = !self.composition.partials.contains_key(known);
            if is_new
                && path != self.composition.path
                && !self.chain.iter().any(|(open, _)| open == path)
            {
                self.partial(&Partial {
                    name: Name {
                        text: known.to_owned(),
                        span: name.span,
                    },
                    computed: None,
                    binding: None,
                    arguments: Vec::new(),
                });
            }
        }
    }

    /// Parses the content of a string literal.
    fn literal(&mut self, span: Span) -> Vec<Node> {
        self.uses(span.source);
        let text = &self.sources.get(span.source).text;
        let (escapes, mode) = (Escapes::Literal, ErrorMode::Strict);
        parse(
            text,
            span.source,
            span.range(),
            escapes,
            mode,
            self.diagnostics,
        )
    }

    fn uses(&mut self, source: SourceId) {
        if !self.composition.sources.contains(&source) {
            self.composition.sources.push(source);
        }
    }

    fn repeated_block(&mut self, name: &Name, first: Span) {
        let problem = Problem::RepeatedBlock(name.text.clone());
        let diagnostic = Diagnostic::new(&problem, name.span);
        self.endless = true;
        self.diagnostics
            .push(diagnostic.note(first, "first defined here"));
    }

    fn unknown_block(&mut self, name: &str, span: Span) {
        let problem = Problem::UnknownBlock {
            block: name.to_owned(),
            template: self.composition.path.clone(),
            known: self.composition.blocks().map(str::to_owned).collect(),
        };
        self.diagnostics.report(&problem, span);
    }
}

fn missing(path: &str, folder: &'static str, library: &Library) -> Problem {
    let below = library.paths().filter_map(|path| path.strip_prefix(folder));
    Problem::MissingTemplate {
        path: path.to_owned(),
        folder,
        known: below.map(str::to_owned).collect(),
    }
}

fn trimmed(span: Span, sources: &Sources) -> Span {
    let text = sources.slice(span);
    let start = span.range().start + text.len() - text.trim_start().len();
    Span::new(span.source, start..start + text.trim().len())
}
