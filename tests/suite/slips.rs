//! What people really type wrong: each slip must be exactly one error, at the smallest place, with
//! a hint that shows how it is written.
//!
//! A file of `cases/slips` holds the slips of one subject, with `---` between them. Beside each
//! stand the tables of `cases/check/prelude.seg` and the facts of `cases/slips/prelude/facts.seg`.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

use std::fmt::Write;
use std::path::Path;

use segue::check::check;
use segue::diagnostic::{Diagnostics, Style, draw};
use segue::project::load;
use segue::rules::parse;
use segue::source::Sources;
use segue::world::Memory;

const PROJECT: &str = r#"
name = "slips"
message.from = "Acme <news@acme.example>"
"#;

#[test]
fn each_is_one_error_that_shows_the_right_spelling() {
    let mut faults = String::new();
    insta::glob!("../cases", "slips/*.seg", |path| {
        let mut shown = String::new();
        for slip in read(path).split("---\n") {
            let (diagnostics, sources) = found(slip);
            let drawn = draw(&diagnostics, &sources, Style::Plain);
            let hints = diagnostics.iter().map(|one| one.hints.len()).sum::<usize>();
            if diagnostics.iter().count() != 1 || hints == 0 {
                write!(faults, "{slip}\n{drawn}").unwrap();
            }
            writeln!(shown, "{drawn}").unwrap();
        }
        insta::with_settings!({
            snapshot_path => "../../snapshots/slips",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!("slips", shown) });
    });
    assert_eq!(faults, "", "not exactly one error with a hint");
}

fn found(slip: &str) -> (Diagnostics, Sources) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let mut world = Memory::default();
    world.files.insert("segue.toml".into(), PROJECT.into());
    let project = load(&world, &mut sources, &mut diagnostics).unwrap();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let texts = [
        ("prelude.seg", read(&cases.join("check/prelude.seg"))),
        ("facts.seg", read(&cases.join("slips/prelude/facts.seg"))),
        ("slip.seg", slip.to_owned()),
    ];
    let mut items = Vec::new();
    for (name, text) in texts {
        let id = sources.add(name, text);
        items.extend(parse(id, &sources, &mut diagnostics));
    }
    check(&items, &project, &mut diagnostics);
    diagnostics.sort(&sources);
    (diagnostics, sources)
}

#[expect(clippy::disallowed_methods, reason = "cases are files beside this one")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
