//! `segue test --suggest`

use serde_json::{Value, json};

use super::Args;
use super::coverage::share;
use crate::cli::context::{Context, Format};
use crate::cli::render::progress;
use crate::cli::{Exit, print};
use crate::coverage::{Coverage, Tally};
use crate::evaluate::{Clock, Log};
use crate::render::Renderer;
use crate::source::{Sources, Span};
use crate::suggest::{Input, Suggestions, suggest};
use crate::workspace::Workspace;

/// Prints the personas that are missing: rules on standard output, all else beside them.
pub(super) fn run(
    args: &Args,
    context: &Context,
    workspace: &Workspace,
    renderers: &[Renderer],
    coverage: &Coverage,
    clock: &Clock,
    log: &mut Log,
) -> Exit {
    let input = Input {
        workspace,
        renderers,
        coverage,
        tables: &context.tables(workspace),
        clock,
    };
    let mut bar = None;
    let suggestions = suggest(&input, log, |done, all| {
        let bar = bar.get_or_insert_with(|| progress(context, all));
        bar.set_position(done as u64);
    });
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let exit = context.report(log);
    let Some(suggestions) = suggestions else {
        return exit;
    };
    match args.format {
        Format::Human => human(context, coverage, &suggestions, &log.sources),
        Format::Json => print::json(&as_json(coverage, &suggestions, &log.sources)),
    }
    exit
}

fn after(coverage: &Coverage, suggestions: &Suggestions) -> Tally {
    let more = suggestions.all.iter().map(|one| one.points.len());
    let before = coverage.total();
    Tally {
        reached: before.reached + more.sum::<usize>(),
        ..before
    }
}

fn human(context: &Context, coverage: &Coverage, suggestions: &Suggestions, sources: &Sources) {
    let texts: Vec<&str> = suggestions
        .all
        .iter()
        .map(|one| one.text.trim_end())
        .collect();
    if !texts.is_empty() {
        print::out(&texts.join("\n\n"));
    }
    if !suggestions.missed.is_empty() {
        context.note("no customer was found who could be made a persona that reaches");
    }
    for (point, why) in &suggestions.missed {
        let point = &coverage.points()[*point];
        let why = why.as_ref().map(|why| format!(": {why}"));
        let place = place(point.span, sources);
        let what = &point.what;
        context.note(&format!("  {what} ({place}){}", why.unwrap_or_default()));
    }
    let (before, then) = (coverage.total(), after(coverage, suggestions));
    let personas = print::count(texts.len(), "persona");
    context.note(&match texts.len() {
        0 if before.reached == before.all => {
            format!("personas reach everything: {}", share(before))
        }
        0 => format!("nothing to suggest: the personas reach {}", share(before)),
        _ => format!(
            "with {personas} more, coverage goes from {} to {}",
            share(before),
            share(then)
        ),
    });
}

fn as_json(coverage: &Coverage, suggestions: &Suggestions, sources: &Sources) -> Value {
    let shown = |point: usize, why: Option<&String>| {
        let point = &coverage.points()[point];
        let mut shown = json!({
            "kind": point.kind.name(),
            "what": point.what,
            "place": place(point.span, sources),
        });
        if let Some(why) = why {
            shown["why"] = json!(why);
        }
        shown
    };
    let lost = |lost: &[(usize, String)]| -> Value {
        let lost = lost.iter().map(|(point, why)| shown(*point, Some(why)));
        lost.collect()
    };
    let personas = suggestions.all.iter().map(|one| {
        json!({
            "name": one.name,
            "rules": one.text,
            "reaches": one.points.iter().map(|&point| shown(point, None)).collect::<Vec<_>>(),
            "lost": lost(&one.losses),
        })
    });
    let tally = |tally: Tally| json!({ "percent": tally.percent(), "reached": tally.reached, "all": tally.all });
    json!({
        "personas": personas.collect::<Vec<_>>(),
        "missed": suggestions
            .missed
            .iter()
            .map(|(point, why)| shown(*point, why.as_ref()))
            .collect::<Vec<_>>(),
        "coverage": {
            "before": tally(coverage.total()),
            "after": tally(after(coverage, suggestions)),
        },
    })
}

fn place(span: Span, sources: &Sources) -> String {
    let (line, _) = sources.position(span);
    format!("{}:{line}", sources.get(span.source).path)
}
