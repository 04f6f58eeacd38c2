//! `segue test`

mod json;
mod report;
mod snapshots;
mod table;

use self::report::Report;
use self::snapshots::Snapshots;
use super::context::{Context, Format};
use super::render::progress;
use super::{Exit, print};
use crate::claim::{self, Finding};
use crate::evaluate::{Clock, Log};
use crate::persona::{self, Outcomes};
use crate::workspace::Workspace;

/// Test the personas: their expectations, and their messages against approved snapshots
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  segue test                  expectations and snapshots of all personas, and of the data as a whole
  segue test --persona ana    those of one persona only
  segue test --review         then look at each message that changed, and accept or reject it
  segue test --accept         then accept all of them

Approved messages are kept in snapshots/, one a campaign and persona; keep them in git.")]
pub(super) struct Args {
    /// Test only this persona; may be given several times
    #[arg(long, value_name = "NAME")]
    persona: Vec<String>,
    /// Go through new and changed messages one by one
    #[arg(long)]
    review: bool,
    /// Accept all new and changed messages
    #[arg(long, conflicts_with = "review")]
    accept: bool,
    /// How results are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, context: &Context) -> Exit {
    let mut log = Log::default();
    let Some(workspace) = context.load(&mut log) else {
        return context.report(&mut log);
    };
    let renderers = workspace.renderers(&mut log);
    if log.diagnostics.errors() > 0 {
        return context.report(&mut log);
    }
    let model = &workspace.model;
    let personas: Vec<&str> = model.personas.iter().map(|one| one.name.as_str()).collect();
    for name in &args.persona {
        if !personas.contains(&name.as_str()) {
            return super::report::unknown("persona", name, personas);
        }
    }
    let clock = context.clock(&workspace);
    let tables = context.tables(&workspace);
    let outcomes = persona::run(&workspace, &renderers, &tables, &clock, &mut log);
    let findings = findings(args, context, &workspace, &clock, &mut log);
    let exit = context.report(&mut log);
    let (Some(mut outcomes), Some(findings)) = (outcomes, findings) else {
        return exit;
    };
    keep(&mut outcomes, &args.persona);
    let campaigns: Vec<&str> = renderers
        .iter()
        .map(|renderer| renderer.campaign().name.as_str())
        .collect();
    let snapshots = Snapshots::of(args, context, &outcomes.cells, &campaigns, &personas);
    match snapshots {
        Ok(snapshots) => {
            let report = Report {
                model,
                sources: &log.sources,
                outcomes,
                findings,
                snapshots,
            };
            match args.format {
                Format::Human => table::print(&report),
                Format::Json => print::json(&json::of(&report)),
            }
            exit.max(report.exit())
        }
        Err(problem) => super::report::fail(&problem, Exit::Environment),
    }
}

/// What the data as a whole says; nothing when only some personas are asked for.
fn findings(
    args: &Args,
    context: &Context,
    workspace: &Workspace,
    clock: &Clock,
    log: &mut Log,
) -> Option<Vec<Finding>> {
    if !args.persona.is_empty() {
        return Some(Vec::new());
    }
    let tables = context.tables(workspace);
    let mut bar = None;
    let findings = claim::run(&workspace.model, &tables, clock, log, |done, all| {
        let bar = bar.get_or_insert_with(|| progress(context, all));
        bar.set_position(done as u64);
    });
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    findings
}

/// Leaves out all personas but `names`; none left out when there are no names.
fn keep(outcomes: &mut Outcomes, names: &[String]) {
    let keeps = |persona: &String| names.is_empty() || names.contains(persona);
    outcomes.cells.retain(|cell| keeps(&cell.persona));
    outcomes.verdicts.retain(|verdict| keeps(&verdict.persona));
}
