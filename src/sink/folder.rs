//! A folder with one file for each message.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use md5::{Digest, Md5};

use super::SinkError;

/// The file being written; no customer's file begins with a dot.
const UNFINISHED: &str = ".segue.part";

/// Characters of a file's name without its extension, where a file system takes 255 at least.
const LONGEST_NAME: usize = 120;

/// A folder of messages. A file is written whole or not at all.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    extension: &'static str,
}

impl Folder {
    /// Makes the folder when it is absent.
    #[expect(clippy::disallowed_methods, reason = "a sink writes")]
    pub(super) fn open(path: &Path, extension: &'static str) -> Result<Self, SinkError> {
        fs::create_dir_all(path).map_err(SinkError::at(path))?;
        let folder = Self {
            path: path.to_path_buf(),
            extension,
        };
        // asks now, not after the work of rendering
        let unfinished = folder.path.join(UNFINISHED);
        fs::write(&unfinished, b"")
            .and_then(|()| fs::remove_file(&unfinished))
            .map_err(SinkError::at(path))?;
        Ok(folder)
    }

    #[expect(clippy::disallowed_methods, reason = "a sink writes")]
    pub(super) fn write(&self, customer_id: &str, content: &[u8]) -> Result<(), SinkError> {
        let path = self.file(customer_id).map_err(SinkError::at(&self.path))?;
        let unfinished = self.path.join(UNFINISHED);
        let written = fs::write(&unfinished, content).and_then(|()| fs::rename(&unfinished, &path));
        written.map_err(|reason| {
            // the first reason is the one to tell
            let _ = fs::remove_file(&unfinished);
            SinkError::at(&path)(reason)
        })
    }

    /// The customer's file. Where the file system takes `ann` and `Ann` for one name, the second
    /// to come gets a name of its own.
    fn file(&self, customer_id: &str) -> io::Result<PathBuf> {
        let name = file_name(customer_id);
        let plain = format!("{name}.{}", self.extension);
        let path = self.path.join(&plain);
        let stored = match path.canonicalize() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(path),
            stored => stored?,
        };
        if stored
            .file_name()
            .is_some_and(|stored| stored == plain.as_str())
        {
            return Ok(path);
        }
        let hash = fingerprint(customer_id);
        Ok(self.path.join(format!("{name}~{hash}.{}", self.extension)))
    }
}

/// A file name without extension for any customer id; two ids never share one.
///
/// Everything but `A-Z a-z 0-9 . _ -` is percent-encoded, and so is a first dot, or the first
/// letter of a name that Windows keeps for a device. A long name ends in `~` and the id's MD5.
pub(super) fn file_name(customer_id: &str) -> String {
    if customer_id.is_empty() {
        // alone it encodes nothing
        return "%".to_owned();
    }
    let device = is_device(customer_id);
    let mut name = String::with_capacity(customer_id.len());
    for (at, byte) in customer_id.bytes().enumerate() {
        let plain = byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        if plain && !(at == 0 && (byte == b'.' || device)) {
            name.push(char::from(byte));
        } else {
            name.extend(['%', hex_digit(byte >> 4), hex_digit(byte & 15)]);
        }
    }
    if name.len() > LONGEST_NAME {
        let hash = fingerprint(customer_id);
        name.truncate(LONGEST_NAME - 1 - hash.len());
        name = format!("{name}~{hash}");
    }
    name
}

fn hex_digit(value: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(value)])
}

fn fingerprint(customer_id: &str) -> String {
    let hash: [u8; 16] = Md5::digest(customer_id).into();
    format!("{:032x}", u128::from_be_bytes(hash))
}

fn is_device(customer_id: &str) -> bool {
    let stem = customer_id
        .split('.')
        .next()
        .unwrap_or(customer_id)
        .to_ascii_uppercase();
    let port = stem
        .strip_prefix("COM")
        .or_else(|| stem.strip_prefix("LPT"));
    let numbered = port.is_some_and(|port| port.len() == 1 && port.as_bytes()[0].is_ascii_digit());
    numbered || ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str())
}
