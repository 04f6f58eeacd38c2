//! `segue test`: what is expected of values, texts and the data as a whole.

use insta::assert_snapshot;

use crate::harness::Session;

/// The lines that fail or wait, and the summary.
fn last(session: &Session, arguments: &str) -> String {
    let told = session.run(arguments);
    let from = told.find("\n✗").or(told.find("\nexpectations "));
    told[from.unwrap_or_default()..].trim_start().to_owned()
}

fn expecting(expectations: &str) -> Session {
    let rules = format!(
        "persona kim {{\n  first_name = \"Kim\", email_consent = yes\n  purchase 3 days ago {{ amount = 20.00 }}\n{expectations}}}\n"
    );
    let session = Session::shop().append("rules/shop.seg", &rules);
    session.output("test --accept");
    session
}

#[test]
fn values_and_texts_that_are_as_expected() {
    let session = expecting(
        "  expect orders = 1, state is missing, first_name in (\"Kim\", \"Ana\") and not in regular
  expect purchase where amount >= 20.00 in last 5 days
  expect spring.subject = \"Spring is here\", spring.subject ends with \"here\"
  expect spring.preheader = \"\", spring.from starts with \"Shop\", spring.from != \"Shop\"
  expect spring.text contains any of (\"Bye\", \"Hello   Kim\"), not spring.html contains \"<script\"
  expect spring.html matches \"<p>Hello [A-Z]\", not spring.hero shows \"hero/early.liquid\"\n",
    );
    assert_snapshot!(last(&session, "test --persona kim"), @r"
    expectations  14 of 14 hold
    snapshots     1 of 1 as approved
    exit status: 0
    ");
}

#[test]
fn values_and_texts_that_are_not_as_expected() {
    let session = expecting(
        "  expect orders >= 2, state = \"CA\", not (orders = 1 or in region.west), no purchase
  expect in region.west, in regular, in spring and not in spring
  expect spring.subject = \"Early access, Kim\", spring.preheader contains \"x\", spring.from = \"Shop\"
  expect not spring.text contains \"Hello Kim\", spring.html contains \"<script\"
  expect not spring.html contains \"<p>\", not spring.hero shows \"hero/sale.liquid\"\n",
    );
    assert_snapshot!(last(&session, "test --persona kim"), @r#"
    ✗ kim: orders >= 2  rules/shop.seg:48
        orders is 1
    ✗ kim: state = "CA"  rules/shop.seg:48
        state is missing
    ✗ kim: not (orders = 1 or in region.west)  rules/shop.seg:48
        orders is 1, region is "rest", state is missing
    ✗ kim: no purchase  rules/shop.seg:48
        found 1
    ✗ kim: in region.west  rules/shop.seg:49
        is in `region.rest`
    ✗ kim: in regular  rules/shop.seg:49
        is not in it: orders is 1
    ✗ kim: not in spring  rules/shop.seg:49
        gets it
    ✗ kim: spring.subject = "Early access, Kim"  rules/shop.seg:50
        the subject reads "Spring is here"
    ✗ kim: spring.preheader contains "x"  rules/shop.seg:50
        the preheader reads ""
    ✗ kim: spring.from = "Shop"  rules/shop.seg:50
        the from reads "Shop <news@shop.example>"
    ✗ kim: not spring.text contains "Hello Kim"  rules/shop.seg:51
        the text reads "Hello Kim Spring sale =========== Unsubscribe (https://shop.example/unsubscribe?…"
    ✗ kim: spring.html contains "<script"  rules/shop.seg:51
        the html does not have it
    ✗ kim: not spring.html contains "<p>"  rules/shop.seg:52
        the html has it
    ✗ kim: not spring.hero shows "hero/sale.liquid"  rules/shop.seg:52
        shows `hero/sale.liquid`

    expectations  1 of 15 hold
    snapshots     1 of 1 as approved
    exit status: 1
    "#);
}

#[test]
fn messages_that_nobody_gets_are_not_as_expected() {
    let out = "  expect spring.subject = \"x\", not spring.subject = \"x\", not spring.hero shows \"hero/sale.liquid\"\n}";
    let session = Session::shop().edit(
        "rules/shop.seg",
        "not in spring\n}",
        &format!("not in spring\n{out}"),
    );
    session.output("test --accept");
    assert_snapshot!(last(&session, "test --persona ben"), @r#"
    ✗ ben: spring.subject = "x"  rules/shop.seg:44
        is not in the audience of `spring`
    ✗ ben: not spring.subject = "x"  rules/shop.seg:44
        is not in the audience of `spring`
    ✗ ben: not spring.hero shows "hero/sale.liquid"  rules/shop.seg:44
        is not in the audience of `spring`

    expectations  2 of 5 hold
    snapshots     1 of 1 as approved
    exit status: 1
    "#);
}

#[test]
fn the_data_is_counted() {
    let session = Session::shop().append(
        "rules/shop.seg",
        "expect size of regular at least 1, size of spring exactly 2, share of spring below 66.7%
expect share of regular in spring between 40% and 50%, no overlap between regular and region.rest
segment nobody when state = \"??\"
expect size of regular above 1, share of spring below 66.6%, no overlap between spring and regular
expect share of spring in nobody at most 100%, share of nobody exactly 0%, size of nobody at most 0\n",
    );
    session.output("test --accept");
    assert_snapshot!(session.run("test"), @r#"
    stdout:
    persona  campaign  gets                   snapshot
    ana      spring    Early access, Ana      ✓ approved
                       hero/early
    ben      spring    – not in the audience  ✓ approved

    persona        expected                                                           place
    ana            ✓ in regular, in region.west, in spring                            rules/shop.seg:37
                   ✓ spring.hero shows "hero/early.liquid"                            rules/shop.seg:38
    ben            ✓ not in regular, not in spring                                    rules/shop.seg:43
    all customers  ✓ size of regular at least 1: 1 customer                           rules/shop.seg:45
                   ✓ size of spring exactly 2: 2 customers                            rules/shop.seg:45
                   ✓ share of spring below 66.7%: 66.7%, 2 of 3 customers             rules/shop.seg:45
                   ✓ share of regular in spring between 40% and 50%: 50.0%, 1 of 2    rules/shop.seg:46
                   in `spring`
                   ✓ no overlap between regular and region.rest: nobody is in both    rules/shop.seg:46
                   ✓ share of nobody exactly 0%: 0.0%, 0 of 3 customers               rules/shop.seg:49
                   ✓ size of nobody at most 0: 0 customers                            rules/shop.seg:49

    ✗ all customers: size of regular above 1  rules/shop.seg:48
        1 customer
    ✗ all customers: share of spring below 66.6%  rules/shop.seg:48
        66.7%, 2 of 3 customers
    ✗ all customers: no overlap between spring and regular  rules/shop.seg:48
        1 customer is in both
    ✗ all customers: share of spring in nobody at most 100%  rules/shop.seg:49
        nobody is in `nobody`

    expectations  13 of 17 hold
    snapshots     2 of 2 as approved
    coverage      75%, 9 of 12; `segue test --coverage` lists the rest
    exit status: 1
    "#);
    assert_snapshot!(session.run("test --persona ana --format json"), @r#"
    stdout:
    {
      "messages": [
        {
          "persona": "ana",
          "campaign": "spring",
          "in_audience": true,
          "snapshot": "approved",
          "from": "Shop <news@shop.example>",
          "subject": "Early access, Ana",
          "preheader": "",
          "blocks": {
            "hero": "hero/early.liquid"
          }
        }
      ],
      "expectations": [
        {
          "persona": "ana",
          "expected": "in regular",
          "holds": true,
          "instead": null,
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
          "holds": true,
          "instead": null,
          "place": "rules/shop.seg:38"
        }
      ],
      "coverage": null,
      "snapshots": {
        "approved": 1,
        "accepted": 0,
        "new": 0,
        "changed": 0,
        "orphans": []
      }
    }
    exit status: 0
    "#);
}

#[test]
fn a_share_of_no_customers_fails() {
    let session = Session::shop()
        .file("data/customers.csv", "customer_id,email,first_name,state,email_consent\n")
        .append(
            "rules/shop.seg",
            "expect share of regular at most 100%, size of regular exactly 0, no overlap between regular and spring\n",
        );
    session.output("test --accept");
    assert_snapshot!(last(&session, "test"), @r"
    ✗ all customers: share of regular at most 100%  rules/shop.seg:45
        there are no customers

    expectations  8 of 9 hold
    snapshots     2 of 2 as approved
    coverage      80%, 8 of 10; `segue test --coverage` lists the rest
    stderr:
    note: 3 rows of `purchase` of customers that the customer table lacks do not count
    exit status: 1
    ");
}

#[test]
fn data_that_cannot_be_read_is_told() {
    let session = Session::shop()
        .without("data/customers.csv")
        .append("rules/shop.seg", "expect size of regular at least 1\n");
    assert_snapshot!(session.run("test"), @r"
    stderr:
    error[missing-file]: there is no file `data/customers.csv`
      hint: `file` in segue.toml is taken from the project's folder

    note: 3 rows of `purchase` of customers that the customer table lacks do not count
    exit status: 1
    ");
}

#[test]
fn one_persona_may_be_asked_for() {
    let session = Session::shop().append("rules/shop.seg", "expect size of regular above 9\n");
    assert_snapshot!(session.run("test --persona ben --accept"), @r"
    stdout:
    persona  campaign  gets                   snapshot
    ben      spring    – not in the audience  ✓ accepted

    persona  expected                         place
    ben      ✓ not in regular, not in spring  rules/shop.seg:43

    expectations  2 of 2 hold
    snapshots     0 of 1 as approved, 1 accepted now
    exit status: 0
    ");
    assert_snapshot!(session.run("test --persona bne"), @r"
    stderr:
    error[unknown-name]: there is no persona called `bne`
      hint: did you mean `ben`?
    exit status: 1
    ");
}
