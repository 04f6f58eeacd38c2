//! What is wrong, as data: collected by every stage, sorted, and drawn in one place.

pub mod code;
mod draw;

mod nearest;

use std::collections::HashSet;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;

pub use code::Code;
pub use draw::{Style, draw, to_json};
pub use nearest::nearest;
pub(crate) use nearest::nearest_sorted;

use crate::source::{Sources, Span};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The run's result would be wrong or incomplete.
    Error,
    /// Probably not what was meant.
    Warning,
}

/// A kind of mistake. Kinds carry data; their sentences are made here and nowhere else.
pub trait Problem {
    /// Stable and documented: an entry of [`code`].
    fn code(&self) -> Code;

    /// One sentence: lower case, no final period, the user's text in backticks.
    fn message(&self) -> String;

    /// What to do about it; only what can be acted on.
    fn hints(&self) -> Vec<String> {
        Vec::new()
    }

    /// An error unless said otherwise.
    fn severity(&self) -> Severity {
        Severity::Error
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The kind's stable name.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// The smallest guilty text; none when the fault has no place in a file.
    pub span: Option<Span>,
    /// Other places that explain it, as "first defined here".
    pub notes: Vec<(Span, String)>,
    /// What to do about it.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// A finding at `span`.
    pub fn new(problem: &impl Problem, span: impl Into<Option<Span>>) -> Self {
        Self {
            severity: problem.severity(),
            code: problem.code(),
            // quoted text of the user's may have line breaks, a message is one line
            message: problem.message().replace(['\n', '\r'], " "),
            span: span.into(),
            notes: Vec::new(),
            hints: problem.hints(),
        }
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Adds another place that explains the finding.
    #[must_use]
    pub fn note(mut self, span: Span, text: impl Into<String>) -> Self {
        self.notes.push((span, text.into()));
        self
    }
}

/// The same hashes in every run.
const HASHER: FixedState = FixedState::with_seed(0);

/// Findings of a run, in the order they were made until [`Diagnostics::sort`].
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
    /// Hashes of all, so that only what is probably there is looked for.
    hashes: HashSet<u64>,
}

impl Diagnostics {
    /// Reports `problem` at `span`.
    pub fn report(&mut self, problem: &impl Problem, span: impl Into<Option<Span>>) {
        self.push(Diagnostic::new(problem, span));
    }

    /// Adds a finding unless the same one is there.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let is_new = self.hashes.insert(HASHER.hash_one(&diagnostic));
        if is_new || !self.all.contains(&diagnostic) {
            self.all.push(diagnostic);
        }
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: Self) {
        for diagnostic in other.all {
            self.push(diagnostic);
        }
    }

    /// How many are errors.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many are warnings.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        let of_severity = self.all.iter().filter(|one| one.severity == severity);
        of_severity.count()
    }

    /// Sorts by file, then by place in it; findings without a place come first.
    pub fn sort(&mut self, sources: &Sources) {
        self.all.sort_by_cached_key(|one| {
            one.span.map(|span| {
                let path = sources.get(span.source).path.clone();
                (path, sources.position(span), span.end)
            })
        });
    }

    /// The findings.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.all.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// So many candidates can be read at a glance.
pub(crate) const LISTED: usize = 12;

/// A hint with the nearest candidate, or else the list of all when it is short.
pub fn suggest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let near = nearest(name, candidates.iter().copied());
    match near.as_slice() {
        [] if candidates.is_empty() || candidates.len() > LISTED => Vec::new(),
        [] => vec![format!("there is: `{}`", candidates.join("`, `"))],
        near => vec![format!("did you mean `{}`?", near.join("` or `"))],
    }
}
