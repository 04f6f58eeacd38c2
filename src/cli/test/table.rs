//! A report for people: what each persona gets, what holds, and last what has to be looked at.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};

use super::coverage;
use super::report::Report;
use super::snapshots::State;
use crate::cli::print;
use crate::persona::Verdict;
use crate::snapshot::{Cell, Rendering};

/// Columns of the output where the terminal does not say.
const WIDTH: u16 = 100;

/// Stands for the persona in what is expected of the data as a whole.
const EVERYBODY: &str = "all customers";

pub(super) fn print(report: &Report) {
    messages(report);
    expectations(report);
    unreached(report);
    attention(report);
    summary(report);
}

/// One row for each persona and campaign.
fn messages(report: &Report) {
    let mut table = table(["persona", "campaign", "gets", "snapshot"], 2);
    for (persona, cells) in report.cells() {
        let mut persona = persona;
        for (cell, state) in cells {
            let gets = gets(report, cell);
            table.add_row([persona, &cell.campaign, &gets, marked(state)]);
            persona = "";
        }
    }
    show(&table);
}

fn marked(state: State) -> &'static str {
    match state {
        State::Approved => "✓ approved",
        State::Accepted => "✓ accepted",
        State::New => "● new",
        State::Changed => "● changed",
    }
}

/// The subject, and below it what the blocks show.
fn gets(report: &Report, cell: &Cell) -> String {
    let message = match &cell.rendering {
        Rendering::NotInAudience => return "– not in the audience".to_owned(),
        Rendering::Failed(_) => return "✗ no message".to_owned(),
        Rendering::Message(message) => message,
    };
    let blocks = report.blocks(cell).into_iter();
    let blocks: Vec<String> = blocks
        .map(|(block, shown)| shown_in(block, shown.unwrap_or("default")))
        .collect();
    match blocks.as_slice() {
        [] => message.subject.clone(),
        blocks => format!("{}\n{}", message.subject, blocks.join(", ")),
    }
}

/// The block and its template, without what says nothing: `hero/early-access`, `offer: sale`.
fn shown_in(block: &str, template: &str) -> String {
    let template = template.strip_suffix(".liquid").unwrap_or(template);
    match template.strip_prefix(block) {
        Some(rest) if rest.starts_with('/') => template.to_owned(),
        _ => format!("{block}: {template}"),
    }
}

/// What holds: a row for each line of the rules.
fn expectations(report: &Report) {
    let mut table = table(["persona", "expected", "place"], 1);
    let mut before = "";
    let mut rows: Vec<(&Verdict, Vec<String>)> = Vec::new();
    for verdict in report.outcomes.verdicts.iter().filter(|one| one.holds) {
        let text = report.text(verdict.span);
        let place = report.place(verdict.span);
        match rows.last_mut() {
            Some((first, texts))
                if first.persona == verdict.persona && report.place(first.span) == place =>
            {
                texts.push(text);
            }
            _ => rows.push((verdict, vec![text])),
        }
    }
    for (verdict, texts) in &rows {
        let persona = if verdict.persona == before {
            ""
        } else {
            &verdict.persona
        };
        let texts = format!("✓ {}", texts.join(", "));
        table.add_row([persona, &texts, &report.place(verdict.span)]);
        before = &verdict.persona;
    }
    let mut persona = EVERYBODY;
    for finding in report.findings.iter().filter(|one| one.holds) {
        let text = format!("✓ {}: {}", report.text(finding.span), finding.found);
        table.add_row([persona, &text, &report.place(finding.span)]);
        persona = "";
    }
    show(&table);
}

/// How much the personas reach, and on request everything that they do not.
fn unreached(report: &Report) {
    let Some(coverage) = report.coverage.as_ref().filter(|_| report.lists_unreached) else {
        return;
    };
    let mut kinds = table(["coverage", "reached", ""], 0);
    for kind in coverage::kinds(coverage) {
        kinds.add_row(kind);
    }
    show(&kinds);
    let mut points = table(["nobody reaches", "", "place"], 1);
    for (kind, what, place) in coverage::unreached(report, coverage) {
        points.add_row([kind.name(), what, &place]);
    }
    show(&points);
}

/// What fails or waits for somebody.
fn attention(report: &Report) {
    let mut lines = Vec::new();
    for verdict in report.outcomes.verdicts.iter().filter(|one| !one.holds) {
        let (text, place) = (report.text(verdict.span), report.place(verdict.span));
        let Verdict {
            persona, instead, ..
        } = verdict;
        lines.push(format!("{CROSS} {persona}: {text}  {DIM}{place}{RESET}"));
        lines.push(format!("    {instead}"));
    }
    for finding in report.findings.iter().filter(|one| !one.holds) {
        let (text, place) = (report.text(finding.span), report.place(finding.span));
        lines.push(format!("{CROSS} {EVERYBODY}: {text}  {DIM}{place}{RESET}"));
        lines.push(format!("    {}", finding.found));
    }
    for (cell, reason) in report.failures() {
        lines.push(format!("{CROSS} {}: no message", cell.name()));
        lines.push(format!("    {reason}"));
    }
    if let Some((total, asked)) = report.too_little() {
        lines.push(format!("{CROSS} the personas reach too little"));
        lines.push(format!("    {}, below {asked}%", coverage::share(total)));
    }
    let pending = report.cells().flat_map(|(_, cells)| cells);
    let pending: Vec<_> = pending.filter(|(_, state)| state.is_pending()).collect();
    for (cell, state) in &pending {
        lines.push(format!("{DOT} {}: {}", cell.name(), state.name()));
    }
    for orphan in &report.snapshots.orphans {
        lines.push(format!("{DOT} {orphan}"));
    }
    if !lines.is_empty() {
        print::out(&format!("{}\n", lines.join("\n")));
    }
    if !pending.is_empty() {
        print::note("hint: `segue test --review` shows what changed");
    }
}

fn summary(report: &Report) {
    let states = &report.snapshots.states;
    let count = |wanted: State| states.iter().filter(|state| **state == wanted).count();
    let accepted = match count(State::Accepted) {
        0 => String::new(),
        accepted => format!(", {accepted} accepted now"),
    };
    print::out(&format!(
        "expectations  {} of {} hold\nsnapshots     {} of {} as approved{accepted}",
        report.held(),
        report.expected(),
        count(State::Approved),
        states.len(),
    ));
    if let Some(line) = report.coverage.as_ref().and_then(coverage::line) {
        print::out(&line);
    }
}

/// A table as wide as the terminal, of which only the column `broken` may need several lines.
fn table<const N: usize>(header: [&str; N], broken: usize) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(header);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    let width = terminal_size::terminal_size_of(std::io::stdout());
    table.set_width(width.map_or(WIDTH, |(width, _)| width.0));
    for (index, column) in table.column_iter_mut().enumerate() {
        if index != broken {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
        if index == 0 {
            column.set_padding((0, 1));
        }
    }
    table
}

/// Nothing of a table without rows.
fn show(table: &Table) {
    if table.row_count() > 0 {
        print::out(&format!("{}\n", table.trim_fmt()));
    }
}

const CROSS: &str = "\x1b[31m✗\x1b[0m";
const DOT: &str = "\x1b[33m●\x1b[0m";
const DIM: &str = "\x1b[2m";
const RESET: &str = "\x1b[0m";
