//! Command-line sessions: a project in a folder of its own, the real binary run in it, and all
//! that it answers as one text.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "sessions read and write real files, and fail where they cannot"
)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder in which `segue` is run.
pub(crate) struct Session {
    folder: TempDir,
    env: Vec<(&'static str, String)>,
}

impl Session {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            env: Vec::new(),
        }
    }

    /// A small project without faults.
    pub(crate) fn shop() -> Self {
        Self::project("tests/cases/session/shop")
    }

    /// A copy of a project of this repository.
    pub(crate) fn project(path: &str) -> Self {
        let session = Self::new();
        copy(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(path),
            session.folder.path(),
        );
        session
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content);
        self
    }

    /// Writes a file between two runs.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Replaces a text that occurs in the file.
    pub(crate) fn edit(self, path: &str, from: &str, to: &str) -> Self {
        let content = self.read(path);
        assert!(content.contains(from), "`{path}` lacks `{from}`");
        self.file(path, content.replacen(from, to, 1))
    }

    /// Adds to the end of a file.
    pub(crate) fn append(self, path: &str, text: &str) -> Self {
        let content = self.read(path) + text;
        self.file(path, content)
    }

    /// Removes a file.
    pub(crate) fn without(self, path: &str) -> Self {
        fs::remove_file(self.path(path)).unwrap();
        self
    }

    /// Sets an environment variable for the runs to come.
    pub(crate) fn env(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.env.push((name, value.into()));
        self
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// The files below `folder`, a line each.
    pub(crate) fn list(&self, folder: &str) -> String {
        let mut files = Vec::new();
        let mut folders = vec![self.path(folder)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let path = path.strip_prefix(self.folder.path()).unwrap();
                    files.push(path.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        files.sort();
        files.join("\n")
    }

    /// `segue` with these arguments, split at blanks, ready to be started.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_segue"));
        command
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .env("COLUMNS", "100")
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    /// Runs `segue` to its end.
    pub(crate) fn output(&self, arguments: &str) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs `segue`; what it wrote and its exit status as one text, in which the folder is `[DIR]`
    /// and what a clock says is left out.
    pub(crate) fn run(&self, arguments: &str) -> String {
        self.told(&self.output(arguments))
    }

    /// An ended run as text.
    pub(crate) fn told(&self, output: &Output) -> String {
        let mut told = String::new();
        for (name, bytes) in [("out", &output.stdout), ("err", &output.stderr)] {
            let text = self.filtered(&String::from_utf8_lossy(bytes));
            if !text.is_empty() {
                write!(told, "std{name}:\n{text}").unwrap();
                if !text.ends_with('\n') {
                    told.push_str("(no line break)\n");
                }
            }
        }
        let status = output.status.code();
        let status = status.map_or_else(|| "none".to_owned(), |code| code.to_string());
        write!(told, "exit status: {status}").unwrap();
        told
    }

    fn filtered(&self, text: &str) -> String {
        let folder = self.folder.path().to_string_lossy();
        let text = text.replace(&*folder, "[DIR]");
        let mut lines: Vec<String> = Vec::new();
        for line in text.split('\n') {
            let timed = line.contains(" s (") && line.ends_with("/s)");
            match line.rfind(", in ").filter(|_| timed) {
                Some(at) => lines.push(format!("{}, in [TIME]", &line[..at])),
                None => lines.push(line.trim_end().to_owned()),
            }
        }
        lines.join("\n")
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
