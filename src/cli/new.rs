//! `segue new`

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::context::Context;
use super::{Exit, report};
use crate::diagnostic::{Code, Problem, code};

/// The project that `segue new` writes.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/examples/outdoor");

/// Start a project: a complete retail example with data, two campaigns and six personas
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  segue new spring && cd spring && segue preview --static gallery")]
pub(super) struct Args {
    /// A folder that does not exist yet, or is empty
    folder: PathBuf,
}

pub(super) fn run(args: &Args, context: &Context) -> Exit {
    if let Err(error) = write(&args.folder) {
        return match error.kind() {
            io::ErrorKind::DirectoryNotEmpty => report::fail(&InUse(&args.folder), Exit::Findings),
            _ => report::cannot_write(&args.folder, &error),
        };
    }
    let folder = args.folder.display();
    context.note(&format!(
        "A project is in `{folder}`. Try:\n\
         \n  cd {folder}\
         \n  segue check                              prove rules, templates and data right\
         \n  segue preview --static gallery           see every persona's messages\
         \n  segue test                               personas' expectations and snapshots\
         \n  segue render autumn_sale --out mail      one message for each customer"
    ));
    Exit::Success
}

#[expect(
    clippy::disallowed_methods,
    reason = "the starter's files are written here"
)]
fn write(folder: &Path) -> io::Result<()> {
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(io::ErrorKind::DirectoryNotEmpty.into());
    }
    fs::create_dir_all(folder)?;
    STARTER.extract(folder)
}

/// The folder holds something already.
struct InUse<'a>(&'a Path);

impl Problem for InUse<'_> {
    fn code(&self) -> Code {
        code::FOLDER_IN_USE
    }

    fn message(&self) -> String {
        format!("the folder `{}` is not empty", self.0.display())
    }

    fn hints(&self) -> Vec<String> {
        vec!["name one that does not exist yet: `segue new spring`".to_owned()]
    }
}
