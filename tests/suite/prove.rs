//! What is proved of rules: findings where something is wrong, and none where nothing is.
//!
//! A case is one `.seg` file with the tables of the checker's cases. The rules must be free of
//! errors before.

mod examples;

use segue::diagnostic::{Diagnostics, Style, draw};
use segue::prove::prove;

use crate::check::{checked, project, read};

macro_rules! snapshot {
    ($name:literal, $shown:expr) => {
        insta::with_settings!({
            snapshot_path => "../../snapshots/prove",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $shown) })
    };
}

#[test]
fn ok() {
    insta::glob!("../cases", "prove/ok/*.seg", |path| {
        assert_eq!(proved(&read(path)), "", "{} has findings", path.display());
    });
}

#[test]
fn err() {
    insta::glob!("../cases", "prove/err/*.seg", |path| {
        let text = read(path);
        snapshot!("err", format!("{text}\n---\n{}", proved(&text)));
    });
}

/// The findings, drawn.
fn proved(text: &str) -> String {
    let (model, diagnostics, mut sources) = checked(text);
    let found = draw(&diagnostics, &sources, Style::Plain);
    assert_eq!(found, "", "the rules have errors before");
    let settings = project(&mut sources, &mut Diagnostics::default());
    let mut findings = Diagnostics::default();
    let proof = prove(&model, &settings, &sources, &mut findings);
    assert_eq!(proof.out_of_reach, 0);
    findings.sort(&sources);
    draw(&findings, &sources, Style::Plain)
}
