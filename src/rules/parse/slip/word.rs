//! Words that another place, another language or another spelling has.

use super::{Slip, is_number, is_text, is_word};
use crate::diagnostic::nearest;
use crate::rules::token::RESERVED;

/// Infix words, for suggestions where an operator is expected.
const OPERATOR_WORDS: [&str; 12] = [
    "and", "or", "in", "between", "contains", "starts", "ends", "is", "has", "before", "after",
    "where",
];

/// Clauses of a campaign.
const CLAUSES: [&str; 10] = [
    "audience",
    "from",
    "subject",
    "preheader",
    "template",
    "block",
    "experiment",
    "limit",
    "send",
    "utm",
];

pub(super) fn hint(slip: &Slip) -> Option<String> {
    small_letters(slip)
        .or_else(|| state(slip))
        .or_else(|| operator(slip))
        .or_else(|| keyword(slip))
        .or_else(|| misspelt(slip))
        .or_else(|| join(slip))
}

/// `AND`, `When`
fn small_letters(slip: &Slip) -> Option<String> {
    let small = slip.found.to_lowercase();
    let is_word = RESERVED.contains(&small.as_str()) && small != slip.found;
    is_word.then(|| format!("write `{small}`, in small letters"))
}

/// Behind `is`.
fn state(slip: &Slip) -> Option<String> {
    if !slip.expects("`missing`") {
        return None;
    }
    let next = slip.after(0);
    Some(match slip.found {
        "not" if ["null", "empty", "missing", "none", "blank"].contains(&next) => {
            "write `is known`".to_owned()
        }
        "not" if next == "known" => "write `is missing`".to_owned(),
        "not" => format!("write `!=`: `{} != {next}`", slip.before(1)),
        "null" | "empty" | "unknown" | "none" | "nil" | "blank" | "undefined" => {
            "write `is missing`".to_owned()
        }
        "set" | "present" | "filled" => "write `is known`".to_owned(),
        "true" => "a yes/no stands alone, or reads `= yes`".to_owned(),
        "false" => "write `not` before it, or `= no`".to_owned(),
        "greater" | "more" | "above" | "over" | "older" | "larger" => "write `>`".to_owned(),
        "less" | "fewer" | "below" | "under" | "younger" | "smaller" => "write `<`".to_owned(),
        "at" if next == "least" => "write `>=`".to_owned(),
        "at" if next == "most" => "write `<=`".to_owned(),
        "in" => "write `in` without `is`".to_owned(),
        "between" => "write `between` without `is`".to_owned(),
        _ => "to compare with a value write `=` or `!=`".to_owned(),
    })
}

/// A word where an operator should be.
fn operator(slip: &Slip) -> Option<String> {
    let (before, found, next) = (slip.before(0), slip.found, slip.after(0));
    if slip.expects("`and`") && ["to", ",", "-", ".."].contains(&found) {
        return Some("write `and`: it reads `between 1 and 5`".to_owned());
    }
    if found == "then" && slip.expects_value() && before == "and" {
        return Some("leave `then` out".to_owned());
    }
    if slip.expects_value() && is_comparison(found) {
        let name = slip
            .before
            .iter()
            .find(|token| is_word(token) && !RESERVED.contains(token));
        let name = name.unwrap_or(&"age");
        return Some(format!(
            "say again what is compared: `{name} {found} {next}`"
        ));
    }
    if !slip.expects_operator() || slip.expects("`below`") {
        return None;
    }
    if is_comparison(found) {
        return Some("comparisons cannot be chained: join two of them with `and`".to_owned());
    }
    Some(match found {
        "equals" | "equal" | "eq" | "is_equal" => "equality is `=`".to_owned(),
        "isn" | "isnt" | "aint" | "differs" => "inequality is `!=`".to_owned(),
        "does" | "doesn" | "doesnt" | "not"
            if slip.after.iter().any(|token| token.starts_with("contain")) =>
        {
            let value = slip.after.iter().find(|token| is_text(token));
            format!("write `not {before} contains {}`", value.unwrap_or(&"…"))
        }
        "not" | "does" | "doesn" | "doesnt" => {
            "`not` stands before the whole comparison: `not state = \"CA\"`".to_owned()
        }
        "includes" | "include" | "contain" | "containing" => "write `contains`".to_owned(),
        "has" if next == "anniversary" || slip.after(1) == "anniversary" => {
            "write `has anniversary within 7 days`".to_owned()
        }
        "has" if is_text(next) => "write `contains`".to_owned(),
        "has" => "write `has anniversary within 7 days`".to_owned(),
        "like" | "ilike" | "rlike" | "regex" | "regexp" | "matching" => {
            "write `contains`, `starts with`, `ends with` or `matches`".to_owned()
        }
        "exists" | "exist" | "known" | "set" | "present" => "write `is known`".to_owned(),
        "missing" | "empty" | "null" | "blank" => "write `is missing`".to_owned(),
        "greater" | "more" | "over" | "above" | "older" | "larger" => "write `>`".to_owned(),
        "less" | "fewer" | "under" | "below" | "younger" | "smaller" => "write `<`".to_owned(),
        "at" if next == "least" => "write `>=`".to_owned(),
        "at" if next == "most" => "write `<=`".to_owned(),
        "exactly" => "write `=`".to_owned(),
        "from" if is_number(next) => {
            let to = slip
                .after
                .iter()
                .position(|token| ["to", "until", "-"].contains(token));
            let rest = to.map_or_else(|| "…".to_owned(), |to| slip.after[to + 1..].concat());
            let first = slip.after[..to.unwrap_or(1)].concat();
            format!("write `between {first} and {rest}`")
        }
        "one" | "any" => "write `in`: `state in (\"CA\", \"OR\")`".to_owned(),
        "since" => "`since` follows an event, once; a date is compared with `after`".to_owned(),
        "starts" | "ends" => format!("write `{found} with`"),
        _ => return None,
    })
}

fn is_comparison(found: &str) -> bool {
    ["=", "!=", "<", "<=", ">", ">=", "between", "is", "contains"].contains(&found)
}

/// A word that is called otherwise here.
fn keyword(slip: &Slip) -> Option<String> {
    let found = slip.found;
    match found {
        "else" | "default" if slip.expects("`otherwise`") => {
            return Some("write `otherwise`".to_owned());
        }
        "if" if slip.expects("`when`") => return Some("write `when`".to_owned()),
        _ if ["if", "iif"].contains(&slip.before(0)) => {
            return Some("a choice reads `case when … then … otherwise …`".to_owned());
        }
        _ => {}
    }
    let unit = found.find(|char: char| char.is_ascii_alphabetic());
    if let Some(unit) = unit.filter(|_| is_number(found)) {
        let (count, unit) = found.split_at(unit);
        return Some(format!("put a space between: `{count} {unit}`"));
    }
    if found.is_empty() && slip.expects_value() {
        return Some(format!("say what follows `{}`", slip.before(0)));
    }
    None
}

/// A word nearly that of the place.
fn misspelt(slip: &Slip) -> Option<String> {
    let found = slip.found;
    let quoted = slip.expected.iter().map(|name| name.trim_matches('`'));
    let words = quoted.filter(|name| name.starts_with(|char: char| char.is_ascii_lowercase()));
    let infix = OPERATOR_WORDS.iter().copied();
    let infix = infix.take(if slip.expects_operator() { 12 } else { 0 });
    let clauses = CLAUSES.into_iter().filter(|_| slip.expects("a clause"));
    let candidates = words
        .filter(|name| !name.contains(' '))
        .chain(infix)
        .chain(clauses);
    let near = nearest(found, candidates);
    if let Some(near) = near.first().filter(|near| near.as_str() != found) {
        return Some(format!("did you mean `{near}`?"));
    }
    (slip.expects("a name") && RESERVED.contains(&found))
        .then(|| format!("`{found}` is a word of the language: choose another name"))
}

/// Two conditions side by side, or something where a condition should begin.
fn join(slip: &Slip) -> Option<String> {
    let found = slip.found;
    if slip.expects("a condition") && ["and", "or"].contains(&found) {
        return Some(format!("a condition should stand before `{found}`"));
    }
    if !slip.expects_operator()
        || slip.expects("`{`")
        || slip.expects("`full at`")
        || slip.expected.len() > 3
    {
        return None;
    }
    let begins =
        is_word(found) && !RESERVED.contains(&found) || ["(", "not", "no"].contains(&found);
    if is_text(found) && slip.item == "segment" {
        return Some(format!(
            "a title stands behind the name: `segment west {found} when …`; conditions are joined \
             with `and` or `or`"
        ));
    }
    (begins || found == ",").then(|| "conditions are joined with `and` or `or`".to_owned())
}
