//! Filters between texts and HTML.

use super::super::Value;
use super::super::escape;
use super::Call;

/// HTML's special characters as entities.
pub(super) fn escape<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    if *call.input == Value::Nil {
        return Value::Nil;
    }
    let mut escaped = String::new();
    escape::escape(&call.text(), &mut escaped);
    escaped.into()
}

/// The same, without those that begin an entity already.
pub(super) fn escape_once(call: &Call<'_, '_>, out: &mut String) {
    let text = call.text();
    for (at, c) in text.char_indices() {
        match c {
            '&' if !is_entity(&text[at + 1..]) => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// Whether `rest` goes on as an entity does behind its `&`.
fn is_entity(rest: &str) -> bool {
    let Some((name, _)) = rest.split_once(';') else {
        return false;
    };
    match name.strip_prefix('#') {
        Some(digits) => !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()),
        None => !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic()),
    }
}

/// Without tags, comments, scripts and styles.
pub(super) fn strip_html(call: &Call<'_, '_>, out: &mut String) {
    const BLOCKS: [(&str, &str); 3] = [
        ("<script", "</script>"),
        ("<!--", "-->"),
        ("<style", "</style>"),
    ];
    let text = call.text();
    let mut inline = String::new();
    let mut rest = &*text;
    while let Some(at) = rest.find('<') {
        inline.push_str(&rest[..at]);
        rest = &rest[at..];
        let skipped = BLOCKS.iter().find_map(|(open, close)| {
            let inside = rest.strip_prefix(open)?;
            Some(open.len() + inside.find(close)? + close.len())
        });
        inline.push_str(if skipped.is_none() { "<" } else { "" });
        rest = &rest[skipped.unwrap_or(1)..];
    }
    inline.push_str(rest);
    let mut rest = inline.as_str();
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let Some((_, after)) = tag.split_once('>') else {
            rest = &rest[before.len()..];
            break;
        };
        rest = after;
    }
    out.push_str(rest);
}

/// `<br />` before every line break.
pub(super) fn newline_to_br(call: &Call<'_, '_>, out: &mut String) {
    lines(call, "<br />\n", out);
}

/// Without line breaks.
pub(super) fn strip_newlines(call: &Call<'_, '_>, out: &mut String) {
    lines(call, "", out);
}

fn lines(call: &Call<'_, '_>, between: &str, out: &mut String) {
    let text = call.text();
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let Some(_) = lines.peek() else {
            out.push_str(line);
            break;
        };
        out.push_str(line.strip_suffix('\r').unwrap_or(line));
        out.push_str(between);
    }
}
