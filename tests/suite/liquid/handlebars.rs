//! Handlebars files print what the `handlebars` crate prints, and nothing in them makes the engine
//! panic.

use std::fmt::Write;
use std::path::Path;

use handlebars::{Handlebars, handlebars_helper};
use segue::diagnostic::{Diagnostics, Style, draw};
use segue::liquid::{
    Escape, Facts, FilterSettings, Library, Shape, Value, check, compile, compose,
};
use segue::project::Currency;
use segue::source::{Sources, Span};
use segue::world::Memory;
use serde_json::{Value as Json, json};

use crate::random::Random;

handlebars_helper!(equals: |a: Json, b: Json| a == b);
handlebars_helper!(not_equals: |a: Json, b: Json| a != b);
handlebars_helper!(greater: |a: f64, b: f64| a > b);
handlebars_helper!(less: |a: f64, b: f64| a < b);
handlebars_helper!(length: |a: Json| a.as_array().map_or(0, Vec::len));
handlebars_helper!(upper: |a: str| a.to_uppercase());
handlebars_helper!(insert: |a: Json, b: str| match a.as_str() {
    Some(text) if !text.is_empty() => text.to_owned(),
    _ => b.trim_start_matches("default=").to_owned(),
});

/// Files by path; the page is `page.hbs`.
type Files = [(&'static str, String)];

/// What the crate makes of the page.
fn theirs(files: &Files, data: &Json) -> String {
    let mut engine = Handlebars::new();
    engine.register_escape_fn(handlebars::no_escape);
    engine.register_helper("equals", Box::new(equals));
    engine.register_helper("notEquals", Box::new(not_equals));
    engine.register_helper("greaterThan", Box::new(greater));
    engine.register_helper("lessThan", Box::new(less));
    engine.register_helper("length", Box::new(length));
    engine.register_helper("upper", Box::new(upper));
    engine.register_helper("insert", Box::new(insert));
    for (path, text) in files {
        let name = path.trim_start_matches("partials/");
        let name = name.trim_end_matches(".hbs");
        engine.register_template_string(name, text).unwrap();
    }
    engine.render("page", data).unwrap()
}

/// What Segue makes of it, or what it reports.
fn ours(files: &Files, data: &Json) -> Result<String, String> {
    let mut world = Memory::default();
    for (path, text) in files {
        let path = format!("templates/{path}");
        world.files.insert(path.into(), text.clone().into());
    }
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let folder = Path::new("templates");
    let library = Library::load(&world, folder, &mut sources, &mut diagnostics);
    let rules = sources.add("rules/all.seg", "page.hbs");
    let place = Span::new(rules, 0..8);
    let page = compose("page.hbs", place, &[], &library, &sources, &mut diagnostics);
    let globals = Value::from(data);
    let mut output = Ok(String::new());
    if let Some(mut page) = page {
        page.settle(&Shape::of(&globals), &sources);
        let slots = check(&page, &Shape::of(&globals), &mut diagnostics);
        let settings = FilterSettings {
            currency: Currency::from_code("USD").unwrap(),
            locale: None,
        };
        let facts = Facts::new(&slots, Escape::Text, settings);
        let program = compile(&page, &facts, &sources, &mut diagnostics);
        let values = program.slots().iter().map(|slot| {
            let names = slot.0.iter();
            names.fold(globals.lend(), |value, name| match value {
                Value::Object(entries) => entries.get(name).unwrap_or(Value::Nil),
                _ => Value::Nil,
            })
        });
        let values: Vec<Value<'_>> = values.collect();
        let mut out = String::new();
        let done = program.render(&values, &mut out);
        output = done.map(|()| out).map_err(|outcome| outcome.to_string());
    }
    match diagnostics.errors() {
        0 => output,
        _ => Err(draw(&diagnostics, &sources, Style::Plain)),
    }
}

fn data() -> Json {
    json!({
        "name": "Ana",
        "empty": "",
        "zero": 0,
        "one": 1,
        "half": 0.5,
        "yes": true,
        "no": false,
        "nothing": null,
        "none": [],
        "words": ["alpha", "beta", "", "delta"],
        "numbers": [3, 0, 7],
        "products": [
            {"title": "Boots", "price": 120, "tags": ["new", "sale"], "maker": {"title": "Alp"}},
            {"title": "Map", "price": 9, "tags": [], "maker": {"title": "Carta"}},
        ],
        "links": {"shop": "s", "help": "h"},
        "brand": {"title": "Acme", "owner": {"title": "Bo"}},
    })
}

/// Fails unless both print the same.
fn agree(files: &Files) {
    let data = data();
    let mut shown = String::new();
    for (path, text) in files {
        let _ = writeln!(shown, "--- {path}\n{text}");
    }
    let wanted = theirs(files, &data);
    assert_eq!(ours(files, &data), Ok(wanted), "{shown}");
}

#[test]
fn templates_print_what_the_crate_prints() {
    let card = "<p>\n  {{title}}: {{price}}\n</p>\n";
    for page in [
        "{{name}} {{ name }} {{~name~}} {{{name}}} {{&name}} {{nothing}} {{brand.title}} {{brand/title}}",
        "{{brand.owner.title}} {{brand.[title]}} {{words.[1]}} {{words.1}} {{this.name}} {{@root.name}} {{./name}}",
        "a\n{{#if yes}}\n  b\n{{else}}\n  c\n{{/if}}\nd\n  {{#if no}} e {{/if}}  \nf{{#if yes}}\ng{{/if}}\n",
        "{{#if empty}}1{{/if}}{{#if zero}}2{{/if}}{{#if none}}3{{/if}}{{#if nothing}}4{{/if}}{{#if no}}5{{/if}}{{#if half}}6{{/if}}{{#if words}}7{{/if}}{{#if brand}}8{{/if}}",
        "{{#if zero includeZero=true}}zero{{/if}}{{#unless yes}}a{{else}}b{{/unless}}{{#unless none}}c{{/unless}}",
        "{{#if no}}a{{else if empty}}b{{else if one}}c{{else}}d{{/if}} {{#if no}}a{{else if no}}b{{else}}d{{/if}} {{#if no}}a{{else unless no}}b{{/if}}",
        "{{#if yes~}}  a  {{~else~}} b {{~/if}} c {{~#if no}} a {{else~}} b {{~/if~}} d",
        "{{#each words}}{{@index}}{{#if @first}}<{{/if}}{{this}}{{#if @last}}>{{else}},{{/if}}{{/each}}",
        "{{#each none}}a{{else}}b{{/each}} {{#each words}}{{#if this}}{{this}}{{else}}-{{/if}}{{/each}}",
        "{{#each products}}\n  {{title}} {{../name}}\n  {{#each tags}}\n    {{@../index}} {{@index}} {{this}} {{../title}} {{../../name}}\n  {{else}}\n    none\n  {{/each}}\n{{/each}}\n",
        "{{#each links}}{{@key}}={{this}};{{/each}} {{#each links as |value key|}}{{key}}={{value}};{{/each}}",
        "{{#each products as |p i|}}{{i}} {{p.title}} {{#each p.tags as |t|}}{{t}} {{p.title}}{{/each}}{{/each}}",
        "{{#with brand}}{{title}} {{owner.title}} {{../name}}{{/with}} {{#with none}}a{{else}}b{{/with}} {{#with brand.owner as |o|}}{{o.title}}{{/with}}",
        "{{#with brand}}{{#each ../products}}{{title}} {{maker.title}} {{../title}}{{/each}}{{/with}}",
        "{{lookup words 1}} {{lookup brand \"title\"}} {{#each words}}{{lookup ../numbers @index}};{{/each}}",
        "{{#if (equals name \"Ana\")}}a{{/if}}{{#if (notEquals one 1)}}b{{/if}}{{#if (greaterThan half 0.1)}}c{{/if}}{{#if (lessThan (length words) 4)}}d{{/if}}",
        "{{upper name}} {{insert empty \"default=there\"}} {{insert name \"there\"}} {{upper (insert nothing \"default=x\")}} {{length words}}",
        "{{#if (and yes (or no (not empty)))}}a{{/if}}{{#if (eq one 1)}}b{{/if}}{{#if (gt one zero)}}c{{/if}}",
        "a {{! note }} b\n{{! alone }}\nc {{!-- {{name}} --}} d\n  {{!-- alone --}}  \ne",
        r"\{{name}} \\{{name}} \\\{{name}} {{{{raw}}}} {{name}} {{{{/raw}}}} x \y \ {{name}}",
        "{{> card title=name price=one}}\n  {{> card brand price=3}}\n{{#each products}}\n{{> card}}\n{{/each}}\n{{> card products.[0]}}",
        "\n\n  {{#each products}}\n\n  {{title}}\n\n  {{/each}}\n\n",
        "{{yes}} {{no}} {{one}} {{zero}} {{half}} {{words.length}}{{empty}}",
        " ",
        "",
    ] {
        // the crate knows no `length` of a list, and indents partials
        let page = page
            .replace("{{words.length}}", "")
            .replace("  {{> ", "{{> ");
        agree(&[("page.hbs", page), ("partials/card.hbs", card.to_owned())]);
    }
}

#[test]
fn random_templates_print_what_the_crate_prints() {
    for seed in 0..2000 {
        let mut random = Random(seed);
        let mut page = String::new();
        body(&mut random, Place::Page, 0, &mut page);
        agree(&[("page.hbs", page)]);
    }
}

/// What names there are.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Page,
    Product,
    Word,
}

fn body(random: &mut Random, place: Place, depth: usize, out: &mut String) {
    for _ in 0..=random.below(4) {
        part(random, place, depth, out);
    }
}

fn part(random: &mut Random, place: Place, depth: usize, out: &mut String) {
    const TEXTS: [&str; 8] = ["\n", "  ", " a\n", "<p>", "\n\n  ", "b", "}} ", "\\ "];
    if depth > 3 || random.below(5) < 2 {
        out.push_str(random.pick(&TEXTS));
        return;
    }
    let tilde = |random: &mut Random| if random.once_in(6) { "~" } else { "" };
    let tag = |random: &mut Random, inner: &str, out: &mut String| {
        let (left, right) = (tilde(random), tilde(random));
        let _ = write!(out, "{{{{{left}{inner}{right}}}}}");
    };
    let word = value(random, place);
    match random.below(6) {
        0 | 1 => tag(random, &word, out),
        2 => {
            let block = random.pick(&["if", "unless"]);
            tag(random, &format!("#{block} {word}"), out);
            body(random, place, depth + 1, out);
            if random.once_in(3) {
                let other = value(random, place);
                tag(random, &format!("else if {other}"), out);
                body(random, place, depth + 1, out);
            }
            if random.once_in(2) {
                tag(random, "else", out);
                body(random, place, depth + 1, out);
            }
            tag(random, &format!("/{block}"), out);
        }
        3 => {
            let (list, inside) = match place {
                Place::Page => random.pick(&[
                    ("products", Place::Product),
                    ("words", Place::Word),
                    ("none", Place::Word),
                ]),
                Place::Product => {
                    random.pick(&[("tags", Place::Word), ("@root.words", Place::Word)])
                }
                Place::Word => ("@root.products", Place::Product),
            };
            tag(random, &format!("#each {list}"), out);
            body(random, inside, depth + 1, out);
            if random.once_in(3) {
                tag(random, "else", out);
                body(random, place, depth + 1, out);
            }
            tag(random, "/each", out);
        }
        4 => {
            tag(random, "#with @root.products.[0]", out);
            body(random, Place::Product, depth + 1, out);
            tag(random, "/with", out);
        }
        _ => out.push_str(random.pick(&["{{! note }}", "{{!-- }} --}}", "\\{{name}}"])),
    }
}

fn value(random: &mut Random, place: Place) -> String {
    let words: &[&str] = match place {
        Place::Page => &[
            "name",
            "empty",
            "zero",
            "yes",
            "no",
            "none.size",
            "brand.title",
            "half",
        ],
        Place::Product => &["title", "price", "maker.title", "this.title", "@root.name"],
        Place::Word => &["this", "@root.name", "@root.zero"],
    };
    // a list has no `size` in the crate
    match random.pick(words) {
        "none.size" => "nothing".to_owned(),
        word => word.to_owned(),
    }
}

#[test]
fn nothing_makes_the_parser_panic() {
    const PARTS: [&str; 44] = [
        "{{", "}}", "{{{", "}}}", "{{{{", "}}}}", "{{#", "{{/", "{{else", "{{^", "{{>", "{{!",
        "--", "{{!--", "--}}", "~", "#if ", "/if", "#each ", "/each", "name", "this", ".", "..",
        "../", "@index", "@", "[", "]", "(", ")", "\"", "'", "=", "|", "as |x|", " ", "\n", "\\",
        "é", "12", "raw", "a.b", "&",
    ];
    let data = json!({"name": "Ana", "a": {"b": 1}});
    let mut read = 0;
    for seed in 0..30_000 {
        let mut random = Random(seed);
        let mut page = String::new();
        for _ in 0..=random.below(14) {
            page.push_str(random.pick(&PARTS));
        }
        if ours(&[("page.hbs", page)], &data).is_ok() {
            read += 1;
        }
    }
    assert!(read > 500, "only {read} texts could be read");
}

#[test]
fn what_is_nested_without_end_is_an_error() {
    for page in [
        "{{#if name}}".repeat(5000) + &"{{/if}}".repeat(5000),
        "{{#if name}}".repeat(5000),
        format!(
            "{{{{#if name}}}}{}{{{{/if}}}}",
            "{{else if name}}".repeat(5000)
        ),
        format!(
            "{{{{upper {}name{}}}}}",
            "(upper ".repeat(5000),
            ")".repeat(5000)
        ),
        format!("{{{{join {} \"\"}}}}", "[".repeat(5000)),
    ] {
        let found = ours(&[("page.hbs", page)], &data()).unwrap_err();
        let first = found.lines().next().unwrap();
        assert!(
            first.starts_with("error[too-deep]") || first.starts_with("error[unclosed-tag]"),
            "{first}"
        );
    }
}
