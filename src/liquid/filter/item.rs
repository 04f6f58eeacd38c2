//! What filters on lists take from an item by its property: what Ruby's brackets give.

use super::super::Value;

/// What brackets give.
pub(super) enum Fetched<'v> {
    Value(Value<'v>),
    /// The item has no properties at all.
    NoProperties,
    /// Such an item has no such property.
    NotAProperty,
}

use Fetched::{NoProperties, NotAProperty};

/// The property of an item. A part of a text is a property of it, and so is a bit of a number.
pub(super) fn fetch<'v>(item: &Value<'v>, property: &Value<'v>) -> Fetched<'v> {
    let index = match property {
        Value::Integer(index) => Some(*index),
        Value::Float(index) => Some(*index as i64),
        _ => None,
    };
    let value = match (item, property, index) {
        (Value::Object(entries), Value::Text(name), _) => entries.get(name),
        (Value::Object(_), ..) => None,
        (Value::Text(text), Value::Text(part), _) => {
            text.contains(&**part).then(|| property.clone())
        }
        (Value::Text(text), _, Some(index)) => letter(text, index),
        (Value::List(_), _, Some(index)) => Some(item.at(&Value::Integer(index))),
        (Value::Integer(number), _, Some(index)) => {
            let bit = u32::try_from(index).map_or(0, |index| (number >> index.min(63)) & 1);
            Some(Value::Integer(bit))
        }
        (Value::Text(_) | Value::List(_) | Value::Integer(_) | Value::Big(_), ..) => {
            return NotAProperty;
        }
        _ => return NoProperties,
    };
    Fetched::Value(value.unwrap_or(Value::Nil))
}

fn letter(text: &str, index: i64) -> Option<Value<'static>> {
    let place = usize::try_from(index.unsigned_abs()).ok()?;
    let letter = if index < 0 {
        text.chars().rev().nth(place - 1)
    } else {
        text.chars().nth(place)
    };
    letter.map(|letter| String::from(letter).into())
}

/// Whether an item can be asked for properties.
pub(super) fn takes_brackets(item: &Value<'_>) -> bool {
    matches!(
        item,
        Value::Object(_) | Value::Text(_) | Value::List(_) | Value::Integer(_) | Value::Big(_)
    )
}

/// The property of an item; none when it has no properties.
///
/// # Errors
/// When such an item has no such property.
pub(super) fn fetched<'v>(
    item: &Value<'v>,
    property: &Value<'v>,
) -> Result<Option<Value<'v>>, String> {
    match fetch(item, property) {
        Fetched::Value(value) => Ok(Some(value)),
        NoProperties => Ok(None),
        NotAProperty => Err(format!("`{item}` has no property `{property}`")),
    }
}
