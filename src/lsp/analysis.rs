//! What `segue check --no-data` finds in a project as its editor sees it.

use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostics;
use crate::evaluate::Log;
use crate::rules::ast::Item;
use crate::rules::parse;
use crate::source::{SourceId, Span};
use crate::uses::Uses;
use crate::workspace::{Workspace, load};
use crate::world::World;

/// What is checked together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// A folder with `segue.toml`.
    Project,
    /// A rule file that belongs to no project: only what it says by itself can be wrong.
    Alone(PathBuf),
}

/// A project, checked.
pub(super) struct Analysis {
    pub(super) log: Log,
    /// None when there is nothing to build on.
    pub(super) workspace: Option<Workspace>,
    /// Every name with what it stands for, in order of place.
    pub(super) uses: Vec<(Span, Span)>,
}

impl Analysis {
    pub(super) fn of(world: &dyn World, extent: &Extent) -> Self {
        let mut log = Log::default();
        let workspace = match extent {
            Extent::Project => load(world, &mut log),
            Extent::Alone(path) => {
                alone(path, world, &mut log);
                None
            }
        };
        let uses = match &workspace {
            Some(workspace) => workspace.uses(&mut log),
            None => Uses::default(),
        };
        log.diagnostics.sort(&log.sources);
        Self {
            log,
            workspace,
            uses: uses.sorted(),
        }
    }

    /// What the rules say, as far as they can be read.
    pub(super) fn items(&self) -> &[Item] {
        let workspace = self.workspace.as_ref();
        workspace.map_or(&[], |workspace| &workspace.items)
    }

    pub(super) fn diagnostics(&self) -> &Diagnostics {
        &self.log.diagnostics
    }

    /// The text at `path` below the folder, as it was checked.
    pub(super) fn source(&self, path: &Path) -> Option<SourceId> {
        self.log.sources.find(&slashed(path))
    }
}

fn alone(path: &Path, world: &dyn World, log: &mut Log) {
    if path.extension().is_some_and(|extension| extension == "seg")
        && let Ok(bytes) = world.read(path)
    {
        let (source, _) = log.sources.add_bytes(slashed(path), &bytes);
        parse(source, &log.sources, &mut log.diagnostics);
    }
}

/// A path as [`crate::source::Source`] has it.
pub(super) fn slashed(path: &Path) -> String {
    let parts = path.iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}
