//! What a loop prints of a record that many rows share is kept: nobody may see that it is.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

use std::path::Path;
use std::sync::Arc;

use segue::diagnostic::Diagnostics;
use segue::liquid::{
    Escape, Facts, FilterSettings, Library, List, Object, Program, Record, Shape, SlotPath, Value,
    check, compile, compose,
};
use segue::project::Currency;
use segue::source::{Sources, Span};
use segue::world::Memory;

/// Loops: some print the same of an item for everybody, some do not.
const LOOPS: [&str; 27] = [
    "{% assign n = 0 %}{% for p in products %}{% include 'plain' %}{% assign n = n | plus: 1 %}{{ n }}{% endfor %}",
    "{% assign n = 0 %}{% for p in products %}{% render 'plain', p: p %}{% assign n = n | plus: 1 %}{{ n }}{% endfor %}",
    "{% assign who = name %}{% for p in products %}{% include 'both' %}{% endfor %}",
    "{% assign p = products.first %}{% include 'plain' %}{% assign p = products.last %}{% include 'plain' %}{% assign p = name %}{% include 'plain' %}",
    "{% for q in products %}{% render 'both', p: q, who: 'x' %}{% render 'both', p: q, who: name %}{% render 'plain' for products as p %}{{ name }}{% endfor %}",
    "{% for p in products %}{{ p.name | upcase }}: {{ p.price | money }};{% endfor %}",
    "{% for p in products %}{{ p.name }} for {{ name }};{% endfor %}",
    "{% for p in products %}{{ forloop.index }} {{ p.name }};{% endfor %}",
    "{% for p in products reversed %}{% if p.price > 10 %}dear{% else %}cheap{% endif %};{% endfor %}",
    "{% for p in products limit: 2 %}{% for tag in p.tags %}{{ forloop.index }}{{ tag }},{% endfor %}{% endfor %}",
    "{% for p in products %}{% for tag in p.tags %}{{ forloop.parentloop.index }}{{ tag }},{% endfor %}{% endfor %}",
    "{% for p in products %}{% for n in (1..points) %}{{ n }}{% endfor %}{{ p.name }};{% endfor %}",
    "{% for p in products %}{% assign last = p.name %}{{ last }};{% endfor %}{{ last }}",
    "{% for p in products %}{{ last }}{% assign last = p.name %}{% endfor %}",
    "{% for p in products %}{% capture last %}{{ p.name }}{% endcapture %}{% endfor %}{{ last }}",
    "{% for p in products %}{% cycle 'a', 'b' %}{{ p.name }}{% endfor %}",
    "{% for p in products %}{% increment n %}{{ p.name }}{% endfor %}",
    "{% for p in products %}{% ifchanged %}{{ p.price }}{% endifchanged %}{% endfor %}",
    "{% for p in products %}{% if p.price > 10 %}{% break %}{% endif %}{{ p.name }}{% endfor %}",
    "{% for p in products %}{% if p.price > 10 %}{% continue %}{% endif %}{{ p.name }}{% endfor %}",
    "{% for p in products %}{% render 'card', p: p %}{% endfor %}",
    "{% for p in products %}{% render 'card', p: p, for_whom: name %}{% endfor %}",
    "{% for p in products %}{% include 'card' %}{% endfor %}",
    "{% for p in products %}{% case p.name %}{% when 'Tent' %}T{% when name %}N{% else %}{{ p.name }}{% endcase %}{% endfor %}",
    "{% for p in products %}{{ p[field] }};{% endfor %}",
    "{% for p in products %}{{ 'now' | date: '%N' | size }}{{ p.name }}{% endfor %}",
    "{% for p in products %}{{ p.name }}{% endfor %}{% for p in products limit: 1 %}{{ p.name }}{% endfor %}{% for p in products offset: continue %}{{ p.price }}{% endfor %}",
];

const CARD: &str = "{% assign shown = p.name | default: 'none' %}<b title=\"{{ p.name }}\">{{ shown }}</b>{{ for_whom }}{{ name }};";

#[test]
fn nobody_sees_that_a_text_is_kept() {
    let names: Arc<[Arc<str>]> = ["name", "price", "tags"].map(Arc::from).into();
    let record = |name: &'static str, price: f64, make: fn(_, _) -> Record<'static>| {
        let tags = ["<new>", name].map(Value::from).to_vec();
        let values = vec![
            name.into(),
            Value::Float(price),
            Value::List(List::from(tags)),
        ];
        let record = make(Arc::clone(&names), values);
        Value::Object(Object::Shared(Arc::new(record)))
    };
    let products = |make| {
        [("Tent", 99.5), ("Rope & Co", 9.0), ("Lamp", 20.0)]
            .map(|(name, price)| record(name, price, make))
    };
    let (lasting, plain) = (products(Record::lasting), products(Record::new));
    let rows = [
        ("Ana", 2, "name"),
        ("Rope & Co", 1, "price"),
        ("Ana", 0, "none"),
    ];
    for text in LOOPS {
        let program = program(text);
        for (name, points, field) in rows {
            // from the second time on, what is kept is printed
            for order in [[0, 1, 2], [2, 1, 0], [1, 1, 1]] {
                let print = |products: &[Value<'static>; 3]| {
                    let shown = order.map(|index| products[index].lend());
                    let values =
                        program
                            .slots()
                            .iter()
                            .map(|SlotPath(path)| match path[0].as_str() {
                                "name" => Value::from(name),
                                "points" => Value::Integer(points),
                                "field" => Value::from(field),
                                "segue" if points == 2 => Value::from("de"),
                                "segue" => Value::from("fr"),
                                "products" => Value::List(List::Lent(&shown)),
                                _ => Value::Nil,
                            });
                    let values: Vec<Value<'_>> = values.collect();
                    let mut out = String::new();
                    program.render(&values, &mut out).unwrap();
                    out
                };
                assert_eq!(print(&lasting), print(&plain), "{text} for {name}");
            }
        }
    }
}

fn program(text: &str) -> Program {
    let mut world = Memory::default();
    let partials = [
        ("page", text),
        ("card", CARD),
        (
            "plain",
            "<i>{{ p.name }}</i>{% if p.price > 10 %}!{% endif %}",
        ),
        ("both", "<i>{{ p.name }} {{ who }}</i>"),
    ];
    for (name, text) in partials {
        let path = Path::new("templates").join(format!("{name}.liquid"));
        world.files.insert(path, text.into());
    }
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let folder = Path::new("templates");
    let library = Library::load(&world, folder, &mut sources, &mut diagnostics);
    let rules = sources.add("rules/all.seg", "");
    let page = Span::new(rules, 0..0);
    let page = compose(
        "page.liquid",
        page,
        &[],
        &library,
        &sources,
        &mut diagnostics,
    )
    .unwrap();
    let mut slots = check(&page, &Shape::Any, &mut diagnostics);
    // amounts are written as each customer's country does
    slots.push(SlotPath(["segue", "locale"].map(str::to_owned).to_vec()));
    let settings = FilterSettings {
        currency: Currency::from_code("USD").unwrap(),
        locale: None,
    };
    let facts = Facts::new(&slots, Escape::Html, settings);
    compile(&page, &facts, &sources, &mut diagnostics)
}
