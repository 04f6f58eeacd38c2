//! Resolves every variable of a composition, and tells what cannot be meant by its values.

mod branches;
mod compare;
mod finding;
mod input;
mod known;
mod partial;
mod resolve;
mod scope;

use std::collections::BTreeSet;

use super::composition::Composition;
use super::kind::Kind;
use super::program::SlotPath;
use super::run::POSITION;
use super::shape::Shape;
use super::tree::{Expression, Filtered, Loop, Name, Node, Offset};
use crate::diagnostic::{Code, Diagnostics};
use crate::source::Span;
use crate::uses::Uses;

use finding::Finding;
pub(crate) use finding::unused;
use known::Known;
use scope::{Scope, assigned};

/// Reports variables that nothing sets, and what cannot be meant by a value; returns the paths of
/// the globals that are used, in order of first use. `globals` is the object of all global variables.
pub fn check(
    composition: &Composition,
    globals: &Shape,
    diagnostics: &mut Diagnostics,
) -> Vec<SlotPath> {
    resolve(composition, globals, &[], diagnostics).slots
}

/// What a composition uses.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    /// The paths of globals, in order of first use.
    pub(crate) slots: Vec<SlotPath>,
    /// What each name stands for.
    pub(crate) uses: Uses,
    /// Variables that `assign` and `capture` set; none where one may be read by a computed name.
    pub(crate) assigned: Vec<Name>,
    /// Every filter `raw` of an output.
    pub(crate) raw: Vec<Span>,
}

/// The same as [`check`], and more; `known` are globals that cannot be missing here.
pub(crate) fn resolve(
    composition: &Composition,
    globals: &Shape,
    known: &[SlotPath],
    diagnostics: &mut Diagnostics,
) -> Resolved {
    let mut checker = Checker {
        composition,
        globals,
        diagnostics,
        found: Resolved {
            uses: composition.uses.clone(),
            ..Resolved::default()
        },
        scope: Scope::default(),
        known: Known::default(),
        included: Vec::new(),
        reported: BTreeSet::new(),
        reads_any: false,
    };
    checker.known.learn_all(known);
    checker.nodes(&composition.nodes);
    let mut found = checker.found;
    if checker.reads_any {
        found.assigned.clear();
    }
    Resolved {
        slots: without_parts(found.slots),
        ..found
    }
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
    found: Resolved,
    scope: Scope,
    known: Known,
    /// Where the partials at work are included, from the outside in.
    included: Vec<Span>,
    /// What is reported already, and where: a partial may be included often.
    reported: BTreeSet<(Span, Code)>,
    /// Whether a variable is read by a computed name.
    reads_any: bool,
}

impl Checker<'_> {
    fn nodes(&mut self, nodes: &[Node]) {
        let mut has_left = false;
        for node in nodes {
            if has_left && let Some(span) = branches::place(node) {
                self.find(&Finding::BehindExit, span);
                has_left = false;
            }
            self.node(node);
            has_left |= branches::leaves(node);
        }
    }

    /// Nodes behind which nothing that they tell is known.
    fn body(&mut self, nodes: &[Node]) {
        let known = self.known.clone();
        self.nodes(nodes);
        self.known = known;
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Output(value) => self.output(value),
            Node::Assign(name, value) => {
                let shape = self.filtered(value);
                self.assign(name, &shape);
            }
            Node::Capture(name, body) => {
                let shape = self.captured(body);
                self.assign(name, &shape);
            }
            Node::If {
                arms,
                otherwise,
                branches,
            } => self.choice(arms, otherwise, branches),
            Node::Case {
                subject,
                arms,
                branches,
            } => self.case(subject, arms, branches),
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
                let is_global = self.globals.entry(&name.text).is_some();
                if (is_global || *self.globals == Shape::Any) && !self.scope.isolated {
                    self.needs(SlotPath::of([name.text.as_str()]));
                }
                self.scope.assign(name, &Shape::Of(Kind::Number));
            }
            Node::Include(partial) => self.include(partial),
            Node::Render(partial) => self.isolated(partial),
            Node::Block(name, _) => self.block(name),
            Node::IfChanged(body) => self.body(body),
            Node::Text(_) | Node::Break | Node::Continue | Node::Layout(_) => {}
        }
    }

    fn output(&mut self, value: &Filtered) {
        let shape = self.filtered(value);
        if shape.is_optional() && !value.aborts() {
            let (name, span) = match &value.value {
                Expression::Path(path) => (Some(known::key(path)), path.span()),
                _ => (None, value.span),
            };
            self.find(&Finding::MayBeMissing { name }, span);
        }
        let raw = value.filters.iter().filter(|one| one.name.text == "raw");
        self.found.raw.extend(raw.map(|one| one.name.span));
    }

    fn assign(&mut self, name: &Name, shape: &Shape) {
        self.found.assigned.push(name.clone());
        self.known.forget(&name.text);
        self.scope.assign(name, shape);
    }

    /// What a capture holds: one value alone may be missing, as in an assignment.
    fn captured(&mut self, body: &[Node]) -> Shape {
        match body {
            [Node::Output(value)] if !value.aborts() => {
                let shape = self.filtered(value);
                let text = Shape::Of(Kind::Text);
                if shape.is_optional() {
                    text.optional()
                } else {
                    text
                }
            }
            body => {
                self.body(body);
                Shape::Of(Kind::Text)
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
        for name in assigned(&one.body, self.composition) {
            self.scope.widen(name);
            self.known.forget(&name.text);
        }
        let names = POSITION.iter().chain(more);
        let shape = |name: &&str| match *name {
            "parentloop" => Shape::Any,
            "name" => Shape::Of(Kind::Text),
            "first" | "last" | "col_first" | "col_last" => Shape::Of(Kind::YesNo),
            _ => Shape::Of(Kind::Number),
        };
        let position_shape = Shape::object(names.map(|name| (*name, shape(name))));
        let mark = self.scope.bound.len();
        self.scope.bind(position, None, position_shape);
        let variable = &one.variable;
        self.scope
            .bind(&variable.text, Some(variable.span), list.item());
        let known = self.known.clone();
        self.known.forget(&variable.text);
        self.nodes(&one.body);
        self.known = known;
        self.scope.bound.truncate(mark);
        self.body(&one.otherwise);
    }

    fn value(&mut self, expression: &Expression) -> Shape {
        match expression {
            Expression::Literal(value, _) => Shape::written(value),
            Expression::Empty | Expression::Blank => Shape::Scalar,
            Expression::Range(first, last) => {
                self.value(first);
                self.value(last);
                Shape::list(Shape::Of(Kind::Number))
            }
            Expression::Path(path) => self.path(path),
            Expression::Named(name, segments) => self.named(name, segments),
        }
    }
}
