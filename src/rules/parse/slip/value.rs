//! Constants and lists as they are written elsewhere.

use super::{Slip, is_number, is_text, is_word};

/// Numbers that people write out.
const WORDS: [(&str, u32); 14] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("twenty", 20),
    ("thirty", 30),
    ("sixty", 60),
    ("ninety", 90),
];

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

pub(super) fn hint(slip: &Slip) -> Option<String> {
    number(slip).or_else(|| list(slip)).or_else(|| text(slip))
}

fn number(slip: &Slip) -> Option<String> {
    let (before, found) = (slip.before(0), slip.found);
    if slip.expects("a number")
        && let Some((_, number)) = WORDS.iter().find(|(word, _)| *word == found)
    {
        return Some(format!("write the number in digits: `{number}`"));
    }
    if found == "," && slip.chunk_behind_is_digits() && is_number(before) {
        let digits = slip.after(0);
        return Some(if digits.len() == 2 && !before.contains('.') {
            format!("a fraction stands behind a point: `{before}.{digits}`")
        } else {
            "numbers have no thousands separator".to_owned()
        });
    }
    if is_number(found) && is_number(before) && slip.expects_operator() {
        return Some(format!(
            "numbers have no thousands separator: `{before}{found}`"
        ));
    }
    if is_number(found)
        && MONTHS
            .iter()
            .any(|month| before.to_lowercase().starts_with(month))
    {
        return Some("a date is year-month-day, as in `2026-03-01`".to_owned());
    }
    if found == "." && is_number(before) && is_number(slip.after(0)) {
        return Some("a date is year-month-day, as in `2026-03-01`".to_owned());
    }
    if found == "." && is_number(slip.after(0)) {
        return Some(format!("write `0.{}`", slip.after(0)));
    }
    if slip.expects_value() && is_number(found) {
        let thousands = found.strip_suffix(['k', 'K']);
        return thousands.map(|number| format!("write `{number}000`"));
    }
    None
}

fn list(slip: &Slip) -> Option<String> {
    let found = slip.found;
    if ["[", "{"].contains(&found) && (slip.expects("a list in parentheses") || found == "[") {
        return Some("a list stands in parentheses: `(…)`".to_owned());
    }
    if slip.item == "persona" && is_text(found) && slip.before(0) == "," && is_text(slip.before(1))
    {
        let first = slip.before(1);
        return Some(format!(
            "several values stand in parentheses: `({first}, {found})`"
        ));
    }
    if slip.before(0) == "in" && is_number(found) && found.len() == 4 {
        return Some(format!(
            "a year reads `between {found}-01-01 and {found}-12-31`"
        ));
    }
    if slip.expects("`)`") && is_text(found) && is_text(slip.before(0)) {
        return Some(format!(
            "values have commas between them: `{}, {found}`",
            slip.before(0)
        ));
    }
    if slip.expects("`)`") && found == "," {
        return Some(if slip.before.contains(&"contains") {
            "several values stand behind `contains any of`: `contains any of (…)`".to_owned()
        } else {
            "several values stand behind `in`: `state in (…)`".to_owned()
        });
    }
    if !slip.expects("a list in parentheses") {
        return None;
    }
    if slip.before(0) == "in" && is_word(found) {
        let words = ["the", "past", "previous", "this", "last"];
        return (slip.item != "persona" && !words.contains(&found)).then(|| {
            "a list needs parentheses: `in (…)`; a segment is asked for alone: `in vip`".to_owned()
        });
    }
    if !(is_text(found) || is_number(found)) {
        return None;
    }
    Some(if slip.before(0) == "of" {
        format!("a list needs parentheses: `of ({found})`")
    } else {
        format!("a list needs parentheses: `in ({found})`; a segment is asked for alone: `in vip`")
    })
}

fn text(slip: &Slip) -> Option<String> {
    let only = slip
        .expected
        .first()
        .is_some_and(|one| one == "a text in quotes");
    if slip.adjacent && is_text(slip.before(0)) && is_word(slip.found) {
        return Some(format!(
            "inside of a text, a template has single quotes: `'{}'`",
            slip.found
        ));
    }
    if only && slip.before(0) == "show" && ["}", ""].contains(&slip.found) {
        return Some("name the template: `show \"hero/sale.liquid\"`".to_owned());
    }
    let names = ["template", "subject", "preheader", "from", "show"];
    if only && is_word(slip.found) && names.contains(&slip.before(0)) {
        return Some(format!("texts stand in quotes: `\"{}\"`", slip.chunk));
    }
    None
}

impl Slip<'_> {
    /// Whether digits follow the token without a blank.
    fn chunk_behind_is_digits(&self) -> bool {
        is_number(self.after(0)) && self.after_is_adjacent
    }
}
