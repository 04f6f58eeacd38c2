//! `segue lsp`, driven by a real client: `tests/lsp_client.py` plays an editor over `pygls`.

#![expect(
    clippy::unwrap_used,
    reason = "the suite starts real programs, and fails where it cannot"
)]

mod completion;
mod findings;
mod names;
mod protocol;
mod rename;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::harness::Session;
use crate::python::{INSTALL, interpreter};

/// What the editor was shown while it played `script` in the session's folder.
fn play(session: &Session, script: &str) -> String {
    let client = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp_client.py");
    let mut editor = Command::new(interpreter())
        .arg(client)
        .arg(env!("CARGO_BIN_EXE_segue"))
        .arg(session.path("."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = editor.stdin.take().unwrap();
    input.write_all(script.as_bytes()).unwrap();
    drop(input);
    let output = editor.wait_with_output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "tests/lsp_client.py failed; {INSTALL}. It showed:\n{shown}\nand said:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    shown
}
