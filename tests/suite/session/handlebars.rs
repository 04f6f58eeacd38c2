//! A project whose templates came from a system with Handlebars.

use insta::assert_snapshot;

use crate::harness::Session;

const PAGE: &str = r#"<html><body>
{{#if first_name}}
  <p>Hello {{capitalizeFirst first_name}}</p>
{{else}}
  <p>Hello</p>
{{/if}}
{{#block "hero"}}{{/block}}
{{> footer}}
</body></html>
"#;

/// The shop with Handlebars files only.
fn moved() -> Session {
    let rules = "rules/shop.seg";
    Session::shop()
        .edit(rules, "campaigns/spring.liquid", "campaigns/spring.hbs")
        .edit(rules, "show \"hero/early.liquid\"\n", "show \"hero/early.hbs\"\n")
        .edit(
            rules,
            "show \"hero/sale.liquid\"",
            "show \"hero/sale.hbs\" with headline = \"Spring sale\"",
        )
        .edit(rules, "shows \"hero/early.liquid\"", "shows \"hero/early.hbs\"")
        .file("templates/campaigns/spring.hbs", PAGE)
        .file(
            "templates/campaigns/spring.txt.hbs",
            "Hello {{insert first_name \"friend\"}}{{#block \"hero\"}}{{/block}}, unsubscribe: {{unsubscribe_url}}\n",
        )
        .file(
            "templates/blocks/hero/early.hbs",
            "<h1>{{#greaterThan customer.orders 1}}{{customer.orders}} orders{{else}}Welcome{{/greaterThan}}</h1>",
        )
        .file("templates/blocks/hero/sale.hbs", "<h1>{{headline}}</h1>")
        .file(
            "templates/partials/footer.hbs",
            "<p><a href=\"{{{unsubscribe}}}\">Unsubscribe</a></p>\n",
        )
}

#[test]
fn a_project_of_handlebars_files_is_checked_and_rendered() {
    let session = moved();
    assert_snapshot!(session.run("check"), @r"
    stderr:
    note: `raw` prints 1 value without escaping:
      templates/partials/footer.hbs:1:16
    no findings: 1 trait, 1 segment, 1 group, 1 campaign, 2 personas, 6 rows read
    exit status: 0
    ");
    assert_snapshot!(session.run("test"), @r#"
    stdout:
    persona  campaign  gets                   snapshot
    ana      spring    Early access, Ana      ● new
                       hero/early.hbs
    ben      spring    – not in the audience  ● new

    persona  expected                                 place
    ana      ✓ in regular, in region.west, in spring  rules/shop.seg:37
             ✓ spring.hero shows "hero/early.hbs"     rules/shop.seg:38
    ben      ✓ not in regular, not in spring          rules/shop.seg:43

    ● spring@ana: new
    ● spring@ben: new

    expectations  6 of 6 hold
    snapshots     0 of 2 as approved
    coverage      71%, 10 of 14; `segue test --coverage` lists the rest
    stderr:
    hint: `segue test --review` shows what changed
    exit status: 1
    "#);
    assert_snapshot!(session.run("render spring --out mail"), @r"
    stderr:
    2 messages for an audience of 2 among 3 customers, in [TIME]
    exit status: 0
    ");
    assert_snapshot!(session.read("mail/c-1.html"), @r#"
    <html><body>
      <p>Hello Ann</p>
    <h1>2 orders</h1>
    <p><a href="https://shop.example/unsubscribe?c=c-1">Unsubscribe</a></p>
    </body></html>
    "#);
    assert_snapshot!(session.run("test --coverage"), @r#"
    stdout:
    persona  campaign  gets                   snapshot
    ana      spring    Early access, Ana      ● new
                       hero/early.hbs
    ben      spring    – not in the audience  ● new

    persona  expected                                 place
    ana      ✓ in regular, in region.west, in spring  rules/shop.seg:37
             ✓ spring.hero shows "hero/early.hbs"     rules/shop.seg:38
    ben      ✓ not in regular, not in spring          rules/shop.seg:43

    coverage               reached
    segments, in and out   2 of 2   100%
    group members          2 of 2   100%
    audiences, in and out  2 of 2   100%
    arms of texts          1 of 2   50%
    arms of blocks         1 of 2   50%
    template branches      2 of 4   50%

    nobody reaches                                             place
    text            spring.subject: otherwise                  rules/shop.seg:25
    block           spring.hero: otherwise show hero/sale.hbs  rules/shop.seg:29
    template        else of `greaterThan customer.orders 1`    templates/blocks/hero/early.hbs:1
    template        else of `if first_name`                    templates/campaigns/spring.hbs:4

    ● spring@ana: new
    ● spring@ben: new

    expectations  6 of 6 hold
    snapshots     0 of 2 as approved
    coverage      71%, 10 of 14; `segue test --coverage` lists the rest
    stderr:
    hint: `segue test --review` shows what changed
    exit status: 1
    "#);
}

#[test]
fn what_is_unsafe_in_handlebars_files_is_found() {
    let session = moved()
        .edit(
            "templates/partials/footer.hbs",
            "{{{unsubscribe}}}",
            "https://shop.example?c={{email}}",
        )
        .file(
            "templates/blocks/hero/sale.hbs",
            "<h1 title={{headline}}>{{headlin}}</h1>{{#if state}}<p title=\"{{/if}}{{state}}",
        );
    assert_snapshot!(session.run("check"), @r#"
    stderr:
    error[unknown-variable]: unknown variable `headlin`
     --> templates/blocks/hero/sale.hbs:1:26
      |
    1 | <h1 title={{headline}}>{{headlin}}</h1>{{#if state}}<p title="{{/if}}{{state}}
      |                          ^^^^^^^
      |
      = hint: did you mean `headline`?

    warning[missing-default]: `customer.state` may be missing, and has no `default`
     --> templates/blocks/hero/sale.hbs:1:72
      |
    1 | <h1 title={{headline}}>{{headlin}}</h1>{{#if state}}<p title="{{/if}}{{state}}
      |                                                                        ^^^^^
      |
      = hint: say what to print instead: `{{ customer.state | default: '…' }}`
      = hint: or ask first: `{% if customer.state %}`

    1 error, 1 warning; more with `segue errors CODE`
    exit status: 1
    "#);
    let session = session.file(
        "templates/blocks/hero/sale.hbs",
        "<h1 title={{headline}}></h1>{{#if state}}<p title=\"{{/if}}{{state}}",
    );
    assert_snapshot!(session.run("check"), @r#"
    stderr:
    error[unquoted-output]: a value cannot stand in an attribute without quotes
     --> templates/blocks/hero/sale.hbs:1:13
      |
    1 | <h1 title={{headline}}></h1>{{#if state}}<p title="{{/if}}{{state}}
      |             ^^^^^^^^
      |
      = hint: write quotes around the attribute's value

    error[split-context]: the ways on from here end in different places of the page
     --> templates/blocks/hero/sale.hbs:1:32
      |
    1 | <h1 title={{headline}}></h1>{{#if state}}<p title="{{/if}}{{state}}
      |                                ^^^^^^^^
      |
      = hint: let each way close the quotes, tags and comments that it opens

    warning[missing-default]: `customer.state` may be missing, and has no `default`
     --> templates/blocks/hero/sale.hbs:1:61
      |
    1 | <h1 title={{headline}}></h1>{{#if state}}<p title="{{/if}}{{state}}
      |                                                             ^^^^^
      |
      = hint: say what to print instead: `{{ customer.state | default: '…' }}`
      = hint: or ask first: `{% if customer.state %}`

    warning[pii-in-url]: a URL shows `email`, which is personal
     --> templates/partials/footer.hbs:1:38
      |
    1 | <p><a href="https://shop.example?c={{email}}">Unsubscribe</a></p>
      |                                      ^^^^^
      |
     ::: templates/campaigns/spring.hbs:8:5
      |
    8 | {{> footer}}
      |     ------ included here
      |
      = hint: say who it is without personal data: `{{ customer.customer_id }}`
      = hint: if servers may see and keep it, mark `email` with `in_url`

    2 errors, 2 warnings; more with `segue errors CODE`
    exit status: 1
    "#);
}
