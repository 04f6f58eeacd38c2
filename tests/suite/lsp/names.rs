//! What is told when it is asked for: names and words.

use super::play;
use crate::harness::Session;

#[test]
fn names_in_rules_are_explained() {
    let shown = play(
        &Session::project("examples/outdoor"),
        "
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
",
    );
    insta::assert_snapshot!(shown, @r#"
    > open rules/campaigns.seg
    > open rules/segments.seg
    > open rules/traits.seg
    > hover rules/campaigns.seg :: when in cart_|waiting
    ```seg
    segment cart_waiting "Something waits in the cart"
      when cart_add where product.stock > 0 in last 7 days and no purchase in last 7 days
    ```

    `rules/segments.seg`
    > hover rules/campaigns.seg :: email_con|sent and
    ```seg
    email_consent  yes/no   consent
    ```

    nobody without it gets mail

    yes/no, nobody without it gets mail, in `rules/schema.seg`
    > hover rules/campaigns.seg :: in lifecycle.|champion
    ```seg
    champion "Champions"     when rfm.recency >= 4 and rfm.frequency >= 4
    ```

    `rules/segments.seg`
    > hover rules/campaigns.seg :: in life|cycle.champion
    ```seg
    group lifecycle {
      prospect "Never bought"  when orders = 0
      new      "New customers" when first_order in last 30 days
      champion "Champions"     when rfm.recency >= 4 and rfm.frequency >= 4
      at_risk  "At risk"       when orders >= 3 and no purchase in last 120 days
      lapsed   "Lapsed"        when no purchase in last 120 days
      active   "Active"        otherwise
    }
    ```

    Where somebody stands with us. In a group the first match wins, so everybody is in exactly one.

    `rules/segments.seg`
    > hover rules/segments.seg :: rfm|.recency
    ```seg
    trait rfm              = rfm of purchase.amount in last 365 days counting distinct purchase.order_no
    ```

    .recency .frequency .monetary: 1 to 5 among all customers, 5 is best; .code: "555"

    `.recency` number, may be missing, `.frequency` number, may be missing, `.monetary` number, may be missing, `.code` text, may be missing, in `rules/traits.seg`
    > hover rules/segments.seg :: no |purchase in
    ```seg
    event purchase {
      order_no  text
      product   product
      quantity  number
      amount    money  # of the whole line
    }
    ```

    One row is one line of an order: an order with three products has three rows.

    `rules/schema.seg`
    > hover rules/segments.seg :: cart_add where product.|stock
    ```seg
    stock     number
    ```

    number, in `rules/schema.seg`
    > hover rules/traits.seg :: 40 from count of visi|t
    ```seg
    event visit {
      page     text
      seconds  number
      minutes  number = seconds / 60
    }
    ```

    `rules/schema.seg`
    exit status 0
    "#);
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
    insta::assert_snapshot!(shown, @r#"
    > open rules/campaigns.seg
    > open templates/blocks/products/grid.liquid
    > hover rules/campaigns.seg :: {{ customer.|first_name
    ```seg
    first_name     text?    pii
    ```

    ? = may be missing

    text, may be missing, personal data, in `rules/schema.seg`
    > hover rules/campaigns.seg :: show "hero|/birthday.liquid"
    `templates/blocks/hero/birthday.liquid`
    > hover rules/campaigns.seg :: block |hero
    ```liquid
    {% block hero %}{% endblock -%}
    ```

    `templates/campaigns/autumn-sale.liquid`
    > hover templates/blocks/products/grid.liquid :: catalog.prod|uct
    ```seg
    catalog product {
      sku       id
      name      text
      category  text
      price     money
      image     text  # a file in templates/assets
      link      url
      stock     number
    }
    ```

    `rules/schema.seg`
    > hover templates/blocks/products/grid.liquid :: , cat|egory
    ```seg
    show "products/grid.liquid" with title = "Picked for you", category = favourite
    ```

    `rules/campaigns.seg`
    > hover templates/blocks/products/grid.liquid :: products: pro|ducts
    ```liquid
    {%- assign products = catalog.product | where: "category", category | concat: catalog.product %}
    ```

    `templates/blocks/products/grid.liquid`
    exit status 0
    "#);
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
    insta::assert_snapshot!(shown, @r#"
    > open rules/segments.seg
    > open rules/schema.seg
    > hover rules/segments.seg :: |segment drifting
    A segment is a condition with a name; a text behind the name is its title for people. Customers can be in many segments. A group puts everybody into the first member that holds, and so into exactly one when it ends with `otherwise`. Ask with `in`: `in vip`, `in lifecycle.new`.

    ```seg
    segment vip "Best customers" when total purchase.amount in last 365 days >= 1000.00
    ```
    > hover rules/segments.seg :: in |last 30
    `in last 30 days`: more recent than 30 × 24 hours before now, up to now
    > hover rules/segments.seg :: |no purchase
    `no purchase …`: there is none
    > hover rules/segments.seg :: starts |with
    `text starts with "x"`, `text ends with "x"`: as it says; capital letters matter
    > hover rules/schema.seg :: list |of
    `list of TYPE`: several values; in a CSV file `;` stands between them
    > hover rules/schema.seg :: # What the d|ata
    nothing
    exit status 0
    "#);
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
    insta::assert_snapshot!(shown, @r#"
    > open rules/campaigns.seg
    > open rules/personas.seg
    > definition rules/campaigns.seg :: when in cart_|waiting
    rules/segments.seg: segment «cart_waiting» "Something waits in the cart"
    > definition rules/campaigns.seg :: show "hero/story.liquid" with\n        |headline
    rules/campaigns.seg: «headline» = "Dry feet, happy miles",
    > definition rules/campaigns.seg :: block |hero
    templates/campaigns/autumn-sale.liquid: {% block «hero» %}{% endblock -%}
    > definition rules/campaigns.seg :: template  "camp|aigns/autumn-sale.liquid"
    templates/campaigns/autumn-sale.liquid: «»{% layout "layouts/base.liquid" %}
    > definition rules/personas.seg :: expect autumn_sale.he|ro shows
    rules/campaigns.seg: block «hero» {
    > definition rules/personas.seg :: shows "hero|/early-access.liquid"
    templates/blocks/hero/early-access.liquid: «»{% include 'hero' image: "hero-dawn.png", alt: "The sun rises between mountain ridges", kicker: "Early access", headline: headline, text: "Our winter gear joins the sale on Friday. For you it is in there now: up to 30% off boots, layers and packs, while every size is still on the shelf.", label: "Shop before everyone", path: "/sale/early" %}
    > definition rules/personas.seg :: in autumn_|sale, not
    rules/campaigns.seg: campaign «autumn_sale» "Autumn sale" {
    > definition rules/campaigns.seg :: |otherwise
    exit status 0
    "#);
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
    insta::assert_snapshot!(shown, @r#"
    > open rules/campaigns.seg
    > open rules/traits.seg
    > open templates/blocks/products/grid.liquid
    > references rules/campaigns.seg :: when in cart_|waiting
    rules/campaigns.seg: when in «cart_waiting»  "Good news: something in your cart is part of it."
    rules/campaigns.seg: when in «cart_waiting»
    rules/expectations.seg: expect share of «cart_waiting» in autumn_sale between 1% and 15%
    rules/personas.seg: expect in lifecycle.prospect, in «cart_waiting», in window_shoppers, in campers
    rules/segments.seg: segment «cart_waiting» "Something waits in the cart"
    > references rules/traits.seg :: trait fa|vourite
    rules/campaigns.seg: when «favourite» is known
    rules/campaigns.seg: show "products/grid.liquid" with title = "Picked for you", category = «favourite»
    rules/segments.seg: when interests contains "camping" or «favourite» in ("tents", "sleeping")
    rules/traits.seg: trait «favourite»        = most frequent purchase.product.category in last 365 days
    > references templates/blocks/products/grid.liquid :: where: "cat|egory"
    rules/schema.seg: «category»  text
    rules/segments.seg: when at least 2 purchase where product.«category» in ("tents", "packs") in last 365 days
    rules/traits.seg: trait favourite        = most frequent purchase.product.«category» in last 365 days
    rules/traits.seg: trait footwear_lines   = count of purchase where product.«category» = "footwear" in last 365 days
    templates/blocks/products/bestsellers.liquid: {%- assign shoes = catalog.product | where: "«category»", "footwear" | slice: skip, 1 %}
    templates/blocks/products/bestsellers.liquid: {%- assign jackets = catalog.product | where: "«category»", "jackets" | slice: skip, 1 %}
    templates/blocks/products/bestsellers.liquid: {%- assign packs = catalog.product | where: "«category»", "packs" | slice: skip, 1 %}
    templates/blocks/products/bestsellers.liquid: {%- assign sleeping = catalog.product | where: "«category»", "sleeping" | slice: skip, 1 %}
    templates/blocks/products/grid.liquid: {%- assign products = catalog.product | where: "«category»", category | concat: catalog.product %}
    > references rules/campaigns.seg :: show "hero/sale|.liquid"
    rules/campaigns.seg: show «"hero/sale.liquid"» with headline = "The autumn sale is on"
    rules/personas.seg: expect autumn_sale.hero shows «"hero/sale.liquid"»
    > references rules/campaigns.seg :: block |hero
    rules/campaigns.seg: block «hero» {
    rules/personas.seg: expect autumn_sale.«hero» shows "hero/early-access.liquid"
    rules/personas.seg: expect autumn_sale.«hero» shows "hero/welcome.liquid"
    rules/personas.seg: expect autumn_sale.«hero» shows "hero/birthday.liquid"
    rules/personas.seg: expect autumn_sale.«hero» shows "hero/sale.liquid"
    rules/personas.seg: expect autumn_sale.«hero» shows "hero/story.liquid"
    templates/campaigns/autumn-sale.liquid: {% block «hero» %}{% endblock -%}
    exit status 0
    "#);
}
