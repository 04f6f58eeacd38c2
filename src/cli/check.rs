//! `segue check`

use super::context::{Context, Format};
use super::{Exit, print, report};
use crate::evaluate::{Log, validate};

/// Prove rules, templates and data right: every finding of the project in one run
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  segue check                    everything, data included
  segue check --no-data          only rules and templates, as an editor or a commit hook would
  segue check --format json      findings for a machine")]
pub(super) struct Args {
    /// Do not read the data files
    #[arg(long)]
    no_data: bool,
    /// How findings are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, context: &Context) -> Exit {
    let mut log = Log::default();
    let Some(workspace) = context.load(&mut log) else {
        return finish(args, context, &mut log, "");
    };
    let renderers = workspace.renderers(&mut log).len();
    let mut read = String::new();
    if !args.no_data {
        let clock = context.clock(&workspace);
        let rows = validate(
            &workspace.model,
            &clock,
            &context.tables(&workspace),
            &mut log,
        );
        read = format!(", {} read", print::count(rows as usize, "row"));
    }
    let model = &workspace.model;
    let checked = format!(
        "{} facts, {}, {}{read}",
        model.facts.len(),
        print::count(renderers, "campaign"),
        print::count(model.personas.len(), "persona"),
    );
    finish(args, context, &mut log, &checked)
}

fn finish(args: &Args, context: &Context, log: &mut Log, checked: &str) -> Exit {
    if args.format == Format::Json {
        print::json(&report::as_json(log));
        return report::status(log);
    }
    let exit = context.report(log);
    let separator = if checked.is_empty() { "" } else { ": " };
    context.note(&format!("{}{separator}{checked}", report::summary(log)));
    exit
}
