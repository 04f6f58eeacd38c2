//! The gallery: which files it is made of, what the page says, and that a browser shows it.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test stops where it fails, and looks at the files that were written"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use segue::diagnostic::{Diagnostic, Diagnostics, Severity, Style, code, draw};
use segue::message::Message;
use segue::preview::{Campaign, Gallery, Persona, write_gallery};
use segue::snapshot::{Cell, Rendering};
use segue::source::{Sources, Span};
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
        text: format!(
            "{subject}\n\n{preheader}\n\nUnsubscribe: https://northpath.example/unsubscribe?c={id}\n"
        ),
        date: "2026-05-04T09:00:00Z".parse().unwrap(),
        unsubscribe_url: Some(format!("https://northpath.example/unsubscribe?c={id}")),
        unsubscribe_email: None,
        list_id: Some("news.northpath.example".to_owned()),
        message_id_domain: "northpath.example".to_owned(),
        experiments: Vec::new(),
        send_at: None,
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
        severity: Severity::Warning,
        code: code::find("persona-lacks").unwrap().code,
        message: "persona `eva` has no title".to_owned(),
        span: Some(Span::new(source, 8..11)),
        notes: Vec::new(),
        hints: vec!["say who it is: `persona eva \"…\"`".to_owned()],
    });
    let gallery = Gallery {
        project: "Northpath".to_owned(),
        as_of: "4 May 2026, 09:00".to_owned(),
        campaigns: vec![
            campaign("spring_sale", "Spring sale"),
            campaign("win_back", ""),
        ],
        personas: personas(),
        cells: [spring(), win_back()].concat(),
        diagnostics: &diagnostics,
        sources: &sources,
    };
    write_gallery(&gallery, &Disk::new(CASES), Path::new("assets"), out).unwrap()
}

/// The gallery of one persona and one message that both try to break out of the page.
fn write_hostile(out: &Path) -> String {
    let hostile = "</script><img src=x onerror=\"document.title='taken over'\">{style}";
    let message = message("hostile", "mallory", "p-6", hostile, hostile);
    let from = lettre::message::Mailbox::new(Some(hostile.to_owned()), message.from.email.clone());
    let message = Message { from, ..message };
    let gallery = Gallery {
        project: hostile.to_owned(),
        as_of: hostile.to_owned(),
        campaigns: vec![campaign("hostile", hostile)],
        personas: vec![Persona {
            name: "mallory".to_owned(),
            title: hostile.to_owned(),
            facts: vec![(hostile.to_owned(), hostile.to_owned())],
        }],
        cells: vec![
            cell("hostile", "mallory", sent(message, &[("hero", hostile)])),
            cell("hostile", "trudy", Rendering::Failed(hostile.to_owned())),
        ],
        diagnostics: &Diagnostics::default(),
        sources: &Sources::default(),
    };
    write_gallery(&gallery, &Memory::default(), Path::new("assets"), out).unwrap();
    fs::read_to_string(out.join("index.html")).unwrap()
}

/// What is between `start` and `end` of a page.
fn between<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = page.split_once(start).unwrap();
    rest.split_once(end).unwrap().0
}

fn data(page: &str) -> serde_json::Value {
    let json = between(
        page,
        r#"<script type="application/json" id="data">"#,
        "</script>",
    );
    serde_json::from_str(json).unwrap()
}

fn snapshot(name: &str, content: &str) {
    insta::with_settings!({
        snapshot_path => "../../snapshots/preview",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, content);
    });
}

#[test]
fn the_site_is_an_index_the_messages_and_the_assets() {
    let folder = tempfile::tempdir().unwrap();
    let files = write_sample(folder.path());
    for file in &files {
        assert!(folder.path().join(file).is_file(), "{}", file.display());
    }
    let files: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    snapshot("files", &files.join("\n"));
    let shown = fs::read(folder.path().join("messages/win_back@dev.html")).unwrap();
    assert_eq!(
        shown,
        fs::read(format!("{CASES}/win_back@dev.html")).unwrap()
    );
}

#[test]
fn the_index_shows_every_cell_without_scripts() {
    let folder = tempfile::tempdir().unwrap();
    write_sample(folder.path());
    let page = fs::read_to_string(folder.path().join("index.html")).unwrap();
    let overview = between(&page, "<body>", "<main id=\"detail\"");
    snapshot("overview", overview);
}

#[test]
fn the_script_knows_every_cell() {
    let folder = tempfile::tempdir().unwrap();
    write_sample(folder.path());
    let page = fs::read_to_string(folder.path().join("index.html")).unwrap();
    let mut cells = data(&page);
    for cell in cells.as_array_mut().unwrap() {
        if let Some(html) = cell.pointer_mut("/message/html") {
            *html = format!("{} bytes", html.as_str().unwrap().len()).into();
        }
    }
    snapshot("data", &serde_json::to_string_pretty(&cells).unwrap());
}

#[test]
fn a_message_that_cannot_be_sent_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let message = message("spring_sale", "ana", "p-1", "Spring is here", "");
    let message = Message {
        unsubscribe_url: Some("ftp://northpath.example/leave".to_owned()),
        ..message
    };
    let gallery = Gallery {
        project: "Northpath".to_owned(),
        as_of: String::new(),
        campaigns: vec![campaign("spring_sale", "")],
        personas: personas(),
        cells: vec![cell("spring_sale", "ana", sent(message, &[]))],
        diagnostics: &Diagnostics::default(),
        sources: &Sources::default(),
    };
    let none = Path::new("assets");
    let files = write_gallery(&gallery, &Memory::default(), none, folder.path()).unwrap();
    let names: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    insta::assert_snapshot!(names.join("\n"), @r"
    index.html
    messages/spring_sale@ana.html
    messages/spring_sale@ana.txt
    ");
    let page = fs::read_to_string(folder.path().join("index.html")).unwrap();
    let data = data(&page);
    assert_eq!(data.pointer("/0/message/eml"), Some(&false.into()));
    let headers = data.pointer("/0/message/headers").unwrap();
    let last = headers.as_array().unwrap().last().unwrap();
    insta::assert_snapshot!(last, @r#"["Cannot be sent","expected an http or https URL in ASCII in the `List-Unsubscribe` header, found `ftp://northpath.example/leave`"]"#);
}

#[test]
fn hostile_texts_stay_texts() {
    let folder = tempfile::tempdir().unwrap();
    let page = write_hostile(folder.path());
    assert_eq!(page.matches("<script").count(), 3, "the page's own three");
    assert_eq!(page.matches("</script>").count(), 3);
    assert_eq!(page.matches("<img").count(), 0);
    snapshot("hostile", between(&page, "<body>", "<main id=\"detail\""));
    let subject = data(&page).pointer("/0/message/subject").cloned().unwrap();
    assert_eq!(
        subject,
        "</script><img src=x onerror=\"document.title='taken over'\">{style}"
    );
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("taken");
    fs::write(&file, "a file where the gallery should be").unwrap();
    let (diagnostics, sources) = (Diagnostics::default(), Sources::default());
    let gallery = Gallery {
        project: "Northpath".to_owned(),
        as_of: String::new(),
        campaigns: Vec::new(),
        personas: Vec::new(),
        cells: Vec::new(),
        diagnostics: &diagnostics,
        sources: &sources,
    };
    let problem = write_gallery(&gallery, &Memory::default(), Path::new("assets"), &file);
    let mut found = Diagnostics::default();
    found.report(&problem.unwrap_err(), None);
    let drawn = draw(&found, &sources, Style::Plain);
    let drawn = drawn.replace(&folder.path().display().to_string(), "DIR");
    insta::assert_snapshot!(drawn, @r"
    error[cannot-write-gallery]: cannot write `DIR/taken`: a file is where a folder should be
      hint: give `--static` a folder that can be created and written
    ");
}

/// The page's elements after its script ran, or none when no browser is installed.
fn in_browser(folder: &Path, hash: &str) -> Option<String> {
    let profile = tempfile::tempdir().unwrap();
    let profile = format!("--user-data-dir={}", profile.path().display());
    let page = format!("file://{}/index.html{hash}", folder.display());
    let run = |browser| {
        let mut command = Command::new(browser);
        command.args(["--headless", "--no-sandbox", "--disable-gpu", &profile]);
        command.args([
            "--disable-background-networking",
            "--disable-component-update",
        ]);
        command.args(["--virtual-time-budget=3000", "--dump-dom", &page]);
        command.output().ok()
    };
    let output = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find_map(run);
    if output.is_none() {
        let in_ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
        assert!(
            !in_ci,
            "install the package `chromium`: the gallery is tested in it"
        );
        eprintln!("skipped: no browser; install the package `chromium`");
    }
    Some(String::from_utf8(output?.stdout).unwrap())
}

#[test]
fn a_browser_opens_the_cell_of_the_address() {
    let folder = tempfile::tempdir().unwrap();
    write_sample(folder.path());
    let Some(page) = in_browser(folder.path(), "#win_back@dev") else {
        return;
    };
    assert_eq!(page.matches("<article class=\"card\"").count(), 10);
    assert_eq!(between(&page, "<title>", "</title>"), "dev · win_back");
    let subject = between(&page, "<h1 id=\"subject\" data-of=\"subject\">", "</h1>");
    assert_eq!(subject, "We kept your place");
    assert!(page.contains("<div id=\"overview\" class=\"overview\" hidden"));
    assert!(page.contains("<main id=\"detail\" class=\"detail\">"));
    assert_eq!(between(&page, "id=\"position\">", "<"), "6 of 10");
}

#[test]
fn a_browser_runs_nothing_of_a_hostile_email() {
    let folder = tempfile::tempdir().unwrap();
    write_hostile(folder.path());
    let Some(page) = in_browser(folder.path(), "#hostile@mallory") else {
        return;
    };
    assert_eq!(page.matches("<img").count(), 0);
    let title = between(&page, "<title>", "</title>");
    assert!(title.starts_with("mallory · &lt;/script&gt;"), "{title}");
    let subject = between(&page, "<h1 id=\"subject\" data-of=\"subject\">", "</h1>");
    assert!(subject.starts_with("&lt;/script&gt;&lt;img"), "{subject}");
}
