//! Real input: the example project on Online Retail, whose data is not part of the repository. Where
//! the folder is missing, these tests say so and are skipped.

#![expect(
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a skipped test says so, and a failing one stops"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::python::{INSTALL, interpreter};

/// `ONLINE_RETAIL`, else the folder beside the repository.
fn data() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/online_retail");
    let folder = std::env::var_os("ONLINE_RETAIL").map_or_else(beside, PathBuf::from);
    let found = folder.join("order_lines.parquet").exists();
    if !found {
        let folder = folder.display();
        eprintln!("skipped: there is no Online Retail in `{folder}`; ONLINE_RETAIL names another");
    }
    found.then_some(folder)
}

fn segue(data: &Path, arguments: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Command::new(env!("CARGO_BIN_EXE_segue"))
        .arg("--project")
        .arg(root.join("examples/online_retail"))
        .arg("--data")
        .arg(data)
        .args(arguments)
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> &str {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    std::str::from_utf8(&output.stdout).unwrap()
}

#[test]
fn rfm_codes_agree_with_an_independent_computation() {
    let Some(data) = data() else { return };
    let folder = tempfile::tempdir().unwrap();
    let facts = folder.path().join("facts.ndjson");
    let sizes = segue(&data, &["segments", "--export", facts.to_str().unwrap()]);
    insta::assert_snapshot!(stdout(&sizes), @r"
    segment                                                               customers   share
    quiet                No order for 90 days                                 1,483  33.9 %  ███████
    abroad               Outside the United Kingdom                             422   9.7 %  ██
    vip                  Recent, frequent and generous                          643  14.7 %  ███
    often_cancels        One cancellation or more for two orders                336   7.7 %  ██
    last_christmas_only  Bought for last Christmas, but not for this one        264   6.0 %  ██
    big_baskets          £500 and more an order                                 788  18.0 %  ████
    lifecycle
      .prospect          No order that stands                                    34   0.8 %  █
      .champion          Champions                                            1,028  23.5 %  █████
      .loyal             Loyal                                                1,052  24.1 %  █████
      .new               New                                                    434   9.9 %  ██
      .at_risk           At risk                                                765  17.5 %  ████
      .lapsed            Lapsed                                                 962  22.0 %  █████
      .promising         Promising                                               97   2.2 %  █

    4,372 customers
    ");

    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rfm_online_retail.py");
    let compared = Command::new(interpreter())
        .args([&script, &data, &facts])
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&compared.stderr);
    assert!(
        !errors.contains("ModuleNotFoundError"),
        "tests/rfm_online_retail.py does not run; {INSTALL}. It said:\n{errors}"
    );
    assert_eq!(errors, "");
    assert_eq!(
        String::from_utf8_lossy(&compared.stdout),
        "4372 customers agree, 0 differ\n"
    );
}

#[test]
fn personas_get_what_they_are_expected_to() {
    let Some(data) = data() else { return };
    let tested = segue(&data, &["test"]);
    let summary = stdout(&tested).lines().rev().take(3).collect::<Vec<_>>();
    assert_eq!(
        summary,
        [
            "coverage      66%, 37 of 56; `segue test --coverage` lists the rest",
            "snapshots     6 of 6 as approved",
            "expectations  23 of 23 hold",
        ]
    );
}
