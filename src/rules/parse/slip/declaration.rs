//! Names, and how a declaration begins.

use super::{Slip, is_number, is_text, is_word};
use crate::diagnostic::nearest;
use crate::rules::token::RESERVED;

const LETTERS: &str = "names are made of the letters a to z, digits and `_`";

pub(super) fn hint(slip: &Slip) -> Option<String> {
    if slip
        .found
        .starts_with(|char: char| !char.is_ascii() && char.is_alphabetic())
    {
        return Some(LETTERS.to_owned());
    }
    if slip.expects("a name") && slip.before.len() == 1 {
        return no_name(slip);
    }
    if slip.before.len() == 2 && slip.item != "expect" {
        return behind_name(slip);
    }
    field(slip)
}

/// Where the declaration's name should be.
fn no_name(slip: &Slip) -> Option<String> {
    let found = slip.found;
    if is_text(found) {
        let name: String = found
            .trim_matches('"')
            .chars()
            .map(|char| match char.to_ascii_lowercase() {
                char if char.is_ascii_alphanumeric() => char,
                _ => '_',
            })
            .collect();
        return Some(format!(
            "a name comes first, without quotes: `{} {} {found}`",
            slip.item,
            name.trim_matches('_')
        ));
    }
    if is_number(found) {
        return Some("a name begins with a letter, as in `order_2`".to_owned());
    }
    RESERVED.contains(&found).then(|| {
        if ["when", "otherwise"].contains(&found) {
            return format!("a name comes first: `{} west {found} …`", slip.item);
        }
        format!("`{found}` is a word of the language: choose another name, as in `{found}_it`")
    })
}

/// Behind the declaration's name.
fn behind_name(slip: &Slip) -> Option<String> {
    let (name, found) = (slip.before(0), slip.found);
    let begins = |word: &str| match slip.item {
        "segment" => word == "when" || is_text(word),
        "trait" => word == "=",
        _ => word == "{" || is_text(word),
    };
    if is_word(found) && begins(slip.after(0)) && !RESERVED.contains(&found) && found != "if" {
        return Some(format!("a name is one word: `{name}_{found}`"));
    }
    if found == "-" {
        return Some(format!("a name has no `-`: `{name}_{}`", slip.after(0)));
    }
    let foreign = !found.is_ascii() || slip.adjacent && !":;,=(".contains(found);
    if foreign && !found.is_empty() && !is_text(found) {
        return Some(LETTERS.to_owned());
    }
    Some(
        match (slip.item, found) {
            ("segment", ":") if slip.after(0) == "when" => "leave the `:` out",
            ("segment", ":" | "=" | "if" | "where" | "{" | "is" | "means") => "write `when`",
            ("trait", ":" | "is" | "when" | "as") => "write `=`",
            ("trait", _) if slip.expects("`=`") => "write `=` before the value",
            ("segment", _) if is_word(found) && nearest(found, ["when"]).is_empty() => {
                "write `when` before the condition"
            }
            ("segment" | "trait", _) => return None,
            (_, "(" | ":" | "=") if slip.expects("`{`") => "write `{`",
            (_, "," | ";") => return Some(format!("leave the `{found}` out")),
            (_, _) if slip.expects("`{`") => "its content stands in braces: write `{` before it",
            _ => return None,
        }
        .to_owned(),
    )
}

/// The fields of a table.
fn field(slip: &Slip) -> Option<String> {
    if !["customer", "event", "catalog"].contains(&slip.item) {
        return None;
    }
    let hint = match slip.found {
        "(" if slip.before(0) == "of" => {
            "options stand in quotes and without parentheses: `one of \"full\", \"part\"`"
        }
        "[" => "a list reads `list of text`",
        ":" => "leave the `:` out: a column reads `state text?`",
        found if is_text(found) && slip.before(0) == "or" => {
            "options have commas between them: `one of \"full\", \"part\"`"
        }
        found if is_text(found) && is_text(slip.before(0)) => {
            "options have commas between them: `one of \"full\", \"part\"`"
        }
        _ => return None,
    };
    Some(hint.to_owned())
}
