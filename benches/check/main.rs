//! How long `segue check` thinks about large rules: 500 to 10,000 segments with the traits, groups,
//! scores, campaigns and personas that come with so many. What grows faster than the rules shows in
//! the last columns, microseconds for each segment.
//!
//! ```sh
//! cargo bench --bench check                     # a table
//! cargo bench --bench check -- --format json    # for machines
//! ```

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench reads the clock and prints"
)]

mod generate;

use std::path::Path;
use std::time::Instant;

use segue::check::check;
use segue::diagnostic::{Diagnostics, Style, draw};
use segue::evaluate::Log;
use segue::plan::plan;
use segue::project;
use segue::prove::prove;
use segue::rules::{format, parse};
use segue::source::Sources;
use segue::workspace::load;
use segue::world::{Memory, World};

use generate::{Spelling, rules};

const SIZES: [usize; 5] = [500, 1_000, 2_000, 5_000, 10_000];

/// Each is measured so often, and the fastest counts.
const TIMES: usize = 3;

/// How many segments a file has when there are several.
const PER_FILE: usize = 100;

/// What the stages are called in the table and in JSON.
const STAGES: [&str; 7] = ["parse", "check", "prove", "plan", "draw", "fmt", "load"];

/// One project of the table.
struct Case {
    what: &'static str,
    spelling: Spelling,
    many_files: bool,
}

const CASES: [Case; 3] = [
    Case {
        what: "one file",
        spelling: Spelling::Right,
        many_files: false,
    },
    Case {
        what: "many files",
        spelling: Spelling::Right,
        many_files: true,
    },
    Case {
        what: "a typo each",
        spelling: Spelling::Wrong,
        many_files: false,
    },
];

/// What a project took.
struct Measure {
    segments: usize,
    bytes: usize,
    findings: usize,
    /// Seconds, in the order of [`STAGES`].
    seconds: [f64; STAGES.len()],
}

fn main() {
    let json = std::env::args().any(|argument| argument == "json");
    if !json {
        println!("{}", header());
    }
    let mut measured = Vec::new();
    for case in &CASES {
        for segments in SIZES {
            let measure = measure(case, segments);
            if json {
                measured.push(as_json(case, &measure));
            } else {
                println!("{}", line(case, &measure));
            }
        }
    }
    if json {
        println!("{:#}", serde_json::Value::Array(measured));
    }
}

/// The fastest of several runs, stage by stage.
fn measure(case: &Case, segments: usize) -> Measure {
    let world = world(case, segments);
    let mut fastest = run(&world, segments);
    for _ in 1..TIMES {
        let other = run(&world, segments);
        for (seconds, other) in fastest.seconds.iter_mut().zip(other.seconds) {
            *seconds = seconds.min(other);
        }
    }
    fastest
}

fn world(case: &Case, segments: usize) -> Memory {
    let (tables, items) = rules(segments, case.spelling);
    let mut world = Memory::default();
    let mut add = |path: String, text: String| world.files.insert(path.into(), text.into_bytes());
    add(project::FILE.to_owned(), generate::SETTINGS.to_owned());
    if case.many_files {
        let per_file = items.len().div_ceil(segments.div_ceil(PER_FILE));
        add("rules/tables.seg".to_owned(), tables);
        for (number, some) in items.chunks(per_file).enumerate() {
            add(format!("rules/part_{number:04}.seg"), some.join("\n"));
        }
    } else {
        add("rules/all.seg".to_owned(), tables + &items.join("\n"));
    }
    world
}

fn run(world: &Memory, segments: usize) -> Measure {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let project = project::load(world, &mut sources, &mut diagnostics);
    let project = project.unwrap_or_else(|| unreachable!("the settings are fine"));
    let files = world.list(Path::new("rules")).unwrap_or_default();
    let texts: Vec<String> = files
        .iter()
        .map(|path| String::from_utf8_lossy(&world.files[path]).into_owned())
        .collect();
    let ids: Vec<_> = files
        .iter()
        .zip(&texts)
        .map(|(path, text)| sources.add(path.to_string_lossy(), text.as_str()))
        .collect();

    let (parsing, items) = timed(|| {
        let items = ids
            .iter()
            .flat_map(|&id| parse(id, &sources, &mut diagnostics));
        items.collect::<Vec<_>>()
    });
    let (checking, model) = timed(|| check(&items, &project, &mut diagnostics));
    let (proving, _) = timed(|| {
        // as `load` does
        let right = diagnostics.errors() == 0;
        right.then(|| prove(&model, &project, &sources, &mut diagnostics))
    });
    let (planning, _) = timed(|| {
        let needs = segue::plan::Needs {
            facts: (0..model.facts.len()).collect(),
            ..segue::plan::Needs::default()
        };
        plan(&model, &needs)
    });
    let (drawing, _) = timed(|| {
        diagnostics.sort(&sources);
        draw(&diagnostics, &sources, Style::Plain)
    });
    let (formatting, _) = timed(|| {
        let mut faults = Diagnostics::default();
        let formatted = ids.iter().map(|&id| format(id, &sources, &mut faults));
        formatted.collect::<Vec<_>>()
    });
    let (loading, _) = timed(|| load(world, &mut Log::default()).is_some());
    Measure {
        segments,
        bytes: texts.iter().map(String::len).sum(),
        findings: diagnostics.iter().count(),
        seconds: [
            parsing, checking, proving, planning, drawing, formatting, loading,
        ],
    }
}

/// Seconds, and what came of it.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let started = Instant::now();
    let made = work();
    (started.elapsed().as_secs_f64(), made)
}

fn header() -> String {
    let stages: String = STAGES.map(|stage| format!("{stage:>9}")).concat();
    let each: String = STAGES.map(|stage| format!("{stage:>8}")).concat();
    format!(
        "{:<12}{:>9}{:>9}{:>9} │ ms{stages} │ µs a segment{each}",
        "", "segments", "KiB", "findings"
    )
}

fn line(case: &Case, measure: &Measure) -> String {
    let segments = measure.segments as f64;
    let stages = measure.seconds.map(|s| format!("{:>9.1}", s * 1e3));
    let each = measure
        .seconds
        .map(|s| format!("{:>8.1}", s * 1e6 / segments));
    format!(
        "{:<12}{:>9}{:>9}{:>9} │   {} │             {}",
        case.what,
        measure.segments,
        measure.bytes / 1024,
        measure.findings,
        stages.concat(),
        each.concat()
    )
}

fn as_json(case: &Case, measure: &Measure) -> serde_json::Value {
    let seconds = STAGES.iter().zip(measure.seconds);
    let seconds: serde_json::Map<_, _> = seconds
        .map(|(stage, seconds)| ((*stage).to_owned(), seconds.into()))
        .collect();
    serde_json::json!({
        "case": case.what,
        "segments": measure.segments,
        "bytes": measure.bytes,
        "findings": measure.findings,
        "seconds": seconds,
    })
}
