//! `explain --why-not` held against trying everything: all customers that there can be are in the
//! data, so the smallest change is the way to the nearest one that is in.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop at what cannot be"
)]

use std::fmt::Write;

use arrow_buffer::BooleanBuffer;
use segue::evaluate::{Log, Population, Rows, Tables};
use segue::explain::{Answer, Change, Explainer, Membership, Needs};
use segue::plan::plan;
use segue::workspace::{Workspace, load};
use segue::world::Memory;
use serde_json::Value;

use crate::random::Random;

const SETTINGS: &str = r#"
name = "laws"
timezone = "UTC"
as_of = "2026-03-31T12:00:00Z"
customer.file = "customers.csv"
events.visit.file = "visit.csv"
"#;

const TABLES: &str = r#"
customer {
  customer_id id
  email email
  flag  yes/no consent
  tier  one of "a", "b", "c"
  state text?
  num   number?
  likes list of text
}
event visit { page text }
"#;

/// The attributes and all values that each can have, for rules that tell no more apart.
const ATTRIBUTES: [(&str, &[&str]); 6] = [
    ("flag", &["yes", "no"]),
    ("tier", &["a", "b", "c"]),
    ("state", &["", "x", "xa", "y", "z"]),
    ("num", &["", "-1", "0", "0.5", "1", "1.5", "2", "3"]),
    ("likes", &["", "p", "q", "p;q"]),
    ("visit", &["0", "1", "2", "3"]),
];

const CONDITIONS: [&str; 26] = [
    "flag",
    "tier = \"a\"",
    "tier in (\"a\", \"b\")",
    "tier != \"c\"",
    "state = \"x\"",
    "state in (\"x\", \"y\")",
    "state is known",
    "state is missing",
    "state != \"y\"",
    "state starts with \"x\"",
    "num > 0",
    "num > 1",
    "num >= 2",
    "num = 1",
    "num != 1",
    "num < 2",
    "num between 0 and 2",
    "num is known",
    "likes contains \"p\"",
    "likes contains any of (\"p\", \"q\")",
    "visit",
    "no visit",
    "at least 2 visit",
    "at most 1 visit",
    "exactly 1 visit",
    "level = \"high\"",
];

/// Everybody that there can be: for each attribute the number of its value.
type Everybody = Vec<[usize; ATTRIBUTES.len()]>;

fn everybody() -> Everybody {
    let mut all: Everybody = vec![[0; ATTRIBUTES.len()]];
    for (attribute, (_, values)) in ATTRIBUTES.iter().enumerate() {
        let with = |one: &[usize; 6]| {
            let mut one = *one;
            (0..values.len())
                .map(|value| {
                    one[attribute] = value;
                    one
                })
                .collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).collect();
    }
    all
}

fn world(everybody: &Everybody, rules: &str) -> Memory {
    let mut customers = "customer_id,email,flag,tier,state,num,likes\n".to_owned();
    let mut visits = "customer_id,at,page\n".to_owned();
    for (id, one) in everybody.iter().enumerate() {
        let value = |attribute: usize| ATTRIBUTES[attribute].1[one[attribute]];
        let values: Vec<&str> = (0..5).map(value).collect();
        let _ = writeln!(customers, "c{id},c{id}@x.example,{}", values.join(","));
        for _ in 0..one[5] {
            let _ = writeln!(visits, "c{id},2026-03-01,/");
        }
    }
    let mut world = Memory::default();
    for (path, text) in [
        ("segue.toml", SETTINGS.to_owned()),
        ("rules/rules.seg", format!("{TABLES}{rules}")),
        ("customers.csv", customers),
        ("visit.csv", visits),
    ] {
        world.files.insert(path.into(), text.into_bytes());
    }
    world
}

fn condition(random: &mut Random, depth: u32, names: &[String]) -> String {
    if depth == 0 || random.once_in(4) {
        if random.once_in(4) && !names.is_empty() {
            let name = &names[random.below(names.len() as u64) as usize];
            return format!("in {name}");
        }
        // `level` is made of conditions itself.
        let known = CONDITIONS.len() - usize::from(names.is_empty());
        return CONDITIONS[random.below(known as u64) as usize].to_owned();
    }
    let first = condition(random, depth - 1, names);
    if random.once_in(5) {
        return format!("not ({first})");
    }
    let second = condition(random, depth - 1, names);
    let operator = random.pick(&["and", "or"]);
    format!("({first}) {operator} ({second})")
}

/// Segments in segments, a group and a trait that is a choice.
fn rules(random: &mut Random) -> String {
    let mut rules = String::new();
    let (first, second) = (condition(random, 1, &[]), condition(random, 1, &[]));
    let _ = writeln!(
        rules,
        "trait level = case when {first} then \"high\" when {second} then \"low\""
    );
    let mut names = vec!["g.one".to_owned(), "g.two".to_owned(), "g.rest".to_owned()];
    let (first, second) = (condition(random, 2, &[]), condition(random, 2, &[]));
    let _ = writeln!(
        rules,
        "group g {{\n  one when {first}\n  two when {second}\n  rest otherwise\n}}"
    );
    for segment in 0..4 {
        let when = condition(random, 3, &names);
        let _ = writeln!(rules, "segment s{segment} when {when}");
        names.push(format!("s{segment}"));
    }
    rules
}

/// One project, evaluated for everybody.
struct Trial<'a> {
    everybody: &'a Everybody,
    workspace: &'a Workspace,
    rows: &'a Rows<'a>,
    log: &'a Log,
    rules: &'a str,
}

impl Trial<'_> {
    fn hold(&self, customer: usize, membership: Membership, members: &BooleanBuffer) {
        let explainer = Explainer {
            model: &self.workspace.model,
            sources: &self.log.sources,
            rows: self.rows,
            row: customer,
            history: None,
            currency: &self.workspace.project.currency,
            show_pii: true,
        };
        let why_not = explainer.why_not(membership);
        let who = self.everybody[customer];
        let context = || format!("{}\n{who:?}: {why_not:#?}", self.rules);
        let nearest = members
            .set_indices()
            .map(|member| differing(who, self.everybody[member]).len())
            .min();
        match (why_not.answer, nearest) {
            (Answer::In, Some(0)) | (Answer::Impossible, None) => {}
            (Answer::Changes, Some(nearest)) => {
                assert!(!why_not.alternatives.is_empty(), "{}", context());
                for changes in &why_not.alternatives {
                    assert_eq!(changes.len(), nearest, "{}", context());
                    assert!(self.puts_in(who, changes, members), "{}", context());
                }
            }
            _ => panic!("nearest is {nearest:?}\n{}", context()),
        }
    }

    /// Whether everybody who differs by these changes only is in, and there is somebody.
    fn puts_in(&self, who: [usize; 6], changes: &[Change], members: &BooleanBuffer) -> bool {
        let attributes: Vec<usize> = changes.iter().map(attribute).collect();
        let mut somebody = false;
        for (number, other) in self.everybody.iter().enumerate() {
            let fits = changes.iter().zip(&attributes).all(|(change, &attribute)| {
                let (name, values) = ATTRIBUTES[attribute];
                admits(&change.needs, name, values[other[attribute]])
            });
            if fits && differing(who, *other) == sorted(&attributes) {
                somebody = true;
                if !members.value(number) {
                    return false;
                }
            }
        }
        somebody
    }
}

fn sorted(attributes: &[usize]) -> Vec<usize> {
    let mut sorted = attributes.to_vec();
    sorted.sort_unstable();
    sorted
}

fn differing(a: [usize; 6], b: [usize; 6]) -> Vec<usize> {
    (0..a.len()).filter(|&one| a[one] != b[one]).collect()
}

fn attribute(change: &Change) -> usize {
    let named = |(name, _): &(&str, &[&str])| change.is.name.contains(name);
    ATTRIBUTES.iter().position(named).unwrap()
}

/// Whether a value, as it stands in the file, is what is needed.
fn admits(needs: &Needs, attribute: &str, value: &str) -> bool {
    let passes = needs.tests.iter().all(|test| {
        let with = test.with.as_str().unwrap();
        let passed = match test.test {
            "contains" => value.split(';').any(|item| item == with),
            "starts with" => value.starts_with(with),
            other => panic!("nobody asked for {other}"),
        };
        passed == test.passed
    });
    let end = |end: &Value| match end {
        Value::Bool(yes) => Some(f64::from(u8::from(*yes))),
        end => end.as_f64(),
    };
    let number = match value {
        "yes" => Some(1.0),
        "no" => Some(0.0),
        other => other.parse::<f64>().ok(),
    };
    let in_range = number.is_some_and(|number| {
        needs.ranges.iter().flatten().any(|range| {
            let above = end(&range.from)
                .is_none_or(|from| from < number || (range.from_included && from <= number));
            let below =
                end(&range.to).is_none_or(|to| number < to || (range.to_included && number <= to));
            above && below
        })
    });
    let is_text = match &needs.one_of {
        Some(texts) => texts.iter().any(|text| text == value),
        None => needs.ranges.is_none() && !needs.none_of.iter().any(|text| text == value),
    };
    // Lists may be empty, but are never missing.
    if value.is_empty() && attribute != "likes" {
        return needs.missing && needs.tests.iter().all(|test| !test.passed);
    }
    passes && (in_range || is_text)
}

#[test]
fn the_smallest_change_is_the_way_to_the_nearest_who_is_in() {
    let everybody = everybody();
    for seed in 0..40 {
        let mut random = Random(seed);
        let rules = rules(&mut random);
        let world = world(&everybody, &rules);
        let mut log = Log::default();
        let workspace = load(&world, &mut log).unwrap();
        let model = &workspace.model;
        // That some of it can never hold is an error, and does no harm here.
        assert_eq!(model.facts.len(), 6, "{rules}");
        let needs = workspace.all_facts();
        let plan = plan(model, &needs);
        let tables = Tables {
            world: &world,
            project: &workspace.project,
            folder: &workspace.project.data,
            personas: None,
        };
        let clock = workspace.clock(&world);
        let population = Population::new(model, &plan, clock, &tables, None, &mut log).unwrap();
        let mut customers = population.customers(&tables, &mut log).unwrap();
        let batch = customers.next(&mut log).unwrap().unwrap();
        let rows = population.rows(&batch);
        assert_eq!(rows.len(), everybody.len());
        let trial = Trial {
            everybody: &everybody,
            workspace: &workspace,
            rows: &rows,
            log: &log,
            rules: &rules,
        };
        for (index, fact) in model.facts.iter().enumerate() {
            let name = fact.name.as_str();
            if !name.starts_with('s') && name != "g" {
                continue;
            }
            for _ in 0..4 {
                let customer = random.below(everybody.len() as u64) as usize;
                if name == "g" {
                    let member = random.pick(&["one", "two", "rest"]);
                    let members = is_member(&rows, index, member);
                    trial.hold(customer, Membership::Member(index, member), &members);
                } else {
                    let members = rows.truth(&fact.value);
                    trial.hold(customer, Membership::Segment(index), &members);
                }
            }
        }
    }
}

fn is_member(rows: &Rows, group: usize, member: &str) -> BooleanBuffer {
    match rows.fact(group) {
        Some(segue::schema::Column::Text(names)) => {
            BooleanBuffer::collect_bool(rows.len(), |row| names.value(row) == member)
        }
        _ => BooleanBuffer::new_unset(rows.len()),
    }
}
