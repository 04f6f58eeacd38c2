//! What is told when it is asked for: names and words.

use super::play;
use crate::harness::Session;

#[test]
fn names_in_rules_are_explained() {
    let shown = play(
        &Session::project("examples/outdoor"),
        r#"
open rules/campaigns.seg
open rules/segments.seg
open rules/traits.seg
hover rules/campaigns.seg :: when in cart_|waiting
hover rules/campaigns.seg :: email_con|sent and
hover rules/campaigns.seg :: in lifecycle.|champion
hover rules/campaigns.seg :: in life|cycle.champion
hover rules/segments.seg :: rfm|.recency
hover rules/segments.seg :: no |purchase in
hover rules/segments.seg :: cart_add where product.|stock
hover rules/traits.seg :: 40 from count of visi|t
"#,
    );
    insta::assert_snapshot!(shown, @"");
}

#[test]
fn names_in_templates_and_texts_are_explained() {
    let shown = play(
        &Session::project("examples/outdoor"),
        r#"
open rules/campaigns.seg
open templates/blocks/products/grid.liquid
hover rules/campaigns.seg :: {{ customer.|first_name
hover rules/campaigns.seg :: show "hero|/birthday.liquid"
hover rules/campaigns.seg :: block |hero
hover templates/blocks/products/grid.liquid :: catalog.prod|uct
hover templates/blocks/products/grid.liquid :: , cat|egory
hover templates/blocks/products/grid.liquid :: products: pro|ducts
"#,
    );
    insta::assert_snapshot!(shown, @"");
}

#[test]
fn words_are_explained() {
    let shown = play(
        &Session::project("examples/outdoor"),
        "
open rules/segments.seg
open rules/schema.seg
hover rules/segments.seg :: |segment drifting
hover rules/segments.seg :: in |last 30
hover rules/segments.seg :: |no purchase
hover rules/segments.seg :: starts |with
hover rules/schema.seg :: list |of
hover rules/schema.seg :: # What the d|ata
",
    );
    insta::assert_snapshot!(shown, @"");
}

#[test]
fn definitions_are_found() {
    let shown = play(
        &Session::project("examples/outdoor"),
        r#"
open rules/campaigns.seg
open rules/personas.seg
definition rules/campaigns.seg :: when in cart_|waiting
definition rules/campaigns.seg :: show "hero/story.liquid" with\n        |headline
definition rules/campaigns.seg :: block |hero
definition rules/campaigns.seg :: template  "camp|aigns/autumn-sale.liquid"
definition rules/personas.seg :: expect autumn_sale.he|ro shows
definition rules/personas.seg :: shows "hero|/early-access.liquid"
definition rules/personas.seg :: in autumn_|sale, not
definition rules/campaigns.seg :: |otherwise
"#,
    );
    insta::assert_snapshot!(shown, @"");
}

#[test]
fn references_are_found_in_rules_and_templates() {
    let shown = play(
        &Session::project("examples/outdoor"),
        r#"
open rules/campaigns.seg
open rules/traits.seg
open templates/blocks/products/grid.liquid
references rules/campaigns.seg :: when in cart_|waiting
references rules/traits.seg :: trait fa|vourite
references templates/blocks/products/grid.liquid :: where: "cat|egory"
references rules/campaigns.seg :: show "hero/sale|.liquid"
references rules/campaigns.seg :: block |hero
"#,
    );
    insta::assert_snapshot!(shown, @"");
}
