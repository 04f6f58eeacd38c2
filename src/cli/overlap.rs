//! `segue segments --overlap`: how segments stand to each other, proved from the rules where they
//! say it, counted in the data everywhere.

use comfy_table::{CellAlignment, Table, presets};
use serde_json::json;

use super::print::{count, grouped};
use super::segments::{Line, members, share};
use crate::evaluate::{Log, Rows};
use crate::model::{Comparison, Expr, ExprKind, Literal, Model};
use crate::prove::Reasoner;
use crate::schema::Type;
use crate::workspace::Workspace;

/// Pairs in the table; the others are counted.
const SHOWN: usize = 40;

/// How many customers each two lines have in common. What is held does not grow with customers.
pub(super) struct Common {
    lines: usize,
    both: Vec<usize>,
}

/// Two lines.
pub(super) struct Pair<'a> {
    first: &'a Line,
    second: &'a Line,
    both: usize,
    proved: Option<Proved>,
}

/// What the rules say of two segments, whatever the data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proved {
    Equal,
    /// The first is part of the second.
    Part,
    /// The second is part of the first.
    Whole,
    Apart,
}

impl Common {
    pub(super) fn new(lines: usize) -> Self {
        Self {
            lines,
            both: vec![0; lines * lines],
        }
    }

    /// Adds the rows of a batch.
    pub(super) fn add(&mut self, lines: &[Line], rows: &Rows) {
        let sets: Vec<Vec<u64>> = lines.iter().map(|line| bits(line, rows)).collect();
        for (first, a) in sets.iter().enumerate() {
            for (second, b) in sets.iter().enumerate().skip(first + 1) {
                let common = a.iter().zip(b).map(|(a, b)| (a & b).count_ones() as usize);
                self.both[first * self.lines + second] += common.sum::<usize>();
            }
        }
    }
}

/// A bit for each row.
fn bits(line: &Line, rows: &Rows) -> Vec<u64> {
    let mut bits = vec![0; rows.len().div_ceil(64)];
    for row in members(line, rows) {
        bits[row / 64] |= 1 << (row % 64);
    }
    bits
}

/// The pairs of all lines but those of one group, most in common first.
pub(super) fn pairs<'a>(
    lines: &'a [Line],
    common: &Common,
    workspace: &Workspace,
    log: &Log,
) -> Vec<Pair<'a>> {
    let conditions: Vec<Expr> = lines
        .iter()
        .map(|line| condition(line, &workspace.model))
        .collect();
    let mut reasoner = Reasoner::new(&workspace.model, &workspace.project, &log.sources);
    let mut pairs = Vec::new();
    for (a, first) in lines.iter().enumerate() {
        for (b, second) in lines.iter().enumerate().skip(a + 1) {
            if first.member.is_some() && first.fact == second.fact {
                continue;
            }
            let both = common.both[a * common.lines + b];
            let sizes = (first.size, second.size, both);
            pairs.push(Pair {
                first,
                second,
                both,
                proved: prove(&mut reasoner, &conditions[a], &conditions[b], sizes),
            });
        }
    }
    // A stable sort: pairs that are alike stay in the order of the rules.
    pairs.sort_by(|a, b| {
        b.closeness()
            .total_cmp(&a.closeness())
            .then(b.both.cmp(&a.both))
    });
    pairs
}

/// What the data refutes need not be proved.
fn prove<'a>(
    reasoner: &mut Reasoner<'a>,
    first: &'a Expr,
    second: &'a Expr,
    (first_size, second_size, both): (usize, usize, usize),
) -> Option<Proved> {
    if both > 0 && both < first_size.min(second_size) {
        return None;
    }
    let possible = reasoner.compare(first, second, None);
    match (possible.first_only, possible.second_only) {
        (false, false) => Some(Proved::Equal),
        (false, true) => Some(Proved::Part),
        (true, false) => Some(Proved::Whole),
        (true, true) if !possible.both => Some(Proved::Apart),
        (true, true) => None,
    }
}

/// The condition that a line stands for.
fn condition(line: &Line, model: &Model) -> Expr {
    let fact = &model.facts[line.fact];
    let expr = |kind, ty, optional| Expr {
        kind,
        ty,
        optional,
        guarded: false,
        span: fact.span,
    };
    let value = expr(
        ExprKind::Fact(line.fact),
        fact.value.ty.clone(),
        fact.value.optional,
    );
    let Some(member) = &line.member else {
        return value;
    };
    let member = Literal::Text(member.as_str().into());
    let member = expr(ExprKind::Literal(member), fact.value.ty.clone(), false);
    let kind = ExprKind::Compare(Comparison::Equal, Box::new(value), Box::new(member));
    expr(kind, Type::YesNo, false)
}

impl Pair<'_> {
    /// The larger of the shares that both are of each; below all others where they never meet.
    fn closeness(&self) -> f64 {
        match self.proved {
            Some(Proved::Apart) => -1.0,
            _ => self.of(self.first).max(self.of(self.second)),
        }
    }

    fn of(&self, line: &Line) -> f64 {
        share(self.both, line.size)
    }
}

impl Proved {
    fn told(self) -> &'static str {
        match self {
            Self::Equal => "always the same",
            Self::Part => "first in second",
            Self::Whole => "second in first",
            Self::Apart => "never together",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Part => "part",
            Self::Whole => "whole",
            Self::Apart => "apart",
        }
    }
}

/// For people: pairs with customers in common, and those of which something is proved.
pub(super) fn table(pairs: &[Pair], total: usize) -> String {
    let told = pairs
        .iter()
        .filter(|pair| pair.both > 0 || pair.proved.is_some());
    let told: Vec<&Pair> = told.collect();
    let meet = pairs.iter().filter(|pair| pair.both > 0).count();
    let apart = pairs
        .iter()
        .filter(|pair| pair.proved == Some(Proved::Apart))
        .count();
    let summary = format!(
        "{}, {}: {} with customers in common, {} that can never have any",
        count(total, "customer"),
        count(pairs.len(), "pair"),
        grouped(meet),
        grouped(apart)
    );
    if told.is_empty() {
        return format!("{summary}\n");
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["first", "second", "both", "of first", "of second", "proved"]);
    for pair in told.iter().take(SHOWN) {
        let percent = |line| format!("{:.1} %", pair.of(line) * 100.0);
        table.add_row([
            pair.first.name.clone(),
            pair.second.name.clone(),
            grouped(pair.both),
            percent(pair.first),
            percent(pair.second),
            pair.proved.map_or("", Proved::told).to_owned(),
        ]);
    }
    for column in 2..5 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    if let Some(name) = table.column_mut(0) {
        name.set_padding((0, 1));
    }
    let more = match told.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(
            "… and {}; `--format json` has all\n",
            count(more, "more pair")
        ),
    };
    format!("{}\n{more}\n{summary}\n", table.trim_fmt())
}

/// For machines: all pairs.
pub(super) fn as_json(pairs: &[Pair], total: usize) -> serde_json::Value {
    let pairs = pairs.iter().map(|pair| {
        json!({
            "first": pair.first.name,
            "second": pair.second.name,
            "first_customers": pair.first.size,
            "second_customers": pair.second.size,
            "both": pair.both,
            "share_of_first": pair.of(pair.first),
            "share_of_second": pair.of(pair.second),
            "proved": pair.proved.map(Proved::name),
        })
    });
    json!({ "customers": total, "pairs": pairs.collect::<Vec<_>>() })
}
