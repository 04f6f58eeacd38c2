//! `{% if %}` and `{% case %}`: what is known in each way, and ways that nobody takes.

use std::collections::BTreeSet;

use super::Checker;
use super::finding::Finding;
use super::known::{is_there, key};
use crate::liquid::Value;
use crate::liquid::branch::{Branch, Way};
use crate::liquid::kind::Kind;
use crate::liquid::shape::Shape;
use crate::liquid::tree::{Arm, Comparison, Condition, Expression, Node};
use crate::source::Span;

impl Checker<'_> {
    pub(super) fn choice(
        &mut self,
        arms: &[(Condition, Vec<Node>)],
        otherwise: &[Node],
        branches: &[Branch],
    ) {
        let before = self.known.clone();
        let mut known_in_arms = Vec::new();
        for (condition, _) in arms {
            self.condition(condition);
            let known = self.known.clone();
            self.learn(condition, true);
            known_in_arms.push(std::mem::replace(&mut self.known, known));
            self.learn(condition, false);
        }
        self.unreachable(arms, branches);
        let known_otherwise = self.known.clone();
        for ((_, body), known) in arms.iter().zip(known_in_arms) {
            self.known = known;
            self.nodes(body);
        }
        self.known = known_otherwise;
        self.nodes(otherwise);
        self.known = before;
        self.learn_by_leaving(arms, otherwise);
    }

    /// Who goes on behind the tag has not taken a way that leads out.
    fn learn_by_leaving(&mut self, arms: &[(Condition, Vec<Node>)], otherwise: &[Node]) {
        let leaving = arms.iter().take_while(|(_, body)| is_left(body));
        for (condition, _) in leaving {
            self.learn(condition, false);
        }
        if let [(condition, _)] = arms
            && is_left(otherwise)
        {
            self.learn(condition, true);
        }
    }

    fn unreachable(&mut self, arms: &[(Condition, Vec<Node>)], branches: &[Branch]) {
        let mut seen = BTreeSet::new();
        for (index, (condition, _)) in arms.iter().enumerate() {
            let Some(branch) = branches.get(index) else {
                return;
            };
            match constant(condition) {
                Some(true) => {
                    let next = branches.get(index + 1);
                    if let Some(next) = next.filter(|next| next.way != Way::Without) {
                        self.find(&Finding::BehindCertain, next.span);
                    }
                    return;
                }
                Some(false) => self.find(&Finding::NeverTaken, branch.span),
                None if !seen.insert(written(condition)) => {
                    self.find(&Finding::RepeatedCondition, branch.span);
                }
                None => {}
            }
        }
    }

    pub(super) fn case(&mut self, subject: &Expression, arms: &[Arm], branches: &[Branch]) {
        let shape = self.value(subject);
        let mut seen = Vec::new();
        for choice in arms.iter().filter_map(|arm| arm.choices.as_ref()).flatten() {
            let other = self.value(choice);
            self.compared(Comparison::Equal, (subject, &shape), (choice, &other));
            let Expression::Literal(value, span) = choice else {
                continue;
            };
            if seen.contains(&value) {
                let value = value.to_string();
                self.find(&Finding::RepeatedChoice { value }, *span);
            }
            seen.push(value);
        }
        let last = arms.iter().zip(branches);
        let mut written = last.filter(|(arm, _)| arm.choices.is_none());
        if let Some((_, branch)) = written.next()
            && self.is_exhausted(subject, &seen)
        {
            self.find(&Finding::Exhausted, branch.span);
        }
        for arm in arms {
            let known = self.known.clone();
            let choices = arm.choices.iter().flatten();
            if arm.choices.is_some() && choices.clone().all(is_there) {
                self.learn_value(subject);
            }
            self.nodes(&arm.body);
            self.known = known;
        }
    }

    /// Whether the value is always one of these, wherever the template is used.
    fn is_exhausted(&mut self, subject: &Expression, seen: &[&Value<'static>]) -> bool {
        let Shape::Of(Kind::OneOf(options)) = self.everywhere(subject) else {
            return false;
        };
        let is_seen = |option: &String| {
            let mut seen = seen.iter();
            seen.any(|value| matches!(value, Value::Text(text) if **text == **option))
        };
        options.iter().all(is_seen)
    }

    /// The shape of a global variable for every campaign; unknown for any other value.
    pub(super) fn everywhere(&mut self, value: &Expression) -> Shape {
        match value {
            Expression::Path(path) if !self.scope.sets(&path.root.text) => {
                let known = std::mem::take(&mut self.known);
                let shape = self.path(path);
                self.known = known;
                shape
            }
            _ => Shape::Any,
        }
    }
}

/// Whether nothing behind the node is reached.
pub(super) fn leaves(node: &Node) -> bool {
    match node {
        Node::Break | Node::Continue => true,
        Node::Output(value) => value.aborts(),
        _ => false,
    }
}

fn is_left(body: &[Node]) -> bool {
    body.iter().any(leaves)
}

/// Where a node that does something begins.
pub(super) fn place(node: &Node) -> Option<Span> {
    match node {
        Node::Output(value) => Some(value.span),
        Node::Assign(name, _)
        | Node::Capture(name, _)
        | Node::Increment(name)
        | Node::Decrement(name)
        | Node::Block(name, _)
        | Node::Layout(name) => Some(name.span),
        Node::Include(partial) | Node::Render(partial) => Some(partial.name.span),
        Node::Cycle { span, .. } => Some(*span),
        _ => node.branches().first().map(|branch| branch.tag),
    }
}

/// What the condition comes to when it asks nothing.
fn constant(condition: &Condition) -> Option<bool> {
    match condition {
        Condition::Truthy(Expression::Literal(value, _)) => Some(value.is_truthy()),
        Condition::Not(inner) => constant(inner).map(|holds| !holds),
        Condition::And(a, b) => match (constant(a), constant(b)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Condition::Or(a, b) => match (constant(a), constant(b)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        Condition::Compare(how, Expression::Literal(a, _), Expression::Literal(b, _)) => {
            match how {
                Comparison::Equal => Some(a.equals(b)),
                Comparison::NotEqual => Some(!a.equals(b)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The condition without its places: those that are written alike decide alike.
fn written(condition: &Condition) -> String {
    match condition {
        Condition::Truthy(value) => value_written(value),
        Condition::Not(inner) => format!("!({})", written(inner)),
        Condition::And(a, b) => format!("({} & {})", written(a), written(b)),
        Condition::Or(a, b) => format!("({} | {})", written(a), written(b)),
        Condition::Compare(how, a, b) => {
            format!("({} {how:?} {})", value_written(a), value_written(b))
        }
    }
}

fn value_written(value: &Expression) -> String {
    match value {
        Expression::Literal(value, _) => format!("{value:?}"),
        Expression::Empty => "empty".to_owned(),
        Expression::Blank => "blank".to_owned(),
        Expression::Range(a, b) => format!("({}..{})", value_written(a), value_written(b)),
        Expression::Path(path) if !key(path).contains('[') => key(path),
        // what stands in brackets is not compared
        other => format!("{other:?}"),
    }
}
