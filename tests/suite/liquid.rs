//! Templates: each case is a folder with `templates/`, and `data.json` that says what rules and
//! rows give to `page.liquid` or `page.hbs`.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod handlebars;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use segue::diagnostic::{Diagnostics, Style, draw};
use segue::liquid::{
    Composition, Escape, Facts, Filling, FilterSettings, Library, Parameter, ParameterValue, Shape,
    SlotPath, Value, Variant, check, compile, compose, compose_text,
};
use segue::locale::Locale;
use segue::project::Currency;
use segue::source::{SourceId, Sources, Span};
use segue::world::{Disk, Memory, World};
use serde_json::Value as Json;

macro_rules! settings {
    ($run:expr) => {
        insta::with_settings!({
            snapshot_path => "../../snapshots/liquid",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { $run })
    };
}

#[test]
fn ok() {
    settings!(insta::glob!("../cases/liquid/ok", "*/data.json", |path| {
        let case = Case::load(path);
        let mut shown = case.shown();
        let outcome = case.run(&disk(path));
        // what filters and conditions make of odd values is what some of these are about
        let odd = [
            "unreachable-branch",
            "filter-input",
            "date-pattern",
            "never-equal",
        ];
        let mut found = outcome.diagnostics.iter();
        let is_expected = found.all(|one| odd.contains(&one.code.as_str()));
        assert!(is_expected, "{}", outcome.drawn());
        let html = outcome.output(Escape::Html);
        let text = outcome.output(Escape::Text);
        let _ = writeln!(shown, "=== slots ===\n{}", outcome.slots());
        let _ = writeln!(shown, "=== html ===\n{html}");
        if text != html {
            let _ = writeln!(shown, "=== text ===\n{text}");
        }
        insta::assert_snapshot!("ok", shown);
    }));
}

#[test]
fn err() {
    settings!(insta::glob!("../cases/liquid/err", "*/data.json", |path| {
        let outcome = Case::load(path).run(&disk(path));
        assert!(outcome.diagnostics.errors() + outcome.diagnostics.warnings() > 0);
        insta::assert_snapshot!("err", outcome.drawn());
    }));
}

#[test]
fn a_template_cut_anywhere_does_not_panic() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/liquid/ok");
    let files = Disk::new(&root).list(Path::new("")).unwrap();
    for data in files.iter().filter(|path| path.ends_with("data.json")) {
        let data = root.join(data);
        let case = Case::load(&data);
        let whole = memory(&data);
        for (path, content) in &whole.files {
            let text = std::str::from_utf8(content).unwrap();
            // long ones would take long
            for (end, _) in text.char_indices().step_by(1 + text.len() / 400) {
                let mut world = memory(&data);
                world.files.insert(path.clone(), text[..end].into());
                let outcome = case.run(&world);
                if outcome.composition.is_some() {
                    outcome.output(Escape::Html);
                }
            }
        }
    }
}

#[test]
fn a_recipient_that_fails_is_an_outcome() {
    let render = |text: &str| {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let source = sources.add("rules/a.seg", text);
        let span = Span::new(source, 0..text.len());
        let library = Library::default();
        let composition = compose_text(span, &library, &sources, &mut diagnostics).unwrap();
        let slots = check(&composition, &Shape::object([]), &mut diagnostics);
        let facts = Facts::new(&slots, Escape::Text, currency("USD"));
        let program = compile(&composition, &facts, &sources, &mut diagnostics);
        let mut out = "kept".to_owned();
        let failed = program.render(&[], &mut out).unwrap_err().to_string();
        assert_eq!(out, "kept");
        failed
    };
    let outcomes = [
        "{{ 'ten' | base64_decode }}",
        "{{ 1 | divided_by: 0 }}",
        "{{ 'ten' | money }}",
        "{{ '2026-03-01' | date: '%9999999d' }}",
        "{% if 'ten' > 1 %}{% endif %}",
        "{% assign a = 9 %}{% for i in (1..99) %}{% assign a = a | times: a %}{% endfor %}",
        "{% assign a = '1' | split: ',' %}{% for i in (1..99) %}{% assign a = a | concat: a %}{% endfor %}",
        "{% assign a = 'xxxxxxxxxxxxxxxx' %}{% for i in (1..16) %}{% assign a = a | append: a %}{% endfor %}{{ a | replace: '', a }}",
        "{{ (1..2000000000) | join }}",
        "{% for i in (1..2000000000) %}{% endfor %}",
        "{% for i in (1..1000) %}{% for j in (1..1000) %}{% for k in (1..9) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% assign a = 'xxxxxxxxxxxxxxxx' %}{% for i in (1..99) %}{% assign a = a | append: a %}{% endfor %}",
        "{% assign a = 'xxxxxxxxxxxxxxxx' %}{% for i in (1..20) %}{% assign a = a | append: a %}{% endfor %}{{ a }}{{ a }}",
    ]
    .map(render);
    insta::assert_snapshot!(outcomes.join("\n"), @r#"
    rules/a.seg:1:4: filter `base64_decode`: this is no Base64
    rules/a.seg:1:4: filter `divided_by`: divided by 0
    rules/a.seg:1:4: filter `money`: expected a number
    rules/a.seg:1:4: filter `date`: `%9999999d` pads to more than 1024 characters
    rules/a.seg:1:4: cannot compare `ten` with `1`
    rules/a.seg:1:55: filter `times`: a number has more than 100000 bits (a = 203833073901997591706761649531622703729941496157247622252374)
    rules/a.seg:1:70: filter `concat`: a list has more than 1000000 items (a = a list of 524288 items)
    rules/a.seg:1:103: filter `replace`: a text exceeds 16 MiB (a = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"…)
    rules/a.seg:1:4: filter `join`: a list has more than 1000000 items
    rules/a.seg:1:4: loops take more than 1000000 turns
    rules/a.seg:1:52: loops take more than 1000000 turns
    rules/a.seg:1:72: a text exceeds 16 MiB (a = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"…)
    rules/a.seg:1:110: the output exceeds 16 MiB (a = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"…)
    "#);
}

#[test]
fn a_text_of_the_rules_is_a_template() {
    let rules = r#"subject "{{ customer.first_name | default: 'Friend' }}, \"early\" <access> {{ customer.nam }}""#;
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let source = sources.add("rules/a.seg", rules);
    let span = Span::new(source, 9..rules.len() - 1);
    let library = Library::default();
    let composition = compose_text(span, &library, &sources, &mut diagnostics).unwrap();
    let customer = Shape::object([("first_name", Shape::Scalar)]);
    let slots = check(
        &composition,
        &Shape::object([("customer", customer)]),
        &mut diagnostics,
    );
    let facts = Facts::new(&slots, Escape::Text, currency("USD"));
    let program = compile(&composition, &facts, &sources, &mut diagnostics);
    let mut out = String::new();
    program.render(&[Value::Nil], &mut out).unwrap();
    let shown = draw(&diagnostics, &sources, Style::Plain) + &out;
    insta::assert_snapshot!(shown, @r#"
    error[unknown-variable]: `customer` has no `nam`
     --> rules/a.seg:1:88
      |
    1 | subject "{{ customer.first_name | default: 'Friend' }}, \"early\" <access> {{ customer.nam }}"
      |                                                                                        ^^^
      |
      = hint: there is: `first_name`

    Friend, "early" <access> 
    "#);
}

#[test]
fn a_file_that_is_no_text_is_reported() {
    let mut world = Memory::default();
    let path = PathBuf::from("templates/page.liquid");
    world.files.insert(path, b"caf\xe9".to_vec());
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    Library::load(
        &world,
        Path::new("templates"),
        &mut sources,
        &mut diagnostics,
    );
    insta::assert_snapshot!(draw(&diagnostics, &sources, Style::Plain), @r"
    error[unreadable-template]: `templates/page.liquid` is not UTF-8 text
     --> templates/page.liquid:1:4
      |
    1 | caf�
      |    ^
      |
      = hint: save the file as UTF-8
    ");
}

/// What rules and one row give to a page.
struct Case {
    templates: Vec<(String, String)>,
    data: Json,
}

impl Case {
    fn load(data: &Path) -> Self {
        let text = Disk::new("").read(data).unwrap();
        let templates = memory(data).files.into_iter();
        Self {
            data: serde_json::from_slice(&text).unwrap(),
            templates: templates
                .map(|(path, text)| {
                    let path = path.to_str().unwrap().to_owned();
                    (path, String::from_utf8(text).unwrap())
                })
                .collect(),
        }
    }

    /// The input, for the snapshot.
    fn shown(&self) -> String {
        let mut shown = format!("=== data ===\n{}\n", self.data);
        for (path, text) in &self.templates {
            let _ = writeln!(shown, "=== {path} ===\n{}", text.trim_end());
        }
        shown
    }

    fn page(&self) -> &'static str {
        let mut templates = self.templates.iter();
        if templates.any(|(path, _)| path == "templates/page.hbs") {
            "page.hbs"
        } else {
            "page.liquid"
        }
    }

    fn run(&self, world: &dyn World) -> Run {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let folder = Path::new("templates");
        let library = Library::load(world, folder, &mut sources, &mut diagnostics);
        let (source, page, fillings) = self.rules(&mut sources);
        assert_eq!(sources.get(source).path, "rules/campaign.seg");
        let mut composition = compose(
            self.page(),
            page,
            &fillings,
            &library,
            &sources,
            &mut diagnostics,
        );
        let globals = value(&self.data["globals"]);
        let mut shape = Shape::of(&globals);
        if let Shape::Object(entries) = &mut shape {
            entries.insert("now".to_owned(), Shape::Scalar.into());
        }
        if let Some(composition) = &mut composition {
            composition.settle(&shape, &sources);
        }
        let slots = composition.as_ref().map_or(Vec::new(), |composition| {
            check(composition, &shape, &mut diagnostics)
        });
        diagnostics.sort(&sources);
        let code = self.data["currency"].as_str().unwrap_or("USD");
        Run {
            composition,
            slots,
            globals,
            shown: self.data["show"].clone(),
            settings: FilterSettings {
                locale: self.data["locale"].as_str().and_then(Locale::find),
                ..currency(code)
            },
            sources,
            diagnostics,
        }
    }

    /// Writes the campaign that `data.json` describes, for spans to point at.
    fn rules(&self, sources: &mut Sources) -> (SourceId, Span, Vec<Filling>) {
        let mut text = String::new();
        let mut spans = Vec::new();
        let push = |piece: &str, text: &mut String| {
            let start = text.len();
            text.push_str(piece);
            start..text.len()
        };
        text.push_str("template \"");
        let page = push(self.page(), &mut text);
        text.push_str("\"\n");
        let blocks = self.data["blocks"].as_object().cloned().unwrap_or_default();
        for (name, variants) in &blocks {
            text.push_str("block ");
            let at = push(name, &mut text);
            text.push_str(" {\n");
            let mut filled = Vec::new();
            for variant in variants.as_array().unwrap() {
                text.push_str("  when … show \"");
                let template = push(variant["template"].as_str().unwrap(), &mut text);
                text.push('"');
                let mut parameters = Vec::new();
                let given = variant["with"].as_object().cloned().unwrap_or_default();
                for (parameter, value) in given {
                    let _ = write!(text, " with {parameter} = ");
                    let quote = if value.is_string() { "\"" } else { "" };
                    let written = value.as_str().map_or(value.to_string(), str::to_owned);
                    text.push_str(quote);
                    let at = push(&written, &mut text);
                    text.push_str(quote);
                    parameters.push((parameter, at, value));
                }
                text.push('\n');
                filled.push((template, parameters));
            }
            text.push_str("}\n");
            spans.push((name.clone(), at, filled));
        }
        let source = sources.add("rules/campaign.seg", text.clone());
        let fillings = spans.into_iter().map(|(name, at, filled)| Filling {
            name,
            span: Span::new(source, at),
            variants: filled
                .into_iter()
                .map(|(template, parameters)| Variant {
                    known: Vec::new(),
                    template: text[template.clone()].to_owned(),
                    span: Span::new(source, template),
                    parameters: parameters
                        .into_iter()
                        .map(|(name, at, json)| Parameter {
                            name,
                            span: Span::new(source, at.clone()),
                            value: match json["global"].as_str() {
                                Some(path) => ParameterValue::Global(path.to_owned()),
                                None if json.is_string() => {
                                    ParameterValue::Template(Span::new(source, at))
                                }
                                None => ParameterValue::Literal(value(&json)),
                            },
                        })
                        .collect(),
                })
                .collect(),
        });
        let fillings = fillings.collect();
        (source, Span::new(source, page), fillings)
    }
}

struct Run {
    composition: Option<Composition>,
    slots: Vec<SlotPath>,
    globals: Value<'static>,
    shown: Json,
    settings: FilterSettings,
    sources: Sources,
    diagnostics: Diagnostics,
}

impl Run {
    fn drawn(&self) -> String {
        draw(&self.diagnostics, &self.sources, Style::Plain)
    }

    fn slots(&self) -> String {
        let slots: Vec<String> = self.slots.iter().map(SlotPath::to_string).collect();
        slots.join("\n")
    }

    fn output(&self, escape: Escape) -> String {
        let Some(composition) = &self.composition else {
            return "nothing: see the findings".to_owned();
        };
        let settings = self.settings.clone();
        let facts = Facts::new(&self.slots, escape, settings);
        let mut diagnostics = Diagnostics::default();
        let program = compile(composition, &facts, &self.sources, &mut diagnostics);
        if diagnostics.errors() > 0 {
            return draw(&diagnostics, &self.sources, Style::Plain);
        }
        let values: Vec<Value<'_>> = program
            .slots()
            .iter()
            .map(|slot| self.value(slot))
            .collect();
        let mut out = String::new();
        match program.render(&values, &mut out) {
            Ok(()) => out,
            Err(outcome) => format!("failed: {outcome}"),
        }
    }

    fn value(&self, slot: &SlotPath) -> Value<'_> {
        if let [segue, block, name] = slot.0.as_slice()
            && segue == "segue"
            && block == "block"
        {
            return self.shown[name].as_i64().map_or(Value::Nil, Value::Integer);
        }
        let names = slot.0.iter();
        names.fold(self.globals.lend(), |value, name| match value {
            Value::Object(entries) => entries.get(name).unwrap_or(Value::Nil),
            _ => Value::Nil,
        })
    }
}

/// JSON as a value; `{"$date": …}` and `{"$time": …}` are dates and times.
fn value(json: &Json) -> Value<'static> {
    match json {
        Json::Null => Value::Nil,
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Integer(whole),
            None => Value::Float(number.as_f64().unwrap()),
        },
        Json::String(text) => Value::text(text.as_str()),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(entries) => {
            if let Some(date) = entries.get("$date") {
                return Value::Date(date.as_str().unwrap().parse().unwrap());
            }
            if let Some(time) = entries.get("$time") {
                return Value::time(time.as_str().unwrap().parse().unwrap());
            }
            let entries = entries.iter();
            let entries = entries.map(|(name, entry)| (name.as_str(), value(entry)));
            Value::Object(entries.collect())
        }
    }
}

fn currency(code: &str) -> FilterSettings {
    let digits = if code == "JPY" { 0 } else { 2 };
    FilterSettings {
        currency: Currency {
            code: code.to_owned(),
            digits,
        },
        locale: None,
    }
}

fn disk(data: &Path) -> Disk {
    Disk::new(data.parent().unwrap())
}

fn memory(data: &Path) -> Memory {
    let disk = disk(data);
    let files = disk.list(Path::new("templates")).unwrap();
    let files = files.into_iter().map(|path| {
        let content = disk.read(&path).unwrap();
        (path, content)
    });
    Memory {
        files: files.collect(),
        ..Memory::default()
    }
}
