//! What can go wrong while a gallery is written.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::diagnostic;

/// A kind of mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// An asset or the folder of assets cannot be read.
    CannotRead {
        /// As named by the project.
        path: PathBuf,
        /// The system's words.
        reason: String,
    },
    /// A file or folder of the gallery cannot be written.
    CannotWrite {
        /// Where it should have been.
        path: PathBuf,
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
        let reason = match error.kind() {
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
                "a file is where a folder should be".to_owned()
            }
            kind => kind.to_string(),
        };
        let path = path.to_owned();
        Self::CannotWrite { path, reason }
    }
}

impl diagnostic::Problem for Problem {
    fn code(&self) -> &'static str {
        match self {
            Self::CannotRead { .. } => "cannot-read-asset",
            Self::CannotWrite { .. } => "cannot-write-gallery",
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
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::CannotRead { .. } => Vec::new(),
            Self::CannotWrite { .. } => {
                vec!["give `--static` a folder that can be created and written".to_owned()]
            }
        }
    }
}
