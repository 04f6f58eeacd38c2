//! Values as templates see them: lent by the row that is printed, or made on the way.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use num_bigint::BigInt;
use serde_json::{Map, Value as Json};

use super::kept::Kept;

/// A value given to a template. What lives for `'a` is lent, not copied.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Missing; prints nothing.
    Nil,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A whole number that does not fit.
    Big(Arc<BigInt>),
    /// A number.
    Float(f64),
    /// Whole numbers from the first to the second.
    Range(i64, i64),
    /// A text.
    Text(Text<'a>),
    /// A calendar date.
    Date(jiff::civil::Date),
    /// A moment in the zone it is shown in.
    Time(Arc<jiff::Zoned>),
    /// A list.
    List(List<'a>),
    /// Names and values in a fixed order.
    Object(Object<'a>),
}

/// A text, lent or shared.
#[derive(Clone)]
pub enum Text<'a> {
    /// As long as the row lives.
    Lent(&'a str),
    /// As long as anybody wants it.
    Shared(Arc<str>),
}

/// A list, lent, shared, or inside JSON.
#[derive(Clone)]
pub enum List<'a> {
    /// As long as the row lives.
    Lent(&'a [Value<'a>]),
    /// As long as anybody wants it.
    Shared(Arc<[Value<'a>]>),
    /// Read in place.
    Json(&'a [Json]),
}

/// Values by name, lent, shared, or inside JSON.
#[derive(Clone)]
pub enum Object<'a> {
    /// As long as the row lives.
    Lent(&'a Record<'a>),
    /// As long as anybody wants it.
    Shared(Arc<Record<'a>>),
    /// Read in place.
    Json(&'a Map<String, Json>),
}

/// The values of an object; many records share their names.
#[derive(Debug)]
pub struct Record<'a> {
    names: Arc<[Arc<str>]>,
    values: Box<[Value<'a>]>,
    /// What loops printed of it, when many rows share it.
    kept: Option<Kept>,
}

impl<'a> Value<'a> {
    /// The same value without a copy, for as long as this one stays.
    #[inline]
    pub fn lend<'s>(&'s self) -> Value<'s>
    where
        'a: 's,
    {
        match self {
            Self::Nil => Value::Nil,
            Self::Bool(yes) => Value::Bool(*yes),
            Self::Integer(number) => Value::Integer(*number),
            Self::Big(number) => Value::Big(Arc::clone(number)),
            Self::Float(number) => Value::Float(*number),
            Self::Range(first, last) => Value::Range(*first, *last),
            Self::Text(text) => Value::Text(Text::Lent(text)),
            Self::Date(date) => Value::Date(*date),
            Self::Time(time) => Value::Time(Arc::clone(time)),
            Self::List(List::Lent(items)) => Value::List(List::Lent(items)),
            Self::List(List::Shared(items)) => Value::List(List::Lent(items)),
            Self::List(List::Json(items)) => Value::List(List::Json(items)),
            Self::Object(Object::Lent(record)) => Value::Object(Object::Lent(record)),
            Self::Object(Object::Shared(record)) => Value::Object(Object::Lent(record)),
            Self::Object(Object::Json(map)) => Value::Object(Object::Json(map)),
        }
    }

    /// A value that outlives what it was read from.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Nil => Value::Nil,
            Self::Bool(yes) => Value::Bool(yes),
            Self::Integer(number) => Value::Integer(number),
            Self::Float(number) => Value::Float(number),
            Self::Big(number) => Value::Big(number),
            Self::Range(first, last) => Value::Range(first, last),
            Self::Text(Text::Shared(text)) => Value::Text(Text::Shared(text)),
            Self::Text(Text::Lent(text)) => Value::text(text),
            Self::Date(date) => Value::Date(date),
            Self::Time(time) => Value::Time(time),
            Self::List(items) => Value::List(items.iter().map(Value::into_owned).collect()),
            Self::Object(object) => {
                let entries = object.iter();
                Value::Object(
                    entries
                        .map(|(name, value)| (name.to_string(), value.into_owned()))
                        .collect(),
                )
            }
        }
    }

    /// The text in it.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A text of its own.
    pub fn text(text: impl Into<Arc<str>>) -> Value<'static> {
        Value::Text(Text::Shared(text.into()))
    }

    /// A whole number of any size.
    pub fn whole(number: BigInt) -> Value<'static> {
        match i64::try_from(&number) {
            Ok(number) => Value::Integer(number),
            Err(_) => Value::Big(Arc::new(number)),
        }
    }

    /// A moment.
    pub fn time(time: jiff::Zoned) -> Value<'static> {
        Value::Time(Arc::new(time))
    }
}

impl<'a> From<&'a Json> for Value<'a> {
    /// Reads JSON in place.
    fn from(json: &'a Json) -> Self {
        match json {
            Json::Null => Self::Nil,
            Json::Bool(yes) => Self::Bool(*yes),
            Json::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(whole), _) => Self::Integer(whole),
                (None, Some(whole)) => Self::whole(whole.into()),
                (None, None) => Self::Float(number.as_f64().unwrap_or_default()),
            },
            Json::String(text) => Self::Text(Text::Lent(text)),
            Json::Array(items) => Self::List(List::Json(items)),
            Json::Object(map) => Self::Object(Object::Json(map)),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Text::Lent(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Text::Shared(text.into()))
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Lent(text) => text,
            Self::Shared(text) => text,
        }
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self::Lent(text)
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self::Shared(text.into())
    }
}

impl From<Arc<str>> for Text<'_> {
    fn from(text: Arc<str>) -> Self {
        Self::Shared(text)
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<'a> List<'a> {
    /// Number of items.
    pub fn len(&self) -> usize {
        match self {
            Self::Lent(items) => items.len(),
            Self::Shared(items) => items.len(),
            Self::Json(items) => items.len(),
        }
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at `index`, from 0.
    pub fn get(&self, index: usize) -> Option<Value<'a>> {
        match self {
            Self::Lent(items) => items.get(index).map(Value::lend),
            Self::Shared(items) => items.get(index).cloned(),
            Self::Json(items) => items.get(index).map(Value::from),
        }
    }

    /// The items in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Value<'a>> + ExactSizeIterator + '_ {
        (0..self.len()).map(|index| self.get(index).unwrap_or(Value::Nil))
    }
}

impl<'a> FromIterator<Value<'a>> for List<'a> {
    fn from_iter<T: IntoIterator<Item = Value<'a>>>(items: T) -> Self {
        Self::Shared(items.into_iter().collect())
    }
}

impl<'a> From<Vec<Value<'a>>> for List<'a> {
    fn from(items: Vec<Value<'a>>) -> Self {
        Self::Shared(items.into())
    }
}

impl PartialEq for List<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other.iter()).all(|(a, b)| a == b)
    }
}

impl fmt::Debug for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a> Record<'a> {
    /// The record of `values`, which are as many as `names`.
    pub fn new(names: Arc<[Arc<str>]>, values: Vec<Value<'a>>) -> Self {
        debug_assert_eq!(names.len(), values.len());
        Self {
            names,
            values: values.into(),
            kept: None,
        }
    }

    /// A record that many rows share, as one of a catalog: what a loop prints of it is kept for the
    /// next row, when nothing else of a row is in it.
    pub fn lasting(names: Arc<[Arc<str>]>, values: Vec<Value<'a>>) -> Self {
        Self {
            kept: Some(Kept::default()),
            ..Self::new(names, values)
        }
    }

    pub(super) fn kept(&self) -> Option<&Kept> {
        self.kept.as_ref()
    }

    /// The names, which other records may share.
    pub fn names(&self) -> &Arc<[Arc<str>]> {
        &self.names
    }

    /// The values, in the order of the names.
    pub fn values(&self) -> &[Value<'a>] {
        &self.values
    }

    /// The place of a name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| **known == *name)
    }
}

impl Clone for Record<'_> {
    fn clone(&self) -> Self {
        Self {
            names: Arc::clone(&self.names),
            values: self.values.clone(),
            kept: self.kept.as_ref().map(|_| Kept::default()),
        }
    }
}

impl PartialEq for Record<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.names == other.names && self.values == other.values
    }
}

impl<'a> Object<'a> {
    /// Number of names.
    pub fn len(&self) -> usize {
        match self {
            Self::Lent(record) => record.values.len(),
            Self::Shared(record) => record.values.len(),
            Self::Json(map) => map.len(),
        }
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value called `name`.
    pub fn get(&self, name: &str) -> Option<Value<'a>> {
        match self {
            Self::Lent(record) => record.values.get(record.position(name)?).map(Value::lend),
            Self::Shared(record) => record.values.get(record.position(name)?).cloned(),
            Self::Json(map) => map.get(name).map(Value::from),
        }
    }

    /// The name and value at `index`, from 0.
    pub fn at(&self, index: usize) -> Option<(Text<'a>, Value<'a>)> {
        match self {
            Self::Lent(record) => {
                let value = record.values.get(index)?.lend();
                Some((Text::Lent(record.names.get(index)?), value))
            }
            Self::Shared(record) => {
                let name = Arc::clone(record.names.get(index)?);
                Some((Text::Shared(name), record.values.get(index)?.clone()))
            }
            Self::Json(map) => {
                let (name, value) = map.iter().nth(index)?;
                Some((Text::Lent(name), value.into()))
            }
        }
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Text<'a>, Value<'a>)> + '_ {
        let missing = || (Text::Lent(""), Value::Nil);
        (0..self.len()).map(move |index| self.at(index).unwrap_or_else(missing))
    }
}

impl<'a, N: Into<Arc<str>>> FromIterator<(N, Value<'a>)> for Object<'a> {
    fn from_iter<T: IntoIterator<Item = (N, Value<'a>)>>(entries: T) -> Self {
        let entries = entries
            .into_iter()
            .map(|(name, value)| (name.into(), value));
        let (names, values): (Vec<Arc<str>>, Vec<Value<'a>>) = entries.unzip();
        Self::Shared(Arc::new(Record::new(names.into(), values)))
    }
}

impl PartialEq for Object<'_> {
    /// The same names with the same values, in any order.
    fn eq(&self, other: &Self) -> bool {
        let same = |(name, value): (Text<'_>, Value<'_>)| other.get(&name) == Some(value);
        self.len() == other.len() && self.iter().all(same)
    }
}

impl fmt::Debug for Object<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.iter().map(|(name, value)| (name.to_string(), value));
        f.debug_map().entries(entries).finish()
    }
}
