//! `expect` outside of personas: what must hold for all customers together.

use super::literal::{number_in, path};
use super::{Block, Node, Rule, all, each, find};
use crate::rules::ast::{Amount, Claim, ClaimKind, Limit, LimitKind, Measure};

pub(super) fn claims(block: &mut Block, node: &Node) -> Option<Vec<Claim>> {
    let claims = each(node.clone().into_inner(), Rule::claim);
    all(claims.map(|node| claim(block, &node)))
}

fn claim(block: &mut Block, node: &Node) -> Option<Claim> {
    let span = block.span(node);
    let form = node.clone().into_inner().next()?;
    let inner = form.clone().into_inner();
    let mut paths = each(inner.clone(), Rule::path).map(|node| path(block, node));
    let (first, second) = (paths.next()?, paths.next());
    let kind = match form.as_rule() {
        Rule::no_overlap => ClaimKind::NoOverlap(first, second?),
        rule => ClaimKind::Measured {
            measure: match rule {
                Rule::measured_size => Measure::Size,
                _ => Measure::Share,
            },
            of: first,
            among: second,
            limit: limit(block, &find(&inner, Rule::limit)?)?,
        },
    };
    Some(Claim { kind, span })
}

fn limit(block: &mut Block, node: &Node) -> Option<Limit> {
    let span = block.span(node);
    let inner = node.clone().into_inner();
    let amounts = each(inner.clone(), Rule::amount);
    let amounts = all(amounts.map(|node| amount(block, &node)))?;
    let word = find(&inner, Rule::limit_word);
    let words = word.map(|word| word.as_str().split_whitespace().collect::<Vec<_>>());
    let kind = match (words.as_deref(), amounts.as_slice()) {
        (None, &[low, high]) => LimitKind::Between(low, high),
        (Some(["below"]), &[amount]) => LimitKind::Below(amount),
        (Some(["above"]), &[amount]) => LimitKind::Above(amount),
        (Some(["exactly"]), &[amount]) => LimitKind::Exactly(amount),
        (Some([.., "least"]), &[amount]) => LimitKind::AtLeast(amount),
        (Some(_), &[amount]) => LimitKind::AtMost(amount),
        _ => return None,
    };
    Some(Limit { kind, span })
}

fn amount(block: &mut Block, node: &Node) -> Option<Amount> {
    Some(Amount {
        number: number_in(block, node)?,
        percent: find(&node.clone().into_inner(), Rule::percent).is_some(),
        span: block.span(node),
    })
}
