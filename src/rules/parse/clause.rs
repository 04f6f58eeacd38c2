//! The clauses of a campaign that say whom it spares, when it goes out and how links are marked.

use super::literal::{name, named, number_in, text_in};
use super::{Block, Node, Rule, all, each, find};
use crate::rules::ast::{
    Clause, Experiment, FrequencyCap, Length, Name, Number, Send, Share, TimeOfDay, Utm, Window,
    WindowKind,
};
use crate::rules::problem::Problem;
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

pub(super) fn limit(block: &mut Block, node: &Node) -> Option<FrequencyCap> {
    let inner = node.clone().into_inner();
    let window = find(&inner, Rule::per).and_then(|per| window(block, &per));
    Some(FrequencyCap {
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

pub(super) fn send(block: &mut Block, node: &Node) -> Option<Send> {
    let inner = node.clone().into_inner();
    let at = find(&inner, Rule::send_at);
    let quiet = find(&inner, Rule::quiet);
    let by_customer = at
        .as_ref()
        .is_none_or(|at| find(&at.clone().into_inner(), Rule::customer_time).is_some());
    let at = at.map(|at| times_of_day(block, &at));
    let quiet = quiet.map(|quiet| times_of_day(block, &quiet));
    Some(Send {
        at: match at {
            Some(at) => Some(*at?.first()?),
            None => None,
        },
        by_customer,
        quiet: match quiet {
            Some(quiet) => match quiet?.as_slice() {
                [from, to] => Some((*from, *to)),
                _ => None,
            },
            None => None,
        },
        span: block.span(node),
    })
}

fn times_of_day(block: &mut Block, node: &Node) -> Option<Vec<TimeOfDay>> {
    let times = each(node.clone().into_inner(), Rule::time_of_day);
    all(times.map(|node| time_of_day(block, &node)))
}

fn time_of_day(block: &mut Block, node: &Node) -> Option<TimeOfDay> {
    let span = block.span(node);
    let text = node.as_str();
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
    let time = jiff::civil::Time::new(hour, minute, 0, 0);
    if time.is_err() {
        let text = text.to_owned();
        block.report(&Problem::InvalidTimeOfDay { text }, span);
    }
    Some(TimeOfDay {
        time: time.ok()?,
        span,
    })
}

pub(super) fn utm(block: &mut Block, node: &Node) -> Option<Utm> {
    let parts = each(node.clone().into_inner(), Rule::utm_part);
    let parameters = all(parts.map(|node| {
        let key = find(&node.clone().into_inner(), Rule::utm_key)?;
        let key = name(block, &key);
        text_in(block, &node).map(|text| (key, text))
    }));
    Some(Utm {
        parameters: parameters?,
        span: block.span(node),
    })
}
