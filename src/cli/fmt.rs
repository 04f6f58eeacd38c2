//! `segue fmt`

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use similar::TextDiff;

use super::context::Context;
use super::{Exit, print};
use crate::diagnostic::{Code, Problem, code};
use crate::evaluate::Log;
use crate::rules::format;
use crate::world::World;

/// Lay rule files out in the one style
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Comments, empty lines and the order of everything stay. A file with syntax errors is left as it
is.

Examples:
  segue fmt                      every .seg file in rules/
  segue fmt rules/traits.seg     one file
  segue fmt --check              print what would change, for continuous integration
  segue fmt -                    standard input to standard output, for editors")]
pub(super) struct Args {
    /// Rule files, or folders of them; `-` is standard input [default: the project's rules]
    files: Vec<PathBuf>,
    /// Write nothing: print what would change, and exit with 1 if anything would
    #[arg(long)]
    check: bool,
    /// The same as `-`
    #[arg(long, conflicts_with = "files")]
    stdin: bool,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Kept,
    Changed,
    /// It has syntax errors.
    Faulty,
}

pub(super) fn run(args: &Args, context: &Context) -> Exit {
    let mut log = Log::default();
    let mut outcomes = Vec::new();
    let mut exit = Exit::Success;
    let paths = paths(args, context, &mut log);
    for path in &paths {
        match one(path, args.check, context, &mut log) {
            Ok(outcome) => outcomes.push(outcome),
            Err(problem) => {
                exit = Exit::Environment;
                log.diagnostics.report(&problem, None);
            }
        }
    }
    if args.check && outcomes.contains(&Outcome::Changed) {
        exit = exit.max(Exit::Findings);
    }
    let exit = exit.max(context.report(&mut log));
    let summary = summary(&outcomes, args.check);
    let is_filter = paths == [Path::new("-")];
    if !is_filter && !summary.is_empty() {
        context.note(&summary);
    }
    exit
}

/// The files that are asked for; `-` for standard input.
fn paths(args: &Args, context: &Context, log: &mut Log) -> Vec<PathBuf> {
    if args.stdin {
        return vec![PathBuf::from("-")];
    }
    let folder = [PathBuf::from("rules")];
    let is_project = args.files.is_empty();
    let asked = if is_project { &folder[..] } else { &args.files };
    let mut paths = Vec::new();
    for path in asked {
        if !is_project && !context.root.join(path).is_dir() {
            paths.push(path.clone());
            continue;
        }
        match context.world.list(path) {
            Ok(found) => paths.extend(found.into_iter().filter(|path| is_rules(path))),
            Err(error) => log
                .diagnostics
                .report(&FmtProblem::unreadable(path, &error), None),
        }
    }
    if is_project && paths.is_empty() && log.diagnostics.is_empty() {
        log.diagnostics.report(&FmtProblem::NoRules, None);
    }
    paths
}

fn is_rules(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "seg")
}

/// Formats one file.
fn one(path: &Path, check: bool, context: &Context, log: &mut Log) -> Result<Outcome, FmtProblem> {
    let is_stdin = path == Path::new("-");
    let name = if is_stdin {
        "standard input".to_owned()
    } else {
        path.to_string_lossy().replace('\\', "/")
    };
    let text = read(path, context).map_err(|error| FmtProblem::unreadable(path, &error))?;
    let source = log.sources.add(&name, &*text);
    let Some(formatted) = format(source, &log.sources, &mut log.diagnostics) else {
        return Ok(Outcome::Faulty);
    };
    let is_changed = formatted != text;
    if check {
        let diff = TextDiff::from_lines(&text, &formatted);
        print_text(&diff.unified_diff().header(&name, &name).to_string());
    } else if is_stdin {
        print_text(&formatted);
    } else if is_changed {
        replace(&context.root.join(path), &formatted)
            .map_err(|error| FmtProblem::unwritable(path, &error))?;
        context.note(&format!("formatted {name}"));
    }
    Ok(if is_changed {
        Outcome::Changed
    } else {
        Outcome::Kept
    })
}

fn read(path: &Path, context: &Context) -> io::Result<String> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().read_to_end(&mut bytes)?;
    } else {
        bytes = context.world.read(path)?;
    }
    String::from_utf8(bytes)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text"))
}

/// Puts `text` in the place of a file's content, all of it or none: a full disk loses nothing.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let unfinished = path.with_file_name(name);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&unfinished)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.set_permissions(permissions)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&unfinished, &path));
    if written.is_err() {
        // what went wrong is in `written`
        let _gone = fs::remove_file(&unfinished);
    }
    written
}

/// Prints a text that ends with a line break, if it is not empty.
fn print_text(text: &str) {
    if !text.is_empty() {
        print::out(text.strip_suffix('\n').unwrap_or(text));
    }
}

/// `2 files formatted, 1 file in the one style already, 1 file with errors left alone`
fn summary(outcomes: &[Outcome], check: bool) -> String {
    let changed = if check { "would change" } else { "formatted" };
    let kinds = [
        (Outcome::Changed, changed),
        (Outcome::Kept, "in the one style already"),
        (Outcome::Faulty, "with errors left alone"),
    ];
    let parts = kinds.iter().filter_map(|(kind, what)| {
        let number = outcomes.iter().filter(|outcome| *outcome == kind).count();
        (number > 0).then(|| format!("{} {what}", print::count(number, "file")))
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// What can be wrong with files that are to be formatted.
#[derive(Clone, Debug)]
enum FmtProblem {
    NoRules,
    Unreadable { path: PathBuf, reason: String },
    Unwritable { path: PathBuf, reason: String },
}

impl FmtProblem {
    fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::Unreadable {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }

    fn unwritable(path: &Path, error: &io::Error) -> Self {
        Self::Unwritable {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }
}

impl Problem for FmtProblem {
    fn code(&self) -> Code {
        match self {
            Self::NoRules => code::NO_RULES,
            Self::Unreadable { .. } => code::UNREADABLE_FILE,
            Self::Unwritable { .. } => code::CANNOT_WRITE,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::NoRules => "the project has no rules".to_owned(),
            Self::Unreadable { path, reason } => {
                format!("cannot read `{}`: {reason}", path.display())
            }
            Self::Unwritable { path, reason } => {
                format!("cannot write `{}`: {reason}", path.display())
            }
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::NoRules => vec![
                "rules are files that end in `.seg`, in the folder `rules`".to_owned(),
                "name a project with `--project DIR`, or the files themselves".to_owned(),
            ],
            Self::Unreadable { .. } | Self::Unwritable { .. } => Vec::new(),
        }
    }
}
