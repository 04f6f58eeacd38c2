//! The documentation's examples are run, and what it says comes out must come out.
//!
//! On a page below `docs/`, the blocks before the first `##` belong to every section; a section's
//! own blocks come on top. Rules (`seg`) and files (a path behind the language) together make a
//! project, whose personas must get what they expect. A block marked `error`, and a template
//! (`liquid`, `handlebars`) without a path, is an example of its own: the block that follows is its result.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod errors;
mod page;
mod readme;
mod settings;
mod tables;

use std::path::{Path, PathBuf};

use segue::diagnostic::{Diagnostics, Style, draw};
use segue::evaluate::{Log, Tables};
use segue::persona::{self, Outcomes};
use segue::snapshot::Rendering;
use segue::workspace::{Workspace, load};
use segue::world::{Disk, Memory, World};

use page::{Block, Page};

#[test]
fn language() {
    run("docs/language.md");
}

#[test]
fn templates() {
    run("docs/templates.md");
}

#[test]
fn handlebars() {
    run("docs/handlebars.md");
}

#[test]
fn explain() {
    readme::session("docs/explain.md");
}

#[test]
fn cookbook() {
    let page = run("docs/cookbook.md");
    for section in page.sections() {
        let has_expectation = |block: &&Block| block.text.contains("expect ");
        let title = &section.title;
        assert!(
            section.blocks.iter().any(|block| has_expectation(&block)),
            "recipe `{title}` expects nothing"
        );
    }
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    let bytes = Disk::new(root("")).read(Path::new(path)).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Runs all examples of a page.
fn run(path: &str) -> Page {
    let page = Page::parse(path, &read(path));
    for section in page.sections() {
        let mut project = bare_project();
        for block in page.shared().chain(section.parts()) {
            project.add(block);
        }
        if section.parts().next().is_some() {
            let (drawn, ran) = project.run();
            assert_eq!(drawn, "", "{path}, section `{}`", section.title);
            expect_all(&ran.unwrap(), path, &section.title);
        }
        for (example, result) in section.examples() {
            let mut project = project.clone();
            project.add(example);
            let (drawn, ran) = project.run();
            let came = if example.is_error {
                drawn
            } else {
                assert_eq!(drawn, "", "{path}:{}", example.line);
                shown(&ran.unwrap(), &result.language)
            };
            let (came, wanted) = (page::trimmed(&came), page::trimmed(&result.text));
            assert_eq!(
                came, wanted,
                "{path}:{} (left: what comes out)",
                example.line
            );
        }
    }
    page
}

fn expect_all(ran: &Ran, path: &str, section: &str) {
    for verdict in &ran.outcomes.verdicts {
        let expected = ran.log.sources.slice(verdict.span);
        assert!(
            verdict.holds,
            "{path}, section `{section}`: `{}` should {expected}, but {}",
            verdict.persona, verdict.instead
        );
    }
}

/// What the persona `ana` gets of the campaign `page`.
fn shown(ran: &Ran, part: &str) -> String {
    let mut cells = ran.outcomes.cells.iter();
    let cell = cells.find(|cell| cell.name() == "page@ana").unwrap();
    match (&cell.rendering, part) {
        (Rendering::Message(message), "html") => message.html.clone(),
        (Rendering::Message(message), _) => message.text.clone(),
        (Rendering::Failed(reason), _) => format!("no message: {reason}"),
        (Rendering::NotInAudience, _) => "not in the audience".to_owned(),
    }
}

/// Settings and empty tables for the pages' projects.
fn bare_project() -> Example {
    let folder = Disk::new(root("tests/cases/docs"));
    let paths = folder.list(Path::new("")).unwrap();
    let files = paths.into_iter().map(|path| {
        let content = folder.read(&path).unwrap();
        (path, content)
    });
    Example {
        world: Memory {
            files: files.collect(),
            now: "2026-03-01T12:00:00Z".parse().unwrap(),
        },
    }
}

/// A project made of a page's blocks.
struct Example {
    world: Memory,
}

impl Clone for Example {
    fn clone(&self) -> Self {
        let Memory { files, now } = &self.world;
        Self {
            world: Memory {
                files: files.clone(),
                now: *now,
            },
        }
    }
}

/// What came out of an example, with the texts its spans point into.
struct Ran {
    outcomes: Outcomes,
    log: Log,
}

impl Example {
    fn add(&mut self, block: &Block) {
        let path = match (&block.path, block.language.as_str()) {
            (Some(path), _) => path.clone(),
            (None, "seg") => format!("rules/line-{}.seg", block.line),
            (None, "handlebars") => self.page("campaigns/page.hbs"),
            (None, _) => self.page("campaigns/page.liquid"),
        };
        self.file(&path, &block.text);
    }

    /// A campaign of its own for a page; gives the page's path.
    fn page(&mut self, page: &str) -> String {
        let campaign = format!(
            "campaign page {{\n  audience email_consent\n  subject \"Page\"\n  template \"{page}\"\n}}\n"
        );
        self.file("rules/page.seg", &campaign);
        format!("templates/{page}")
    }

    fn file(&mut self, path: &str, text: &str) {
        self.world.files.insert(path.into(), text.into());
    }

    /// What is wrong, drawn; without errors also what the personas get.
    fn run(&self) -> (String, Option<Ran>) {
        let mut log = Log::default();
        let outcomes =
            load(&self.world, &mut log).and_then(|workspace| self.personas(&workspace, &mut log));
        log.diagnostics.sort(&log.sources);
        // an example is a piece of a page, which has its footer elsewhere
        let mut found = Diagnostics::default();
        let all = log.diagnostics.iter();
        all.filter(|one| one.code.as_str() != "missing-unsubscribe")
            .for_each(|one| found.push(one.clone()));
        let drawn = draw(&found, &log.sources, Style::Plain);
        (drawn, outcomes.map(|outcomes| Ran { outcomes, log }))
    }

    fn personas(&self, workspace: &Workspace, log: &mut Log) -> Option<Outcomes> {
        let renderers = workspace.renderers(log);
        if log.diagnostics.errors() > 0 {
            return None;
        }
        let tables = Tables {
            world: &self.world,
            project: &workspace.project,
            folder: &workspace.project.data,
            personas: None,
        };
        let clock = workspace.clock(&self.world);
        persona::run(workspace, &renderers, &tables, &clock, log)
    }
}
