//! Conditions, comparisons and arithmetic.

use std::sync::LazyLock;

use pest::pratt_parser::{Assoc, Op, PrattParser};

use super::literal::{length, path, verbatim_in};
use super::operand::{did, operand, sequence, top, window};
use super::{Block, Node, Nodes, Rule, all, each, find};
use crate::rules::ast::{Expr, ExprKind, Operator};
use crate::rules::problem::Problem;

/// How many operators one expression may have: bounds the depth of its tree.
const MAX_OPERATORS: usize = 400;

static LOGIC: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    PrattParser::new()
        .op(Op::infix(Rule::or, Assoc::Left))
        .op(Op::infix(Rule::and, Assoc::Left))
        .op(Op::prefix(Rule::not))
});

static ARITHMETIC: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    PrattParser::new()
        .op(Op::infix(Rule::plus, Assoc::Left) | Op::infix(Rule::minus, Assoc::Left))
        .op(Op::infix(Rule::times, Assoc::Left) | Op::infix(Rule::divide, Assoc::Left))
        .op(Op::prefix(Rule::negative))
});

/// Reads a whole expression: a `value` or a `condition`.
pub(super) fn expression(block: &mut Block, node: Node) -> Option<Expr> {
    block.operators = 0;
    nested(block, node)
}

/// Reads an expression inside of another one.
pub(super) fn nested(block: &mut Block, node: Node) -> Option<Expr> {
    match node.as_rule() {
        Rule::value => nested(block, node.into_inner().next()?),
        _ => chain(block, node, &LOGIC, comparison),
    }
}

/// Applies the precedence of operators to a flat list of operands and operators.
fn chain(
    block: &mut Block,
    node: Node,
    precedence: &PrattParser<Rule>,
    read_operand: fn(&mut Block, Node) -> Option<Expr>,
) -> Option<Expr> {
    let origin = block.origin;
    let span = block.span(&node);
    let mut nodes = Vec::new();
    for node in node.into_inner() {
        match node.as_rule() {
            Rule::logical | Rule::arithmetic => nodes.extend(node.into_inner()),
            _ => nodes.push(node),
        }
    }
    let operators = nodes.iter().filter(|node| is_operator(node));
    let within_limit = block.operators <= MAX_OPERATORS;
    block.operators += operators.count();
    if block.operators > MAX_OPERATORS {
        if within_limit {
            let limit = MAX_OPERATORS;
            block.report(&Problem::TooLong { limit }, span);
        }
        return None;
    }
    precedence
        .map_primary(|node| read_operand(block, node))
        .map_prefix(|sign, value| {
            let value = value?;
            let span = origin.span(&sign).to(value.span);
            let kind = prefixed(&sign, value);
            Some(Expr { kind, span })
        })
        .map_infix(|left, sign, right| {
            let (left, right) = (left?, right?);
            let span = left.span.to(right.span);
            let kind = ExprKind::Binary(operator(&sign)?, Box::new(left), Box::new(right));
            Some(Expr { kind, span })
        })
        .parse(nodes.into_iter())
}

fn is_operator(node: &Node) -> bool {
    !matches!(
        node.as_rule(),
        Rule::comparison | Rule::filter_comparison | Rule::operand
    )
}

fn prefixed(sign: &Node, value: Expr) -> ExprKind {
    match value.kind {
        _ if sign.as_rule() == Rule::not => ExprKind::Not(Box::new(value)),
        ExprKind::Number(mut number) if number.mantissa > 0 => {
            number.mantissa = -number.mantissa;
            ExprKind::Number(number)
        }
        _ => ExprKind::Negate(Box::new(value)),
    }
}

fn operator(node: &Node) -> Option<Operator> {
    // behind the first word of `starts with` there may be a comment
    let text = node.as_str();
    let word = text.find(|char: char| !char.is_ascii_alphabetic());
    let operator = match &text[..word.filter(|end| *end > 0).unwrap_or(text.len())] {
        "or" => Operator::Or,
        "and" => Operator::And,
        "=" => Operator::Equal,
        "!=" => Operator::NotEqual,
        "<" => Operator::Less,
        "<=" => Operator::LessOrEqual,
        ">" => Operator::Greater,
        ">=" => Operator::GreaterOrEqual,
        "before" => Operator::Before,
        "after" => Operator::After,
        "contains" => Operator::Contains,
        "starts" => Operator::StartsWith,
        "ends" => Operator::EndsWith,
        "+" => Operator::Add,
        "-" => Operator::Subtract,
        "*" => Operator::Multiply,
        "/" => Operator::Divide,
        _ => return None,
    };
    Some(operator)
}

fn comparison(block: &mut Block, node: Node) -> Option<Expr> {
    let span = block.span(&node);
    let is_part = |part: &Node| !matches!(part.as_rule(), Rule::deeper | Rule::followed);
    let parts: Vec<Node> = node.clone().into_inner().filter(is_part).collect();
    let first = compared_parts(block, &parts);
    let Some(followed) = find(&node.into_inner(), Rule::followed) else {
        return first;
    };
    let kind = sequence(block, first, &followed)?;
    Some(Expr { kind, span })
}

/// A comparison without what follows it.
fn compared_parts(block: &mut Block, parts: &[Node]) -> Option<Expr> {
    let first = parts.first()?;
    let span = block.span(first).to(block.span(parts.last()?));
    let kind = match first.as_rule() {
        Rule::did => did(block, first)?,
        Rule::in_segment => in_segment(block, first)?,
        Rule::top => top(block, first)?,
        _ => {
            let value = sum(block, first.clone());
            match parts.get(1) {
                Some(comparator) => compared(block, value, comparator)?,
                None => return value,
            }
        }
    };
    Some(Expr { kind, span })
}

fn sum(block: &mut Block, node: Node) -> Option<Expr> {
    chain(block, node, &ARITHMETIC, operand)
}

/// The first sum among the children of `node`, boxed.
fn sum_in(block: &mut Block, nodes: &Nodes) -> Option<Box<Expr>> {
    find(nodes, Rule::sum)
        .and_then(|node| sum(block, node))
        .map(Box::new)
}

fn in_segment(block: &mut Block, node: &Node) -> Option<ExprKind> {
    let inner = node.clone().into_inner();
    let segment = find(&inner, Rule::segment_path)?.into_inner().next()?;
    Some(ExprKind::InSegment {
        path: path(block, segment),
        negated: find(&inner, Rule::k_not_in).is_some(),
    })
}

/// `value` is what stands before the comparator, none when it is broken.
fn compared(block: &mut Block, value: Option<Expr>, node: &Node) -> Option<ExprKind> {
    if node.as_rule() != Rule::in_last {
        return comparator(block, value, node);
    }
    let window = window(block, node);
    let value = Box::new(value?);
    window.map(|window| ExprKind::InWindow { value, window })
}

fn comparator(block: &mut Block, value: Option<Expr>, node: &Node) -> Option<ExprKind> {
    let mut inner = node.clone().into_inner();
    let first = inner.next()?;
    let parts = first.clone().into_inner();
    let kind = match first.as_rule() {
        Rule::in_list => {
            let list = list(block, &parts);
            ExprKind::InList {
                value: Box::new(value?),
                list: list?,
                negated: find(&parts, Rule::k_not_in).is_some(),
            }
        }
        Rule::contains_any => {
            let list = list(block, &parts);
            ExprKind::ContainsAny {
                value: Box::new(value?),
                list: list?,
            }
        }
        Rule::between => {
            let (low, high) = bounds(block, &parts)?;
            ExprKind::Between {
                value: Box::new(value?),
                low,
                high,
            }
        }
        Rule::matches => ExprKind::Matches {
            value: Box::new(value?),
            pattern: verbatim_in(block, &first)?,
        },
        Rule::state => ExprKind::IsKnown {
            value: Box::new(value?),
            known: find(&parts, Rule::k_known).is_some(),
        },
        Rule::anniversary => {
            let within = length(block, &find(&parts, Rule::span)?);
            ExprKind::Anniversary {
                value: Box::new(value?),
                within: within?,
            }
        }
        Rule::relation => {
            let right = sum_in(block, &inner);
            ExprKind::Binary(operator(&first)?, Box::new(value?), right?)
        }
        _ => return None,
    };
    Some(kind)
}

/// The values of the list among `parts`.
pub(super) fn list(block: &mut Block, parts: &Nodes) -> Option<Vec<Expr>> {
    let values = each(find(parts, Rule::list)?.into_inner(), Rule::value);
    all(values.map(|value| nested(block, value)))
}

/// The two ends behind `between`.
fn bounds(block: &mut Block, parts: &Nodes) -> Option<(Box<Expr>, Box<Expr>)> {
    let mut ends = each(parts.clone(), Rule::sum).map(|end| sum(block, end));
    let (low, high) = (ends.next()?, ends.next()?);
    Some((Box::new(low?), Box::new(high?)))
}
