//! What a marketer gets wrong: every mistake is one clear message with file, line, caret and
//! hint, and all of them come from one run.

use insta::assert_snapshot;

use crate::harness::Session;

type Fault = fn(Session) -> Session;

fn unknown_attribute(session: Session) -> Session {
    session.append("rules/shop.seg", "\nsegment west when stat = \"CA\"\n")
}

fn unknown_variable(session: Session) -> Session {
    session.append(
        "templates/campaigns/spring.liquid",
        "<p>{{ customer.frist_name }}</p>\n",
    )
}

fn type_mismatch(session: Session) -> Session {
    session.append("rules/shop.seg", "\nsegment east when state > 5\n")
}

fn unknown_segment(session: Session) -> Session {
    session.append("rules/shop.seg", "\nsegment rare when not in regulars\n")
}

fn lacking_block(session: Session) -> Session {
    let extra = "block footer show \"hero/sale.liquid\"\n  block hero {";
    session.edit("rules/shop.seg", "block hero {", extra)
}

fn bad_row(session: Session) -> Session {
    session.append("data/purchases.csv", "c-2,2026-10-21T10:00:00Z,twelve\n")
}

fn malformed_address(session: Session) -> Session {
    session.append("data/customers.csv", "c-4,dora.example.com,Dora,CA,yes\n")
}

fn missing_template(session: Session) -> Session {
    session.edit(
        "rules/shop.seg",
        "hero/sale.liquid\"\n  }",
        "hero/slae.liquid\"\n  }",
    )
}

const FAULTS: [Fault; 8] = [
    unknown_attribute,
    unknown_variable,
    type_mismatch,
    unknown_segment,
    lacking_block,
    bad_row,
    malformed_address,
    missing_template,
];

fn all_faults() -> Session {
    FAULTS
        .into_iter()
        .fold(Session::shop(), |session, fault| fault(session))
}

#[test]
fn check_reports_all_in_one_run() {
    assert_snapshot!(all_faults().run("check"), @r#"
    stderr:
    error[unknown-block]: `campaigns/spring.liquid` has no block `footer`
      --> rules/shop.seg:27:9
       |
    27 |   block footer show "hero/sale.liquid"
       |         ^^^^^^
       |
       = hint: there is: `hero`

    error[missing-template]: there is no template `hero/slae.liquid`
      --> rules/shop.seg:30:20
       |
    30 |     otherwise show "hero/slae.liquid"
       |                    ^^^^^^^^^^^^^^^^^^
       |
       = hint: did you mean `hero/sale.liquid` or `hero/early.liquid`?

    error[unknown-name]: there is no attribute, trait or event called `stat`
      --> rules/shop.seg:47:19
       |
    47 | segment west when stat = "CA"
       |                   ^^^^
       |
       = hint: did you mean `state`?

    error[type-mismatch]: expected text, found number
      --> rules/shop.seg:49:27
       |
    49 | segment east when state > 5
       |                           ^
       |
       = hint: texts stand in quotes

    error[unknown-name]: there is no segment or group called `regulars`
      --> rules/shop.seg:51:26
       |
    51 | segment rare when not in regulars
       |                          ^^^^^^^^
       |
       = hint: did you mean `regular`?

    error[unknown-variable]: `customer` has no `frist_name`
     --> templates/campaigns/spring.liquid:8:16
      |
    8 | <p>{{ customer.frist_name }}</p>
      |                ^^^^^^^^^^
      |
      = hint: did you mean `first_name`?

    error[bad-value]: expected money in `amount`, found `twelve`
     --> data/purchases.csv:5:26
      |
    5 | x-0,2026-10-21T10:00:00Z,twelve
      |                          ^^^^^^
      |
      = hint: money is written 1234.50, without separators or currency

    error[bad-email]: expected email in `email`, found `xxxx.xxxxxxx.xxx`
     --> data/customers.csv:5:5
      |
    5 | c-4,xxxx.xxxxxxx.xxx,xxxx,CA,yes
      |     ^^^^^^^^^^^^^^^^
      |
      = hint: an email needs an `@`: name@example.com

    6 errors, 2 rejected rows; more with `segue errors CODE`
    exit status: 1
    "#);
}

#[test]
fn render_reports_all_in_one_run_and_writes_nothing() {
    let session = all_faults();
    let rendered = session.run("render spring --out mail");
    // What `check` adds is only its summary.
    assert_eq!(rendered, session.run("check --quiet"));
    assert!(!session.path("mail").exists());
}

#[test]
fn machines_get_all_of_them_too() {
    let told = all_faults().output("check --format json");
    let found: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let lines: Vec<String> = ["diagnostics", "rejects"]
        .iter()
        .flat_map(|list| found[list].as_array().unwrap())
        .map(|one| {
            format!(
                "{}:{}:{} {}",
                one["file"], one["line"], one["column"], one["code"]
            )
        })
        .collect();
    assert_snapshot!(lines.join("\n"), @r#"
    "rules/shop.seg":27:9 "unknown-block"
    "rules/shop.seg":30:20 "missing-template"
    "rules/shop.seg":47:19 "unknown-name"
    "rules/shop.seg":49:27 "type-mismatch"
    "rules/shop.seg":51:26 "unknown-name"
    "templates/campaigns/spring.liquid":8:16 "unknown-variable"
    "data/purchases.csv":5:26 "bad-value"
    "data/customers.csv":5:5 "bad-email"
    "#);
    assert_eq!(told.status.code(), Some(1));
}

#[test]
fn an_unknown_attribute() {
    assert_snapshot!(unknown_attribute(Session::shop()).run("check"), @r#"
    stderr:
    error[unknown-name]: there is no attribute, trait or event called `stat`
      --> rules/shop.seg:46:19
       |
    46 | segment west when stat = "CA"
       |                   ^^^^
       |
       = hint: did you mean `state`?

    1 error; more with `segue errors unknown-name`
    exit status: 1
    "#);
}

#[test]
fn an_unknown_variable() {
    assert_snapshot!(unknown_variable(Session::shop()).run("check"), @r"
    stderr:
    error[unknown-variable]: `customer` has no `frist_name`
     --> templates/campaigns/spring.liquid:8:16
      |
    8 | <p>{{ customer.frist_name }}</p>
      |                ^^^^^^^^^^
      |
      = hint: did you mean `first_name`?

    1 error; more with `segue errors unknown-variable`
    exit status: 1
    ");
}

#[test]
fn a_type_mismatch() {
    assert_snapshot!(type_mismatch(Session::shop()).run("check"), @r"
    stderr:
    error[type-mismatch]: expected text, found number
      --> rules/shop.seg:46:27
       |
    46 | segment east when state > 5
       |                           ^
       |
       = hint: texts stand in quotes

    1 error; more with `segue errors type-mismatch`
    exit status: 1
    ");
}

#[test]
fn an_unknown_segment() {
    assert_snapshot!(unknown_segment(Session::shop()).run("check"), @r"
    stderr:
    error[unknown-name]: there is no segment or group called `regulars`
      --> rules/shop.seg:46:26
       |
    46 | segment rare when not in regulars
       |                          ^^^^^^^^
       |
       = hint: did you mean `regular`?

    1 error; more with `segue errors unknown-name`
    exit status: 1
    ");
}

#[test]
fn a_block_that_the_template_lacks() {
    assert_snapshot!(lacking_block(Session::shop()).run("check"), @r#"
    stderr:
    error[unknown-block]: `campaigns/spring.liquid` has no block `footer`
      --> rules/shop.seg:27:9
       |
    27 |   block footer show "hero/sale.liquid"
       |         ^^^^^^
       |
       = hint: there is: `hero`

    1 error; more with `segue errors unknown-block`
    exit status: 1
    "#);
}

#[test]
fn a_bad_row() {
    assert_snapshot!(bad_row(Session::shop()).run("check"), @r"
    stderr:
    error[bad-value]: expected money in `amount`, found `twelve`
     --> data/purchases.csv:5:26
      |
    5 | x-0,2026-10-21T10:00:00Z,twelve
      |                          ^^^^^^
      |
      = hint: money is written 1234.50, without separators or currency

    1 rejected row; more with `segue errors bad-value`
    exit status: 1
    ");
}

#[test]
fn a_malformed_address() {
    assert_snapshot!(malformed_address(Session::shop()).run("check"), @r"
    stderr:
    error[bad-email]: expected email in `email`, found `xxxx.xxxxxxx.xxx`
     --> data/customers.csv:5:5
      |
    5 | c-4,xxxx.xxxxxxx.xxx,xxxx,CA,yes
      |     ^^^^^^^^^^^^^^^^
      |
      = hint: an email needs an `@`: name@example.com

    1 rejected row; more with `segue errors bad-email`
    exit status: 1
    ");
}

#[test]
fn a_missing_template() {
    assert_snapshot!(missing_template(Session::shop()).run("check"), @r#"
    stderr:
    error[missing-template]: there is no template `hero/slae.liquid`
      --> rules/shop.seg:29:20
       |
    29 |     otherwise show "hero/slae.liquid"
       |                    ^^^^^^^^^^^^^^^^^^
       |
       = hint: did you mean `hero/sale.liquid` or `hero/early.liquid`?

    1 error; more with `segue errors missing-template`
    exit status: 1
    "#);
}

#[test]
fn bad_rows_cost_only_themselves() {
    let session = malformed_address(bad_row(Session::shop()));
    assert_snapshot!(session.run("render spring --out mail"), @r"
    stderr:
    error[bad-email]: expected email in `email`, found `xxxx.xxxxxxx.xxx`
     --> data/customers.csv:5:5
      |
    5 | c-4,xxxx.xxxxxxx.xxx,xxxx,xx,yes
      |     ^^^^^^^^^^^^^^^^
      |
      = hint: an email needs an `@`: name@example.com

    2 messages for an audience of 2 among 3 customers, in [TIME]
    1 row left out: see `mail.rejects.ndjson`
    exit status: 1
    ");
    assert_snapshot!(session.read("mail.rejects.ndjson"), @r#"
    {"severity":"error","code":"bad-email","message":"expected email in `email`, found `xxxx.xxxxxxx.xxx`","hints":["an email needs an `@`: name@example.com"],"file":"data/customers.csv","line":5,"column":5,"end_line":5,"end_column":21}
    "#);
    assert_snapshot!(session.list("mail"), @r"
    mail/c-1.html
    mail/c-2.html
    ");
}

#[test]
fn rejects_of_an_earlier_run_go_with_the_next() {
    let session = malformed_address(Session::shop());
    session.output("render spring --out mail");
    assert!(session.path("mail.rejects.ndjson").exists());
    let session = session.edit("data/customers.csv", "dora.", "dora@");
    assert_snapshot!(session.run("render spring --out mail"), @r"
    stderr:
    3 messages for an audience of 3 among 4 customers, in [TIME]
    exit status: 0
    ");
    assert!(!session.path("mail.rejects.ndjson").exists());
}
