//! Experiments, limits, times of sending and tagged links of a campaign.

use super::{Slip, is_number, is_text};

/// What can be added to links.
const PARAMETERS: [&str; 5] = ["source", "medium", "campaign", "term", "content"];

pub(super) fn hint(slip: &Slip) -> Option<String> {
    if slip.item != "campaign" && slip.item != "persona" {
        return None;
    }
    experiment(slip)
        .or_else(|| sending(slip))
        .map(str::to_owned)
}

fn experiment(slip: &Slip) -> Option<&'static str> {
    let (before, found) = (slip.before(0), slip.found);
    if slip.expects("`split`") {
        return Some("it reads `split 50% \"Shop now\", 50% \"See more\"`");
    }
    if before == "split" {
        return Some("the share comes first: `split 50% \"Shop now\", …`");
    }
    if slip.expected == ["`}`"] && is_number(found) && is_text(before) {
        return Some("shares stand apart by commas: `50% \"Shop now\", 50% \"See more\"`");
    }
    if slip.expects("a text in quotes") && before == "%" {
        return Some("each share has its text: `45% \"Shop now\"`");
    }
    if slip.expects("`%`") && is_text(found) {
        return Some("a share is a percentage: `45% \"Shop now\"`");
    }
    if slip.expects("`holdout`") && slip.expects("a text in quotes") {
        return Some("an arm is a text in quotes: `\"Shop now\"`");
    }
    None
}

fn sending(slip: &Slip) -> Option<&'static str> {
    let (before, found) = (slip.before(0), slip.found);
    if before == "limit" || slip.expects("`per`") {
        return Some("it reads `limit 1 per 7 days`");
    }
    if slip.expects("`not between`") {
        return Some("it reads `send at 09:00 customer time`");
    }
    if slip.expects("a time of day") {
        return Some("a time of day is written `09:00` or `21:30`");
    }
    if found == "not" && slip.after(0) == "between" {
        return Some("a comma stands before `not between`");
    }
    if slip.expects("`medium`") {
        return Some("it reads `utm source \"newsletter\", medium \"email\"`");
    }
    if PARAMETERS.contains(&before) && slip.expected == ["a text in quotes"] {
        return Some("it reads `utm source \"newsletter\"`");
    }
    if slip.expects("a clause") && PARAMETERS.contains(&found) && slip.before.contains(&"utm") {
        return Some("parameters of `utm` stand apart by commas");
    }
    None
}
