//! Filters on lists.

use std::cmp::Ordering;

use super::super::Value;
use super::Call;

/// Without missing items, or without items whose property is missing.
pub(super) fn compact<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    let key = key(call);
    let kept = items(call)
        .into_iter()
        .filter(|item| key(item) != Value::Nil);
    Value::List(kept.collect())
}

/// Both lists.
pub(super) fn concat<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let Value::List(more) = call.argument(0) else {
        return Err("expected a list to add".to_owned());
    };
    Ok(Value::List(
        items(call).into_iter().chain(more.iter()).collect(),
    ))
}

/// The first item.
pub(super) fn first<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    call.input.property("first")
}

/// The last item.
pub(super) fn last<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    call.input.property("last")
}

/// The items as one text, with a space or the argument between them.
pub(super) fn join<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    let separator = match call.argument(0) {
        Value::Nil => " ".to_owned(),
        separator => separator.to_string(),
    };
    let texts: Vec<String> = items(call).iter().map(Value::to_string).collect();
    texts.join(&separator).into()
}

/// A property of each item.
pub(super) fn map<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    Value::List(items(call).iter().map(key(call)).collect())
}

/// From the last to the first.
pub(super) fn reverse<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    Value::List(items(call).into_iter().rev().collect())
}

/// Number of items, or of a text's characters.
pub(super) fn size<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    let count = match call.input {
        Value::Text(text) => text.chars().count() as i64,
        Value::List(items) => items.len() as i64,
        Value::Object(entries) => entries.len() as i64,
        _ => 0,
    };
    Value::Integer(count)
}

/// A part of a list or of a text's characters, from an offset and of a length.
pub(super) fn slice<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let whole = |index| match call.argument(index) {
        Value::Integer(number) => Some(*number),
        other => other.to_string().parse().ok(),
    };
    let offset = whole(0).ok_or("expected a whole number")?;
    let length = match call.argument(1) {
        Value::Nil => 1,
        _ => whole(1).ok_or("expected a whole number")?,
    };
    Ok(match call.input {
        Value::List(items) => {
            Value::List(part(&items.iter().collect::<Vec<_>>(), offset, length).into())
        }
        other => {
            let characters: Vec<char> = other.to_string().chars().collect();
            let part: String = part(&characters, offset, length).iter().collect();
            part.into()
        }
    })
}

fn part<T: Clone>(all: &[T], offset: i64, length: i64) -> Vec<T> {
    let count = all.len() as i64;
    let start = if offset < 0 {
        count.saturating_add(offset)
    } else {
        offset
    };
    if start < 0 || start > count {
        return Vec::new();
    }
    let length = length.max(0) as usize;
    all.iter()
        .skip(start as usize)
        .take(length)
        .cloned()
        .collect()
}

/// Ascending, by value or by a property; missing ones last.
pub(super) fn sort<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    sorted(call, |a, b| a.compare(b).unwrap_or(Ordering::Equal))
}

/// As [`sort`], by text without regard to case.
pub(super) fn sort_natural<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    let folded = |value: &Value<'_>| value.to_string().to_lowercase();
    sorted(call, |a, b| folded(a).cmp(&folded(b)))
}

fn sorted<'v>(
    call: &Call<'_, 'v>,
    order: impl Fn(&Value<'_>, &Value<'_>) -> Ordering,
) -> Value<'v> {
    let key = key(call);
    let all = items(call);
    let mut keyed: Vec<(Value<'v>, &Value<'v>)> =
        all.iter().map(|item| (key(item), item)).collect();
    // a comparison of mixed kinds is no total order, and `sort_by` may refuse one by panicking
    let kind = |value: &Value<'_>| match value {
        Value::Integer(_) | Value::Float(_) => 0,
        Value::Date(_) => 1,
        Value::Time(_) => 2,
        Value::Text(_) => 3,
        Value::Nil => 5,
        _ => 4,
    };
    keyed.sort_by(|(a, _), (b, _)| kind(a).cmp(&kind(b)).then_with(|| order(a, b)));
    Value::List(keyed.into_iter().map(|(_, item)| item.clone()).collect())
}

/// The total of numbers, or of a property of the items.
pub(super) fn sum<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    let keys: Vec<Value<'v>> = items(call).iter().map(key(call)).collect();
    let mut whole = 0_i64;
    for value in &keys {
        match value {
            Value::Integer(number) => whole = whole.saturating_add(*number),
            Value::Float(_) => {
                return Value::Float(keys.iter().filter_map(Value::to_number).sum());
            }
            _ => {}
        }
    }
    Value::Integer(whole)
}

/// Without repetitions, of the items or of a property.
pub(super) fn uniq<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    let key = key(call);
    let mut seen: Vec<Value<'v>> = Vec::new();
    let is_new = |item: &Value<'v>| {
        let key = key(item);
        let is_new = !seen.iter().any(|old| old.equals(&key));
        if is_new {
            seen.push(key);
        }
        is_new
    };
    Value::List(items(call).into_iter().filter(is_new).collect())
}

/// The items whose property is true, or equals the second argument.
pub(super) fn filter_where<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    matching(call, true)
}

/// The items that `where` leaves out.
pub(super) fn reject<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    matching(call, false)
}

fn matching<'v>(call: &Call<'_, 'v>, wanted: bool) -> Value<'v> {
    let key = key(call);
    let is_wanted = |item: &Value<'v>| {
        let found = key(item);
        let matches = match call.positional.get(1) {
            Some(target) => found.equals(target),
            None => found.is_truthy(),
        };
        matches == wanted
    };
    Value::List(items(call).into_iter().filter(is_wanted).collect())
}

/// The list that went in; a missing one is empty, a single value is a list of itself.
fn items<'v>(call: &Call<'_, 'v>) -> Vec<Value<'v>> {
    match call.input {
        Value::Nil => Vec::new(),
        Value::List(items) => items.iter().collect(),
        single => vec![single.clone()],
    }
}

/// Gives the property of an item that the first argument names, or the item itself.
fn key<'v>(call: &Call<'_, 'v>) -> impl Fn(&Value<'v>) -> Value<'v> + use<'v> {
    let name = match call.argument(0) {
        Value::Nil => None,
        name => Some(name.to_string()),
    };
    move |item| match &name {
        Some(name) => item.property(name),
        None => item.clone(),
    }
}
