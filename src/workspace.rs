//! A project's folder, read: settings, rules and templates, with everything wrong in any of them.

use std::io;
use std::path::{Path, PathBuf};

use crate::check::check;
use crate::diagnostic::{Code, Diagnostics, Problem, code, suggest};
use crate::evaluate::{Clock, Log};
use crate::liquid::{Library, unused as unused_variable};
use crate::model::Model;
use crate::plan::Needs;
use crate::project::{self, Binding, Project};
use crate::prove::{Proof, prove};
use crate::render::{Renderer, prepare};
use crate::rules::ast::Item;
use crate::rules::parse;
use crate::source::Span;
use crate::uses::Uses;
use crate::world::{World, reason_text};

/// A project's settings, rules and templates.
pub struct Workspace {
    /// `segue.toml`.
    pub project: Project,
    /// What `rules/` says, before any name was looked up.
    pub items: Vec<Item>,
    /// `rules/`.
    pub model: Model,
    /// What came of proving the rules; nothing where they have errors.
    pub proof: Proof,
    /// `templates/`.
    pub library: Library,
}

/// Reads the project. None without usable settings or rule files; else whatever is wrong is in the log, and the
/// workspace may be run only when that has no error.
pub fn load(world: &dyn World, log: &mut Log) -> Option<Workspace> {
    let project = project::load(world, &mut log.sources, &mut log.diagnostics)?;
    let items = rules(world, log)?;
    let model = check(&items, &project, &mut log.diagnostics);
    let proof = if log.diagnostics.errors() == 0 {
        prove(&model, &project, &log.sources, &mut log.diagnostics)
    } else {
        Proof::default()
    };
    bindings(&items, &project, log);
    let library = Library::load(
        world,
        Path::new("templates"),
        &mut log.sources,
        &mut log.diagnostics,
    );
    Some(Workspace {
        project,
        items,
        model,
        proof,
        library,
    })
}

impl Workspace {
    /// Composes, checks and compiles every campaign; those with errors are left out.
    pub fn renderers(&self, log: &mut Log) -> Vec<Renderer<'_>> {
        self.prepared(log, &mut Uses::default())
    }

    /// Reports the same, and finds out which declaration each name in rules, texts and templates
    /// stands for.
    pub fn uses(&self, log: &mut Log) -> Uses {
        let mut uses = self.model.uses.clone();
        self.prepared(log, &mut uses);
        uses
    }

    fn prepared(&self, log: &mut Log, uses: &mut Uses) -> Vec<Renderer<'_>> {
        let campaigns = self.model.campaigns.iter();
        let prepared = campaigns.filter_map(|campaign| {
            prepare(
                campaign,
                &self.model,
                &self.project,
                &self.library,
                &log.sources,
                &mut log.diagnostics,
                uses,
            )
        });
        let renderers: Vec<Renderer<'_>> = prepared.collect();
        if log.diagnostics.errors() == 0 {
            unread(&renderers, uses, &mut log.diagnostics);
        }
        renderers
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

/// Reports variables that templates set and nothing reads: another campaign may read what a shared
/// partial sets.
fn unread(renderers: &[Renderer<'_>], uses: &Uses, diagnostics: &mut Diagnostics) {
    let read = uses.declared();
    let assigned = renderers.iter().flat_map(|one| &one.notes().assigned);
    for name in assigned {
        if !name.text.starts_with('_') && !read.contains(&name.span) {
            diagnostics.push(unused_variable(name));
        }
    }
}

/// The items of all rule files; none when a file cannot be read, since any name may stand in it.
fn rules(world: &dyn World, log: &mut Log) -> Option<Vec<Item>> {
    let folder = Path::new("rules");
    let mut files = match world.list(folder) {
        Ok(files) => files,
        Err(error) => {
            log.diagnostics.report(&unreadable(folder, &error), None);
            return None;
        }
    };
    files.retain(|path| path.extension().is_some_and(|extension| extension == "seg"));
    if files.is_empty() {
        log.diagnostics.report(&WorkspaceProblem::NoRules, None);
        return None;
    }
    let read: Vec<Option<Vec<Item>>> = files
        .iter()
        .map(|path| read_rules(path, world, log))
        .collect();
    let all: Option<Vec<Vec<Item>>> = read.into_iter().collect();
    Some(all?.into_iter().flatten().collect())
}

fn read_rules(path: &Path, world: &dyn World, log: &mut Log) -> Option<Vec<Item>> {
    let bytes = match world.read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            log.diagnostics.report(&unreadable(path, &error), None);
            return None;
        }
    };
    let name = path.to_string_lossy().replace('\\', "/");
    let (source, fault) = log.sources.add_bytes(name.as_str(), &bytes);
    if fault.is_some() {
        let problem = WorkspaceProblem::NotText { path: name };
        log.diagnostics.report(&problem, fault);
    }
    Some(parse(source, &log.sources, &mut log.diagnostics))
}

fn unreadable(path: &Path, error: &io::Error) -> WorkspaceProblem {
    WorkspaceProblem::Unreadable {
        path: path.to_owned(),
        reason: reason_text(error),
    }
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
    NotText {
        path: String,
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
    fn code(&self) -> Code {
        match self {
            Self::Unreadable { .. } | Self::NotText { .. } => code::UNREADABLE_FILE,
            Self::NoRules => code::NO_RULES,
            Self::Unbound { .. } => code::UNBOUND_TABLE,
            Self::Unused { .. } => code::UNKNOWN_TABLE,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Unreadable { path, reason } => {
                format!("cannot read `{}`: {reason}", path.display())
            }
            Self::NotText { path } => format!("`{path}` is not UTF-8 text"),
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
            Self::NotText { .. } => vec!["save the file as UTF-8".to_owned()],
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
