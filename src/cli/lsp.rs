//! `segue lsp`

use std::io;

use super::{Exit, print};
use crate::lsp;
use crate::world::reason_text;

/// Serve an editor: findings while you type, completion, renaming
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Speaks the Language Server Protocol on standard input and output; editors start it. What is open
counts in place of what is on disk, and data files are not read. docs/editors.md says how to set
up an editor.

Example:
  segue lsp                      the command to give to an editor")]
pub(super) struct Args {
    /// Taken and ignored: there is no other way of talking
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(super) fn run(_: &Args) -> Exit {
    match lsp::serve(io::BufReader::new(io::stdin()), io::stdout()) {
        Ok(lsp::End::Asked) => Exit::Success,
        Ok(lsp::End::Abandoned) => Exit::Findings,
        Err(error) => {
            let reason = reason_text(&error);
            print::note(&format!("error: cannot write to the editor: {reason}"));
            Exit::Environment
        }
    }
}
