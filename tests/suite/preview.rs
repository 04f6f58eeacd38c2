//! The gallery: which files it is made of, what the page says, and that a browser shows it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use segue::diagnostic::{Diagnostic, Diagnostics, Problem as _};
use segue::liquid as _;
use segue::message::Message;
use segue::preview::{Campaign, Gallery, Persona, write_gallery};
use segue::snapshot::{Cell, Problem as SnapshotProblem, Rendering};
use segue::source::Sources;
use segue::world::{Disk, Memory};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/preview");

fn message(campaign: &str, persona: &str, id: &str, subject: &str, preheader: &str) -> Message {
    let file = format!("{CASES}/{campaign}@{persona}.html");
    let html = fs::read_to_string(file).unwrap();
    Message {
        campaign: campaign.to_owned(),
        customer_id: id.to_owned(),
        to: format!("{persona}@example.com").parse().unwrap(),
        from: "Northpath <news@northpath.example>".parse().unwrap(),
        reply_to: Some("help@northpath.example".parse().unwrap()),
        subject: subject.to_owned(),
        preheader: preheader.to_owned(),
        html,
        text: format!("{subject}\n\n{preheader}\n\nUnsubscribe: https://northpath.example/unsubscribe?c={id}\n"),
        date: "2026-05-04T09:00:00Z".parse().unwrap(),
        unsubscribe_url: Some(format!("https://northpath.example/unsubscribe?c={id}")),
        unsubscribe_email: None,
        list_id: Some("news.northpath.example".to_owned()),
        message_id_domain: "northpath.example".to_owned(),
        blocks: Vec::new(),
    }
}

fn cell(campaign: &str, persona: &str, rendering: Rendering) -> Cell {
    Cell {
        campaign: campaign.to_owned(),
        persona: persona.to_owned(),
        rendering,
    }
}

fn sent(message: Message, blocks: &[(&str, &str)]) -> Rendering {
    let owned = |(block, template): &(&str, &str)| ((*block).to_owned(), (*template).to_owned());
    let blocks = blocks.iter().map(owned).collect();
    Rendering::Message(Box::new(Message { blocks, ..message }))
}

fn spring() -> Vec<Cell> {
    let sale = |persona, id| {
        let preheader = "Light layers, long evenings";
        sent(
            message("spring_sale", persona, id, "Spring is here", preheader),
            &[
                ("hero", "hero/sale.liquid"),
                ("products", "products/grid.liquid"),
            ],
        )
    };
    let shoes = sent(
        message(
            "spring_sale",
            "ana",
            "p-1",
            "Ana, your next pair is here",
            "Two pairs you have not tried yet",
        ),
        &[
            ("hero", "hero/shoes.liquid"),
            ("products", "products/grid.liquid"),
        ],
    );
    let failed = "`products/grid.liquid` ran longer than its limit of 10,000 loop iterations";
    vec![
        cell("spring_sale", "ana", shoes),
        cell("spring_sale", "ben", sale("ben", "p-2")),
        cell("spring_sale", "chloe", sale("chloe", "p-3")),
        cell("spring_sale", "dev", Rendering::NotInAudience),
        cell("spring_sale", "eva", Rendering::Failed(failed.to_owned())),
    ]
}

fn win_back() -> Vec<Cell> {
    let subject = "We kept your place";
    let preheader = "Free shipping on your next order";
    let message = message("win_back", "dev", "p-4", subject, preheader);
    let out = |persona| cell("win_back", persona, Rendering::NotInAudience);
    let dev = cell(
        "win_back",
        "dev",
        sent(message, &[("offer", "offer/free-shipping.liquid")]),
    );
    vec![out("ana"), out("ben"), out("chloe"), dev, out("eva")]
}

fn personas() -> Vec<Persona> {
    let persona = |name: &str, title: &str, facts: &[(&str, &str)]| Persona {
        name: name.to_owned(),
        title: title.to_owned(),
        facts: facts
            .iter()
            .map(|(label, value)| ((*label).to_owned(), (*value).to_owned()))
            .collect(),
    };
    vec![
        persona(
            "ana",
            "Loyal, likes shoes",
            &[
                ("lifecycle", "Champions"),
                ("in", "shoe_lovers"),
                ("engagement", "82"),
            ],
        ),
        persona("ben", "Browses, seldom buys", &[("lifecycle", "New")]),
        persona("chloe", "First order last week", &[("lifecycle", "New")]),
        persona(
            "dev",
            "Gone quiet in the winter",
            &[("lifecycle", "At risk"), ("in", "quiet")],
        ),
        persona("eva", "", &[]),
    ]
}

fn campaign(name: &str, title: &str) -> Campaign {
    Campaign {
        name: name.to_owned(),
        title: title.to_owned(),
    }
}

/// Writes the sample gallery and gives the files' names.
fn write_sample(out: &Path) -> Vec<PathBuf> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let rules = "persona eva {\n  customer_id = \"p-5\"\n}\n";
    let source = sources.add("rules/personas.seg", rules);
    diagnostics.push(Diagnostic {
        severity: segue::diagnostic::Severity::Warning,
        code: "untitled-persona",
        message: "persona `eva` has no title".to_owned(),
        span: Some(segue::source::Span::new(source, 8..11)),
        notes: Vec::new(),
        hints: vec!["say who it is: `persona eva \"…\"`".to_owned()],
    });
    let gallery = Gallery {
        project: "Northpath".to_owned(),
        as_of: "4 May 2026, 09:00".to_owned(),
        campaigns: vec![campaign("spring_sale", "Spring sale"), campaign("win_back", "")],
        personas: personas(),
        cells: [spring(), win_back()].concat(),
        diagnostics: &diagnostics,
        sources: &sources,
    };
    write_gallery(&gallery, &Disk::new(CASES), Path::new("assets"), out).unwrap()
}

#[test]
fn sample() {
    let out = PathBuf::from("/tmp/wt/preview/target/gallery");
    write_sample(&out);
}
