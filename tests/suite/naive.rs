//! The engine against an interpreter that is too simple to be wrong: one customer, one row and one
//! node of the tree at a time, no columns and no plan. Random rules on random data must come to the
//! same. A seed that fails is printed with its rules, the customer and both values.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod behaviour;
mod calendar;
mod data;
mod generate;
mod interpret;
mod proofs;
mod value;

use std::collections::HashMap;

use jiff::Timestamp;
use rayon::prelude::*;
use segue::evaluate::Log;
use segue::model::Model;

use crate::evaluate::Run;
use crate::random::Random;
use calendar::Calendar;
use data::{Data, Event, Files};
use generate::Rules;
use interpret::{Naive, with_fallbacks};

#[test]
fn a_thousand_rule_sets_come_to_the_same() {
    let differences: Vec<String> = (0..1_000)
        .into_par_iter()
        .flat_map_iter(differences)
        .collect();
    let shown: Vec<&str> = differences.iter().take(3).map(String::as_str).collect();
    assert!(
        differences.is_empty(),
        "{} values differ:\n{}",
        differences.len(),
        shown.join("\n")
    );
}

/// Every value of the seed's rules that the engine and the interpreter do not agree on.
fn differences(seed: u64) -> Vec<String> {
    let mut random = Random(seed);
    let files = Files::new(&mut random);
    let rules = Rules::new(&mut random).text;
    let world = files.world(&rules);
    let run = Run::new(&world);
    let mut log = Log::default();
    let found = run.evaluate(None, &mut log).unwrap();
    assert!(log.rejects.is_empty() && log.diagnostics.is_empty());
    let data = completed(&run.model, files.data(&run.model), files.now);
    let naive = naive(&run.model, &data, files.now);
    let mut differences = Vec::new();
    for (name, values) in &found[1..] {
        let facts = &run.model.facts;
        let fact = facts.iter().position(|fact| fact.name == *name);
        for (customer, value) in values.iter().enumerate() {
            let expected = match fact {
                Some(fact) => naive.fact(fact, customer).shown(),
                None => naive.audience(0, customer).shown(),
            };
            if *value != expected {
                differences.push(format!(
                    "seed {seed}, {name} of c{customer}: {value}, expected {expected}\n{rules}"
                ));
            }
        }
    }
    differences
}

fn naive<'a>(model: &'a Model, data: &'a Data, now: Timestamp) -> Naive<'a> {
    Naive {
        model,
        data,
        calendar: Calendar {
            now,
            zone: jiff::tz::TimeZone::get("America/New_York").unwrap(),
        },
        facts: HashMap::new().into(),
        rankings: HashMap::new().into(),
    }
}

/// The data with every fallback filled in.
fn completed(model: &Model, mut data: Data, now: Timestamp) -> Data {
    let mut rows: Vec<Vec<Vec<_>>> = Vec::new();
    for events in &data.events {
        rows.push(events.iter().map(|event| event.fields.clone()).collect());
    }
    let mut customers = data.customers.clone();
    let naive = naive(model, &data, now);
    with_fallbacks(&naive, &mut customers, &model.customer.fields);
    for (rows, table) in rows.iter_mut().zip(&model.events) {
        with_fallbacks(&naive, rows, &table.fields);
    }
    data.customers = customers;
    for (events, rows) in data.events.iter_mut().zip(rows) {
        let fields = events.drain(..).map(|event| event.customer).zip(rows);
        *events = fields
            .map(|(customer, fields)| Event { customer, fields })
            .collect();
    }
    data
}

/// The checker turns sequences into aggregates, so the interpreter above sees them turned already:
/// here they are taken by their words.
#[test]
fn sequences_are_what_their_words_say() {
    const HOUR: i64 = 3_600_000_000;
    for seed in 0..100 {
        let mut random = Random(seed);
        let files = Files::new(&mut random);
        let now = files.now.as_microsecond();
        let world = files.world(
            "segment ever      when visit in last 2 days followed by purchase\n\
             segment never     when visit in last 2 days not followed by purchase\n\
             segment soon      when visit in last 2 days followed by purchase within 3 hours\n\
             segment not_soon  when visit in last 2 days not followed by purchase within 3 hours\n\
             segment again     when purchase followed by purchase within 24 hours\n",
        );
        let run = Run::new(&world);
        let found = run.evaluate(None, &mut Log::default()).unwrap();
        let data = files.data(&run.model);
        let of = |name: &str, customer: usize| {
            let table = run.model.events.iter().position(|table| table.name == name);
            let all = data.events[table.unwrap()].iter();
            let own = all.filter(move |event| event.customer == Some(customer));
            let moments = own.filter_map(|event| event.fields[0].time());
            moments.filter(|&at| at <= now).collect::<Vec<i64>>()
        };
        for customer in 0..data.customers.len() {
            let (visits, bought) = (of("visit", customer), of("purchase", customer));
            let recent = || visits.iter().filter(|&&at| at > now - 48 * HOUR);
            let within = |at: i64, end: i64| bought.iter().any(|&one| one > at && one <= end);
            let expected = [
                ("ever", recent().any(|&at| within(at, now))),
                ("never", recent().any(|&at| !within(at, now))),
                ("soon", recent().any(|&at| within(at, at + 3 * HOUR))),
                (
                    "not_soon",
                    recent().any(|&at| at + 3 * HOUR <= now && !within(at, at + 3 * HOUR)),
                ),
                ("again", bought.iter().any(|&at| within(at, at + 24 * HOUR))),
            ];
            for (name, expected) in expected {
                let (_, values) = found.iter().find(|(found, _)| found == name).unwrap();
                let expected = if expected { "yes" } else { "no" };
                assert_eq!(
                    values[customer], expected,
                    "seed {seed}, {name} of c{customer}"
                );
            }
        }
    }
}
