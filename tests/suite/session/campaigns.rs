//! Clauses of a campaign that keep some back, say when it goes out and mark its links: what
//! `render`, `explain` and `test` make of them.

#![expect(clippy::unwrap_used, reason = "a session that cannot run fails")]

use insta::assert_snapshot;

use crate::harness::Session;

/// The shop with an experiment and a limit. Buckets: c-1 5615, c-2 3771, c-3 3389, ana 3544.
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
    {"campaign":"spring","customers":3,"audience":1,"rendered":1,"failed":0,"aborted":0,"held_out":1,"limited":1,"rejected_rows":0,"rejects":null,"seconds":0}
    "#);
}

#[test]
fn explain_says_why_somebody_is_kept_back() {
    let session = shop();
    assert_snapshot!(session.run("explain c-1 spring"), @r#"
    stdout:
    c-1
    as of 2026-11-01 09:00 in UTC

    campaign spring: does not get it
      all of these must hold
      ✓ email_consent                         ← yes
      ✗ not held out of spring.cta            ← spring.cta is missing
      ✓ limit 1 per 7 days across promotions  ← times sent spring is 0

      experiment cta: held out  ← bucket 5615 of 10,000
        ✗ "Shop now" 30%: buckets 0 to 2999  rules/shop.seg:28
        ✗ "See more" 20%: buckets 3000 to 4999  rules/shop.seg:28
        ✓ held out 50%: buckets 5000 to 9999  rules/shop.seg:28
      what they would see if they got it:
      subject: "Early access, {{ customer.first_name | default: 'friend' }}"
        ✓ "Early access, {{ customer.first_name | defa…"  rules/shop.seg:25
          ✓ in regular
            ✓ orders >= 2  ← orders is 2
              orders: purchase in the last 90 days – 2 purchase events, the latest
                19 days ago
                2026-10-12 10:00 (19 days ago)
                2026-10-02 10:00 (29 days ago)
        1 later arm was not looked at: the first that holds is taken
      block hero: hero/early.liquid
        ✓ hero/early.liquid  rules/shop.seg:31
          ✓ in regular  ← see above
        1 later arm was not looked at: the first that holds is taken
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-3 spring"), @r#"
    stdout:
    c-3
    as of 2026-11-01 09:00 in UTC

    campaign spring: does not get it
      all of these must hold
      ✓ email_consent                         ← yes
      ✓ not held out of spring.cta            ← spring.cta is "See more"
      ✗ limit 1 per 7 days across promotions  ← times sent spring is 1
        2026-10-30 10:00 (1 day ago)  campaign "spring"

      experiment cta: "See more"  ← bucket 3389 of 10,000
        ✗ "Shop now" 30%: buckets 0 to 2999  rules/shop.seg:28
        ✓ "See more" 20%: buckets 3000 to 4999  rules/shop.seg:28
        ✗ held out 50%: buckets 5000 to 9999  rules/shop.seg:28
      what they would see if they got it:
      subject: "Spring is here"
        ✗ "Early access, {{ customer.first_name | defa…"  rules/shop.seg:25
          ✗ in regular
            ✗ orders >= 2  ← orders is 0
              orders: purchase in the last 90 days – no purchase event at all
        ✓ "Spring is here": otherwise  rules/shop.seg:26
      block hero: hero/sale.liquid
        ✗ hero/early.liquid  rules/shop.seg:31
          ✗ in regular  ← see above
        ✓ hero/sale.liquid: otherwise  rules/shop.seg:32
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain ana spring"), @r#"
    stdout:
    ana  Regular, in California  (persona)
    as of 2026-11-01 09:00 in UTC

    campaign spring: gets it
      all of these must hold
      ✓ email_consent                         ← yes
      ✓ not held out of spring.cta            ← spring.cta is "Shop now"
      ✓ limit 1 per 7 days across promotions  ← times sent spring is 0

      experiment cta: "Shop now"  ← given; bucket 3544 has another
        ✓ "Shop now" 30%: buckets 0 to 2999  rules/shop.seg:28
        ✗ "See more" 20%: buckets 3000 to 4999  rules/shop.seg:28
        ✗ held out 50%: buckets 5000 to 9999  rules/shop.seg:28
      subject: "Early access, {{ customer.first_name | default: 'friend' }}"
        ✓ "Early access, {{ customer.first_name | defa…"  rules/shop.seg:25
          ✓ in regular
            ✓ orders >= 2  ← orders is 2
              orders: purchase in the last 90 days – 2 purchase events, the latest
                3 days ago
                2026-10-29 09:00 (3 days ago)
                2026-10-23 09:00 (9 days ago)
        1 later arm was not looked at: the first that holds is taken
      block hero: hero/early.liquid
        ✓ hero/early.liquid  rules/shop.seg:31
          ✓ in regular  ← see above
        1 later arm was not looked at: the first that holds is taken
    exit status: 0
    "#);
}

#[test]
fn nobody_has_some_of_the_arms() {
    let session = shop();
    session.output("test --accept");
    let told = session.run("test --coverage");
    let (_, told) = told.split_once("coverage      ").unwrap();
    assert_snapshot!(told, @r#"
             reached
    segments, in and out   2 of 2   100%
    group members          2 of 2   100%
    audiences, in and out  2 of 2   100%
    arms of texts          1 of 2   50%
    arms of blocks         1 of 2   50%
    arms of experiments    1 of 3   33%
    template branches      1 of 2   50%

    nobody reaches                                                place
    text            spring.subject: otherwise                     rules/shop.seg:26
    block           spring.hero: otherwise show hero/sale.liquid  rules/shop.seg:32
    experiment      spring.cta: "See more"                        rules/shop.seg:28
    experiment      spring.cta: held out                          rules/shop.seg:28
    template        if experiment.cta == "See more"               templates/campaigns/spring.liquid:4

    expectations  6 of 6 hold
    snapshots     2 of 2 as approved
    coverage      66%, 10 of 15; `segue test --coverage` lists the rest
    exit status: 0
    "#);
    assert_snapshot!(session.run("test --suggest"), @r#"
    stdout:
    # Made of a customer, with invented personal data. No other persona reaches:
    #   spring.subject: otherwise (rules/shop.seg:26)
    #   spring.hero: otherwise show hero/sale.liquid (rules/shop.seg:32)
    #   spring.cta: "See more" (rules/shop.seg:28)
    #   if experiment.cta == "See more" (templates/campaigns/spring.liquid:4)
    persona alex "Suggested: spring.subject: otherwise" {
      email_consent = yes, spring.cta = "See more"

      expect spring.hero shows "hero/sale.liquid", in spring
    }

    # Made of a customer, with invented personal data. No other persona reaches:
    #   spring.cta: held out (rules/shop.seg:28)
    persona robin "Suggested: spring.cta: held out" {
      email_consent = yes, spring.cta = holdout

      expect not in spring
    }
    stderr:
    with 2 personas more, coverage goes from 66%, 10 of 15 to 100%, 15 of 15
    exit status: 0
    "#);
}

#[test]
fn an_arm_is_expected() {
    let session = shop().append(
        "rules/shop.seg",
        "persona cy {
  email_consent = yes, spring.cta = \"See more\"
  expect spring.cta = \"See more\", spring.cta != \"Shop now\", spring.html contains \"See more\"
}
persona dee {
  email_consent = yes, spring.cta = holdout
  expect spring.cta is missing, not in spring, spring.cta = \"Shop now\"
}
persona eve {
  email_consent = yes, spring.cta = \"See more\"
  expect spring.cta = \"Shop now\"
}
",
    );
    session.output("test --accept");
    assert_snapshot!(session.run("test --persona cy --persona dee --persona eve"), @r#"
    stdout:
    persona  campaign  gets                   snapshot
    cy       spring    Spring is here         ✓ approved
                       hero/sale
    dee      spring    – not in the audience  ✓ approved
    eve      spring    Spring is here         ✓ approved
                       hero/sale

    persona  expected                                                          place
    cy       ✓ spring.cta = "See more", spring.cta != "Shop now", spring.html  rules/shop.seg:50
             contains "See more"
    dee      ✓ spring.cta is missing, not in spring                            rules/shop.seg:54

    ✗ dee: spring.cta = "Shop now"  rules/shop.seg:54
        spring.cta is missing
    ✗ eve: spring.cta = "Shop now"  rules/shop.seg:58
        spring.cta is "See more"

    expectations  5 of 7 hold
    snapshots     3 of 3 as approved
    exit status: 1
    "#);
}

#[test]
fn an_experiment_for_machines() {
    let session = shop();
    let told = session.output("explain ana spring --format json");
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let experiments = serde_json::to_string_pretty(&told["campaigns"][0]["experiments"]).unwrap();
    assert_snapshot!(experiments, @r#"
    [
      {
        "name": "cta",
        "place": {
          "file": "rules/shop.seg",
          "line": 28,
          "column": 14
        },
        "arm": "Shop now",
        "salt": "spring.cta",
        "bucket": 3544,
        "given": true,
        "shares": [
          {
            "arm": "Shop now",
            "place": {
              "file": "rules/shop.seg",
              "line": 28,
              "column": 30
            },
            "percent": 30.0,
            "from": 0,
            "to": 2999,
            "holds": true
          },
          {
            "arm": "See more",
            "place": {
              "file": "rules/shop.seg",
              "line": 28,
              "column": 46
            },
            "percent": 20.0,
            "from": 3000,
            "to": 4999,
            "holds": false
          },
          {
            "arm": null,
            "place": {
              "file": "rules/shop.seg",
              "line": 28,
              "column": 58
            },
            "percent": 50.0,
            "from": 5000,
            "to": 9999,
            "holds": false
          }
        ]
      }
    ]
    "#);
}

#[test]
fn a_persona_is_given_an_arm() {
    let session = shop();
    assert_snapshot!(session.run("test --accept --quiet"), @r#"
    stdout:
    persona  campaign  gets                   snapshot
    ana      spring    Early access, Ana      ✓ accepted
                       hero/early
    ben      spring    – not in the audience  ✓ accepted

    persona  expected                                 place
    ana      ✓ in regular, in region.west, in spring  rules/shop.seg:40
             ✓ spring.hero shows "hero/early.liquid"  rules/shop.seg:41
    ben      ✓ not in regular, not in spring          rules/shop.seg:46

    expectations  6 of 6 hold
    snapshots     0 of 2 as approved, 2 accepted now
    coverage      66%, 10 of 15; `segue test --coverage` lists the rest
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
    persona  campaign  gets                   snapshot
    ana      spring    – not in the audience  ● changed
    ben      spring    – not in the audience  ✓ approved

    persona  expected                         place
    ana      ✓ in regular, in region.west     rules/shop.seg:40
    ben      ✓ not in regular, not in spring  rules/shop.seg:46

    ✗ ana: in spring  rules/shop.seg:40
        does not get it
    ✗ ana: spring.hero shows "hero/early.liquid"  rules/shop.seg:41
        is not in the audience of `spring`
    ● spring@ana: changed

    expectations  4 of 6 hold
    snapshots     1 of 2 as approved
    coverage      40%, 6 of 15; `segue test --coverage` lists the rest
    stderr:
    hint: `segue test --review` shows what changed
    exit status: 1
    "#);
}

/// The shop with a time of sending, in zones of which one is not known, and marked links.
fn timed(send: &str) -> Session {
    let customers = "customer_id,email,first_name,state,zone,email_consent\n\
                     c-1,ann@example.com,Ann,CA,America/Los_Angeles,yes\n\
                     c-2,bob@example.com,,NY,,yes\n\
                     c-3,cy@example.com,Cy,OR,Asia/Tokyo,yes\n";
    Session::shop()
        .edit(
            "rules/shop.seg",
            "  state          text?",
            "  state          text?\n  zone           timezone?",
        )
        .edit(
            "rules/shop.seg",
            "  block hero {",
            &format!("  {send}\n  block hero {{"),
        )
        .edit(
            "segue.toml",
            "name = \"shop\"",
            "name = \"shop\"\ntimezone = \"America/New_York\"",
        )
        .file("data/customers.csv", customers)
}

/// The columns of each line that say when it is sent.
fn times(session: &Session) -> String {
    session.run("render spring --format ndjson --out mail.ndjson");
    let lines = session.read("mail.ndjson");
    let times = lines.lines().map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        format!(
            "{} {} {}\n",
            line["customer_id"], line["send_at"], line["send_at_local"]
        )
    });
    times.collect()
}

/// Now is 2026-11-01T09:00:00Z: 1 in the morning in Los Angeles, 4 in New York, 18 in Tokyo.
#[test]
fn lines_say_when_they_are_sent() {
    let by_customer = timed("send at 09:00 customer time, not between 21:00 and 08:00");
    assert_snapshot!(times(&by_customer), @r#"
    "c-1" "2026-11-01T17:00:00Z" "2026-11-01T09:00:00-08:00"
    "c-2" "2026-11-01T14:00:00Z" "2026-11-01T09:00:00-05:00"
    "c-3" "2026-11-02T00:00:00Z" "2026-11-02T09:00:00+09:00"
    "#);
    assert_snapshot!(times(&timed("send at 02:30")), @r#"
    "c-1" "2026-11-02T07:30:00Z" "2026-11-02T02:30:00-05:00"
    "c-2" "2026-11-02T07:30:00Z" "2026-11-02T02:30:00-05:00"
    "c-3" "2026-11-02T07:30:00Z" "2026-11-02T02:30:00-05:00"
    "#);
    assert_snapshot!(times(&timed("send not between 18:00 and 02:00")), @r#"
    "c-1" "2026-11-01T10:00:00Z" "2026-11-01T02:00:00-08:00"
    "c-2" "2026-11-01T09:00:00Z" "2026-11-01T04:00:00-05:00"
    "c-3" "2026-11-01T17:00:00Z" "2026-11-02T02:00:00+09:00"
    "#);
    assert_snapshot!(times(&timed("")), @r#"
    "c-1" null null
    "c-2" null null
    "c-3" null null
    "#);
}

#[test]
fn a_message_in_a_file_says_when_it_is_sent() {
    let session = timed("send at 09:00 customer time");
    session.run("render spring --format eml --out mail");
    let headers = session.read("mail/c-3.eml");
    let headers: Vec<&str> = headers
        .lines()
        .filter(|line| line.contains("Segue"))
        .collect();
    assert_snapshot!(headers.join("\n"), @r"
    X-Segue-Send-At: 2026-11-02T00:00:00Z
    X-Segue-Send-At-Local: 2026-11-02T09:00:00+09:00
    ");
}

#[test]
fn links_are_marked() {
    let session = timed(
        "utm source \"newsletter\", medium \"email\", content \"{{ customer.state }} & co\"",
    )
    .edit(
        "templates/campaigns/spring.liquid",
        "{% block hero %}",
        "<a href=\"https://shop.example/sale?a=1&amp;b={{ customer.state }}#top\">Sale</a> \
         <a href=\"mailto:help@shop.example\">Help</a> <img src=\"https://shop.example/a.png\">\n{% block hero %}",
    );
    session.run("render spring --out mail");
    assert_snapshot!(session.read("mail/c-1.html"), @r#"
    <html>
    <body>
    <p>Hello Ann</p>
    <a href="https://shop.example/sale?a=1&amp;b=CA&amp;utm_source=newsletter&amp;utm_medium=email&amp;utm_content=CA%20%26%20co#top">Sale</a> <a href="mailto:help@shop.example">Help</a> <img src="https://shop.example/a.png">
    <h1>You first</h1>

    <p><a href="https://shop.example/unsubscribe?c=c-1">Unsubscribe</a></p>
    </body>
    </html>
    "#);
    session.run("render spring --format ndjson --out mail.ndjson");
    let lines = session.read("mail.ndjson");
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_snapshot!(first["text"].as_str().unwrap(), @r"
    Hello Ann

    Sale
    (https://shop.example/sale?a=1&b=CA&utm_source=newsletter&utm_medium=email&utm_content=CA%20%26%20co#top)
    Help (help@shop.example)

    You first
    =========

    Unsubscribe (https://shop.example/unsubscribe?c=c-1)
    ");
    let session = session.file(
        "templates/campaigns/spring.txt.liquid",
        "The sale: https://shop.example/sale.\nNo more: {{ unsubscribe_url }}\n{% block hero %}{% endblock %}",
    );
    session.run("render spring --format ndjson --out mail.ndjson");
    let lines = session.read("mail.ndjson");
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_snapshot!(first["text"].as_str().unwrap(), @r"
    The sale: https://shop.example/sale?utm_source=newsletter&utm_medium=email&utm_content=CA%20%26%20co.
    No more: https://shop.example/unsubscribe?c=c-1
    <h1>You first</h1>
    ");
}

#[test]
fn a_value_of_a_link_is_checked_like_a_subject() {
    let session = timed("utm source \"{{ customer.frist_name }}\"");
    assert_snapshot!(session.run("check --no-data"), @r#"
    stderr:
    error[unknown-variable]: `customer` has no `frist_name`
      --> rules/shop.seg:28:27
       |
    28 |   utm source "{{ customer.frist_name }}"
       |                           ^^^^^^^^^^
       |
       = hint: did you mean `first_name`?

    1 error; more with `segue errors unknown-variable`
    exit status: 1
    "#);
    let session = timed("utm source \"{{ customer.first_name | default: 'x' }}\"");
    assert_snapshot!(session.run("check --no-data"), @r#"
    stderr:
    warning[pii-in-utm]: a UTM value shows `first_name`, which is personal
      --> rules/shop.seg:28:18
       |
    28 |   utm source "{{ customer.first_name | default: 'x' }}"
       |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = hint: say what was sent, not to whom: a segment, an experiment's arm, a fixed word
       = hint: if servers may see and keep it, mark `first_name` with `in_url`

    1 warning: 1 trait, 1 segment, 1 group, 1 campaign, 2 personas
    exit status: 0
    "#);
}
