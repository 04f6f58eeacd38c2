//! What can be wrong with the snapshots of a project.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{self, Code, code, suggest};
use crate::world::write_reason;

/// A kind of mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The file or folder cannot be read.
    CannotRead {
        /// Relative to the project.
        path: PathBuf,
        /// The system's words.
        reason: String,
    },
    /// The file cannot be written, moved or removed.
    CannotWrite {
        /// Relative to the project.
        path: PathBuf,
        /// The system's words.
        reason: String,
    },
    /// The file is not a text.
    NotText {
        /// Relative to the project.
        path: PathBuf,
    },
    /// A snapshot of a campaign or persona that is not there.
    Orphan {
        /// Relative to the project.
        path: PathBuf,
        /// `campaign` or `persona`.
        kind: &'static str,
        /// The name that nothing has.
        missing: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// The terminal of a review went away.
    Review {
        /// The system's words.
        reason: String,
    },
}

impl Problem {
    pub(super) fn cannot_read(path: &Path, error: &io::Error) -> Self {
        let (path, reason) = (path.to_owned(), error.kind().to_string());
        Self::CannotRead { path, reason }
    }

    pub(super) fn cannot_write(path: &Path, error: &io::Error) -> Self {
        let (path, reason) = (path.to_owned(), write_reason(error));
        Self::CannotWrite { path, reason }
    }
}

impl diagnostic::Problem for Problem {
    fn code(&self) -> Code {
        match self {
            Self::CannotRead { .. } => code::CANNOT_READ_SNAPSHOT,
            Self::CannotWrite { .. } => code::CANNOT_WRITE_SNAPSHOT,
            Self::NotText { .. } => code::SNAPSHOT_NOT_TEXT,
            Self::Orphan { .. } => code::ORPHAN_SNAPSHOT,
            Self::Review { .. } => code::REVIEW_INTERRUPTED,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::CannotRead { path, reason } => {
                format!("cannot read `{}`: {reason}", path.display())
            }
            Self::CannotWrite { path, reason } => {
                format!("cannot write `{}`: {reason}", path.display())
            }
            Self::NotText { path } => {
                format!("expected text in `{}`, found other bytes", path.display())
            }
            Self::Orphan {
                path,
                kind,
                missing,
                ..
            } => format!(
                "`{}` belongs to nothing: there is no {kind} `{missing}`",
                path.display()
            ),
            Self::Review { reason } => format!("the review was interrupted: {reason}"),
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::NotText { path } => vec![format!(
                "delete `{}` and approve the rendering again",
                path.display()
            )],
            Self::Orphan {
                missing,
                known,
                kind,
                ..
            } => {
                let mut hints = suggest(missing, known.iter().map(String::as_str));
                hints.push(format!(
                    "delete the file if the {kind} was removed on purpose, rename it if the {kind} was renamed"
                ));
                hints
            }
            _ => Vec::new(),
        }
    }
}
