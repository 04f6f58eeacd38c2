//! `segue test`

mod coverage;
mod json;
mod report;
mod snapshots;
mod suggest;
mod table;

use self::report::Report;
use self::snapshots::Snapshots;
use super::context::{Context, Format};
use super::render::progress;
use super::{Exit, print};
use crate::claim::{self, Finding};
use crate::coverage::Coverage;
use crate::evaluate::{Clock, Log, Rows};
use crate::persona::{self, Outcomes};
use crate::render::Selected;
use crate::workspace::Workspace;

/// Test the personas: their expectations, and their messages against approved snapshots
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  segue test                  expectations and snapshots of all personas, and of the data as a whole
  segue test --persona ana    those of one persona only
  segue test --coverage       and list what no persona reaches in rules and templates
  segue test --suggest >> rules/personas.seg
                              add personas for what none reaches, made of real customers whose
                              personal data are replaced
  segue test --review         then look at each message that changed, and accept or reject it
  segue test --accept         then accept all of them

Approved messages are kept in snapshots/, one a campaign and persona; keep them in git.")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub(super) struct Args {
    /// Test only this persona; may be given several times
    #[arg(long, value_name = "NAME")]
    persona: Vec<String>,
    /// List everything in rules and templates that no persona reaches
    #[arg(long, conflicts_with = "persona")]
    coverage: bool,
    /// Fail when personas reach less of rules and templates than this
    #[arg(
        long,
        value_name = "PERCENT",
        value_parser = clap::value_parser!(u8).range(..=100),
        conflicts_with = "persona"
    )]
    min_coverage: Option<u8>,
    /// Write personas that reach what none does: real customers without personal data, as few as
    /// possible
    #[arg(long, conflicts_with_all = ["persona", "coverage", "min_coverage", "review", "accept"])]
    suggest: bool,
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
    let mut coverage = Coverage::new(model, &renderers, &log.sources);
    let add = |rows: &Rows, selected: &[Selected]| coverage.add(rows, selected);
    let outcomes = persona::run_with(&workspace, &renderers, &tables, &clock, &mut log, add);
    if args.suggest {
        let Some(_) = outcomes else {
            return context.report(&mut log);
        };
        return suggest::run(
            args, context, &workspace, &renderers, &coverage, &clock, &mut log,
        );
    }
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
                coverage: args.persona.is_empty().then_some(coverage),
                lists_unreached: args.coverage,
                min_coverage: args.min_coverage,
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
