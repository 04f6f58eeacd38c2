//! `segue test`: expectations and snapshots.

use insta::assert_snapshot;

use crate::harness::Session;

fn accepted() -> Session {
    let session = Session::shop();
    session.output("test --accept");
    session
}

#[test]
fn messages_are_new_then_accepted_then_the_same() {
    let session = Session::shop();
    assert_snapshot!(session.run("test"), @r#"
    stdout:
    persona  campaign  gets                   snapshot
    ana      spring    Early access, Ana      ● new
                       hero/early
    ben      spring    – not in the audience  ● new

    persona  expected                                 place
    ana      ✓ in regular, in region.west, in spring  rules/shop.seg:37
             ✓ spring.hero shows "hero/early.liquid"  rules/shop.seg:38
    ben      ✓ not in regular, not in spring          rules/shop.seg:43

    ● spring@ana: new
    ● spring@ben: new

    expectations  6 of 6 hold
    snapshots     0 of 2 as approved
    coverage      80%, 8 of 10; `segue test --coverage` lists the rest
    stderr:
    hint: `segue test --review` shows what changed
    exit status: 1
    "#);
    assert_snapshot!(session.run("test --accept"), @r#"
    stdout:
    persona  campaign  gets                   snapshot
    ana      spring    Early access, Ana      ✓ accepted
                       hero/early
    ben      spring    – not in the audience  ✓ accepted

    persona  expected                                 place
    ana      ✓ in regular, in region.west, in spring  rules/shop.seg:37
             ✓ spring.hero shows "hero/early.liquid"  rules/shop.seg:38
    ben      ✓ not in regular, not in spring          rules/shop.seg:43

    expectations  6 of 6 hold
    snapshots     0 of 2 as approved, 2 accepted now
    coverage      80%, 8 of 10; `segue test --coverage` lists the rest
    exit status: 0
    "#);
    assert_snapshot!(session.run("test"), @r#"
    stdout:
    persona  campaign  gets                   snapshot
    ana      spring    Early access, Ana      ✓ approved
                       hero/early
    ben      spring    – not in the audience  ✓ approved

    persona  expected                                 place
    ana      ✓ in regular, in region.west, in spring  rules/shop.seg:37
             ✓ spring.hero shows "hero/early.liquid"  rules/shop.seg:38
    ben      ✓ not in regular, not in spring          rules/shop.seg:43

    expectations  6 of 6 hold
    snapshots     2 of 2 as approved
    coverage      80%, 8 of 10; `segue test --coverage` lists the rest
    exit status: 0
    "#);
    assert_snapshot!(session.list("snapshots"), @r"
    snapshots/spring@ana.snap
    snapshots/spring@ben.snap
    ");
}

#[test]
fn a_changed_message_is_told() {
    let session = accepted().edit(
        "templates/blocks/hero/early.liquid",
        "You first",
        "After you",
    );
    assert_snapshot!(session.run("test"), @r#"
    stdout:
    persona  campaign  gets                   snapshot
    ana      spring    Early access, Ana      ● changed
                       hero/early
    ben      spring    – not in the audience  ✓ approved

    persona  expected                                 place
    ana      ✓ in regular, in region.west, in spring  rules/shop.seg:37
             ✓ spring.hero shows "hero/early.liquid"  rules/shop.seg:38
    ben      ✓ not in regular, not in spring          rules/shop.seg:43

    ● spring@ana: changed

    expectations  6 of 6 hold
    snapshots     1 of 2 as approved
    coverage      80%, 8 of 10; `segue test --coverage` lists the rest
    stderr:
    hint: `segue test --review` shows what changed
    exit status: 1
    "#);
}

#[test]
fn an_expectation_that_fails_is_told_with_its_place() {
    let session = accepted().edit("rules/shop.seg", "orders >= 2", "orders >= 3");
    assert_snapshot!(session.run("test"), @r#"
    stdout:
    persona  campaign  gets                   snapshot
    ana      spring    Spring is here         ● changed
                       hero/sale
    ben      spring    – not in the audience  ✓ approved

    persona  expected                         place
    ana      ✓ in region.west, in spring      rules/shop.seg:37
    ben      ✓ not in regular, not in spring  rules/shop.seg:43

    ✗ ana: in regular  rules/shop.seg:37
        is not in it: orders is 2
    ✗ ana: spring.hero shows "hero/early.liquid"  rules/shop.seg:38
        shows `hero/sale.liquid`
    ● spring@ana: changed

    expectations  4 of 6 hold
    snapshots     1 of 2 as approved
    coverage      70%, 7 of 10; `segue test --coverage` lists the rest
    stderr:
    hint: `segue test --review` shows what changed
    exit status: 1
    "#);
}

#[test]
fn an_expectation_that_fails_is_told_to_machines() {
    let session = accepted().edit("rules/shop.seg", "orders >= 2", "orders >= 3");
    assert_snapshot!(session.run("test --persona ana --format json"), @r#"
    stdout:
    {
      "messages": [
        {
          "persona": "ana",
          "campaign": "spring",
          "in_audience": true,
          "snapshot": "changed",
          "from": "Shop <news@shop.example>",
          "subject": "Spring is here",
          "preheader": "",
          "blocks": {
            "hero": "hero/sale.liquid"
          }
        }
      ],
      "expectations": [
        {
          "persona": "ana",
          "expected": "in regular",
          "holds": false,
          "instead": "is not in it: orders is 2",
          "place": "rules/shop.seg:37"
        },
        {
          "persona": "ana",
          "expected": "in region.west",
          "holds": true,
          "instead": null,
          "place": "rules/shop.seg:37"
        },
        {
          "persona": "ana",
          "expected": "in spring",
          "holds": true,
          "instead": null,
          "place": "rules/shop.seg:37"
        },
        {
          "persona": "ana",
          "expected": "spring.hero shows \"hero/early.liquid\"",
          "holds": false,
          "instead": "shows `hero/sale.liquid`",
          "place": "rules/shop.seg:38"
        }
      ],
      "coverage": null,
      "snapshots": {
        "approved": 0,
        "accepted": 0,
        "new": 0,
        "changed": 1,
        "orphans": []
      }
    }
    exit status: 1
    "#);
}

#[test]
fn a_snapshot_of_no_persona_is_told() {
    let session = accepted();
    let rules = session.read("rules/shop.seg");
    let (before, _) = rules.split_once("persona ben").unwrap();
    let session = session.file("rules/shop.seg", before);
    assert_snapshot!(session.run("test"), @r#"
    stdout:
    persona  campaign  gets               snapshot
    ana      spring    Early access, Ana  ✓ approved
                       hero/early

    persona  expected                                 place
    ana      ✓ in regular, in region.west, in spring  rules/shop.seg:37
             ✓ spring.hero shows "hero/early.liquid"  rules/shop.seg:38

    ● `snapshots/spring@ben.snap` belongs to nothing: there is no persona `ben`

    expectations  4 of 4 hold
    snapshots     1 of 1 as approved
    coverage      50%, 5 of 10; `segue test --coverage` lists the rest
    exit status: 1
    "#);
}

#[test]
fn review_needs_an_answer() {
    let session = Session::shop();
    assert_snapshot!(session.run("test --review"), @r#"
    stdout:

    spring for ana (new, 1 of 2)
    @@ -0,0 +1,23 @@
    +From: Shop <news@shop.example>
    +Subject: Early access, Ana
    +Preheader:
    +Block hero: hero/early.liquid
    +List-Unsubscribe: <https://shop.example/unsubscribe?c=ana>
    +
    +── text ──
    +Hello Ana
    +
    +You first
    +=========
    +
    +Unsubscribe (https://shop.example/unsubscribe?c=ana)
    +
    +── html ──
    +<html>
    +<body>
    +<p>Hello Ana</p>
    +<h1>You first</h1>
    +
    +<p><a href="https://shop.example/unsubscribe?c=ana">Unsubscribe</a></p>
    +</body>
    +</html>
    a accept, A accept all, r reject, s skip, q quit:
    persona  campaign  gets                   snapshot
    ana      spring    Early access, Ana      ● new
                       hero/early
    ben      spring    – not in the audience  ● new

    persona  expected                                 place
    ana      ✓ in regular, in region.west, in spring  rules/shop.seg:37
             ✓ spring.hero shows "hero/early.liquid"  rules/shop.seg:38
    ben      ✓ not in regular, not in spring          rules/shop.seg:43

    ● spring@ana: new
    ● spring@ben: new

    expectations  6 of 6 hold
    snapshots     0 of 2 as approved
    coverage      80%, 8 of 10; `segue test --coverage` lists the rest
    stderr:
    hint: `segue test --review` shows what changed
    exit status: 1
    "#);
    assert_snapshot!(session.run("test --review --accept"), @r"
    stderr:
    error: the argument '--review' cannot be used with '--accept'

    Usage: segue test --review

    For more information, try '--help'.
    exit status: 2
    ");
}

#[test]
fn a_template_that_never_ends_costs_only_its_message() {
    let endless =
        "{% for a in (1..9999) %}{% for b in (1..9999) %}{{ a }}{% endfor %}{% endfor %}\n";
    let session = accepted().file("templates/blocks/hero/early.liquid", endless);
    assert_snapshot!(session.run("test"), @r#"
    stdout:
    persona  campaign  gets                   snapshot
    ana      spring    ✗ no message           ● changed
    ben      spring    – not in the audience  ✓ approved

    persona  expected                                 place
    ana      ✓ in regular, in region.west, in spring  rules/shop.seg:37
             ✓ spring.hero shows "hero/early.liquid"  rules/shop.seg:38
    ben      ✓ not in regular, not in spring          rules/shop.seg:43

    ✗ spring@ana: no message
        blocks/hero/early.liquid:1:52: loops take more than 1000000 turns (a = 100)
    ● spring@ana: changed

    expectations  6 of 6 hold
    snapshots     1 of 2 as approved
    coverage      83%, 10 of 12; `segue test --coverage` lists the rest
    stderr:
    hint: `segue test --review` shows what changed
    exit status: 1
    "#);
    assert_snapshot!(session.run("render spring --out mail"), @r"
    stderr:
    error: no message for customer c-1: blocks/hero/early.liquid:1:52: loops take more than 1000000 turns (a = 100)
    1 message for an audience of 2 among 3 customers, in [TIME]
    1 recipient left out: see `mail.rejects.ndjson`
    exit status: 1
    ");
    assert_snapshot!(session.list("mail"), @"mail/c-2.html");
    assert_snapshot!(session.read("mail.rejects.ndjson"), @r#"
    {"customer_id":"c-1","row":2,"code":"not-rendered","message":"blocks/hero/early.liquid:1:52: loops take more than 1000000 turns (a = 100)","template":"blocks/hero/early.liquid","line":1,"column":52,"values":{"a":"100"}}
    "#);
}
