//! What can go wrong while a gallery is written.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{self, Code, code};
use crate::world::write_reason;

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
        let (path, reason) = (path.to_owned(), write_reason(error));
        Self::CannotWrite { path, reason }
    }
}

impl diagnostic::Problem for Problem {
    fn code(&self) -> Code {
        match self {
            Self::CannotRead { .. } => code::CANNOT_READ_ASSET,
            Self::CannotWrite { .. } => code::CANNOT_WRITE_GALLERY,
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
