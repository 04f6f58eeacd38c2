//! Runs a program for one row.

mod call;
mod cell;
mod evaluate;
mod failure;
mod lent;
mod loops;
mod print;
mod seen;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::Value;
use super::branch::Reached;
use super::program::{Case, Op, Outcome, Program, Test, Trait};
use crate::source::Span;
use cell::{Cell, Position};
use seen::Seen;

pub(super) use cell::POSITION;

/// Bytes of a text between filters at most.
pub(super) const MAX_BYTES: usize = 16 << 20;

/// Items of a list that filters make or loops go through at most.
pub(super) const MAX_TURNS: u32 = 1_000_000;

/// After how many turns the clock is looked at.
const TURNS_BY_CLOCK: u32 = 256;

/// Appends the output of one row.
pub(super) fn run(
    program: &Program,
    values: &[Value<'_>],
    out: &mut String,
    reached: Option<&mut Reached>,
) -> Result<(), Outcome> {
    let start = out.len();
    let mut machine = Machine {
        program,
        values,
        limit: start + program.limits.bytes,
        out,
        reached,
        layout: 0,
        cells: Vec::new(),
        positions: Vec::new(),
        cycles: BTreeMap::new(),
        stopped: BTreeMap::new(),
        changed: None,
        template: 0,
        at: 0,
        turns: 0,
        depth: 0,
        started: None,
        scratch: (String::new(), String::new()),
        arguments: Vec::new(),
        given: Vec::new(),
        spare: Vec::new(),
    };
    machine.open(0);
    let done = machine.routine(0);
    done.map(|_| ()).map_err(|message| {
        machine.out.truncate(start);
        machine.failure(message)
    })
}

/// What follows an operation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    Next,
    Break,
    Continue,
}

/// A message, when the row cannot be rendered.
type Rendered<T> = Result<T, String>;

struct Machine<'r, 'o> {
    program: &'r Program,
    values: &'r [Value<'r>],
    out: &'o mut String,
    limit: usize,
    /// The branches taken, when somebody asks.
    reached: Option<&'o mut Reached>,
    /// Which names the cells have.
    layout: usize,
    cells: Vec<Cell<'r>>,
    /// The loops at work, and those that ended since their partial began.
    positions: Vec<Position<'r>>,
    /// How often each cycle was shown.
    cycles: BTreeMap<String, usize>,
    /// Where each loop stopped, by name.
    stopped: BTreeMap<&'r str, i64>,
    /// What `ifchanged` showed last.
    changed: Option<String>,
    /// The routine at work.
    template: usize,
    /// The operation at work.
    at: usize,
    turns: u32,
    depth: usize,
    /// When the clock was looked at first.
    started: Option<Instant>,
    /// Texts between two filters.
    scratch: (String, String),
    /// A filter's arguments.
    arguments: Vec<Value<'r>>,
    /// The arguments of the partials at work.
    given: Vec<(u32, Seen<'r>)>,
    /// Cells that are not in use.
    spare: Vec<Vec<Cell<'r>>>,
}

impl<'r> Machine<'r, '_> {
    /// Sets up the cells of a layout.
    fn open(&mut self, layout: usize) {
        let program = self.program;
        let count = program.layouts.get(layout).map_or(0, |one| one.cells.len());
        self.layout = layout;
        self.cells.resize_with(count, Cell::default);
    }

    /// Runs all of a routine. The place stays when it fails.
    fn routine(&mut self, index: u32) -> Rendered<Flow> {
        let program = self.program;
        let Some(routine) = program.routines.get(index as usize) else {
            return Ok(Flow::Next);
        };
        self.depth += 1;
        let most = program.limits.depth;
        if self.depth > most {
            return Err(format!("partials are nested more than {most} deep"));
        }
        self.turn()?;
        let outer = std::mem::replace(&mut self.template, index as usize);
        let flow = self.ops(&routine.ops, 0, routine.ops.len())?;
        self.template = outer;
        self.depth -= 1;
        Ok(flow)
    }

    fn ops(&mut self, ops: &'r [Op], start: usize, end: usize) -> Rendered<Flow> {
        let mut at = start;
        while at < end {
            let Some(op) = ops.get(at) else { break };
            self.at = at;
            at += 1;
            match op {
                Op::Text { start, end } => {
                    let text = self.program.text.get(*start as usize..*end as usize);
                    self.out.push_str(text.unwrap_or_default());
                }
                Op::Show {
                    value,
                    escaper,
                    as_text,
                } => self.print(*value, *escaper, *as_text)?,
                Op::Print {
                    chain,
                    escaper,
                    as_text,
                } => self.print_chain(*chain, *escaper, *as_text)?,
                Op::Unless { test, to } => {
                    if !self.holds(*test)? {
                        at = *to as usize;
                    }
                }
                Op::Jump { to } => at = *to as usize,
                Op::Took { branch } => self.took(*branch),
                Op::Assign {
                    cell,
                    chain,
                    is_lax,
                } => match self.value_of(*chain) {
                    Err(_) if *is_lax => {}
                    value => self.assign(*cell, value?, false),
                },
                Op::Break => return Ok(Flow::Break),
                Op::Continue => return Ok(Flow::Continue),
                Op::Count { cell, step, start } => self.count(*cell, *step, *start)?,
                Op::Cycle(cycle) => self.cycle(cycle)?,
                Op::Capture {
                    cell,
                    end,
                    is_markup,
                } => {
                    let (text, flow) = self.captured(ops, at, *end as usize)?;
                    self.assign(*cell, Seen::Made(text.into()), *is_markup);
                    at = *end as usize;
                    if flow != Flow::Next {
                        return Ok(flow);
                    }
                }
                Op::IfChanged { end } => {
                    let (text, flow) = self.captured(ops, at, *end as usize)?;
                    if self.changed.as_ref() != Some(&text) {
                        self.out.push_str(&text);
                        self.changed = Some(text);
                    }
                    at = *end as usize;
                    if flow != Flow::Next {
                        return Ok(flow);
                    }
                }
                other => {
                    let (next, flow) = self.structure(ops, other)?;
                    at = next.unwrap_or(at);
                    if flow != Flow::Next {
                        return Ok(flow);
                    }
                }
            }
        }
        self.check_size()?;
        Ok(Flow::Next)
    }

    /// Runs what has bodies or partials; gives the place behind the bodies.
    fn structure(&mut self, ops: &'r [Op], op: &'r Op) -> Rendered<(Option<usize>, Flow)> {
        Ok(match op {
            Op::For(one) => (Some(one.end as usize), self.for_loop(ops, one)?),
            Op::TableRow(one) => (Some(one.end as usize), self.table_row(ops, one)?),
            Op::Case(one) => (Some(one.end as usize), self.case(ops, one)?),
            Op::Include(call) => (None, self.partial(call, false)?),
            Op::Render(call) => (None, self.partial(call, true)?),
            Op::Block(switch) => (None, self.block(switch)?),
            _ => (None, Flow::Next),
        })
    }

    fn check_size(&self) -> Rendered<()> {
        if self.out.len() > self.limit {
            let most = self.program.limits.bytes;
            return Err(match most >> 20 {
                0 => format!("the output exceeds {most} bytes"),
                most => format!("the output exceeds {most} MiB"),
            });
        }
        Ok(())
    }

    /// Time since the clock was looked at first.
    #[expect(
        clippy::disallowed_methods,
        reason = "a row's time is part of what it may take, and shows in nothing else"
    )]
    fn clock(&mut self) -> Duration {
        self.started.get_or_insert_with(Instant::now).elapsed()
    }

    /// Counts a turn of a loop, or a partial.
    fn turn(&mut self) -> Rendered<()> {
        self.turns += 1;
        let limits = &self.program.limits;
        if self.turns > limits.turns {
            return Err(format!("loops take more than {} turns", limits.turns));
        }
        if self.turns.is_multiple_of(TURNS_BY_CLOCK) && self.clock() >= limits.time {
            return Err(format!("rendering takes longer than {:?}", limits.time));
        }
        self.check_size()
    }

    fn took(&mut self, branch: Span) {
        if let Some(reached) = &mut self.reached {
            reached.insert(branch);
        }
    }

    /// What the operations print, which is not shown.
    fn captured(&mut self, ops: &'r [Op], start: usize, end: usize) -> Rendered<(String, Flow)> {
        let from = self.out.len();
        let flow = self.ops(ops, start, end)?;
        Ok((self.out.split_off(from), flow))
    }

    fn holds(&mut self, test: u32) -> Rendered<bool> {
        let program = self.program;
        let Some(test) = program.tests.get(test as usize) else {
            return Ok(false);
        };
        Ok(match test {
            Test::Never => false,
            Test::Truthy(value) => self.is(*value, Value::is_truthy)?,
            Test::Compare(how, a, b) => self.compare(*how, *a, *b)?,
            Test::Is(Trait::Empty, value) => self.is(*value, Value::is_empty)?,
            Test::Is(Trait::Blank, value) => self.is(*value, Value::is_blank)?,
            Test::Is(Trait::Text, value) => self.is(*value, |value| value.as_str().is_some())?,
            Test::Not(inner) => !self.holds(*inner)?,
            Test::And(a, b) => self.holds(*a)? && self.holds(*b)?,
            Test::Or(a, b) => self.holds(*a)? || self.holds(*b)?,
        })
    }

    /// Every arm that fits is shown, as often as it does, and `else` if none has fitted before it. A
    /// choice is asked when what was shown before it may have changed something.
    fn case(&mut self, ops: &'r [Op], case: &'r Case) -> Rendered<Flow> {
        let mut has_fitted = false;
        let mut is_shown = false;
        for arm in &case.arms {
            let count = arm.choices.as_ref().map_or(1, Vec::len);
            for index in 0..count {
                let fits = match &arm.choices {
                    Some(choices) => self.holds(choices[index])?,
                    None => !has_fitted,
                };
                if !fits {
                    continue;
                }
                has_fitted |= arm.choices.is_some();
                is_shown = true;
                if let Some(branch) = arm.branch {
                    self.took(branch);
                }
                let (start, end) = arm.body;
                let flow = self.ops(ops, start as usize, end as usize)?;
                if flow != Flow::Next {
                    return Ok(flow);
                }
            }
        }
        if !is_shown && let Some(branch) = case.without {
            self.took(branch);
        }
        Ok(Flow::Next)
    }
}
