//! `README.md`: its rules are the example's, its commands run, and they print what it shows.

use std::path::Path;
use std::process::Command;

use super::page::{Page, trimmed};
use super::{read, root};

const PAGE: &str = "README.md";

fn page() -> Page {
    Page::parse(PAGE, &read(PAGE))
}

#[test]
fn rules_are_those_of_the_example() {
    let campaigns = read("examples/outdoor/rules/campaigns.seg");
    let segments = read("examples/outdoor/rules/segments.seg");
    let rules = format!("{segments}{campaigns}");
    let page = page();
    for block in page.blocks().filter(|block| block.language == "seg") {
        for part in block.text.split("\n\n") {
            let part = part.trim_end();
            assert!(rules.contains(part), "{PAGE}:{}: {part}", block.line);
        }
    }
}

#[test]
fn sessions_print_what_they_show() {
    session(PAGE);
}

/// The blocks of one kind are one session in an empty folder: `$ ` stands before a command, what
/// it prints follows. A line `…` stands for any number of lines.
pub(super) fn session(path: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mut place = folder.path().to_path_buf();
    let page = Page::parse(path, &read(path));
    for block in page.blocks().filter(|block| block.language == "console") {
        for step in format!("\n{}", block.text).split("\n$ ").skip(1) {
            let (command, wanted) = step.split_once('\n').unwrap_or((step, ""));
            if let Some(into) = command.strip_prefix("cd ") {
                place.push(into);
                continue;
            }
            let printed = shell(command, &place);
            assert!(
                fits(&lines(&printed), &lines(wanted)),
                "{path}:{}: `{command}` prints\n{printed}",
                block.line
            );
        }
    }
}

#[test]
fn the_command_for_a_fresh_machine_leaves_a_gallery() {
    let text = read(PAGE);
    let command = "cargo run -- --project examples/outdoor preview --static gallery";
    assert!(text.contains(command));
    let folder = tempfile::tempdir().unwrap();
    let gallery = folder.path().join("gallery");
    let command = command.replace("cargo run --", "segue");
    let command = command.replace(
        "--static gallery",
        &format!("--static '{}'", gallery.display()),
    );
    shell(&command, &root(""));
    assert!(gallery.join("index.html").is_file());
}

#[test]
fn every_command_is_listed() {
    let help = shell("segue --help", &root(""));
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    let rows = super::page::table(&read(PAGE), "Command");
    for command in commands.filter_map(|line| line.split_whitespace().next()) {
        let is_listed = rows
            .iter()
            .any(|row| row[0].contains(&format!("segue {command}")));
        assert!(
            is_listed || command == "help",
            "{PAGE} lacks `segue {command}`"
        );
    }
}

/// What a shell prints for `command`, on either channel.
fn shell(command: &str, folder: &Path) -> String {
    let binaries = Path::new(env!("CARGO_BIN_EXE_segue")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", binaries.display()))
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn lines(text: &str) -> Vec<String> {
    trimmed(text).lines().map(str::to_owned).collect()
}

fn fits(printed: &[String], wanted: &[String]) -> bool {
    match wanted.split_first() {
        None => printed.is_empty(),
        Some((any, rest)) if any == "…" => {
            (0..=printed.len()).any(|skipped| fits(&printed[skipped..], rest))
        }
        Some((line, rest)) => printed.first() == Some(line) && fits(&printed[1..], rest),
    }
}
