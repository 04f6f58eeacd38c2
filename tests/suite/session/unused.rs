//! `segue check --unused`.

use insta::assert_snapshot;

use crate::harness::Session;

#[test]
fn what_nothing_uses_is_told_on_request() {
    let session = Session::shop()
        .edit("rules/shop.seg", "in regular, in region.west", "in regular")
        .append("rules/shop.seg", "trait twice = 2 * orders\n");
    assert_snapshot!(session.run("check --no-data"), @r"
    stderr:
    no findings: 2 traits, 1 segment, 1 group, 1 campaign, 2 personas
    exit status: 0
    ");
    assert_snapshot!(session.run("check --no-data --unused"), @r"
    stderr:
    warning[unused-segment]: nothing uses the group `region`
      --> rules/shop.seg:15:7
       |
    15 | group region {
       |       ^^^^^^
       |
       = hint: remove it, or use it in a rule or a template

    warning[unused-trait]: nothing uses the trait `twice`
      --> rules/shop.seg:45:7
       |
    45 | trait twice = 2 * orders
       |       ^^^^^
       |
       = hint: remove it, or use it in a rule or a template

    2 warnings: 2 traits, 1 segment, 1 group, 1 campaign, 2 personas
    exit status: 0
    ");
}
