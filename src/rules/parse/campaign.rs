//! Campaigns.

use super::clause;
use super::item::condition;
use super::literal::{named, text_in, title};
use super::{Block, Node, Rule, all, each, expression, find, literal};
use crate::rules::ast::{Arm, Assignment, Campaign, Clause, Expr, ExprKind, Show};

/// Reads a campaign; of a clause with a fault only the keyword is kept, and the name of a block.
pub(super) fn campaign(block: &mut Block, node: &Node) -> Option<Campaign> {
    let title = title(block, node);
    let clauses = each(node.clone().into_inner(), Rule::clause);
    let clauses = clauses.filter_map(|node| clause(block, &node.into_inner().next()?));
    Some(Campaign {
        clauses: clauses.collect(),
        name: named(block, node)?,
        title: title?,
    })
}

fn clause(block: &mut Block, node: &Node) -> Option<Clause> {
    match node.as_rule() {
        Rule::audience => match condition(block, node) {
            Some(condition) => Some(Clause::Audience(condition?)),
            None => broken(block, node, Rule::k_audience),
        },
        Rule::template => match text_in(block, node) {
            Some(template) => Some(Clause::Template(template)),
            None => broken(block, node, Rule::k_template),
        },
        Rule::content => content(block, node),
        Rule::block => block_clause(block, node),
        Rule::experiment => clause::experiment(block, node),
        Rule::cap => match clause::limit(block, node) {
            Some(limit) => Some(Clause::Limit(limit)),
            None => broken(block, node, Rule::k_limit),
        },
        Rule::send => match clause::send(block, node) {
            Some(send) => Some(Clause::Send(send)),
            None => broken(block, node, Rule::k_send),
        },
        _ => match clause::utm(block, node) {
            Some(utm) => Some(Clause::Utm(utm)),
            None => broken(block, node, Rule::k_utm),
        },
    }
}

fn broken(block: &mut Block, node: &Node, keyword: Rule) -> Option<Clause> {
    let keyword = find(&node.clone().into_inner(), keyword)?;
    Some(Clause::Broken(literal::name(block, &keyword)))
}

fn content(block: &mut Block, node: &Node) -> Option<Clause> {
    let inner = node.clone().into_inner();
    let name = literal::name(block, &find(&inner, Rule::content_name)?);
    let arms = if find(&inner, Rule::string).is_some() {
        text_in(block, node).map(always)
    } else {
        all(each(inner, Rule::content_arm).map(|arm| {
            let condition = condition(block, &arm);
            let value = text_in(block, &arm)?;
            condition.map(|condition| Arm { condition, value })
        }))
    };
    Some(Clause::Content(name, arms.unwrap_or_default()))
}

fn block_clause(block: &mut Block, node: &Node) -> Option<Clause> {
    let inner = node.clone().into_inner();
    let name = named(block, node)?;
    let arms = if let Some(only) = find(&inner, Rule::show) {
        show(block, &only).map(always)
    } else {
        all(each(inner, Rule::block_arm).map(|arm| {
            let condition = condition(block, &arm);
            let value = show(block, &find(&arm.into_inner(), Rule::show)?)?;
            condition.map(|condition| Arm { condition, value })
        }))
    };
    Some(Clause::Block(name, arms.unwrap_or_default()))
}

fn always<T>(value: T) -> Vec<Arm<T>> {
    let condition = None;
    vec![Arm { condition, value }]
}

fn show(block: &mut Block, node: &Node) -> Option<Show> {
    let template = text_in(block, node);
    let parameters = assignments(block, node);
    Some(Show {
        template: template?,
        parameters: parameters?,
    })
}

/// The assignments among the children of `node`.
pub(super) fn assignments(block: &mut Block, node: &Node) -> Option<Vec<Assignment>> {
    let nodes = each(node.clone().into_inner(), Rule::assignment);
    all(nodes.map(|node| assignment(block, &node)))
}

fn assignment(block: &mut Block, node: &Node) -> Option<Assignment> {
    let inner = node.clone().into_inner();
    if let Some(pick) = find(&inner, Rule::later_pick) {
        let count = find(&pick.into_inner(), Rule::later_from)?;
        block.unsupported(&count, count.as_str());
        return None;
    }
    Some(Assignment {
        name: named(block, node)?,
        value: match find(&inner, Rule::list) {
            Some(list) => Expr {
                span: block.span(&list),
                kind: ExprKind::List(expression::list(block, &inner)?),
            },
            None => expression::expression(block, find(&inner, Rule::value)?)?,
        },
    })
}
