//! A declaration that cannot be read is one error: what uses its name is not reported too.

use insta::assert_snapshot;

use crate::harness::Session;

fn check(from: &str, to: &str) -> String {
    Session::shop()
        .edit("rules/shop.seg", from, to)
        .run("check")
}

#[test]
fn of_a_customer() {
    assert_snapshot!(check("state          text?", "state          text ?? yes"), @r"
    stderr:
    error[syntax]: expected a name, `=` or `}`, found `?`
     --> rules/shop.seg:5:24
      |
    5 |   state          text ?? yes
      |                        ^
      |
      = hint: a choice reads `case when … then … otherwise …`

    1 error; more with `segue errors syntax`
    exit status: 1
    ");
}

#[test]
fn of_a_field() {
    assert_snapshot!(check("yes/no  consent", "yes/know  consent"), @r"
    stderr:
    error[syntax]: expected a type, found `yes`
     --> rules/shop.seg:6:18
      |
    6 |   email_consent  yes/know  consent
      |                  ^^^
      |
      = hint: a column reads `state text?`

    1 error; more with `segue errors syntax`
    exit status: 1
    ");
}

#[test]
fn of_an_event() {
    assert_snapshot!(check("amount money }", "amount: money }"), @r"
    stderr:
    error[syntax]: expected a type, found `:`
     --> rules/shop.seg:9:24
      |
    9 | event purchase { amount: money }
      |                        ^
      |
      = hint: leave the `:` out: a column reads `state text?`

    1 error; more with `segue errors syntax`
    exit status: 1
    ");
}

#[test]
fn of_a_trait() {
    assert_snapshot!(check("in last 90 days", "in last ninety days"), @r"
    stderr:
    error[syntax]: expected a number, found `ninety`
      --> rules/shop.seg:11:42
       |
    11 | trait orders = count of purchase in last ninety days
       |                                          ^^^^^^
       |
       = hint: write the number in digits: `90`

    1 error; more with `segue errors syntax`
    exit status: 1
    ");
}

#[test]
fn of_a_segment() {
    assert_snapshot!(check("when orders >= 2\n", "when orders => 2\n"), @r#"
    stderr:
    error[syntax]: expected an operator or the end of the segment, found `=>`
      --> rules/shop.seg:13:40
       |
    13 | segment regular "Regulars" when orders => 2
       |                                        ^^
       |
       = hint: at least is `>=`

    1 error; more with `segue errors syntax`
    exit status: 1
    "#);
}

#[test]
fn of_a_group() {
    assert_snapshot!(check("when state in (\"CA\"", "when state in [\"CA\""), @r#"
    stderr:
    error[syntax]: expected a list in parentheses or `last`, found `[`
      --> rules/shop.seg:16:35
       |
    16 |   west "West coast" when state in ["CA", "OR", "WA")
       |                                   ^
       |
       = hint: a list stands in parentheses: `(…)`

    1 error; more with `segue errors syntax`
    exit status: 1
    "#);
}

#[test]
fn of_a_campaign() {
    assert_snapshot!(check("audience email_consent", "audience = email_consent"), @r"
    stderr:
    error[syntax]: expected a condition, found `=`
      --> rules/shop.seg:21:12
       |
    21 |   audience = email_consent
       |            ^
       |
       = hint: leave the `=` out: `audience email_consent and …`

    1 error; more with `segue errors syntax`
    exit status: 1
    ");
}

#[test]
fn of_a_block() {
    let picked = "show \"hero/early.liquid\" with products = 6 from also_bought\n    otherwise";
    assert_snapshot!(check("show \"hero/early.liquid\"\n    otherwise", picked), @r#"
    stderr:
    error[unsupported]: `6 from` is not supported yet
      --> rules/shop.seg:28:62
       |
    28 |     when in regular show "hero/early.liquid" with products = 6 from also_bought
       |                                                              ^^^^^^

    1 error; more with `segue errors unsupported`
    exit status: 1
    "#);
}

#[test]
fn of_a_persona() {
    assert_snapshot!(check("purchase 3 days ago", "purchase three days ago"), @r"
    stderr:
    error[syntax]: expected a number, `=` or `at`, found `three`
      --> rules/shop.seg:35:12
       |
    35 |   purchase three days ago { amount = 20.00 }
       |            ^^^^^
       |
       = hint: write the number in digits: `3`

    1 error; more with `segue errors syntax`
    exit status: 1
    ");
}

#[test]
fn of_a_catalog_that_templates_list() {
    let session = Session::shop()
        .append(
            "rules/shop.seg",
            "\ncatalog product { sku id, name = text }\n",
        )
        .append(
            "segue.toml",
            "\n[catalogs.product]\nfile = \"data/products.csv\"\n",
        )
        .file("data/products.csv", "sku,name\na,Tent\n")
        .append(
            "templates/campaigns/spring.liquid",
            "{% for one in catalog.product %}{{ one.name }}{% endfor %}\n",
        );
    assert_snapshot!(session.run("check"), @r"
    stderr:
    error[syntax]: expected a type, found `=`
      --> rules/shop.seg:46:32
       |
    46 | catalog product { sku id, name = text }
       |                                ^
       |
       = hint: a column reads `state text?`

    1 error; more with `segue errors syntax`
    exit status: 1
    ");
}
