//! An email of 12 KB for 20,000 customers.

use serde_json::Value as Json;

use crate::customers::{Customer, Product, customer, products, record};
use crate::measure::{Job, Measured};
use crate::{hand, ours, peers};

/// Customers in all, and in each round: the engines take turns with every round.
const CUSTOMERS: usize = 20_000;
const ROUND: usize = 1_000;

/// How many emails of each engine are compared.
const COMPARED: usize = 100;

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

/// Measures the engines whose names `is_asked`.
pub(crate) fn run(is_asked: &dyn Fn(&str) -> bool) -> Job {
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
    let mut all: Vec<(Measured, Render<'_>)> = engines
        .into_iter()
        .filter(|(name, _)| is_asked(name))
        .map(|(name, render)| (Measured::new(name), render))
        .collect();
    let mut bytes = 0;
    for start in (0..CUSTOMERS).step_by(ROUND) {
        let batch = batch(start, &products, &pieces);
        bytes += batch.finished.iter().map(String::len).sum::<usize>();
        for (measured, render) in &mut all {
            let render = |at: usize, out: &mut String| render(&batch, at, out);
            if start == 0 {
                measured.first(&batch.finished[..COMPARED], &render);
            }
            measured.round(0..ROUND, &render);
        }
    }
    Job {
        name: "email",
        documents: CUSTOMERS,
        bytes: bytes / CUSTOMERS,
        engines: all.into_iter().map(|(measured, _)| measured).collect(),
    }
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
