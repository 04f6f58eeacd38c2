//! How a whole construct reads, by what is missing of it.

use super::Slip;

pub(super) fn hint(slip: &Slip) -> Option<String> {
    if slip.before(0) == "case" {
        return Some("a case reads `case when … then … otherwise …`".to_owned());
    }
    let form = FORMS.iter().find(|(name, _)| slip.expects(name));
    form.map(|(_, form)| (*form).to_owned())
}

const FORMS: [(&str, &str); 17] = [
    ("`and`", "it reads `between 1 and 2`"),
    ("`then`", "a case reads `case when … then … otherwise …`"),
    (
        "`show`",
        "it reads `when … show \"…\"` or `otherwise show \"…\"`",
    ),
    (
        "`full at`",
        "a part reads `40 from count of visit, full at 20`",
    ),
    (
        "`from`",
        "a part reads `40 from count of visit, full at 20`",
    ),
    ("a unit of time", "say of what, as in `30 days`"),
    (
        "`shows`",
        "it reads `expect in vip` or `expect spring_sale.hero shows \"…\"`",
    ),
    (
        "`below`",
        "it reads `below 20%`, `above`, `at least`, `at most`, `exactly` or `between … and …`",
    ),
    (
        "`share of`",
        "what one persona is expected to be stands in its braces",
    ),
    (
        "`ago`",
        "an event reads `purchase 12 days ago` or `purchase at 2026-03-01`",
    ),
    ("`otherwise`", "each line needs `when …` or `otherwise`"),
    ("a type", "a column reads `state text?`"),
    (
        "a clause",
        "a campaign has `audience`, `from`, `subject`, `preheader`, `template`, `block`, `experiment`, `limit`, `send` and `utm`",
    ),
    (
        "`when`",
        "a segment reads `segment vip \"Best customers\" when orders >= 5`",
    ),
    ("`=`", "write `=` before the value"),
    ("`within`", "write `within 7 days`"),
    ("`by`", "it reads `top 10% by spend`"),
];
