//! The same for machines.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

use insta::assert_snapshot;
use serde_json::Value;

use super::lodge;
use crate::harness::Session;

/// A part of what is written with `--format json`.
fn part(session: &Session, arguments: &str, pointer: &str) -> String {
    let output = session.output(&format!("explain {arguments} --format json"));
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    format!("{:#}", value.pointer(pointer).unwrap_or(&Value::Null))
}

#[test]
fn all_keys_are_always_there() {
    assert_snapshot!(Session::shop().run("explain c-2 orders --format json"), @r#"
    stdout:
    {
      "as_of": "2026-11-01T09:00:00Z",
      "campaigns": [],
      "customer_id": "c-2",
      "facts": [
        {
          "events": [
            {
              "counted": 1,
              "event": "purchase",
              "events": [
                {
                  "ago": "11 days ago",
                  "at": "2026-10-20T10:00:00Z",
                  "fields": [],
                  "shown": "2026-10-20 10:00 (11 days ago)"
                }
              ],
              "missed": [],
              "of": null,
              "which": "purchase in the last 90 days"
            }
          ],
          "made_of": [],
          "name": "orders",
          "place": {
            "column": 7,
            "file": "rules/shop.seg",
            "line": 11
          },
          "shown": "1",
          "text": "count of purchase in last 90 days",
          "value": 1
        }
      ],
      "groups": [],
      "now": "2026-11-01 09:00",
      "segments": [],
      "timezone": "UTC",
      "why_not": null
    }
    exit status: 0
    "#);
}

#[test]
fn a_clause_with_its_events() {
    assert_snapshot!(part(&lodge(), "c-2 campers", "/segments/0/when"), @r#"
    {
      "decided_by": null,
      "events": [
        {
          "counted": 0,
          "event": "purchase",
          "events": [],
          "missed": [
            {
              "count": 1,
              "nearest": {
                "ago": "30 days ago",
                "at": "2026-10-02T08:30:00Z",
                "fields": [
                  {
                    "name": "product",
                    "shown": "\"mug\"",
                    "value": "mug"
                  },
                  {
                    "name": "product.category",
                    "shown": "\"kitchen\"",
                    "value": "kitchen"
                  },
                  {
                    "name": "amount",
                    "shown": "€80.00",
                    "value": 80
                  }
                ],
                "shown": "2026-10-02 08:30 (30 days ago)"
              },
              "reason": "neither",
              "shown": "1 left out by `where` and outside that time, 30 days ago"
            }
          ],
          "of": null,
          "which": "purchase where product.category = \"camping\" in the last 30 days"
        }
      ],
      "holds": false,
      "kind": "condition",
      "name": null,
      "note": null,
      "parts": [],
      "place": {
        "column": 28,
        "file": "rules/lodge.seg",
        "line": 33
      },
      "saw": [
        {
          "name": "at least 2 purchase where product.category = \"camping\" in last 30 days",
          "shown": "0",
          "value": 0
        }
      ],
      "text": "at least 2 purchase where product.category = \"camping\" in last 30 days"
    }
    "#);
}

#[test]
fn a_group_is_a_choice() {
    assert_snapshot!(part(&Session::shop(), "c-2 region", "/groups/0"), @r#"
    {
      "arms": [
        {
          "gives": "west",
          "holds": false,
          "place": {
            "column": 3,
            "file": "rules/shop.seg",
            "line": 16
          },
          "title": "West coast",
          "when": {
            "decided_by": null,
            "events": [],
            "holds": false,
            "kind": "condition",
            "name": null,
            "note": null,
            "parts": [],
            "place": {
              "column": 26,
              "file": "rules/shop.seg",
              "line": 16
            },
            "saw": [
              {
                "name": "state",
                "shown": "\"NY\"",
                "value": "NY"
              }
            ],
            "text": "state in (\"CA\", \"OR\", \"WA\")"
          }
        },
        {
          "gives": "rest",
          "holds": true,
          "place": {
            "column": 3,
            "file": "rules/shop.seg",
            "line": 17
          },
          "title": "Elsewhere",
          "when": null
        }
      ],
      "name": "region",
      "not_looked_at": [],
      "of": "member",
      "taken": "rest"
    }
    "#);
}

#[test]
fn a_block_is_a_choice() {
    let block = part(&Session::shop(), "c-1 spring", "/campaigns/0/blocks/0");
    let keys: Value = serde_json::from_str(&block).unwrap();
    assert_snapshot!(keys["taken"], @r#""hero/early.liquid""#);
    assert_snapshot!(keys["not_looked_at"], @r#"["hero/sale.liquid"]"#);
    assert_snapshot!(keys["arms"][0]["when"]["parts"][0]["text"], @r#""orders >= 2""#);
}

#[test]
fn a_member_is_decided_by_one_before_it() {
    let clause = part(
        &lodge(),
        "c-1 spring",
        "/campaigns/0/audience/parts/1/parts/1",
    );
    assert_snapshot!(clause, @r#"
    {
      "decided_by": "region.west",
      "events": [],
      "holds": false,
      "kind": "member",
      "name": "region.rest",
      "note": "which comes before it",
      "parts": [
        {
          "decided_by": null,
          "events": [],
          "holds": true,
          "kind": "condition",
          "name": null,
          "note": null,
          "parts": [],
          "place": {
            "column": 26,
            "file": "rules/lodge.seg",
            "line": 42
          },
          "saw": [
            {
              "name": "state",
              "shown": "\"CA\"",
              "value": "CA"
            }
          ],
          "text": "state in (\"CA\", \"OR\", \"WA\")"
        }
      ],
      "place": {
        "column": 27,
        "file": "rules/lodge.seg",
        "line": 48
      },
      "saw": [
        {
          "name": "region",
          "shown": "\"west\"",
          "value": "west"
        }
      ],
      "text": "in region.rest"
    }
    "#);
}

#[test]
fn a_score_is_made_of_points() {
    assert_snapshot!(part(&lodge(), "c-2 engagement", "/facts/0/made_of"), @r#"
    [
      {
        "name": "count of visit in last 30 days",
        "shown": "0, for 0 of 60 points",
        "value": 0
      },
      {
        "name": "spend",
        "shown": "€80.00, for 32 of 40 points",
        "value": 32
      }
    ]
    "#);
}
