//! What `--help` says: the reference of the command line.

use std::fmt::Write;

use insta::assert_snapshot;

use crate::harness::Session;

const COMMANDS: [&str; 14] = [
    "",
    "new",
    "check",
    "segments",
    "explain",
    "render",
    "preview",
    "test",
    "send",
    "schema",
    "schema infer",
    "errors",
    "lsp",
    "completions",
];

#[test]
fn every_command_explains_itself_with_an_example() {
    let mut reference = String::new();
    for command in COMMANDS {
        let told = Session::new().output(&format!("{command} --help"));
        assert!(told.status.success() && told.stderr.is_empty());
        let help = String::from_utf8(told.stdout).unwrap();
        assert!(
            help.contains("  segue ") || help.contains("`segue "),
            "{help}"
        );
        write!(reference, "$ segue {command} --help\n{help}\n\n").unwrap();
    }
    insta::with_settings!({
        snapshot_path => "../../../snapshots/session",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { assert_snapshot!("help", reference) });
}

#[test]
fn the_version_is_told() {
    assert_snapshot!(Session::new().run("--version"), @r"
    stdout:
    segue 0.1.0
    exit status: 0
    ");
}
