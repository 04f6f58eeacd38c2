//! A project's templates, read and parsed once.

mod handlebars;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::parse::{ErrorMode, parse};
use super::problem::Problem;
use super::scan::Escapes;
use super::tree::{Node, Template};
use crate::diagnostic::Diagnostics;
use crate::source::Sources;
use crate::world::{World, reason_text};

/// Every `.liquid` and `.hbs` file below the templates' folder, by path.
#[derive(Clone, Debug, Default)]
pub struct Library {
    templates: BTreeMap<String, Arc<Template>>,
}

impl Library {
    /// Reads and parses every `.liquid` and `.hbs` file below `folder`; what is wrong is reported.
    pub fn load(
        world: &dyn World,
        folder: &Path,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        Self::load_in(ErrorMode::Strict, world, folder, sources, diagnostics)
    }

    /// The same in a mode of its own.
    pub fn load_in(
        mode: ErrorMode,
        world: &dyn World,
        folder: &Path,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut library = Self::default();
        let files = world.list(folder).unwrap_or_else(|error| {
            diagnostics.report(&unreadable(folder, &error), None);
            Vec::new()
        });
        for file in files {
            let extension = file.extension().and_then(|extension| extension.to_str());
            let is_handlebars = extension == Some("hbs");
            if !is_handlebars && extension != Some("liquid") {
                continue;
            }
            let below = file.strip_prefix(folder).unwrap_or(&file);
            let path = slashed(below);
            match world.read(&file) {
                Ok(bytes) => {
                    let (source, fault) = sources.add_bytes(slashed(&file), &bytes);
                    if fault.is_some() {
                        diagnostics.report(&Problem::NotUtf8(slashed(&file)), fault);
                    }
                    let text = &sources.get(source).text;
                    // some editors begin a file with a mark of its encoding
                    let start = text.len() - text.trim_start_matches('\u{FEFF}').len();
                    let whole = start..text.len();
                    let nodes = if is_handlebars {
                        handlebars::parse(text, source, diagnostics)
                    } else {
                        parse(text, source, whole, Escapes::None, mode, diagnostics)
                    };
                    let template = Template {
                        path: path.clone(),
                        source,
                        nodes,
                    };
                    library.templates.insert(path, Arc::new(template));
                }
                Err(error) => diagnostics.report(&unreadable(&file, &error), None),
            }
        }
        library
    }

    /// The template at `path` below the templates' folder.
    pub fn get(&self, path: &str) -> Option<&Arc<Template>> {
        self.templates.get(path)
    }

    /// Every path, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.templates.keys().map(String::as_str)
    }

    /// The names of all helpers of Handlebars files.
    pub fn helpers() -> impl Iterator<Item = &'static str> {
        handlebars::helpers()
    }

    /// The names of the blocks that templates define, sorted.
    pub fn blocks(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        let mut waiting: Vec<&Node> = Vec::new();
        for template in self.templates.values() {
            waiting.extend(&template.nodes);
        }
        while let Some(node) = waiting.pop() {
            if let Node::Block(name, _) = node {
                names.insert(name.text.as_str());
            }
            waiting.extend(node.bodies().into_iter().flatten());
        }
        names
    }

    /// The template that `name` stands for below `folder`, with or without folder and extension.
    pub(super) fn find(&self, folder: &str, name: &str) -> Option<&Arc<Template>> {
        let ends = ["", ".liquid", handlebars::EXTENSION];
        let mut paths = [folder, ""]
            .into_iter()
            .flat_map(|folder| ends.map(|end| format!("{folder}{name}{end}")));
        paths.find_map(|path| self.get(&path))
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::Unreadable {
        path: slashed(path),
        reason: reason_text(error),
    }
}

fn slashed(path: &Path) -> String {
    let parts = path.iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}
