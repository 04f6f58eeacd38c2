//! Clauses of a campaign that keep some back: what `render`, `explain` and `test` say of them.

use insta::assert_snapshot;

use crate::harness::Session;

/// The shop with an experiment and a limit. Buckets: c-1 5615, c-2 3771, c-3 3389, ana 7963.
fn shop() -> Session {
    Session::shop()
        .edit(
            "rules/shop.seg",
            "  block hero {",
            "  experiment cta { split 30% \"Shop now\", 20% \"See more\", holdout 50% }\n  \
             limit 1 per 7 days across promotions\n  block hero {",
        )
        .edit(
            "rules/shop.seg",
            "event purchase { amount money }",
            "event purchase { amount money }\nevent sent { campaign text }",
        )
        .edit(
            "rules/shop.seg",
            "state = \"CA\", email_consent = yes",
            "state = \"CA\", email_consent = yes, spring.cta = \"Shop now\"",
        )
        .edit(
            "segue.toml",
            "[message]",
            "[events.sent]\nfile = \"data/sent.csv\"\n\n[message]",
        )
        .edit("data/customers.csv", "Cy,OR,no", "Cy,OR,yes")
        .edit(
            "templates/campaigns/spring.liquid",
            "{% block hero %}",
            "<p>{{ experiment.cta }}{% if experiment.cta == \"See more\" %}!{% endif %}</p>\n{% block hero %}",
        )
        .file(
            "data/sent.csv",
            "customer_id,at,campaign\nc-3,2026-10-30T10:00:00Z,spring\nc-2,2026-10-20T10:00:00Z,spring\n",
        )
}

#[test]
fn render_says_who_is_kept_back() {
    let session = shop();
    assert_snapshot!(session.run("render spring --format ndjson --out mail.ndjson"), @r"
    stderr:
    1 message for an audience of 1 among 3 customers, in [TIME]
    1 customer held out of an experiment
    1 customer left out by a limit
    exit status: 0
    ");
    assert_snapshot!(session.read("mail.ndjson"), @r#"
    {"campaign":"spring","customer_id":"c-2","to":"bob@example.com","from":"Shop <news@shop.example>","subject":"Spring is here","preheader":"","html":"<html>\n<body>\n<p>Hello friend</p>\n<p>See more!</p>\n<h1>Spring sale</h1>\n\n<p><a href=\"https://shop.example/unsubscribe?c=c-2\">Unsubscribe</a></p>\n</body>\n</html>\n","text":"Hello friend\n\nSee more!\n\nSpring sale\n===========\n\nUnsubscribe (https://shop.example/unsubscribe?c=c-2)\n","headers":{"Date":"Sun, 01 Nov 2026 09:00:00 +0000","Message-ID":"<504503ea7ec1faa1583b70117a3bf786@shop.example>","List-Unsubscribe":"<https://shop.example/unsubscribe?c=c-2>","List-Unsubscribe-Post":"List-Unsubscribe=One-Click"},"blocks":{"hero":"hero/sale.liquid"},"experiments":{"cta":"See more"}}
    "#);
    let told = session.output("render spring --out mail --report json");
    let mut summary: serde_json::Value = serde_json::from_slice(&told.stderr).unwrap();
    summary["seconds"] = 0.into();
    assert_snapshot!(summary, @r#"
    {"audience":1,"campaign":"spring","customers":3,"failed":0,"held_out":1,"limited":1,"rejected_rows":0,"rejects":null,"rendered":1,"seconds":0}
    "#);
}

#[test]
fn explain_says_why_somebody_is_kept_back() {
    let session = shop();
    assert_snapshot!(session.run("explain c-1 spring"), @r"
    stdout:
    c-1

      spring.cta  missing
      orders      2
      region      west  West coast

    segments
      ✓ regular  when orders >= 2  ← orders is 2

    campaign spring: does not get it
      ✗ email_consent
        ✓ email_consent  ← yes
        ✗ not held out of spring.cta  ← spring.cta is missing
        ✓ limit 1 per 7 days across promotions  ← times sent spring is 0
      hero would show hero/early.liquid
        ✓ hero/early.liquid  when in regular
          ✓ orders >= 2  ← orders is 2
    exit status: 0
    ");
    assert_snapshot!(session.run("explain c-3 spring"), @r#"
    stdout:
    c-3

      spring.cta  "See more"
      orders      0
      region      west  West coast

    segments
      ✗ regular  when orders >= 2  ← orders is 0

    campaign spring: does not get it
      ✗ email_consent
        ✓ email_consent  ← yes
        ✓ not held out of spring.cta  ← spring.cta is "See more"
        ✗ limit 1 per 7 days across promotions  ← times sent spring is 1
      hero would show hero/sale.liquid
        ✗ hero/early.liquid  when in regular
          ✗ orders >= 2  ← orders is 0
        ✓ hero/sale.liquid  otherwise
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain ana spring"), @r#"
    stdout:
    ana

      spring.cta  "Shop now"
      orders      2
      region      west  West coast

    segments
      ✓ regular  when orders >= 2  ← orders is 2

    campaign spring: gets it
      ✓ email_consent
        ✓ email_consent  ← yes
        ✓ not held out of spring.cta  ← spring.cta is "Shop now"
        ✓ limit 1 per 7 days across promotions  ← times sent spring is 0
      hero shows hero/early.liquid
        ✓ hero/early.liquid  when in regular
          ✓ orders >= 2  ← orders is 2
    exit status: 0
    "#);
}

#[test]
fn a_persona_is_given_an_arm() {
    let session = shop();
    assert_snapshot!(session.run("test --accept --quiet"), @r#"
    stdout:
    ana
      ✓ in regular
      ✓ in region.west
      ✓ in spring
      ✓ spring.hero shows "hero/early.liquid"
    ben
      ✓ not in regular
      ✓ not in spring

    expectations  6 of 6 hold
    snapshots     0 of 2 as approved, 2 accepted now
    exit status: 0
    "#);
    let approved = session.read("snapshots/spring@ana.snap");
    let shown: Vec<&str> = approved
        .lines()
        .filter(|line| line.contains("Shop now"))
        .collect();
    assert_snapshot!(shown.join("\n"), @r"
    Experiment cta: Shop now
    Shop now
    <p>Shop now</p>
    ");
    let held_out = session.edit(
        "rules/shop.seg",
        "spring.cta = \"Shop now\"",
        "spring.cta = holdout",
    );
    assert_snapshot!(held_out.run("test --quiet"), @r#"
    stdout:
    ana
      ✓ in regular
      ✓ in region.west
      ✗ in spring: ana does not get it (rules/shop.seg:40)
      ✗ spring.hero shows "hero/early.liquid": ana is not in the audience of `spring` (rules/shop.seg:41)
    ben
      ✓ not in regular
      ✓ not in spring

    expectations  4 of 6 hold
    snapshots     1 of 2 as approved
      ● changed: spring@ana
    stderr:
    hint: `segue test --review` shows what changed
    exit status: 1
    "#);
}
