//! The conversation of `segue test --review`.

use std::io::{self, BufRead, Write};
use std::path::Path;

use similar::{ChangeTag, TextDiff};

use super::Problem;
use super::store::{self, Pending};
use crate::diagnostic::Style;
use crate::world::World;

/// How many lines around a change are shown.
const CONTEXT: usize = 3;

/// What a review decided, in numbers of renderings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reviewed {
    /// Approved from now on.
    pub accepted: usize,
    /// Thrown away.
    pub rejected: usize,
    /// Still to decide.
    pub skipped: usize,
}

enum Answer {
    Accept,
    AcceptAll,
    Reject,
    Skip,
    Quit,
}

/// Shows each pending rendering of the project at `root` and does with it what `input` says.
/// The end of the input means quit.
///
/// # Errors
/// When a snapshot cannot be read, moved or removed, or `input` or `output` fails; what was
/// decided before stays so.
pub fn review(
    world: &dyn World,
    root: &Path,
    style: Style,
    mut input: impl BufRead,
    mut output: impl Write,
) -> Result<Reviewed, Problem> {
    let all = store::pending(world)?;
    let mut reviewed = Reviewed::default();
    let mut accept_all = false;
    for (index, pending) in all.iter().enumerate() {
        let answer = if accept_all {
            Answer::Accept
        } else {
            let position = format!("{} of {}", index + 1, all.len());
            show(pending, &position, style, &mut output)
                .and_then(|()| ask(&mut input, &mut output))
                .map_err(|error| Problem::Review {
                    reason: error.kind().to_string(),
                })?
        };
        match answer {
            Answer::Accept | Answer::AcceptAll => {
                accept_all |= matches!(answer, Answer::AcceptAll);
                store::accept(root, &pending.name)?;
                reviewed.accepted += 1;
            }
            Answer::Reject => {
                store::discard(root, &pending.name)?;
                reviewed.rejected += 1;
            }
            Answer::Skip => reviewed.skipped += 1,
            Answer::Quit => {
                reviewed.skipped += all.len() - index;
                break;
            }
        }
    }
    Ok(reviewed)
}

/// Asks until the answer is understood.
fn ask(input: &mut impl BufRead, output: &mut impl Write) -> io::Result<Answer> {
    loop {
        write!(output, "a accept, A accept all, r reject, s skip, q quit: ")?;
        output.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(output)?;
            return Ok(Answer::Quit);
        }
        match line.trim() {
            "a" | "accept" => return Ok(Answer::Accept),
            "A" | "accept all" => return Ok(Answer::AcceptAll),
            "r" | "reject" => return Ok(Answer::Reject),
            "s" | "skip" => return Ok(Answer::Skip),
            "q" | "quit" => return Ok(Answer::Quit),
            "" => {}
            other => writeln!(output, "expected a, A, r, s or q, found `{}`", shown(other))?,
        }
    }
}

fn show(
    pending: &Pending,
    position: &str,
    style: Style,
    output: &mut impl Write,
) -> io::Result<()> {
    let state = if pending.approved.is_some() {
        "changed"
    } else {
        "new"
    };
    let title = pending.name.replacen('@', " for ", 1);
    let title = paint(style, BOLD, &format!("{title} ({state}, {position})"));
    writeln!(output, "\n{title}")?;
    let approved = pending.approved.as_deref().unwrap_or("");
    let diff = TextDiff::from_lines(approved, &pending.content);
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        let header = paint(style, CYAN, &hunk.header().to_string());
        writeln!(output, "{header}")?;
        for change in hunk.iter_changes() {
            let line = shown(change.value().trim_end_matches('\n'));
            let line = match change.tag() {
                ChangeTag::Equal => format!(" {line}"),
                ChangeTag::Delete => paint(style, RED, &format!("-{line}")),
                ChangeTag::Insert => paint(style, GREEN, &format!("+{line}")),
            };
            writeln!(output, "{line}")?;
        }
    }
    Ok(())
}

const BOLD: &str = "1";
const RED: &str = "31";
const GREEN: &str = "32";
const CYAN: &str = "36";

fn paint(style: Style, code: &str, text: &str) -> String {
    match style {
        Style::Plain => text.to_owned(),
        Style::Color => format!("\x1b[{code}m{text}\x1b[0m"),
    }
}

/// `text` without what would steer the terminal: a message may hold anything.
fn shown(text: &str) -> String {
    let harmless = |c: char| c == '\t' || !c.is_control();
    text.replace(|c| !harmless(c), "\u{fffd}")
}
