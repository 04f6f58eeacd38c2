//! What messages must not show, and what they must: a case is what changes in the project below
//! `cases/errors`.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

use std::fmt::Write;
use std::path::{Path, PathBuf};

use segue::diagnostic::{Style, draw};
use segue::evaluate::Log;
use segue::workspace::load;
use segue::world::{Disk, Memory, World};

#[test]
fn ok() {
    for case in cases("ok") {
        let (files, findings) = checked(&case);
        assert_eq!(findings, "", "{}\n{files}", case.display());
    }
}

#[test]
fn err() {
    for case in cases("err") {
        let (files, findings) = checked(&case);
        let name = case.file_name().unwrap().to_str().unwrap();
        insta::with_settings!({
            snapshot_path => "../../snapshots/safety",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!(name, format!("{files}---\n{findings}")) });
    }
}

fn root(path: impl AsRef<Path>) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(path)
}

fn cases(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new("safety").join(kind);
    let files = Disk::new(root(&folder)).list(Path::new("")).unwrap();
    let names = files.iter().map(|file| file.iter().next().unwrap());
    let mut cases: Vec<PathBuf> = names.map(|name| folder.join(name)).collect();
    cases.dedup();
    cases
}

/// The case's files, and what is found.
fn checked(case: &Path) -> (String, String) {
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
    log.diagnostics.sort(&log.sources);
    assert_eq!(log.diagnostics.errors(), 0, "{}", case.display());
    (shown, draw(&log.diagnostics, &log.sources, Style::Plain))
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
