//! The interpreter: it goes through the generated tree itself, with a map of names for each scope,
//! as Shopify's engine does. It is written to be read, not to be quick.

mod lookup;
mod loops;

use std::collections::HashMap;
use std::rc::Rc;

use super::datum::Datum;
use super::filter;
use super::tree::{Call, Comparison, Condition, Cycle, Expression, Filtered, Node, Template, What};
use super::write::expression as written;

/// More turns than a test has time for.
const TURNS: usize = 3_000;

/// Why there is no output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stop {
    /// The row's message cannot be made.
    Fails,
    /// The interpreter does not go as far as the engine: nothing is said.
    Beyond,
}

#[derive(Clone, Copy, PartialEq)]
enum Flow {
    Next,
    Break,
    Continue,
}

/// What is known under a name.
#[derive(Clone)]
enum Variable {
    Value(Datum),
    /// Captured HTML, which is printed as it is.
    Markup(String),
    Position(Rc<Position>),
}

/// `forloop` or `tablerowloop`, at one turn.
struct Position {
    name: String,
    index: usize,
    length: usize,
    columns: Option<usize>,
    parent: Option<Rc<Position>>,
}

/// What the template prints.
pub(super) fn walk(template: &Template, globals: &Datum, is_html: bool) -> Result<String, Stop> {
    let mut walk = Walk {
        template,
        is_escaping: is_html,
        environment: globals.entries().iter().cloned().collect(),
        scopes: vec![HashMap::new()],
        positions: Vec::new(),
        stopped: HashMap::new(),
        cycles: HashMap::new(),
        changed: None,
        turns: 0,
        out: String::new(),
    };
    walk.nodes(&template.page)?;
    Ok(walk.out)
}

struct Walk<'t> {
    template: &'t Template,
    /// Whether outputs are escaped here.
    is_escaping: bool,
    /// The globals, among which `increment` counts.
    environment: HashMap<String, Datum>,
    /// From the outside in.
    scopes: Vec<HashMap<String, Variable>>,
    /// The `for` loops at work.
    positions: Vec<Rc<Position>>,
    stopped: HashMap<String, i128>,
    cycles: HashMap<String, usize>,
    changed: Option<String>,
    turns: usize,
    out: String,
}

impl Walk<'_> {
    fn nodes(&mut self, nodes: &[Node]) -> Result<Flow, Stop> {
        for node in nodes {
            let flow = self.node(node)?;
            if flow != Flow::Next {
                return Ok(flow);
            }
        }
        Ok(Flow::Next)
    }

    /// The body of a block: one that prints nothing but white space prints nothing.
    fn body(&mut self, block: &Node, body: &[Node]) -> Result<Flow, Stop> {
        for node in body {
            if is_blank(block) && matches!(node.what, What::Text(..)) {
                continue;
            }
            let flow = self.node(node)?;
            if flow != Flow::Next {
                return Ok(flow);
            }
        }
        Ok(Flow::Next)
    }

    fn node(&mut self, node: &Node) -> Result<Flow, Stop> {
        match &node.what {
            What::Text(_, shown) | What::Raw(shown) => self.out.push_str(shown),
            What::Comment(_) => {}
            What::Output(value) | What::Echo(value) => self.output(value)?,
            What::Assign(name, value) => {
                let value = self.filtered(value)?;
                self.scopes[0].insert(name.clone(), Variable::Value(value));
            }
            What::Capture(name, body) => return self.capture(name, body),
            What::If(is_unless, arms, otherwise) => {
                for (index, (condition, body)) in arms.iter().enumerate() {
                    let holds = self.holds(condition)?;
                    if holds != (*is_unless && index == 0) {
                        return self.body(node, body);
                    }
                }
                return self.body(node, otherwise.as_deref().unwrap_or_default());
            }
            What::Case(subject, arms, otherwise) => {
                return self.case(node, subject, arms, otherwise.as_deref());
            }
            What::For(one) => return self.for_loop(node, one),
            What::TableRow(one) => return self.table_row(one),
            What::Break => return Ok(Flow::Break),
            What::Continue => return Ok(Flow::Continue),
            What::Cycle(cycle) => self.cycle(cycle)?,
            What::Increment(name) => self.count(name, 0, 1),
            What::Decrement(name) => self.count(name, -1, -1),
            What::IfChanged(body) => {
                let (text, flow) = self.captured(body)?;
                if self.changed.as_ref() != Some(&text) {
                    self.out.push_str(&text);
                    self.changed = Some(text);
                }
                return Ok(flow);
            }
            What::Include(call) => return self.include(call),
            What::Render(call) => self.render(call)?,
            What::Lines(lines) => return self.nodes(lines),
        }
        Ok(Flow::Next)
    }

    /// What nodes print, kept apart.
    fn captured(&mut self, nodes: &[Node]) -> Result<(String, Flow), Stop> {
        let before = std::mem::take(&mut self.out);
        let flow = self.nodes(nodes)?;
        Ok((std::mem::replace(&mut self.out, before), flow))
    }

    /// A capture that holds markup is a piece of the page: values are escaped inside of it. Any
    /// other is a text like others, and escaped where it is printed.
    fn capture(&mut self, name: &str, body: &[Node]) -> Result<Flow, Stop> {
        let is_markup = self.is_escaping && has_markup(body);
        let outer = std::mem::replace(&mut self.is_escaping, is_markup);
        let (text, flow) = self.captured(body)?;
        self.is_escaping = outer;
        let variable = if is_markup {
            Variable::Markup(text)
        } else {
            Variable::Value(Datum::Text(text))
        };
        self.scopes[0].insert(name.to_owned(), variable);
        Ok(flow)
    }

    fn output(&mut self, value: &Filtered) -> Result<(), Stop> {
        if let (Expression::Path(root, steps), []) = (&value.value, value.filters.as_slice())
            && steps.is_empty()
            && let Some(Variable::Markup(text)) = self.variable(root)
        {
            self.out.push_str(&text);
            return Ok(());
        }
        let shown = self.filtered(value)?.printed();
        let is_done = matches!(
            value.filters.last().map(|last| last.name),
            Some("escape" | "raw")
        );
        self.print(&shown, is_done);
        Ok(())
    }

    fn print(&mut self, text: &str, is_done: bool) {
        self.out
            .push_str(&escaped_if(self.is_escaping && !is_done, text.to_owned()));
    }

    fn filtered(&self, value: &Filtered) -> Result<Datum, Stop> {
        let mut datum = self.value(&value.value)?;
        for filter in &value.filters {
            let arguments = filter.arguments.iter().map(|argument| self.value(argument));
            let arguments = arguments.collect::<Result<Vec<_>, _>>()?;
            let keyword = match &filter.keyword {
                Some((_, value)) => Some(self.value(value)?),
                None => None,
            };
            datum = filter::apply(filter.name, &datum, &arguments, keyword.as_ref())?;
        }
        Ok(datum)
    }

    /// `and` and `or` bind to the right, whichever comes first.
    fn holds(&self, condition: &Condition) -> Result<bool, Stop> {
        self.joined(&condition.first, &condition.more)
    }

    fn joined(&self, first: &Comparison, more: &[(bool, Comparison)]) -> Result<bool, Stop> {
        let first = self.comparison(first)?;
        Ok(match more {
            [] => first,
            [(true, next), rest @ ..] => first && self.joined(next, rest)?,
            [(false, next), rest @ ..] => first || self.joined(next, rest)?,
        })
    }

    fn comparison(&self, one: &Comparison) -> Result<bool, Stop> {
        let Some((sign, right)) = &one.right else {
            return Ok(self.value(&one.left)?.is_truthy());
        };
        if matches!(*sign, "==" | "!=") {
            return Ok(self.equals(&one.left, right)? == (*sign == "=="));
        }
        let is_literal = |side: &Expression| matches!(side, Expression::Empty | Expression::Blank);
        if is_literal(&one.left) || *sign != "contains" && is_literal(right) {
            return Ok(false);
        }
        let left = self.value(&one.left)?;
        if *sign == "contains" && is_literal(right) {
            return Ok(matches!(left, Datum::Text(_)));
        }
        let right = self.value(right)?;
        if *sign == "contains" {
            return Ok(left.contains(&right));
        }
        let order = left.order(&right).map_err(|()| Stop::Fails)?;
        Ok(order.is_some_and(|order| match *sign {
            "<" => order.is_lt(),
            "<=" => order.is_le(),
            ">" => order.is_gt(),
            _ => order.is_ge(),
        }))
    }

    /// `empty` and `blank` are no values but questions.
    fn equals(&self, left: &Expression, right: &Expression) -> Result<bool, Stop> {
        use Expression::{Blank, Empty};
        Ok(match (left, right) {
            (Empty | Blank, Empty | Blank) => false,
            (Empty, other) | (other, Empty) => self.value(other)?.is_empty(),
            (Blank, other) | (other, Blank) => self.value(other)?.is_blank(),
            (left, right) => self.value(left)?.equals(&self.value(right)?),
        })
    }

    /// Each choice that fits shows its body, so that `when 1, 1` shows it twice.
    fn case(
        &mut self,
        node: &Node,
        subject: &Expression,
        arms: &[(Vec<Expression>, Vec<Node>)],
        otherwise: Option<&[Node]>,
    ) -> Result<Flow, Stop> {
        let mut has_fitted = false;
        for (choices, body) in arms {
            for choice in choices {
                if !self.equals(subject, choice)? {
                    continue;
                }
                has_fitted = true;
                let flow = self.body(node, body)?;
                if flow != Flow::Next {
                    return Ok(flow);
                }
            }
        }
        match otherwise {
            Some(body) if !has_fitted => self.body(node, body),
            _ => Ok(Flow::Next),
        }
    }

    /// Cycles of one name go on with one another, and so do those of the same literals.
    fn cycle(&mut self, cycle: &Cycle) -> Result<(), Stop> {
        let is_literal = |value: &Expression| matches!(value, Expression::Literal(_));
        let key = match &cycle.group {
            Some(group) => format!("named {:?}", self.value(group)?),
            None if cycle.values.iter().all(is_literal) => {
                let values: Vec<String> = cycle.values.iter().map(written).collect();
                format!("literals {}", values.join(", "))
            }
            None => format!("number {}", cycle.number),
        };
        let at = self.cycles.get(&key).copied().unwrap_or(0);
        if let Some(value) = cycle.values.get(at) {
            let text = self.value(value)?.printed();
            self.print(&text, false);
        }
        let next = if at + 1 >= cycle.values.len() {
            0
        } else {
            at + 1
        };
        self.cycles.insert(key, next);
        Ok(())
    }

    /// `increment` shows a number and then counts, `decrement` counts first.
    fn count(&mut self, name: &str, shown: i128, step: i128) {
        let before = match self.environment.get(name) {
            Some(Datum::Whole(number)) => *number,
            _ => 0,
        };
        self.out.push_str(&(before + shown).to_string());
        self.environment
            .insert(name.to_owned(), Datum::Whole(before + step));
    }

    fn partial(&self, name: &str) -> Vec<Node> {
        let mut partials = self.template.partials.iter();
        let found = partials.find(|(known, _)| known == name);
        found.map_or_else(Vec::new, |(_, nodes)| nodes.clone())
    }

    /// The partial sees everything; its arguments and what is bound are a scope of their own.
    fn include(&mut self, call: &Call) -> Result<Flow, Stop> {
        let partial = self.partial(&call.partial);
        let (variable, value) = match &call.binding {
            Some(binding) => (binding.variable.as_ref(), self.value(&binding.value)?),
            None => (
                None,
                self.value(&Expression::Path(call.partial.clone(), Vec::new()))?,
            ),
        };
        let variable = variable.unwrap_or(&call.partial);
        self.scopes.push(HashMap::new());
        for (name, argument) in &call.arguments {
            // what an argument sets, the next one sees
            let value = self.value(argument)?;
            self.set(name, value);
        }
        let items = match value {
            Datum::List(items) => items,
            value => vec![value],
        };
        let mut flow = Flow::Next;
        for item in items {
            self.turn()?;
            self.set(variable, item);
            flow = self.nodes(&partial)?;
            if flow != Flow::Next {
                break;
            }
        }
        self.scopes.pop();
        Ok(flow)
    }

    /// The partial sees its arguments, and nobody sees what it does.
    fn render(&mut self, call: &Call) -> Result<(), Stop> {
        let partial = self.partial(&call.partial);
        let value = match &call.binding {
            Some(binding) => self.value(&binding.value)?,
            None => Datum::Nil,
        };
        let is_loop = call.binding.as_ref().is_some_and(|binding| binding.each)
            && matches!(value, Datum::List(_) | Datum::Range(..) | Datum::Object(_));
        let items = if is_loop { value.items() } else { vec![value] };
        let length = items.len();
        let variable = call
            .binding
            .as_ref()
            .and_then(|binding| binding.variable.as_ref());
        let variable = variable.unwrap_or(&call.partial);
        for (index, item) in items.into_iter().enumerate() {
            self.turn()?;
            let mut inner = Walk {
                template: self.template,
                is_escaping: self.is_escaping,
                environment: HashMap::new(),
                scopes: vec![HashMap::new()],
                positions: Vec::new(),
                stopped: HashMap::new(),
                cycles: HashMap::new(),
                changed: None,
                turns: self.turns,
                out: std::mem::take(&mut self.out),
            };
            if is_loop {
                inner.position(Position {
                    name: call.partial.clone(),
                    index,
                    length,
                    columns: None,
                    parent: None,
                });
            }
            for (name, argument) in &call.arguments {
                inner.set(name, self.value(argument)?);
            }
            if item != Datum::Nil {
                inner.set(variable, item);
            }
            inner.nodes(&partial)?;
            self.out = inner.out;
            self.turns = inner.turns;
        }
        Ok(())
    }

    fn turn(&mut self) -> Result<(), Stop> {
        self.turns += 1;
        if self.turns > TURNS {
            Err(Stop::Beyond)
        } else {
            Ok(())
        }
    }

    /// Sets a name in the innermost scope.
    fn set(&mut self, name: &str, value: Datum) {
        let scope = self.scopes.last_mut().unwrap();
        scope.insert(name.to_owned(), Variable::Value(value));
    }
}

/// Whether a node can only print white space.
fn is_blank(node: &Node) -> bool {
    match &node.what {
        What::Text(text, _) => text.trim().is_empty(),
        What::Raw(text) => text.is_empty(),
        What::Comment(_) | What::Assign(..) | What::Capture(..) => true,
        What::If(..)
        | What::Case(..)
        | What::For(_)
        | What::TableRow(_)
        | What::IfChanged(_)
        | What::Lines(_) => node.what.bodies().into_iter().flatten().all(is_blank),
        _ => false,
    }
}

/// Whether a capture holds tags or entities.
fn has_markup(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match &node.what {
        What::Text(text, _) | What::Raw(text) => text.contains('<') || text.contains("&copy;"),
        What::TableRow(_) | What::Include(_) | What::Render(_) => true,
        other => other.bodies().into_iter().any(|body| has_markup(body)),
    })
}

fn escaped_if(is_escaping: bool, text: String) -> String {
    if is_escaping {
        filter::escaped(&text)
    } else {
        text
    }
}
