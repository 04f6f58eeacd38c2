//! Sinks: what is in the files, under which names, and what a full disk does.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the suite reads what the sink wrote, and fails where it cannot"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use segue::diagnostic::Problem;
use segue::message::Message;
use segue::sink::{Format, Sink, SinkError};

use crate::message::message;

macro_rules! snapshot {
    ($name:literal, $value:expr) => {
        insta::with_settings!({
            snapshot_path => "../../snapshots/sink",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $value) })
    };
}

fn messages(customer_ids: &[&str]) -> Vec<Message> {
    let of = |id: &&str| Message {
        html: format!("<p>{id}</p>"),
        ..message(id, "ann@customers.example")
    };
    customer_ids.iter().map(of).collect()
}

fn write(format: Format, out: &Path, messages: &[Message]) -> Result<(), SinkError> {
    let mut sink = Sink::open(format, out)?;
    for message in messages {
        sink.write(&message.customer_id, &format.encode(message).unwrap())?;
    }
    sink.finish()
}

/// Contents by name.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn any_customer_id_has_a_file_of_its_own() {
    let long = "x".repeat(300);
    let longer = "x".repeat(301);
    let wide = "å".repeat(30);
    let ids = [
        "10017",
        "C-42_a.b",
        "../../etc/passwd",
        "/etc/passwd",
        "a/b",
        "a%2Fb",
        "a\\b",
        "..",
        ".",
        "",
        "%",
        ".hidden",
        ".segue.part",
        "CON",
        "con.txt",
        "Com1",
        "COM10",
        "nul",
        "ann",
        "Ann",
        "ann@customers.example",
        "Åse 🥾",
        "tab\tand\nline",
        "a~b",
        &long,
        &longer,
        &wide,
    ];
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("made/by the sink");
    write(Format::Html, &out, &messages(&ids)).unwrap();
    let written = files(&out);
    assert_eq!(written.len(), ids.len());
    let lines: Vec<String> = written
        .iter()
        .map(|(name, html)| format!("{name}\n    {}", html.escape_debug()))
        .collect();
    snapshot!("any_customer_id_has_a_file_of_its_own", lines.join("\n"));
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "a file outside the folder"
    );
}

#[test]
fn an_eml_file_is_the_mime_form() {
    let folder = tempfile::tempdir().unwrap();
    let messages = messages(&["1", "2"]);
    for _ in 0..2 {
        write(Format::Eml, folder.path(), &messages).unwrap();
        let written = files(folder.path());
        assert_eq!(written.keys().collect::<Vec<_>>(), ["1.eml", "2.eml"]);
        assert_eq!(written["1.eml"].as_bytes(), messages[0].to_eml().unwrap());
        assert_eq!(written["2.eml"].as_bytes(), messages[1].to_eml().unwrap());
    }
}

#[test]
fn a_line_for_each_message() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("made/spring.ndjson");
    let mut messages = messages(&["1", "\"2\"\u{2028}"]);
    messages[1].to = "søren@münchen.example".parse().unwrap();
    messages[1].reply_to = Some("care@alder.example".parse().unwrap());
    messages[1].list_id = Some("spring.alder.example".into());
    messages[1].unsubscribe_url = None;
    messages[1].unsubscribe_email = Some("leave@alder.example".into());
    messages[1].text = "two\nlines 🥾\n".into();
    messages[1].blocks.clear();
    write(Format::Ndjson, &out, &messages).unwrap();
    let written = fs::read_to_string(&out).unwrap();
    snapshot!("a_line_for_each_message", written);
    let line = written.lines().nth(1).unwrap();
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(line["text"], *messages[1].text);
    assert_eq!(line["customer_id"], *messages[1].customer_id);
}

#[test]
fn an_unfinished_file_does_not_bear_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("spring.ndjson");
    let message = &messages(&["1"])[0];
    let line = Format::Ndjson.encode(message).unwrap();
    let mut sink = Sink::open(Format::Ndjson, &out).unwrap();
    sink.write("1", &line).unwrap();
    drop(sink);
    let names: Vec<String> = files(folder.path()).into_keys().collect();
    assert_eq!(names, ["spring.ndjson.part"]);
    write(Format::Ndjson, &out, std::slice::from_ref(message)).unwrap();
    let names: Vec<String> = files(folder.path()).into_keys().collect();
    assert_eq!(names, ["spring.ndjson"]);
}

#[test]
fn what_cannot_be_written_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "in the way").unwrap();
    let taken = folder.path().join("taken");
    fs::create_dir_all(taken.join("1.html")).unwrap();
    let below = file.join("spring.ndjson");
    let one = messages(&["1"]);
    let many = messages(&["1"; 200]);
    let cases = [
        ("disk full", Format::Ndjson, Path::new("/dev/full"), &many),
        (
            "disk full, found at the end",
            Format::Ndjson,
            Path::new("/dev/full"),
            &one,
        ),
        ("a file where a folder should be", Format::Eml, &file, &one),
        (
            "a folder where a file should be",
            Format::Ndjson,
            folder.path(),
            &one,
        ),
        (
            "a file where a parent should be",
            Format::Ndjson,
            &below,
            &one,
        ),
        (
            "a folder with the message's name",
            Format::Html,
            &taken,
            &one,
        ),
    ];
    let shown = cases.map(|(name, format, out, messages)| {
        let error = write(format, out, messages).unwrap_err();
        let hints = error.hints().join("\n  ");
        format!("{name}\n  {}: {}\n  {hints}", error.code(), error.message())
    });
    let shown = shown
        .join("\n")
        .replace(folder.path().to_str().unwrap(), "DIR");
    snapshot!("what_cannot_be_written_says_why", shown);
    assert_eq!(
        files_of(&taken),
        ["1.html"],
        "the unfinished file stays behind"
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), "in the way");
}

#[test]
fn a_reader_that_goes_is_no_failure_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let mut reader = Command::new("head")
        .args(["-c", "1"])
        .arg(&pipe)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let error = write(Format::Ndjson, &pipe, &messages(&vec!["1"; 2000])).unwrap_err();
    reader.wait().unwrap();
    assert!(matches!(error, SinkError::ReaderGone), "{error}");
}

fn files_of(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}
