//! The Python that some tests compare against or send to.

use std::path::{Path, PathBuf};

/// How to get what the scripts in `tests/` need.
pub(crate) const INSTALL: &str = "install what it needs with
    python3 -m venv tests/.venv && tests/.venv/bin/pip install -r tests/requirements.txt
or name an interpreter that has it in SEGUE_TEST_PYTHON";

/// `SEGUE_TEST_PYTHON`, else `tests/.venv`, else `python3`.
pub(crate) fn interpreter() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/.venv/bin/python");
    match std::env::var_os("SEGUE_TEST_PYTHON") {
        Some(interpreter) => interpreter.into(),
        None if own.exists() => own,
        None => "python3".into(),
    }
}
