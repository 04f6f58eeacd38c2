//! What a run found out, for people and for machines.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::Exit;
use super::print;
use crate::diagnostic::{Code, Diagnostics, Problem, Style, code, draw, suggest, to_json};
use crate::evaluate::Log;
use crate::source::Sources;
use crate::world::reason_text;

/// Rejected rows that are drawn; the rest are counted.
const DRAWN: usize = 20;

/// Draws everything in the log on standard error.
pub(super) fn report(log: &mut Log, quiet: bool) -> Exit {
    log.diagnostics.sort(&log.sources);
    let mut all = log.diagnostics.clone();
    for reject in log.rejects.iter().take(DRAWN) {
        for diagnostic in reject.diagnostics(&mut log.sources) {
            all.push(diagnostic);
        }
    }
    let drawn = draw(&all, &log.sources, Style::Color);
    if !drawn.is_empty() {
        print::note(drawn.trim_end());
        print::note("");
    }
    if log.rejects.len() > DRAWN {
        let more = print::count(log.rejects.len() - DRAWN, "more row");
        print::note(&format!("… and {more} that cannot be used\n"));
    }
    if !quiet {
        for one in &log.unmatched {
            let rows = [
                (one.without_customer, "without a customer's id"),
                (
                    one.unknown_customer,
                    "of customers that the customer table lacks",
                ),
            ];
            for (count, which) in rows {
                if count > 0 {
                    let events = print::count(count as usize, "row");
                    print::note(&format!(
                        "note: {events} of `{}` {which} do not count",
                        one.event
                    ));
                }
            }
        }
    }
    status(log)
}

/// The exit status that the log asks for.
pub(super) fn status(log: &Log) -> Exit {
    if log.diagnostics.errors() + log.rejects.len() > 0 {
        Exit::Findings
    } else {
        Exit::Success
    }
}

/// `no findings`, or `2 errors, 1 warning, 3 rows rejected`.
pub(super) fn summary(log: &Log) -> String {
    let mut parts = Vec::new();
    let mut add = |number: usize, noun: &str| {
        if number > 0 {
            parts.push(print::count(number, noun));
        }
    };
    add(log.diagnostics.errors(), "error");
    add(log.diagnostics.warnings(), "warning");
    add(log.rejects.len(), "rejected row");
    if parts.is_empty() {
        "no findings".to_owned()
    } else {
        parts.join(", ")
    }
}

/// Where to read more about the findings: the page of their code when they have only one.
pub(super) fn further(log: &mut Log) -> String {
    let mut codes: BTreeSet<Code> = log.diagnostics.iter().map(|one| one.code).collect();
    for reject in &log.rejects {
        let diagnostics = reject.diagnostics(&mut log.sources);
        codes.extend(diagnostics.iter().map(|one| one.code));
    }
    match Vec::from_iter(codes).as_slice() {
        [] => String::new(),
        [code] => format!("; more with `segue errors {code}`"),
        _ => "; more with `segue errors CODE`".to_owned(),
    }
}

/// Every finding as JSON: `{diagnostics, rejects, unmatched}`.
pub(super) fn as_json(log: &mut Log) -> Value {
    log.diagnostics.sort(&log.sources);
    let diagnostics = to_json(&log.diagnostics, &log.sources);
    let mut rejects = Diagnostics::default();
    for reject in &log.rejects {
        for diagnostic in reject.diagnostics(&mut log.sources) {
            rejects.push(diagnostic);
        }
    }
    json!({
        "diagnostics": diagnostics,
        "rejects": to_json(&rejects, &log.sources),
        "unmatched": log.unmatched,
    })
}

/// Tells one problem that ends the command.
pub(super) fn fail(problem: &impl Problem, exit: Exit) -> Exit {
    fail_all(std::slice::from_ref(problem), exit)
}

/// Tells problems that end the command.
pub(super) fn fail_all(problems: &[impl Problem], exit: Exit) -> Exit {
    let mut diagnostics = Diagnostics::default();
    for problem in problems {
        diagnostics.report(problem, None);
    }
    print::note(draw(&diagnostics, &Sources::default(), Style::Color).trim_end());
    exit
}

/// Tells that nothing is called `name`, and what there is.
pub(super) fn unknown<'a>(
    what: &'static str,
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Exit {
    let problem = CommandProblem::Unknown {
        what,
        name: name.to_owned(),
        hints: suggest(name, known),
    };
    fail(&problem, Exit::Findings)
}

/// Tells that there is neither a persona nor a customer of that name; `key` is what customers are
/// found by.
pub(super) fn unknown_customer<'a>(
    name: &str,
    personas: impl IntoIterator<Item = &'a str>,
    key: Option<&str>,
) -> Exit {
    let mut hints = suggest(name, personas);
    if let Some(key) = key {
        hints.push(format!("customers are found by their `{key}`"));
    }
    let problem = CommandProblem::Unknown {
        what: "customer or persona",
        name: name.to_owned(),
        hints,
    };
    fail(&problem, Exit::Findings)
}

/// Tells that a file cannot be written.
pub(super) fn cannot_write(path: &Path, error: &io::Error) -> Exit {
    let problem = CommandProblem::CannotWrite {
        path: path.to_owned(),
        reason: reason_text(error),
    };
    fail(&problem, Exit::Environment)
}

/// What can be wrong with what a command is asked for.
enum CommandProblem {
    Unknown {
        what: &'static str,
        name: String,
        hints: Vec<String>,
    },
    CannotWrite {
        path: PathBuf,
        reason: String,
    },
}

impl Problem for CommandProblem {
    fn code(&self) -> Code {
        match self {
            Self::Unknown { .. } => code::UNKNOWN_NAME,
            Self::CannotWrite { .. } => code::CANNOT_WRITE,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Unknown { what, name, .. } => format!("there is no {what} called `{name}`"),
            Self::CannotWrite { path, reason } => {
                format!("cannot write `{}`: {reason}", path.display())
            }
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::Unknown { hints, .. } => hints.clone(),
            Self::CannotWrite { .. } => Vec::new(),
        }
    }
}
