//! What one aggregate over events says about another over the same events.

use std::cell::RefCell;
use std::rc::Rc;

use super::formula::{Map, SubjectId};
use super::link::Link;
use super::subject::Subjects;
use super::values::Values;
use super::window::is_inside;
use crate::model::{Aggregate, Expr, ExprKind, Model};
use crate::rules::ast::Function;

/// Links between aggregates, found when both are looked at.
#[derive(Debug)]
pub(super) struct Pairs<'a> {
    model: &'a Model,
    known: RefCell<Known>,
}

type Known = Map<(SubjectId, SubjectId), Rc<[Link]>>;

impl<'a> Pairs<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        Self {
            model,
            known: RefCell::default(),
        }
    }

    pub(super) fn between(
        &self,
        first: SubjectId,
        second: SubjectId,
        subjects: &Subjects,
    ) -> Rc<[Link]> {
        if let Some(known) = self.known.borrow().get(&(first, second)) {
            return Rc::clone(known);
        }
        let mut links = Vec::new();
        let of = |subject: SubjectId| {
            let aggregate = subjects.get(subject).aggregate?;
            Some((subject, self.model.aggregates.get(aggregate)?))
        };
        if let (Some(first), Some(second)) = (of(first), of(second)) {
            links.extend(among(first, second, subjects));
            links.extend(among(second, first, subjects));
        }
        let links: Rc<[Link]> = links.into();
        let mut known = self.known.borrow_mut();
        known.insert((first, second), Rc::clone(&links));
        links
    }
}

/// What holds because the events of the first are among those of the second.
fn among(
    (first, few): (SubjectId, &Aggregate),
    (second, many): (SubjectId, &Aggregate),
    subjects: &Subjects,
) -> Vec<Link> {
    let mut links = Vec::new();
    if few.event != many.event
        || !is_narrower(few.filter.as_ref(), many.filter.as_ref())
        || !is_inside(few.window.as_ref(), many.window.as_ref())
    {
        return links;
    }
    let same_value = few.value == many.value;
    let counts = match (few.function, many.function) {
        (Function::Count | Function::CountDistinct, Function::Count) => {
            same_value || many.value.is_none()
        }
        (Function::CountDistinct, Function::CountDistinct) => same_value,
        _ => false,
    };
    if counts {
        links.push(Link::AtMost(first, second));
    }
    let given = some_event(few, subjects.get(first).known());
    let follows = if_any(many, subjects.get(second).known());
    if let (Some(given), Some(follows)) = (given, follows) {
        links.push(Link::Implies((first, given), (second, follows)));
    }
    links
}

/// Values of the aggregate that only somebody with such an event has.
pub(super) fn some_event(aggregate: &Aggregate, known: Values) -> Option<Values> {
    match aggregate.function {
        Function::Count | Function::CountDistinct => Some(Values::range(1, i64::MAX)),
        Function::Total => {
            let nothing = super::scale::zero(&aggregate.ty)?;
            Some(known.minus(&Values::range(nothing, nothing)))
        }
        Function::Distinct => None,
        _ => Some(known),
    }
}

/// Values of the aggregate that everybody with such an event has.
pub(super) fn if_any(aggregate: &Aggregate, known: Values) -> Option<Values> {
    if aggregate
        .value
        .as_ref()
        .is_some_and(|value| !is_surely_known(value))
    {
        return None;
    }
    match aggregate.function {
        Function::Count | Function::CountDistinct => Some(Values::range(1, i64::MAX)),
        Function::Total | Function::Distinct => None,
        _ => Some(known),
    }
}

/// A field that is not optional; sums and the like may be too large.
fn is_surely_known(value: &Expr) -> bool {
    matches!(value.kind, ExprKind::Field(_)) && !value.optional
}

/// Whether each event that passes the first filter passes the second.
fn is_narrower(few: Option<&Expr>, many: Option<&Expr>) -> bool {
    let (Some(few), Some(many)) = (few, many) else {
        return many.is_none();
    };
    if few == many {
        return true;
    }
    let inside = |part: &Expr| match &few.kind {
        ExprKind::And(all) => all.contains(part),
        _ => false,
    };
    match &many.kind {
        ExprKind::And(wanted) => wanted.iter().all(inside),
        _ => inside(many),
    }
}
