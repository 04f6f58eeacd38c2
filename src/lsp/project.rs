//! The projects that an editor has open, and which file belongs to which.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lsp_types::Uri;

use super::analysis::{Analysis, Extent};
use super::overlay::Overlay;
use super::uri;

/// The name of the file that makes a folder a project.
const SETTINGS: &str = "segue.toml";

/// A text that is open.
#[derive(Debug)]
pub(super) struct Document {
    /// As the editor writes it.
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) text: String,
}

/// A folder, or a file alone, with what was found in it.
pub(super) struct Project {
    pub(super) root: PathBuf,
    extent: Extent,
    pub(super) world: Overlay,
    /// None since something changed.
    analysis: Option<Analysis>,
    /// Whether the editor has been told what [`Project::analysis`] says.
    pub(super) is_published: bool,
}

impl Project {
    fn new(root: PathBuf, extent: Extent) -> Self {
        Self {
            world: Overlay::new(&root),
            root,
            extent,
            analysis: None,
            is_published: false,
        }
    }

    fn change(&mut self) {
        self.analysis = None;
        self.is_published = false;
    }

    /// What is found in the project as it is now.
    pub(super) fn analysis(&mut self) -> &Analysis {
        let (world, extent) = (&self.world, &self.extent);
        self.analysis
            .get_or_insert_with(|| Analysis::of(world, extent))
    }

    /// What would be found if these files read so.
    pub(super) fn with(&self, texts: BTreeMap<PathBuf, String>) -> Analysis {
        let mut world = Overlay::new(&self.root);
        world.open.clone_from(&self.world.open);
        world.open.extend(texts);
        Analysis::of(&world, &self.extent)
    }

    /// Where a finding without a place is shown.
    pub(super) fn main_file(&self) -> PathBuf {
        match &self.extent {
            Extent::Project => self.root.join(SETTINGS),
            Extent::Alone(file) => self.root.join(file),
        }
    }
}

/// Everything that is open.
#[derive(Default)]
pub(super) struct Projects {
    /// Projects by folder, files that belong to none by their path.
    all: BTreeMap<PathBuf, Project>,
    /// Open texts by path.
    pub(super) documents: BTreeMap<PathBuf, Document>,
    /// Whether the editor fills in gaps in what completion offers.
    pub(super) fills_gaps: bool,
    /// Folders that the editor shows.
    pub(super) folders: Vec<PathBuf>,
}

impl Projects {
    /// Sets or changes an open text.
    pub(super) fn open(&mut self, path: &Path, document: Document) {
        let text = document.text.clone();
        let is_new = self.documents.insert(path.to_owned(), document).is_none();
        if is_new && path.ends_with(SETTINGS) {
            return self.arrange();
        }
        if let Some((project, below)) = self.at(path) {
            project.world.open.insert(below, text);
            project.change();
        }
    }

    /// Forgets an open text: what is on disk counts again.
    pub(super) fn close(&mut self, path: &Path) {
        self.documents.remove(path);
        if let Some((project, below)) = self.at(path) {
            project.world.open.remove(&below);
            project.change();
        }
        self.all.remove(path);
    }

    /// Finds out again what belongs where, after files came or went.
    pub(super) fn arrange(&mut self) {
        self.all.clear();
        for folder in self.folders.clone() {
            if folder.join(SETTINGS).is_file() {
                self.at(&folder.join(SETTINGS));
            }
        }
        let texts = self.documents.iter();
        let texts: Vec<_> = texts
            .map(|(path, document)| (path.clone(), document.text.clone()))
            .collect();
        for (path, text) in texts {
            if let Some((project, below)) = self.at(&path) {
                project.world.open.insert(below, text);
            }
        }
    }

    /// The project that `path` belongs to, and the path below its folder.
    pub(super) fn at(&mut self, path: &Path) -> Option<(&mut Project, PathBuf)> {
        project_at(path, &mut self.all, &self.documents)
    }

    /// Looks at what is found in the project of `path`.
    pub(super) fn look<T>(
        &mut self,
        path: &Path,
        look: impl FnOnce(&Path, &Analysis, &Path, &BTreeMap<PathBuf, Document>) -> Option<T>,
    ) -> Option<T> {
        let (project, below) = project_at(path, &mut self.all, &self.documents)?;
        project.analysis();
        let analysis = project.analysis.as_ref()?;
        look(&project.root, analysis, &below, &self.documents)
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Project> {
        self.all.values_mut()
    }

    /// The name that the editor knows a file by.
    pub(super) fn uri(&self, path: &Path) -> Option<Uri> {
        match self.documents.get(path) {
            Some(document) => Some(document.uri.clone()),
            None => uri::from_path(path),
        }
    }
}

/// The project of `path`: that of the nearest folder above it that has settings, or the file alone.
fn project_at<'p>(
    path: &Path,
    all: &'p mut BTreeMap<PathBuf, Project>,
    documents: &BTreeMap<PathBuf, Document>,
) -> Option<(&'p mut Project, PathBuf)> {
    let root = path.ancestors().skip(1).find(|folder| {
        let settings = folder.join(SETTINGS);
        documents.contains_key(&settings) || settings.is_file()
    });
    let (key, root, extent) = match root {
        Some(root) => (root, root, Extent::Project),
        None => {
            let file = PathBuf::from(path.file_name()?);
            (path, path.parent()?, Extent::Alone(file))
        }
    };
    let below = path.strip_prefix(root).ok()?.to_owned();
    let project = all.entry(key.to_owned());
    let project = project.or_insert_with(|| Project::new(root.to_owned(), extent));
    Some((project, below))
}
