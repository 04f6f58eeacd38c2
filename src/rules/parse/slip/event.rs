//! Aggregates and questions about events as they are written elsewhere.

use super::{Slip, is_number, is_word, path};

/// What other languages call a function, and what it is called here.
const FUNCTIONS: [(&str, &str); 22] = [
    ("count", "count of"),
    ("number", "count of"),
    ("sum", "total"),
    ("total", "total"),
    ("avg", "average"),
    ("average", "average"),
    ("mean", "average"),
    ("max", "largest"),
    ("maximum", "largest"),
    ("highest", "largest"),
    ("min", "smallest"),
    ("minimum", "smallest"),
    ("lowest", "smallest"),
    ("last", "latest"),
    ("newest", "latest"),
    ("recent", "latest"),
    ("earliest", "first"),
    ("oldest", "first"),
    ("popular", "most frequent"),
    ("common", "most frequent"),
    ("often", "most frequent"),
    ("unique", "distinct"),
];

pub(super) fn hint(slip: &Slip) -> Option<String> {
    function(slip)
        .or_else(|| count(slip))
        .or_else(|| sequence(slip))
        .or_else(|| top(slip))
        .or_else(|| filter(slip))
}

/// `sum of purchase.amount`, `avg purchase.amount`, `count(purchase)`
fn function(slip: &Slip) -> Option<String> {
    if !slip.expects_operator() {
        return None;
    }
    let called = |word: &str| {
        let named = FUNCTIONS
            .iter()
            .find(|(name, _)| *name == word.to_lowercase());
        named.map(|(_, function)| *function)
    };
    let opens = ["of", "("].contains(&slip.found);
    let (function, of) = if opens {
        (called(slip.before(0))?, path(&slip.after))
    } else if slip.before(0) == "most" && is_word(slip.found) {
        (called(slip.found)?, path(&slip.after))
    } else if is_word(slip.found) {
        let rest: Vec<&str> = std::iter::once(slip.found)
            .chain(slip.after.iter().copied())
            .collect();
        (called(slip.before(0))?, path(&rest))
    } else {
        return None;
    };
    (!of.is_empty()).then(|| format!("write `{function} {of}`"))
}

/// `more than 3 purchases`, `has not purchase`
fn count(slip: &Slip) -> Option<String> {
    let (before, found) = (slip.before(0), slip.found);
    if !slip.expects_operator() {
        return None;
    }
    if found == "than" && is_number(slip.after(0)) && is_word(slip.after(1)) {
        let number: u64 = slip.after(0).parse().ok()?;
        let event = slip.after(1);
        return match before {
            "more" | "greater" => Some(format!("write `at least {} {event}`", number + 1)),
            "less" | "fewer" => Some(format!(
                "write `at most {} {event}`",
                number.saturating_sub(1)
            )),
            _ => None,
        };
    }
    let asks = ["has", "have", "did", "does", "never"].contains(&before);
    if asks && found == "not" && is_word(slip.after(0)) {
        return Some(format!("write `no {}`", slip.after(0)));
    }
    if before == "never" && is_word(found) {
        return Some(format!("write `no {found}`"));
    }
    if asks && is_word(found) && found != "anniversary" {
        return Some(format!("write `{found}` alone"));
    }
    None
}

/// `cart_add without purchase`
fn sequence(slip: &Slip) -> Option<String> {
    let (before, found, next) = (slip.before(0), slip.found, slip.after(0));
    if before == "followed" && slip.before.contains(&"and") {
        return Some("leave the `and` out: `cart_add not followed by purchase`".to_owned());
    }
    if found == "not" && next == "followed" {
        return Some("write `cart_add not followed by purchase`".to_owned());
    }
    if slip.expects("`within`") && found == "in" && slip.before.contains(&"followed") {
        let skipped = usize::from(next == "last");
        let (count, unit) = (slip.after(skipped), slip.after(skipped + 1));
        return Some(format!("write `within {count} {unit}`"));
    }
    if !slip.expects_operator() {
        return None;
    }
    match found {
        "without" => Some(format!(
            "write `not followed by {next}`, or `and no {next}`"
        )),
        "then" if is_word(before) && is_word(next) => Some(format!("write `followed by {next}`")),
        _ => None,
    }
}

/// `top 10 by spend`
fn top(slip: &Slip) -> Option<String> {
    let is_top = slip.before(0) == "top" || slip.before(1) == "top" || slip.before(2) == "top";
    if !is_top {
        return None;
    }
    Some(
        match slip.found {
            "percent" | "percents" => "write `%`",
            _ if slip.before(1) == "in" => "leave the `in` out: `top 10% by spend`",
            _ if slip.expects("`%`") => "how many of a hundred are meant? `top 10% by spend`",
            _ if slip.expects("`by`") => "say by what: `top 10% by spend`",
            _ => return None,
        }
        .to_owned(),
    )
}

/// `count of purchase when quantity > 1`
fn filter(slip: &Slip) -> Option<String> {
    if !slip.expects_operator() {
        return None;
    }
    match slip.found {
        "when" | "with" | "if" | "having" | "whose" if is_word(slip.before(0)) => {
            Some("write `where`".to_owned())
        }
        "where" if !slip.expects("a name") => {
            Some("one event has one `where`: join its conditions with `and`".to_owned())
        }
        _ => None,
    }
}
