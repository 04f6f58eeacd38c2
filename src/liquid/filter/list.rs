//! Filters on lists.

use std::cmp::Ordering;

use super::super::Value;
use super::Call;

/// Without missing items, or without items whose property is missing.
pub(super) fn compact(call: &Call<'_>) -> Value {
    let mut items = items(call);
    items.retain(|item| key(item, call) != Value::Nil);
    Value::List(items.into())
}

/// Both lists.
pub(super) fn concat(call: &Call<'_>) -> Result<Value, String> {
    let Value::List(more) = call.argument(0) else {
        return Err("expected a list to add".to_owned());
    };
    let mut items = items(call);
    items.extend(more.iter().cloned());
    Ok(Value::List(items.into()))
}

/// The first item.
pub(super) fn first(call: &Call<'_>) -> Value {
    call.input.property("first")
}

/// The last item.
pub(super) fn last(call: &Call<'_>) -> Value {
    call.input.property("last")
}

/// The items as one text, with a space or the argument between them.
pub(super) fn join(call: &Call<'_>) -> Value {
    let separator = match call.argument(0) {
        Value::Nil => " ".to_owned(),
        separator => separator.to_string(),
    };
    let texts: Vec<String> = items(call).iter().map(Value::to_string).collect();
    Value::Text(texts.join(&separator).into())
}

/// A property of each item.
pub(super) fn map(call: &Call<'_>) -> Value {
    let items = items(call);
    Value::List(items.iter().map(|item| key(item, call)).collect())
}

/// From the last to the first.
pub(super) fn reverse(call: &Call<'_>) -> Value {
    let mut items = items(call);
    items.reverse();
    Value::List(items.into())
}

/// Number of items, or of a text's characters.
pub(super) fn size(call: &Call<'_>) -> Value {
    let count = match &call.input {
        Value::Text(text) => text.chars().count() as i64,
        Value::List(items) => items.len() as i64,
        Value::Object(entries) => entries.len() as i64,
        _ => 0,
    };
    Value::Integer(count)
}

/// A part of a list or of a text's characters, from an offset and of a length.
pub(super) fn slice(call: &Call<'_>) -> Result<Value, String> {
    let whole = |index| match call.argument(index) {
        Value::Integer(number) => Some(*number),
        other => other.to_string().parse().ok(),
    };
    let offset = whole(0).ok_or("expected a whole number")?;
    let length = match call.argument(1) {
        Value::Nil => 1,
        _ => whole(1).ok_or("expected a whole number")?,
    };
    Ok(match &call.input {
        Value::List(items) => Value::List(part(items, offset, length).into()),
        other => {
            let characters: Vec<char> = other.to_string().chars().collect();
            let part: String = part(&characters, offset, length).iter().collect();
            Value::Text(part.into())
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
pub(super) fn sort(call: &Call<'_>) -> Value {
    sorted(call, |a, b| a.compare(b).unwrap_or(Ordering::Equal))
}

/// As [`sort`], by text without regard to case.
pub(super) fn sort_natural(call: &Call<'_>) -> Value {
    let folded = |value: &Value| value.to_string().to_lowercase();
    sorted(call, |a, b| folded(a).cmp(&folded(b)))
}

fn sorted(call: &Call<'_>, order: impl Fn(&Value, &Value) -> Ordering) -> Value {
    let mut keyed: Vec<(Value, Value)> = items(call)
        .into_iter()
        .map(|item| (key(&item, call), item))
        .collect();
    // a comparison of mixed kinds is no total order, and `sort_by` may refuse one by panicking
    let kind = |value: &Value| match value {
        Value::Integer(_) | Value::Float(_) => 0,
        Value::Date(_) => 1,
        Value::Time(_) => 2,
        Value::Text(_) => 3,
        Value::Nil => 5,
        _ => 4,
    };
    keyed.sort_by(|(a, _), (b, _)| kind(a).cmp(&kind(b)).then_with(|| order(a, b)));
    Value::List(keyed.into_iter().map(|(_, item)| item).collect())
}

/// The total of numbers, or of a property of the items.
pub(super) fn sum(call: &Call<'_>) -> Value {
    let keys: Vec<Value> = items(call).iter().map(|item| key(item, call)).collect();
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
pub(super) fn uniq(call: &Call<'_>) -> Value {
    let mut seen: Vec<Value> = Vec::new();
    let mut kept = items(call);
    kept.retain(|item| {
        let key = key(item, call);
        let is_new = !seen.iter().any(|old| old.equals(&key));
        if is_new {
            seen.push(key);
        }
        is_new
    });
    Value::List(kept.into())
}

/// The items whose property is true, or equals the second argument.
pub(super) fn filter_where(call: &Call<'_>) -> Value {
    matching(call, true)
}

/// The items that `where` leaves out.
pub(super) fn reject(call: &Call<'_>) -> Value {
    matching(call, false)
}

fn matching(call: &Call<'_>, wanted: bool) -> Value {
    let mut items = items(call);
    items.retain(|item| {
        let found = key(item, call);
        let matches = match call.positional.get(1) {
            Some(target) => found.equals(target),
            None => found.is_truthy(),
        };
        matches == wanted
    });
    Value::List(items.into())
}

/// The list that went in; a missing one is empty, a single value is a list of itself.
fn items(call: &Call<'_>) -> Vec<Value> {
    match &call.input {
        Value::Nil => Vec::new(),
        Value::List(items) => items.to_vec(),
        single => vec![single.clone()],
    }
}

/// The property of `item` that the first argument names, or `item` itself.
fn key(item: &Value, call: &Call<'_>) -> Value {
    match call.argument(0) {
        Value::Nil => item.clone(),
        name => item.property(&name.to_string()),
    }
}
