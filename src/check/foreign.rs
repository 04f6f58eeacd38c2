//! What people mean by a name that nothing has, because it is a word elsewhere.

use crate::diagnostic::suggest;

/// What is looked for where a value stands.
pub(super) const VALUE: &str = "attribute, trait or event";

/// What to do about a `what` that is not called `name`.
pub(super) fn hints(what: &str, name: &str, candidates: &[String]) -> Vec<String> {
    if let Some(hint) = hint(what, name) {
        return vec![hint];
    }
    let near = suggest(name, candidates.iter().map(String::as_str));
    if near.is_empty() && what == VALUE {
        return vec![format!(
            "a name is declared, as by `trait {name} = …`; a text stands in quotes: `\"{name}\"`"
        )];
    }
    near
}

/// What to do about a word where a constant is needed.
pub(super) fn constant_hint(word: &str) -> String {
    value(word).unwrap_or_else(|| format!("a text stands in quotes: `\"{word}\"`"))
}

/// What to write instead of `name` where a `what` was looked for.
fn hint(what: &str, name: &str) -> Option<String> {
    match what {
        VALUE => value(name),
        "type or catalog" => field_type(name),
        _ => None,
    }
}

fn value(name: &str) -> Option<String> {
    let hint = match name.to_lowercase().as_str() {
        "true" | "on" | "yes" => "write `yes`",
        "false" | "off" | "no" => "write `no`",
        "null" | "none" | "nil" | "undefined" | "nan" | "na" => {
            "a missing value is asked for by `is missing` and `is known`"
        }
        "now" | "today" | "yesterday" => {
            "how long ago a moment is, `in last 30 days` and `days since …` say"
        }
        "years" | "months" | "weeks" | "days" | "hours" | "minutes" => {
            return Some(format!("write `{name} since …`"));
        }
        _ => return None,
    };
    Some(hint.to_owned())
}

fn field_type(name: &str) -> Option<String> {
    let ty = match name.to_lowercase().as_str() {
        "decimal" | "integer" | "int" | "float" | "double" | "numeric" | "num" => "number",
        "string" | "varchar" | "char" | "str" | "phone" => "text",
        "boolean" | "bool" | "flag" => "yes/no",
        "datetime" | "timestamp" | "moment" => "time",
        "currency" | "price" | "amount" => "money",
        "uuid" | "key" => "id",
        "link" | "uri" => "url",
        "tz" => "timezone",
        "enum" | "choice" | "option" => "one of \"a\", \"b\"",
        "list" | "array" | "set" => "list of text",
        _ => return None,
    };
    Some(format!("write `{ty}`; the name comes first, then the type"))
}
