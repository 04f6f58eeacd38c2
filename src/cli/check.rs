//! `segue check`

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::context::{Context, Format};
use super::print::count;
use super::{Exit, print, report};
use crate::evaluate::{Log, validate};
use crate::model::{FactKind, Model};
use crate::prove::unused;
use crate::render::Renderer;
use crate::source::Sources;

/// Prove rules, templates and data right: every finding of the project in one run
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  segue check                    everything, data included
  segue check --no-data          only rules and templates, as an editor or a commit hook would
  segue check --unused           what could be removed, too
  segue check --format json      findings for a machine")]
pub(super) struct Args {
    /// Do not read the data files
    #[arg(long)]
    no_data: bool,
    /// Warn of traits, scores, segments and groups that no other rule, persona or template uses
    #[arg(long)]
    unused: bool,
    /// How findings are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, context: &Context) -> Exit {
    let mut log = Log::default();
    let Some(workspace) = context.load(&mut log) else {
        return finish(args, context, &mut log, "", &[]);
    };
    let renderers = workspace.renderers(&mut log);
    if args.unused && log.diagnostics.errors() == 0 {
        unused(&workspace.model, &renderers, &mut log.diagnostics);
    }
    let raw = raw(&renderers, &log.sources);
    let mut checked = declared(&workspace.model);
    if !args.no_data {
        let clock = context.clock(&workspace);
        let tables = context.tables(&workspace);
        let rows = validate(&workspace.model, &clock, &tables, &mut log);
        checked.push(format!("{} read", count(rows as usize, "row")));
    }
    let unproved = workspace.proof.out_of_reach;
    if unproved > 0 && args.format == Format::Human {
        let questions = count(unproved, "question");
        context.note(&format!(
            "note: {questions} about conditions took too long to prove"
        ));
    }
    finish(args, context, &mut log, &checked.join(", "), &raw)
}

/// Where templates print a value as it is: file, line and column, in order.
fn raw(renderers: &[Renderer<'_>], sources: &Sources) -> Vec<(String, usize, usize)> {
    let places = renderers.iter().flat_map(|one| &one.notes().raw);
    let places: BTreeSet<_> = places
        .map(|span| {
            let (line, column) = sources.position(*span);
            (sources.get(span.source).path.clone(), line, column)
        })
        .collect();
    places.into_iter().collect()
}

/// How much of what the rules declare.
fn declared(model: &Model) -> Vec<String> {
    let facts = |kind: fn(&FactKind) -> bool| {
        let of_kind = model.facts.iter().filter(|fact| kind(&fact.kind));
        of_kind.count()
    };
    let counts = [
        (facts(|kind| *kind == FactKind::Trait), "trait"),
        (facts(|kind| *kind == FactKind::Score), "score"),
        (facts(|kind| *kind == FactKind::Segment), "segment"),
        (facts(|kind| matches!(kind, FactKind::Group(_))), "group"),
        (model.campaigns.len(), "campaign"),
        (model.personas.len(), "persona"),
    ];
    let some = counts.into_iter().filter(|(number, _)| *number > 0);
    some.map(|(number, noun)| count(number, noun)).collect()
}

fn finish(
    args: &Args,
    context: &Context,
    log: &mut Log,
    checked: &str,
    raw: &[(String, usize, usize)],
) -> Exit {
    if args.format == Format::Json {
        let mut found = report::as_json(log);
        let places = raw
            .iter()
            .map(|(file, line, column)| json!({ "file": file, "line": line, "column": column }));
        found["raw"] = Value::Array(places.collect());
        print::json(&found);
        return report::status(log);
    }
    let exit = context.report(log);
    if !raw.is_empty() {
        let places = raw
            .iter()
            .map(|(file, line, column)| format!("\n  {file}:{line}:{column}"));
        let places: String = places.collect();
        let number = count(raw.len(), "value");
        context.note(&format!(
            "note: `raw` prints {number} without escaping:{places}"
        ));
    }
    let summary = report::summary(log);
    // Where something is wrong, what was left out of the count would look forgotten.
    if exit == Exit::Success {
        context.note(&format!("{summary}: {checked}"));
    } else {
        context.note(&format!("{summary}{}", report::further(log)));
    }
    exit
}
