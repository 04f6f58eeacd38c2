//! Markup that makes no sense, as lax templates have it.

use std::path::Path;

use segue::diagnostic::Diagnostics;
use segue::liquid::{
    ErrorMode, Escape, Facts, FilterSettings, Library, Shape, Value, check, compile, compose,
};
use segue::project::Currency;
use segue::source::{Sources, Span};
use segue::world::Memory;

/// What a lax page prints with `a` as 1, `b` as a list, `-c` as 3 and `p` as the name of a partial.
fn printed(page: &str) -> Option<String> {
    let mut world = Memory::default();
    world
        .files
        .insert("templates/page.liquid".into(), page.into());
    world
        .files
        .insert("templates/partials/hi.liquid".into(), "hi{{ a }}".into());
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let (mode, folder) = (ErrorMode::Lax, Path::new("templates"));
    let library = Library::load_in(mode, &world, folder, &mut sources, &mut diagnostics);
    let rules = sources.add("rules/all.seg", "");
    let nowhere = Span::new(rules, 0..0);
    let page = compose(
        "page.liquid",
        nowhere,
        &[],
        &library,
        &sources,
        &mut diagnostics,
    )?;
    let slots = check(&page, &Shape::Any, &mut diagnostics);
    if diagnostics.errors() > 0 {
        return Some("error".to_owned());
    }
    let currency = Currency::from_code("USD")?;
    let settings = FilterSettings {
        currency,
        locale: None,
    };
    let facts = Facts::new(&slots, Escape::Text, settings);
    let program = compile(&page, &facts, &sources, &mut diagnostics);
    let row = serde_json::json!({"a": 1, "b": [1, 2], "-c": 3, "p": "hi", "n": "a"});
    let slots = program.slots().iter().map(|slot| {
        let names = slot.0.iter();
        names.fold(&row, |value, name| &value[name])
    });
    let values: Vec<Value<'_>> = slots.map(Value::from).collect();
    let mut out = String::new();
    match program.render(&values, &mut out) {
        Ok(()) => Some(out),
        Err(outcome) => Some(outcome.to_string()),
    }
}

#[test]
fn lax_templates_are_read_as_far_as_they_can_be() {
    let pages = [
        "{{ 1 + 2 }}",
        "{{ a b | plus: 1 }}",
        "{{ -c }} {{ @a }} {{ b.first.x }} {{ 1.2.3 }} {{ 1. }}",
        "{{ b[0]x }} {{ 'x' | append: 'y' 'z' | upcase, }}",
        "{{ }} {% echo %} {{ | }} {{ 'open }}",
        "{{ a | nosuch: 1 }}",
        "{{ [n] }}",
        "{% assign x.y = 1 %}{% assign 1a = 2 %}{% assign ! z = 3 %}{{ z }}",
        "{% if a == 1 2 and b %}yes{% endif %}{% if a == %}no{% endif %}{% if a like 1 %}{% endif %}",
        "{% if a == 1 2 and b %}yes{% endif %}{% if a == %}no{% endif %}",
        "{% case a %}{% when 1 and 2, 1 %}one{% endcase %}",
        "{% for i in b limit: 1 reversed %}{{ i }}{% endfor %}{% for i in b reversed cols: 3 %}{{ i }}{% endfor %}",
        "{% cycle a: 1, 2 3 %}{% cycle a: 1, 2 3 %}",
        "{% include p %} {% include nosuch %}",
        "{% break now %}never",
        "{% assign x = b | map: nil %}{{ x }}on",
        "{% assign x = 1 %}{% assign x = 'a' | map: nil %}{{ x }}",
    ];
    let shown = pages.map(|page| format!("{page}\n    [{}]", printed(page).unwrap()));
    insta::assert_snapshot!(shown.join("\n"), @r"
    {{ 1 + 2 }}
        [1]
    {{ a b | plus: 1 }}
        [2]
    {{ -c }} {{ @a }} {{ b.first.x }} {{ 1.2.3 }} {{ 1. }}
        [3 1  1.2 1.0]
    {{ b[0]x }} {{ 'x' | append: 'y' 'z' | upcase, }}
        [ XY]
    {{ }} {% echo %} {{ | }} {{ 'open }}
        [   ]
    {{ a | nosuch: 1 }}
        [1]
    {{ [n] }}
        [1]
    {% assign x.y = 1 %}{% assign 1a = 2 %}{% assign ! z = 3 %}{{ z }}
        [3]
    {% if a == 1 2 and b %}yes{% endif %}{% if a == %}no{% endif %}{% if a like 1 %}{% endif %}
        [error]
    {% if a == 1 2 and b %}yes{% endif %}{% if a == %}no{% endif %}
        [yes]
    {% case a %}{% when 1 and 2, 1 %}one{% endcase %}
        [one]
    {% for i in b limit: 1 reversed %}{{ i }}{% endfor %}{% for i in b reversed cols: 3 %}{{ i }}{% endfor %}
        [121]
    {% cycle a: 1, 2 3 %}{% cycle a: 1, 2 3 %}
        [12]
    {% include p %} {% include nosuch %}
        [page.liquid:1:28: `nosuch` names no partial (nosuch = missing)]
    {% break now %}never
        []
    {% assign x = b | map: nil %}{{ x }}on
        [on]
    {% assign x = 1 %}{% assign x = 'a' | map: nil %}{{ x }}
        [1]
    ");
}
