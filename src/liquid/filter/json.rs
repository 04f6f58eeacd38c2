//! Values as JSON.

use std::fmt::Write as _;

use super::super::Value;
use super::Call;

/// The value as JSON.
pub(super) fn json(call: &Call<'_, '_>, out: &mut String) {
    write(call.input, out);
}

/// The text as it stands between the quotes of a JSON text.
pub(super) fn json_escape(call: &Call<'_, '_>, out: &mut String) {
    let mut quoted = String::new();
    quote(&call.text(), &mut quoted);
    out.push_str(&quoted[1..quoted.len() - 1]);
}

fn write(value: &Value<'_>, out: &mut String) {
    match value {
        Value::Bool(_) | Value::Integer(_) | Value::Big(_) => {
            // writing to a text cannot fail
            let _ = write!(out, "{value}");
        }
        Value::Float(number) if number.is_finite() => {
            let _ = write!(out, "{number:?}");
        }
        Value::Nil | Value::Float(_) => out.push_str("null"),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write(&item, out);
            }
            out.push(']');
        }
        Value::Object(entries) => {
            out.push('{');
            for (index, (name, value)) in entries.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                quote(&name, out);
                out.push(':');
                write(&value, out);
            }
            out.push('}');
        }
        other => quote(&other.to_string(), out),
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' || matches!(c, '\u{2028}' | '\u{2029}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
