//! `docs/errors/`: a page for each code, written from the catalogue in `src/diagnostic/code/`.
//!
//! The wrong example of each is tried in the project below `tests/cases/errors`, and what comes out
//! is on the page; the right one must be right. With `INSTA_UPDATE=always` the pages are written.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use segue::diagnostic::code::{Entry, Example, Examples, GROUPS, entries};
use segue::diagnostic::{Diagnostic, Diagnostics, Severity, Style, draw};
use segue::evaluate::{Log, Tables, validate};
use segue::workspace::load;
use segue::world::{Disk, Memory, World};

use super::page::trimmed;
use super::{read, root};
use crate::harness::Session;

const FOLDER: &str = "docs/errors";
const PROJECT: &str = "tests/cases/errors";
const NOTICE: &str = "<!-- Written from src/diagnostic/code by the tests: see tests/README.md. -->";

#[test]
fn pages_say_what_the_catalogue_says() {
    let mut faults = Vec::new();
    let mut pages: BTreeMap<String, String> = entries()
        .map(|entry| (format!("{}.md", entry.code), page(entry, &mut faults)))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    pages.insert("README.md".to_owned(), index());
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        write(&pages);
    }
    for (name, page) in &pages {
        let path = format!("{FOLDER}/{name}");
        let is_there = root(&path).exists();
        let written = if is_there { read(&path) } else { String::new() };
        assert_eq!(&written, page, "{path} is stale: see tests/README.md");
    }
    let folder = Disk::new(root(""));
    for path in folder.list(Path::new(FOLDER)).unwrap() {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(pages.contains_key(name), "{name} belongs to no code");
    }
}

#[expect(clippy::disallowed_methods, reason = "the pages are written here")]
fn write(pages: &BTreeMap<String, String>) {
    let folder = root(FOLDER);
    std::fs::create_dir_all(&folder).unwrap();
    for old in std::fs::read_dir(&folder).unwrap() {
        std::fs::remove_file(old.unwrap().path()).unwrap();
    }
    for (name, page) in pages {
        std::fs::write(folder.join(name), page).unwrap();
    }
}

fn page(entry: &Entry, faults: &mut Vec<String>) -> String {
    let code = entry.code;
    let mut page = format!("{NOTICE}\n\n# `{code}`\n\n{}\n", entry.summary());
    write!(page, "\n## Why it matters\n\n{}\n", entry.reason()).unwrap();
    write!(page, "\n## How to mend it\n\n{}\n", entry.remedy()).unwrap();
    if let Examples::Pair { wrong, right } = entry.examples {
        let drawn = wrong_example(entry, wrong, faults);
        right_example(entry, right, faults);
        let example = "In the [project of all examples](README.md#the-project-of-all-examples):";
        write!(
            page,
            "\n## Example\n\n{example}\n\n{}\n",
            block(wrong, &drawn)
        )
        .unwrap();
        write!(page, "Instead:\n\n{}", block(right, "")).unwrap();
    }
    page
}

fn index() -> String {
    let mut page = format!(
        "{NOTICE}\n\n# Findings\n\nEvery error and warning has a code, which stands in brackets \
         behind the word `error` or `warning`.\nEach code has a page, which `segue errors CODE` \
         prints as well.\n"
    );
    for group in GROUPS {
        write!(
            page,
            "\n## {}\n\n| Code | What it means |\n|---|---|\n",
            group.title
        )
        .unwrap();
        for entry in group.entries {
            let (code, summary) = (entry.code, entry.summary().replace('|', "\\|"));
            writeln!(page, "| [`{code}`]({code}.md) | {summary} |").unwrap();
        }
    }
    page.push_str("\n## The project of all examples\n");
    let project = Disk::new(root(PROJECT));
    for path in project.list(Path::new("")).unwrap() {
        let text = String::from_utf8(project.read(&path).unwrap()).unwrap();
        let path = path.to_str().unwrap();
        write!(page, "\n{}", fenced(path, &text)).unwrap();
    }
    page
}

/// An example as on a page, with what comes out of it.
fn block(example: Example, drawn: &str) -> String {
    match example {
        Example::File { path, .. } if drawn.is_empty() => fenced(path, &example.text()),
        Example::File { path, .. } => {
            let file = fenced(path, &example.text());
            format!("{file}\n```text\n{drawn}\n```\n")
        }
        Example::Command(_) => {
            format!("```console\n$ {}\n{drawn}", example.text())
                .trim_end()
                .to_owned()
                + "\n```\n"
        }
    }
}

fn fenced(path: &str, text: &str) -> String {
    let language = path.rsplit('.').next().unwrap();
    format!("`{path}`:\n\n```{language}\n{}\n```\n", text.trim_end())
}

/// Tries an example that has findings of this code and no error of another; the findings, drawn.
fn wrong_example(entry: &Entry, example: Example, faults: &mut Vec<String>) -> String {
    let code = entry.code;
    let Example::File { path, .. } = example else {
        let told = told(example);
        if !told.contains(&format!("[{code}]")) {
            faults.push(format!("the wrong command of {code} says\n{told}"));
        }
        return told;
    };
    let (found, log) = found(path, &example.text());
    let others = |one: &Diagnostic| one.code != code && one.severity == Severity::Error;
    let errors = drawn(&found, &log, others);
    let findings = drawn(&found, &log, |one| one.code == code);
    if findings.is_empty() || !errors.is_empty() {
        faults.push(format!(
            "the wrong example of {code} says\n{findings}{errors}"
        ));
    }
    findings
}

/// Tries an example that has no error, and no finding of this code.
fn right_example(entry: &Entry, example: Example, faults: &mut Vec<String>) {
    let code = entry.code;
    let wrong = if let Example::File { path, .. } = example {
        let (found, log) = found(path, &example.text());
        let wrong = |one: &Diagnostic| one.code == code || one.severity == Severity::Error;
        drawn(&found, &log, wrong)
    } else {
        let told = told(example);
        if told.contains("error[") {
            told
        } else {
            String::new()
        }
    };
    if !wrong.is_empty() {
        faults.push(format!("the right example of {code} says\n{wrong}"));
    }
}

fn drawn(found: &Diagnostics, log: &Log, which: impl Fn(&Diagnostic) -> bool) -> String {
    let mut some = Diagnostics::default();
    found
        .iter()
        .filter(|one| which(one))
        .for_each(|one| some.push(one.clone()));
    trimmed(&draw(&some, &log.sources, Style::Plain))
}

/// What a command says on either channel.
fn told(example: Example) -> String {
    let Example::Command(arguments) = example else {
        return String::new();
    };
    let session = Session::project(PROJECT);
    let output = session.output(arguments);
    let told = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    trimmed(&told.concat())
}

/// Everything that `segue check` finds in the project with this file.
fn found(path: &str, text: &str) -> (Diagnostics, Log) {
    let mut world = project();
    world.files.insert(path.into(), text.into());
    let mut log = Log::default();
    if let Some(workspace) = load(&world, &mut log) {
        workspace.renderers(&mut log);
        let tables = Tables {
            world: &world,
            project: &workspace.project,
            folder: &workspace.project.data,
            personas: None,
        };
        let clock = workspace.clock(&world);
        validate(&workspace.model, &clock, &tables, &mut log);
    }
    log.diagnostics.sort(&log.sources);
    let mut found = log.diagnostics.clone();
    for reject in &log.rejects {
        for one in reject.diagnostics(&mut log.sources) {
            found.push(one);
        }
    }
    (found, log)
}

fn project() -> Memory {
    let folder = Disk::new(root(PROJECT));
    let paths = folder.list(Path::new("")).unwrap().into_iter();
    let files = paths.map(|path| (path.clone(), folder.read(&path).unwrap()));
    Memory {
        files: files.collect(),
        now: "2026-11-01T09:00:00Z".parse().unwrap(),
    }
}
