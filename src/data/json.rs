//! Reads a line of JSON into the cells of the wanted columns, and nothing else.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use foldhash::fast::FixedState;
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::cell::Cell;
use super::problem::Fault;

/// Where the value of a wanted key goes.
pub(super) type Wanted = HashMap<String, Vec<usize>, FixedState>;

/// Fills `cells` from the object in `line`.
///
/// # Errors
/// When the line is not one JSON object.
pub(super) fn row<'a>(
    line: &'a [u8],
    wanted: &Wanted,
    cells: &mut [Cell<'a>],
) -> Result<(), serde_json::Error> {
    let mut parser = serde_json::Deserializer::from_slice(line);
    Row { wanted, cells }.deserialize(&mut parser)?;
    parser.end()
}

/// The cells of the JSON array in `text`.
pub(super) fn list(text: &str) -> Result<Vec<Cell<'static>>, Fault> {
    let mut parser = serde_json::Deserializer::from_str(text);
    let list = Value.deserialize(&mut parser);
    match (list, parser.end()) {
        (Ok(Cell::List(items)), Ok(())) => Ok(items.into_iter().map(Cell::into_owned).collect()),
        _ => Err(Fault::Type),
    }
}

struct Row<'r, 'a> {
    wanted: &'r Wanted,
    cells: &'r mut [Cell<'a>],
}

impl<'a> DeserializeSeed<'a> for Row<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Row<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(columns) = map.next_key_seed(Key(self.wanted))? {
            let Some((last, others)) = columns.split_last() else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = map.next_value_seed(Value)?;
            for column in others {
                self.cells[*column] = value.clone();
            }
            self.cells[*last] = value;
        }
        Ok(())
    }
}

/// Looks up which columns a key fills without keeping the key.
struct Key<'r>(&'r Wanted);

impl<'a, 'r> DeserializeSeed<'a> for Key<'r> {
    type Value = &'r [usize];

    fn deserialize<D: Deserializer<'a>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'r> Visitor<'_> for Key<'r> {
    type Value = &'r [usize];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.get(key).map_or(&[], Vec::as_slice))
    }
}

struct Value;

impl<'a> DeserializeSeed<'a> for Value {
    type Value = Cell<'a>;

    fn deserialize<D: Deserializer<'a>>(self, from: D) -> Result<Cell<'a>, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Value {
    type Value = Cell<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Cell<'a>, E> {
        Ok(Cell::Missing)
    }

    fn visit_bool<E: Error>(self, yes: bool) -> Result<Cell<'a>, E> {
        Ok(Cell::YesNo(yes))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Cell<'a>, E> {
        Ok(Cell::Integer(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Cell<'a>, E> {
        let whole = i64::try_from(number).map(Cell::Integer);
        Ok(whole.unwrap_or_else(|_| Cell::text(number.to_string())))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Cell<'a>, E> {
        Ok(Cell::Float(number))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'a str) -> Result<Cell<'a>, E> {
        Ok(Cell::text(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cell<'a>, E> {
        Ok(Cell::text(text.to_owned()))
    }

    fn visit_seq<S: SeqAccess<'a>>(self, mut items: S) -> Result<Cell<'a>, S::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Value)? {
            list.push(item);
        }
        Ok(Cell::List(list))
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<Cell<'a>, M::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cell::Foreign("an object"))
    }
}

/// The keys of the object in `line`, each with whether its value is a list; none when the line is
/// not an object.
pub(super) fn keys(line: &[u8]) -> Vec<(String, bool)> {
    let mut parser = serde_json::Deserializer::from_slice(line);
    parser.deserialize_map(Keys).unwrap_or_default()
}

struct Keys;

impl<'a> Visitor<'a> for Keys {
    type Value = Vec<(String, bool)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut keys = Vec::new();
        while let Some(key) = map.next_key::<Cow<'a, str>>()? {
            let list = matches!(map.next_value_seed(Value)?, Cell::List(_));
            keys.push((key.into_owned(), list));
        }
        Ok(keys)
    }
}
