//! The clauses of a campaign that keep some of its audience back.

use super::literal::{name, named, number_in, text_in};
use super::{Block, Node, Rule, all, each, find};
use crate::rules::ast::{
    Clause, Experiment, Length, Limit, Name, Number, Share, Window, WindowKind,
};
use crate::schema::Decimal;

pub(super) fn experiment(block: &mut Block, node: &Node) -> Option<Clause> {
    let split = find(&node.clone().into_inner(), Rule::split)?;
    let shares = all(each(split.into_inner(), Rule::share).map(|node| share(block, &node)));
    Some(Clause::Experiment(Experiment {
        name: named(block, node)?,
        shares: shares.unwrap_or_default(),
    }))
}

fn share(block: &mut Block, node: &Node) -> Option<Share> {
    let is_holdout = find(&node.clone().into_inner(), Rule::k_holdout).is_some();
    let percent = number_in(block, node);
    let arm = text_in(block, node);
    Some(Share {
        percent: percent?,
        arm: if is_holdout { None } else { Some(arm?) },
        span: block.span(node),
    })
}

pub(super) fn limit(block: &mut Block, node: &Node) -> Option<Limit> {
    let inner = node.clone().into_inner();
    let window = find(&inner, Rule::per).and_then(|per| window(block, &per));
    Some(Limit {
        count: number_in(block, node)?,
        window: window?,
        across: named(block, node),
        span: block.span(node),
    })
}

/// `per 7 days`; `per week` is one of them.
fn window(block: &mut Block, node: &Node) -> Option<Window> {
    let inner = node.clone().into_inner();
    let unit = name(block, &find(&inner, Rule::unit)?);
    let count = match find(&inner, Rule::number) {
        Some(_) => number_in(block, node)?,
        None => one(&unit),
    };
    let calendar = find(&inner, Rule::k_calendar).is_some();
    let length = Length { count, unit };
    Some(Window {
        kind: WindowKind::Last { length, calendar },
        span: block.span(node),
    })
}

fn one(unit: &Name) -> Number {
    Number {
        value: Decimal {
            mantissa: 1,
            scale: 0,
        },
        span: unit.span,
    }
}
