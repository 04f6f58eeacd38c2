//! A project as its editor sees it: what is open takes the place of what is on disk.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::world::{Disk, Input, World};

/// The disk below open texts.
#[derive(Debug)]
pub(super) struct Overlay {
    disk: Disk,
    /// Texts by path below the project's folder.
    pub(super) open: BTreeMap<PathBuf, String>,
}

impl Overlay {
    pub(super) fn new(root: &Path) -> Self {
        Self {
            disk: Disk::new(root),
            open: BTreeMap::new(),
        }
    }
}

impl World for Overlay {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.open.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.disk.read(path),
        }
    }

    fn open(&self, path: &Path) -> io::Result<Input> {
        match self.open.get(path) {
            Some(text) => Ok(Input::Memory(text.clone().into())),
            None => self.disk.open(path),
        }
    }

    /// A file that was deleted while it is open is still there.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut files = self.disk.list(folder)?;
        let open = self.open.keys().filter(|path| path.starts_with(folder));
        files.extend(open.cloned());
        files.sort();
        files.dedup();
        Ok(files)
    }

    fn now(&self) -> Timestamp {
        self.disk.now()
    }
}
