//! `segue test`

use std::io;

use serde_json::json;

use super::context::{Context, Format};
use super::{Exit, print, report};
use crate::diagnostic::{Problem, Style};
use crate::evaluate::Log;
use crate::persona::{self, Outcomes, Verdict};
use crate::snapshot::{self, Cell, Comparison, Rendering, Reviewed};
use crate::source::Sources;

/// Test the personas: their expectations, and their messages against approved snapshots
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  segue test             expectations and snapshots
  segue test --review    then look at each message that changed, and accept or reject it
  segue test --accept    then accept all of them

Approved messages are kept in snapshots/, one a campaign and persona; keep them in git.")]
pub(super) struct Args {
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
    let clock = context.clock(&workspace);
    let tables = context.tables(&workspace);
    let Some(outcomes) = persona::run(&workspace, &renderers, &tables, &clock, &mut log) else {
        return context.report(&mut log);
    };
    let exit = context.report(&mut log);
    let campaigns: Vec<&str> = renderers
        .iter()
        .map(|renderer| renderer.campaign().name.as_str())
        .collect();
    let personas: Vec<&str> = workspace
        .model
        .personas
        .iter()
        .map(|persona| persona.name.as_str())
        .collect();
    match snapshots(args, context, &outcomes, &campaigns, &personas) {
        Ok(snapshots) => exit.max(finish(args, &outcomes, &snapshots, &log.sources)),
        Err(problem) => report::fail(&problem, Exit::Environment),
    }
}

/// What became of the snapshots.
#[derive(Default)]
struct Snapshots {
    same: usize,
    accepted: usize,
    /// New or changed, not accepted.
    pending: Vec<(String, &'static str)>,
    orphans: Vec<String>,
}

fn snapshots(
    args: &Args,
    context: &Context,
    outcomes: &Outcomes,
    campaigns: &[&str],
    personas: &[&str],
) -> Result<Snapshots, snapshot::Problem> {
    let mut snapshots = Snapshots::default();
    let compare = |cell: &Cell| snapshot::check(&context.world, &context.root, cell);
    for cell in &outcomes.cells {
        match compare(cell)? {
            Comparison::Same => snapshots.same += 1,
            Comparison::New => snapshots.pending.push((cell.name(), "new")),
            Comparison::Changed { .. } => snapshots.pending.push((cell.name(), "changed")),
        }
    }
    for orphan in snapshot::orphans(&context.world, campaigns, personas)? {
        snapshots.orphans.push(orphan.message());
    }
    if args.accept {
        for (name, _) in snapshots.pending.drain(..) {
            snapshot::accept(&context.root, &name)?;
            snapshots.accepted += 1;
        }
    } else if args.review {
        let Reviewed { accepted, .. } = snapshot::review(
            &context.world,
            &context.root,
            Style::Color,
            io::stdin().lock(),
            anstream::stdout(),
        )?;
        snapshots.accepted = accepted;
        let left = snapshot::pending(&context.world)?;
        snapshots
            .pending
            .retain(|(name, _)| left.iter().any(|pending| pending.name == *name));
    }
    Ok(snapshots)
}

fn finish(args: &Args, outcomes: &Outcomes, snapshots: &Snapshots, sources: &Sources) -> Exit {
    match args.format {
        Format::Human => human(outcomes, snapshots, sources),
        Format::Json => print::json(&as_json(outcomes, snapshots, sources)),
    }
    let failed = outcomes.verdicts.iter().any(|verdict| !verdict.holds)
        || outcomes
            .cells
            .iter()
            .any(|cell| matches!(cell.rendering, Rendering::Failed(_)));
    if failed || !snapshots.pending.is_empty() || !snapshots.orphans.is_empty() {
        Exit::Findings
    } else {
        Exit::Success
    }
}

fn place(verdict: &Verdict, sources: &Sources) -> String {
    let (line, _) = sources.position(verdict.span);
    format!("{}:{line}", sources.get(verdict.span.source).path)
}

fn human(outcomes: &Outcomes, snapshots: &Snapshots, sources: &Sources) {
    let mut persona = "";
    for verdict in &outcomes.verdicts {
        if verdict.persona != persona {
            persona = &verdict.persona;
            print::out(persona);
        }
        let expected = sources.slice(verdict.span);
        if verdict.holds {
            print::out(&format!("  \x1b[32m✓\x1b[0m {expected}"));
        } else {
            let place = place(verdict, sources);
            print::out(&format!(
                "  \x1b[31m✗\x1b[0m {expected}: {persona} {} ({place})",
                verdict.instead
            ));
        }
    }
    let held = outcomes
        .verdicts
        .iter()
        .filter(|verdict| verdict.holds)
        .count();
    print::out(&format!(
        "\nexpectations  {held} of {} hold\nsnapshots     {} of {} as approved{}",
        outcomes.verdicts.len(),
        snapshots.same,
        outcomes.cells.len(),
        if snapshots.accepted > 0 {
            format!(", {} accepted now", snapshots.accepted)
        } else {
            String::new()
        },
    ));
    for cell in &outcomes.cells {
        if let Rendering::Failed(reason) = &cell.rendering {
            let name = cell.name();
            print::out(&format!("  \x1b[31m✗\x1b[0m no message: {name}: {reason}"));
        }
    }
    for (name, what) in &snapshots.pending {
        print::out(&format!("  \x1b[33m●\x1b[0m {what}: {name}"));
    }
    for orphan in &snapshots.orphans {
        print::out(&format!("  \x1b[33m●\x1b[0m {orphan}"));
    }
    if !snapshots.pending.is_empty() {
        print::note("hint: `segue test --review` shows what changed");
    }
}

fn as_json(outcomes: &Outcomes, snapshots: &Snapshots, sources: &Sources) -> serde_json::Value {
    let verdicts = outcomes.verdicts.iter().map(|verdict| {
        json!({
            "persona": verdict.persona,
            "expected": sources.slice(verdict.span),
            "holds": verdict.holds,
            "instead": (!verdict.holds).then_some(&verdict.instead),
            "place": place(verdict, sources),
        })
    });
    let pending = snapshots
        .pending
        .iter()
        .map(|(name, what)| json!({ "name": name, "state": what }));
    json!({
        "expectations": verdicts.collect::<Vec<_>>(),
        "snapshots": {
            "same": snapshots.same,
            "accepted": snapshots.accepted,
            "pending": pending.collect::<Vec<_>>(),
            "orphans": snapshots.orphans,
        },
    })
}
