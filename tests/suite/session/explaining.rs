//! `segue explain`: every clause with the values that it saw.

use insta::assert_snapshot;

use crate::harness::Session;

#[test]
fn explain() {
    let session = Session::shop();
    assert_snapshot!(session.run("explain c-1"), @r"
    stdout:
    c-1

      orders  2
      region  west  West coast

    segments
      ✓ regular  when orders >= 2  ← orders is 2

    campaign spring: gets it
      ✓ email_consent  ← yes
      hero shows hero/early.liquid
        ✓ hero/early.liquid  when in regular
          ✓ orders >= 2  ← orders is 2
    exit status: 0
    ");
    assert_snapshot!(session.run("explain c-3 spring"), @r"
    stdout:
    c-3

      orders  0
      region  west  West coast

    segments
      ✗ regular  when orders >= 2  ← orders is 0

    campaign spring: does not get it
      ✗ email_consent  ← no
      hero would show hero/sale.liquid
        ✗ hero/early.liquid  when in regular
          ✗ orders >= 2  ← orders is 0
        ✓ hero/sale.liquid  otherwise
    exit status: 0
    ");
}

#[test]
fn explain_for_machines() {
    assert_snapshot!(Session::shop().run("explain c-2 --format json"), @r#"
    stdout:
    {
      "campaigns": [
        {
          "audience": {
            "holds": true,
            "parts": [],
            "saw": [
              [
                "email_consent",
                "yes"
              ]
            ],
            "text": "email_consent"
          },
          "blocks": [
            {
              "arms": [
                [
                  "hero/early.liquid",
                  {
                    "holds": false,
                    "parts": [
                      {
                        "holds": false,
                        "parts": [],
                        "saw": [
                          [
                            "orders",
                            "1"
                          ]
                        ],
                        "text": "orders >= 2"
                      }
                    ],
                    "saw": [],
                    "text": "in regular"
                  }
                ],
                [
                  "hero/sale.liquid",
                  null
                ]
              ],
              "block": "hero",
              "shows": "hero/sale.liquid"
            }
          ],
          "campaign": "spring"
        }
      ],
      "customer_id": "c-2",
      "facts": [
        {
          "name": "orders",
          "value": "1"
        },
        {
          "name": "region",
          "title": "Elsewhere",
          "value": "rest"
        }
      ],
      "segments": [
        [
          "regular",
          {
            "holds": false,
            "parts": [],
            "saw": [
              [
                "orders",
                "1"
              ]
            ],
            "text": "orders >= 2"
          }
        ]
      ]
    }
    exit status: 0
    "#);
}

#[test]
fn explain_shows_personal_data_only_when_asked() {
    let session = Session::shop().append(
        "rules/shop.seg",
        "\nsegment named when first_name = \"Ana\"\n",
    );
    assert_snapshot!(session.run("explain ana"), @r#"
    stdout:
    ana

      orders  2
      region  west  West coast

    segments
      ✓ named  when first_name = "Ana"  ← first_name is (pii)
      ✓ regular  when orders >= 2  ← orders is 2

    campaign spring: gets it
      ✓ email_consent  ← yes
      hero shows hero/early.liquid
        ✓ hero/early.liquid  when in regular
          ✓ orders >= 2  ← orders is 2
    exit status: 0
    "#);
    let shown = session.run("explain ana --show-pii");
    let hidden = session.run("explain ana");
    let differing: Vec<&str> = shown
        .lines()
        .filter(|line| !hidden.contains(line))
        .map(str::trim)
        .collect();
    assert_snapshot!(differing.join("\n"), @r#"
      ✓ named  when first_name = "Ana"  ← first_name is "Ana"
    "#);
}

#[test]
fn explain_nobody() {
    let session = Session::shop();
    assert_snapshot!(session.run("explain c-9"), @r"
    stderr:
    error[unknown-name]: there is no customer or persona called `c-9`
      hint: there is: `ana`, `ben`
    exit status: 1
    ");
    assert_snapshot!(session.run("explain c-1 sprong"), @r"
    stderr:
    error[unknown-name]: there is no campaign called `sprong`
      hint: did you mean `spring`?
    exit status: 1
    ");
}
