//! Personas.

use super::campaign::assignments;
use super::expression::expression;
use super::literal::{length, moment, named, path_in, text_in, title};
use super::{Block, Node, Rule, each, find};
use crate::rules::ast::{
    Expectation, ExpectationKind, Expr, GivenArm, Moment, Persona, PersonaEvent, Shown,
};
use crate::rules::problem::Problem;

/// Reads a persona; an expectation that cannot be read is left out.
pub(super) fn persona(block: &mut Block, node: &Node) -> Option<Persona> {
    let title = title(block, node);
    let attributes = assignments(block, node);
    let arms = each(node.clone().into_inner(), Rule::given_arm);
    let arms = super::all(arms.map(|node| given_arm(block, &node)));
    let events = each(node.clone().into_inner(), Rule::happening);
    let events = super::all(events.map(|node| event(block, &node)));
    let expects = each(node.clone().into_inner(), Rule::expect);
    let expectations = expects.flat_map(|node| each(node.into_inner(), Rule::expectation));
    let expectations = expectations.filter_map(|node| expectation(block, &node));
    Some(Persona {
        expectations: expectations.collect(),
        name: named(block, node)?,
        title: title?,
        attributes: attributes?,
        arms: arms?,
        events: events?,
    })
}

fn given_arm(block: &mut Block, node: &Node) -> Option<GivenArm> {
    let inner = node.clone().into_inner();
    let arm = match find(&inner, Rule::k_holdout) {
        Some(_) => None,
        None => Some(text_in(block, node)?),
    };
    Some(GivenArm {
        path: path_in(block, node)?,
        arm,
        span: block.span(&inner.last()?),
    })
}

fn event(block: &mut Block, node: &Node) -> Option<PersonaEvent> {
    let inner = node.clone().into_inner();
    let fields = match find(&inner, Rule::happened) {
        Some(fields) => assignments(block, &fields),
        None => Some(Vec::new()),
    };
    let at = match find(&inner, Rule::ago) {
        Some(ago) => Moment::Ago(length(block, &ago)?),
        None => Moment::At(at_moment(block, &find(&inner, Rule::at_moment)?)?),
    };
    Some(PersonaEvent {
        event: named(block, node)?,
        at,
        fields: fields?,
    })
}

fn at_moment(block: &mut Block, node: &Node) -> Option<Expr> {
    let node = find(&node.clone().into_inner(), Rule::moment)?;
    let span = block.span(&node);
    let kind = moment(block, &node)?;
    Some(Expr { kind, span })
}

fn expectation(block: &mut Block, node: &Node) -> Option<Expectation> {
    let span = block.span(node);
    let inner = node.clone().into_inner().next()?;
    let kind = match inner.as_rule() {
        Rule::shows => shows(block, &inner)?,
        Rule::condition => ExpectationKind::Holds(expression(block, inner)?),
        _ => {
            let keyword = find(&inner.into_inner(), Rule::k_misplaced_claim)?;
            block.report(&Problem::MisplacedClaim, block.span(&keyword));
            return None;
        }
    };
    Some(Expectation { kind, span })
}

fn shows(block: &mut Block, node: &Node) -> Option<ExpectationKind> {
    let inner = node.clone().into_inner();
    let shown = match find(&inner, Rule::k_default) {
        Some(default) => Shown::Default(block.span(&default)),
        None => Shown::Template(text_in(block, node)?),
    };
    Some(ExpectationKind::Shows {
        path: path_in(block, node)?,
        shown,
        negated: find(&inner, Rule::not).is_some(),
    })
}
