//! An email of 12 KB for 20,000 customers, by our engine and by others, in turns: emails a second,
//! the ratio to the `liquid` crate, and allocations. Every engine must print the same bytes.
//!
//! ```sh
//! cargo bench --bench liquid                     # a table
//! cargo bench --bench liquid -- --format json    # for machines
//! cargo bench --bench liquid -- --only segue     # without the peers
//! ```

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints, and ends when something is wrong"
)]

mod customers;
mod hand;
mod ours;
mod peers;

use std::time::Duration;

use cpu_time::ThreadTime;
use serde_json::{Value as Json, json};

use customers::{Customer, Product, customer, products, record};

/// Customers in all, and in each round: the engines take turns with every round.
const CUSTOMERS: usize = 20_000;
const ROUND: usize = 1_000;

/// One round's customers in the form that each engine reads.
struct Batch<'p> {
    customers: Vec<Customer>,
    products: &'p [Product],
    json: Vec<Json>,
    columns: ours::Columns,
    contexts: Vec<handlebars::Context>,
    jinja: Vec<minijinja::Value>,
    tera: Vec<tera::Context>,
    objects: Vec<liquid::Object>,
    /// The finished emails.
    finished: Vec<String>,
}

/// Prints the email of the batch's customer of a number.
type Render<'e> = Box<dyn Fn(&Batch<'_>, usize, &mut String) + 'e>;

/// What was measured of an engine.
struct Measured<'e> {
    name: &'static str,
    render: Render<'e>,
    /// CPU time of each round.
    rounds: Vec<Duration>,
    allocations: u64,
    allocated: u64,
}

fn main() {
    let products = products();
    let program = ours::program();
    let catalog = ours::catalog(&products, true);
    let catalog_anew = ours::catalog(&products, false);
    let jinja = peers::minijinja();
    let tera = peers::tera();
    let handlebars = peers::handlebars();
    let liquid = peers::liquid();
    let pieces = hand::Pieces::new();
    let email = jinja.get_template("email.html").unwrap();
    let engines: [(&'static str, Render<'_>); 10] = [
        (
            "memcpy",
            Box::new(|batch, at, out| out.push_str(&batch.finished[at])),
        ),
        (
            "hand-written",
            Box::new(|batch, at, out| pieces.render(&batch.customers[at], batch.products, out)),
        ),
        (
            "segue, Arrow rows",
            Box::new(|batch, at, out| {
                ours::from_columns(&program, &batch.columns, &catalog, at, out);
            }),
        ),
        (
            "segue, nothing kept",
            Box::new(|batch, at, out| {
                ours::from_columns(&program, &batch.columns, &catalog_anew, at, out);
            }),
        ),
        (
            "segue, JSON",
            Box::new(|batch, at, out| ours::from_json(&program, &batch.json[at], out)),
        ),
        (
            "askama",
            Box::new(|batch, at, out| peers::askama(&batch.customers[at], batch.products, out)),
        ),
        (
            "minijinja",
            Box::new(|batch, at, out| out.push_str(&email.render(&batch.jinja[at]).unwrap())),
        ),
        (
            "tera",
            Box::new(|batch, at, out| {
                out.push_str(&tera.render("email.html", &batch.tera[at]).unwrap());
            }),
        ),
        (
            "handlebars",
            Box::new(|batch, at, out| {
                let text = handlebars.render_with_context("email", &batch.contexts[at]);
                out.push_str(&text.unwrap());
            }),
        ),
        (
            "liquid",
            Box::new(|batch, at, out| out.push_str(&liquid.render(&batch.objects[at]).unwrap())),
        ),
    ];
    let arguments: Vec<String> = std::env::args().collect();
    let mut given = arguments.iter().skip_while(|given| *given != "--only");
    let only = given.nth(1).map_or("", String::as_str);
    let mut all: Vec<Measured<'_>> = engines
        .into_iter()
        .filter(|(name, _)| name.contains(only))
        .map(|(name, render)| Measured {
            name,
            render,
            rounds: Vec::new(),
            allocations: 0,
            allocated: 0,
        })
        .collect();
    let mut bytes = 0;
    for start in (0..CUSTOMERS).step_by(ROUND) {
        let batch = batch(start, &products, &pieces);
        bytes += batch.finished.iter().map(String::len).sum::<usize>();
        if start == 0 {
            for one in &mut all {
                one.first(&batch);
            }
        }
        for one in &mut all {
            one.round(&batch);
        }
    }
    report(&all, bytes / CUSTOMERS);
}

fn batch<'p>(start: usize, products: &'p [Product], pieces: &hand::Pieces) -> Batch<'p> {
    let numbers = start..start + ROUND;
    let customers: Vec<Customer> = numbers
        .map(|number| customer(number, products.len()))
        .collect();
    let json: Vec<Json> = customers.iter().map(|one| record(one, products)).collect();
    let finished = customers.iter().map(|one| {
        let mut out = String::new();
        pieces.render(one, products, &mut out);
        out
    });
    Batch {
        finished: finished.collect(),
        columns: ours::Columns::new(&customers),
        contexts: json
            .iter()
            .map(|json| handlebars::Context::wraps(json).unwrap())
            .collect(),
        jinja: json
            .iter()
            .map(|json| minijinja::Value::from(minijinja::value::Serde(json)))
            .collect(),
        tera: json
            .iter()
            .map(|json| tera::Context::from_serialize(json).unwrap())
            .collect(),
        objects: json
            .iter()
            .map(|json| liquid::to_object(json).unwrap())
            .collect(),
        customers,
        products,
        json,
    }
}

impl Measured<'_> {
    /// Compares what the engine prints with what all print, and counts allocations.
    fn first(&mut self, batch: &Batch<'_>) {
        let mut out = String::new();
        for (at, finished) in batch.finished.iter().enumerate().take(100) {
            out.clear();
            (self.render)(batch, at, &mut out);
            assert_eq!(
                plain(&out),
                plain(finished),
                "{} prints something else",
                self.name
            );
        }
        let counted = allocation_counter::measure(|| {
            for at in 0..100 {
                out.clear();
                (self.render)(batch, at, &mut out);
            }
        });
        self.allocations = counted.count_total / 100;
        self.allocated = counted.bytes_total / 100;
    }

    fn round(&mut self, batch: &Batch<'_>) {
        let mut out = String::with_capacity(64 << 10);
        let start = ThreadTime::now();
        for at in 0..ROUND {
            out.clear();
            (self.render)(batch, at, &mut out);
            std::hint::black_box(&out);
        }
        self.rounds.push(start.elapsed());
    }

    /// Microseconds for one email: of the middle round, and of the best.
    fn micros(&self) -> (f64, f64) {
        let mut rounds = self.rounds.clone();
        rounds.sort_unstable();
        let each = |round: &Duration| round.as_secs_f64() * 1e6 / ROUND as f64;
        (each(&rounds[rounds.len() / 2]), each(&rounds[0]))
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

fn report(all: &[Measured<'_>], bytes: usize) {
    let of = |name: &str| {
        all.iter()
            .find(|one| one.name == name)
            .map_or(1.0, |one| one.micros().0)
    };
    let (liquid, minijinja, askama) = (of("liquid"), of("minijinja"), of("askama"));
    if std::env::args().any(|argument| argument == "json") {
        let rows = all.iter().map(|one| {
            let (median, best) = one.micros();
            json!({
                "engine": one.name, "microseconds": median, "best_microseconds": best,
                "emails_per_second": (1e6 / median).round(), "times_liquid": liquid / median,
                "times_minijinja": minijinja / median, "times_askama": askama / median,
                "allocations": one.allocations, "allocated_bytes": one.allocated,
            })
        });
        let report = json!({"customers": CUSTOMERS, "bytes_each": bytes, "engines": rows.collect::<Vec<_>>()});
        println!("{report:#}");
        return;
    }
    println!(
        "{CUSTOMERS} emails of {bytes} bytes, one thread, CPU time, rounds of {ROUND} in turns\n\n\
         engine               emails/s  µs: median    best   × liquid  × minijinja  × askama  allocations"
    );
    for one in all {
        let (median, best) = one.micros();
        println!(
            "{:<19} {:>9.0}  {:>10.2} {:>7.2} {:>10.1} {:>12.1} {:>9.2} {:>12}",
            one.name,
            1e6 / median,
            median,
            best,
            liquid / median,
            minijinja / median,
            askama / median,
            one.allocations
        );
    }
}
