//! The events that counted, and those that nearly did.

use insta::assert_snapshot;

use super::lodge;

#[test]
fn more_events_than_are_told() {
    assert_snapshot!(lodge().run("explain c-1 regular"), @r#"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    segment regular: is in it
      this must hold, rules/lodge.seg:30
      ✓ orders >= 4  ← orders is 5
        orders: purchase in the last 90 days – 5 purchase events, the latest 1 day
          ago
          2026-10-30 03:00 (1 day ago)  product "tent", amount €1,249.00
          2026-10-20 03:00 (11 days ago)  product "mug", amount €12.50
          2026-10-12 03:00 (19 days ago)  product "mug", amount €25.00
          and 2 more
    exit status: 0
    "#);
}

#[test]
fn the_nearest_that_did_not_count() {
    let session = lodge();
    assert_snapshot!(session.run("explain c-1 campers"), @r#"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    segment campers: is in it
      this must hold, rules/lodge.seg:33
      ✓ at least 2 purchase where product.category = "camping" in last 30 days
          ← 2 purchase events, the latest 1 day ago
        2026-10-30 03:00 (1 day ago)  product "tent", product.category "camping",
          amount €1,249.00
        2026-10-02 03:00 (29 days ago)  product "tent", product.category
          "camping", amount €399.00
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-2 campers"), @r#"
    stdout:
    c-2
    as of 2026-11-01 09:00 in UTC

    segment campers: is not in it
      this must hold, rules/lodge.seg:33
      ✗ at least 2 purchase where product.category = "camping" in last 30 days
          ← none; 1 left out by `where` and outside that time, 30 days ago
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-2 silent"), @r"
    stdout:
    c-2
    as of 2026-11-01 09:00 in UTC

    segment silent: is in it
      this must hold, rules/lodge.seg:34
      ✓ no open in last 30 days
          ← none; the last one was 45 days ago, outside the last 30 days
    exit status: 0
    ");
    assert_snapshot!(session.run("explain c-3 silent"), @r"
    stdout:
    c-3
    as of 2026-11-01 09:00 in UTC

    segment silent: is in it
      this must hold, rules/lodge.seg:34
      ✓ no open in last 30 days  ← no open event at all
    exit status: 0
    ");
    assert_snapshot!(session.run("explain c-2 recent"), @r#"
    stdout:
    c-2
    as of 2026-11-01 09:00 in UTC

    segment recent: is not in it
      this must hold, rules/lodge.seg:39
      ✗ last_order in last 30 days
          ← last_order is 2026-10-02 08:30 (30 days ago); 30 minutes outside the
            last 30 days
        last_order: purchase – 1 purchase event, 30 days ago
          2026-10-02 08:30 (30 days ago)  product "mug", amount €80.00
    exit status: 0
    "#);
}

#[test]
fn a_fixed_window_and_calendar_days() {
    let session = lodge().append(
        "rules/lodge.seg",
        "\nsegment summer when purchase between 2026-06-01 and 2026-08-31
segment today when visit in last 1 calendar days
segment lately when no purchase since 2026-10-31\n",
    );
    assert_snapshot!(session.run("explain c-1 summer"), @r"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    segment summer: is not in it
      this must hold, rules/lodge.seg:68
      ✗ purchase between 2026-06-01 and 2026-08-31
          ← none; the nearest was 60 days ago, outside that time
    exit status: 0
    ");
    assert_snapshot!(session.run("explain c-1 today"), @r"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    segment today: is not in it
      this must hold, rules/lodge.seg:69
      ✗ visit in last 1 calendar days
          ← none; the last one was 13 hours ago, 11 hours outside of today
    exit status: 0
    ");
    assert_snapshot!(session.run("explain c-1 lately"), @r"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    segment lately: is in it
      this must hold, rules/lodge.seg:70
      ✓ no purchase since 2026-10-31
          ← none; the nearest was 1 day ago, 14 hours outside that time
    exit status: 0
    ");
}

#[test]
fn sequences_and_windows_of_events() {
    let session = lodge();
    assert_snapshot!(session.run("explain c-1 undecided"), @r#"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    segment undecided: is in it
      this must hold, rules/lodge.seg:35
      ✓ visit in last 24 hours not followed by purchase
        visit in the last 24 hours – 1 visit event, 13 hours ago
          2026-10-31 13:00 (13 hours ago)  address (pii)
        purchase – 5 purchase events, the latest 1 day ago
          2026-10-30 03:00 (1 day ago)  product "tent", amount €1,249.00
          2026-10-20 03:00 (11 days ago)  product "mug", amount €12.50
          2026-10-12 03:00 (19 days ago)  product "mug", amount €25.00
          and 2 more
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-2 quick_to_buy"), @r#"
    stdout:
    c-2
    as of 2026-11-01 09:00 in UTC

    segment quick_to_buy: is not in it
      this must hold, rules/lodge.seg:36
      ✗ visit in last 40 days followed by purchase within 12 hours
        visit in the last 40 days – 1 visit event, 30 days ago
          2026-10-01 20:00 (30 days ago)  address (pii)
        purchase in the last 40 days – 1 purchase event, 30 days ago
          2026-10-02 08:30 (30 days ago)  product "mug", amount €80.00
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-1 bored"), @r"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    segment bored: is not in it
      this must hold, rules/lodge.seg:37
      ✗ no visit in last 2 open
          ← start of last 2 open is missing, as there are fewer
        visit – 2 visit events, the latest 13 hours ago
          2026-10-31 13:00 (13 hours ago)  address (pii)
          2026-10-25 13:00 (6 days ago)  address (pii)
        open – 1 open event, 2 days ago
          2026-10-29 13:00 (2 days ago)
    exit status: 0
    ");
}

#[test]
fn what_a_value_is_made_of() {
    let session = lodge();
    assert_snapshot!(session.run("explain c-1 biggest"), @r#"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    biggest is €1,249.00
      rules/lodge.seg:20
      = largest purchase.amount
      purchase  ← 5 purchase events, the latest 1 day ago
        2026-10-30 03:00 (1 day ago)  amount €1,249.00, product "tent"
        2026-10-02 03:00 (29 days ago)  amount €399.00, product "tent"
        2026-10-12 03:00 (19 days ago)  amount €25.00, product "mug"
        and 2 more
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-1 engagement"), @r#"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    engagement is 70
      rules/lodge.seg:25
      count of visit in last 30 days is 2, for 30 of 60 points
      spend is €1,698.00, for 40 of 40 points
      visit in the last 30 days  ← 2 visit events, the latest 13 hours ago
        2026-10-31 13:00 (13 hours ago)  address (pii)
        2026-10-25 13:00 (6 days ago)  address (pii)
      purchase  ← 5 purchase events, the latest 1 day ago
        2026-10-30 03:00 (1 day ago)  amount €1,249.00, product "tent"
        2026-10-20 03:00 (11 days ago)  amount €12.50, product "mug"
        2026-10-12 03:00 (19 days ago)  amount €25.00, product "mug"
        and 2 more
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-1 front_runners"), @r#"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    segment front_runners: is in it
      this must hold, rules/lodge.seg:32
      ✓ top 50% by spend  ← percentile of spend is 66
        spend: purchase – 5 purchase events, the latest 1 day ago
          2026-10-30 03:00 (1 day ago)  amount €1,249.00, product "tent"
          2026-10-20 03:00 (11 days ago)  amount €12.50, product "mug"
          2026-10-12 03:00 (19 days ago)  amount €25.00, product "mug"
          and 2 more
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-3 front_runners"), @r"
    stdout:
    c-3
    as of 2026-11-01 09:00 in UTC

    segment front_runners: is not in it
      this must hold, rules/lodge.seg:32
      ✗ top 50% by spend  ← percentile of spend is 0
        spend: purchase – no purchase event at all
    exit status: 0
    ");
}
