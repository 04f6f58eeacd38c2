//! Values and what is asked about events.

use super::expression::nested;
use super::literal::{self, length, moment, name, number_in, path, path_in, text};
use super::{Block, Node, Nodes, Rule, each, find};
use crate::rules::ast::{Direction, Expr, ExprKind, Function, Name, Quantity, Window, WindowKind};

pub(super) fn operand(block: &mut Block, node: Node) -> Option<Expr> {
    let span = block.span(&node);
    let node = node
        .into_inner()
        .find(|inner| inner.as_rule() != Rule::deeper)?;
    let kind = match node.as_rule() {
        Rule::parentheses => {
            let condition = find(&node.into_inner(), Rule::condition)?;
            let kind = nested(block, condition)?.kind;
            return Some(Expr { kind, span });
        }
        Rule::case => case(block, &node)?,
        Rule::rfm => rfm(block, &node)?,
        Rule::aggregate => aggregate(block, &node)?,
        Rule::elapsed => elapsed(block, &node)?,
        Rule::yes_no => ExprKind::YesNo(node.as_str() == "yes"),
        Rule::moment => moment(block, &node)?,
        Rule::length => ExprKind::Length(length(block, &node)?),
        Rule::number => ExprKind::Number(literal::number(block, &node)?.value),
        Rule::string => ExprKind::Text(text(block, &node)?.value),
        Rule::path => ExprKind::Path(path(block, node)),
        Rule::percentile => ExprKind::Percentile(operand_in(block, &node)?),
        _ => return None,
    };
    Some(Expr { kind, span })
}

fn case(block: &mut Block, node: &Node) -> Option<ExprKind> {
    let inner = node.clone().into_inner();
    let arms = super::all(each(inner.clone(), Rule::case_arm).map(|arm| {
        let inner = arm.into_inner();
        let condition = nested(block, find(&inner, Rule::condition)?);
        let value = nested(block, find(&inner, Rule::value)?);
        Some((condition?, value?))
    }));
    let otherwise = match find(&inner, Rule::value) {
        Some(value) => Some(Box::new(nested(block, value)?)),
        None => None,
    };
    Some(ExprKind::Case {
        arms: arms?,
        otherwise,
    })
}

fn elapsed(block: &mut Block, node: &Node) -> Option<ExprKind> {
    let inner = node.clone().into_inner();
    let direction = match find(&inner, Rule::k_since) {
        Some(_) => Direction::Since,
        None => Direction::Until,
    };
    Some(ExprKind::Elapsed {
        unit: name(block, &find(&inner, Rule::elapsed_unit)?),
        direction,
        value: operand_in(block, node)?,
    })
}

pub(super) fn top(block: &mut Block, node: &Node) -> Option<ExprKind> {
    let percent = number_in(block, node);
    let by = operand_in(block, node);
    Some(ExprKind::Top {
        percent: percent?,
        by: by?,
    })
}

/// The operand among the children of `node`, boxed.
fn operand_in(block: &mut Block, node: &Node) -> Option<Box<Expr>> {
    let inner = find(&node.clone().into_inner(), Rule::operand)?;
    operand(block, inner).map(Box::new)
}

/// What may follow an event, in any order.
#[derive(Default)]
struct Tail {
    filter: Option<Box<Expr>>,
    window: Option<Window>,
    counting: Option<Vec<Name>>,
}

fn tail(block: &mut Block, nodes: Nodes) -> Option<Tail> {
    let mut tail = Tail::default();
    for node in nodes {
        match node.as_rule() {
            Rule::filter => tail.filter = Some(Box::new(filter(block, &node)?)),
            Rule::window | Rule::in_last | Rule::since => tail.window = Some(window(block, &node)?),
            Rule::counting => tail.counting = path_in(block, &node),
            _ => {}
        }
    }
    Some(tail)
}

fn filter(block: &mut Block, node: &Node) -> Option<Expr> {
    let condition = find(&node.clone().into_inner(), Rule::filter_condition)?;
    nested(block, condition)
}

pub(super) fn window(block: &mut Block, node: &Node) -> Option<Window> {
    let span = block.span(node);
    let form = match node.as_rule() {
        Rule::window => node.clone().into_inner().next()?,
        _ => node.clone(),
    };
    let inner = form.clone().into_inner();
    if form.as_rule() == Rule::in_last {
        let length = length(block, &form)?;
        let calendar = find(&inner, Rule::k_calendar).is_some();
        let kind = WindowKind::Last { length, calendar };
        return Some(Window { kind, span });
    }
    let mut dates = inner.filter_map(|node| date(block, node));
    let first = Box::new(dates.next()?);
    let kind = match form.as_rule() {
        Rule::since => WindowKind::Since(first),
        _ => WindowKind::Between(first, Box::new(dates.next()?)),
    };
    Some(Window { kind, span })
}

/// A date of a window: none for a keyword, and for what is no date.
fn date(block: &mut Block, node: Node) -> Option<Expr> {
    let span = block.span(&node);
    let kind = match node.as_rule() {
        Rule::moment => moment(block, &node)?,
        Rule::path => ExprKind::Path(path(block, node)),
        _ => return None,
    };
    Some(Expr { kind, span })
}

fn aggregate(block: &mut Block, node: &Node) -> Option<ExprKind> {
    let inner = node.clone().into_inner();
    let measured = find(&inner, Rule::measured)?;
    let Tail { filter, window, .. } = tail(block, inner)?;
    Some(ExprKind::Aggregate {
        function: function(&find(&measured.clone().into_inner(), Rule::function)?),
        path: path_in(block, &measured)?,
        filter,
        window,
    })
}

fn function(node: &Node) -> Function {
    let words = node.as_str();
    match words {
        "total" => Function::Total,
        "average" => Function::Average,
        "smallest" => Function::Smallest,
        "largest" => Function::Largest,
        "latest" => Function::Latest,
        "first" => Function::First,
        "distinct" => Function::Distinct,
        "count" => Function::Count,
        _ if words.starts_with("count") => Function::CountDistinct,
        _ => Function::MostFrequent,
    }
}

fn rfm(block: &mut Block, node: &Node) -> Option<ExprKind> {
    let tail = tail(block, node.clone().into_inner())?;
    Some(ExprKind::Rfm {
        path: path_in(block, node)?,
        filter: tail.filter,
        window: tail.window,
        counting: tail.counting,
    })
}

pub(super) fn did(block: &mut Block, node: &Node) -> Option<ExprKind> {
    let inner = node.clone().into_inner();
    let asked = inner.clone().next()?;
    let (quantity, event) = match asked.as_rule() {
        Rule::no_event => (Quantity::No, asked.into_inner()),
        Rule::counted_event => (quantity(block, &asked)?, asked.into_inner()),
        _ => (Quantity::Some, inner.clone()),
    };
    let mut names =
        event.filter(|node| matches!(node.as_rule(), Rule::event_name | Rule::dated_event));
    let event_name = names.next()?;
    let Tail { filter, window, .. } = tail(block, inner)?;
    Some(ExprKind::Did {
        quantity,
        event: name(block, &event_name),
        filter,
        window,
    })
}

/// `first` is what stands before `followed by`, none when it is broken.
pub(super) fn sequence(block: &mut Block, first: Option<Expr>, node: &Node) -> Option<ExprKind> {
    let inner = node.clone().into_inner();
    let tail = tail(block, inner.clone());
    let within = match find(&inner, Rule::within) {
        Some(within) => length(block, &find(&within.into_inner(), Rule::span)?).map(Some),
        None => Some(None),
    };
    Some(ExprKind::Followed {
        first: Box::new(first?),
        negated: find(&inner, Rule::k_not_followed_by).is_some(),
        event: name(block, &find(&inner, Rule::event_name)?),
        filter: tail?.filter,
        within: within?,
    })
}

fn quantity(block: &mut Block, node: &Node) -> Option<Quantity> {
    let words = find(&node.clone().into_inner(), Rule::quantity)?;
    let number = number_in(block, node)?;
    Some(match words.as_str() {
        "exactly" => Quantity::Exactly(number),
        least if least.ends_with("least") => Quantity::AtLeast(number),
        _ => Quantity::AtMost(number),
    })
}
