//! A composition → a program: names become cells and slots, texts are merged, and each output gets
//! the escaping of its place.

mod block;
mod names;
mod operand;
mod output;
mod partial;
mod piece;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Value;
use super::branch::Branch;
use super::composition::Composition;
use super::escape::Context;
use super::filter::FilterSettings;
use super::kept::Piece;
use super::parse::ErrorMode;
use super::problem::Problem;
use super::program::{
    Body, Case, CaseArm, Cycle, Escape, Layout, Limits, LoopCode, Op, Place, Program, Routine,
    SlotPath, Start,
};
use super::tree::{Arm, Condition, Expression, Loop, Node, Offset};
use crate::diagnostic::Diagnostics;
use crate::source::{Sources, Span};
use names::Names;

/// How often the place where a turn of a loop begins may get stricter: each time it does, one of the
/// few parts of an address is left behind.
const MAX_JOINS: usize = 8;

/// The slot of the customer's locale, if customers have one.
pub(super) const LOCALE: [&str; 2] = ["segue", "locale"];

/// What is known when a composition is compiled.
pub struct Facts<'f> {
    /// The slots, which are what [`check`](super::check) returned.
    pub slots: &'f [SlotPath],
    /// The values of slots that are the same for every row, as far as they are known.
    pub constant: &'f dyn Fn(&SlotPath) -> Option<Value<'static>>,
    /// How outputs are escaped.
    pub escape: Escape,
    /// What filters depend on.
    pub settings: FilterSettings,
    /// Which slots repeat personal data: those are masked where a failure tells of values.
    pub is_personal: &'f dyn Fn(&SlotPath) -> bool,
}

impl<'f> Facts<'f> {
    /// When nothing is known of any slot's value, and none is personal.
    pub fn new(slots: &'f [SlotPath], escape: Escape, settings: FilterSettings) -> Self {
        Self {
            slots,
            constant: &|_| None,
            escape,
            settings,
            is_personal: &|_| false,
        }
    }
}

/// Prepares `composition` for rows. Outputs in places where no value is safe are reported.
pub fn compile(
    composition: &Composition,
    facts: &Facts<'_>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Program {
    let mut globals = BTreeMap::new();
    for (index, slot) in facts.slots.iter().enumerate() {
        insert(&mut globals, &slot.0, index as u32);
    }
    let context = match facts.escape {
        Escape::Html => Context::Text,
        Escape::Text => Context::Plain,
    };
    let now = facts.slots.iter().position(|slot| slot.0 == ["now"]);
    let locale = facts.slots.iter().position(|slot| slot.0 == LOCALE);
    let personal = (0..).zip(facts.slots);
    let personal = personal.filter(|(_, slot)| (facts.is_personal)(slot));
    let personal = personal.map(|(index, _)| index);
    let mut compiler = Compiler {
        composition,
        sources,
        facts,
        diagnostics,
        globals,
        names: names::names(composition),
        program: Program {
            composition: composition.clone(),
            slots: facts.slots.to_vec(),
            settings: facts.settings.clone(),
            now,
            locale,
            text: String::new(),
            constants: Vec::new(),
            paths: Vec::new(),
            chains: Vec::new(),
            tests: Vec::new(),
            layouts: Vec::new(),
            routines: Vec::new(),
            limits: Limits::default(),
            personal: personal.collect(),
            repeating: BTreeSet::new(),
        },
        known: Vec::new(),
        isolated: BTreeMap::new(),
        reported: BTreeSet::new(),
        layout: 0,
        path: composition.path.clone(),
        ops: Vec::new(),
        spans: Vec::new(),
        span: None,
        barrier: 0,
        context: context.clone(),
    };
    compiler.program.layouts.push(Layout {
        cells: BTreeMap::new(),
        is_open: true,
    });
    compiler.routine(
        Part::Page,
        &composition.path,
        &composition.nodes,
        0,
        context,
    );
    let mut program = compiler.program;
    program.repeating = program.repeating();
    program
}

/// Where a global variable's value comes from.
#[derive(Clone, Debug)]
pub(super) enum Global {
    /// The slot of this index.
    Slot(u32),
    /// Entries that are slots, or lead to some.
    Object(BTreeMap<String, Global>),
}

fn insert(globals: &mut BTreeMap<String, Global>, path: &[String], slot: u32) {
    match path {
        [] => {}
        [name] => {
            globals.insert(name.clone(), Global::Slot(slot));
        }
        [name, rest @ ..] => {
            let inner = globals.entry(name.clone());
            let inner = inner.or_insert_with(|| Global::Object(BTreeMap::new()));
            if let Global::Object(entries) = inner {
                insert(entries, rest, slot);
            }
        }
    }
}

fn place_of(span: Span, sources: &Sources) -> Place {
    let (line, column) = sources.position(span);
    Place { span, line, column }
}

/// What a routine is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Page,
    /// The template at this path.
    Template(String),
    /// A block's own content.
    Default(String),
    /// A parameter of a block.
    Parameter(Span),
}

/// A routine that is compiled already, or about to be.
struct Known {
    part: Part,
    layout: usize,
    start: Context,
    index: u32,
    end: Context,
    /// Whether it shows itself, which was compiled as if it ended where it begins.
    shows_itself: bool,
    is_open: bool,
}

struct Compiler<'c> {
    composition: &'c Composition,
    sources: &'c Sources,
    facts: &'c Facts<'c>,
    diagnostics: &'c mut Diagnostics,
    globals: BTreeMap<String, Global>,
    names: Names,
    program: Program,
    known: Vec<Known>,
    /// The layout of each partial that is rendered, by its path.
    isolated: BTreeMap<String, usize>,
    /// Places that are reported already.
    reported: BTreeSet<Span>,
    layout: usize,
    /// Path of the template at work.
    path: String,
    ops: Vec<Op>,
    /// What the operations up to now come from.
    spans: Vec<Option<Span>>,
    /// The tag or output at work.
    span: Option<Span>,
    /// The operations before it may be jumped over, so that no text is added to them.
    barrier: usize,
    context: Context,
}

impl Compiler<'_> {
    /// Compiles `nodes` as a routine of their own; gives its index and where it ends.
    fn routine(
        &mut self,
        part: Part,
        path: &str,
        nodes: &[Node],
        layout: usize,
        start: Context,
    ) -> (u32, Context) {
        let mut known = self.known.iter_mut();
        let same = known
            .find(|known| known.part == part && known.layout == layout && known.start == start);
        if let Some(known) = same {
            known.shows_itself |= known.is_open;
            return (known.index, known.end.clone());
        }
        let index = self.program.routines.len() as u32;
        self.program.routines.push(Routine {
            path: path.to_owned(),
            layout: layout as u32,
            ops: Vec::new(),
            places: Vec::new(),
        });
        let place = self.known.len();
        self.known.push(Known {
            part,
            layout,
            start: start.clone(),
            index,
            end: start.clone(),
            shows_itself: false,
            is_open: true,
        });
        let ops = std::mem::take(&mut self.ops);
        let spans = std::mem::take(&mut self.spans);
        let span = self.span.take();
        let barrier = std::mem::take(&mut self.barrier);
        let outer_path = std::mem::replace(&mut self.path, path.to_owned());
        let outer_layout = std::mem::replace(&mut self.layout, layout);
        let outer = std::mem::replace(&mut self.context, start);
        self.nodes(nodes);
        let end = std::mem::replace(&mut self.context, outer);
        self.layout = outer_layout;
        self.path = outer_path;
        self.barrier = barrier;
        let ops = std::mem::replace(&mut self.ops, ops);
        let spans = std::mem::replace(&mut self.spans, spans);
        self.span = span;
        let routine = &mut self.program.routines[index as usize];
        routine.ops = ops;
        let places = spans
            .into_iter()
            .map(|span| Some(place_of(span?, self.sources)));
        routine.places = places.collect();
        let known = &mut self.known[place];
        known.end = end.clone();
        known.is_open = false;
        if known.shows_itself
            && known.end != known.start
            && let Some(span) = self.span
        {
            self.split(span);
        }
        (index, end)
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node) {
        let outer = self.span;
        self.come_from(node.span().or(outer));
        self.operations(node);
        self.come_from(outer);
    }

    /// Says what the operations from here on come from.
    fn come_from(&mut self, span: Option<Span>) {
        self.spans.resize(self.ops.len(), self.span);
        self.span = span;
    }

    fn operations(&mut self, node: &Node) {
        match node {
            Node::Text(span) => {
                let sources = self.sources;
                self.text(sources.slice(*span));
            }
            Node::Output(value) => self.output(value),
            Node::Assign(name, value) => {
                let chain = self.chain(value);
                let chain = self.add_chain(chain);
                let cell = self.cell(&name.text);
                let is_lax = value.mode == ErrorMode::Lax;
                self.ops.push(Op::Assign {
                    cell,
                    chain,
                    is_lax,
                });
            }
            Node::Capture(name, body) => self.capture(&name.text, body),
            Node::If {
                arms,
                otherwise,
                branches,
            } => self.conditional(arms, otherwise, branches),
            Node::Case {
                subject,
                arms,
                branches,
            } => self.case(subject, arms, branches),
            Node::For(one) => self.repeated(one, "forloop"),
            Node::TableRow(one) => self.repeated(one, "tablerowloop"),
            Node::Break => self.ops.push(Op::Break),
            Node::Continue => self.ops.push(Op::Continue),
            Node::Cycle {
                span,
                group,
                key,
                values,
            } => {
                let escaper = self.escaper(*span);
                let group = group.as_ref().map(|group| self.operand(group));
                let values = values.iter().map(|value| self.operand(value)).collect();
                self.ops.push(Op::Cycle(Box::new(Cycle {
                    group,
                    key: key.clone(),
                    values,
                    escaper,
                })));
                self.context.value();
            }
            Node::Increment(name) => self.count(&name.text, 1),
            Node::Decrement(name) => self.count(&name.text, -1),
            Node::IfChanged(body) => {
                let start = self.context.clone();
                let at = self.ops.len();
                self.ops.push(Op::IfChanged { end: 0 });
                self.body(body);
                let end = self.here();
                self.ops[at] = Op::IfChanged { end };
                self.join(start, None);
            }
            Node::Include(partial) => self.include(partial),
            Node::Render(partial) => self.render(partial),
            Node::Layout(_) => {}
            Node::Block(name, _) => self.block(&name.text),
        }
    }

    /// The place of the next operation, which something may jump to.
    fn here(&mut self) -> u32 {
        self.barrier = self.ops.len();
        self.barrier as u32
    }

    /// Operations that belong together.
    fn body(&mut self, nodes: &[Node]) -> Body {
        let start = self.here();
        self.nodes(nodes);
        (start, self.here())
    }

    fn count(&mut self, name: &str, step: i64) {
        let cell = self.cell(name);
        let start = if self.program.layouts[self.layout].is_open {
            self.global_operand(name)
        } else {
            self.add_constant(Value::Nil)
        };
        self.ops.push(Op::Count { cell, step, start });
        self.context.value();
    }

    fn conditional(
        &mut self,
        arms: &[(Condition, Vec<Node>)],
        otherwise: &[Node],
        branches: &[Branch],
    ) {
        let start = self.context.clone();
        let mut end: Option<Context> = None;
        let mut jumps = Vec::new();
        for (index, (condition, body)) in arms.iter().enumerate() {
            if let Some(branch) = branches.get(index) {
                self.come_from(Some(branch.tag));
            }
            let test = self.test(condition);
            let unless = self.ops.len();
            self.ops.push(Op::Unless { test, to: 0 });
            self.took(branches.get(index));
            self.context = start.clone();
            self.body(body);
            end = Some(self.joined(end, branches.first()));
            jumps.push(self.ops.len());
            self.ops.push(Op::Jump { to: 0 });
            let to = self.here();
            self.ops[unless] = Op::Unless { test, to };
        }
        self.took(branches.get(arms.len()));
        self.context = start;
        self.body(otherwise);
        let end = self.joined(end, branches.first());
        self.context = end;
        let to = self.here();
        for jump in jumps {
            self.ops[jump] = Op::Jump { to };
        }
    }

    fn took(&mut self, branch: Option<&Branch>) {
        if let Some(branch) = branch {
            self.ops.push(Op::Took {
                branch: branch.span,
            });
        }
    }

    fn case(&mut self, subject: &Expression, arms: &[Arm], branches: &[Branch]) {
        let choices: Vec<Option<Vec<_>>> = arms
            .iter()
            .map(|arm| {
                let choices = arm.choices.as_ref()?;
                Some(
                    choices
                        .iter()
                        .map(|choice| self.equals(subject, choice))
                        .collect(),
                )
            })
            .collect();
        let at = self.ops.len();
        self.ops.push(Op::Break);
        let start = self.context.clone();
        let mut end = None;
        let mut codes = Vec::new();
        for (index, (arm, choices)) in arms.iter().zip(choices).enumerate() {
            self.context = start.clone();
            let body = self.body(&arm.body);
            end = Some(self.joined(end, branches.first()));
            codes.push(CaseArm {
                choices,
                body,
                branch: branches.get(index).map(|branch| branch.span),
            });
        }
        if arms.iter().all(|arm| arm.choices.is_some()) {
            self.context = start;
            end = Some(self.joined(end, branches.first()));
        }
        if let Some(end) = end {
            self.context = end;
        }
        let without = branches.get(arms.len()).map(|branch| branch.span);
        let end = self.here();
        self.ops[at] = Op::Case(Box::new(Case {
            arms: codes,
            without,
            end,
        }));
    }

    fn repeated(&mut self, one: &Loop, position: &str) {
        let list = self.operand(&one.list);
        let limit = one.limit.as_ref().map(|limit| self.operand(limit));
        let offset = match &one.offset {
            None => Start::First,
            Some(Offset::At(offset)) => Start::At(self.operand(offset)),
            Some(Offset::Continue) => Start::Continue,
        };
        let columns = one.columns.as_ref().map(|columns| self.operand(columns));
        let (variable, position_cell) = (self.cell(&one.variable.text), self.cell(position));
        let at = self.ops.len();
        self.ops.push(Op::Break);
        let start = self.context.clone();
        let mut begin = start.clone();
        let mut body = self.body(&one.body);
        // a turn begins where any turn before it ended
        for _ in 0..MAX_JOINS {
            let joined = self.joined(Some(begin.clone()), one.branches.first());
            if joined == begin {
                break;
            }
            self.ops.truncate(at + 1);
            (begin, self.context) = (joined.clone(), joined);
            body = self.body(&one.body);
        }
        let after = self.joined(Some(start.clone()), one.branches.first());
        self.context = start;
        let otherwise = self.body(&one.otherwise);
        self.context = self.joined(Some(after), one.branches.first());
        let end = self.here();
        let mut code = Box::new(LoopCode {
            name: one.name.clone(),
            variable,
            position: position_cell,
            list,
            limit,
            offset,
            columns,
            reversed: one.reversed,
            is_continued: self.names.continued.contains(&one.name),
            piece: None,
            body,
            otherwise,
            branches: one.branches.iter().map(|branch| branch.span).collect(),
            end,
        });
        self.ops[at] = if position == "forloop" {
            if piece::depends_on_item(&self.program, &self.ops, &code) {
                code.piece = Some(Arc::new(Piece::new()));
            }
            Op::For(code)
        } else {
            Op::TableRow(code)
        };
    }

    /// Where one is when one may also have come from `other`; a conflict is reported at `branch`.
    fn joined(&mut self, other: Option<Context>, branch: Option<&Branch>) -> Context {
        let here = self.context.clone();
        let Some(other) = other else { return here };
        match here.clone().join(other) {
            Some(joined) => joined,
            None => {
                if let Some(branch) = branch {
                    self.split(branch.tag);
                }
                here
            }
        }
    }

    fn split(&mut self, span: Span) {
        if self.reported.insert(span) {
            self.diagnostics.report(&Problem::SplitContext, span);
        }
    }

    fn join(&mut self, other: Context, branch: Option<&Branch>) {
        self.context = self.joined(Some(other), branch);
    }
}
