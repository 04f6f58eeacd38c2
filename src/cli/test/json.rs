//! A report for machines.

use serde_json::{Value, json};

use super::coverage;
use super::report::Report;
use super::snapshots::State;
use crate::snapshot::{Cell, Rendering};

/// `{messages, expectations, coverage, snapshots}`; the persona of what is expected of the data as a whole
/// is null.
pub(super) fn of(report: &Report) -> Value {
    let cells = report.cells().flat_map(|(_, cells)| cells);
    let messages = cells.map(|(cell, state)| message(report, cell, state));
    let verdicts = report.outcomes.verdicts.iter().map(|verdict| {
        json!({
            "persona": verdict.persona,
            "expected": report.text(verdict.span),
            "holds": verdict.holds,
            "instead": (!verdict.holds).then_some(&verdict.instead),
            "place": report.place(verdict.span),
        })
    });
    let findings = report.findings.iter().map(|finding| {
        json!({
            "persona": null,
            "expected": report.text(finding.span),
            "holds": finding.holds,
            "found": finding.found,
            "place": report.place(finding.span),
        })
    });
    let expectations: Vec<Value> = verdicts.chain(findings).collect();
    let states = &report.snapshots.states;
    let count = |wanted: State| states.iter().filter(|state| **state == wanted).count();
    json!({
        "messages": messages.collect::<Vec<_>>(),
        "expectations": expectations,
        "coverage": report.coverage.as_ref().map(|one| coverage::as_json(report, one)),
        "snapshots": {
            "approved": count(State::Approved),
            "accepted": count(State::Accepted),
            "new": count(State::New),
            "changed": count(State::Changed),
            "orphans": report.snapshots.orphans,
        },
    })
}

fn message(report: &Report, cell: &Cell, state: State) -> Value {
    let blocks = report.blocks(cell).into_iter();
    let blocks = blocks.map(|(block, shown)| (block.to_owned(), json!(shown)));
    let mut value = json!({
        "persona": cell.persona,
        "campaign": cell.campaign,
        "in_audience": cell.rendering != Rendering::NotInAudience,
        "snapshot": state.name(),
    });
    match &cell.rendering {
        Rendering::Message(message) => {
            value["from"] = json!(message.from.to_string());
            value["subject"] = json!(message.subject);
            value["preheader"] = json!(message.preheader);
            value["blocks"] = blocks.collect();
        }
        Rendering::Failed(reason) => value["failed"] = json!(reason),
        Rendering::NotInAudience => {}
    }
    value
}
