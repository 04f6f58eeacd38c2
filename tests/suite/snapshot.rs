//! Approved renderings: their text, their files and the review.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and looks at the files that were written"
)]

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use segue::diagnostic::{Diagnostics, Style, draw};
use segue::message::Message;
use segue::snapshot::{
    self, Cell, Comparison, Problem, Rendering, Reviewed, accept, check, content, discard, orphans,
    pending, review,
};
use segue::source::Sources;
use segue::world::{Disk, Memory};
use tempfile::TempDir;

fn message(subject: &str) -> Message {
    Message {
        campaign: "spring_sale".to_owned(),
        customer_id: "p-1".to_owned(),
        to: "ana@example.com".parse().unwrap(),
        from: "\"Acme, Outdoors\" <news@acme.example>".parse().unwrap(),
        reply_to: Some("help@acme.example".parse().unwrap()),
        subject: subject.to_owned(),
        preheader: "New arrivals picked for you".to_owned(),
        html: "<!doctype html>\r\n<p>Hello Ana</p>\r\n".to_owned(),
        text: "Hello Ana\n\n---\n\nUnsubscribe: https://acme.example/u?c=p-1\n".to_owned(),
        date: "2026-05-04T09:00:00Z".parse().unwrap(),
        unsubscribe_url: Some("https://acme.example/u?c=p-1".to_owned()),
        unsubscribe_email: Some("off@acme.example".to_owned()),
        list_id: None,
        message_id_domain: "acme.example".to_owned(),
        experiments: Vec::new(),
        send_at: None,
        blocks: vec![("hero".to_owned(), "hero/shoes.liquid".to_owned())],
    }
}

fn cell(persona: &str, rendering: Rendering) -> Cell {
    Cell {
        campaign: "spring_sale".to_owned(),
        persona: persona.to_owned(),
        rendering,
    }
}

fn email(persona: &str, subject: &str) -> Cell {
    cell(persona, Rendering::Message(Box::new(message(subject))))
}

/// A project whose snapshots of `ana` and `ben` are approved and differ from what is pending,
/// with a first rendering for `chloe`.
fn project() -> (TempDir, Disk) {
    let folder = tempfile::tempdir().unwrap();
    let world = Disk::new(folder.path());
    let root = folder.path();
    let before = [
        email("ana", "Spring is near"),
        cell("ben", Rendering::NotInAudience),
    ];
    for cell in before {
        assert_eq!(check(&world, root, &cell), Ok(Comparison::New));
        accept(root, &cell.name()).unwrap();
    }
    for persona in ["ana", "ben", "chloe"] {
        check(&world, root, &email(persona, "Spring is here")).unwrap();
    }
    (folder, world)
}

fn files(root: &Path) -> String {
    let mut names: Vec<String> = fs::read_dir(root.join("snapshots"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names.join("\n")
}

fn drawn(problems: &[Problem]) -> String {
    let mut found = Diagnostics::default();
    for problem in problems {
        found.report(problem, None);
    }
    draw(&found, &Sources::default(), Style::Plain)
}

/// What is said in a review that is answered with `answers`, how many were accepted, rejected and
/// skipped, and the files afterwards.
fn session(style: Style, answers: &str) -> (String, [usize; 3], String) {
    let (folder, world) = project();
    let mut said = Vec::new();
    let reviewed = review(&world, folder.path(), style, answers.as_bytes(), &mut said);
    let said = String::from_utf8(said).unwrap();
    let Reviewed {
        accepted,
        rejected,
        skipped,
    } = reviewed.unwrap();
    let counts = [accepted, rejected, skipped];
    (said, counts, files(folder.path()))
}

#[test]
fn content_is_what_people_review() {
    let rendering = Rendering::Message(Box::new(message("Spring is here")));
    assert_snapshot!(content(&rendering), @r#"
    From: "Acme, Outdoors" <news@acme.example>
    Reply-To: help@acme.example
    Subject: Spring is here
    Preheader: New arrivals picked for you
    Block hero: hero/shoes.liquid
    List-Unsubscribe: <https://acme.example/u?c=p-1>, <mailto:off@acme.example>

    ── text ──
    Hello Ana

    ---

    Unsubscribe: https://acme.example/u?c=p-1

    ── html ──
    <!doctype html>
    <p>Hello Ana</p>
    "#);
    assert_snapshot!(content(&Rendering::NotInAudience), @"not in the audience");
    assert_snapshot!(content(&Rendering::Failed("no stock".to_owned())), @"failed: no stock");
}

#[test]
fn content_leaves_out_what_a_run_changes() {
    let then = message("Spring is here");
    let now = Message {
        date: "2027-01-01T00:00:00Z".parse().unwrap(),
        html: then.html.replace("\r\n", "\n"),
        ..then.clone()
    };
    let [then, now] = [then, now].map(|message| content(&Rendering::Message(Box::new(message))));
    assert_eq!(then, now);
}

#[test]
fn a_pending_file_is_one_that_insta_reads() {
    let (folder, _) = project();
    let path = folder.path().join("snapshots/spring_sale@chloe.snap.new");
    assert_snapshot!(fs::read_to_string(path).unwrap(), @r#"
    ---
    source: rules
    expression: spring_sale for chloe
    ---
    From: "Acme, Outdoors" <news@acme.example>
    Reply-To: help@acme.example
    Subject: Spring is here
    Preheader: New arrivals picked for you
    Block hero: hero/shoes.liquid
    List-Unsubscribe: <https://acme.example/u?c=p-1>, <mailto:off@acme.example>

    ── text ──
    Hello Ana

    ---

    Unsubscribe: https://acme.example/u?c=p-1

    ── html ──
    <!doctype html>
    <p>Hello Ana</p>
    "#);
}

#[test]
fn what_was_approved_is_the_same_again() {
    let (folder, world) = project();
    accept(folder.path(), "spring_sale@ana").unwrap();
    let same = email("ana", "Spring is here");
    assert_eq!(check(&world, folder.path(), &same), Ok(Comparison::Same));
}

#[test]
fn what_returns_to_the_approved_is_no_longer_pending() {
    let (folder, world) = project();
    let before = email("ana", "Spring is near");
    assert_eq!(check(&world, folder.path(), &before), Ok(Comparison::Same));
    let names: Vec<String> = pending(&world)
        .unwrap()
        .into_iter()
        .map(|one| one.name)
        .collect();
    assert_eq!(names, ["spring_sale@ben", "spring_sale@chloe"]);
}

#[test]
fn leaving_the_audience_is_a_change() {
    let (folder, world) = project();
    let out = cell("ana", Rendering::NotInAudience);
    let approved = content(&email("ana", "Spring is near").rendering);
    let changed = Comparison::Changed { approved };
    assert_eq!(check(&world, folder.path(), &out), Ok(changed));
}

#[test]
fn what_insta_and_windows_write_is_understood() {
    let mut world = Memory::default();
    let file = "---\r\nsource: rules\r\nassertion_line: 3\r\nexpression: \"x\"\r\nsnapshot_kind: text\r\n---\r\nnot in the audience\r\n";
    let path = "snapshots/spring_sale@ana.snap".into();
    world.files.insert(path, file.into());
    let same = snapshot::compare(&world, "spring_sale@ana", "not in the audience");
    assert_eq!(same, Ok(Comparison::Same));
}

#[test]
fn a_review_does_what_it_is_told() {
    let (said, reviewed, files) = session(Style::Plain, "a\nreject\ns\n");
    assert_snapshot!(said, @r#"

    spring_sale for ana (changed, 1 of 3)
    @@ -1,6 +1,6 @@
     From: "Acme, Outdoors" <news@acme.example>
     Reply-To: help@acme.example
    -Subject: Spring is near
    +Subject: Spring is here
     Preheader: New arrivals picked for you
     Block hero: hero/shoes.liquid
     List-Unsubscribe: <https://acme.example/u?c=p-1>, <mailto:off@acme.example>
    a accept, A accept all, r reject, s skip, q quit: 
    spring_sale for ben (changed, 2 of 3)
    @@ -1 +1,17 @@
    -not in the audience
    +From: "Acme, Outdoors" <news@acme.example>
    +Reply-To: help@acme.example
    +Subject: Spring is here
    +Preheader: New arrivals picked for you
    +Block hero: hero/shoes.liquid
    +List-Unsubscribe: <https://acme.example/u?c=p-1>, <mailto:off@acme.example>
    +
    +── text ──
    +Hello Ana
    +
    +---
    +
    +Unsubscribe: https://acme.example/u?c=p-1
    +
    +── html ──
    +<!doctype html>
    +<p>Hello Ana</p>
    a accept, A accept all, r reject, s skip, q quit: 
    spring_sale for chloe (new, 3 of 3)
    @@ -0,0 +1,17 @@
    +From: "Acme, Outdoors" <news@acme.example>
    +Reply-To: help@acme.example
    +Subject: Spring is here
    +Preheader: New arrivals picked for you
    +Block hero: hero/shoes.liquid
    +List-Unsubscribe: <https://acme.example/u?c=p-1>, <mailto:off@acme.example>
    +
    +── text ──
    +Hello Ana
    +
    +---
    +
    +Unsubscribe: https://acme.example/u?c=p-1
    +
    +── html ──
    +<!doctype html>
    +<p>Hello Ana</p>
    a accept, A accept all, r reject, s skip, q quit:
    "#);
    assert_eq!(reviewed, [1, 1, 1]);
    assert_snapshot!(files, @"
    spring_sale@ana.snap
    spring_sale@ben.snap
    spring_sale@chloe.snap.new
    ");
}

#[test]
fn a_review_asks_again_until_it_understands() {
    let (said, _, _) = session(Style::Plain, "yes\n\nq\n");
    let asked: Vec<&str> = said.lines().filter(|line| line.contains("quit:")).collect();
    assert_snapshot!(asked.join("\n"), @"
    a accept, A accept all, r reject, s skip, q quit: expected a, A, r, s or q, found `yes`
    a accept, A accept all, r reject, s skip, q quit: a accept, A accept all, r reject, s skip, q quit:
    ");
}

#[test]
fn quitting_leaves_the_rest_for_later() {
    let (_, reviewed, files) = session(Style::Plain, "a\nq\n");
    assert_eq!(reviewed, [1, 0, 2]);
    assert_snapshot!(files, @"
    spring_sale@ana.snap
    spring_sale@ben.snap
    spring_sale@ben.snap.new
    spring_sale@chloe.snap.new
    ");
}

#[test]
fn the_end_of_the_input_quits() {
    let (_, reviewed, files) = session(Style::Plain, "");
    assert_eq!(reviewed, [0, 0, 3]);
    assert_snapshot!(files, @"
    spring_sale@ana.snap
    spring_sale@ana.snap.new
    spring_sale@ben.snap
    spring_sale@ben.snap.new
    spring_sale@chloe.snap.new
    ");
}

#[test]
fn accept_all_asks_no_more() {
    let (said, reviewed, files) = session(Style::Plain, "s\naccept all\n");
    assert_eq!(reviewed, [2, 0, 1]);
    assert_eq!(said.matches("quit:").count(), 2);
    assert_snapshot!(files, @"
    spring_sale@ana.snap
    spring_sale@ana.snap.new
    spring_sale@ben.snap
    spring_sale@chloe.snap
    ");
}

#[test]
fn a_review_on_a_terminal_is_coloured() {
    let (said, _, _) = session(Style::Color, "");
    assert_snapshot!(said.replace('\x1b', "ESC"), @r#"

    ESC[1mspring_sale for ana (changed, 1 of 3)ESC[0m
    ESC[36m@@ -1,6 +1,6 @@ESC[0m
     From: "Acme, Outdoors" <news@acme.example>
     Reply-To: help@acme.example
    ESC[31m-Subject: Spring is nearESC[0m
    ESC[32m+Subject: Spring is hereESC[0m
     Preheader: New arrivals picked for you
     Block hero: hero/shoes.liquid
     List-Unsubscribe: <https://acme.example/u?c=p-1>, <mailto:off@acme.example>
    a accept, A accept all, r reject, s skip, q quit:
    "#);
}

#[test]
fn a_review_shows_no_control_characters() {
    let folder = tempfile::tempdir().unwrap();
    let world = Disk::new(folder.path());
    let clears = email("ana", "\x1b[2Jgone");
    check(&world, folder.path(), &clears).unwrap();
    let mut said = Vec::new();
    review(&world, folder.path(), Style::Plain, &b"q"[..], &mut said).unwrap();
    assert!(!said.contains(&0x1b));
}

#[test]
fn snapshots_of_nobody_are_found() {
    let mut world = Memory::default();
    for name in [
        "spring_sale@ana.snap",
        "spring_sale@anna.snap",
        "sumer@ben.snap.new",
        "mine.snap",
    ] {
        let path = Path::new("snapshots").join(name);
        world
            .files
            .insert(path, b"---\nsource: rules\n---\nx\n".to_vec());
    }
    let found = orphans(&world, &["spring_sale", "summer"], &["ana", "ben"]).unwrap();
    assert_snapshot!(drawn(&found), @r"
    error[orphan-snapshot]: `snapshots/spring_sale@anna.snap` belongs to nothing: there is no persona `anna`
      hint: did you mean `ana`?
      hint: delete the file if the persona was removed on purpose, rename it if the persona was renamed

    error[orphan-snapshot]: `snapshots/sumer@ben.snap.new` belongs to nothing: there is no campaign `sumer`
      hint: did you mean `summer`?
      hint: delete the file if the campaign was removed on purpose, rename it if the campaign was renamed
    ");
}

#[test]
fn a_snapshot_that_is_no_text_is_named() {
    let mut world = Memory::default();
    let path = "snapshots/spring_sale@ana.snap".into();
    world.files.insert(path, vec![0xff, 0xfe]);
    let problem = snapshot::compare(&world, "spring_sale@ana", "").unwrap_err();
    assert_snapshot!(drawn(&[problem]), @r"
    error[snapshot-not-text]: expected text in `snapshots/spring_sale@ana.snap`, found other bytes
      hint: delete `snapshots/spring_sale@ana.snap` and approve the rendering again
    ");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("snapshots"),
        "a file where the folder should be",
    )
    .unwrap();
    let stored = snapshot::store_pending(folder.path(), "spring_sale@ana", "x");
    let discarded = discard(folder.path(), "spring_sale@ana");
    let accepted = accept(folder.path(), "spring_sale@ana");
    let problems = [stored, discarded, accepted].map(Result::unwrap_err);
    assert_snapshot!(drawn(&problems), @"
    error[cannot-write-snapshot]: cannot write `snapshots/spring_sale@ana.snap.new`: a file is where a folder should be

    error[cannot-write-snapshot]: cannot write `snapshots/spring_sale@ana.snap`: a file is where a folder should be
    ");
}
