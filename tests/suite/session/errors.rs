//! `segue errors`: what a code means.

use insta::assert_snapshot;
use segue::diagnostic::code::entries;

use crate::harness::Session;

#[test]
fn a_code_has_a_page() {
    assert_snapshot!(Session::new().run("errors unknown-option"), @r#"
    stdout:
    unknown-option

      The text is none of the options that the field can have.

    Why it matters
      The comparison could never hold, so a segment would be empty for a misspelt word.

    How to mend it
      Take the option that is suggested, or add the new one to `one of …` where the field is declared.

    Wrong, in rules/example.seg
      segment golden when tier = "glod"

    Right, in rules/example.seg
      segment golden when tier = "gold"
    exit status: 0
    "#);
}

#[test]
fn a_code_is_taken_as_a_finding_shows_it() {
    let session = Session::new();
    assert_eq!(
        session.run("errors error[unknown-option]:"),
        session.run("errors unknown-option")
    );
}

#[test]
fn a_page_for_a_machine() {
    assert_snapshot!(Session::new().run("errors cannot-write --format json"), @r#"
    stdout:
    {
      "code": "cannot-write",
      "summary": "A result cannot be written where it should be.",
      "reason": "What was not written is missing, so the command says so and does not end well.",
      "remedy": "Name a place with `--out` that can be created and written.",
      "wrong": {
        "command": "segue segments --out no/such/folder/sizes.txt"
      },
      "right": {
        "command": "segue segments --out sizes.txt"
      }
    }
    exit status: 0
    "#);
}

#[test]
fn an_unknown_code() {
    assert_snapshot!(Session::new().run("errors unkown-option"), @r"
    stderr:
    error[unknown-name]: there is no code called `unkown-option`
      hint: did you mean `unknown-option`?
    exit status: 1
    ");
}

#[test]
fn every_code_is_listed() {
    let told = Session::new().run("errors");
    for entry in entries() {
        let code = entry.code.as_str();
        let is_listed = |line: &str| line.split_whitespace().next() == Some(code);
        assert!(told.lines().any(is_listed), "{code} is not listed:\n{told}");
    }
}
