//! Who gets a campaign, and why each choice in it came out as it did.

use insta::assert_snapshot;

use super::lodge;
use crate::harness::Session;

#[test]
fn arms_up_to_the_one_that_is_taken() {
    assert_snapshot!(lodge().run("explain c-1 spring"), @r#"
    stdout:
    c-1
    as of 2026-11-01 01:00 in America/Los_Angeles

    campaign spring: gets it
      all of these must hold
      ✓ email_consent                   ← yes; consent is asked of everybody
      ✓ any of
        ✓ in regular
          ✓ orders >= 4  ← orders is 5
            orders: purchase in the last 90 days – 5 purchase events, the latest 1
              day ago
              2026-10-30 03:00 (1 day ago)  product "tent", amount €1,249.00
              2026-10-20 03:00 (11 days ago)  product "mug", amount €12.50
              2026-10-12 03:00 (19 days ago)  product "mug", amount €25.00
              and 2 more
        ✗ in region.rest  ← region is "west", which comes before it
          ✓ state in ("CA", "OR", "WA")  ← state is "CA"
      ✓ not in silent
        ✗ no open in last 30 days  ← 1 open event, 2 days ago
          2026-10-29 13:00 (2 days ago)

      subject: "Early access, {{ customer.first_name | default: 'friend' }}"
        ✓ "Early access, {{ customer.first_name | defa…"  rules/lodge.seg:51
          ✓ in campers
            ✓ at least 2 purchase where product.category = "camping" in last 30 days
                ← 2 purchase events, the latest 1 day ago
              2026-10-30 03:00 (1 day ago)  product "tent", product.category
                "camping", amount €1,249.00
              2026-10-02 03:00 (29 days ago)  product "tent", product.category
                "camping", amount €399.00
        2 later arms were not looked at: the first that holds is taken
      block hero: hero/sale.liquid
        ✗ hero/early.liquid  rules/lodge.seg:56
          ✗ in region.lost  ← region is "west", which comes before it
        ✓ hero/sale.liquid  rules/lodge.seg:57
          ✓ in region.west  ← region is "west"
    exit status: 0
    "#);
}

#[test]
fn what_somebody_would_see_who_does_not_get_it() {
    assert_snapshot!(lodge().run("explain c-3 spring"), @r#"
    stdout:
    c-3
    as of 2026-11-01 09:00 in UTC

    campaign spring: does not get it
      all of these must hold
      ✗ email_consent                   ← no; consent is asked of everybody
      ✗ any of
        ✗ in regular
          ✗ orders >= 4  ← orders is 0
            orders: purchase in the last 90 days – no purchase event at all
        ✗ in region.rest  ← region is "lost", which comes before it
          ✓ state is missing
      ✗ not in silent
        ✓ no open in last 30 days  ← no open event at all

      what they would see if they got it:
      subject: "Spring is here"
        ✗ "Early access, {{ customer.first_name | defa…"  rules/lodge.seg:51
          ✗ in campers
            ✗ at least 2 purchase where product.category = "camping" in last 30 days
                ← no purchase event at all
        ✗ "Thank you"  rules/lodge.seg:52
          ✗ in generous: any of
            ✗ spend > 1000.00                    ← spend is €0.00
              spend: purchase – no purchase event at all
            ✗ all of
              ✗ state = "CA"    ← state is missing
              ✓ not in regular  ← see above
        ✓ "Spring is here": otherwise  rules/lodge.seg:53
      block hero: hero/early.liquid
        ✓ hero/early.liquid  rules/lodge.seg:56
          ✓ in region.lost  ← region is "lost"
        1 later arm was not looked at: the first that holds is taken
    exit status: 0
    "#);
}

#[test]
fn a_persona_as_a_customer() {
    assert_snapshot!(lodge().run("explain ana spring"), @r#"
    stdout:
    ana  Regular, in California  (persona)
    as of 2026-11-01 09:00 in UTC

    campaign spring: does not get it
      all of these must hold
      ✓ email_consent                   ← yes; consent is asked of everybody
      ✗ any of
        ✗ in regular
          ✗ orders >= 4  ← orders is 2
            orders: purchase in the last 90 days – 2 purchase events, the latest 3
              days ago
              2026-10-29 09:00 (3 days ago)  product "tent", amount €20.00
              2026-10-23 09:00 (9 days ago)  product "mug", amount €35.50
        ✗ in region.rest  ← region is "west", which comes before it
          ✓ state in ("CA", "OR", "WA")  ← state is "CA"
      ✗ not in silent
        ✓ no open in last 30 days  ← no open event at all

      what they would see if they got it:
      subject: "Thank you"
        ✗ "Early access, {{ customer.first_name | defa…"  rules/lodge.seg:51
          ✗ in campers
            ✗ at least 2 purchase where product.category = "camping" in last 30 days
                ← 1 purchase event, 3 days ago; 1 left out by `where`, 9 days ago
              2026-10-29 09:00 (3 days ago)  product "tent", product.category
                "camping", amount €20.00
        ✓ "Thank you"  rules/lodge.seg:52
          ✓ in generous: any of
            ✗ spend > 1000.00                    ← spend is €55.50
              spend: purchase – 2 purchase events, the latest 3 days ago
                2026-10-29 09:00 (3 days ago)  amount €20.00, product "tent"
                2026-10-23 09:00 (9 days ago)  amount €35.50, product "mug"
            ✓ all of
              ✓ state = "CA"    ← state is "CA"
              ✓ not in regular  ← see above
        1 later arm was not looked at: the first that holds is taken
      block hero: hero/sale.liquid
        ✗ hero/early.liquid  rules/lodge.seg:56
          ✗ in region.lost  ← region is "west", which comes before it
        ✓ hero/sale.liquid  rules/lodge.seg:57
          ✓ in region.west  ← region is "west"
    exit status: 0
    "#);
    assert_snapshot!(lodge().run("explain ana region"), @r#"
    stdout:
    ana  Regular, in California  (persona)
    as of 2026-11-01 09:00 in UTC

    group region: west
      ✓ west  rules/lodge.seg:42
        ✓ state in ("CA", "OR", "WA")  ← state is "CA"
      2 later arms were not looked at: the first that holds is taken
    exit status: 0
    "#);
}

#[test]
fn a_consent_that_nobody_wrote() {
    let session = Session::shop().edit(
        "rules/shop.seg",
        "audience email_consent",
        "audience in region.west",
    );
    assert_snapshot!(session.run("explain c-3 spring"), @r#"
    stdout:
    c-3
    as of 2026-11-01 09:00 in UTC

    campaign spring: does not get it
      all of these must hold
      ✗ email_consent   ← no; consent is asked of everybody
      ✓ in region.west  ← region is "west"
        ✓ state in ("CA", "OR", "WA")  ← state is "OR"

      what they would see if they got it:
      subject: "Spring is here"
        ✗ "Early access, {{ customer.first_name | defa…"  rules/shop.seg:24
          ✗ in regular
            ✗ orders >= 2  ← orders is 0
              orders: purchase in the last 90 days – no purchase event at all
        ✓ "Spring is here": otherwise  rules/shop.seg:25
      block hero: hero/sale.liquid
        ✗ hero/early.liquid  rules/shop.seg:28
          ✗ in regular  ← see above
        ✓ hero/sale.liquid: otherwise  rules/shop.seg:29
    exit status: 0
    "#);
}
