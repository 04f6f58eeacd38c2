//! The same for machines.

use insta::assert_snapshot;

use super::lodge;
use crate::harness::Session;

#[test]
fn a_segment_with_its_events() {
    assert_snapshot!(lodge().run("explain c-2 campers --format json"), @r#"
    stdout:
    {
      "as_of": "2026-11-01T09:00:00Z",
      "campaigns": [],
      "customer_id": "c-2",
      "facts": [],
      "groups": [],
      "now": "2026-11-01 09:00",
      "segments": [
        {
          "holds": false,
          "name": "campers",
          "place": {
            "column": 9,
            "file": "rules/lodge.seg",
            "line": 33
          },
          "title": null,
          "when": {
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
                          "value": 80.0
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
        }
      ],
      "timezone": "UTC"
    }
    exit status: 0
    "#);
}

#[test]
fn a_choice_and_a_group() {
    let session = Session::shop();
    assert_snapshot!(session.run("explain c-2 spring --format json"), @r#"
    stdout:
    {
      "as_of": "2026-11-01T09:00:00Z",
      "campaigns": [
        {
          "audience": {
            "decided_by": null,
            "events": [],
            "holds": true,
            "kind": "condition",
            "name": null,
            "note": null,
            "parts": [],
            "place": {
              "column": 3,
              "file": "rules/shop.seg",
              "line": 6
            },
            "saw": [
              {
                "name": "email_consent",
                "shown": "yes",
                "value": true
              }
            ],
            "text": "email_consent"
          },
          "blocks": [
            {
              "arms": [
                {
                  "gives": "hero/early.liquid",
                  "holds": false,
                  "place": {
                    "column": 26,
                    "file": "rules/shop.seg",
                    "line": 28
                  },
                  "title": null,
                  "when": {
                    "decided_by": null,
                    "events": [],
                    "holds": false,
                    "kind": "segment",
                    "name": "regular",
                    "note": null,
                    "parts": [
                      {
                        "decided_by": null,
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
                            "of": "orders",
                            "which": "purchase in the last 90 days"
                          }
                        ],
                        "holds": false,
                        "kind": "condition",
                        "name": null,
                        "note": null,
                        "parts": [],
                        "place": {
                          "column": 33,
                          "file": "rules/shop.seg",
                          "line": 13
                        },
                        "saw": [
                          {
                            "name": "orders",
                            "shown": "1",
                            "value": 1
                          }
                        ],
                        "text": "orders >= 2"
                      }
                    ],
                    "place": {
                      "column": 10,
                      "file": "rules/shop.seg",
                      "line": 28
                    },
                    "saw": [],
                    "text": "in regular"
                  }
                },
                {
                  "gives": "hero/sale.liquid",
                  "holds": true,
                  "place": {
                    "column": 20,
                    "file": "rules/shop.seg",
                    "line": 29
                  },
                  "title": null,
                  "when": null
                }
              ],
              "name": "hero",
              "not_looked_at": [],
              "of": "template",
              "taken": "hero/sale.liquid"
            }
          ],
          "gets": true,
          "name": "spring",
          "place": {
            "column": 10,
            "file": "rules/shop.seg",
            "line": 20
          },
          "texts": [
            {
              "arms": [
                {
                  "gives": "Early access, {{ customer.first_name | default: 'friend' }}",
                  "holds": false,
                  "place": {
                    "column": 21,
                    "file": "rules/shop.seg",
                    "line": 24
                  },
                  "title": null,
                  "when": {
                    "decided_by": null,
                    "events": [],
                    "holds": false,
                    "kind": "segment",
                    "name": "regular",
                    "note": null,
                    "parts": [
                      {
                        "decided_by": null,
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
                            "of": "orders",
                            "which": "purchase in the last 90 days"
                          }
                        ],
                        "holds": false,
                        "kind": "condition",
                        "name": null,
                        "note": null,
                        "parts": [],
                        "place": {
                          "column": 33,
                          "file": "rules/shop.seg",
                          "line": 13
                        },
                        "saw": [
                          {
                            "name": "orders",
                            "shown": "1",
                            "value": 1
                          }
                        ],
                        "text": "orders >= 2"
                      }
                    ],
                    "place": {
                      "column": 10,
                      "file": "rules/shop.seg",
                      "line": 24
                    },
                    "saw": [],
                    "text": "in regular"
                  }
                },
                {
                  "gives": "Spring is here",
                  "holds": true,
                  "place": {
                    "column": 15,
                    "file": "rules/shop.seg",
                    "line": 25
                  },
                  "title": null,
                  "when": null
                }
              ],
              "name": "subject",
              "not_looked_at": [],
              "of": "text",
              "taken": "Spring is here"
            }
          ],
          "title": "Spring"
        }
      ],
      "customer_id": "c-2",
      "facts": [],
      "groups": [],
      "now": "2026-11-01 09:00",
      "segments": [],
      "timezone": "UTC"
    }
    exit status: 0
    "#);
    assert_snapshot!(session.run("explain c-2 region --format json"), @r#"
    stdout:
    {
      "as_of": "2026-11-01T09:00:00Z",
      "campaigns": [],
      "customer_id": "c-2",
      "facts": [],
      "groups": [
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
      ],
      "now": "2026-11-01 09:00",
      "segments": [],
      "timezone": "UTC"
    }
    exit status: 0
    "#);
}

#[test]
fn a_trait() {
    assert_snapshot!(lodge().run("explain c-2 engagement --format json"), @r#"
    stdout:
    {
      "as_of": "2026-11-01T09:00:00Z",
      "campaigns": [],
      "customer_id": "c-2",
      "facts": [
        {
          "events": [
            {
              "counted": 0,
              "event": "visit",
              "events": [],
              "missed": [
                {
                  "count": 1,
                  "nearest": {
                    "ago": "30 days ago",
                    "at": "2026-10-01T20:00:00Z",
                    "fields": [
                      {
                        "name": "address",
                        "shown": "(pii)",
                        "value": "(pii)"
                      }
                    ],
                    "shown": "2026-10-01 20:00 (30 days ago)"
                  },
                  "reason": "outside-window",
                  "shown": "the last one was 30 days ago, 13 hours outside the last 30 days"
                }
              ],
              "of": null,
              "which": "visit in the last 30 days"
            },
            {
              "counted": 1,
              "event": "purchase",
              "events": [
                {
                  "ago": "30 days ago",
                  "at": "2026-10-02T08:30:00Z",
                  "fields": [
                    {
                      "name": "amount",
                      "shown": "€80.00",
                      "value": 80.0
                    },
                    {
                      "name": "product",
                      "shown": "\"mug\"",
                      "value": "mug"
                    }
                  ],
                  "shown": "2026-10-02 08:30 (30 days ago)"
                }
              ],
              "missed": [],
              "of": "spend",
              "which": "purchase"
            }
          ],
          "made_of": [
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
          ],
          "name": "engagement",
          "place": {
            "column": 7,
            "file": "rules/lodge.seg",
            "line": 25
          },
          "shown": "32",
          "text": null,
          "value": 32
        }
      ],
      "groups": [],
      "now": "2026-11-01 09:00",
      "segments": [],
      "timezone": "UTC"
    }
    exit status: 0
    "#);
}
