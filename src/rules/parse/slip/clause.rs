//! Campaigns and personas as they are written elsewhere.

use super::{Slip, is_number, is_text, is_word};

/// What other tools call a clause, and what it is called here.
const CLAUSES: [(&str, &str); 16] = [
    ("to", "audience"),
    ("for", "audience"),
    ("who", "audience"),
    ("recipients", "audience"),
    ("segment", "audience"),
    ("sender", "from"),
    ("title", "subject"),
    ("headline", "subject"),
    ("preview", "preheader"),
    ("preview_text", "preheader"),
    ("body", "template"),
    ("html", "template"),
    ("content", "template"),
    ("page", "template"),
    ("file", "template"),
    ("layout", "template"),
];

pub(super) fn hint(slip: &Slip) -> Option<String> {
    match slip.item {
        "campaign" => campaign(slip),
        "persona" => persona(slip),
        "group" | "score" => marks(slip),
        _ => None,
    }
}

fn campaign(slip: &Slip) -> Option<String> {
    let found = slip.found;
    if slip.expects("a clause") {
        if found == "show" {
            return Some("it reads `block hero show \"hero/sale.liquid\"`".to_owned());
        }
        if slip.after(0) == "=" && slip.before.contains(&"show") {
            return Some(format!(
                "parameters stand behind `with`: `with {found} = …`"
            ));
        }
        let named = CLAUSES.iter().find(|(name, _)| *name == found);
        return named.map(|(_, clause)| format!("write `{clause}`"));
    }
    let is_text_next = slip
        .expected
        .last()
        .is_some_and(|last| last == "a text in quotes");
    if is_text_next && ["show", "then"].contains(&found) {
        return Some(format!("a text stands alone: leave `{found}` out"));
    }
    if slip.before(0) == "audience" && ["when", "=", ":"].contains(&found) {
        return Some(format!(
            "leave the `{found}` out: `audience email_consent and …`"
        ));
    }
    if found == "show" && slip.expects("`otherwise`") && slip.expects("`when`") {
        return Some("for everybody else write `otherwise show …`".to_owned());
    }
    marks(slip)
}

fn marks(slip: &Slip) -> Option<String> {
    if slip.found == "when" && slip.expects("a name") {
        return Some("the member's name comes first: `west when …`".to_owned());
    }
    if slip.found == ":" {
        return Some("leave the `:` out".to_owned());
    }
    None
}

fn persona(slip: &Slip) -> Option<String> {
    let (before, found) = (slip.before(0), slip.found);
    if ["expects", "expected", "should", "assert"].contains(&before) {
        return Some("write `expect`".to_owned());
    }
    let since_expect = slip.before.iter().position(|token| *token == "expect");
    if since_expect.is_some_and(|distance| distance <= 2)
        && (["is", "to", "be"].contains(&found) || ["is", "to", "be"].contains(&before))
    {
        return Some("it reads `expect in vip`".to_owned());
    }
    if before == "in" && is_word(found) {
        return Some(format!("write `expect in {found}`"));
    }
    if slip.expects("`=`") && (found == ":" || is_text(found)) {
        return Some("write `=` before the value".to_owned());
    }
    if slip.expects("`{`") && found == "(" {
        return Some("write `{`".to_owned());
    }
    if is_number(found) && slip.expects("a name") && is_word(slip.after(0)) {
        return Some(format!(
            "each event is written for itself and begins with its name: `{} 3 days ago`",
            slip.after(0)
        ));
    }
    None
}
