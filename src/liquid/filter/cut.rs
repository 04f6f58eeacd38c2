//! Filters that take parts of a text or list.

use super::super::number::whole;
use super::super::{Text, Value};
use super::{Applied, Call, limit};

/// A part of a list or of a text's characters, from an offset and of a length.
pub(super) fn slice<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let offset = whole(call.argument(0))?;
    let length = match call.argument(1) {
        length if length.is_truthy() => whole(length)?,
        _ => 1,
    };
    Ok(match call.input {
        Value::List(items) => {
            let (start, length) = part(items.len(), offset, length);
            Value::List(items.iter().skip(start).take(length).collect())
        }
        _ => {
            let text = call.text();
            let (start, length) = part(text.chars().count(), offset, length);
            let part: String = text.chars().skip(start).take(length).collect();
            part.into()
        }
    })
}

/// Where a part begins and how long it may be.
fn part(count: usize, offset: i64, length: i64) -> (usize, usize) {
    let count = count as i64;
    let start = if offset < 0 {
        count.saturating_add(offset)
    } else {
        offset
    };
    match (usize::try_from(start), usize::try_from(length)) {
        (Ok(start), Ok(length)) => (start, length),
        _ => (0, 0),
    }
}

/// The first characters, with an ellipsis that counts as well.
pub(super) fn truncate<'v>(call: &Call<'_, 'v>, out: &mut String) -> Result<Applied<'v>, String> {
    if *call.input == Value::Nil {
        return Ok(Applied::Input);
    }
    let text = call.text();
    let length = call.positional.first().map_or(Ok(50), whole)?;
    let is_longer = usize::try_from(length).map_or(true, |most| head(&text, most) != &*text);
    if !is_longer {
        out.push_str(&text);
        return Ok(Applied::Written);
    }
    let ellipsis = ellipsis(call);
    let kept = length.saturating_sub(ellipsis.chars().count() as i64);
    out.push_str(head(&text, usize::try_from(kept).unwrap_or(0)));
    out.push_str(&ellipsis);
    Ok(Applied::Written)
}

/// The first characters of a text, or all of it.
fn head(text: &str, most: usize) -> &str {
    let end = match text.as_bytes().get(..most) {
        None => text.len(),
        Some(bytes) if bytes.is_ascii() => most,
        Some(_) => {
            let mut places = text.char_indices().map(|(at, _)| at);
            places.nth(most).unwrap_or(text.len())
        }
    };
    &text[..end]
}

fn ellipsis<'v>(call: &Call<'_, 'v>) -> Text<'v> {
    match call.positional.get(1) {
        Some(ellipsis) => ellipsis.to_text(),
        None => "...".into(),
    }
}

/// The first words, with an ellipsis if there are more.
pub(super) fn truncatewords<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    if *call.input == Value::Nil {
        return Ok(Value::Nil);
    }
    let text = call.text();
    let words = call.positional.first().map_or(Ok(15), whole)?;
    let words = usize::try_from(words).unwrap_or(0).max(1);
    let ellipsis = ellipsis(call);
    let mut kept: Vec<&str> = Vec::new();
    let mut rest = text.trim_start_matches(is_blank);
    while kept.len() < words {
        let Some(end) = rest.find(is_blank) else {
            return Ok(Value::Text(text));
        };
        kept.push(&rest[..end]);
        rest = rest[end..].trim_start_matches(is_blank);
    }
    Ok(format!("{}{}", kept.join(" "), &*ellipsis).into())
}

/// White space that separates words.
fn is_blank(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ')
}

/// The parts between separators.
pub(super) fn split<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let text = call.text();
    let separator = call.argument(0).to_text();
    let mut parts: Vec<&str> = match &*separator {
        "" => text.split("").filter(|part| !part.is_empty()).collect(),
        " " => text
            .split(is_blank)
            .filter(|part| !part.is_empty())
            .collect(),
        separator => text.split(separator).collect(),
    };
    while parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    limit::items(parts.len())?;
    let parts = parts.into_iter();
    Ok(Value::List(
        parts.map(|part| part.to_owned().into()).collect(),
    ))
}
