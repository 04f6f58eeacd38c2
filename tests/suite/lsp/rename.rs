//! One name given everywhere, or nowhere.

use super::play;
use crate::harness::Session;

/// A project without faults, to rename in.
fn shop() -> Session {
    Session::project("tests/cases/lsp").edit(
        "rules/rules.seg",
        "segment open when\n",
        "segment open when state != tier\n",
    )
}

#[test]
fn a_name_is_changed_in_rules_templates_and_settings() {
    let shown = play(
        &shop(),
        "
open rules/data.seg
open rules/rules.seg
open templates/layouts/base.liquid
rename rules/data.seg :: sta|te text? => region
rename rules/rules.seg :: purch|ase.at => order
rename rules/data.seg :: catalog prod|uct => article
rename templates/layouts/base.liquid :: p.na|me => label
rename templates/layouts/base.liquid :: for |p in => item
rename rules/rules.seg :: lifecycle {\\n  ne|w => fresh
rename rules/rules.seg :: block he|ro => top
rename rules/rules.seg :: with head|line => slogan
rename rules/rules.seg :: rf|m.code => value_of
",
    );
    insta::assert_snapshot!(shown, @r#"
    > open rules/data.seg
    > open rules/rules.seg
    > open templates/layouts/base.liquid
    > rename rules/data.seg :: sta|te text? => region
    rules/data.seg:4: region text?
    rules/rules.seg:5: segment near       when region in ("CA", "OR")
    rules/rules.seg:28: segment open when region != tier
    segue.toml:6: columns = { region = "state" }
    segue.toml:7: 
    segue.toml:8: [events.purchase]
    segue.toml:9: file = "data/purchases.csv"
    segue.toml:10: columns = { at = "day" }
    segue.toml:11: 
    segue.toml:12: [catalogs.product]
    segue.toml:13: file = "data/products.csv"
    segue.toml:14: 
    segue.toml:15: [message]
    segue.toml:16: from = "Shop <news@shop.example>"
    templates/layouts/base.liquid:1: <p>{{ customer.region | default: '' }}</p>{% block hero %}{% endblock %}{% for p in catalog.product %}{{ p.name }}{% endfor %}
    > rename rules/rules.seg :: purch|ase.at => order
    rules/data.seg:10: event order { product product, amount money, paid yes/no = yes }
    rules/rules.seg:1: trait last_order = latest order.at
    rules/rules.seg:2: trait rfm        = rfm of order.amount
    rules/rules.seg:8: new   "New"    when order in last 30 days
    rules/rules.seg:24: order 12 days ago { product = "A", amount = 1.00 }
    segue.toml:7: [events.order]
    > rename rules/data.seg :: catalog prod|uct => article
    rules/data.seg:10: event purchase { product article, amount money, paid yes/no = yes }
    rules/data.seg:12: catalog article { sku id, name text, maker text? }
    segue.toml:11: [catalogs.article]
    templates/layouts/base.liquid:1: <p>{{ customer.state | default: '' }}</p>{% block hero %}{% endblock %}{% for p in catalog.article %}{{ p.name }}{% endfor %}
    > rename templates/layouts/base.liquid :: p.na|me => label
    rules/data.seg:12: catalog product { sku id, label text, maker text? }
    segue.toml:13: columns = { label = "name" }
    segue.toml:14: 
    segue.toml:15: [message]
    segue.toml:16: from = "Shop <news@shop.example>"
    templates/layouts/base.liquid:1: <p>{{ customer.state | default: '' }}</p>{% block hero %}{% endblock %}{% for p in catalog.product %}{{ p.label }}{% endfor %}
    > rename templates/layouts/base.liquid :: for |p in => item
    templates/layouts/base.liquid:1: <p>{{ customer.state | default: '' }}</p>{% block hero %}{% endblock %}{% for item in catalog.product %}{{ item.name }}{% endfor %}
    > rename rules/rules.seg :: lifecycle {\n  ne|w => fresh
    rules/rules.seg:8: fresh   "New"    when purchase in last 30 days
    > rename rules/rules.seg :: block he|ro => top
    rules/rules.seg:16: block top {
    templates/campaigns/sale.liquid:1: {% layout "layouts/base.liquid" %}{% block top %}{% endblock %}
    templates/layouts/base.liquid:1: <p>{{ customer.state | default: '' }}</p>{% block top %}{% endblock %}{% for p in catalog.product %}{{ p.name }}{% endfor %}
    > rename rules/rules.seg :: with head|line => slogan
    rules/rules.seg:17: when tier = "gold"  show "hero/gold.liquid" with slogan = "Gold"
    templates/blocks/hero/gold.liquid:1: {{ slogan }}
    > rename rules/rules.seg :: rf|m.code => value_of
    rules/rules.seg:2: trait value_of        = rfm of purchase.amount
    rules/rules.seg:4: segment vip "Best" when value_of.code in ("555", "554")
    exit status 0
    "#);
}

#[test]
fn campaigns_and_experiments_are_renamed_where_rules_follow_their_arms() {
    let session = shop()
        .edit(
            "rules/rules.seg",
            "  subject  \"Sale\"",
            "  subject  \"Sale\"\n  experiment cta { split 45% \"Now\", 45% \"More\", holdout 10% }",
        )
        .edit(
            "rules/rules.seg",
            "  expect in vip",
            "  sale.cta = \"Now\"\n  expect in vip, in sale, sale.cta = \"Now\", sale.subject = \"Sale\"",
        )
        .edit(
            "templates/layouts/base.liquid",
            "<p>",
            "<p>{{ experiment.cta }} ",
        )
        .append(
            "rules/rules.seg",
            "segment shown when sale.cta = \"More\" and sale.cta is known\n",
        );
    let shown = play(
        &session,
        "
open rules/rules.seg
open templates/layouts/base.liquid
rename rules/rules.seg :: campaign sa|le => autumn
rename rules/rules.seg :: segment shown when sa|le.cta => autumn
rename rules/rules.seg :: experiment c|ta => button
rename rules/rules.seg :: and sale.ct|a is known => button
rename templates/layouts/base.liquid :: experiment.c|ta => button
definition rules/rules.seg :: segment shown when sale.c|ta
hover rules/rules.seg :: and sale.ct|a is known
symbols rules/rules.seg
",
    );
    insta::assert_snapshot!(shown, @r#"
    > open rules/rules.seg
    > open templates/layouts/base.liquid
    > rename rules/rules.seg :: campaign sa|le => autumn
    rules/rules.seg:12: campaign autumn {
    rules/rules.seg:26: autumn.cta = "Now"
    rules/rules.seg:27: expect in vip, in autumn, autumn.cta = "Now", autumn.subject = "Sale"
    rules/rules.seg:31: segment shown when autumn.cta = "More" and autumn.cta is known
    > rename rules/rules.seg :: segment shown when sa|le.cta => autumn
    rules/rules.seg:12: campaign autumn {
    rules/rules.seg:26: autumn.cta = "Now"
    rules/rules.seg:27: expect in vip, in autumn, autumn.cta = "Now", autumn.subject = "Sale"
    rules/rules.seg:31: segment shown when autumn.cta = "More" and autumn.cta is known
    > rename rules/rules.seg :: experiment c|ta => button
    rules/rules.seg:15: experiment button { split 45% "Now", 45% "More", holdout 10% }
    rules/rules.seg:26: sale.button = "Now"
    rules/rules.seg:27: expect in vip, in sale, sale.button = "Now", sale.subject = "Sale"
    rules/rules.seg:31: segment shown when sale.button = "More" and sale.button is known
    templates/layouts/base.liquid:1: <p>{{ experiment.button }} {{ customer.state | default: '' }}</p>{% block hero %}{% endblock %}{% for p in catalog.product %}{{ p.name }}{% endfor %}
    > rename rules/rules.seg :: and sale.ct|a is known => button
    rules/rules.seg:15: experiment button { split 45% "Now", 45% "More", holdout 10% }
    rules/rules.seg:26: sale.button = "Now"
    rules/rules.seg:27: expect in vip, in sale, sale.button = "Now", sale.subject = "Sale"
    rules/rules.seg:31: segment shown when sale.button = "More" and sale.button is known
    templates/layouts/base.liquid:1: <p>{{ experiment.button }} {{ customer.state | default: '' }}</p>{% block hero %}{% endblock %}{% for p in catalog.product %}{{ p.name }}{% endfor %}
    > rename templates/layouts/base.liquid :: experiment.c|ta => button
    rules/rules.seg:15: experiment button { split 45% "Now", 45% "More", holdout 10% }
    rules/rules.seg:26: sale.button = "Now"
    rules/rules.seg:27: expect in vip, in sale, sale.button = "Now", sale.subject = "Sale"
    rules/rules.seg:31: segment shown when sale.button = "More" and sale.button is known
    templates/layouts/base.liquid:1: <p>{{ experiment.button }} {{ customer.state | default: '' }}</p>{% block hero %}{% endblock %}{% for p in catalog.product %}{{ p.name }}{% endfor %}
    > definition rules/rules.seg :: segment shown when sale.c|ta
    rules/rules.seg: experiment «cta» { split 45% "Now", 45% "More", holdout 10% }
    > hover rules/rules.seg :: and sale.ct|a is known
    ```seg
    experiment cta { split 45% "Now", 45% "More", holdout 10% }
    ```

    `rules/rules.seg`
    > symbols rules/rules.seg
    variable last_order (trait) 1-1
    variable rfm (trait) 2-2
    boolean vip (Best) 4-4
    boolean near 5-5
    enum lifecycle 7-10
      enummember new (New) 8-8
      enummember other (Others) 9-9
    module sale 12-21
      enum cta (experiment) 15-15
      property hero (block) 17-17
    object ana 23-28
    boolean open 30-30
    boolean shown 31-31
    exit status 0
    "#);
}

#[test]
fn what_cannot_be_renamed_stays() {
    let shown = play(
        &shop(),
        r#"
open rules/data.seg
open rules/rules.seg
open templates/layouts/base.liquid
rename rules/data.seg :: sta|te text? => where
rename rules/data.seg :: sta|te text? => two words
rename rules/data.seg :: sta|te text? => tier
rename rules/data.seg :: product pro|duct, => purchase
rename rules/rules.seg :: when sta|te != tier => open
rename rules/rules.seg :: segment ne|ar => vip
rename rules/rules.seg :: segment ne|ar => near
rename rules/rules.seg :: show "he|ro/gold => hero
rename rules/rules.seg :: segment| near => x
rename rules/data.seg :: custo|mer { => client
rename templates/layouts/base.liquid :: for |p in => customer
edit rules/rules.seg :: when state != tier => when
rename rules/data.seg :: sta|te text? => region
"#,
    );
    insta::assert_snapshot!(shown, @r#"
    > open rules/data.seg
    > open rules/rules.seg
    > open templates/layouts/base.liquid
    > rename rules/data.seg :: sta|te text? => where
    refused: `where` is a word of the language
    > rename rules/data.seg :: sta|te text? => two words
    refused: `two words` cannot be a name: names are letters, digits and `_`
    > rename rules/data.seg :: sta|te text? => tier
    refused: `state` cannot be called `tier`: `tier` is declared twice
    > rename rules/data.seg :: product pro|duct, => purchase
    rules/data.seg:10: event purchase { product purchase, amount money, paid yes/no = yes }
    rules/data.seg:12: catalog purchase { sku id, name text, maker text? }
    segue.toml:11: [catalogs.purchase]
    templates/layouts/base.liquid:1: <p>{{ customer.state | default: '' }}</p>{% block hero %}{% endblock %}{% for p in catalog.purchase %}{{ p.name }}{% endfor %}
    > rename rules/rules.seg :: when sta|te != tier => open
    refused: `state` cannot be called `open`: `open` is declared twice
    > rename rules/rules.seg :: segment ne|ar => vip
    refused: `near` cannot be called `vip`: `vip` is declared twice
    > rename rules/rules.seg :: segment ne|ar => near
    > rename rules/rules.seg :: show "he|ro/gold => hero
    refused: this names a file: rename the file, and then its path
    > rename rules/rules.seg :: segment| near => x
    refused: there is no name of the project here
    > rename rules/data.seg :: custo|mer { => client
    refused: `customer` is a word of the language
    > rename templates/layouts/base.liquid :: for |p in => customer
    templates/layouts/base.liquid:1: <p>{{ customer.state | default: '' }}</p>{% block hero %}{% endblock %}{% for customer in catalog.product %}{{ customer.name }}{% endfor %}
    > edit rules/rules.seg :: when state != tier => when
    > rename rules/data.seg :: sta|te text? => region
    refused: there is 1 error in the project: mend it first, or a use may be missed
    exit status 0
    "#);
}

#[test]
fn every_name_of_the_example_can_be_renamed() {
    let session = Session::project("examples/outdoor");
    let shown = play(&session, "\nrename_all _x\n");
    insta::assert_snapshot!(shown, @r"
    > rename_all _x
    customer refused: `customer` is a word of the language
    sent refused: `sent` cannot be called `sent_x`: a limit counts the event `sent`, and there is none
    campaign refused: `campaign` cannot be called `campaign_x`: a limit needs the text field `campaign` of the event `sent`
    82 names renamed
    exit status 0
    ");
    // and everything means what it meant, the data files included
    insta::assert_snapshot!(session.run("check --as-of 2026-11-01"), @r"
    stderr:
    no findings: 19 traits, 1 score, 12 segments, 1 group, 2 campaigns, 6 personas, 10,577 rows read
    exit status: 0
    ");
}
