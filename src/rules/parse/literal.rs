//! Names, texts, numbers, dates and lengths.

use jiff::civil;

use super::{Block, Node, Rule, each, find};
use crate::rules::ast::{ExprKind, Length, Name, Number, Text};
use crate::rules::problem::Problem;
use crate::schema::Decimal;

pub(super) fn name(block: &Block, node: &Node) -> Name {
    Name {
        text: node.as_str().to_owned(),
        span: block.span(node),
    }
}

/// The first name among the children of `node`.
pub(super) fn named(block: &Block, node: &Node) -> Option<Name> {
    let inner = node.clone().into_inner();
    find(&inner, Rule::name).map(|node| name(block, &node))
}

/// The names of the first path among the children of `node`.
pub(super) fn path_in(block: &Block, node: &Node) -> Option<Vec<Name>> {
    let inner = node.clone().into_inner();
    find(&inner, Rule::path).map(|node| path(block, node))
}

pub(super) fn path(block: &Block, node: Node) -> Vec<Name> {
    let names = node
        .into_inner()
        .filter(|inner| inner.as_rule() != Rule::dot);
    names.map(|inner| name(block, &inner)).collect()
}

pub(super) fn text(block: &mut Block, node: &Node) -> Option<Text> {
    let span = block.span(node);
    let inside = node.as_str().trim_end();
    let inside = inside.strip_prefix('"')?.strip_suffix('"')?;
    let mut value = String::with_capacity(inside.len());
    let mut chars = inside.char_indices();
    while let Some((at, char)) = chars.next() {
        if char != '\\' {
            value.push(char);
            continue;
        }
        match chars.next() {
            Some((_, 'n')) => value.push('\n'),
            Some((_, escaped @ ('"' | '\\'))) => value.push(escaped),
            Some((_, other)) => {
                let escape = format!("\\{other}");
                let start = node.as_span().start() + 1 + at;
                let place = block.place(start..start + escape.len());
                block.report(&Problem::UnknownEscape { escape }, place);
                return None;
            }
            None => return None,
        }
    }
    Some(Text { value, span })
}

/// The first string among the children of `node`.
pub(super) fn text_in(block: &mut Block, node: &Node) -> Option<Text> {
    let inner = node.clone().into_inner();
    find(&inner, Rule::string).and_then(|node| text(block, &node))
}

/// The title behind a name: none inside when there is none, none outside when it is broken.
#[expect(
    clippy::option_option,
    reason = "the outer one says whether it can be read"
)]
pub(super) fn title(block: &mut Block, node: &Node) -> Option<Option<Text>> {
    let inner = node.clone().into_inner();
    match find(&inner, Rule::title) {
        Some(title) => text_in(block, &title).map(Some),
        None => Some(None),
    }
}

pub(super) fn number(block: &mut Block, node: &Node) -> Option<Number> {
    let span = block.span(node);
    let value = Decimal::parse(node.as_str());
    if value.is_none() {
        block.report(&Problem::LongNumber, span);
    }
    value.map(|value| Number { value, span })
}

/// The first number among the children of `node`.
pub(super) fn number_in(block: &mut Block, node: &Node) -> Option<Number> {
    let inner = node.clone().into_inner();
    find(&inner, Rule::number).and_then(|node| number(block, &node))
}

/// The first string among the children of `node`, without a meaning for its backslashes.
pub(super) fn verbatim_in(block: &Block, node: &Node) -> Option<Text> {
    let string = find(&node.clone().into_inner(), Rule::string)?;
    let inside = string.as_str().strip_prefix('"')?.strip_suffix('"')?;
    Some(Text {
        value: inside.to_owned(),
        span: block.span(&string),
    })
}

/// The number and the unit among the children of `node`.
pub(super) fn length(block: &mut Block, node: &Node) -> Option<Length> {
    let mut units = each(node.clone().into_inner(), Rule::unit)
        .chain(each(node.clone().into_inner(), Rule::length_unit));
    let unit = name(block, &units.next()?);
    let count = number_in(block, node)?;
    Some(Length { count, unit })
}

/// A date, or a time when one stands behind it.
pub(super) fn moment(block: &mut Block, node: &Node) -> Option<ExprKind> {
    let text = node.as_str().to_owned();
    let (day, time) = text.split_once('T').unwrap_or((text.as_str(), ""));
    let date = match day.parse::<civil::Date>() {
        Ok(date) if day.len() == 10 => date,
        _ => {
            let start = node.as_span().start();
            let place = block.place(start..start + day.len());
            let text = day.to_owned();
            block.report(&Problem::InvalidDate { text }, place);
            return None;
        }
    };
    if time.is_empty() {
        return Some(ExprKind::Date(date));
    }
    let local = text.parse::<civil::DateTime>().is_ok() && !text.ends_with('Z');
    if local || text.parse::<jiff::Timestamp>().is_ok() {
        return Some(ExprKind::Time(text));
    }
    block.report(&Problem::InvalidTime { text }, block.span(node));
    None
}
