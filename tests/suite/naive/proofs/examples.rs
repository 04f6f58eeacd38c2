//! The customers that proofs make up: who is as they are told must satisfy what they are made up
//! for.

use rayon::prelude::*;
use segue::model::{FactKind, Model};
use segue::prove::{Reasoner, Somebody};
use segue::schema::Type;

use super::super::data::{Data, Files, value};
use super::super::generate::Rules;
use super::super::interpret::empty;
use super::super::{completed, naive};
use super::{checked, read};
use crate::random::Random;

/// What came of making up customers for the rules of some seeds.
#[derive(Default)]
struct Tally {
    /// Customers who were made up, and told wholly.
    made_up: usize,
    /// Real ones who are as one of them is told.
    alike: usize,
    /// What is told cannot be asked for in a rule.
    unreadable: Vec<String>,
    /// Those alike who do not satisfy what it was made up for.
    wrong: Vec<String>,
}

#[test]
fn whoever_is_like_an_example_satisfies_its_condition() {
    let tally = tried(|holds| holds);
    let shown: Vec<&str> = tally.wrong.iter().take(3).map(String::as_str).collect();
    assert!(
        tally.wrong.is_empty(),
        "{} of {} are wrong:\n{}",
        tally.wrong.len(),
        tally.alike,
        shown.join("\n")
    );
    assert_eq!(tally.unreadable, [] as [&str; 0]);
    assert!(
        tally.made_up > 500 && tally.alike > 1_000,
        "only {} are like {}",
        tally.alike,
        tally.made_up
    );
}

/// An example of the opposite is caught wherever there is somebody like it.
#[test]
fn a_wrong_example_is_caught() {
    let tally = tried(|holds| !holds);
    assert_eq!(tally.wrong.len(), tally.alike);
    assert!(tally.alike > 1_000, "only {}", tally.alike);
}

fn tried(claimed: fn(bool) -> bool) -> Tally {
    let seeds = (0..300).into_par_iter();
    let tallies = seeds.map(|seed| of_seed(seed, claimed));
    tallies.reduce(Tally::default, |mut all, one| {
        all.made_up += one.made_up;
        all.alike += one.alike;
        all.unreadable.extend(one.unreadable);
        all.wrong.extend(one.wrong);
        all
    })
}

/// Makes somebody up for each condition of the seed's rules, and for its opposite.
fn of_seed(seed: u64, claimed: fn(bool) -> bool) -> Tally {
    let mut random = Random(seed);
    let files = Files::new(&mut random);
    let rules = Rules::new(&mut random).text;
    let (model, project, sources) = checked(&files.world(&rules));
    let mut reasoner = Reasoner::new(&model, &project, &sources);
    let mut tally = Tally::default();
    for fact in &model.facts {
        let is_segment = fact.kind == FactKind::Segment || fact.value.ty == Type::YesNo;
        for holds in [true, false] {
            if !is_segment {
                continue;
            }
            let somebody = reasoner.somebody(&fact.value, holds);
            if let Some(somebody) = somebody.filter(|one| one.is_whole && !one.told.is_empty()) {
                tally.made_up += 1;
                alike(
                    &files,
                    &rules,
                    &fact.name,
                    &somebody,
                    claimed(holds),
                    &mut tally,
                );
            }
        }
    }
    tally
}

/// Gives every customer the attributes that are told, and asks those who are like it in the rest
/// whether the condition `name` holds.
fn alike(
    files: &Files,
    rules: &str,
    name: &str,
    somebody: &Somebody,
    holds: bool,
    tally: &mut Tally,
) {
    let told: Vec<Option<String>> = somebody
        .told
        .iter()
        .map(|told| readings(told).find(|reading| is_readable(files, rules, reading)))
        .collect();
    let Some(told) = told.into_iter().collect::<Option<Vec<String>>>() else {
        tally.unreadable.push(somebody.told.join(", "));
        return;
    };
    let told = told.join(" and ");
    let (model, _, _) = checked(&files.world(&format!("{rules}segment alike when {told}\n")));
    let data = posed(files.data(&model), &model, &somebody.told);
    let data = completed(&model, data, files.now);
    let naive = naive(&model, &data, files.now);
    let fact = |name: &str| model.facts.iter().position(|fact| fact.name == name);
    for customer in 0..data.customers.len() {
        if !naive.fact(fact("alike").unwrap(), customer).is_yes() {
            continue;
        }
        tally.alike += 1;
        if naive.fact(fact(name).unwrap(), customer).is_yes() != holds {
            let wrong = format!("{told}\nbut {name} of c{customer} is not {holds} in\n{rules}");
            tally.wrong.push(wrong);
        }
    }
}

fn is_readable(files: &Files, rules: &str, condition: &str) -> bool {
    let world = files.world(&format!("{rules}segment alike when {condition}\n"));
    read(&world).3.errors() == 0
}

/// What is told, as a rule may ask for it: it does not say where its left side ends.
fn readings(told: &str) -> impl Iterator<Item = String> {
    const SIGNS: [&str; 6] = [
        " = ",
        " < ",
        " > ",
        " contains ",
        " starts with ",
        " ends with ",
    ];
    let missing = told.strip_suffix(" missing");
    let missing = missing.map(|name| format!("({name}) is missing"));
    let other = told.split_once(" other than ");
    let other = other.map(|(name, other)| format!("(({name}) is known and ({name}) != {other})"));
    let mut parts: Vec<(&str, &str, &str)> = Vec::new();
    for sign in SIGNS {
        let places = told.match_indices(sign);
        parts.extend(places.map(|(at, _)| (&told[..at], sign, &told[at + sign.len()..])));
    }
    parts.sort_by_key(|(left, ..)| std::cmp::Reverse(left.len()));
    let parts: Vec<String> = parts
        .into_iter()
        .map(|(left, sign, right)| match sign {
            // of a time the date may be told
            " = " if is_date(right) => format!("days since ({left}) = days since {right}"),
            " = " => format!("({left}) = {right}"),
            _ => format!("(({left}){sign}({right}))"),
        })
        .collect();
    let whole = format!("({told})");
    missing.or(other).into_iter().chain(parts).chain([whole])
}

fn is_date(text: &str) -> bool {
    text.len() == "2026-03-01".len() && text.chars().nth(4) == Some('-') && !text.contains('"')
}

/// The data with the attributes that are told; every second customer did nothing.
fn posed(mut data: Data, model: &Model, told: &[String]) -> Data {
    for one in told {
        let (name, text) = match one.strip_suffix(" missing") {
            Some(name) => (name, ""),
            None => one.rsplit_once(" = ").unwrap_or((one, "")),
        };
        if let Some(field) = model.customer.field(name)
            && !(model.customer.fields[field].ty == Type::Time && is_date(text))
        {
            let ty = &model.customer.fields[field].ty;
            let posed = match text.trim_matches('"') {
                "" => empty(ty),
                text => value(text, ty),
            };
            for customer in &mut data.customers {
                customer[field] = posed.clone();
            }
        }
    }
    for events in &mut data.events {
        events.retain(|event| event.customer.is_none_or(|customer| customer % 2 == 0));
    }
    data
}
