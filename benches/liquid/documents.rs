//! Documents from JSON: one that loops and filters, and a shop's four pages with partials inside
//! partials. The templates are Liquid's own; the peers that read another language have a copy.

use liquid::partials::{EagerCompiler, InMemorySource};
use minijinja::Environment;
use segue::liquid::{Engine, Escape, Page, SlotPath, Value};
use serde_json::{Value as Json, json};

use crate::measure::{Job, Measured};

/// Sets of data, and how often each is printed.
const DATA: usize = 20;
const ROUNDS: usize = 40;

/// Name and text of each partial.
const PARTIALS: [(&str, &str); 8] = [
    ("badge", include_str!("pages/partials/badge.liquid")),
    ("card", include_str!("pages/partials/card.liquid")),
    ("foot", include_str!("pages/partials/foot.liquid")),
    ("head", include_str!("pages/partials/head.liquid")),
    ("image", include_str!("pages/partials/image.liquid")),
    ("link", include_str!("pages/partials/link.liquid")),
    ("menu", include_str!("pages/partials/menu.liquid")),
    ("price", include_str!("pages/partials/price.liquid")),
];

/// Measures one document that loops and filters.
pub(crate) fn loops(is_asked: &dyn Fn(&str) -> bool) -> Job {
    let page = page(include_str!("loops/orders.liquid"));
    let liquid = liquid(include_str!("loops/orders.liquid"));
    let jinja = jinja(include_str!("loops/orders.html"));
    let data: Vec<Json> = (0..DATA).map(account).collect();
    let records = values(&data);
    let objects = objects(&data);
    let contexts: Vec<minijinja::Value> = data
        .iter()
        .map(|data| minijinja::Value::from(minijinja::value::Serde(data)))
        .collect();
    let jinja = jinja.get_template("page").unwrap();
    let mut all: [Timed<'_>; 4] = [
        ("segue, records", &|at, out| {
            from_records(&page, &records[at], out);
        }),
        ("segue, JSON", &|at, out| {
            page.render_json(&data[at], out).unwrap();
        }),
        ("minijinja", &|at, out| {
            out.push_str(&jinja.render(&contexts[at]).unwrap());
        }),
        ("liquid", &|at, out| {
            out.push_str(&liquid.render(&objects[at]).unwrap());
        }),
    ];
    measured("loops", is_asked, &mut all)
}

/// Measures four pages of a shop: product, collection, basket and article.
pub(crate) fn pages(is_asked: &dyn Fn(&str) -> bool) -> Job {
    let texts = [
        include_str!("pages/product.liquid"),
        include_str!("pages/collection.liquid"),
        include_str!("pages/cart.liquid"),
        include_str!("pages/article.liquid"),
    ];
    let pages = texts.map(page);
    let peers = texts.map(liquid);
    let data: Vec<Json> = (0..DATA).map(shop).collect();
    let records = values(&data);
    let objects = objects(&data);
    let mut all: [Timed<'_>; 3] = [
        ("segue, records", &|at, out| {
            for page in &pages {
                from_records(page, &records[at], out);
            }
        }),
        ("segue, JSON", &|at, out| {
            for page in &pages {
                page.render_json(&data[at], out).unwrap();
            }
        }),
        ("liquid", &|at, out| {
            for page in &peers {
                out.push_str(&page.render(&objects[at]).unwrap());
            }
        }),
    ];
    measured("pages", is_asked, &mut all)
}

type Timed<'e> = (&'static str, &'e dyn Fn(usize, &mut String));

fn measured(name: &'static str, is_asked: &dyn Fn(&str) -> bool, all: &mut [Timed<'_>]) -> Job {
    let first = all[0].1;
    let finished: Vec<String> = (0..DATA)
        .map(|at| {
            let mut out = String::new();
            first(at, &mut out);
            out
        })
        .collect();
    let mut engines = Vec::new();
    for (name, render) in all.iter().filter(|(name, _)| is_asked(name)) {
        let mut measured = Measured::new(name);
        measured.first(&finished, render);
        engines.push((measured, render));
    }
    for _ in 0..ROUNDS {
        for (measured, render) in &mut engines {
            measured.round(0..DATA, render);
        }
    }
    Job {
        name,
        documents: DATA * ROUNDS,
        bytes: finished.iter().map(String::len).sum::<usize>() / DATA,
        engines: engines.into_iter().map(|(measured, _)| measured).collect(),
    }
}

/// Templates escape by hand, as all engines do it the same way then.
fn page(text: &str) -> Page {
    let engine = Engine::new().escape(Escape::Text);
    let partials = PARTIALS.into_iter();
    let engine = partials.fold(engine, |engine, (name, text)| engine.partial(name, text));
    engine.page(text).unwrap()
}

fn from_records(page: &Page, data: &Value<'_>, out: &mut String) {
    let slots = page.program().slots().iter();
    let values: Vec<Value<'_>> = slots
        .map(|SlotPath(path)| {
            path.iter().fold(data.lend(), |value, name| match value {
                Value::Object(entries) => entries.get(name).unwrap_or(Value::Nil),
                _ => Value::Nil,
            })
        })
        .collect();
    page.program().render(&values, out).unwrap();
}

fn liquid(text: &str) -> liquid::Template {
    let mut partials = EagerCompiler::<InMemorySource>::empty();
    for (name, text) in PARTIALS {
        partials.add(name, text);
    }
    let builder = liquid::ParserBuilder::with_stdlib().partials(partials);
    builder.build().unwrap().parse(text).unwrap()
}

fn jinja(text: &'static str) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    environment.add_filter("cut", |text: &str, most: usize| {
        if text.chars().count() <= most {
            return text.to_owned();
        }
        text.chars().take(most - 3).chain("...".chars()).collect()
    });
    environment.add_filter("words", |text: &str, most: usize| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let more = if words.len() > most { "..." } else { "" };
        format!("{}{more}", words[..most.min(words.len())].join(" "))
    });
    environment.add_template("page", text).unwrap();
    environment
}

fn values(data: &[Json]) -> Vec<Value<'static>> {
    data.iter()
        .map(|data| Value::from(data).into_owned())
        .collect()
}

fn objects(data: &[Json]) -> Vec<liquid::Object> {
    data.iter()
        .map(|data| liquid::to_object(data).unwrap())
        .collect()
}

const STATES: [&str; 3] = ["sent", "in_work", "done"];

const WORDS: [&str; 8] = [
    "tent",
    "boot",
    "lamp & oil",
    "stove",
    "rope",
    "map",
    "pack",
    "jacket",
];

fn words(from: usize, count: usize) -> String {
    let words = (from..from + count).map(|index| WORDS[index * 5 % WORDS.len()]);
    words.collect::<Vec<_>>().join(" ")
}

/// A customer with orders.
fn account(number: usize) -> Json {
    let lines = |order: usize| -> Json {
        (0..5 + order % 4)
            .map(|line| {
                json!({
                    "name": format!("{} No. {} of {}", ["Rope", "Tent"][line % 2], line, words(line, 3)),
                    "words": words(order + line, 6),
                    "quantity": 1 + (order + line) % 4,
                    "price": 1_299 + (order * 731 + line * 377) % 7_000,
                })
            })
            .collect()
    };
    let orders: Json = (0..8)
        .map(|order| {
            json!({
                "number": format!("{}", 1_000 + number * 10 + order),
                "status": STATES[order % STATES.len()],
                "lines": lines(number + order),
            })
        })
        .collect();
    json!({"account": {
        "name": "ana lind", "tags": ["walker", "cook", "\"gold\"", "early"],
        "about": words(number, 40), "orders": orders,
    }})
}

/// A shop with products, a basket and an article.
fn shop(number: usize) -> Json {
    let link = |index: usize| json!({"title": words(index, 2), "url": format!("https://fern.example/l/{index}")});
    let product = |index: usize| {
        let image = |index: usize| json!({"src": format!("https://cdn.fern.example/{index}.jpg"), "width": 400 + index});
        let price = 1_200 + index * 37 % 4_000;
        json!({
            "id": index, "name": format!("{} & {}", words(index, 2), words(index + 1, 3)),
            "url": format!("https://fern.example/p/{index}"), "price": price,
            "was": if index.is_multiple_of(2) { price + 300 } else { price }, "stock": index * 3 % 17,
            "image": image(index), "images": (0..4).map(|at| image(index + at)).collect::<Json>(),
            "description": format!("<p>{}</p>", words(index, 30)), "tags": ["walk", "cook", "sleep"],
            "variants": (0..6).map(|at| json!({"id": at, "title": words(at, 1), "price": price + at, "available": at % 3 != 0})).collect::<Json>(),
        })
    };
    let products: Vec<Json> = (0..24).map(|index| product(number + index)).collect();
    let lines = products.iter().take(5).enumerate();
    let lines: Json = lines
        .map(|(index, product)| json!({"product": product, "quantity": 1 + index}))
        .collect();
    let comments =
        (0..10).map(|id| json!({"id": id, "author": words(id, 1), "text": words(id, 30)}));
    json!({
        "shop": {
            "name": "Fern & Stone", "url": "https://fern.example", "address": "12 Mill Lane",
            "links": (0..6).map(link).collect::<Json>(),
        },
        "product": product(number), "cart": {"lines": lines, "note": "Leave it\nat the <door>"},
        "collection": {"title": "Walk & sleep", "description": words(number, 20), "products": products},
        "article": {
            "title": "Ten walks", "author": "Ana Lind", "comments": comments.collect::<Json>(),
            "paragraphs": (0..12).map(|at| words(at, 60)).collect::<Vec<_>>(),
        },
    })
}
