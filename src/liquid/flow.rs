//! What is printed where: every output of a composition with the global variables that it shows,
//! through assignments, loops, partials and parameters.

use std::collections::{BTreeMap, BTreeSet};

use super::composition::{Argument, Composition};
use super::place::Reader;
use super::program::SlotPath;
use super::tree::{Expression, Filtered, Loop, Name, Node, Partial, Path, Segment};
use crate::source::{Sources, Span};

/// Global variables that a value is made of.
type Origins = BTreeSet<SlotPath>;

/// What a composition prints.
#[derive(Debug, Default)]
pub struct Flow {
    /// In the order of the page; what a loop or partial prints again is there again.
    pub outputs: Vec<Output>,
    /// What is copied as it stands.
    pub texts: Vec<Span>,
}

/// One `{{ … }}`.
#[derive(Debug)]
pub struct Output {
    /// What stands between the braces.
    pub span: Span,
    /// Where the partials around it are included, from the outside in.
    pub included: Vec<Span>,
    /// Whether it is part of an address, as in `href="…{{ here }}"`.
    pub is_in_address: bool,
    /// The global variables whose value it shows, as a whole or in part.
    pub origins: BTreeSet<SlotPath>,
}

/// What the text is that a composition prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// A page, or a plain text.
    Page,
    /// One address.
    Address,
}

/// Follows every value to where it is printed.
pub fn flow(composition: &Composition, medium: Medium, sources: &Sources) -> Flow {
    let reader = match medium {
        Medium::Page => Reader::default(),
        Medium::Address => Reader::in_address(),
    };
    let mut walker = Walker {
        composition,
        sources,
        reader,
        flow: Flow::default(),
        bound: Vec::new(),
        assigned: BTreeMap::new(),
        isolated: false,
        included: Vec::new(),
        captures: Vec::new(),
    };
    walker.nodes(&composition.nodes);
    walker.flow
}

struct Walker<'a> {
    composition: &'a Composition,
    sources: &'a Sources,
    reader: Reader,
    flow: Flow,
    /// Variables of loops, partials and parameters, the latest last.
    bound: Vec<(String, Origins)>,
    assigned: BTreeMap<String, Origins>,
    /// Inside of `render`, where globals are not seen.
    isolated: bool,
    included: Vec<Span>,
    /// What the captures at work hold so far.
    captures: Vec<Origins>,
}

impl Walker<'_> {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Text(span) => {
                self.reader.text(self.sources.slice(*span));
                if self.captures.is_empty() {
                    self.flow.texts.push(*span);
                }
            }
            Node::Output(value) => self.output(value),
            Node::Assign(name, value) => {
                let origins = self.filtered(value);
                self.assign(name, origins);
            }
            Node::Capture(name, body) => self.capture(name, body),
            Node::Cycle { values, .. } => {
                let origins = values.iter().flat_map(|value| self.value(value)).collect();
                self.print(origins, None);
            }
            Node::For(one) | Node::TableRow(one) => self.repeated(one),
            Node::Include(partial) => self.include(partial),
            Node::Render(partial) => self.render(partial),
            Node::Block(name, _) => self.block(name),
            Node::If { .. } | Node::Case { .. } | Node::IfChanged(_) => {
                self.alternatives(&node.bodies());
            }
            Node::Increment(_)
            | Node::Decrement(_)
            | Node::Break
            | Node::Continue
            | Node::Layout(_) => {}
        }
    }

    /// Bodies of which one is shown: each begins at the same place, and what follows goes on behind
    /// the first.
    fn alternatives(&mut self, bodies: &[&[Node]]) {
        let start = self.reader.clone();
        let mut end = None;
        for body in bodies {
            self.reader = start.clone();
            self.nodes(body);
            end.get_or_insert_with(|| self.reader.clone());
        }
        self.reader = end.unwrap_or(start);
    }

    fn output(&mut self, value: &Filtered) {
        let origins = self.filtered(value);
        self.print(origins, Some(value.span));
    }

    fn print(&mut self, origins: Origins, span: Option<Span>) {
        if let Some(capture) = self.captures.last_mut() {
            capture.extend(origins);
        } else if let Some(span) = span {
            self.flow.outputs.push(Output {
                span,
                included: self.included.clone(),
                is_in_address: self.reader.is_in_address(),
                origins,
            });
        }
        self.reader.value();
    }

    fn capture(&mut self, name: &Name, body: &[Node]) {
        let place = std::mem::take(&mut self.reader);
        self.captures.push(Origins::new());
        self.nodes(body);
        let origins = self.captures.pop().unwrap_or_default();
        self.reader = place;
        self.assign(name, origins);
    }

    /// Whether an assignment is reached is not known, so what was there before stays.
    fn assign(&mut self, name: &Name, origins: Origins) {
        let known = self.assigned.entry(name.text.clone()).or_default();
        known.extend(origins);
    }

    fn repeated(&mut self, one: &Loop) {
        let list = self.value(&one.list);
        let mark = self.bound.len();
        self.bound.push((one.variable.text.clone(), list));
        self.nodes(&one.body);
        self.bound.truncate(mark);
        self.nodes(&one.otherwise);
    }

    fn include(&mut self, partial: &Partial) {
        let mark = self.bound.len();
        let arguments = self.arguments(partial);
        self.bound.extend(arguments);
        self.partial(partial);
        self.bound.truncate(mark);
    }

    fn render(&mut self, partial: &Partial) {
        let arguments = self.arguments(partial);
        let bound = std::mem::replace(&mut self.bound, arguments);
        let assigned = std::mem::take(&mut self.assigned);
        let isolated = std::mem::replace(&mut self.isolated, true);
        self.partial(partial);
        (self.bound, self.assigned, self.isolated) = (bound, assigned, isolated);
    }

    fn arguments(&self, partial: &Partial) -> Vec<(String, Origins)> {
        let arguments = partial.arguments.iter();
        let mut all: Vec<_> = arguments
            .map(|(name, value)| (name.text.clone(), self.value(value)))
            .collect();
        if let Some(binding) = &partial.binding {
            all.push((binding.variable.clone(), self.value(&binding.value)));
        }
        all
    }

    fn partial(&mut self, partial: &Partial) {
        let composition = self.composition;
        // a partial that shows itself was entered by the same tag before
        if let Some(template) = composition.partials.get(&partial.name.text)
            && !self.included.contains(&partial.name.span)
        {
            self.included.push(partial.name.span);
            self.nodes(&template.nodes);
            self.included.pop();
        }
    }

    fn block(&mut self, name: &Name) {
        let composition = self.composition;
        let Some(region) = composition.regions.get(&name.text) else {
            return;
        };
        let start = self.reader.clone();
        for choice in &region.variants {
            self.reader = start.clone();
            let mark = self.bound.len();
            for (name, argument) in &choice.parameters {
                let origins = self.parameter(argument);
                self.bound.push((name.text.clone(), origins));
            }
            self.nodes(&choice.template.nodes);
            self.bound.truncate(mark);
        }
        self.reader = start;
        self.nodes(&region.default);
    }

    fn parameter(&mut self, argument: &Argument) -> Origins {
        match argument {
            Argument::Literal(_) => Origins::new(),
            Argument::Global(path) => Origins::from([path.clone()]),
            Argument::Template(nodes) => {
                let place = std::mem::take(&mut self.reader);
                self.captures.push(Origins::new());
                self.nodes(nodes);
                self.reader = place;
                self.captures.pop().unwrap_or_default()
            }
        }
    }

    fn filtered(&self, value: &Filtered) -> Origins {
        let mut origins = self.value(&value.value);
        for filter in &value.filters {
            if filter.name.text == "size" {
                origins.clear();
            }
            let keywords = filter.keyword.iter().map(|(_, value)| value);
            for argument in filter.positional.iter().chain(keywords) {
                origins.extend(self.value(argument));
            }
        }
        origins
    }

    fn value(&self, expression: &Expression) -> Origins {
        match expression {
            Expression::Path(path) => self.path(path),
            _ => Origins::new(),
        }
    }

    fn path(&self, path: &Path) -> Origins {
        let names = path.segments.iter().map_while(|segment| match segment {
            Segment::Name(name) | Segment::Key(name) => Some(name.text.as_str()),
            Segment::Index(_) => None,
        });
        let names: Vec<&str> = names.collect();
        if names.last() == Some(&"size") {
            return Origins::new();
        }
        let root = path.root.text.as_str();
        let mut bound = self.bound.iter().rev();
        if let Some((_, origins)) = bound.find(|(name, _)| name == root) {
            return origins.clone();
        }
        let mut origins = self.assigned.get(root).cloned().unwrap_or_default();
        if !self.isolated {
            origins.insert(SlotPath::of([root].into_iter().chain(names)));
        }
        origins
    }
}
