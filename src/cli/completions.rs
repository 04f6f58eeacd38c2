//! `segue completions`

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use super::{Exit, print};

/// Write completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  segue completions bash > ~/.local/share/bash-completion/completions/segue")]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &Args) -> Exit {
    let mut script = Vec::new();
    generate(args.shell, &mut super::Cli::command(), "segue", &mut script);
    print::out(String::from_utf8_lossy(&script).trim_end());
    Exit::Success
}
