//! Windows, dates and lengths of time as they are said elsewhere.

use super::{Slip, is_number, is_word};

pub(super) fn hint(slip: &Slip) -> Option<String> {
    if slip.item == "persona" {
        return happening(slip);
    }
    last(slip).or_else(|| ago(slip)).or_else(|| day(slip))
}

/// `in the last 30 days`, `during last 30 days`, `within 30 days`
fn last(slip: &Slip) -> Option<String> {
    let (before, found) = (slip.before(0), slip.found);
    if slip.expects("a number") && before == "last" && is_word(found) {
        return Some(format!("say how many: `in last 1 {found}s`").replace("ss`", "s`"));
    }
    let behind_in = before == "in" && ["the", "past", "previous", "this"].contains(&found);
    let words = [
        "last", "past", "within", "during", "over", "for", "previous", "the",
    ];
    let instead = slip.expects_operator() && words.contains(&found);
    if behind_in || instead {
        let number = slip.after.iter().position(|token| is_number(token));
        let window = number.map(|at| format!("in last {} {}", slip.after(at), slip.after(at + 1)));
        let window = window.unwrap_or_else(|| "in last 30 days".to_owned());
        let anniversary = found == "within" && slip.after(0) != "last";
        return Some(if anniversary {
            format!("write `{window}`, or of a birthday `has anniversary within 7 days`")
        } else {
            format!("write `{window}`")
        });
    }
    if before == "since" && is_number(found) && is_word(slip.after(0)) {
        return Some(format!("write `in last {found} {}`", slip.after(0)));
    }
    if ["business", "working", "full"].contains(&before) && is_number(slip.before(1)) {
        let number = slip.before(1);
        return Some(format!(
            "write `in last {number} {found}` or `in last {number} calendar {found}`"
        ));
    }
    if (before, found) == ("in", "last") {
        return Some("say what: `open in last 30 days`".to_owned());
    }
    if slip.expects("`within`") && slip.before.contains(&"anniversary") {
        return Some("write `has anniversary within 7 days`".to_owned());
    }
    if slip.expects("a number") && before == "within" && ["a", "an"].contains(&found) {
        return Some(format!(
            "write the number in digits: `1 {}s`",
            slip.after(0)
        ));
    }
    None
}

/// `visit 30 days ago`, `signed_up > 30 days ago`
fn ago(slip: &Slip) -> Option<String> {
    if !slip.expects_operator() {
        return None;
    }
    if is_number(slip.found) && slip.after(1) == "ago" {
        return Some(format!("write `in last {} {}`", slip.found, slip.after(0)));
    }
    if slip.after(0) != "ago" {
        return None;
    }
    let unit = slip.found;
    if is_number(slip.before(0)) {
        let (number, value) = (slip.before(0), slip.before(2));
        return Some(format!(
            "write `{value} in last {number} {unit}`, or `{unit} since {value} > {number}`"
        ));
    }
    Some(format!("write `{unit} since {}`", slip.before(0)))
}

/// `visit today`
fn day(slip: &Slip) -> Option<String> {
    match slip.found {
        "today" if slip.before(0) == "is" => Some(
            "of a birthday write `has anniversary within 0 days`, of a time `in last 1 calendar \
             days`"
                .to_owned(),
        ),
        "today" if slip.expects_operator() => Some("write `in last 1 calendar days`".to_owned()),
        "yesterday" if slip.expects_operator() => {
            Some("write `in last 2 calendar days`".to_owned())
        }
        _ => None,
    }
}

/// When a persona's events happen.
fn happening(slip: &Slip) -> Option<String> {
    let (before, found) = (slip.before(0), slip.found);
    if found == "-" && is_number(before) && before.len() == 4 {
        return Some(format!(
            "a date stands behind `at`: `{} at {before}-…`",
            slip.before(1)
        ));
    }
    if is_number(found) && slip.after(1) == "ago" {
        let event = if is_word(slip.after(2)) {
            slip.after(2)
        } else {
            "visit"
        };
        return Some(format!(
            "the event comes first: `{event} {found} {} ago`",
            slip.after(0)
        ));
    }
    if !slip.expects("`at`") {
        return None;
    }
    match found {
        "{" => Some(format!("say when: `{before} 12 days ago {{ … }}`")),
        "yesterday" => Some("write `1 days ago`".to_owned()),
        "today" | "now" => Some("write `0 days ago`".to_owned()),
        "on" | "since" => Some("write `at`".to_owned()),
        _ => None,
    }
}
