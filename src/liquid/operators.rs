//! What values mean to templates: truth, comparison, properties, printing.

use std::cmp::Ordering;
use std::fmt;

use super::Value;

impl<'a> Value<'a> {
    /// Neither missing nor false.
    pub(super) fn is_truthy(&self) -> bool {
        !matches!(self, Self::Nil | Self::Bool(false))
    }

    /// A text, list or object without content.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Object(entries) => entries.is_empty(),
            _ => false,
        }
    }

    /// Empty, missing, false, or white space only.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            other => !other.is_truthy() || other.is_empty(),
        }
    }

    /// A number, or a text that is one.
    pub(super) fn to_number(&self) -> Option<f64> {
        match self {
            Self::Integer(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// What stands under `name`; missing when there is no such thing.
    pub(super) fn property(&self, name: &str) -> Value<'a> {
        match self {
            Self::Object(entries) => match entries.get(name) {
                Some(value) => value,
                None if name == "size" => Self::Integer(entries.len() as i64),
                None => Self::Nil,
            },
            Self::List(items) => match name {
                "first" => items.get(0).unwrap_or(Self::Nil),
                "last" => items.iter().next_back().unwrap_or(Self::Nil),
                "size" => Self::Integer(items.len() as i64),
                _ => Self::Nil,
            },
            Self::Text(text) if name == "size" => Self::Integer(text.chars().count() as i64),
            _ => Self::Nil,
        }
    }

    /// The item at `index`, from the end when negative, or the property it names.
    pub(super) fn at(&self, index: &Value<'_>) -> Value<'a> {
        match (self, index) {
            (Self::List(items), Value::Integer(index)) => {
                let place = if *index < 0 {
                    items.len().checked_sub(index.unsigned_abs() as usize)
                } else {
                    usize::try_from(*index).ok()
                };
                let item = place.and_then(|place| items.get(place));
                item.unwrap_or(Self::Nil)
            }
            (_, Value::Text(name)) => self.property(name),
            _ => Self::Nil,
        }
    }

    /// Liquid's `==`: of one kind and the same; numbers by value.
    pub(super) fn equals(&self, other: &Value<'_>) -> bool {
        match (self, other) {
            (Value::Integer(a), Value::Integer(b)) => a == b,
            (Value::Integer(_) | Value::Float(_), Value::Integer(_) | Value::Float(_)) => {
                self.to_number() == other.to_number()
            }
            (Value::List(a), Value::List(b)) => {
                a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.equals(&b))
            }
            // a literal in a template is the only way to write a date
            (Value::Date(_) | Value::Time(_), Value::Text(text))
            | (Value::Text(text), Value::Date(_) | Value::Time(_)) => {
                let date = if matches!(self, Value::Text(_)) {
                    other
                } else {
                    self
                };
                date.to_string() == **text
            }
            (a, b) => a == b,
        }
    }

    /// The order of two values; none when they have no order.
    pub(super) fn compare(&self, other: &Value<'_>) -> Option<Ordering> {
        match (self, other) {
            (Value::Integer(a), Value::Integer(b)) => Some(a.cmp(b)),
            (Value::Integer(_) | Value::Float(_), Value::Integer(_) | Value::Float(_)) => {
                self.to_number()?.partial_cmp(&other.to_number()?)
            }
            (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
            (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
            (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
            (Value::Date(_) | Value::Time(_), Value::Text(text)) => {
                Some(self.to_string().as_str().cmp(text))
            }
            (Value::Text(text), Value::Date(_) | Value::Time(_)) => {
                Some((**text).cmp(other.to_string().as_str()))
            }
            _ => None,
        }
    }

    /// Whether `other` is an item, a part of the text, or a key.
    pub(super) fn contains(&self, other: &Value<'_>) -> bool {
        match self {
            Value::Text(text) => *other != Value::Nil && text.contains(&other.to_string()),
            Value::List(items) => items.iter().any(|item| item.equals(other)),
            Value::Object(entries) => {
                matches!(other, Value::Text(name) if entries.get(name).is_some())
            }
            _ => false,
        }
    }
}

/// As `{{ }}` prints it, before escaping.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nil => Ok(()),
            Self::Bool(yes) => write!(f, "{yes}"),
            Self::Integer(number) => write!(f, "{number}"),
            // the debug form keeps `.0`, as the reference engine does
            Self::Float(number) => write!(f, "{number:?}"),
            Self::Text(text) => f.write_str(text),
            Self::Date(date) => write!(f, "{date}"),
            Self::Time(time) => write!(f, "{}", time.strftime("%Y-%m-%d %H:%M:%S %z")),
            Self::List(items) => items.iter().try_for_each(|item| write!(f, "{item}")),
            Self::Object(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, value)| format!("\"{}\" => {}", &*key, Inspected(&value)));
                write!(f, "{{{}}}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// A value inside a printed object.
struct Inspected<'a>(&'a Value<'a>);

impl fmt::Display for Inspected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Nil => f.write_str("nil"),
            Value::Text(text) => write!(f, "{:?}", &**text),
            Value::List(items) => {
                let items = items.iter().map(|item| Inspected(&item).to_string());
                write!(f, "[{}]", items.collect::<Vec<_>>().join(", "))
            }
            other => write!(f, "{other}"),
        }
    }
}

/// Appends `text` with HTML's special characters as entities.
pub(super) fn escape_html(text: &str, out: &mut Vec<u8>) {
    for byte in text.bytes() {
        match byte {
            b'&' => out.extend_from_slice(b"&amp;"),
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            b'"' => out.extend_from_slice(b"&quot;"),
            b'\'' => out.extend_from_slice(b"&#39;"),
            other => out.push(other),
        }
    }
}
