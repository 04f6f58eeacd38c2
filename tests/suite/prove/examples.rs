//! The customers that findings tell of, made real and asked by the engine.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

use std::fmt::Write;
use std::path::{Path, PathBuf};

use segue::diagnostic::{Diagnostic, Diagnostics};
use segue::evaluate::Log;
use segue::model::{Fact, FactKind, Model};
use segue::prove::prove;
use segue::source::Sources;
use segue::world::Memory;

use crate::check::{checked, project, read};
use crate::evaluate::{Line, Run};

const SETTINGS: &str = r#"
customer.file = "customer.csv"
events.purchase.file = "purchase.csv"
events.visit.file = "visit.csv"
events.cart_add.file = "cart_add.csv"
catalogs.product.file = "product.csv"
catalogs.brand.file = "brand.csv"
name = "examples"
timezone = "America/New_York"
message.from = "Acme <news@acme.example>"
as_of = "2026-03-01T12:00:00Z"
"#;

/// What a finding says of its made-up customer, as segments that must all hold.
struct Example {
    told: Vec<String>,
    segments: Vec<String>,
}

#[test]
fn examples_of_findings_do_what_is_said_of_them() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let prelude = read(&cases.join("check/prelude.seg"));
    let mut count = 0;
    for case in ["always", "arms", "equal", "events", "missing", "never"] {
        let rules = read(&cases.join(format!("prove/err/{case}.seg")));
        for example in examples(&rules) {
            let names: Vec<String> = (0..example.segments.len())
                .map(|number| format!("claim_{number}"))
                .collect();
            let mut text = format!("{prelude}\n{rules}\n");
            for (name, condition) in names.iter().zip(&example.segments) {
                writeln!(text, "segment {name} when {condition}").unwrap();
            }
            let found = evaluated(&text, &example.told);
            for (name, condition) in names.iter().zip(&example.segments) {
                let (_, values) = found.iter().find(|(found, _)| found == name).unwrap();
                assert_eq!(
                    values[..],
                    ["yes"],
                    "{case}: {:?}: {condition}",
                    example.told
                );
            }
            count += 1;
        }
    }
    assert!(count >= 14, "only {count} examples");
}

/// The findings of a case that tell of a customer.
fn examples(rules: &str) -> Vec<Example> {
    let (model, _, mut sources) = checked(rules);
    let settings = project(&mut sources, &mut Diagnostics::default());
    let mut findings = Diagnostics::default();
    prove(&model, &settings, &sources, &mut findings);
    findings
        .iter()
        .filter_map(|one| example(one, &model, &sources))
        .collect()
}

fn example(finding: &Diagnostic, model: &Model, sources: &Sources) -> Option<Example> {
    let hint = finding
        .hints
        .iter()
        .find(|hint| hint.starts_with("for example"))?;
    // of a row nothing is made up but the row
    if finding.message.starts_with("this also holds for each") {
        return None;
    }
    let told = hint.split_once(": ").map(|(_, told)| told);
    let told = told.or_else(|| hint.split('`').nth(1))?;
    let told: Vec<String> = told.split(", ").map(str::to_owned).collect();
    let conditions = |label: &str| {
        let notes = finding.notes.iter().filter(|(_, text)| text == label);
        let all = notes.map(|(span, _)| format!("({})", sources.slice(*span)));
        all.collect::<Vec<String>>()
    };
    let mut segments: Vec<String> = told.iter().map(|told| condition(told)).collect();
    let at = finding.span?;
    let around = |fact: &&Fact| {
        let whole = fact.value.span;
        fact.kind == FactKind::Segment && whole.to(at) == whole
    };
    if let Some(segment) = model.facts.iter().find(around) {
        // a comparison behind `not` does not hold, but the segment does
        segments.push(format!("in {}", segment.name));
    } else if !finding.message.starts_with("`otherwise`") {
        segments.push(format!("({})", sources.slice(at)));
    }
    if hint.ends_with("is taken above") {
        segments.push(conditions("taken here").join(" or "));
    } else if hint.ends_with("is not in the audience") {
        segments.push(format!(
            "not ({})",
            conditions("the audience").join(" and ")
        ));
    }
    Some(Example { told, segments })
}

fn condition(told: &str) -> String {
    match told.strip_suffix(" missing") {
        Some(name) => format!("{name} is missing"),
        None => match told.rsplit_once(" = ") {
            Some((name, value)) => format!("({name}) = {value}"),
            None => told.to_owned(),
        },
    }
}

/// What one customer comes to who is as told.
fn evaluated(rules: &str, told: &[String]) -> Vec<Line> {
    const COLUMNS: [&str; 8] = [
        "first_name",
        "birth_date",
        "state",
        "loyalty_tier",
        "email_consent",
        "member",
        "credit",
        "interests",
    ];
    let value = |name: &str| {
        let told = told.iter().filter_map(|told| told.rsplit_once(" = "));
        let mut told = told.filter(|(of, _)| *of == name);
        told.next()
            .map(|(_, value)| value.trim_matches('"').to_owned())
    };
    let cells = COLUMNS.map(|name| match (name, value(name), value("age")) {
        ("birth_date", _, Some(age)) => {
            format!("{}-01-01", 2026 - age.parse::<i32>().unwrap())
        }
        (_, Some(value), _) => value,
        ("loyalty_tier", ..) => "none".to_owned(),
        ("email_consent", ..) => "yes".to_owned(),
        _ => String::new(),
    });
    let orders = value("orders").or_else(|| value("count of purchase in last 30 days"));
    let orders: usize = orders.map_or(0, |orders| orders.parse().unwrap());
    let order = "c,2026-02-20T10:00:00Z,1,p,1,10.00,\n";
    let files = [
        ("segue.toml", SETTINGS.to_owned()),
        ("rules.seg", rules.to_owned()),
        (
            "customer.csv",
            format!(
                "customer_id,email,timezone,signed_up,last_call,{}\nc,c@x.example,,2025-01-01T00:00:00Z,,{}\n",
                COLUMNS.join(","),
                cells.join(",")
            ),
        ),
        (
            "purchase.csv",
            format!(
                "customer_id,at,order_no,product,quantity,amount,gift\n{}",
                order.repeat(orders)
            ),
        ),
        (
            "visit.csv",
            "customer_id,at,page,seconds,stay,tags\n".to_owned(),
        ),
        ("cart_add.csv", "customer_id,at,product\n".to_owned()),
        (
            "product.csv",
            "sku,name,category,price,stock,brand\np,P,shoes,10.00,,\n".to_owned(),
        ),
        ("brand.csv", "brand_id,country\n".to_owned()),
    ];
    let mut world = Memory::default();
    let files = files.map(|(path, text)| (PathBuf::from(path), text.into_bytes()));
    world.files.extend(files);
    let mut log = Log::default();
    let found = Run::new(&world).evaluate(None, &mut log).unwrap();
    assert!(log.rejects.is_empty(), "{told:?}");
    found
}
