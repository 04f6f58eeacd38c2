//! `segue fmt` on the command line.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use insta::assert_snapshot;

/// Runs `segue fmt`; what it wrote and its exit status.
fn fmt(folder: &Path, arguments: &str, input: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_segue"))
        .arg("fmt")
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    let code = output.status.code().unwrap();
    format!("stdout:\n{out}stderr:\n{err}exit status: {code}")
}

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("rules");
    fs::create_dir_all(rules.join("more")).unwrap();
    let files = [
        ("broken.seg", "trait   a = 1\nsegment b when x == 1\n"),
        ("good.seg", "trait a = 1\n"),
        ("more/crooked.seg", "trait   a = 1\r\ntrait long_name=2"),
        ("notes.txt", "trait   a = 1\n"),
    ];
    for (name, text) in files {
        fs::write(rules.join(name), text).unwrap();
    }
    folder
}

fn content(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join("rules").join(name)).unwrap()
}

#[test]
fn files_are_checked_then_written() {
    let project = project();
    let folder = project.path();
    assert_snapshot!(fmt(folder, "--check", ""), @r#"
    stdout:
    --- rules/more/crooked.seg
    +++ rules/more/crooked.seg
    @@ -1,2 +1,2 @@
    -trait   a = 1
    -trait long_name=2
    \ No newline at end of file
    +trait a         = 1
    +trait long_name = 2
    stderr:
    error[syntax]: expected an operator or the end of the segment, found `==`
     --> rules/broken.seg:2:18
      |
    2 | segment b when x == 1
      |                  ^^
      |
      = hint: equality is `=`

    1 file would change, 1 file in the one style already, 1 file with errors left alone
    exit status: 1
    "#);
    assert_eq!(
        content(folder, "more/crooked.seg"),
        "trait   a = 1\r\ntrait long_name=2"
    );
    assert_snapshot!(fmt(folder, "", ""), @r#"
    stdout:
    stderr:
    formatted rules/more/crooked.seg
    error[syntax]: expected an operator or the end of the segment, found `==`
     --> rules/broken.seg:2:18
      |
    2 | segment b when x == 1
      |                  ^^
      |
      = hint: equality is `=`

    1 file formatted, 1 file in the one style already, 1 file with errors left alone
    exit status: 1
    "#);
    assert_snapshot!(content(folder, "more/crooked.seg"), @r#"
    trait a         = 1
    trait long_name = 2
    "#);
    assert_eq!(
        content(folder, "broken.seg"),
        "trait   a = 1\nsegment b when x == 1\n"
    );
    assert_eq!(content(folder, "notes.txt"), "trait   a = 1\n");
    assert_snapshot!(fmt(folder, "--check rules/more rules/good.seg", ""), @r#"
    stdout:
    stderr:
    2 files in the one style already
    exit status: 0
    "#);
    assert_snapshot!(fmt(folder, "--quiet rules/more", ""), @r#"
    stdout:
    stderr:
    exit status: 0
    "#);
}

#[test]
fn standard_input_is_formatted_to_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    assert_snapshot!(fmt(folder.path(), "-", "trait   a=1"), @r#"
    stdout:
    trait a = 1
    stderr:
    exit status: 0
    "#);
    assert_snapshot!(fmt(folder.path(), "--stdin", "trait   a"), @r"
    stdout:
    stderr:
    error[syntax]: expected `=`, found the end of the trait
     --> standard input:1:10
      |
    1 | trait   a
      |          ^
      |
      = hint: write `=` before the value

    exit status: 1
    ");
    assert_snapshot!(fmt(folder.path(), "--stdin --check", "trait   a=1"), @r#"
    stdout:
    --- standard input
    +++ standard input
    @@ -1 +1 @@
    -trait   a=1
    \ No newline at end of file
    +trait a = 1
    stderr:
    exit status: 1
    "#);
    assert_snapshot!(fmt(folder.path(), "-", ""), @r#"
    stdout:
    stderr:
    exit status: 0
    "#);
}

#[test]
fn what_cannot_be_read_or_written_is_said() {
    let project = project();
    let folder = project.path();
    assert_snapshot!(fmt(folder, "rules/absent.seg rules/good.seg", ""), @r#"
    stdout:
    stderr:
    error[unreadable-file]: cannot read `rules/absent.seg`: No such file or directory (os error 2)

    1 file in the one style already
    exit status: 3
    "#);
    assert_snapshot!(fmt(folder, "--project rules/more", ""), @r#"
    stdout:
    stderr:
    error[no-rules]: the project has no rules
      hint: rules are files that end in `.seg`, in the folder `rules`
      hint: name a project with `--project DIR`, or the files themselves

    exit status: 1
    "#);
    assert_snapshot!(fmt(folder, "--stdin rules", ""), @r#"
    stdout:
    stderr:
    error: the argument '--stdin' cannot be used with '[FILES]...'

    Usage: segue fmt --stdin [FILES]...

    For more information, try '--help'.
    exit status: 2
    "#);
    let path = folder.join("rules/more/crooked.seg");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    assert_snapshot!(fmt(folder, "rules/more/crooked.seg", ""), @r#"
    stdout:
    stderr:
    error[cannot-write]: cannot write `rules/more/crooked.seg`: permission denied

    exit status: 3
    "#);
}

#[test]
fn help_has_examples() {
    let folder = tempfile::tempdir().unwrap();
    assert_snapshot!(fmt(folder.path(), "--help", ""), @r#"
    stdout:
    Lay rule files out in the one style

    Usage: segue fmt [OPTIONS] [FILES]...

    Arguments:
      [FILES]...  Rule files, or folders of them; `-` is standard input [default: the project's rules]

    Options:
          --check  Write nothing: print what would change, and exit with 1 if anything would
          --stdin  The same as `-`
      -h, --help   Print help

    Options of every command:
          --project <DIR>  The project's folder [default: .]
          --data <DIR>     Read data files from this folder instead of the one that segue.toml names
          --as-of <TIME>   The moment to take as now, as in 2026-11-01 or 2026-11-01T09:00:00Z
      -q, --quiet          Say nothing but errors and results

    Comments, empty lines and the order of everything stay. A file with syntax errors is left as it
    is.

    Examples:
      segue fmt                      every .seg file in rules/
      segue fmt rules/traits.seg     one file
      segue fmt --check              print what would change, for continuous integration
      segue fmt -                    standard input to standard output, for editors
    stderr:
    exit status: 0
    "#);
}
