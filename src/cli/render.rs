//! `segue render`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use serde_json::json;

use super::context::{Context, Format as Report};
use super::print::{count, grouped};
use super::{Exit, print, report};
use crate::data::Reject;
use crate::diagnostic::{Diagnostics, Problem, to_json};
use crate::evaluate::{Log, Population, validate};
use crate::plan::{Needs, plan};
use crate::render::{Failure, KeptBack, Renderer};
use crate::sink::{self, Sink, SinkError};
use crate::source::Sources;
use crate::workspace::Workspace;

/// Messages rendered in parallel before they are written: what bounds the memory.
const CHUNK: usize = 512;

/// Render one message for each customer in a campaign's audience
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  segue render autumn_sale --out mail                           mail/<customer>.html
  segue render autumn_sale --format eml --out mail              mail/<customer>.eml, ready to send
  segue render autumn_sale --format ndjson --out mail.ndjson    one JSON object a line
  segue render autumn_sale --format ndjson --out -              to another program

Rows and recipients that had to be left out are written to <OUT>.rejects.ndjson with the reason.")]
pub(super) struct Args {
    /// The campaign's name
    campaign: String,
    /// A folder for html and eml, a file or - for ndjson
    #[arg(short, long)]
    out: PathBuf,
    /// What is written for each message
    #[arg(short, long, value_enum, default_value_t = Format::Html)]
    format: Format,
    /// Where rejected rows and failed recipients are written
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// How the summary is written
    #[arg(long, value_enum, default_value_t)]
    report: Report,
}

/// The HTML part or the whole message in MIME form, a file each; or everything as JSON, a line each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Html,
    Eml,
    Ndjson,
}

impl From<Format> for sink::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Html => Self::Html,
            Format::Eml => Self::Eml,
            Format::Ndjson => Self::Ndjson,
        }
    }
}

/// What a run has done so far.
#[derive(Default)]
struct Tally {
    customers: usize,
    audience: usize,
    rendered: usize,
    kept_back: KeptBack,
    failures: Vec<Failure>,
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long a run took is said to the person who waits"
)]
pub(super) fn run(args: &Args, context: &Context) -> Exit {
    let started = std::time::Instant::now();
    let mut log = Log::default();
    let Some(workspace) = context.load(&mut log) else {
        return context.report(&mut log);
    };
    let renderers = workspace.renderers(&mut log);
    if log.diagnostics.errors() > 0 {
        // Nothing can be rendered, so the data is gone through for its own faults.
        validate(
            &workspace.model,
            &context.clock(&workspace),
            &context.tables(&workspace),
            &mut log,
        );
        return context.report(&mut log);
    }
    let Some(renderer) = find(&renderers, &args.campaign) else {
        return Exit::Findings;
    };
    let stop = stop_on_ctrl_c();
    let sink = match Sink::open(args.format.into(), &args.out) {
        Ok(sink) => sink,
        Err(error) => return sink_failed(&error),
    };
    let rejects = args
        .rejects
        .clone()
        .unwrap_or_else(|| rejects_path(&args.out));
    let mut tally = Tally::default();
    let written = write_all(
        args, context, &workspace, renderer, sink, &stop, &mut tally, &mut log,
    );
    let interrupted = stop.asked();
    let mut exit = context.report(&mut log);
    exit = exit.max(match written {
        Some(Err(error)) => sink_failed(&error),
        Some(Ok(())) => Exit::Success,
        None => return exit,
    });
    if tally.failures.iter().any(|failure| !failure.is_aborted) {
        exit = exit.max(Exit::Findings);
    }
    exit = exit.max(write_rejects(&rejects, &mut log, &tally.failures));
    summary(args, context, &tally, &log, &rejects, started.elapsed());
    if interrupted {
        print::note("error: interrupted; what is written so far is not the whole audience");
        return Exit::Interrupted;
    }
    exit
}

/// The renderer of the campaign called `name`, or a word about those there are.
pub(super) fn find<'r, 'a>(renderers: &'r [Renderer<'a>], name: &str) -> Option<&'r Renderer<'a>> {
    let found = renderers
        .iter()
        .find(|renderer| renderer.campaign().name == name);
    if found.is_none() {
        let names = renderers
            .iter()
            .map(|renderer| renderer.campaign().name.as_str());
        report::unknown("campaign", name, names);
    }
    found
}

fn sink_failed(error: &SinkError) -> Exit {
    if matches!(error, SinkError::ReaderGone) {
        return Exit::Success;
    }
    report::fail(error, Exit::Environment)
}

/// What Ctrl-C does.
#[derive(Default)]
struct Stop {
    /// Whether messages are being written, so that the one at hand should be finished.
    writing: AtomicBool,
    asked: AtomicBool,
}

impl Stop {
    fn asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }
}

fn stop_on_ctrl_c() -> Arc<Stop> {
    let stop = Arc::new(Stop::default());
    let pressed = Arc::clone(&stop);
    let on_ctrl_c = move || {
        if !pressed.writing.load(Ordering::Relaxed) {
            print::note("error: interrupted before the first message");
            std::process::exit(130);
        }
        // Whoever presses it twice does not want to wait for the customers at hand.
        if pressed.asked.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    // Without a handler Ctrl-C ends the process at once, which loses nothing that is written.
    let _no_handler = ctrlc::set_handler(on_ctrl_c);
    stop
}

/// Streams customers through the campaign into the sink. None when a table could not be read,
/// which is logged.
#[expect(
    clippy::too_many_arguments,
    reason = "the parts of one run, each borrowed from its owner"
)]
fn write_all(
    args: &Args,
    context: &Context,
    workspace: &Workspace,
    renderer: &Renderer,
    mut sink: Sink,
    stop: &Stop,
    tally: &mut Tally,
    log: &mut Log,
) -> Option<Result<(), SinkError>> {
    let format = sink::Format::from(args.format);
    let mut needs = Needs::default();
    renderer.needs(&mut needs);
    let plan = plan(&workspace.model, &needs);
    let tables = context.tables(workspace);
    let population = Population::new(
        &workspace.model,
        &plan,
        context.clock(workspace),
        &tables,
        None,
        log,
    )?;
    stop.writing.store(true, Ordering::Relaxed);
    let shared = renderer.shared(&population);
    let progress = progress(context, population.len());
    let mut customers = population.customers(&tables, log)?;
    while let Some(batch) = customers.next(log)? {
        let rows = population.rows(&batch);
        let selected = renderer.select(&rows, &shared);
        let audience = selected.audience();
        tally.customers += rows.len();
        tally.kept_back += selected.kept_back();
        for chunk in audience.chunks(CHUNK) {
            if stop.asked() {
                progress.abandon();
                return Some(Ok(()));
            }
            let encode = |&row: &usize| {
                let message = selected.render(row)?;
                let encoded = format.encode(&message).map_err(|problem| Failure {
                    customer_id: message.customer_id.clone(),
                    place: rows.places()[row],
                    reason: problem.message(),
                    is_aborted: false,
                    outcome: None,
                })?;
                Ok((message.customer_id, encoded))
            };
            let encoded: Vec<Result<(String, Vec<u8>), Failure>> =
                chunk.par_iter().map(encode).collect();
            tally.audience += chunk.len();
            for result in encoded {
                match result {
                    Ok((customer_id, bytes)) => match sink.write(&customer_id, &bytes) {
                        Ok(()) => tally.rendered += 1,
                        Err(error) => return Some(Err(error)),
                    },
                    Err(failure) => tally.failures.push(failure),
                }
            }
        }
        progress.inc(batch.places.len() as u64);
    }
    progress.finish_and_clear();
    Some(sink.finish())
}

/// A bar for going through all customers.
pub(super) fn progress(context: &Context, customers: usize) -> ProgressBar {
    if context.quiet {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} customers, {eta} left");
    let bar = ProgressBar::new(customers as u64);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn rejects_path(out: &Path) -> PathBuf {
    if out == Path::new("-") {
        return PathBuf::from("rejects.ndjson");
    }
    let mut name = out.as_os_str().to_owned();
    name.push(".rejects.ndjson");
    PathBuf::from(name)
}

/// Writes what was left out, a JSON object a line; no file when nothing was.
#[expect(
    clippy::disallowed_methods,
    reason = "the rejects file is written here"
)]
fn write_rejects(path: &Path, log: &mut Log, failures: &[Failure]) -> Exit {
    if log.rejects.is_empty() && failures.is_empty() {
        // A file of an earlier run would speak of this one.
        let _absent = std::fs::remove_file(path);
        return Exit::Success;
    }
    let written = File::create(path).map(BufWriter::new).and_then(|mut file| {
        for reject in &log.rejects {
            for line in reject_lines(reject) {
                writeln!(file, "{line}")?;
            }
        }
        for failure in failures {
            writeln!(file, "{}", failure_line(failure))?;
        }
        file.flush()
    });
    let all_meant = log.rejects.is_empty() && failures.iter().all(|failure| failure.is_aborted);
    match written {
        Ok(()) if all_meant => Exit::Success,
        Ok(()) => Exit::Findings,
        Err(error) => report::cannot_write(path, &error),
    }
}

fn failure_line(failure: &Failure) -> serde_json::Value {
    let mut line = json!({
        "customer_id": failure.customer_id,
        "row": failure.place,
        "code": if failure.is_aborted { "aborted" } else { "not-rendered" },
        "message": failure.reason,
    });
    if let Some(outcome) = &failure.outcome {
        line["template"] = json!(outcome.template);
        if let Some(place) = &outcome.place {
            line["line"] = json!(place.line);
            line["column"] = json!(place.column);
        }
        let values = outcome.values.iter();
        let values = values.map(|(name, value)| (name.clone(), json!(value)));
        line["values"] = serde_json::Value::Object(values.collect());
    }
    line
}

fn reject_lines(reject: &Reject) -> Vec<serde_json::Value> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    for diagnostic in reject.diagnostics(&mut sources) {
        diagnostics.push(diagnostic);
    }
    match to_json(&diagnostics, &sources) {
        serde_json::Value::Array(lines) => lines,
        _ => Vec::new(),
    }
}

fn summary(
    args: &Args,
    context: &Context,
    tally: &Tally,
    log: &Log,
    rejects: &Path,
    took: std::time::Duration,
) {
    let left_out = tally.failures.len() + log.rejects.len();
    let aborted = tally.failures.iter().filter(|failure| failure.is_aborted);
    let aborted = aborted.count();
    if args.report == Report::Json {
        let summary = json!({
            "campaign": args.campaign,
            "customers": tally.customers,
            "audience": tally.audience,
            "rendered": tally.rendered,
            "failed": tally.failures.len() - aborted,
            "aborted": aborted,
            "held_out": tally.kept_back.held_out,
            "limited": tally.kept_back.limited,
            "rejected_rows": log.rejects.len(),
            "rejects": (left_out > 0).then(|| rejects.display().to_string()),
            "seconds": took.as_secs_f64(),
        });
        return print::note(&summary.to_string());
    }
    let failed = tally.failures.iter().filter(|failure| !failure.is_aborted);
    for failure in failed.take(10) {
        print::note(&format!(
            "error: no message for customer {}: {}",
            failure.customer_id, failure.reason
        ));
    }
    let per_second = tally.rendered as f64 / took.as_secs_f64().max(1e-9);
    context.note(&format!(
        "{} for an audience of {} among {}, in {:.1} s ({}/s)",
        count(tally.rendered, "message"),
        grouped(tally.audience),
        count(tally.customers, "customer"),
        took.as_secs_f64(),
        grouped(per_second as usize),
    ));
    kept_back(context, tally.kept_back);
    if aborted > 0 {
        let messages = count(aborted, "message");
        context.note(&format!(
            "{messages} aborted by a template: see `{}`",
            rejects.display()
        ));
    }
    if left_out > aborted {
        let kinds = [
            (log.rejects.len(), "row"),
            (tally.failures.len() - aborted, "recipient"),
        ];
        let some = kinds.iter().filter(|(number, _)| *number > 0);
        let counts: Vec<String> = some.map(|(number, noun)| count(*number, noun)).collect();
        context.note(&format!(
            "{} left out: see `{}`",
            counts.join(" and "),
            rejects.display(),
        ));
    }
}

/// Says who is eligible and got nothing.
fn kept_back(context: &Context, KeptBack { held_out, limited }: KeptBack) {
    if held_out > 0 {
        context.note(&format!(
            "{} held out of an experiment",
            count(held_out, "customer")
        ));
    }
    if limited > 0 {
        let customers = count(limited, "customer");
        context.note(&format!("{customers} left out by a limit"));
    }
}
