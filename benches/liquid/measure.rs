//! CPU time and allocations of engines that take turns, and the table of them.

use std::fmt::Write as _;
use std::time::Duration;

use cpu_time::ThreadTime;
use serde_json::{Value as Json, json};

/// Appends the document of a number.
pub(crate) type Render<'e> = &'e dyn Fn(usize, &mut String);

/// What was measured of an engine.
pub(crate) struct Measured {
    pub(crate) name: &'static str,
    /// CPU time of one document in each round.
    rounds: Vec<Duration>,
    allocations: u64,
    allocated: u64,
}

impl Measured {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            rounds: Vec::new(),
            allocations: 0,
            allocated: 0,
        }
    }

    /// Compares what the engine prints with what all print, and counts allocations.
    pub(crate) fn first(&mut self, finished: &[String], render: Render<'_>) {
        let mut out = String::new();
        for (at, finished) in finished.iter().enumerate() {
            out.clear();
            render(at, &mut out);
            assert_eq!(
                plain(&out),
                plain(finished),
                "{} prints something else",
                self.name
            );
        }
        let counted = allocation_counter::measure(|| {
            for at in 0..finished.len() {
                out.clear();
                render(at, &mut out);
            }
        });
        self.allocations = counted.count_total / finished.len() as u64;
        self.allocated = counted.bytes_total / finished.len() as u64;
    }

    /// Measures the documents of `numbers`.
    pub(crate) fn round(&mut self, numbers: std::ops::Range<usize>, render: Render<'_>) {
        let mut out = String::with_capacity(64 << 10);
        let count = numbers.len() as u32;
        let start = ThreadTime::now();
        for at in numbers {
            out.clear();
            render(at, &mut out);
            std::hint::black_box(&out);
        }
        self.rounds.push(start.elapsed() / count);
    }

    /// Microseconds for one document: of the middle round, and of the best.
    fn micros(&self) -> (f64, f64) {
        let mut rounds = self.rounds.clone();
        rounds.sort_unstable();
        let micros = |round: &Duration| round.as_secs_f64() * 1e6;
        (micros(&rounds[rounds.len() / 2]), micros(&rounds[0]))
    }
}

/// The engines spell some entities in different ways, and some leave out the line break at the end
/// of a partial.
fn plain(html: &str) -> String {
    let spellings = [
        ("&#x2f;", "/"),
        ("&#x2F;", "/"),
        ("&#47;", "/"),
        ("&#x3D;", "="),
        ("&#x60;", "`"),
        ("&#38;", "&amp;"),
        ("&#x27;", "&#39;"),
        ("&#34;", "&quot;"),
        ("&#60;", "&lt;"),
        ("&#62;", "&gt;"),
    ];
    spellings.iter().fold(
        html.trim_end().replace("\n\n", "\n"),
        |html, (one, other)| html.replace(one, other),
    )
}

/// A kind of documents, printed by several engines.
pub(crate) struct Job {
    pub(crate) name: &'static str,
    /// Documents of each engine.
    pub(crate) documents: usize,
    /// Bytes of a document.
    pub(crate) bytes: usize,
    pub(crate) engines: Vec<Measured>,
}

/// The engines that others are compared with.
const COMPARED: [&str; 3] = ["liquid", "minijinja", "askama"];

impl Job {
    /// How many times as many documents as each of [`COMPARED`] an engine prints.
    fn times(&self, micros: f64) -> impl Iterator<Item = (&'static str, Option<f64>)> {
        COMPARED.into_iter().map(move |name| {
            let mut engines = self.engines.iter();
            let other = engines.find(|engine| engine.name == name);
            (name, other.map(|other| other.micros().0 / micros))
        })
    }

    pub(crate) fn json(&self) -> Json {
        let engines = self.engines.iter().map(|engine| {
            let (median, best) = engine.micros();
            let mut row = json!({
                "engine": engine.name, "microseconds": median, "best_microseconds": best,
                "per_second": (1e6 / median).round(),
                "allocations": engine.allocations, "allocated_bytes": engine.allocated,
            });
            for (name, times) in self.times(median) {
                row[format!("times_{name}")] = json!(times);
            }
            row
        });
        json!({
            "job": self.name, "documents": self.documents, "bytes_each": self.bytes,
            "engines": engines.collect::<Vec<_>>(),
        })
    }

    pub(crate) fn table(&self) -> String {
        let mut table = format!(
            "{}: {} of {} bytes each, one thread, CPU time, in turns\n\n\
             engine               per second  µs: median     best  × liquid  × minijinja  × askama  allocations\n",
            self.name, self.documents, self.bytes
        );
        for engine in &self.engines {
            let (median, best) = engine.micros();
            let times: Vec<String> = self
                .times(median)
                .map(|(_, times)| times.map_or("-".to_owned(), |times| format!("{times:.2}")))
                .collect();
            // a text takes whatever is written to it
            let _ = writeln!(
                table,
                "{:<20} {:>10.0}  {median:>10.2} {best:>8.2} {:>9} {:>12} {:>9} {:>12}",
                engine.name,
                1e6 / median,
                times[0],
                times[1],
                times[2],
                engine.allocations
            );
        }
        table
    }
}
