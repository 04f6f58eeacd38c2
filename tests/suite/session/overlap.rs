//! `segue segments --overlap`.

use insta::assert_snapshot;

use crate::harness::Session;

fn shop() -> Session {
    Session::shop().append(
        "rules/shop.seg",
        "segment buyers when orders > 0\n\
         segment frequent when orders > 1\n\
         segment none when orders = 0\n\
         segment californian when state = \"CA\"\n",
    )
}

#[test]
fn pairs_are_proved_and_counted() {
    assert_snapshot!(shop().run("segments --overlap --quiet"), @r#"
    stdout:
    first        second       both  of first  of second  proved
    region.west  californian     1    50.0 %    100.0 %  second in first
    region.west  regular         1    50.0 %    100.0 %
    region.west  frequent        1    50.0 %    100.0 %
    region.west  none            1    50.0 %    100.0 %
    region.rest  buyers          1   100.0 %     50.0 %
    californian  regular         1   100.0 %    100.0 %
    californian  buyers          1   100.0 %     50.0 %
    californian  frequent        1   100.0 %    100.0 %
    regular      buyers          1   100.0 %     50.0 %  first in second
    regular      frequent        1   100.0 %    100.0 %  always the same
    buyers       frequent        1    50.0 %    100.0 %  second in first
    region.west  buyers          1    50.0 %     50.0 %
    region.rest  californian     0     0.0 %      0.0 %  never together
    regular      none            0     0.0 %      0.0 %  never together
    buyers       none            0     0.0 %      0.0 %  never together
    frequent     none            0     0.0 %      0.0 %  never together

    3 customers, 20 pairs: 12 with customers in common, 4 that can never have any
    stderr:
    warning[equal-segments]: `frequent` and `regular` are always the same customers
      --> rules/shop.seg:46:9
       |
    13 | segment regular "Regulars" when orders >= 2
       |         ------- the other one
    ...
    46 | segment frequent when orders > 1
       |         ^^^^^^^^
       |
       = hint: keep one of them

    exit status: 0
    "#);
}

#[test]
fn machines_get_all_pairs() {
    assert_snapshot!(Session::shop().run("segments --overlap --format json --quiet"), @r#"
    stdout:
    {
      "customers": 3,
      "pairs": [
        {
          "first": "region.west",
          "second": "regular",
          "first_customers": 2,
          "second_customers": 1,
          "both": 1,
          "share_of_first": 0.5,
          "share_of_second": 1.0,
          "proved": null
        },
        {
          "first": "region.rest",
          "second": "regular",
          "first_customers": 1,
          "second_customers": 1,
          "both": 0,
          "share_of_first": 0.0,
          "share_of_second": 0.0,
          "proved": null
        }
      ]
    }
    exit status: 0
    "#);
}

#[test]
fn a_list_is_of_one_segment() {
    assert_snapshot!(shop().run("segments --overlap --list buyers"), @r#"
    stderr:
    error: the argument '--overlap' cannot be used with '--list <SEGMENT>'

    Usage: segue segments --overlap

    For more information, try '--help'.
    exit status: 2
    "#);
}
