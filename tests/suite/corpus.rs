//! Real emails: each must be read, or be refused for a reason that is true and can be mended. They
//! are not part of this repository; `LIQUID_CORPUS` names a folder, and without it the test says
//! what it lacks and ends.

#![expect(
    clippy::print_stderr,
    reason = "what is refused is for somebody to read"
)]
#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

use std::path::Path;

use segue::diagnostic::{Diagnostics, Style, draw};
use segue::liquid::{Escape, Facts, FilterSettings, Library, Shape, check, compile, compose};
use segue::project::Currency;
use segue::source::{Sources, Span};
use segue::world::{Disk, Memory, World};

/// Findings in one file that are read one by one; more are a flood.
const FLOOD: usize = 40;

#[test]
fn every_email_is_read_or_refused_with_a_reason() {
    let Some(folder) = std::env::var_os("LIQUID_CORPUS") else {
        eprintln!("skipped: `LIQUID_CORPUS` names no folder of templates");
        return;
    };
    let disk = Disk::new(&folder);
    let (mut read, mut refused, mut floods) = (0, 0, 0);
    for path in disk.list(Path::new("")).unwrap() {
        let findings = findings(&disk.read(&path).unwrap());
        let errors = findings.matches("\nerror[").count();
        if errors == 0 {
            read += 1;
            continue;
        }
        refused += 1;
        floods += usize::from(errors > FLOOD);
        eprintln!("===== {} ({errors})\n{findings}", path.display());
    }
    eprintln!("{read} parsed, {refused} failed");
    assert!(read + refused > 0, "there is no template in the folder");
    assert_eq!(floods, 0, "files with more than {FLOOD} findings");
}

/// What is wrong with a page whose partials are elsewhere.
fn findings(text: &[u8]) -> String {
    let mut world = Memory::default();
    world
        .files
        .insert("templates/page.liquid".into(), text.into());
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let folder = Path::new("templates");
    let library = Library::load(&world, folder, &mut sources, &mut diagnostics);
    let nowhere = Span::new(sources.add("rules/all.seg", ""), 0..0);
    let mut elsewhere = Diagnostics::default();
    let page = "page.liquid";
    let page = compose(page, nowhere, &[], &library, &sources, &mut elsewhere);
    if let Some(page) = page {
        let slots = check(&page, &Shape::Any, &mut diagnostics);
        let currency = Currency::from_code("USD").unwrap();
        let facts = Facts::new(
            &slots,
            Escape::Html,
            FilterSettings {
                currency,
                locale: None,
            },
        );
        compile(&page, &facts, &sources, &mut diagnostics);
    }
    diagnostics.sort(&sources);
    format!("\n{}", draw(&diagnostics, &sources, Style::Plain))
}
