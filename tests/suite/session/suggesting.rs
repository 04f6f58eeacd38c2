//! `segue test --suggest`: personas made of customers.

use insta::assert_snapshot;

use crate::harness::Session;

/// The coverage that a run of the tests ends with.
#[expect(clippy::unwrap_used, reason = "only tests call it")]
fn coverage(session: &Session) -> String {
    let told = session.run("test --quiet");
    let from = told.find("coverage ").unwrap();
    let line = told[from..].lines().next().unwrap();
    line.trim_start_matches("coverage ").trim().to_owned()
}

/// Personas that are suggested, added to the project.
#[expect(clippy::unwrap_used, reason = "only tests call it")]
fn with_suggestions(session: Session, rules: &str) -> (Session, String) {
    let output = session.output("test --suggest");
    let suggested = String::from_utf8(output.stdout).unwrap();
    let session = session.append(rules, &format!("\n{suggested}"));
    session.output("test --accept");
    (session, suggested)
}

/// The shop with segments that no persona is in.
fn growing() -> Session {
    let session = Session::shop().append(
        "rules/shop.seg",
        "segment late when purchase in last 24 hours not followed by purchase
segment big when purchase where amount >= 80.00
segment anns when first_name = \"Ann\"
segment nobody when state = \"??\"\n",
    );
    session.output("test --accept");
    session
}

#[test]
fn suggestions_for_machines() {
    let session = growing();
    assert_snapshot!(session.run("test --suggest --format json"), @r##"
    stdout:
    {
      "personas": [
        {
          "name": "alex",
          "rules": "# Made of a customer, with invented personal data. No other persona reaches:\n#   in big (rules/shop.seg:46)\n#   spring.subject: otherwise (rules/shop.seg:25)\n#   spring.hero: otherwise show hero/sale.liquid (rules/shop.seg:29)\npersona alex \"Suggested: in big\" {\n  email_consent = yes\n\n  purchase 11 days ago { amount = 80.00 }\n\n  expect in big, spring.hero shows \"hero/sale.liquid\"\n}\n",
          "reaches": [
            {
              "kind": "segment",
              "what": "in big",
              "place": "rules/shop.seg:46"
            },
            {
              "kind": "text",
              "what": "spring.subject: otherwise",
              "place": "rules/shop.seg:25"
            },
            {
              "kind": "block",
              "what": "spring.hero: otherwise show hero/sale.liquid",
              "place": "rules/shop.seg:29"
            }
          ],
          "lost": []
        }
      ],
      "missed": [
        {
          "kind": "segment",
          "what": "in late",
          "place": "rules/shop.seg:45"
        },
        {
          "kind": "segment",
          "what": "in anns",
          "place": "rules/shop.seg:47",
          "why": "depends on `first_name`, which is personal"
        },
        {
          "kind": "segment",
          "what": "in nobody",
          "place": "rules/shop.seg:48"
        }
      ],
      "coverage": {
        "before": {
          "percent": 66,
          "reached": 12,
          "all": 18
        },
        "after": {
          "percent": 83,
          "reached": 15,
          "all": 18
        }
      }
    }
    exit status: 0
    "##);
}

#[test]
fn customers_who_reach_more_become_personas() {
    let session = growing();
    assert_snapshot!(coverage(&session), @r"
    66%, 12 of 18; `segue test --coverage` lists the rest
    ");
    assert_snapshot!(session.run("test --suggest"), @r#"
    stdout:
    # Made of a customer, with invented personal data. No other persona reaches:
    #   in big (rules/shop.seg:46)
    #   spring.subject: otherwise (rules/shop.seg:25)
    #   spring.hero: otherwise show hero/sale.liquid (rules/shop.seg:29)
    persona alex "Suggested: in big" {
      email_consent = yes

      purchase 11 days ago { amount = 80.00 }

      expect in big, spring.hero shows "hero/sale.liquid"
    }
    stderr:
    no customer was found who could be made a persona that reaches
      in late (rules/shop.seg:45)
      in anns (rules/shop.seg:47): depends on `first_name`, which is personal
      in nobody (rules/shop.seg:48)
    with 1 persona more, coverage goes from 66%, 12 of 18 to 83%, 15 of 18
    exit status: 0
    "#);
    let (session, _) = with_suggestions(session, "rules/shop.seg");
    assert_snapshot!(coverage(&session), @r"
    83%, 15 of 18; `segue test --coverage` lists the rest
    ");
    assert_snapshot!(session.run("test --suggest"), @r"
    stderr:
    no customer was found who could be made a persona that reaches
      in late (rules/shop.seg:45)
      in anns (rules/shop.seg:47): depends on `first_name`, which is personal
      in nobody (rules/shop.seg:48)
    nothing to suggest: the personas reach 83%, 15 of 18
    exit status: 0
    ");
}

#[test]
fn suggestions_for_the_example() {
    let session = Session::project("examples/outdoor");
    assert_snapshot!(coverage(&session), @r"
    86%, 74 of 86; `segue test --coverage` lists the rest
    ");
    insta::with_settings!({
        snapshot_path => "../../../snapshots/session",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { assert_snapshot!("suggestions", session.run("test --suggest")) });
}

#[test]
fn suggestions_for_the_example_reach_what_they_promise() {
    let session = Session::project("examples/outdoor");
    let (session, suggested) = with_suggestions(session, "rules/personas.seg");
    assert_snapshot!(coverage(&session), @r"
    96%, 83 of 86; `segue test --coverage` lists the rest
    ");
    let customers = session.read("data/customers.csv");
    for customer in customers.lines().skip(1) {
        let values: Vec<&str> = customer.split(',').collect();
        // id, address, day of birth
        for personal in [values[0], values[1], values[4]] {
            assert!(
                personal.is_empty() || !suggested.contains(personal),
                "`{personal}` is a customer's own"
            );
        }
    }
}

#[test]
fn what_is_personal_stays_out_of_events() {
    let rules = r#"
event call { number text pii, agent email, note text, length duration, at_home yes/no pii, spent money pii }
trait calls = count of distinct call.number
segment talks when calls >= 2 and calls < count of call
segment long when call where length >= 90 minutes
segment pays when total call.spent > 100.00
segment asks when call where note contains "refund" in last 1 hours
"#;
    let calls = "customer_id,at,number,agent,note,length,at_home,spent
c-2,2026-10-20T10:00:10Z,+1 212 555 0100,x@shop.example,\"hello, \"\"you\"\"\",750,yes,55.55
c-2,2026-10-21T10:00:20Z,+1 212 555 0100,x@shop.example,bye,5700,no,66.66
c-2,2026-10-22T10:00:30Z,+1 212 555 0199,y@shop.example,ask for a refund,300,no,0.00
";
    let session = Session::shop()
        .append("rules/shop.seg", rules)
        .append("segue.toml", "\n[events.call]\nfile = \"data/calls.csv\"\n")
        .file("data/calls.csv", calls);
    session.output("test --accept");
    assert_snapshot!(session.run("test --suggest --as-of 2026-10-22T10:30:00Z"), @r#"
    stdout:
    # Made of a customer, with invented personal data. No other persona reaches:
    #   in long (rules/shop.seg:49)
    #   in pays (rules/shop.seg:50)
    #   in asks (rules/shop.seg:51)
    #   in talks (rules/shop.seg:48)
    #   spring.subject: otherwise (rules/shop.seg:25)
    #   spring.hero: otherwise show hero/sale.liquid (rules/shop.seg:29)
    persona alex "Suggested: in long" {
      email_consent = yes

      call 29 minutes ago {
        number  = "number-2"
        agent   = "alex-2@persona.example"
        note    = "ask for a refund"
        length  = 5 minutes
        at_home = yes
        spent   = 0.00
      }
      call 1 days ago {
        number  = "number-1"
        agent   = "alex-1@persona.example"
        note    = "note-2"
        length  = 95 minutes
        at_home = yes
        spent   = 70.00
      }
      call 2 days ago {
        number  = "number-1"
        agent   = "alex-1@persona.example"
        note    = "note-1"
        length  = 12 minutes
        at_home = yes
        spent   = 60.00
      }

      expect in long, in pays, in asks, in talks, spring.hero shows "hero/sale.liquid"
    }
    stderr:
    with 1 persona more, coverage goes from 66%, 12 of 18 to 100%, 18 of 18
    exit status: 0
    "#);
}

#[test]
fn nothing_is_suggested_where_everything_is_reached() {
    let session = Session::shop();
    let more = "persona cleo {\n  email_consent = yes\n}\n";
    let session = session.append("rules/shop.seg", more);
    session.output("test --accept");
    assert_snapshot!(session.run("test --suggest"), @r"
    stderr:
    personas reach everything: 100%, 10 of 10
    exit status: 0
    ");
    assert_snapshot!(session.run("test --suggest --accept"), @r"
    stderr:
    error: the argument '--suggest' cannot be used with '--accept'

    Usage: segue test --suggest

    For more information, try '--help'.
    exit status: 2
    ");
}
