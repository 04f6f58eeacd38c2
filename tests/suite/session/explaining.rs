//! `segue explain`: every clause with the values that it saw, and the events behind them.

mod campaigns;
mod events;
mod machines;
mod why_not;

use insta::assert_snapshot;

use crate::harness::Session;

/// A project in which a rule of each kind can be asked for.
fn lodge() -> Session {
    Session::project("tests/cases/session/explain")
}

#[test]
fn everything_about_a_customer() {
    assert_snapshot!(lodge().run("explain c-1"), @r#"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    traits and scores
      age           34
      orders        5          ← 5 purchase events, the latest 1 day ago
      spend         €1,698.00  ← 5 purchase events, the latest 1 day ago
      biggest       €1,249.00
      last_order    2026-10-30 03:00 (1 day ago)
      last_address  (pii)      ← 2 visit events, the latest 13 hours ago
      greeting      (pii)
      engagement    70

    groups
      region  west  "West coast"  ← when state in ("CA", "OR", "WA")

    segments
      ✓ regular  "Regulars"
        ✓ orders >= 4  ← orders is 5
      ✓ generous: any of
        ✓ spend > 1000.00                    ← spend is €1,698.00
        ✗ all of
          ✓ state = "CA"    ← state is "CA"
          ✗ not in regular
            ✓ orders >= 4  ← orders is 5
      ✓ front_runners
        ✓ top 50% by spend  ← percentile of spend is 66
      ✓ campers
        ✓ at least 2 purchase where product.category = "camping" in last 30 days
            ← 2 purchase events, the latest 1 day ago
      ✗ silent
        ✗ no open in last 30 days  ← 1 open event, 2 days ago
      ✓ undecided
        ✓ visit in last 24 hours not followed by purchase
            ← visit in the last 24 hours: 1 visit event, 13 hours ago; purchase: 5
              purchase events, the latest 1 day ago
      ✗ quick_to_buy
        ✗ visit in last 40 days followed by purchase within 12 hours
            ← visit in the last 40 days: 2 visit events, the latest 13 hours ago;
              purchase in the last 40 days: 4 purchase events, the latest 1 day ago
      ✗ bored
        ✗ no visit in last 2 open
            ← start of last 2 open is missing, as there are fewer; visit: 2 visit
              events, the latest 13 hours ago; open: 1 open event, 2 days ago
      ✓ grown_up: all of
        ✓ age >= 18                                 ← age is 34
        ✓ birth_date has anniversary within 7 days  ← birth_date is (pii)
      ✓ recent
        ✓ last_order in last 30 days  ← last_order is 2026-10-30 03:00 (1 day ago)

    campaign spring: gets it
      ✓ email_consent                   ← yes; consent is asked of everybody
      ✓ any of
        ✓ in regular
          ✓ orders >= 4  ← orders is 5
        ✗ in region.rest  ← region is "west", which comes before it
      ✓ not in silent
        ✗ no open in last 30 days  ← 1 open event, 2 days ago

      subject: "Early access, {{ customer.first_name | default: 'friend' }}"
        ← when in campers
      block hero: hero/sale.liquid  ← when in region.west
    stderr:

    hint: `segue explain c-1 NAME` tells all about one campaign, segment, group or trait
    exit status: 0
    "#);
}

#[test]
fn everything_about_a_customer_of_whom_little_is_known() {
    assert_snapshot!(lodge().run("explain c-3"), @r#"
    stdout:
    c-3
    as of 2026-11-01 09:00 in UTC

    traits and scores
      age           46
      orders        0
      spend         €0.00
      biggest       missing
      last_order    missing
      last_address  missing
      greeting      (pii)
      engagement    0

    groups
      region  lost  "No address"  ← when state is missing

    segments
      ✗ regular  "Regulars"
        ✗ orders >= 4  ← orders is 0
      ✗ generous: any of
        ✗ spend > 1000.00                    ← spend is €0.00
        ✗ all of
          ✗ state = "CA"    ← state is missing
          ✓ not in regular
            ✗ orders >= 4  ← orders is 0
      ✗ front_runners
        ✗ top 50% by spend  ← percentile of spend is 0
      ✗ campers
        ✗ at least 2 purchase where product.category = "camping" in last 30 days
            ← no purchase event at all
      ✓ silent
        ✓ no open in last 30 days  ← no open event at all
      ✗ undecided
        ✗ visit in last 24 hours not followed by purchase
            ← visit in the last 24 hours: no visit event at all; purchase: no
              purchase event at all
      ✗ quick_to_buy
        ✗ visit in last 40 days followed by purchase within 12 hours
            ← visit in the last 40 days: no visit event at all; purchase in the last
              40 days: no purchase event at all
      ✓ bored
        ✓ no visit in last 2 open
            ← start of last 2 open is missing, as there are fewer; visit: no visit
              event at all; open: no open event at all
      ✗ grown_up: all of
        ✓ age >= 18                                 ← age is 46
        ✗ birth_date has anniversary within 7 days  ← birth_date is (pii)
      ✗ recent
        ✗ last_order in last 30 days  ← last_order is missing

    campaign spring: does not get it
      ✗ email_consent                   ← no; consent is asked of everybody
      ✗ any of
        ✗ in regular
          ✗ orders >= 4  ← orders is 0
        ✗ in region.rest  ← region is "lost", which comes before it
      ✗ not in silent
        ✓ no open in last 30 days  ← no open event at all
    stderr:

    hint: `segue explain c-3 NAME` tells all about one campaign, segment, group or trait
    exit status: 0
    "#);
}

#[test]
fn personal_data_is_shown_only_when_asked_for() {
    let session = lodge();
    let hidden = session.run("explain c-1");
    let shown = session.run("explain c-1 --show-pii");
    let differing: Vec<&str> = shown
        .lines()
        .filter(|line| !hidden.contains(line))
        .map(str::trim)
        .collect();
    assert_snapshot!(differing.join("\n"), @r#"
    orders        5              ← 5 purchase events, the latest 1 day ago
    spend         €1,698.00      ← 5 purchase events, the latest 1 day ago
    last_address  "203.0.113.7"  ← 2 visit events, the latest 13 hours ago
    greeting      "Dear Ann"
    ← birth_date is 1991-11-04 (34 years ago)
    "#);
    for secret in ["Ann", "1991", "203.0.113", "ann@"] {
        assert!(!hidden.contains(secret), "`{secret}` is shown");
        let json = session.run("explain c-1 --format json");
        assert!(!json.contains(secret), "`{secret}` is in the JSON");
    }
    assert_snapshot!(session.run("explain c-1 last_address"), @r"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    last_address is (pii)
      rules/lodge.seg:22
      = latest visit.address
      visit  ← 2 visit events, the latest 13 hours ago
        2026-10-31 13:00 (13 hours ago)  address (pii)
        2026-10-25 13:00 (6 days ago)  address (pii)
    exit status: 0
    ");
    assert_snapshot!(session.run("explain c-1 last_address --show-pii"), @r#"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    last_address is "203.0.113.7"
      rules/lodge.seg:22
      = latest visit.address
      visit  ← 2 visit events, the latest 13 hours ago
        2026-10-31 13:00 (13 hours ago)  address "203.0.113.7"
        2026-10-25 13:00 (6 days ago)  address "203.0.113.7"
    exit status: 0
    "#);
}

#[test]
fn names_that_do_not_exist() {
    let session = lodge();
    assert_snapshot!(session.run("explain c-9"), @r"
    stderr:
    error[unknown-name]: there is no customer or persona called `c-9`
      hint: there is: `ana`
      hint: customers are found by their `customer_id`
    exit status: 1
    ");
    assert_snapshot!(session.run("explain anna"), @r"
    stderr:
    error[unknown-name]: there is no customer or persona called `anna`
      hint: did you mean `ana`?
      hint: customers are found by their `customer_id`
    exit status: 1
    ");
    assert_snapshot!(session.run("explain c-1 sprong"), @r"
    stderr:
    error[unknown-name]: there is no campaign, segment, group, trait or score called `sprong`
      hint: did you mean `spring`?
    exit status: 1
    ");
    assert_snapshot!(session.run("explain c-1 region.wast"), @r"
    stderr:
    error[unknown-name]: there is no campaign, segment, group, trait or score called `region.wast`
      hint: did you mean `region.west` or `region.lost`?
    exit status: 1
    ");
}

#[test]
fn customers_without_a_row_that_can_be_used() {
    let rejected = lodge().append("data/customers.csv", "c-4,nobody,,,,,UTC,yes\n");
    assert_snapshot!(rejected.run("explain c-4"), @r"
    stderr:
    error[bad-email]: expected email in `email`, found `xxxxxx`
     --> data/customers.csv:5:5
      |
    5 | c-4,xxxxxx,,,,,UTC,yes
      |     ^^^^^^
      |
      = hint: an email needs an `@`: name@example.com

    error[unknown-name]: there is no customer or persona called `c-4`
      hint: there is: `ana`
      hint: customers are found by their `customer_id`
    exit status: 1
    ");
    let twice = lodge().append("data/customers.csv", "c-2,b@example.com,,,FL,,UTC,yes\n");
    assert_snapshot!(twice.run("explain c-2 region"), @r#"
    stdout:
    c-2
    as of 2026-11-01 09:00 in UTC

    group region: rest
      ✗ west  rules/lodge.seg:42
        ✗ state in ("CA", "OR", "WA")  ← state is "NY"
      ✗ lost  rules/lodge.seg:43
        ✗ state is missing  ← state is "NY"
      ✓ rest: otherwise  rules/lodge.seg:44
    stderr:
    error[duplicate-id]: row 3 is customer `c-2` already
     --> data/customers.csv:5:1
      |
    5 | c-2
      | ^^^
      |
      = hint: the first row of an id counts

    exit status: 1
    "#);
}
