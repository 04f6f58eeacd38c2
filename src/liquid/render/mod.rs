//! Walks a composition for one row.

mod evaluate;
mod loops;
mod parts;

use std::collections::BTreeMap;

use super::Value;
use super::branch::{Branch, Reached};
use super::filter;
use super::operators::escape_html;
use super::parse::ErrorMode;
use super::program::{Escape, Outcome, Program};
use super::scope::Scope;
use super::tree::{Arm, Comparison, Condition, Expression, Filtered, Node};
use crate::source::Span;

/// Bytes of one output at most.
const MAX_BYTES: usize = 16 << 20;

/// Turns of all loops of one output at most.
const MAX_TURNS: u32 = 1_000_000;

/// Appends the output of one row.
pub(super) fn render(
    program: &Program,
    values: &[Value<'_>],
    out: &mut Vec<u8>,
    reached: Option<&mut Reached>,
) -> Result<(), Outcome> {
    let start = out.len();
    let mut renderer = Renderer {
        program,
        values,
        limit: start + MAX_BYTES,
        out,
        reached,
        escape: program.escape,
        scope: Scope::default(),
        template: &program.composition.path,
        cycles: BTreeMap::new(),
        stops: BTreeMap::new(),
        changed: None,
        turns: 0,
    };
    let done = renderer.nodes(&program.composition.nodes);
    done.map(|_| ()).map_err(|message| {
        renderer.out.truncate(start);
        Outcome {
            message,
            template: Some(renderer.template.to_owned()),
        }
    })
}

/// What follows a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    Next,
    Break,
    Continue,
}

/// A message, when the row cannot be rendered.
type Rendered<T> = Result<T, String>;

struct Renderer<'p, 'o> {
    program: &'p Program,
    values: &'p [Value<'p>],
    out: &'o mut Vec<u8>,
    /// The branches taken, when somebody asks.
    reached: Option<&'o mut Reached>,
    limit: usize,
    escape: Escape,
    scope: Scope<'p>,
    /// Path of the template at work.
    template: &'p str,
    /// What each cycle shows next.
    cycles: BTreeMap<String, usize>,
    /// Where each loop has stopped.
    stops: BTreeMap<&'p str, i64>,
    /// What `ifchanged` showed last.
    changed: Option<Vec<u8>>,
    turns: u32,
}

impl<'p> Renderer<'p, '_> {
    fn nodes(&mut self, nodes: &'p [Node]) -> Rendered<Flow> {
        for node in nodes {
            let flow = self.node(node)?;
            if self.out.len() > self.limit {
                return Err(format!("the output exceeds {} MiB", MAX_BYTES >> 20));
            }
            if flow != Flow::Next {
                return Ok(flow);
            }
        }
        Ok(Flow::Next)
    }

    fn node(&mut self, node: &'p Node) -> Rendered<Flow> {
        match node {
            Node::Text(span) => self.text(*span),
            Node::Output(value) => self.output(value)?,
            Node::Assign(name, value) => match self.filtered(value) {
                Err(_) if value.mode == ErrorMode::Lax => {}
                value => self.scope.assign(&name.text, value?),
            },
            Node::Capture(name, body) => {
                let (text, flow) = self.captured(body)?;
                let text = String::from_utf8_lossy(&text).into_owned();
                self.scope.assign(&name.text, text.into());
                return Ok(flow);
            }
            Node::If {
                arms,
                otherwise,
                branches,
            } => return self.conditional(arms, otherwise, branches),
            Node::Case {
                subject,
                arms,
                branches,
            } => return self.case(subject, arms, branches),
            Node::For(one) => return self.for_loop(one),
            Node::TableRow(one) => return self.table_row(one),
            Node::Break => return Ok(Flow::Break),
            Node::Continue => return Ok(Flow::Continue),
            Node::Cycle {
                group, key, values, ..
            } => self.cycle(group.as_ref(), key, values)?,
            Node::Increment(name) => self.count(name, 1),
            Node::Decrement(name) => self.count(name, -1),
            Node::IfChanged(body) => {
                let (text, flow) = self.captured(body)?;
                if self.changed.as_ref() != Some(&text) {
                    self.out.extend_from_slice(&text);
                    self.changed = Some(text);
                }
                return Ok(flow);
            }
            Node::Include(partial) => return self.include(partial),
            Node::Render(partial) => self.isolated(partial)?,
            Node::Layout(_) => {}
            Node::Block(name, _) => return self.block(&name.text),
        }
        Ok(Flow::Next)
    }

    fn text(&mut self, span: Span) {
        let text = self.program.texts.get(&span.source);
        let text = text.and_then(|text| text.get(span.range()));
        self.out.extend_from_slice(text.unwrap_or("").as_bytes());
    }

    fn output(&mut self, value: &'p Filtered) -> Rendered<()> {
        let printed = self.filtered(value)?;
        let is_safe = self.escape == Escape::Text
            || filter::is_escaped(&value.filters)
            || self.is_captured(value);
        match &printed {
            Value::Text(text) if is_safe => self.out.extend_from_slice(text.as_bytes()),
            Value::Text(text) => escape_html(text, self.out),
            other if is_safe => self.out.extend_from_slice(other.to_string().as_bytes()),
            other => escape_html(&other.to_string(), self.out),
        }
        Ok(())
    }

    /// Whether `value` is captured output as it is, which was escaped when it was captured.
    fn is_captured(&self, value: &Filtered) -> bool {
        let Expression::Path(path) = &value.value else {
            return false;
        };
        value.filters.is_empty()
            && path.segments.is_empty()
            && self.program.captured.contains(&path.root.text)
    }

    /// The output of `body`, which is not shown.
    fn captured(&mut self, body: &'p [Node]) -> Rendered<(Vec<u8>, Flow)> {
        let start = self.out.len();
        let flow = self.nodes(body)?;
        Ok((self.out.split_off(start), flow))
    }

    fn conditional(
        &mut self,
        arms: &'p [(Condition, Vec<Node>)],
        otherwise: &'p [Node],
        branches: &[Branch],
    ) -> Rendered<Flow> {
        for (index, (condition, body)) in arms.iter().enumerate() {
            if self.holds(condition)? {
                self.took(branches, index);
                return self.nodes(body);
            }
        }
        self.took(branches, arms.len());
        self.nodes(otherwise)
    }

    fn took(&mut self, branches: &[Branch], index: usize) {
        if let (Some(reached), Some(branch)) = (&mut self.reached, branches.get(index)) {
            reached.insert(branch.span);
        }
    }

    /// Every arm that fits, once for each choice that does, and `else` if none has before it.
    fn case(
        &mut self,
        subject: &'p Expression,
        arms: &'p [Arm],
        branches: &[Branch],
    ) -> Rendered<Flow> {
        let mut is_matched = false;
        let mut is_shown = false;
        for (index, arm) in arms.iter().enumerate() {
            let mut times = usize::from(!is_matched);
            if let Some(choices) = &arm.choices {
                times = 0;
                for choice in choices {
                    times += usize::from(self.compare(Comparison::Equal, subject, choice)?);
                }
                is_matched |= times > 0;
            }
            for _ in 0..times {
                is_shown = true;
                self.took(branches, index);
                let flow = self.nodes(&arm.body)?;
                if flow != Flow::Next {
                    return Ok(flow);
                }
            }
        }
        if !is_shown {
            self.took(branches, arms.len());
        }
        Ok(Flow::Next)
    }
}
