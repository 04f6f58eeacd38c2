//! What could not be known before the data are: which names stand for a field of the customer, and
//! whether `each` goes through a list or an object.

mod conditions;
mod names;
mod partials;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::condition::holds;
use super::scope::{KEY, ROOT};
use super::section::SECTION;
use crate::liquid::branch::Way;
use crate::liquid::composition::{Argument, Composition};
use crate::liquid::filter::signature::{Gives, signature};
use crate::liquid::shape::Shape;
use crate::liquid::tree::{Expression, Filtered, Loop, Node, Path, Segment, Template};
use crate::source::{SourceId, Sources};

impl Composition {
    /// Gives the names of Handlebars files their meaning. A name of nothing else is a field of the
    /// `customer`, and `unsubscribe`, `physicalAddress` and the like are what other systems call so.
    pub fn settle(&mut self, globals: &Shape, sources: &Sources) {
        let is_own = |source: &&SourceId| {
            let path = &sources.get(**source).path;
            path.ends_with(super::EXTENSION)
        };
        let files: BTreeSet<SourceId> = self.sources.iter().filter(is_own).copied().collect();
        if files.is_empty() {
            return;
        }
        let mut settler = Settler {
            globals,
            sources,
            files,
            assigned: BTreeMap::new(),
            set: set_names(self),
            given: std::mem::take(&mut self.given),
            partials: self.partials.clone(),
            made: BTreeMap::new(),
            count: 0,
            open: Vec::new(),
            levels: Vec::new(),
            arguments: None,
        };
        settler.nodes(&mut self.nodes);
        for region in self.regions.values_mut() {
            settler.nodes(&mut region.default);
            for choice in &mut region.variants {
                settler.template(&mut choice.template);
                for (_, argument) in &mut choice.parameters {
                    if let Argument::Template(nodes) = argument {
                        settler.nodes(nodes);
                    }
                }
            }
        }
        for partial in self.partials.values_mut() {
            settler.template(partial);
        }
        self.given = settler.given;
        self.partials.extend(settler.made);
    }
}

/// The names that templates set for others.
fn set_names(composition: &Composition) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = composition.given.values().flatten().cloned().collect();
    set_in(&composition.nodes, &mut names);
    for partial in composition.partials.values() {
        set_in(&partial.nodes, &mut names);
    }
    for region in composition.regions.values() {
        set_in(&region.default, &mut names);
        for choice in &region.variants {
            set_in(&choice.template.nodes, &mut names);
        }
    }
    names
}

fn set_in(nodes: &[Node], names: &mut BTreeSet<String>) {
    for node in nodes {
        match node {
            Node::Assign(name, _) | Node::Capture(name, _) => {
                names.insert(name.text.clone());
            }
            Node::For(one) | Node::TableRow(one) => {
                names.insert(one.variable.text.clone());
            }
            _ => {}
        }
        for body in node.bodies() {
            set_in(body, names);
        }
    }
}

/// A loop or a partial's context: its variable, and what that is.
#[derive(Clone, Debug)]
struct Level {
    variable: String,
    shape: Shape,
    /// Whether the variable is a pair of a key and a value.
    is_pair: bool,
    /// What it is another name for.
    alias: Option<Path>,
}

struct Settler<'a> {
    globals: &'a Shape,
    sources: &'a Sources,
    /// The Handlebars files.
    files: BTreeSet<SourceId>,
    /// What is known of the values that tags keep for others.
    assigned: BTreeMap<String, Shape>,
    /// Names that templates set.
    set: BTreeSet<String>,
    given: BTreeMap<String, BTreeSet<String>>,
    /// As they are in the files.
    partials: BTreeMap<String, Arc<Template>>,
    /// Partials with a context.
    made: BTreeMap<String, Arc<Template>>,
    /// How many were begun.
    count: usize,
    /// Those that are being made, by their paths, and what they become.
    open: Vec<(String, String)>,
    levels: Vec<Level>,
    /// In a partial with a context: the names it is given besides.
    arguments: Option<BTreeSet<String>>,
}

impl Settler<'_> {
    fn template(&mut self, template: &mut Arc<Template>) {
        if self.files.contains(&template.source) {
            self.nodes(&mut Arc::make_mut(template).nodes);
        }
    }

    fn nodes(&mut self, nodes: &mut [Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn node(&mut self, node: &mut Node) {
        match node {
            Node::Output(value) => self.filtered(value),
            Node::Assign(name, value) => {
                self.filtered(value);
                let shape = self.outcome(value);
                self.assigned.insert(name.text.clone(), shape);
            }
            Node::Capture(_, body) | Node::IfChanged(body) | Node::Block(_, body) => {
                self.nodes(body);
            }
            Node::If {
                arms, otherwise, ..
            } => {
                for (condition, body) in arms {
                    self.condition(condition);
                    self.nodes(body);
                }
                self.nodes(otherwise);
            }
            Node::Case { arms, .. } => {
                for arm in arms {
                    self.nodes(&mut arm.body);
                }
            }
            Node::For(one) if one.variable.text.trim_end_matches('\'').ends_with(SECTION) => {
                if let Some(choice) = self.section(one) {
                    *node = choice;
                }
            }
            Node::For(one) | Node::TableRow(one) => self.repeated(one),
            Node::Include(partial) if self.files.contains(&partial.name.span.source) => {
                self.include(partial);
            }
            _ => {}
        }
    }

    fn repeated(&mut self, one: &mut Loop) {
        if !self.files.contains(&one.variable.span.source) {
            self.nodes(&mut one.body);
            self.nodes(&mut one.otherwise);
            return;
        }
        self.expression(&mut one.list);
        let shape = self.shape(&one.list);
        let is_pair = matches!(shape.present(), Shape::Object(_));
        self.levels.push(Level {
            variable: one.variable.text.clone(),
            shape: if is_pair {
                values(&shape)
            } else {
                shape.item()
            },
            is_pair,
            alias: None,
        });
        self.nodes(&mut one.body);
        self.levels.pop();
        self.nodes(&mut one.otherwise);
    }

    /// A section is a loop for a list; else it is shown if its value holds, which is then given.
    fn section(&mut self, one: &mut Loop) -> Option<Node> {
        self.expression(&mut one.list);
        let shape = self.shape(&one.list);
        let alias = match (shape.present(), &one.list) {
            (Shape::List(_), _) => None,
            (_, Expression::Path(path)) => Some(path.clone()),
            _ => None,
        };
        self.levels.push(Level {
            variable: one.variable.text.clone(),
            shape: match &alias {
                Some(_) => shape,
                None => shape.item(),
            },
            is_pair: false,
            alias: alias.clone(),
        });
        self.nodes(&mut one.body);
        self.levels.pop();
        self.nodes(&mut one.otherwise);
        if alias.is_none() {
            one.branches.retain(|branch| branch.way != Way::Without);
            return None;
        }
        let holds = holds(&one.list, false);
        let holds = self.simple(&holds).unwrap_or(holds);
        Some(Node::If {
            arms: vec![(holds, std::mem::take(&mut one.body))],
            otherwise: std::mem::take(&mut one.otherwise),
            branches: std::mem::take(&mut one.branches),
        })
    }

    fn filtered(&mut self, value: &mut Filtered) {
        self.expression(&mut value.value);
        for filter in &mut value.filters {
            filter
                .positional
                .iter_mut()
                .for_each(|value| self.expression(value));
        }
    }

    fn expression(&mut self, expression: &mut Expression) {
        let Expression::Path(path) = expression else {
            return;
        };
        if self.files.contains(&path.root.span.source) {
            for segment in &mut path.segments {
                if let Segment::Index(index) = segment {
                    self.expression(index);
                }
            }
            self.path(path);
        }
    }

    /// What is known of a value behind its filters.
    fn outcome(&self, value: &Filtered) -> Shape {
        match value.filters.last() {
            None => self.shape(&value.value),
            Some(filter) => {
                let gives = signature(&filter.name.text).and_then(|row| row.gives);
                gives.map_or(Shape::Any, Gives::shape)
            }
        }
    }

    /// What is known of a value.
    fn shape(&self, expression: &Expression) -> Shape {
        let Expression::Path(path) = expression else {
            return Shape::Any;
        };
        let root = path.root.text.as_str();
        let mut levels = self.levels.iter().rev();
        let (shape, segments) = match levels.find(|level| level.variable == root) {
            Some(level) => (Some(&level.shape), behind(level, &path.segments)),
            None if self.set.contains(root) => (self.assigned.get(root), path.segments.as_slice()),
            None => (self.globals.entry(root), path.segments.as_slice()),
        };
        let mut segments = segments.iter();
        let shape = shape.cloned();
        let found = segments.try_fold(shape.unwrap_or(Shape::Any), |shape, segment| {
            shape.step(segment)
        });
        found.unwrap_or(Shape::Any)
    }
}

/// Without the number that takes the value out of a pair.
fn behind<'s>(level: &Level, segments: &'s [Segment]) -> &'s [Segment] {
    match segments {
        [Segment::Index(_), rest @ ..] if level.is_pair => rest,
        segments => segments,
    }
}

/// What the values of an object have in common.
fn values(object: &Shape) -> Shape {
    let mut shapes = object.names().filter_map(|name| object.entry(name));
    let first = shapes.next().cloned().unwrap_or(Shape::Any);
    if shapes.all(|shape| *shape == first) {
        first
    } else {
        Shape::Any
    }
}

/// Whether a path of the file is this loop's key.
fn is_key(path: &Path, variable: &str) -> bool {
    path.root.text.strip_suffix(KEY) == Some(variable)
}

/// Whether a path begins with the page's own names.
fn is_of_page(path: &Path) -> bool {
    path.root.text == ROOT
}
