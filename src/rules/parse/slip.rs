//! Hints for the slips that are usual among people who know SQL, a spreadsheet or another tool.

use crate::diagnostic::nearest;
use crate::rules::token::RESERVED;

/// What stands around a fault.
pub(super) struct Slip<'a> {
    /// The token before it.
    pub(super) before: &'a str,
    /// The token that does not fit; empty at the end.
    pub(super) found: &'a str,
    /// The text behind it.
    pub(super) behind: &'a str,
    /// What would fit.
    pub(super) expected: &'a [String],
    /// Whether a bracket is open.
    pub(super) open: bool,
}

/// Infix words, for suggestions where an operator is expected.
const OPERATOR_WORDS: [&str; 12] = [
    "and", "or", "in", "between", "contains", "starts", "ends", "is", "has", "before", "after",
    "where",
];

/// What a campaign has in its braces.
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

pub(super) fn hints(slip: &Slip) -> Vec<String> {
    let hint = foreign_mark(slip.found)
        .map(str::to_owned)
        .or_else(|| operator(slip))
        .or_else(|| word(slip))
        .or_else(|| form(slip).map(str::to_owned));
    hint.into_iter().collect()
}

/// Marks that other languages have.
fn foreign_mark(found: &str) -> Option<&'static str> {
    Some(match found {
        "==" => "equality is `=`",
        "<>" => "inequality is `!=`",
        "=>" => "at least is `>=`",
        "=<" => "at most is `<=`",
        "&&" | "&" => "write `and`",
        "||" | "|" => "write `or`",
        "!" => "write `not`",
        "“" | "”" | "„" | "«" | "»" => "texts stand in straight quotes: `\"CA\"`",
        "'" | "‘" | "’" | "`" => "texts stand in double quotes: `\"CA\"`",
        "%" => "write the number without `%`",
        "$" | "€" | "£" => "write amounts without a currency sign",
        ";" => "nothing is needed at the end of a line",
        _ => return None,
    })
}

/// Slips around a particular operator.
fn operator(slip: &Slip) -> Option<String> {
    let expects = |name: &str| slip.expected.iter().any(|expected| expected == name);
    let found = slip.found;
    if expects("`missing`") {
        return Some(match found {
            "not" | "null" | "empty" | "unknown" | "none" => "write `is missing`".to_owned(),
            _ => "to compare with a value write `=` or `!=`".to_owned(),
        });
    }
    if (slip.before, found) == ("/", "/") {
        return Some("a comment begins with `#`".to_owned());
    }
    if found == "not" && slip.behind.trim_start().starts_with("followed") {
        return Some("write `cart_add not followed by purchase`".to_owned());
    }
    if (slip.before, found) == ("in", "last") {
        return Some("say what: `open in last 30 days`".to_owned());
    }
    if expects("a list in parentheses") && found == "[" {
        return Some("a list stands in parentheses: `(…)`".to_owned());
    }
    if expects("a list in parentheses") && slip.before == "in" {
        return Some(format!(
            "a list needs parentheses: `in ({found})`; a segment is asked for alone: `in vip`"
        ));
    }
    if expects("a list in parentheses") {
        return Some(format!("a list needs parentheses: `of ({found})`"));
    }
    if expects("`below`") {
        return None;
    }
    let comparison = ["=", "!=", "<", "<=", ">", ">=", "between", "is", "contains"];
    if expects("an operator") && comparison.contains(&found) {
        return Some("comparisons cannot be chained: join two of them with `and`".to_owned());
    }
    if let Some(hint) = clause_slip(slip) {
        return Some(hint.to_owned());
    }
    let digits_follow = slip.behind.starts_with(|char: char| char.is_ascii_digit());
    if found == "," && digits_follow && is_number(slip.before) {
        return Some("numbers have no thousands separator".to_owned());
    }
    match found {
        "," if expects("`)`") => {
            Some("several values stand behind `in`: `state in (…)`".to_owned())
        }
        "where" if expects("an operator") && !expects("a name") => {
            Some("one event has one `where`: join its conditions with `and`".to_owned())
        }
        "since" if expects("an operator") => {
            Some("`since` follows an event, once; a date is compared with `after`".to_owned())
        }
        "starts" | "ends" if expects("an operator") => Some(format!("write `{found} with`")),
        "has" if expects("an operator") => Some("write `has anniversary within 7 days`".to_owned()),
        "}" | ")" if !slip.open => Some(format!(
            "there is no `{}` open that it could close",
            if found == "}" { '{' } else { '(' }
        )),
        "not" if expects("an operator") => {
            Some("`not` stands before the whole comparison: `not state = \"CA\"`".to_owned())
        }
        _ => None,
    }
}

/// Slips in the clauses of a campaign.
fn clause_slip(slip: &Slip) -> Option<&'static str> {
    let expects = |name: &str| slip.expected.iter().any(|expected| expected == name);
    if expects("`split`") {
        return Some("it reads `split 50% \"Shop now\", 50% \"See more\"`");
    }
    if expects("`not between`") {
        return Some("it reads `send at 09:00 customer time`");
    }
    if expects("a time of day") {
        return Some("a time of day is written `09:00` or `21:30`");
    }
    if slip.found == "not" && slip.behind.trim_start().starts_with("between") {
        return Some("a comma stands before `not between`");
    }
    if slip.found == "=" && slip.expected == ["a text in quotes"] {
        return Some("no mark stands between: `utm source \"newsletter\"`");
    }
    let parameters = ["source", "medium", "campaign", "term", "content"];
    if expects("a clause") && parameters.contains(&slip.found) {
        return Some("parameters of `utm` stand apart by commas");
    }
    if slip.before == "limit" {
        return Some("it reads `limit 1 per 7 days`");
    }
    if slip.before == "split" {
        return Some("the share comes first: `split 50% \"Shop now\", …`");
    }
    let only_ends = slip.expected == ["`}`"] && is_number(slip.found);
    if only_ends && slip.before.starts_with('"') {
        return Some("shares stand apart by commas: `50% \"Shop now\", 50% \"See more\"`");
    }
    if expects("a text in quotes") && slip.before == "%" {
        return Some("each share has its text: `45% \"Shop now\"`");
    }
    if expects("`%`") && slip.found.starts_with('"') {
        return Some("a share is a percentage: `45% \"Shop now\"`");
    }
    if expects("`holdout`") && expects("a text in quotes") {
        return Some("an arm is a text in quotes: `\"Shop now\"`");
    }
    expects("`per`").then_some("it reads `limit 1 per 7 days`")
}

fn is_number(text: &str) -> bool {
    text.starts_with(|char: char| char.is_ascii_digit())
}

/// A word nearly or wholly that of another place.
fn word(slip: &Slip) -> Option<String> {
    let expects = |name: &str| slip.expected.iter().any(|expected| expected == name);
    let found = slip.found;
    match found {
        "else" | "default" if expects("`otherwise`") => {
            return Some("write `otherwise`".to_owned());
        }
        "if" if expects("`when`") => return Some("write `when`".to_owned()),
        _ => {}
    }
    if let Some(unit) = found
        .find(|char: char| char.is_ascii_alphabetic())
        .filter(|_| is_number(found))
    {
        let (count, unit) = found.split_at(unit);
        return Some(format!("put a space between: `{count} {unit}`"));
    }
    let quoted = slip.expected.iter().map(|name| name.trim_matches('`'));
    let words = quoted.filter(|name| name.starts_with(|char: char| char.is_ascii_lowercase()));
    let infix = OPERATOR_WORDS.iter().copied();
    let infix = infix.take(if expects("an operator") { 12 } else { 0 });
    let clauses = CLAUSES.iter().copied();
    let clauses = clauses.filter(|_| expects("a clause"));
    let candidates = words
        .filter(|name| !name.contains(' '))
        .chain(infix)
        .chain(clauses);
    let near = nearest(found, candidates);
    if let Some(near) = near.first().filter(|near| near.as_str() != found) {
        return Some(format!("did you mean `{near}`?"));
    }
    (expects("a name") && RESERVED.contains(&found))
        .then(|| format!("`{found}` is a word of the language: choose another name"))
}

/// How the whole construct reads, by what is missing of it.
fn form(slip: &Slip) -> Option<&'static str> {
    if slip.before == "case" {
        return Some("a case reads `case when … then … otherwise …`");
    }
    let forms = [
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
    ];
    let named = |name: &str| slip.expected.iter().any(|expected| expected == name);
    forms
        .iter()
        .find(|(name, _)| named(name))
        .map(|(_, form)| *form)
}
