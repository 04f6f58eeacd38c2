//! Resolves every variable of a composition.

mod resolve;

use std::collections::{BTreeMap, BTreeSet};

use super::composition::{Argument, Composition};
use super::filter::{self, Yields};
use super::problem::Problem;
use super::program::SlotPath;
use super::run::POSITION;
use super::shape::Shape;
use super::tree::{Condition, Expression, Filtered, Loop, Name, Node, Offset, Partial, Template};
use crate::diagnostic::Diagnostics;
use crate::source::Span;
use crate::uses::Uses;

/// Reports variables that nothing sets, and returns the paths of the globals that are used, in
/// order of first use. `globals` is the object of all global variables.
pub fn check(
    composition: &Composition,
    globals: &Shape,
    diagnostics: &mut Diagnostics,
) -> Vec<SlotPath> {
    resolve(composition, globals, diagnostics).0
}

/// The same, with what each name of the composition stands for.
pub(crate) fn resolve(
    composition: &Composition,
    globals: &Shape,
    diagnostics: &mut Diagnostics,
) -> (Vec<SlotPath>, Uses) {
    let mut checker = Checker {
        composition,
        globals,
        diagnostics,
        slots: Vec::new(),
        scope: Scope::default(),
        included: Vec::new(),
        reported: BTreeSet::new(),
        uses: composition.uses.clone(),
    };
    checker.nodes(&composition.nodes);
    (without_parts(checker.slots), checker.uses)
}

/// Without slots that are part of another one.
fn without_parts(slots: Vec<SlotPath>) -> Vec<SlotPath> {
    let wholes = slots.clone();
    let is_part = |slot: &SlotPath| {
        let mut wholes = wholes.iter();
        wholes.any(|whole| whole != slot && slot.0.starts_with(&whole.0))
    };
    let mut kept = slots;
    kept.retain(|slot| !is_part(slot));
    kept
}

struct Checker<'a> {
    composition: &'a Composition,
    globals: &'a Shape,
    diagnostics: &'a mut Diagnostics,
    slots: Vec<SlotPath>,
    scope: Scope,
    /// Where the partials at work are included, from the outside in.
    included: Vec<Span>,
    /// Places that are reported already: a partial may be included often.
    reported: BTreeSet<Span>,
    uses: Uses,
}

/// Variables that templates set.
#[derive(Default)]
struct Scope {
    bound: Vec<Variable>,
    assigned: BTreeMap<String, Variable>,
    isolated: bool,
}

#[derive(Clone)]
struct Variable {
    name: String,
    shape: Shape,
    /// Where it is set, as far as a name of its own says so.
    declared: Vec<Span>,
}

impl Scope {
    fn bind(&mut self, name: &str, declared: Option<Span>, shape: Shape) {
        self.bound.push(Variable {
            name: name.to_owned(),
            shape,
            declared: declared.into_iter().collect(),
        });
    }

    fn assign(&mut self, name: &Name, shape: &Shape) {
        let known = self.assigned.entry(name.text.clone());
        let known = known.or_insert_with(|| Variable {
            name: name.text.clone(),
            shape: shape.clone(),
            declared: Vec::new(),
        });
        known.declared.push(name.span);
        if known.shape != *shape {
            known.shape = Shape::Any;
        }
    }

    fn bound(&self, name: &str) -> Option<&Variable> {
        let mut bound = self.bound.iter().rev();
        bound.find(|variable| variable.name == name)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let bound = self.bound.iter().map(|variable| variable.name.as_str());
        bound.chain(self.assigned.keys().map(String::as_str))
    }
}

impl Checker<'_> {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Output(value) => {
                self.filtered(value);
            }
            Node::Assign(name, value) => {
                let shape = self.filtered(value);
                self.scope.assign(name, &shape);
            }
            Node::Capture(name, body) => {
                self.nodes(body);
                self.scope.assign(name, &Shape::Scalar);
            }
            Node::If { arms, .. } => {
                for (condition, _) in arms {
                    self.condition(condition);
                }
            }
            Node::Case { subject, arms, .. } => {
                self.value(subject);
                let choices = arms.iter().filter_map(|arm| arm.choices.as_ref());
                choices.flatten().for_each(|choice| {
                    self.value(choice);
                });
            }
            Node::For(one) => self.repeated(one, "forloop", &["name", "parentloop"]),
            Node::TableRow(one) => {
                let columns = ["row", "col", "col0", "col_first", "col_last"];
                self.repeated(one, "tablerowloop", &columns);
            }
            Node::Cycle { group, values, .. } => {
                for value in group.iter().chain(values) {
                    self.value(value);
                }
            }
            Node::Increment(name) | Node::Decrement(name) => {
                if *self.globals == Shape::Any && !self.scope.isolated {
                    self.needs(SlotPath::of([name.text.as_str()]));
                }
                self.scope.assign(name, &Shape::Scalar);
            }
            Node::Include(partial) => self.include(partial),
            Node::Render(partial) => self.isolated(partial),
            Node::Block(name, _) => self.block(name),
            Node::Text(_) | Node::Break | Node::Continue | Node::Layout(_) | Node::IfChanged(_) => {
            }
        }
        if matches!(
            node,
            Node::If { .. } | Node::Case { .. } | Node::IfChanged(_)
        ) {
            for body in node.bodies() {
                self.nodes(body);
            }
        }
    }

    fn repeated(&mut self, one: &Loop, position: &str, more: &[&str]) {
        let list = self.value(&one.list);
        let offset = match &one.offset {
            Some(Offset::At(offset)) => Some(offset),
            _ => None,
        };
        let settings = [one.limit.as_ref(), offset, one.columns.as_ref()];
        for setting in settings.into_iter().flatten() {
            self.value(setting);
        }
        // a turn may read what an earlier one has set further down
        for name in assigned(&one.body) {
            let known = self.scope.assigned.contains_key(&name.text);
            if !known {
                self.scope.assign(name, &Shape::Any);
            }
        }
        let names = POSITION.iter().chain(more);
        let shape = |name: &&str| match *name {
            "parentloop" => Shape::Any,
            _ => Shape::Scalar,
        };
        let position_shape = Shape::object(names.map(|name| (*name, shape(name))));
        let mark = self.scope.bound.len();
        self.scope.bind(position, None, position_shape);
        let variable = &one.variable;
        self.scope
            .bind(&variable.text, Some(variable.span), list.item());
        self.nodes(&one.body);
        self.scope.bound.truncate(mark);
        self.nodes(&one.otherwise);
    }

    fn include(&mut self, partial: &Partial) {
        if self.scope.isolated {
            self.report_always(&Problem::IncludeInRender, partial.name.span);
        }
        let mark = self.scope.bound.len();
        let arguments = self.arguments(partial, true);
        self.scope.bound.extend(arguments);
        self.partial(partial);
        self.scope.bound.truncate(mark);
    }

    fn isolated(&mut self, partial: &Partial) {
        let mut inner = Scope {
            isolated: true,
            ..Scope::default()
        };
        inner.bound.extend(self.arguments(partial, false));
        if partial.binding.as_ref().is_some_and(|binding| binding.each) {
            inner.bind("forloop", None, Shape::Any);
        }
        let outer = std::mem::replace(&mut self.scope, inner);
        self.partial(partial);
        self.scope = outer;
    }

    fn arguments(&mut self, partial: &Partial, is_include: bool) -> Vec<Variable> {
        let mut all = Vec::new();
        for (name, value) in &partial.arguments {
            all.push(Variable {
                name: name.text.clone(),
                shape: self.value(value),
                declared: vec![name.span],
            });
        }
        if let Some(binding) = &partial.binding
            && (!binding.implied || self.knows(&partial.name.text))
        {
            let shape = self.value(&binding.value);
            let shape = match (binding.each || is_include, &shape) {
                (true, Shape::List(_)) => shape.item(),
                _ => shape,
            };
            all.push(Variable {
                name: binding.variable.clone(),
                shape,
                declared: Vec::new(),
            });
        }
        all
    }

    fn partial(&mut self, partial: &Partial) {
        let composition = self.composition;
        if let Some(name) = &partial.computed {
            self.value(name);
            let depth = self.included.len();
            for known in composition.partials.keys().filter(|_| depth < 3) {
                let name = Name {
                    text: known.clone(),
                    span: partial.name.span,
                };
                self.partial(&Partial {
                    name,
                    computed: None,
                    binding: None,
                    arguments: Vec::new(),
                });
            }
        }
        // a partial that shows itself was entered by the same tag before
        if let Some(template) = composition.partials.get(&partial.name.text)
            && !self.included.contains(&partial.name.span)
        {
            let given = self.scope.bound.len();
            for name in composition.optional(&template.path) {
                if self.scope.bound(name).is_none() {
                    self.scope.bind(name, None, Shape::Any);
                }
            }
            self.included.push(partial.name.span);
            self.nodes(&template.nodes);
            self.included.pop();
            self.scope.bound.truncate(given);
        }
    }

    fn block(&mut self, name: &Name) {
        let composition = self.composition;
        let Some(region) = composition.regions.get(&name.text) else {
            return;
        };
        if !region.variants.is_empty() {
            self.needs(region.slot.clone());
        }
        for choice in &region.variants {
            self.variant(&choice.template, &choice.parameters);
        }
        self.nodes(&region.default);
    }

    fn variant(&mut self, template: &Template, parameters: &[(Name, Argument)]) {
        let mark = self.scope.bound.len();
        for (name, argument) in parameters {
            let shape = match argument {
                Argument::Literal(value) => Shape::of(value),
                Argument::Global(path) => {
                    self.needs(path.clone());
                    let mut names = path.0.iter();
                    let found = names.try_fold(self.globals, |shape, name| shape.entry(name));
                    found.cloned().unwrap_or(Shape::Any)
                }
                Argument::Template(nodes) => {
                    let assigned = self.scope.assigned.clone();
                    self.nodes(nodes);
                    self.scope.assigned = assigned;
                    Shape::Scalar
                }
            };
            self.scope.bind(&name.text, Some(name.span), shape);
        }
        let composition = self.composition;
        for name in composition.optional(&template.path) {
            if self.scope.bound(name).is_none() {
                self.scope.bind(name, None, Shape::Any);
            }
        }
        self.nodes(&template.nodes);
        self.scope.bound.truncate(mark);
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Truthy(value) => {
                self.value(value);
            }
            Condition::Not(inner) => self.condition(inner),
            Condition::And(a, b) | Condition::Or(a, b) => {
                self.condition(a);
                self.condition(b);
            }
            Condition::Compare(_, a, b) => {
                self.value(a);
                self.value(b);
            }
        }
    }

    fn filtered(&mut self, value: &Filtered) -> Shape {
        let mut shape = self.value(&value.value);
        for filter in &value.filters {
            let keywords = filter.keyword.iter().map(|(_, value)| value);
            for argument in filter.positional.iter().chain(keywords) {
                self.value(argument);
            }
            if filter::needs_now(&filter.name.text) {
                self.needs_if_known("now");
            }
            if let Some(property) = &filter.quoted
                && filter::takes_property(&filter.name.text)
                && let Some(declared) = shape.item().declared(&property.text)
            {
                self.uses.add(property.span, declared);
            }
            let yields = filter::find(&filter.name.text).map(|row| row.yields);
            shape = match yields {
                Some(Yields::Same) => shape,
                Some(Yields::Item) => shape.item(),
                Some(Yields::Scalar) => Shape::Scalar,
                Some(Yields::Any) | None => Shape::Any,
            };
        }
        shape
    }

    fn value(&mut self, expression: &Expression) -> Shape {
        match expression {
            Expression::Literal(value) => Shape::of(value),
            Expression::Empty | Expression::Blank => Shape::Scalar,
            Expression::Range(first, last) => {
                self.value(first);
                self.value(last);
                Shape::list(Shape::Scalar)
            }
            Expression::Path(path) => self.path(path),
            Expression::Named(name, segments) => self.named(name, segments),
        }
    }
}

/// The names that `nodes` set for what follows.
fn assigned(nodes: &[Node]) -> Vec<&Name> {
    let mut names = Vec::new();
    for node in nodes {
        match node {
            Node::Assign(name, _)
            | Node::Capture(name, _)
            | Node::Increment(name)
            | Node::Decrement(name) => names.push(name),
            _ => {}
        }
        names.extend(node.bodies().into_iter().flat_map(assigned));
    }
    names
}
