//! Where rendered messages are written: a folder of files, or one file of lines.

mod folder;
mod line;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Problem, code};
use crate::message::{HeaderProblem, Message};
use crate::world::reason_text;

pub use folder::Folder;
pub use line::Lines;

/// How messages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The HTML part, a file each: `DIR/<customer_id>.html`.
    Html,
    /// The MIME form, a file each: `DIR/<customer_id>.eml`.
    Eml,
    /// A JSON object a line, in one file or on standard output.
    Ndjson,
}

impl Format {
    /// The message in this format; for [`Format::Ndjson`] with its line break.
    ///
    /// # Errors
    /// When a value cannot stand in its header. It costs this message only.
    pub fn encode(self, message: &Message) -> Result<Vec<u8>, HeaderProblem> {
        match self {
            Self::Html => Ok(message.html.clone().into_bytes()),
            Self::Eml => message.to_eml(),
            Self::Ndjson => line::encode(message),
        }
    }

    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Eml => "eml",
            Self::Ndjson => "ndjson",
        }
    }
}

/// An opened destination.
#[derive(Debug)]
pub enum Sink {
    /// A file for each message.
    Folder(Folder),
    /// A line for each message.
    Lines(Lines),
}

impl Sink {
    /// Opens `out`: a folder for [`Format::Html`] and [`Format::Eml`], made when absent; a file
    /// for [`Format::Ndjson`], where `-` is standard output.
    ///
    /// # Errors
    /// When it cannot be written to.
    pub fn open(format: Format, out: &Path) -> Result<Self, SinkError> {
        match format {
            Format::Html | Format::Eml => Folder::open(out, format.extension()).map(Self::Folder),
            Format::Ndjson => Lines::open(out).map(Self::Lines),
        }
    }

    /// Writes one message, encoded by [`Format::encode`].
    ///
    /// # Errors
    /// When the destination takes no more; the run cannot go on.
    pub fn write(&mut self, customer_id: &str, content: &[u8]) -> Result<(), SinkError> {
        match self {
            Self::Folder(folder) => folder.write(customer_id, content),
            Self::Lines(lines) => lines.write(content),
        }
    }

    /// Brings everything to its final place. A file of lines whose sink is dropped without this
    /// keeps the name `<out>.part`.
    ///
    /// # Errors
    /// When the last bytes cannot be written.
    pub fn finish(self) -> Result<(), SinkError> {
        match self {
            Self::Folder(_) => Ok(()),
            Self::Lines(lines) => lines.finish(),
        }
    }
}

/// Why a destination takes no messages.
#[derive(Debug)]
pub enum SinkError {
    /// The operating system refused.
    CannotWrite {
        /// The file or folder.
        path: PathBuf,
        /// Its reason.
        reason: io::Error,
    },
    /// The program that read standard output has gone; nobody is left to tell.
    ReaderGone,
}

impl SinkError {
    fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |reason| match reason.kind() {
            io::ErrorKind::BrokenPipe => Self::ReaderGone,
            _ => Self::CannotWrite { path, reason },
        }
    }
}

impl Problem for SinkError {
    fn code(&self) -> Code {
        code::CANNOT_WRITE
    }

    fn message(&self) -> String {
        match self {
            Self::CannotWrite { path, reason } => {
                format!("cannot write `{}`: {}", path.display(), reason_text(reason))
            }
            Self::ReaderGone => "nobody reads the output any more".to_owned(),
        }
    }

    fn hints(&self) -> Vec<String> {
        let Self::CannotWrite { reason, .. } = self else {
            return Vec::new();
        };
        let hint = match reason.kind() {
            io::ErrorKind::StorageFull => "free some space, or write to another disk",
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "choose a place with `--out` where you may write"
            }
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
                "a file is in the way; choose another place with `--out`"
            }
            io::ErrorKind::IsADirectory => {
                "a folder is in the way; choose another place with `--out`"
            }
            _ => return Vec::new(),
        };
        vec![hint.to_owned()]
    }
}

impl fmt::Display for SinkError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message())
    }
}

impl std::error::Error for SinkError {}
