//! A project's folder, read: settings, rules and templates, with everything wrong in any of them.

use std::path::{Path, PathBuf};

use crate::check::check;
use crate::diagnostic::{Problem, suggest};
use crate::evaluate::{Clock, Log};
use crate::liquid::Library;
use crate::model::Model;
use crate::plan::Needs;
use crate::project::{self, Binding, Project};
use crate::render::{Renderer, prepare};
use crate::rules::ast::Item;
use crate::rules::parse;
use crate::source::Span;
use crate::world::World;

/// A project's settings, rules and templates.
pub struct Workspace {
    /// `segue.toml`.
    pub project: Project,
    /// `rules/`.
    pub model: Model,
    /// `templates/`.
    pub library: Library,
}

/// Reads the project. None without usable settings; else whatever is wrong is in the log, and the
/// workspace may be run only when that has no error.
pub fn load(world: &dyn World, log: &mut Log) -> Option<Workspace> {
    let project = project::load(world, &mut log.sources, &mut log.diagnostics)?;
    let items = rules(world, log);
    let model = check(&items, &project, &mut log.diagnostics);
    bindings(&items, &project, log);
    let library = Library::load(
        world,
        Path::new("templates"),
        &mut log.sources,
        &mut log.diagnostics,
    );
    Some(Workspace {
        project,
        model,
        library,
    })
}

impl Workspace {
    /// Composes, checks and compiles every campaign; those with errors are left out.
    pub fn renderers(&self, log: &mut Log) -> Vec<Renderer<'_>> {
        let campaigns = self.model.campaigns.iter();
        let prepared = campaigns.filter_map(|campaign| {
            prepare(
                campaign,
                &self.model,
                &self.project,
                &self.library,
                &log.sources,
                &mut log.diagnostics,
            )
        });
        prepared.collect()
    }

    /// The moment to take as now: the project's, or else the present one.
    pub fn clock(&self, world: &dyn World) -> Clock {
        let now = self.project.as_of.unwrap_or_else(|| world.now());
        Clock::new(now, self.project.timezone.clone())
    }

    /// What is needed for knowing everything that the rules say of a customer.
    pub fn all_facts(&self) -> Needs<'_> {
        Needs {
            facts: (0..self.model.facts.len()).collect(),
            ..Needs::default()
        }
    }
}

fn rules(world: &dyn World, log: &mut Log) -> Vec<Item> {
    let folder = Path::new("rules");
    let files = match world.list(folder) {
        Ok(files) => files,
        Err(error) => {
            let problem = WorkspaceProblem::Unreadable {
                path: folder.to_owned(),
                reason: error.to_string(),
            };
            log.diagnostics.report(&problem, None);
            return Vec::new();
        }
    };
    let is_rules = |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "seg");
    let mut items = Vec::new();
    let mut found = false;
    for path in files.iter().filter(is_rules) {
        found = true;
        let text = world.read(path).map_err(|error| error.to_string());
        let text = text.and_then(|bytes| {
            String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())
        });
        match text {
            Ok(text) => {
                let name = path.to_string_lossy().replace('\\', "/");
                let source = log.sources.add(name, text);
                items.extend(parse(source, &log.sources, &mut log.diagnostics));
            }
            Err(reason) => {
                let problem = WorkspaceProblem::Unreadable {
                    path: path.clone(),
                    reason,
                };
                log.diagnostics.report(&problem, None);
            }
        }
    }
    if !found {
        log.diagnostics.report(&WorkspaceProblem::NoRules, None);
    }
    items
}

/// Every table of the rules has a file, and every file of the settings a table.
fn bindings(items: &[Item], project: &Project, log: &mut Log) {
    let mut events = Vec::new();
    let mut catalogs = Vec::new();
    for item in items {
        if let Item::Broken(broken) = item {
            match broken.keyword.as_str() {
                "event" => events.push(broken.name.text.as_str()),
                "catalog" => catalogs.push(broken.name.text.as_str()),
                _ => {}
            }
        }
        let (name, section, bound) = match item {
            Item::Customer(table) => (
                &table.name,
                "customer".to_owned(),
                project.customer.is_some(),
            ),
            Item::Event(table) => {
                events.push(table.name.text.as_str());
                let name = &table.name.text;
                (
                    &table.name,
                    format!("events.{name}"),
                    project.events.contains_key(name),
                )
            }
            Item::Catalog(table) => {
                catalogs.push(table.name.text.as_str());
                let name = &table.name.text;
                (
                    &table.name,
                    format!("catalogs.{name}"),
                    project.catalogs.contains_key(name),
                )
            }
            _ => continue,
        };
        if !bound {
            let problem = WorkspaceProblem::Unbound {
                name: name.text.clone(),
                section,
            };
            log.diagnostics.report(&problem, name.span);
        }
    }
    unused("events", &project.events, &events, project, log);
    unused("catalogs", &project.catalogs, &catalogs, project, log);
}

fn unused(
    section: &str,
    bindings: &std::collections::BTreeMap<String, Binding>,
    declared: &[&str],
    project: &Project,
    log: &mut Log,
) {
    for name in bindings
        .keys()
        .filter(|name| !declared.contains(&name.as_str()))
    {
        let problem = WorkspaceProblem::Unused {
            section: format!("{section}.{name}"),
            name: name.clone(),
            declared: declared.iter().map(ToString::to_string).collect(),
        };
        let header = format!("[{section}.{name}]");
        let at = log.sources.get(project.source).text.find(&header);
        let span = at.map(|at| Span::new(project.source, at + 1..at + header.len() - 1));
        log.diagnostics.report(&problem, span);
    }
}

/// What can be wrong with the files of a project.
#[derive(Clone, Debug)]
enum WorkspaceProblem {
    Unreadable {
        path: PathBuf,
        reason: String,
    },
    NoRules,
    Unbound {
        name: String,
        section: String,
    },
    Unused {
        section: String,
        name: String,
        declared: Vec<String>,
    },
}

impl Problem for WorkspaceProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "unreadable-file",
            Self::NoRules => "no-rules",
            Self::Unbound { .. } => "unbound-table",
            Self::Unused { .. } => "unknown-table",
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Unreadable { path, reason } => {
                format!("cannot read `{}`: {reason}", path.display())
            }
            Self::NoRules => "the project has no rules".to_owned(),
            Self::Unbound { name, .. } => {
                format!("`segue.toml` does not say where `{name}` is read from")
            }
            Self::Unused { section, .. } => format!("the rules declare no table for `{section}`"),
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::Unreadable { .. } => Vec::new(),
            Self::NoRules => {
                vec!["rules are files that end in `.seg`, in the folder `rules`".to_owned()]
            }
            Self::Unbound { section, .. } => {
                vec![format!("add `[{section}]` with `file = \"data/…\"`")]
            }
            Self::Unused { name, declared, .. } => {
                suggest(name, declared.iter().map(String::as_str))
            }
        }
    }
}
