//! Filters that take parts of a text or list.

use super::super::number::whole;
use super::super::{Text, Value};
use super::{Call, limit};

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
pub(super) fn truncate<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    if *call.input == Value::Nil {
        return Ok(Value::Nil);
    }
    let text = call.text();
    let length = call.positional.first().map_or(Ok(50), whole)?;
    let ellipsis = ellipsis(call);
    if !is_longer(&text, length) {
        return Ok(Value::Text(text));
    }
    let kept = length.saturating_sub(ellipsis.chars().count() as i64);
    let kept = usize::try_from(kept).unwrap_or(0);
    let end = text
        .char_indices()
        .nth(kept)
        .map_or(text.len(), |(at, _)| at);
    Ok(format!("{}{}", &text[..end], &*ellipsis).into())
}

fn is_longer(text: &str, length: i64) -> bool {
    usize::try_from(length).map_or(true, |length| text.chars().nth(length).is_some())
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
