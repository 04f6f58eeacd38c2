//! `--why-not`: the smallest change that would put somebody in.

use insta::assert_snapshot;

use super::lodge;
use crate::harness::Session;

/// Rules whose answers differ in kind.
fn asked() -> Session {
    lodge().append(
        "rules/lodge.seg",
        "
segment coast     when state in (\"CA\", \"OR\") and email_consent
segment nature    when interests contains \"hiking\" and interests contains \"diving\"
segment far_away  when in region.rest and state starts with \"N\"
segment middle    when age > 30 and age < 40
segment never     when state starts with \"N\" and state starts with \"C\"
segment many_ways when state = \"CA\" or orders >= 9 or spend > 5000.00 or age < 20 or not in silent
segment two_ways  when (orders >= 9 and state = \"TX\") or (spend >= 2000.00 and age >= 50)
segment active    when at least 2 visit in last 7 days and purchase in last 10 days
segment early     when last_order in last 10 days or first_name is missing
",
    )
}

#[test]
fn one_change() {
    let session = asked();
    assert_snapshot!(session.run("explain c-2 --why-not coast"), @r#"
    stdout:
    c-2
    as of 2026-11-01 09:00 in UTC

    coast: 1 change would put them in
      state would have to be "CA" or "OR" (is "NY")
        rules/lodge.seg:68
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-2 --why-not regular"), @r"
    stdout:
    c-2
    as of 2026-11-01 09:00 in UTC

    regular: 1 change would put them in
      orders would have to be at least 4 (is 1)
        rules/lodge.seg:18
    exit status: 0
    ");
    assert_snapshot!(session.run("explain c-1 --why-not middle"), @r"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    middle: is in it already
    exit status: 0
    ");
    assert_snapshot!(session.run("explain c-1 --why-not nature"), @r#"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    nature: 1 change would put them in
      interests would have to contain "diving" and contain "hiking" (is "hiking",
        "camping")
        rules/lodge.seg:69
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-2 --why-not undecided"), @r"
    stdout:
    c-2
    as of 2026-11-01 09:00 in UTC

    undecided: 1 change would put them in
      `visit in last 24 hours not followed by purchase` would have to hold (does
        not)
        rules/lodge.seg:35
    exit status: 0
    ");
}

#[test]
fn several_changes_and_several_ways() {
    let session = asked();
    assert_snapshot!(session.run("explain c-3 --why-not coast"), @r#"
    stdout:
    c-3
    as of 2026-11-01 09:00 in UTC

    coast: 2 changes would put them in
      state would have to be "CA" or "OR" (is missing)
        rules/lodge.seg:68
      email_consent would have to be yes (is no)
        rules/lodge.seg:68
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-3 --why-not many_ways"), @r#"
    stdout:
    c-3
    as of 2026-11-01 09:00 in UTC

    many_ways: 1 change would put them in, in one of these ways
      state would have to be "CA" (is missing)
        rules/lodge.seg:73
      or
      orders would have to be at least 9 (is 0)
        rules/lodge.seg:18
      or
      spend would have to be at least €5,000.01 (is €0.00)
        rules/lodge.seg:19
      or
      age would have to be at most 19 (is 46)
        nobody can change that, unless the date is wrong – rules/lodge.seg:17
      or 1 other way
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-2 --why-not two_ways"), @r#"
    stdout:
    c-2
    as of 2026-11-01 09:00 in UTC

    two_ways: 2 changes would put them in, in one of these ways
      orders would have to be at least 9 (is 1)
        rules/lodge.seg:18
      state would have to be "TX" (is "NY")
        rules/lodge.seg:74
      or
      spend would have to be at least €2,000.00 (is €80.00)
        rules/lodge.seg:19
      age would have to be at least 50 (is missing)
        rules/lodge.seg:17
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-2 --why-not active"), @r"
    stdout:
    c-2
    as of 2026-11-01 09:00 in UTC

    active: 2 changes would put them in
      there would have to be at least 2 visit in the last 7 days (there is none)
        rules/lodge.seg:75
      there would have to be at least 1 purchase in the last 10 days (there is none)
        rules/lodge.seg:75
    exit status: 0
    ");
}

#[test]
fn members_before_and_campaigns() {
    let session = asked();
    assert_snapshot!(session.run("explain c-1 --why-not region.rest"), @r#"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    region.rest: 1 change would put them in
      state would have to be anything but "CA", "OR", "WA" (is "CA")
        rules/lodge.seg:42
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-1 --why-not far_away"), @r#"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    far_away: 1 change would put them in
      state would have to be anything but "CA", "OR", "WA" and start with "N" (is
        "CA")
        rules/lodge.seg:42
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-3 --why-not spring"), @r#"
    stdout:
    c-3
    as of 2026-11-01 09:00 in UTC

    spring: 3 changes would put them in, in one of these ways
      email_consent would have to be yes (is no)
        rules/lodge.seg:9
      orders would have to be at least 4 (is 0)
        rules/lodge.seg:18
      there would have to be at least 1 open in the last 30 days (there is none)
        rules/lodge.seg:34
      or
      email_consent would have to be yes (is no)
        rules/lodge.seg:9
      state would have to be anything but "CA", "OR", "WA" (is missing)
        rules/lodge.seg:42
      there would have to be at least 1 open in the last 30 days (there is none)
        rules/lodge.seg:34
    exit status: 0
    "#);
}

#[test]
fn what_nobody_can_change() {
    let session = asked();
    assert_snapshot!(session.run("explain c-1 --why-not silent"), @r"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    silent: 1 change would put them in
      there would have to be no open in the last 30 days (there is 1)
        only time changes that: 2026-11-28 12:00 (in 27 days), if no other comes –
          rules/lodge.seg:34
    exit status: 0
    ");
    assert_snapshot!(session.run("explain c-3 --why-not middle"), @r"
    stdout:
    c-3
    as of 2026-11-01 09:00 in UTC

    middle: 1 change would put them in
      age would have to be from 31 to 39 (is 46)
        nobody can change that, unless the date is wrong – rules/lodge.seg:17
    exit status: 0
    ");
    assert_snapshot!(session.run("explain c-1 --why-not never"), @r"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    never: nobody can be in it
      what it asks for contradicts itself
    exit status: 0
    ");
}

#[test]
fn who_is_in_already() {
    assert_snapshot!(asked().run("explain c-1 --why-not regular"), @r"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    regular: is in it already
    exit status: 0
    ");
}

#[test]
fn personal_data_stays_hidden() {
    let session = asked();
    assert_snapshot!(session.run("explain c-3 --why-not early"), @r"
    stdout:
    c-3
    as of 2026-11-01 09:00 in UTC

    early: 1 change would put them in, in one of these ways
      last_order would have to be 2026-10-22 09:00 (9 days ago) or later (is
        missing)
        rules/lodge.seg:21
      or
      first_name would have to be missing (is (pii))
        rules/lodge.seg:76
    exit status: 0
    ");
    assert_snapshot!(session.run("explain c-3 --why-not early --show-pii"), @r#"
    stdout:
    c-3
    as of 2026-11-01 09:00 in UTC

    early: 1 change would put them in, in one of these ways
      last_order would have to be 2026-10-22 09:00 (9 days ago) or later (is
        missing)
        rules/lodge.seg:21
      or
      first_name would have to be missing (is "Cy")
        rules/lodge.seg:76
    exit status: 0
    "#);
}

#[test]
fn names_that_do_not_exist() {
    let session = asked();
    assert_snapshot!(session.run("explain c-1 --why-not region"), @r"
    stderr:
    error[unknown-name]: there is no campaign, segment or member of a group called `region`
      hint: there is: `region.west`, `region.lost`, `region.rest`
    exit status: 1
    ");
    assert_snapshot!(session.run("explain c-1 --why-not coats"), @r"
    stderr:
    error[unknown-name]: there is no campaign, segment or member of a group called `coats`
      hint: did you mean `coast`?
    exit status: 1
    ");
    assert_snapshot!(session.run("explain c-1 spring --why-not coast"), @r"
    stderr:
    error: the argument '[NAME]' cannot be used with '--why-not <NAME>'

    Usage: segue explain <CUSTOMER> <NAME>

    For more information, try '--help'.
    exit status: 2
    ");
}

#[test]
fn for_machines() {
    assert_snapshot!(asked().run("explain c-2 --why-not coast --format json"), @r#"
    stdout:
    {
      "customer_id": "c-2",
      "as_of": "2026-11-01T09:00:00Z",
      "timezone": "UTC",
      "now": "2026-11-01 09:00",
      "facts": [],
      "groups": [],
      "segments": [],
      "campaigns": [],
      "why_not": {
        "of": "coast",
        "answer": "changes",
        "alternatives": [
          [
            {
              "is": {
                "name": "state",
                "value": "NY",
                "shown": "\"NY\""
              },
              "needs": {
                "missing": false,
                "ranges": null,
                "one_of": [
                  "CA",
                  "OR"
                ],
                "none_of": [],
                "tests": []
              },
              "shown": "state would have to be \"CA\" or \"OR\" (is \"NY\")",
              "note": null,
              "place": {
                "file": "rules/lodge.seg",
                "line": 68,
                "column": 24
              }
            }
          ]
        ],
        "more": 0
      }
    }
    exit status: 0
    "#);
}
