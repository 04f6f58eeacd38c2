//! Marks that other languages have.

use super::{Slip, is_word};

pub(super) fn hint(slip: &Slip) -> Option<String> {
    let (before, found) = (slip.before(0), slip.found);
    if (before, found) == ("/", "/") {
        return Some("a comment begins with `#`".to_owned());
    }
    if found == "=" && [">", "<", "!"].contains(&before) {
        return Some(format!("write `{before}=` without a blank"));
    }
    if found == "{" && slip.after(0) == "{" {
        let mut named = slip
            .after
            .iter()
            .skip(1)
            .rev()
            .filter(|token| is_word(token));
        let name = named.next().unwrap_or(&"state");
        return Some(format!(
            "braces belong to templates: a rule names `{name}` alone"
        ));
    }
    Some(
        match found {
            "==" => "equality is `=`",
            "<>" => "inequality is `!=`",
            "=>" => "at least is `>=`",
            "=<" => "at most is `<=`",
            "&&" | "&" => "write `and`",
            "||" | "|" => "write `or`",
            "!" => "write `not`",
            "?" => "a choice reads `case when … then … otherwise …`",
            "“" | "”" | "„" | "«" | "»" => "texts stand in straight quotes: `\"CA\"`",
            "'" | "‘" | "’" | "`" => "texts stand in double quotes: `\"CA\"`",
            "%" => "write the number without `%`",
            "$" | "€" | "£" => "write amounts without a currency sign",
            ";" => "nothing is needed at the end of a line",
            ":" if slip.after(0) == "=" => "write `=`",
            ":" => "leave the `:` out",
            "{" if slip.expects_value() => {
                "a condition has no braces; parentheses keep parts of it together"
            }
            "[" | "]" => "a list stands in parentheses: `(…)`",
            "}" if !slip.open => "there is no `{` open that it could close",
            ")" if !slip.open => "there is no `(` open that it could close",
            _ => return None,
        }
        .to_owned(),
    )
}
