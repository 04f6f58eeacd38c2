//! `segue schema infer`

use std::path::PathBuf;

use clap::Subcommand;

use super::context::Context;
use super::{Exit, print};
use crate::data::infer;
use crate::evaluate::Log;

/// Write the `customer`, `event` and `catalog` blocks from data files
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  segue schema infer data/*.csv > rules/schema.seg")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Guess the blocks from the first 10,000 rows of each file
    #[command(after_help = "\
Example:
  segue schema infer data/customers.csv data/purchases.parquet > rules/schema.seg

The guess is a start: read it, correct types, and move the lines for segue.toml there.")]
    Infer {
        /// CSV, NDJSON or Parquet files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

pub(super) fn run(args: &Args, context: &Context) -> Exit {
    let Command::Infer { files } = &args.command;
    let mut log = Log::default();
    let inferred = infer(
        &context.world,
        files,
        &mut log.sources,
        &mut log.diagnostics,
    );
    let exit = context.report(&mut log);
    if !inferred.rules.is_empty() {
        print::out(inferred.to_string().trim_end());
    }
    exit
}
