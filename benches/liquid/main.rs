//! What engines take to print, ours and others, in turns: CPU time, ratios and allocations. Every
//! engine must print the same bytes.
//!
//! - `email`: an email of 12 KB for 20,000 customers.
//! - `loops`: a document that loops and filters heavily.
//! - `pages`: four pages of a shop, with partials inside partials.
//!
//! ```sh
//! cargo bench --bench liquid                     # tables
//! cargo bench --bench liquid -- --format json    # for machines
//! cargo bench --bench liquid -- --job email --only segue
//! ```

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints, and ends when something is wrong"
)]

mod customers;
mod documents;
mod email;
mod hand;
mod measure;
mod ours;
mod peers;

use measure::Job;

/// Measures the engines that are asked for.
type Run = fn(&dyn Fn(&str) -> bool) -> Job;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |name: &str| {
        let mut rest = arguments.iter().skip_while(|argument| *argument != name);
        rest.nth(1).map(String::as_str)
    };
    let is_asked = |engine: &str| engine.contains(given("--only").unwrap_or_default());
    let jobs: [(&str, Run); 3] = [
        ("email", email::run),
        ("loops", documents::loops),
        ("pages", documents::pages),
    ];
    let jobs = jobs
        .into_iter()
        .filter(|(name, _)| given("--job").is_none_or(|job| job == *name));
    let jobs = jobs.map(|(_, run)| run(&is_asked));
    if given("--format") == Some("json") {
        let jobs: Vec<_> = jobs.map(|job| job.json()).collect();
        println!("{:#}", serde_json::json!(jobs));
    } else {
        jobs.for_each(|job| println!("{}", job.table()));
    }
}
