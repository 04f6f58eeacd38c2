//! What messages must not show, and what they must; what templates cannot mean by their values. A
//! case is what changes in the project below `cases/errors`.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

use std::fmt::Write;
use std::path::{Path, PathBuf};

use segue::diagnostic::{Diagnostics, Style, draw};
use segue::evaluate::Log;
use segue::workspace::load;
use segue::world::{Disk, Memory, World};

#[test]
fn ok() {
    for case in [cases("safety/ok"), cases("types/ok")].concat() {
        let (files, findings, _) = checked(&case);
        assert_eq!(findings, "", "{}\n{files}", case.display());
    }
}

#[test]
fn safety() {
    for case in cases("safety/err") {
        let (files, findings, errors) = checked(&case);
        assert_eq!(errors, 0, "{}", case.display());
        snapshot(&case, "../../snapshots/safety", &files, &findings);
    }
}

#[test]
fn types() {
    for case in cases("types/err") {
        let (files, findings, _) = checked(&case);
        assert_ne!(findings, "", "{}", case.display());
        snapshot(&case, "../../snapshots/types", &files, &findings);
    }
}

fn snapshot(case: &Path, folder: &str, files: &str, findings: &str) {
    let name = case.file_name().unwrap().to_str().unwrap();
    insta::with_settings!({
        snapshot_path => folder,
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!(name, format!("{files}---\n{findings}")) });
}

fn root(path: impl AsRef<Path>) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(path)
}

fn cases(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(kind);
    let files = Disk::new(root(folder)).list(Path::new("")).unwrap();
    let names = files.iter().map(|file| file.iter().next().unwrap());
    let mut cases: Vec<PathBuf> = names.map(|name| folder.join(name)).collect();
    cases.dedup();
    cases
}

/// The case's files, what is found, and how many errors.
fn checked(case: &Path) -> (String, String, usize) {
    let mut world = Memory::default();
    read(Path::new("errors"), &mut world);
    let mut shown = String::new();
    for path in read(case, &mut world) {
        let text = String::from_utf8(world.files[&path].clone()).unwrap();
        write!(shown, "{}\n{text}\n", path.display()).unwrap();
    }
    let mut log = Log::default();
    let workspace = load(&world, &mut log).unwrap();
    workspace.renderers(&mut log);
    if case.starts_with("safety") {
        // that is not what these are about
        log.diagnostics = without(&log.diagnostics, "missing-default");
    }
    log.diagnostics.sort(&log.sources);
    let findings = draw(&log.diagnostics, &log.sources, Style::Plain);
    (shown, findings, log.diagnostics.errors())
}

fn without(all: &Diagnostics, code: &str) -> Diagnostics {
    let mut kept = Diagnostics::default();
    for one in all.iter().filter(|one| one.code.as_str() != code) {
        kept.push(one.clone());
    }
    kept
}

/// Takes in the files of a folder of cases.
fn read(folder: &Path, world: &mut Memory) -> Vec<PathBuf> {
    let disk = Disk::new(root(folder));
    let paths = disk.list(Path::new("")).unwrap();
    for path in &paths {
        world.files.insert(path.clone(), disk.read(path).unwrap());
    }
    paths
}
