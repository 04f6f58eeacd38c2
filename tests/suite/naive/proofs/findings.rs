//! What `check` reports as proved, on rules made to be contradictory: never true, always true, never
//! chosen, always the same.

use std::collections::HashMap;
use std::fmt::Write;

use rayon::prelude::*;
use segue::diagnostic::{Diagnostic, Diagnostics};
use segue::model::{Expr, ExprKind, Model};
use segue::prove::prove;
use segue::schema::Type;
use segue::source::Span;

use super::super::data::{Data, Files};
use super::super::interpret::Naive;
use super::super::{completed, naive};
use super::{checked, values};
use crate::random::Random;

/// Questions about a customer that contradict, contain and cover each other.
const CUSTOMER: [&str; 30] = [
    "age > 30",
    "age < 18",
    "age between 18 and 70",
    "age is missing",
    "age != 30",
    "tier = \"gold\"",
    "tier in (\"none\", \"silver\")",
    "tier != \"none\"",
    "state = \"CA\"",
    "state in (\"CA\", \"NY\")",
    "state is known",
    "state starts with \"C\"",
    "name = state",
    "name != state",
    "member",
    "member is missing",
    "credit >= 10.00",
    "credit < 10.01",
    "no purchase",
    "purchase in last 3 days",
    "no purchase in last 2 weeks",
    "at least 2 purchase in last 7 days",
    "at most 1 purchase in last 30 days",
    "exactly 1 visit",
    "purchase where gift in last 3 days",
    "no purchase where quantity > 1",
    "days since (latest purchase.at) > 40",
    "joined in last 3 days",
    "joined in last 2 calendar days",
    "born before 2000-01-01",
];
/// The same about a purchase.
const PURCHASE: [&str; 8] = [
    "quantity > 1",
    "quantity < 1",
    "quantity is missing",
    "gift",
    "note = \"x\"",
    "note starts with \"A\"",
    "product.category = \"shoes\"",
    "product.category is missing",
];

/// Something that is said of everybody.
#[derive(Clone)]
enum Claim<'a> {
    /// The conditions never hold together: of customers, or of the rows of an event.
    Never(Vec<&'a Expr>, Option<usize>),
    /// The condition always holds.
    Always(&'a Expr, Option<usize>),
    /// Nobody is left for an arm by those above it; `None` is for everybody else.
    Unreachable(Vec<&'a Expr>, Option<&'a Expr>),
    /// Two conditions hold of the same customers.
    Equal(&'a Expr, &'a Expr),
}

#[test]
fn what_is_reported_holds_of_everybody() {
    let found: Vec<(HashMap<&str, usize>, Vec<String>)> =
        (0..300).into_par_iter().map(reported).collect();
    let wrong: Vec<&String> = found.iter().flat_map(|(_, wrong)| wrong).collect();
    let shown: Vec<&str> = wrong.iter().take(3).map(|text| text.as_str()).collect();
    assert!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        shown.join("\n")
    );
    let mut all: HashMap<&str, usize> = HashMap::new();
    for (counts, _) in &found {
        for (code, count) in counts {
            *all.entry(code).or_default() += count;
        }
    }
    for (code, least) in [
        ("empty-segment", 100),
        ("never-true", 200),
        ("always-true", 50),
        ("unreachable-arm", 200),
        ("equal-segments", 50),
    ] {
        let count = all.get(code).copied().unwrap_or_default();
        assert!(count > least, "only {count} times {code}");
    }
}

/// Claims that are wrong of some customer are found to be.
#[test]
fn a_wrong_finding_is_caught() {
    let caught: [usize; 4] = (0..50)
        .into_par_iter()
        .map(caught)
        .reduce(|| [0; 4], |a, b| std::array::from_fn(|at| a[at] + b[at]));
    assert!(caught.iter().all(|&count| count > 50), "only {caught:?}");
}

/// How often what is reported of the seed's rules is of each code, and what of it is not so.
fn reported(seed: u64) -> (HashMap<&'static str, usize>, Vec<String>) {
    let mut random = Random(seed);
    let files = Files::new(&mut random);
    let rules = rules(&mut random);
    let (model, project, sources) = checked(&files.world(&rules));
    let data = completed(&model, files.data(&model), files.now);
    let naive = naive(&model, &data, files.now);
    let mut findings = Diagnostics::default();
    prove(&model, &project, &sources, &mut findings);
    let (mut counts, mut wrong) = (HashMap::new(), Vec::new());
    for finding in findings.iter() {
        let Some(claim) = claim(finding, &model) else {
            assert_eq!(finding.code.as_str(), "missing-surprises");
            continue;
        };
        *counts.entry(finding.code.as_str()).or_default() += 1;
        if let Some(at) = refuted(&claim, &naive, &data) {
            let message = &finding.message;
            wrong.push(format!(
                "seed {seed}, {message}, but not for {at}:\n{rules}"
            ));
        }
    }
    (counts, wrong)
}

/// How many of each kind of wrong claims about the seed's rules are found out: each is wrong of
/// somebody, counted another way.
fn caught(seed: u64) -> [usize; 4] {
    let mut random = Random(seed);
    let files = Files::new(&mut random);
    let (model, _, _) = checked(&files.world(&rules(&mut random)));
    let data = completed(&model, files.data(&model), files.now);
    let naive = naive(&model, &data, files.now);
    let facts = model
        .facts
        .iter()
        .filter(|fact| fact.value.ty == Type::YesNo);
    let facts: Vec<&Expr> = facts.map(|fact| &fact.value).collect();
    let mut caught = [0; 4];
    let mut claimed = |kind: usize, claim: &Claim, is_wrong: bool| {
        assert_eq!(refuted(claim, &naive, &data).is_some(), is_wrong);
        caught[kind] += usize::from(is_wrong);
    };
    for (at, first) in facts.iter().enumerate() {
        let of_first = values(first, None, &naive, &data);
        let somebody = of_first.contains(&true);
        claimed(0, &Claim::Never(vec![first], None), somebody);
        claimed(1, &Claim::Always(first, None), of_first.contains(&false));
        for second in &facts[at + 1..] {
            let of_second = values(second, None, &naive, &data);
            let mut both = of_first.iter().zip(&of_second);
            let is_left = both.clone().any(|(first, second)| *second && !first);
            claimed(2, &Claim::Unreachable(vec![first], Some(second)), is_left);
            let differ = both.any(|(first, second)| first != second);
            claimed(3, &Claim::Equal(first, second), differ);
        }
    }
    caught
}

/// What a finding says; none where it says nothing of everybody.
fn claim<'a>(finding: &Diagnostic, model: &'a Model) -> Option<Claim<'a>> {
    let span = finding.span?;
    let at = |span: Span| condition(model, span).unwrap();
    Some(match finding.code.as_str() {
        "empty-segment" | "never-true" => {
            let (first, event) = at(span);
            let with = finding.notes.iter();
            let with = with.filter(|(_, label)| label == "this asks for others");
            let with = with.map(|(span, _)| at(*span).0);
            Claim::Never([first].into_iter().chain(with).collect(), event)
        }
        "always-true" => {
            let (condition, event) = at(span);
            Claim::Always(condition, event)
        }
        "unreachable-arm" => arm(model, span).unwrap(),
        "equal-segments" => {
            let other = finding.notes[0].0;
            let of = |span: Span| model.facts.iter().find(|fact| fact.span == span);
            Claim::Equal(&of(span)?.value, &of(other)?.value)
        }
        _ => return None,
    })
}

/// The condition that is written there, and the event of whose rows it is.
fn condition(model: &Model, span: Span) -> Option<(&Expr, Option<usize>)> {
    let facts = model.facts.iter().map(|fact| (&fact.value, None));
    let filters = model.aggregates.iter().filter_map(|aggregate| {
        let filter = aggregate.filter.as_ref()?;
        Some((filter, Some(aggregate.event)))
    });
    facts.chain(filters).find_map(|(whole, event)| {
        let mut found = None;
        whole.walk(&mut |part| {
            if part.span == span && part.ty == Type::YesNo {
                found = found.or(Some(part));
            }
        });
        found.map(|found| (found, event))
    })
}

/// The arm whose condition, or whose value where it has none, is written there.
fn arm(model: &Model, span: Span) -> Option<Claim<'_>> {
    let mut found = None;
    for fact in &model.facts {
        fact.value.walk(&mut |part| {
            let ExprKind::Case(arms, otherwise) = &part.kind else {
                return;
            };
            let above = |count: usize| arms[..count].iter().map(|(when, _)| when).collect();
            if let Some(at) = arms.iter().position(|(when, _)| when.span == span) {
                found = Some(Claim::Unreachable(above(at), Some(&arms[at].0)));
            } else if otherwise.as_ref().is_some_and(|value| value.span == span) {
                found = Some(Claim::Unreachable(above(arms.len()), None));
            }
        });
    }
    found
}

/// The number of a customer, or row, of whom the claim is not so.
fn refuted(claim: &Claim, naive: &Naive, data: &Data) -> Option<usize> {
    let of = |expr: &Expr, event: Option<usize>| values(expr, event, naive, data);
    let all = |exprs: &[&Expr], event| -> Vec<Vec<bool>> {
        exprs.iter().map(|expr| of(expr, event)).collect()
    };
    match claim {
        Claim::Never(together, event) => {
            let together = all(together, *event);
            (0..together[0].len()).find(|&at| together.iter().all(|one| one[at]))
        }
        Claim::Always(expr, event) => of(expr, *event).iter().position(|holds| !holds),
        Claim::Unreachable(above, own) => {
            let above = all(above, None);
            let own = own.map(|own| of(own, None));
            (0..data.customers.len()).find(|&at| {
                own.as_ref().is_none_or(|own| own[at]) && !above.iter().any(|one| one[at])
            })
        }
        Claim::Equal(first, second) => {
            let (first, second) = (of(first, None), of(second, None));
            (0..first.len()).find(|&at| first[at] != second[at])
        }
    }
}

/// Segments, groups and traits over few questions, so that many contradict each other.
fn rules(random: &mut Random) -> String {
    let mut text = String::new();
    for number in 0..12 {
        let _ = writeln!(
            text,
            "segment s{number} when {}",
            tree(random, &CUSTOMER, 0)
        );
    }
    for number in 0..3 {
        let filter = tree(random, &PURCHASE, 1);
        let _ = writeln!(text, "segment p{number} when purchase where {filter}");
        let arms: [String; 3] = std::array::from_fn(|_| tree(random, &CUSTOMER, 1));
        let [first, second, third] = &arms;
        let _ = writeln!(
            text,
            "group g{number} {{\n  first when {first}\n  second when {second}\n  third when {third}\n  rest otherwise\n}}"
        );
        let [first, second, third] = std::array::from_fn(|_| tree(random, &CUSTOMER, 1));
        let _ = writeln!(
            text,
            "trait t{number} = case when {first} then 1 when {second} then 2 when {third} then 3 otherwise 4"
        );
    }
    text
}

/// Questions joined by `and`, `or` and `not`.
fn tree(random: &mut Random, questions: &[&str], depth: u32) -> String {
    let one = |random: &mut Random| tree(random, questions, depth + 1);
    match random.below(if depth < 3 { 6 } else { 2 }) {
        0 | 1 => random.pick(questions).to_owned(),
        2 | 3 => format!("({}) and ({})", one(random), one(random)),
        4 => format!("({}) or ({})", one(random), one(random)),
        _ => format!("not ({})", one(random)),
    }
}
