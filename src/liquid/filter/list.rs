//! Filters on lists. Lists inside of lists are joined to one; a single value is a list of itself.

use std::cmp::Ordering;

use super::super::number::Number;
use super::super::{Text, Value};
use super::item::{Fetched, fetch, fetched, takes_brackets};
use super::{Call, limit};

/// The items that went in.
pub(super) fn items<'v>(call: &Call<'_, 'v>) -> Result<Vec<Value<'v>>, String> {
    let mut all = Vec::new();
    match call.input {
        Value::Nil => {}
        Value::Range(first, last) => {
            let count = last.saturating_sub(*first).saturating_add(1);
            limit::items(usize::try_from(count).unwrap_or(0))?;
            all.extend((*first..=*last).map(Value::Integer));
        }
        other => flatten(other, &mut all),
    }
    Ok(all)
}

fn flatten<'v>(value: &Value<'v>, all: &mut Vec<Value<'v>>) {
    match value {
        Value::List(items) => items.iter().for_each(|item| flatten(&item, all)),
        item => all.push(item.clone()),
    }
}

fn list(items: Vec<Value<'_>>) -> Value<'_> {
    Value::List(items.into())
}

/// Without missing items, or without items whose property is missing.
pub(super) fn compact<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let mut kept = Vec::new();
    for item in items(call)? {
        let Some(key) = key(call, &item)? else {
            return Ok(Value::Nil);
        };
        if key != Value::Nil {
            kept.push(item);
        }
    }
    Ok(list(kept))
}

/// What decides about an item: its property, or the item itself; none when it has no properties.
fn key<'v>(call: &Call<'_, 'v>, item: &Value<'v>) -> Result<Option<Value<'v>>, String> {
    match call.argument(0) {
        Value::Nil => Ok(Some(item.clone())),
        property => fetched(item, property),
    }
}

/// Both lists.
pub(super) fn concat<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let Value::List(more) = call.argument(0) else {
        return Err("expected a list to add".to_owned());
    };
    let mut all = items(call)?;
    all.extend(more.iter());
    limit::items(all.len())?;
    Ok(list(all))
}

/// The first item.
pub(super) fn first<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    call.input.first()
}

/// The last item.
pub(super) fn last<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    call.input.last()
}

/// The items as one text, with a space or the argument between them.
pub(super) fn join<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let glue = match call.positional.first() {
        Some(glue) => glue.to_text(),
        None => " ".into(),
    };
    let mut out = String::new();
    for (index, item) in items(call)?.iter().enumerate() {
        if index > 0 {
            out.push_str(&glue);
        }
        out.push_str(&item.to_text());
        limit::bytes(out.len())?;
    }
    Ok(out.into())
}

/// A property of each item.
pub(super) fn map<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let property = call.argument(0);
    let mut all = items(call)?;
    for item in &mut all {
        *item = fetched(item, property)?.unwrap_or(Value::Nil);
    }
    Ok(list(all))
}

/// From the last to the first.
pub(super) fn reverse<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let mut all = items(call)?;
    all.reverse();
    Ok(list(all))
}

/// Number of items, or of a text's characters.
pub(super) fn size<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    Value::Integer(call.input.size().unwrap_or(0))
}

/// Ascending, by value or by a property; missing ones last.
pub(super) fn sort<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    sorted(call, Value::compare)
}

/// The same by text, without regard to case.
pub(super) fn sort_natural<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let folded = |text: Text<'_>| text.to_ascii_lowercase();
    sorted(call, |a, b| {
        let is_missing = *a == Value::Nil || *b == Value::Nil;
        (!is_missing).then(|| folded(a.to_text()).cmp(&folded(b.to_text())))
    })
}

fn sorted<'v>(
    call: &Call<'_, 'v>,
    order: impl Fn(&Value<'v>, &Value<'v>) -> Option<Ordering>,
) -> Result<Value<'v>, String> {
    let all = items(call)?;
    let by_property = *call.argument(0) != Value::Nil;
    if by_property && !all.iter().all(takes_brackets) {
        return Ok(Value::Nil);
    }
    let mut keyed = Vec::with_capacity(all.len());
    for item in all {
        keyed.push((key(call, &item)?.unwrap_or(Value::Nil), item));
    }
    if let Some((a, b)) = incomparable(&keyed, &order) {
        return Err(format!("`{a}` and `{b}` have no order"));
    }
    // what has no order is missing, or equal to all others
    keyed.sort_by(|(a, _), (b, _)| {
        let missing = |value: &Value<'_>| *value == Value::Nil;
        missing(a)
            .cmp(&missing(b))
            .then_with(|| order(a, b).unwrap_or(Ordering::Equal))
    });
    Ok(list(keyed.into_iter().map(|(_, item)| item).collect()))
}

/// Two keys that cannot be compared: a sort by them could end anyhow, or refuse by panicking.
fn incomparable<'k, 'v>(
    keyed: &'k [(Value<'v>, Value<'v>)],
    order: impl Fn(&Value<'v>, &Value<'v>) -> Option<Ordering>,
) -> Option<(&'k Value<'v>, &'k Value<'v>)> {
    let mut present = keyed
        .iter()
        .map(|(key, _)| key)
        .filter(|key| **key != Value::Nil);
    let first = present.next()?;
    let odd = present.find(|key| order(first, key).is_none())?;
    Some((first, odd))
}

/// The total of numbers, or of a property of the items.
pub(super) fn sum<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let mut total = Number::Small(0);
    for item in items(call)? {
        let value = match call.argument(0) {
            Value::Nil => item,
            property => fetched(&item, property)?.unwrap_or(Value::Integer(0)),
        };
        let mut parts = Vec::new();
        flatten(&value, &mut parts);
        for part in &parts {
            total = total.plus(&Number::of(part));
        }
    }
    limit::number(total)
}

/// Without repetitions, of the items or of a property.
pub(super) fn uniq<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let mut seen: Vec<Value<'v>> = Vec::new();
    let mut kept = Vec::new();
    for item in items(call)? {
        let Some(key) = key(call, &item)? else {
            return Ok(Value::Nil);
        };
        if !seen.iter().any(|old| is_same(old, &key)) {
            seen.push(key);
            kept.push(item);
        }
    }
    Ok(list(kept))
}

/// Equal and of one kind: `1` and `1.0` are two.
fn is_same(a: &Value<'_>, b: &Value<'_>) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b) && a.equals(b)
}

/// The items whose property is true, or equals the second argument.
pub(super) fn filter_where<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    chosen(call, true)
}

/// The items that `where` leaves out.
pub(super) fn reject<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    chosen(call, false)
}

fn chosen<'v>(call: &Call<'_, 'v>, wanted: bool) -> Result<Value<'v>, String> {
    let mut kept = Vec::new();
    for item in items(call)? {
        match is_match(call, &item)? {
            None => return Ok(Value::Nil),
            Some(found) if found == wanted => kept.push(item),
            Some(_) => {}
        }
    }
    Ok(list(kept))
}

/// The first item that `where` takes.
pub(super) fn find<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    Ok(match search(call)? {
        Found::At(_, item) => item,
        Found::Nowhere | Found::Stopped => Value::Nil,
    })
}

/// Where the first item stands that `where` takes, from 0.
pub(super) fn find_index<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    Ok(match search(call)? {
        Found::At(index, _) => Value::Integer(index as i64),
        Found::Nowhere | Found::Stopped => Value::Nil,
    })
}

/// Whether there is an item that `where` takes.
pub(super) fn has<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    Ok(match search(call)? {
        Found::At(..) => Value::Bool(true),
        Found::Nowhere => Value::Bool(false),
        Found::Stopped => Value::Nil,
    })
}

enum Found<'v> {
    At(usize, Value<'v>),
    Nowhere,
    /// An item without properties comes first.
    Stopped,
}

fn search<'v>(call: &Call<'_, 'v>) -> Result<Found<'v>, String> {
    for (index, item) in items(call)?.into_iter().enumerate() {
        match is_match(call, &item)? {
            None => return Ok(Found::Stopped),
            Some(true) => return Ok(Found::At(index, item)),
            Some(false) => {}
        }
    }
    Ok(Found::Nowhere)
}

/// Whether an item's property is what is looked for; none when it has no properties.
fn is_match<'v>(call: &Call<'_, 'v>, item: &Value<'v>) -> Result<Option<bool>, String> {
    let found = match fetch(item, call.argument(0)) {
        Fetched::Value(found) => found,
        Fetched::NoProperties => return Ok(None),
        Fetched::NotAProperty => return fetched(item, call.argument(0)).map(|_| None),
    };
    Ok(Some(match call.argument(1) {
        Value::Nil => found.is_truthy(),
        target => found.equals(target),
    }))
}
