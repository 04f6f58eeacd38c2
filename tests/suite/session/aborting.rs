//! Messages that a template gives up.

use insta::assert_snapshot;

use crate::harness::Session;

#[test]
fn what_a_template_aborts_is_no_failure() {
    let session = Session::shop()
        .edit(
            "templates/campaigns/spring.liquid",
            "<html>",
            "{% unless customer.first_name %}{% abort \"no name for \" | append: customer.customer_id %}{% endunless %}<html>",
        )
        .file(
            "templates/blocks/hero/early.liquid",
            "<h1>You first</h1>{% if customer.state == \"NY\" %}{% abort_message('not in New York') %}{% endif %}\n",
        );
    assert_snapshot!(session.run("render spring --out mail"), @r"
    stderr:
    1 message for an audience of 2 among 3 customers, in [TIME]
    1 message aborted by a template: see `mail.rejects.ndjson`
    exit status: 0
    ");
    assert_snapshot!(session.list("mail"), @"mail/c-1.html");
    assert_snapshot!(session.read("mail.rejects.ndjson"), @r#"
    {"customer_id":"c-2","row":3,"code":"aborted","message":"campaigns/spring.liquid: aborted: no name for c-2","template":"campaigns/spring.liquid","line":1,"column":42,"values":{"customer.customer_id":"\"c-2\""}}
    "#);
    let told = session.output("render spring --out mail --report json");
    let mut summary: serde_json::Value = serde_json::from_slice(&told.stderr).unwrap();
    summary["seconds"] = 0.into();
    assert_snapshot!(summary, @r#"
    {"campaign":"spring","customers":3,"audience":2,"rendered":1,"failed":0,"aborted":1,"held_out":0,"limited":0,"rejected_rows":0,"rejects":"mail.rejects.ndjson","seconds":0}
    "#);
}
