//! What a failed row tells: where it happened, and what the values were.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

use std::time::Duration;

use segue::liquid::{Engine, Limits};
use serde_json::json;

/// What is said of each template's failure.
fn failures(engine: &Engine, templates: &[&str]) -> String {
    let data = json!({
        "name": "Ana Lind", "email": "ana@lind.example", "price": "free", "missing": null,
        "items": [1, 2, 3], "tree": {"name": "root", "below": [{"name": "leaf", "below": []}]},
    });
    let failures = templates.iter().map(|text| {
        let page = engine.page(text).unwrap();
        match page.render(&data) {
            Ok(out) => format!("printed: {out}"),
            Err(error) => error.to_string(),
        }
    });
    failures.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_failure_tells_the_place_and_the_values() {
    let engine = Engine::new().partial("price", "<b>\n{{ amount | money }}</b>");
    let told = failures(
        &engine,
        &[
            "<p>\n  {{ price | money }}",
            "{% assign cost = price | append: '!' %}\n{{ name }} {% render 'price', amount: cost %}",
            "{% for item in items %}{% if item > name %}x{% endif %}{% endfor %}",
            "{{ items.size | divided_by: missing }}",
            "{% case name %}{% when 'Bo' %}{% else %}{{ tree.name | times: 2 }}{{ tree.below | date: '%9999d' }}{% endcase %}",
            "<a href=\"{{ name | prepend: 'javascript:' }}\">x</a>",
        ],
    );
    insta::assert_snapshot!(told, @r#"
    page.liquid:2:6: filter `money`: expected a number (price = "free")
    partials/price.liquid:2:4: filter `money`: expected a number (amount = "free!")
    page.liquid:1:27: cannot compare `1` with `Ana Lind` (item = 1, name = "Ana Lind")
    page.liquid:1:4: filter `divided_by`: divided by 0 (items.size = 3, missing = missing)
    printed: 0{&quot;name&quot;=&gt;&quot;leaf&quot;, &quot;below&quot;=&gt;[]}
    page.liquid:1:13: an address may not have the scheme `javascript` (name = "Ana Lind")
    "#);
}

#[test]
fn personal_values_are_masked() {
    let engine = Engine::new()
        .personal("email")
        .personal("name")
        .partial("one", "{{ who | money }}");
    let told = failures(
        &engine,
        &[
            "{{ email | money }}",
            "{% if email > 3 %}{% endif %}",
            "{% assign who = email | upcase %}{% assign again = who %}{{ again | money }}",
            "{% capture who %}{{ name }}{% endcapture %}{{ who | money }}",
            "{% render 'one', who: email %}",
            "{{ price | divided_by: name }}",
            "{% abort 'no offer' %}",
        ],
    );
    assert!(!told.to_lowercase().contains("lind"), "{told}");
    insta::assert_snapshot!(told, @r#"
    page.liquid:1:4: filter `money`: expected a number (email = •••)
    page.liquid:1:4: cannot compare `•••` with `•••` (email = •••)
    page.liquid:1:61: filter `money`: expected a number (again = •••)
    page.liquid:1:47: filter `money`: expected a number (who = •••)
    partials/one.liquid:1:4: filter `money`: expected a number (who = •••)
    page.liquid:1:4: filter `divided_by`: divided by 0 (price = "free", name = •••)
    page.liquid: aborted: no offer
    "#);
}

#[test]
fn a_row_that_takes_too_much_fails_alone() {
    let limits = Limits {
        turns: 5_000,
        bytes: 2_000,
        depth: 8,
        time: Duration::from_secs(60),
    };
    let engine = Engine::new()
        .limits(limits)
        .partial("deeper", "{% if name %}{% render 'deeper', name: name %}{% endif %}")
        .partial("wide", "{% if name %}{% for i in (1..9) %}{% include 'wide' %}{% endfor %}{% endif %}")
        .partial("tree", "{{ node.name }}{% for below in node.below %}({% render 'tree', node: below %}){% endfor %}");
    let mut told = failures(
        &engine,
        &[
            "{% for i in (1..1000000000) %}{% endfor %}",
            "{% for i in (1..100) %}{% for j in (1..100) %}{% endfor %}{% endfor %}",
            "{% for i in (1..100) %}{{ name }} {{ name }} {{ name }} {{ name }}{% endfor %}",
            "{% render 'deeper', name: name %}",
            "{% include 'wide' %}",
            "{% render 'tree', node: tree %}",
        ],
    );
    let hurried = engine.limits(Limits {
        time: Duration::ZERO,
        ..limits
    });
    told.push('\n');
    told.push_str(&failures(
        &hurried,
        &["{% for i in (1..999) %}{% endfor %}"],
    ));
    insta::assert_snapshot!(told, @r#"
    page.liquid:1:4: loops take more than 1000000 turns
    page.liquid:1:27: loops take more than 5000 turns
    page.liquid:1:60: the output exceeds 2000 bytes (name = "Ana Lind")
    partials/deeper.liquid:1:25: partials are nested more than 8 deep (name = "Ana Lind")
    partials/wide.liquid:1:47: partials are nested more than 8 deep (wide = missing)
    printed: root(leaf)
    page.liquid:1:4: rendering takes longer than 0ns
    "#);
}
