//! Filters on the words of a text, and on what is looked up by a word.

use super::super::Value;
use super::super::number::whole;
use super::Call;

/// Every word with a capital letter.
pub(super) fn titlecase(call: &Call<'_, '_>, out: &mut String) {
    let mut starts = true;
    for c in call.text().chars() {
        if starts {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        starts = !(c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}'));
    }
}

/// Letters and digits only, with hyphens between: for addresses.
pub(super) fn handleize(call: &Call<'_, '_>, out: &mut String) {
    let mut waits = false;
    for c in call.text().chars() {
        if c.is_alphanumeric() {
            if std::mem::take(&mut waits) {
                out.push('-');
            }
            out.extend(c.to_lowercase());
        } else {
            waits |= !out.is_empty() && !matches!(c, '\'' | '\u{2019}');
        }
    }
}

/// Cut to so many characters, the ellipsis included, behind a whole word.
pub(super) fn abbreviate<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    if *call.input == Value::Nil {
        return Ok(Value::Nil);
    }
    let text = call.text();
    let most = usize::try_from(whole(call.argument(0))?).unwrap_or(0);
    if text.chars().nth(most).is_none() {
        return Ok(Value::Text(text));
    }
    let ellipsis = match call.positional.get(1) {
        Some(ellipsis) => ellipsis.to_text(),
        None => "\u{2026}".into(),
    };
    let kept = most.saturating_sub(ellipsis.chars().count());
    let end = text
        .char_indices()
        .nth(kept)
        .map_or(text.len(), |(at, _)| at);
    let (kept, rest) = text.split_at(end);
    let kept = match kept.rfind(char::is_whitespace) {
        Some(space) if !rest.starts_with(char::is_whitespace) => &kept[..space],
        _ => kept,
    };
    Ok(format!("{}{}", kept.trim_end(), &*ellipsis).into())
}

/// What stands under a name, which may hold spaces.
pub(super) fn property_accessor<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    call.input.at(call.argument(0))
}
