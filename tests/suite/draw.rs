//! Findings in long files.

use segue::diagnostic::{Diagnostics, Style, draw};
use segue::rules::parse;
use segue::source::Sources;

/// Many sound lines around some that are not.
fn lines() -> Vec<String> {
    let sound = |number: usize| format!("segment s{number} when age > {number}  # ✓ sound");
    (0..20_000)
        .map(|number| match number {
            9_999 => "segment vip when rank => 5".to_owned(),
            10_001 => "group g {\n  first when age > 3\n\n\n\n\n  second age < 3\n}".to_owned(),
            _ => sound(number),
        })
        .collect()
}

/// What is found in a file that begins with line `first`, drawn.
fn drawn(text: &str, first: usize) -> String {
    let mut sources = Sources::default();
    let rules = sources.add_excerpt("rules/all.seg", text, first);
    let mut diagnostics = Diagnostics::default();
    parse(rules, &sources, &mut diagnostics);
    diagnostics.sort(&sources);
    draw(&diagnostics, &sources, Style::Plain)
}

#[test]
fn a_finding_in_a_long_file_is_drawn_as_in_a_short_one() {
    let lines = lines();
    let short = drawn(&lines[9_990..10_010].join("\n"), 9_991);
    assert_eq!(drawn(&lines.join("\n"), 1), short);
    insta::assert_snapshot!(short, @r#"
    error[syntax]: expected an operator or the end of the segment, found `=>`
         --> rules/all.seg:10000:23
          |
    10000 | segment vip when rank => 5
          |                       ^^
          |
          = hint: at least is `>=`

    error[syntax]: expected a text in quotes, `when` or `otherwise`, found `age`
         --> rules/all.seg:10008:10
          |
    10008 |   second age < 3
          |          ^^^
          |
          = hint: each line needs `when …` or `otherwise`
    "#);
}
