//! `segue test`: what the personas reach.

use insta::assert_snapshot;

use crate::harness::Session;

/// A page with every tag that divides, and a rule for every kind of point.
fn project() -> Session {
    let rules = r#"
trait size = case
  when orders >= 9 then "large"
  when orders >= 2 then "medium"
  otherwise "small"

campaign autumn {
  audience email_consent and in regular
  template "campaigns/autumn.liquid"
  from {
    when state = "NY" "Shop <ny@shop.example>"
    otherwise "Shop <news@shop.example>"
  }
  subject {
    when state = "CA" "{% if customer.first_name %}{{ customer.first_name }}, {% endif %}California"
    when state = "OR" "Oregon"
    otherwise "Autumn"
  }
  preheader "Leaves"
  block hero {
    when state = "CA" show "hero/early.liquid"
    when state = "OR" show "hero/sale.liquid"
  }
  block always {
    when state = "CA" show "hero/early.liquid"
    otherwise show "hero/sale.liquid"
  }
}
"#;
    let page = r#"{% if customer.orders > 5 %}many{% elsif customer.state == "CA" %}west{% else %}few{% endif %}
{% unless customer.first_name %}nameless{% endunless %}
{% case customer.size %}{% when "large" %}L{% when "medium", "small" %}M{% endcase %}
{% for n in (1..customer.orders) %}{% if n == 1 %}first{% endif %}{% else %}none{% endfor %}
{% tablerow n in (1..2) %}{{ n }}{% endtablerow %}
{% block hero %}{% if customer.state %}{{ customer.state }}{% endif %}{% endblock %}
{% block always %}{% if customer.state %}never shown{% endif %}{% endblock %}
{{ unsubscribe_url }}
"#;
    let session = Session::shop()
        .append("rules/shop.seg", rules)
        .file("templates/campaigns/autumn.liquid", page);
    session.output("test --accept");
    session
}

#[test]
fn what_nobody_reaches_is_listed() {
    assert_snapshot!(project().run("test --coverage"), @r#"
    stdout:
    persona  campaign  gets                            snapshot
    ana      spring    Early access, Ana               ✓ approved
                       hero/early
             autumn    Ana, California                 ✓ approved
                       hero/early, always: hero/early
    ben      spring    – not in the audience           ✓ approved
             autumn    – not in the audience           ✓ approved

    persona  expected                                 place
    ana      ✓ in regular, in region.west, in spring  rules/shop.seg:37
             ✓ spring.hero shows "hero/early.liquid"  rules/shop.seg:38
    ben      ✓ not in regular, not in spring          rules/shop.seg:43

    coverage               reached
    segments, in and out   2 of 2   100%
    group members          2 of 2   100%
    arms of traits         2 of 3   66%
    audiences, in and out  4 of 4   100%
    arms of texts          3 of 7   42%
    arms of blocks         3 of 7   42%
    template branches      8 of 17  47%

    nobody reaches                                                  place
    trait           size: when orders >= 9                          rules/shop.seg:47
    text            spring.subject: otherwise                       rules/shop.seg:25
    block           spring.hero: otherwise show hero/sale.liquid    rules/shop.seg:29
    text            autumn.from: when state = "NY"                  rules/shop.seg:55
    text            autumn.subject: when state = "OR"               rules/shop.seg:60
    text            autumn.subject: otherwise                       rules/shop.seg:61
    block           autumn.hero: when state = "OR" show             rules/shop.seg:66
                    hero/sale.liquid
    block           autumn.hero: default                            rules/shop.seg:64
    block           autumn.always: otherwise show hero/sale.liquid  rules/shop.seg:70
    template        none of `if customer.first_name`                rules/shop.seg:59
    template        if customer.orders > 5                          templates/campaigns/autumn.liquid:1
    template        else of `if customer.orders > 5`                templates/campaigns/autumn.liquid:1
    template        unless customer.first_name                      templates/campaigns/autumn.liquid:2
    template        none of `case customer.size`                    templates/campaigns/autumn.liquid:3
    template        when "large" of `case customer.size`            templates/campaigns/autumn.liquid:3
    template        else of `for n in (1..customer.orders)`         templates/campaigns/autumn.liquid:4
    template        none of `if customer.state`                     templates/campaigns/autumn.liquid:6
    template        if customer.state                               templates/campaigns/autumn.liquid:6

    expectations  6 of 6 hold
    snapshots     4 of 4 as approved
    coverage      57%, 24 of 42; `segue test --coverage` lists the rest
    exit status: 0
    "#);
}

#[test]
fn a_persona_more_reaches_more() {
    let more = "persona cleo {\n  state = \"NY\", email_consent = yes\n  purchase 1 days ago { amount = 1.00 }\n  purchase 2 days ago { amount = 1.00 }\n}\n";
    let session = project().append("rules/shop.seg", more);
    session.output("test --accept");
    let report = session.run("test --format json");
    let (_, coverage) = report.split_once("\"coverage\": ").unwrap();
    let (coverage, _) = coverage.split_once("\"what\": \"spring.subject").unwrap();
    assert_snapshot!(coverage.trim_end(), @r#"
    {
        "percent": 73,
        "reached": 31,
        "all": 42,
        "kinds": {
          "segment": {
            "percent": 100,
            "reached": 2,
            "all": 2
          },
          "group": {
            "percent": 100,
            "reached": 2,
            "all": 2
          },
          "trait": {
            "percent": 66,
            "reached": 2,
            "all": 3
          },
          "audience": {
            "percent": 100,
            "reached": 4,
            "all": 4
          },
          "text": {
            "percent": 71,
            "reached": 5,
            "all": 7
          },
          "block": {
            "percent": 71,
            "reached": 5,
            "all": 7
          },
          "template": {
            "percent": 64,
            "reached": 11,
            "all": 17
          }
        },
        "unreached": [
          {
            "kind": "trait",
            "what": "size: when orders >= 9",
            "place": "rules/shop.seg:47"
          },
          {
            "kind": "text",
    "#);
}

#[test]
fn less_than_asked_for_fails() {
    let session = Session::shop();
    session.output("test --accept");
    let last = |arguments: &str| {
        let told = session.run(arguments);
        let from = told.find("\n✗").or(told.find("\nexpectations "));
        told[from.unwrap_or_default()..].trim_start().to_owned()
    };
    assert_snapshot!(last("test --min-coverage 80"), @r"
    expectations  6 of 6 hold
    snapshots     2 of 2 as approved
    coverage      80%, 8 of 10; `segue test --coverage` lists the rest
    exit status: 0
    ");
    assert_snapshot!(last("test --min-coverage 81"), @r"
    ✗ the personas reach too little
        80%, 8 of 10, below 81%

    expectations  6 of 6 hold
    snapshots     2 of 2 as approved
    coverage      80%, 8 of 10; `segue test --coverage` lists the rest
    exit status: 1
    ");
    assert_snapshot!(session.run("test --min-coverage 101"), @r"
    stderr:
    error: invalid value '101' for '--min-coverage <PERCENT>': 101 is not in 0..=100

    For more information, try '--help'.
    exit status: 2
    ");
}

#[test]
fn without_campaigns_and_facts_there_is_nothing_to_reach() {
    let rules = Session::shop().read("rules/shop.seg");
    let (schema, _) = rules.split_once("trait").unwrap();
    let session = Session::shop().file("rules/shop.seg", schema);
    assert_snapshot!(session.run("test --min-coverage 100"), @r"
    stdout:
    expectations  0 of 0 hold
    snapshots     0 of 0 as approved
    exit status: 0
    ");
}
