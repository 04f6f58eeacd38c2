//! Pieces of templates in any order: whatever comes of them, it comes without a panic, and what is
//! found has its place in the text.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

use std::path::Path;

use segue::diagnostic::{Diagnostics, Style, draw};
use segue::liquid::{
    ErrorMode, Escape, Facts, FilterSettings, Library, Shape, Value, check, compile, compose,
};
use segue::project::Currency;
use segue::source::{Sources, Span};
use segue::world::Memory;

use crate::random::Random;

const PIECES: [&str; 84] = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{%-",
    "-%}",
    "{{-",
    "-}}",
    "{{{",
    "}}}",
    "{",
    "}",
    "%",
    "-",
    " ",
    "\n",
    "\r\n",
    "if",
    "elsif",
    "else",
    "endif",
    "else if",
    "elif",
    "end",
    "unless",
    "endunless",
    "case",
    "when",
    "endcase",
    "for",
    "in",
    "endfor",
    "tablerow",
    "endtablerow",
    "break",
    "continue",
    "cycle",
    "assign",
    "=",
    "capture",
    "endcapture",
    "increment",
    "ifchanged",
    "endifchanged",
    "include",
    "render",
    "'part'",
    "with",
    "as",
    "liquid",
    "echo",
    "raw",
    "endraw",
    "comment",
    "endcomment",
    "doc",
    "enddoc",
    "#",
    "form",
    "endform",
    "layout",
    "block",
    "endblock",
    "abort",
    "a",
    "b.c",
    "[0]",
    "[",
    "]",
    "(1..3)",
    "(",
    ")",
    "..",
    "|",
    "upcase",
    "default:",
    "1.5",
    "\"x\"",
    "'",
    "${",
    "“",
    "\u{A0}",
    "é&lt;",
    "<p title=\"",
];

#[test]
fn pieces_in_any_order_do_not_panic() {
    for seed in 0..3_000 {
        let random = &mut Random(seed);
        let text = |random: &mut Random| -> String {
            let pieces = (0..random.below(40)).map(|_| {
                let space = if random.once_in(3) { "" } else { " " };
                // whole tags now and then, so that some get further
                if random.once_in(4) {
                    let tag = random.pick(&PIECES);
                    return format!("{{% {tag} {} %}}", random.pick(&PIECES));
                }
                format!("{}{space}", random.pick(&PIECES))
            });
            pieces.collect()
        };
        let (page, partial) = (text(random), text(random));
        for mode in [ErrorMode::Strict, ErrorMode::Lax] {
            tried(mode, &page, &partial);
        }
    }
}

/// Goes as far as the templates let it.
fn tried(mode: ErrorMode, page: &str, partial: &str) {
    let mut world = Memory::default();
    for (path, text) in [("page.liquid", page), ("partials/part.liquid", partial)] {
        let path = Path::new("templates").join(path);
        world.files.insert(path, text.into());
    }
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let folder = Path::new("templates");
    let library = Library::load_in(mode, &world, folder, &mut sources, &mut diagnostics);
    let nowhere = Span::new(sources.add("rules/all.seg", ""), 0..0);
    let page = "page.liquid";
    let page = compose(page, nowhere, &[], &library, &sources, &mut diagnostics);
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
        let program = compile(&page, &facts, &sources, &mut diagnostics);
        let values = vec![Value::from("<x>"); slots.len()];
        let mut out = "kept".to_owned();
        if program.render(&values, &mut out).is_err() {
            assert_eq!(out, "kept");
        }
    }
    diagnostics.sort(&sources);
    draw(&diagnostics, &sources, Style::Plain);
}
