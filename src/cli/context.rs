//! What every command is given: the project's folder and the common options.

use std::path::{Path, PathBuf};

use clap::{CommandFactory, ValueEnum};

use super::Exit;
use super::print;
use super::report;
use crate::diagnostic::{Code, Problem, code};
use crate::evaluate::{Clock, Log, Tables};
use crate::project::parse_moment;
use crate::workspace::{Workspace, load};
use crate::world::Disk;

/// Options of every command.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Options of every command")]
pub(super) struct Common {
    /// The project's folder
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    project: PathBuf,
    /// Read data files from this folder instead of the one that segue.toml names
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The moment to take as now, as in 2026-11-01 or 2026-11-01T09:00:00Z
    #[arg(long, global = true, value_name = "TIME")]
    as_of: Option<String>,
    /// Say nothing but errors and results
    #[arg(short, long, global = true)]
    quiet: bool,
}

/// How results are written: for people or for machines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    #[default]
    Human,
    Json,
}

/// The common options, and the folder as the stages see it.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) world: Disk,
    /// The project's folder.
    pub(super) root: PathBuf,
    data: Option<PathBuf>,
    as_of: Option<String>,
    pub(super) quiet: bool,
}

impl Context {
    /// # Errors
    /// When an option cannot be taken as it is.
    pub(super) fn new(common: Common) -> Result<Self, clap::Error> {
        if let Some(text) = &common.as_of
            && parse_moment(text, &jiff::tz::TimeZone::UTC).is_none()
        {
            let message = format!("`{text}` is no moment; write it as in 2026-11-01T09:00:00Z");
            return Err(
                super::Cli::command().error(clap::error::ErrorKind::ValueValidation, message)
            );
        }
        let inside = common.project == Path::new(".");
        let data = common.data.map(|data| match std::path::absolute(&data) {
            Ok(absolute) if !inside => absolute,
            _ => data,
        });
        Ok(Self {
            world: Disk::new(&common.project),
            root: common.project,
            data,
            as_of: common.as_of,
            quiet: common.quiet,
        })
    }

    /// Reads the project; what is wrong with it is in the log.
    pub(super) fn load(&self, log: &mut Log) -> Option<Workspace> {
        if !self.root.is_dir() {
            let folder = self.root.display().to_string();
            log.diagnostics.report(&NoFolder { folder }, None);
            return None;
        }
        let mut workspace = load(&self.world, log)?;
        if let Some(data) = &self.data {
            workspace.project.data.clone_from(data);
        }
        if let Some(as_of) = &self.as_of {
            workspace.project.as_of = parse_moment(as_of, &workspace.project.timezone);
        }
        Some(workspace)
    }

    /// The moment that this run takes as now.
    pub(super) fn clock(&self, workspace: &Workspace) -> Clock {
        workspace.clock(&self.world)
    }

    /// The project's tables.
    pub(super) fn tables<'a>(&'a self, workspace: &'a Workspace) -> Tables<'a> {
        Tables {
            world: &self.world,
            project: &workspace.project,
            folder: &workspace.project.data,
            personas: None,
        }
    }

    /// Says something that is no result, unless asked to be quiet.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet {
            print::note(text);
        }
    }

    /// Reports everything in the log; the exit status that it asks for.
    pub(super) fn report(&self, log: &mut Log) -> Exit {
        report::report(log, self.quiet)
    }
}

/// `--project` leads nowhere.
struct NoFolder {
    folder: String,
}

impl Problem for NoFolder {
    fn code(&self) -> Code {
        code::NO_PROJECT
    }

    fn message(&self) -> String {
        format!("there is no folder `{}`", self.folder)
    }

    fn hints(&self) -> Vec<String> {
        vec![format!(
            "`segue new {}` starts a project there",
            self.folder
        )]
    }
}
