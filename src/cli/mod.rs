//! The command line: arguments → stages → report and exit status. One file a command.

mod bug;
mod check;
mod completions;
mod context;
mod errors;
mod explain;
mod export;
mod fmt;
mod lsp;
mod new;
mod overlap;
mod preview;
mod print;
mod render;
mod report;
mod schema;
mod segments;
mod send;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use context::{Common, Context};

/// Personalized email as code: rules and Liquid templates in, one tested message per recipient out
#[derive(Debug, Parser)]
#[command(
    name = "segue",
    version,
    about,
    max_term_width = 100,
    after_help = "\
Start with `segue new spring`, then `cd spring` and `segue preview --static gallery`.

Exit status: 0 success, 1 the input has errors or some recipients failed, 2 wrong usage,
3 the environment failed (files, SMTP server), 101 segue itself is wrong, 130 Ctrl-C."
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Args),
    Check(check::Args),
    Fmt(fmt::Args),
    Segments(segments::Args),
    Explain(explain::Args),
    Render(render::Args),
    Preview(preview::Args),
    Test(test::Args),
    Send(send::Args),
    Schema(schema::Args),
    Errors(errors::Args),
    Lsp(lsp::Args),
    Completions(completions::Args),
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    Success,
    /// The user's input has errors, or some recipients failed.
    Findings,
    /// Files or servers failed.
    Environment,
    /// This program is wrong.
    Bug,
    /// Ctrl-C.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Success => 0,
            Exit::Findings => 1,
            Exit::Environment => 3,
            Exit::Bug => 101,
            Exit::Interrupted => 130,
        })
    }
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let context = match Context::new(cli.common) {
        Ok(context) => context,
        Err(error) => error.exit(),
    };
    let exit = bug::caught(|| run(&cli.command, &context));
    exit.into()
}

fn run(command: &Command, context: &Context) -> Exit {
    match command {
        Command::New(args) => new::run(args, context),
        Command::Check(args) => check::run(args, context),
        Command::Fmt(args) => fmt::run(args, context),
        Command::Segments(args) => segments::run(args, context),
        Command::Explain(args) => explain::run(args, context),
        Command::Render(args) => render::run(args, context),
        Command::Preview(args) => preview::run(args, context),
        Command::Test(args) => test::run(args, context),
        Command::Send(args) => send::run(args, context),
        Command::Schema(args) => schema::run(args, context),
        Command::Errors(args) => errors::run(args),
        Command::Lsp(args) => lsp::run(args),
        Command::Completions(args) => completions::run(args),
    }
}
