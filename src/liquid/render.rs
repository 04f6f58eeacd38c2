//! Walks a composition for one row.

use std::collections::BTreeMap;

use super::Value;
use super::compose::Argument;
use super::filter;
use super::operators::escape_html;
use super::program::{Escape, Global, Outcome, Program};
use super::scope::{Local, Scope};
use super::tree::{
    Comparison, Condition, Expression, Filtered, Loop, Name, Node, Partial, Path, Segment,
};
use crate::source::Span;

/// Bytes of one output at most.
const MAX_BYTES: usize = 16 << 20;

/// Turns of all loops of one output at most.
const MAX_TURNS: u32 = 1_000_000;

/// Appends the output of one row.
pub(super) fn render(
    program: &Program,
    values: &[Value],
    out: &mut Vec<u8>,
) -> Result<(), Outcome> {
    let start = out.len();
    let mut renderer = Renderer {
        program,
        values,
        limit: start + MAX_BYTES,
        out,
        escape: program.escape,
        scope: Scope::default(),
        template: &program.composition.path,
        cycles: BTreeMap::new(),
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
    values: &'p [Value],
    out: &'o mut Vec<u8>,
    limit: usize,
    escape: Escape,
    scope: Scope<'p>,
    /// Path of the template at work.
    template: &'p str,
    /// How often each cycle was shown.
    cycles: BTreeMap<&'p str, usize>,
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
            Node::Assign(name, value) => {
                let value = self.filtered(value)?;
                self.scope.assign(&name.text, value);
            }
            Node::Capture(name, body) => {
                let (text, flow) = self.captured(body)?;
                let text = String::from_utf8_lossy(&text).into();
                self.scope.assign(&name.text, Value::Text(text));
                return Ok(flow);
            }
            Node::If { arms, otherwise } => return self.conditional(arms, otherwise),
            Node::Case {
                subject,
                arms,
                otherwise,
            } => return self.case(subject, arms, otherwise),
            Node::For(one) => return self.for_loop(one),
            Node::TableRow(one) => return self.table_row(one),
            Node::Break => return Ok(Flow::Break),
            Node::Continue => return Ok(Flow::Continue),
            Node::Cycle { key, values, .. } => self.cycle(key, values)?,
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
    ) -> Rendered<Flow> {
        for (condition, body) in arms {
            if self.holds(condition)? {
                return self.nodes(body);
            }
        }
        self.nodes(otherwise)
    }

    fn case(
        &mut self,
        subject: &'p Expression,
        arms: &'p [(Vec<Expression>, Vec<Node>)],
        otherwise: &'p [Node],
    ) -> Rendered<Flow> {
        for (choices, body) in arms {
            for choice in choices {
                if self.compare(Comparison::Equal, subject, choice)? {
                    return self.nodes(body);
                }
            }
        }
        self.nodes(otherwise)
    }

    fn for_loop(&mut self, one: &'p Loop) -> Rendered<Flow> {
        let items = self.items(one)?;
        if items.is_empty() {
            return self.nodes(&one.otherwise);
        }
        let mark = self.scope.mark();
        let length = items.len();
        for (index, item) in items.into_iter().enumerate() {
            self.turn()?;
            self.scope.bind("forloop", Local::ForLoop { index, length });
            self.scope.bind(&one.variable.text, Local::Value(item));
            let flow = self.nodes(&one.body)?;
            self.scope.release(mark);
            if flow == Flow::Break {
                break;
            }
        }
        Ok(Flow::Next)
    }

    fn table_row(&mut self, one: &'p Loop) -> Rendered<Flow> {
        let items = self.items(one)?;
        let length = items.len();
        let columns = match &one.columns {
            Some(columns) => self.whole(columns)?.unwrap_or(length).max(1),
            None => length.max(1),
        };
        self.out.extend_from_slice(b"<tr class=\"row1\">\n");
        let mark = self.scope.mark();
        for (index, item) in items.into_iter().enumerate() {
            self.turn()?;
            let column = index % columns;
            if index > 0 && column == 0 {
                let row = index / columns + 1;
                let next = format!("</tr>\n<tr class=\"row{row}\">");
                self.out.extend_from_slice(next.as_bytes());
            }
            let cell = format!("<td class=\"col{}\">", column + 1);
            self.out.extend_from_slice(cell.as_bytes());
            let position = Local::TableRow {
                index,
                length,
                columns,
            };
            self.scope.bind("tablerowloop", position);
            self.scope.bind(&one.variable.text, Local::Value(item));
            let flow = self.nodes(&one.body)?;
            self.scope.release(mark);
            self.out.extend_from_slice(b"</td>");
            if flow == Flow::Break {
                break;
            }
        }
        self.out.extend_from_slice(b"</tr>\n");
        Ok(Flow::Next)
    }

    fn turn(&mut self) -> Rendered<()> {
        self.turns += 1;
        if self.turns > MAX_TURNS {
            return Err(format!("loops take more than {MAX_TURNS} turns"));
        }
        Ok(())
    }

    /// What a loop goes through.
    fn items(&mut self, one: &'p Loop) -> Rendered<Vec<Value>> {
        let offset = match &one.offset {
            Some(offset) => self.whole(offset)?.unwrap_or(0),
            None => 0,
        };
        let limit = match &one.limit {
            Some(limit) => self.whole(limit)?.unwrap_or(usize::MAX),
            None => usize::MAX,
        };
        let all = match self.value(&one.list)? {
            Value::List(items) => items,
            Value::Object(entries) => entries
                .iter()
                .map(|(name, value)| {
                    let pair = [Value::Text(name.clone()), value.clone()];
                    Value::List(pair.into())
                })
                .collect(),
            _ => return Ok(Vec::new()),
        };
        let mut items: Vec<Value> = all.iter().skip(offset).take(limit).cloned().collect();
        if one.reversed {
            items.reverse();
        }
        Ok(items)
    }

    /// A whole number; none when it is missing or something else.
    fn whole(&mut self, expression: &'p Expression) -> Rendered<Option<usize>> {
        let number = self.value(expression)?.to_number();
        Ok(number
            .filter(|number| *number >= 0.0)
            .map(|number| number as usize))
    }

    fn cycle(&mut self, key: &'p str, values: &'p [Expression]) -> Rendered<()> {
        let shown = self.cycles.entry(key).or_default();
        let index = *shown % values.len().max(1);
        *shown += 1;
        if let Some(value) = values.get(index) {
            let text = self.value(value)?.to_string();
            match self.escape {
                Escape::Html => escape_html(&text, self.out),
                Escape::Text => self.out.extend_from_slice(text.as_bytes()),
            }
        }
        Ok(())
    }

    fn count(&mut self, name: &'p Name, step: i64) {
        let counted = self.scope.count(&name.text, step);
        self.out.extend_from_slice(counted.to_string().as_bytes());
    }

    fn include(&mut self, partial: &'p Partial) -> Rendered<Flow> {
        let Some(template) = self.program.composition.partials.get(&partial.name.text) else {
            return Err(format!("there is no partial `{}`", partial.name.text));
        };
        let arguments = self.arguments(partial)?;
        let mark = self.scope.mark();
        let mut flow = Flow::Next;
        for bound in self.bound(partial)? {
            for (name, value) in arguments.iter().cloned().chain(bound) {
                self.scope.bind(name, Local::Value(value));
            }
            flow = self.within(&template.path, &template.nodes)?;
            self.scope.release(mark);
        }
        Ok(flow)
    }

    /// `{% render %}`: nothing of the caller's variables is seen, and nothing set is kept.
    fn isolated(&mut self, partial: &'p Partial) -> Rendered<()> {
        let Some(template) = self.program.composition.partials.get(&partial.name.text) else {
            return Err(format!("there is no partial `{}`", partial.name.text));
        };
        let arguments = self.arguments(partial)?;
        let all = self.bound(partial)?;
        let length = all.len();
        let each = partial.binding.as_ref().is_some_and(|binding| binding.each);
        let outer = std::mem::replace(&mut self.scope, Scope::isolated());
        for (index, bound) in all.into_iter().enumerate() {
            self.scope = Scope::isolated();
            if each {
                self.turn()?;
                self.scope.bind("forloop", Local::ForLoop { index, length });
            }
            for (name, value) in arguments.iter().cloned().chain(bound) {
                self.scope.bind(name, Local::Value(value));
            }
            self.within(&template.path, &template.nodes)?;
        }
        self.scope = outer;
        Ok(())
    }

    fn arguments(&mut self, partial: &'p Partial) -> Rendered<Vec<(&'p str, Value)>> {
        let arguments = partial.arguments.iter();
        arguments
            .map(|(name, value)| Ok((name.text.as_str(), self.value(value)?)))
            .collect()
    }

    /// What `with` or `for` binds, once for each time the partial is shown.
    fn bound(&mut self, partial: &'p Partial) -> Rendered<Vec<Option<(&'p str, Value)>>> {
        let Some(binding) = &partial.binding else {
            return Ok(vec![None]);
        };
        let variable = binding.variable.as_str();
        Ok(match self.value(&binding.value)? {
            Value::List(items) if binding.each => items
                .iter()
                .map(|item| Some((variable, item.clone())))
                .collect(),
            value => vec![Some((variable, value))],
        })
    }

    /// Renders `nodes` of another template. The place stays when it fails.
    fn within(&mut self, path: &'p str, nodes: &'p [Node]) -> Rendered<Flow> {
        let outer = std::mem::replace(&mut self.template, path);
        let flow = self.nodes(nodes)?;
        self.template = outer;
        Ok(flow)
    }

    fn block(&mut self, name: &str) -> Rendered<Flow> {
        let Some(region) = self.program.composition.regions.get(name) else {
            return Ok(Flow::Next);
        };
        let chosen = match self.global(&region.slot.0) {
            Value::Integer(index) => usize::try_from(index).ok(),
            _ => None,
        };
        let Some(choice) = chosen.and_then(|index| region.variants.get(index)) else {
            return self.nodes(&region.default);
        };
        let mark = self.scope.mark();
        for (name, argument) in &choice.parameters {
            let value = match argument {
                Argument::Literal(value) => value.clone(),
                Argument::Global(path) => self.global(&path.0),
                Argument::Template(nodes) => self.parameter(nodes)?,
            };
            self.scope.bind(name, Local::Value(value));
        }
        let flow = self.within(&choice.template.path, &choice.template.nodes)?;
        self.scope.release(mark);
        Ok(flow)
    }

    /// A parameter's text: not escaped here, but where it is printed.
    fn parameter(&mut self, nodes: &'p [Node]) -> Rendered<Value> {
        let outer = std::mem::replace(&mut self.escape, Escape::Text);
        let (text, _) = self.captured(nodes)?;
        self.escape = outer;
        Ok(Value::Text(String::from_utf8_lossy(&text).into()))
    }

    fn holds(&mut self, condition: &'p Condition) -> Rendered<bool> {
        Ok(match condition {
            Condition::Truthy(value) => self.value(value)?.is_truthy(),
            Condition::Not(inner) => !self.holds(inner)?,
            Condition::And(a, b) => self.holds(a)? && self.holds(b)?,
            Condition::Or(a, b) => self.holds(a)? || self.holds(b)?,
            Condition::Compare(how, a, b) => self.compare(*how, a, b)?,
        })
    }

    fn compare(
        &mut self,
        how: Comparison,
        left: &'p Expression,
        right: &'p Expression,
    ) -> Rendered<bool> {
        let a = self.value(left)?;
        let b = self.value(right)?;
        let equal = |a: &Value, b: &Value| match (left, right) {
            (Expression::Empty, _) => b.is_empty(),
            (_, Expression::Empty) => a.is_empty(),
            (Expression::Blank, _) => b.is_blank(),
            (_, Expression::Blank) => a.is_blank(),
            _ => a.equals(b),
        };
        let order = a.compare(&b);
        Ok(match how {
            Comparison::Equal => equal(&a, &b),
            Comparison::NotEqual => !equal(&a, &b),
            Comparison::Less => order.is_some_and(std::cmp::Ordering::is_lt),
            Comparison::LessOrEqual => order.is_some_and(std::cmp::Ordering::is_le),
            Comparison::Greater => order.is_some_and(std::cmp::Ordering::is_gt),
            Comparison::GreaterOrEqual => order.is_some_and(std::cmp::Ordering::is_ge),
            Comparison::Contains => a.contains(&b),
        })
    }

    fn filtered(&mut self, value: &'p Filtered) -> Rendered<Value> {
        let mut input = self.value(&value.value)?;
        for filter in &value.filters {
            let positional = filter.positional.iter();
            let positional = positional.map(|argument| self.value(argument));
            let positional = positional.collect::<Result<_, _>>()?;
            let mut keyword = Vec::new();
            for (name, argument) in &filter.keyword {
                keyword.push((name.text.as_str(), self.value(argument)?));
            }
            let call = filter::Call {
                input,
                positional,
                keyword,
                settings: &self.program.settings,
                now: self.global(&["now"]),
            };
            input = filter::run(&filter.name.text, &call)?;
            if matches!(&input, Value::Text(text) if text.len() > MAX_BYTES) {
                return Err(format!("a text exceeds {} MiB", MAX_BYTES >> 20));
            }
        }
        Ok(input)
    }

    fn value(&mut self, expression: &'p Expression) -> Rendered<Value> {
        Ok(match expression {
            Expression::Literal(value) => value.clone(),
            Expression::Empty | Expression::Blank => Value::Text("".into()),
            Expression::Range(first, last) => self.range(first, last)?,
            Expression::Path(path) => self.path(path)?,
        })
    }

    fn range(&mut self, first: &'p Expression, last: &'p Expression) -> Rendered<Value> {
        let first = self.value(first)?.to_number().unwrap_or(0.0) as i64;
        let last = self.value(last)?.to_number().unwrap_or(0.0) as i64;
        if last.saturating_sub(first) > i64::from(MAX_TURNS) {
            return Err(format!("a range has more than {MAX_TURNS} numbers"));
        }
        Ok(Value::List((first..=last).map(Value::Integer).collect()))
    }

    fn path(&mut self, path: &'p Path) -> Rendered<Value> {
        let root = path.root.text.as_str();
        let local = self.scope.get(root);
        let (mut value, rest) = match local {
            Some(value) => (value, &path.segments[..]),
            None if self.scope.is_isolated() => return Ok(Value::Nil),
            None => self.global_of(path),
        };
        for segment in rest {
            value = match segment {
                Segment::Name(name) => value.property(&name.text),
                Segment::Index(index) => value.at(&self.value(index)?),
            };
        }
        Ok(value)
    }

    /// The slot that `path` begins with, and the segments that remain.
    fn global_of(&self, path: &'p Path) -> (Value, &'p [Segment]) {
        let mut found = self.program.globals.get(&path.root.text);
        let mut rest = path.segments.as_slice();
        while let Some(Global::Object(entries)) = found {
            found = match rest.split_first() {
                Some((Segment::Name(name), more)) => {
                    rest = more;
                    entries.get(&name.text)
                }
                _ => None,
            };
        }
        match found {
            Some(Global::Slot(slot)) => (self.slot(*slot), rest),
            _ => (Value::Nil, &[]),
        }
    }

    /// The value at a path of names.
    fn global<T: AsRef<str>>(&self, path: &[T]) -> Value {
        let mut names = path.iter().map(AsRef::as_ref);
        let mut found = names.next().and_then(|root| self.program.globals.get(root));
        while let Some(Global::Object(entries)) = found {
            found = names.next().and_then(|name| entries.get(name));
        }
        match found {
            Some(Global::Slot(slot)) => {
                names.fold(self.slot(*slot), |value, name| value.property(name))
            }
            _ => Value::Nil,
        }
    }

    fn slot(&self, slot: usize) -> Value {
        self.values.get(slot).cloned().unwrap_or(Value::Nil)
    }
}
