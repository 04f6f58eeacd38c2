//! The one door to the outside: files and the clock.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use jiff::Timestamp;

/// What the stages may ask of the outside. Paths are relative to the project unless absolute.
pub trait World: Sync {
    /// The whole content of a file.
    ///
    /// # Errors
    /// When the file cannot be read.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// A file opened for reading in pieces.
    ///
    /// # Errors
    /// When the file cannot be opened.
    fn open(&self, path: &Path) -> io::Result<Input>;

    /// Every file below `folder`, at any depth, sorted by path; none when the folder is absent.
    ///
    /// # Errors
    /// When a folder that exists cannot be read.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// An opened file.
#[derive(Debug)]
pub enum Input {
    /// On disk.
    File(File),
    /// In memory.
    Memory(Bytes),
}

/// The file system and the machine's clock.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// Relative paths are taken from `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the door")]
impl World for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(self.root.join(path))
    }

    fn open(&self, path: &Path) -> io::Result<Input> {
        File::open(self.root.join(path)).map(Input::File)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        let mut folders = vec![folder.to_path_buf()];
        while let Some(folder) = folders.pop() {
            let entries = match std::fs::read_dir(self.root.join(&folder)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries?,
            };
            for entry in entries {
                let entry = entry?;
                let path = folder.join(entry.file_name());
                if entry.file_type()?.is_dir() {
                    folders.push(path);
                } else {
                    found.push(path);
                }
            }
        }
        found.sort();
        Ok(found)
    }

    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Files held in memory and a clock that stands still.
#[derive(Debug, Default)]
pub struct Memory {
    /// Contents by path.
    pub files: BTreeMap<PathBuf, Vec<u8>>,
    /// What [`World::now`] says.
    pub now: Timestamp,
}

impl World for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let content = self.files.get(path).cloned();
        content.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn open(&self, path: &Path) -> io::Result<Input> {
        self.read(path).map(|content| Input::Memory(content.into()))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let below = self.files.keys().filter(|path| path.starts_with(folder));
        Ok(below.cloned().collect())
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}

/// Why reading or writing failed, as a message ends: without the number that the standard library
/// appends to what the operating system says.
pub(crate) fn reason_text(error: &impl ToString) -> String {
    let text = error.to_string();
    let Some((text, _)) = text.split_once(" (os error") else {
        return text;
    };
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

/// Why a file below a folder could not be written, as a message ends.
pub(crate) fn write_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
            "a file is where a folder should be".to_owned()
        }
        kind => kind.to_string(),
    }
}
