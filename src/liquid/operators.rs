//! What values mean to templates: truth, comparison, properties, printing.

use std::cmp::Ordering;
use std::fmt;

use super::Value;

impl Value {
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
    pub(super) fn property(&self, name: &str) -> Self {
        match self {
            Self::Object(entries) => {
                let found = entries.iter().find(|(key, _)| **key == *name);
                match found {
                    Some((_, value)) => value.clone(),
                    None if name == "size" => Self::Integer(entries.len() as i64),
                    None => Self::Nil,
                }
            }
            Self::List(items) => match name {
                "first" => items.first().cloned().unwrap_or(Self::Nil),
                "last" => items.last().cloned().unwrap_or(Self::Nil),
                "size" => Self::Integer(items.len() as i64),
                _ => Self::Nil,
            },
            Self::Text(text) if name == "size" => Self::Integer(text.chars().count() as i64),
            _ => Self::Nil,
        }
    }

    /// The item at `index`, from the end when negative, or the property it names.
    pub(super) fn at(&self, index: &Self) -> Self {
        match (self, index) {
            (Self::List(items), Self::Integer(index)) => {
                let place = if *index < 0 {
                    items.len().checked_sub(index.unsigned_abs() as usize)
                } else {
                    usize::try_from(*index).ok()
                };
                let item = place.and_then(|place| items.get(place));
                item.cloned().unwrap_or(Self::Nil)
            }
            (_, Self::Text(name)) => self.property(name),
            _ => Self::Nil,
        }
    }

    /// Liquid's `==`: of one kind and the same; numbers by value.
    pub(super) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => a == b,
            (Self::Integer(_) | Self::Float(_), Self::Integer(_) | Self::Float(_)) => {
                self.to_number() == other.to_number()
            }
            (Self::List(a), Self::List(b)) => {
                a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.equals(b))
            }
            // a literal in a template is the only way to write a date
            (Self::Date(_) | Self::Time(_), Self::Text(text))
            | (Self::Text(text), Self::Date(_) | Self::Time(_)) => {
                let date = if matches!(self, Self::Text(_)) {
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
    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => Some(a.cmp(b)),
            (Self::Integer(_) | Self::Float(_), Self::Integer(_) | Self::Float(_)) => {
                self.to_number()?.partial_cmp(&other.to_number()?)
            }
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(b)),
            (Self::Time(a), Self::Time(b)) => Some(a.cmp(b)),
            (Self::Date(_) | Self::Time(_), Self::Text(text)) => {
                Some(self.to_string().as_str().cmp(text))
            }
            (Self::Text(text), Self::Date(_) | Self::Time(_)) => {
                Some((**text).cmp(other.to_string().as_str()))
            }
            _ => None,
        }
    }

    /// Whether `other` is an item, a part of the text, or a key.
    pub(super) fn contains(&self, other: &Self) -> bool {
        match self {
            Self::Text(text) => *other != Self::Nil && text.contains(&other.to_string()),
            Self::List(items) => items.iter().any(|item| item.equals(other)),
            Self::Object(entries) => {
                matches!(other, Self::Text(name) if entries.iter().any(|(key, _)| key == name))
            }
            _ => false,
        }
    }
}

/// As `{{ }}` prints it, before escaping.
impl fmt::Display for Value {
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
                    .map(|(key, value)| format!("\"{key}\" => {}", Inspected(value)));
                write!(f, "{{{}}}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// A value inside a printed object.
struct Inspected<'a>(&'a Value);

impl fmt::Display for Inspected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Nil => f.write_str("nil"),
            Value::Text(text) => write!(f, "{text:?}"),
            Value::List(items) => {
                let items = items.iter().map(|item| Inspected(item).to_string());
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
