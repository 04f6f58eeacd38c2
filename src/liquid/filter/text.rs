//! Filters on texts, and on any value.

use super::super::Value;
use super::super::scan::is_space;
use super::{Applied, Call, limit};

/// Its argument when the input is missing, false or empty.
#[expect(clippy::unnecessary_wraps, reason = "as all filters of its kind")]
pub(super) fn default<'v>(call: &Call<'_, 'v>, _: &mut String) -> Result<Applied<'v>, String> {
    let is_lacking = if call.flag("allow_false") {
        *call.input == Value::Nil
    } else {
        !call.input.is_truthy()
    };
    if !is_lacking && !call.input.is_empty() {
        return Ok(Applied::Input);
    }
    let default = call.positional.first().cloned();
    Ok(Applied::Value(default.unwrap_or_else(|| "".into())))
}

/// Fails with the input as reason.
pub(super) fn abort<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    Err(call.text().to_string())
}

/// The input; tells the renderer not to escape it.
pub(super) fn raw<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    call.input.clone()
}

/// The first word for one, the second for any other number.
pub(super) fn pluralize<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    if *call.input == Value::Nil {
        return Ok(Value::Nil);
    }
    let Some(number) = call.input.to_number() else {
        return Err("expected a number".to_owned());
    };
    let is_one = (number - 1.0).abs() < f64::EPSILON;
    Ok(call.argument(usize::from(!is_one)).clone())
}

/// In small letters.
pub(super) fn downcase(call: &Call<'_, '_>, out: &mut String) {
    out.push_str(&call.text().to_lowercase());
}

/// In capital letters.
pub(super) fn upcase(call: &Call<'_, '_>, out: &mut String) {
    out.push_str(&call.text().to_uppercase());
}

/// The first letter as a capital, all others small.
pub(super) fn capitalize(call: &Call<'_, '_>, out: &mut String) {
    let text = call.text();
    let mut letters = text.chars();
    out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
    out.push_str(&letters.as_str().to_lowercase());
}

/// Without white space around it.
pub(super) fn strip(call: &Call<'_, '_>, out: &mut String) {
    out.push_str(call.text().trim_matches(is_space));
}

/// Without white space before it.
pub(super) fn lstrip(call: &Call<'_, '_>, out: &mut String) {
    out.push_str(call.text().trim_start_matches(is_space));
}

/// Without white space behind it.
pub(super) fn rstrip(call: &Call<'_, '_>, out: &mut String) {
    out.push_str(call.text().trim_end_matches(is_space));
}

/// With the argument behind it.
pub(super) fn append(call: &Call<'_, '_>, out: &mut String) {
    out.push_str(&call.text());
    out.push_str(&call.argument(0).to_text());
}

/// With the argument before it.
pub(super) fn prepend(call: &Call<'_, '_>, out: &mut String) {
    out.push_str(&call.argument(0).to_text());
    out.push_str(&call.text());
}

/// With the second argument for the first, everywhere.
pub(super) fn replace<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let mut out = String::new();
    let (text, wanted) = (call.text(), call.argument(0).to_text());
    let replacement = call.argument(1).to_text();
    let mut from = 0;
    for (at, found) in text.match_indices(&*wanted) {
        out.push_str(&text[from..at]);
        expand(&replacement, &text, at..at + found.len(), &mut out);
        from = at + found.len();
        limit::bytes(out.len())?;
    }
    out.push_str(&text[from..]);
    Ok(out.into())
}

/// With the second argument for the first, once.
pub(super) fn replace_first(call: &Call<'_, '_>, out: &mut String) {
    let (text, wanted) = (call.text(), call.argument(0).to_text());
    let Some(at) = text.find(&*wanted) else {
        out.push_str(&text);
        return;
    };
    out.push_str(&text[..at]);
    let place = at..at + wanted.len();
    expand(&call.argument(1).to_text(), &text, place, out);
    out.push_str(&text[at + wanted.len()..]);
}

/// With the second argument for the first, where it stands last.
pub(super) fn replace_last(call: &Call<'_, '_>, out: &mut String) {
    let (text, wanted) = (call.text(), call.argument(0).to_text());
    let Some(at) = text.rfind(&*wanted) else {
        out.push_str(&text);
        return;
    };
    out.push_str(&text[..at]);
    out.push_str(&call.argument(1).to_text());
    out.push_str(&text[at + wanted.len()..]);
}

/// Ruby's replacements may name parts of what they replace: `\0` is what was found.
fn expand(replacement: &str, text: &str, found: std::ops::Range<usize>, out: &mut String) {
    let mut letters = replacement.chars();
    while let Some(c) = letters.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match letters.next() {
            Some('0' | '&') => out.push_str(&text[found.clone()]),
            Some('`') => out.push_str(&text[..found.start]),
            Some('\'') => out.push_str(&text[found.end..]),
            Some('1'..='9') => {}
            Some('\\') | None => out.push('\\'),
            Some(other) => out.extend(['\\', other]),
        }
    }
}
