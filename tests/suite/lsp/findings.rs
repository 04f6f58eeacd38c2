//! What is told without being asked for, and what needs no names.

use super::play;
use crate::harness::Session;

#[test]
fn findings_come_while_typing_and_go_when_mended() {
    let shown = play(
        &Session::project("examples/outdoor"),
        r#"
open rules/segments.seg
open rules/campaigns.seg
open templates/blocks/hero/sale.liquid
diagnostics
edit rules/campaigns.seg :: when in cart_waiting => when in cart_wating
diagnostics
edit rules/segments.seg :: segment campers "Sleep outside" => # 🎁 été\nsegment campers "🎁é" when stat = "CA" segment x
edit rules/campaigns.seg :: when in cart_wating => when in cart_waiting
edit templates/blocks/hero/sale.liquid :: headline: headline => headline: hedline
diagnostics
edit templates/blocks/hero/sale.liquid :: headline: hedline => headline: headline
edit rules/segments.seg :: segment campers "🎁é" when stat = "CA" segment x => segment campers "🎁é" when stat = "CA"\nsegment y
diagnostics
edit rules/segments.seg :: segment campers "🎁é" when stat = "CA"\nsegment y => segment campers
diagnostics
"#,
    );
    insta::assert_snapshot!(shown, @r#"
    > open rules/segments.seg
    > open rules/campaigns.seg
    > open templates/blocks/hero/sale.liquid
    > diagnostics
    > edit rules/campaigns.seg :: when in cart_waiting => when in cart_wating
    > diagnostics
    rules/campaigns.seg:23:13 `cart_wating` error[unknown-name] there is no segment or group called `cart_wating`
    hint: did you mean `cart_waiting`?
    > edit rules/segments.seg :: segment campers "Sleep outside" => # 🎁 été\nsegment campers "🎁é" when stat = "CA" segment x
    > edit rules/campaigns.seg :: when in cart_wating => when in cart_waiting
    > edit templates/blocks/hero/sale.liquid :: headline: headline => headline: hedline
    > diagnostics
    rules/segments.seg:30:40 `segment` error[syntax] expected an operator or the end of the segment, found `segment`
    hint: conditions are joined with `and` or `or`
    templates/blocks/hero/sale.liquid:1:118 `hedline` error[unknown-variable] unknown variable `hedline`
    hint: did you mean `headline`?
    > edit templates/blocks/hero/sale.liquid :: headline: hedline => headline: headline
    > edit rules/segments.seg :: segment campers "🎁é" when stat = "CA" segment x => segment campers "🎁é" when stat = "CA"\nsegment y
    > diagnostics
    rules/segments.seg:30:28 `stat` error[unknown-name] there is no attribute, trait or event called `stat`
    hint: did you mean `state`?
    > edit rules/segments.seg :: segment campers "🎁é" when stat = "CA"\nsegment y => segment campers
    > diagnostics
    exit status 0
    "#);
}

#[test]
fn settings_are_checked_too_and_what_is_closed_counts_no_more() {
    let shown = play(
        &Session::project("examples/outdoor"),
        "
open segue.toml
edit segue.toml :: USD => XXZ
diagnostics
edit segue.toml :: XXZ => EUR
edit segue.toml :: [events.open] => [events.opn]
diagnostics
close segue.toml
silent segue.toml
open rules/traits.seg
edit rules/traits.seg :: trait age  => trait state
diagnostics
",
    );
    insta::assert_snapshot!(shown, @r#"
    > open segue.toml
    > edit segue.toml :: USD => XXZ
    > diagnostics
    segue.toml:2:12 `"XXZ"` error[unknown-currency] `XXZ` is no currency of ISO 4217
    hint: write it as in `USD`, `EUR`, `GBP`
    > edit segue.toml :: XXZ => EUR
    > edit segue.toml :: [events.open] => [events.opn]
    > diagnostics
    rules/schema.seg:34:7 `open` error[unbound-table] `segue.toml` does not say where `open` is read from
    hint: add `[events.open]` with `file = "data/…"`
    segue.toml:20:2 `events.opn` error[unknown-table] the rules declare no table for `events.opn`
    hint: did you mean `open`?
    > close segue.toml
    > silent segue.toml
    > open rules/traits.seg
    > edit rules/traits.seg :: trait age  => trait state
    > diagnostics
    rules/segments.seg:42:8 `age` error[unknown-name] there is no attribute, trait or event called `age`
    hint: a name is declared, as by `trait age = …`; a text stands in quotes: `"age"`
    rules/traits.seg:9:7 `state` error[duplicate-name] `state` is declared twice
    hint: rename one of them, or remove it
        rules/schema.seg:9:3 `state` first declared here
    exit status 0
    "#);
}

#[test]
fn a_file_that_goes_away_takes_its_findings_along() {
    let session =
        Session::project("examples/outdoor").file("rules/extra.seg", "trait extra = nothing\n");
    let shown = play(
        &session,
        "
open rules/traits.seg
diagnostics
delete rules/extra.seg
silent rules/extra.seg
open rules/gone.seg :: trait gone = count of visits
diagnostics
close rules/gone.seg
silent rules/gone.seg
diagnostics
",
    );
    insta::assert_snapshot!(shown, @r#"
    > open rules/traits.seg
    > diagnostics
    rules/extra.seg:1:15 `nothing` error[unknown-name] there is no attribute, trait or event called `nothing`
    hint: a name is declared, as by `trait nothing = …`; a text stands in quotes: `"nothing"`
    > delete rules/extra.seg
    > silent rules/extra.seg
    > open rules/gone.seg :: trait gone = count of visits
    > diagnostics
    rules/gone.seg:1:23 `visits` error[unknown-name] there is no event called `visits`
    hint: did you mean `visit`?
    > close rules/gone.seg
    > silent rules/gone.seg
    > diagnostics
    exit status 0
    "#);
}

#[test]
fn a_rule_file_without_a_project_is_parsed() {
    let session = Session::new().file("a.seg", "segment vip when orders >\r\ntrait é = 1\r\n");
    let shown = play(
        &session,
        "open a.seg\ndiagnostics\nsymbols a.seg\nformat a.seg\n",
    );
    insta::assert_snapshot!(shown, @r"
    > open a.seg
    > diagnostics
    a.seg:1:26 `` error[syntax] expected a value, found the end of the segment
    hint: say what follows `>`
    a.seg:2:7 `é` error[syntax] expected a name, found `é`
    hint: names are made of the letters a to z, digits and `_`
    > symbols a.seg
    boolean vip (segment, cannot be read) 1-1
    variable é (trait, cannot be read) 2-2
    > format a.seg
    cannot be formatted
    exit status 0
    ");
}

#[test]
fn a_file_is_outlined_and_laid_out() {
    let session = Session::project("tests/cases/session/shop");
    let shown = play(
        &session,
        r#"
open rules/new.seg :: segment  west "W" when state in ("CA",\n  "OR")\r\ngroup g { a "A" when  west b otherwise }\ntrait t=1
symbols rules/new.seg
format rules/new.seg
edit rules/new.seg :: trait t=1 => trait t = 1 +
symbols rules/new.seg
format rules/new.seg
"#,
    );
    insta::assert_snapshot!(shown, @r#"
    > open rules/new.seg :: segment  west "W" when state in ("CA",\n  "OR")\r\ngroup g { a "A" when  west b otherwise }\ntrait t=1
    > symbols rules/new.seg
    boolean west (W) 1-2
    enum g 3-3
      enummember a (A) 3-3
      enummember b 3-3
    variable t (trait) 4-4
    > format rules/new.seg
    segment west "W" when state in ("CA", "OR")

    group g {
      a "A" when west
      b     otherwise
    }

    trait t = 1
    > edit rules/new.seg :: trait t=1 => trait t = 1 +
    > symbols rules/new.seg
    boolean west (W) 1-2
    enum g 3-3
      enummember a (A) 3-3
      enummember b 3-3
    variable t (trait, cannot be read) 4-4
    > format rules/new.seg
    cannot be formatted
    exit status 0
    "#);
}
