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
      "customer_id": "c-2",
      "as_of": "2026-11-01T09:00:00Z",
      "timezone": "UTC",
      "now": "2026-11-01 09:00",
      "facts": [
        {
          "name": "orders",
          "place": {
            "file": "rules/shop.seg",
            "line": 11,
            "column": 7
          },
          "text": "count of purchase in last 90 days",
          "value": 1,
          "shown": "1",
          "made_of": [],
          "events": [
            {
              "of": null,
              "event": "purchase",
              "which": "purchase in the last 90 days",
              "counted": 1,
              "events": [
                {
                  "at": "2026-10-20T10:00:00Z",
                  "shown": "2026-10-20 10:00 (11 days ago)",
                  "ago": "11 days ago",
                  "fields": []
                }
              ],
              "missed": []
            }
          ]
        }
      ],
      "groups": [],
      "segments": [],
      "campaigns": [],
      "why_not": null
    }
    exit status: 0
    "#);
}

#[test]
fn a_clause_with_its_events() {
    assert_snapshot!(part(&lodge(), "c-2 campers", "/segments/0/when"), @r#"
    {
      "kind": "condition",
      "text": "at least 2 purchase where product.category = \"camping\" in last 30 days",
      "place": {
        "file": "rules/lodge.seg",
        "line": 33,
        "column": 28
      },
      "holds": false,
      "name": null,
      "decided_by": null,
      "note": null,
      "saw": [
        {
          "name": "at least 2 purchase where product.category = \"camping\" in last 30 days",
          "value": 0,
          "shown": "0"
        }
      ],
      "events": [
        {
          "of": null,
          "event": "purchase",
          "which": "purchase where product.category = \"camping\" in the last 30 days",
          "counted": 0,
          "events": [],
          "missed": [
            {
              "reason": "neither",
              "count": 1,
              "nearest": {
                "at": "2026-10-02T08:30:00Z",
                "shown": "2026-10-02 08:30 (30 days ago)",
                "ago": "30 days ago",
                "fields": [
                  {
                    "name": "product",
                    "value": "mug",
                    "shown": "\"mug\""
                  },
                  {
                    "name": "product.category",
                    "value": "kitchen",
                    "shown": "\"kitchen\""
                  },
                  {
                    "name": "amount",
                    "value": 80,
                    "shown": "€80.00"
                  }
                ]
              },
              "shown": "1 left out by `where` and outside that time, 30 days ago"
            }
          ]
        }
      ],
      "parts": []
    }
    "#);
}

#[test]
fn a_group_is_a_choice() {
    assert_snapshot!(part(&Session::shop(), "c-2 region", "/groups/0"), @r#"
    {
      "name": "region",
      "of": "member",
      "taken": "rest",
      "arms": [
        {
          "gives": "west",
          "title": "West coast",
          "place": {
            "file": "rules/shop.seg",
            "line": 16,
            "column": 3
          },
          "holds": false,
          "when": {
            "kind": "condition",
            "text": "state in (\"CA\", \"OR\", \"WA\")",
            "place": {
              "file": "rules/shop.seg",
              "line": 16,
              "column": 26
            },
            "holds": false,
            "name": null,
            "decided_by": null,
            "note": null,
            "saw": [
              {
                "name": "state",
                "value": "NY",
                "shown": "\"NY\""
              }
            ],
            "events": [],
            "parts": []
          }
        },
        {
          "gives": "rest",
          "title": "Elsewhere",
          "place": {
            "file": "rules/shop.seg",
            "line": 17,
            "column": 3
          },
          "holds": true,
          "when": null
        }
      ],
      "not_looked_at": []
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
      "kind": "member",
      "text": "in region.rest",
      "place": {
        "file": "rules/lodge.seg",
        "line": 48,
        "column": 27
      },
      "holds": false,
      "name": "region.rest",
      "decided_by": "region.west",
      "note": "which comes before it",
      "saw": [
        {
          "name": "region",
          "value": "west",
          "shown": "\"west\""
        }
      ],
      "events": [],
      "parts": [
        {
          "kind": "condition",
          "text": "state in (\"CA\", \"OR\", \"WA\")",
          "place": {
            "file": "rules/lodge.seg",
            "line": 42,
            "column": 26
          },
          "holds": true,
          "name": null,
          "decided_by": null,
          "note": null,
          "saw": [
            {
              "name": "state",
              "value": "CA",
              "shown": "\"CA\""
            }
          ],
          "events": [],
          "parts": []
        }
      ]
    }
    "#);
}

#[test]
fn a_score_is_made_of_points() {
    assert_snapshot!(part(&lodge(), "c-2 engagement", "/facts/0/made_of"), @r#"
    [
      {
        "name": "count of visit in last 30 days",
        "value": 0,
        "shown": "0, for 0 of 60 points"
      },
      {
        "name": "spend",
        "value": 32,
        "shown": "€80.00, for 32 of 40 points"
      }
    ]
    "#);
}
