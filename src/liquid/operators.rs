//! What values mean to templates: truth, comparison, properties, printing. All as in Ruby, whose
//! values the reference engine's are.

use std::cmp::Ordering;
use std::fmt;

use super::number::{Number, ruby_float};
use super::{Text, Value};

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
            Self::Text(text) => text.chars().all(|c| matches!(c, '\t'..='\r' | ' ')),
            other => !other.is_truthy() || other.is_empty(),
        }
    }

    /// A number, or a text that is one.
    pub(super) fn to_number(&self) -> Option<f64> {
        match self {
            Self::Integer(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            Self::Big(_) => Some(Number::of(self).to_float()),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// What `.name` takes: what stands under the name, or else `size`, `first` and `last`.
    pub(super) fn property(&self, name: &str) -> Value<'a> {
        if let Self::Object(entries) = self
            && let Some(value) = entries.get(name)
        {
            return value;
        }
        match name {
            "size" => self.size().map_or(Value::Nil, Value::Integer),
            "first" => self.first(),
            "last" => self.last(),
            _ => Value::Nil,
        }
    }

    /// What `["name"]` takes: what stands under the name.
    pub(super) fn key(&self, name: &str) -> Value<'a> {
        match self {
            Self::Object(entries) => entries.get(name).unwrap_or(Value::Nil),
            _ => Value::Nil,
        }
    }

    /// Items, entries, characters, or bytes of a number.
    pub(super) fn size(&self) -> Option<i64> {
        Some(match self {
            Self::Text(text) => text.chars().count() as i64,
            Self::List(items) => items.len() as i64,
            Self::Object(entries) => entries.len() as i64,
            Self::Range(first, last) => last.saturating_sub(*first).saturating_add(1).max(0),
            Self::Integer(_) => 8,
            Self::Big(number) => number.bits().div_ceil(8) as i64,
            _ => return None,
        })
    }

    /// The first item, entry or character.
    pub(super) fn first(&self) -> Value<'a> {
        match self {
            Self::List(items) => items.get(0).unwrap_or(Value::Nil),
            Self::Object(entries) => entries
                .at(0)
                .map_or(Value::Nil, |(name, value)| pair(name, value)),
            Self::Range(first, _) => Value::Integer(*first),
            Self::Text(text) => character(text.chars().next()),
            _ => Value::Nil,
        }
    }

    /// The last item or character.
    pub(super) fn last(&self) -> Value<'a> {
        match self {
            Self::List(items) => items.iter().next_back().unwrap_or(Value::Nil),
            Self::Range(_, last) => Value::Integer(*last),
            Self::Text(text) => character(text.chars().next_back()),
            _ => Value::Nil,
        }
    }

    /// The item at `index`, from the end when negative, or what stands under the name.
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
            (_, Value::Text(name)) => self.key(name),
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
            (Value::Object(a), Value::Object(b)) => {
                let same = |(name, value): (Text<'_>, Value<'_>)| {
                    b.get(&name).is_some_and(|other| value.equals(&other))
                };
                a.len() == b.len() && a.iter().all(same)
            }
            // a literal in a template is the only way to write a date
            (Value::Date(_) | Value::Time(_), Value::Text(text)) => self.to_string() == **text,
            (Value::Text(text), Value::Date(_) | Value::Time(_)) => other.to_string() == **text,
            (a, b) => a == b,
        }
    }

    /// The order of two values; none when they have no order.
    pub(super) fn compare(&self, other: &Value<'_>) -> Option<Ordering> {
        match (self, other) {
            (Value::Integer(a), Value::Integer(b)) => Some(a.cmp(b)),
            (Value::Float(a), Value::Float(b)) if !a.is_nan() && !b.is_nan() => a.partial_cmp(b),
            (Value::Integer(a), Value::Float(b)) if is_exact(*a) && !b.is_nan() => {
                (*a as f64).partial_cmp(b)
            }
            (Value::Float(a), Value::Integer(b)) if is_exact(*b) && !a.is_nan() => {
                a.partial_cmp(&(*b as f64))
            }
            (a, b) if a.is_number() && b.is_number() => Some(Number::of(a).compare(&Number::of(b))),
            (Value::Text(a), Value::Text(b)) => Some((**a).cmp(&**b)),
            (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
            (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
            (Value::Date(_) | Value::Time(_), Value::Text(text)) => {
                Some(self.to_string().as_str().cmp(text))
            }
            (Value::Text(text), Value::Date(_) | Value::Time(_)) => {
                Some((**text).cmp(other.to_string().as_str()))
            }
            (Value::List(a), Value::List(b)) => {
                let mut pairs = a.iter().zip(b.iter());
                let found = pairs.find_map(|(a, b)| match a.compare(&b) {
                    Some(Ordering::Equal) => None,
                    order => Some(order),
                });
                found.unwrap_or_else(|| Some(a.len().cmp(&b.len())))
            }
            (a, b) => a.equals(b).then_some(Ordering::Equal),
        }
    }

    /// The order that `<` and its like ask for; none when a side has none.
    ///
    /// # Errors
    /// When numbers meet texts.
    pub(super) fn order(&self, other: &Value<'_>) -> Result<Option<Ordering>, String> {
        let has_order = |value: &Value<'_>| {
            let is_date = matches!(value, Value::Date(_) | Value::Time(_));
            value.is_number() || is_date || matches!(value, Value::Text(_))
        };
        if !has_order(self) || !has_order(other) {
            return Ok(None);
        }
        match self.compare(other) {
            None if !self.is_number() || !other.is_number() => {
                Err(format!("cannot compare `{self}` with `{other}`"))
            }
            order => Ok(order),
        }
    }

    /// Whether it is a number.
    pub(super) fn is_number(&self) -> bool {
        matches!(self, Self::Integer(_) | Self::Float(_) | Self::Big(_))
    }

    /// Whether `other` is an item, a part of the text, or a key.
    pub(super) fn contains(&self, other: &Value<'_>) -> bool {
        if !other.is_truthy() {
            return false;
        }
        match (self, other) {
            (Value::Text(text), Value::Text(part)) => text.contains(&**part),
            (Value::Text(text), other) => text.contains(&Inspected(other).to_string()),
            (Value::List(items), _) => items.iter().any(|item| item.equals(other)),
            (Value::Object(entries), Value::Text(name)) => entries.get(name).is_some(),
            (Value::Range(first, last), _) if other.is_number() => {
                let number = Number::of(other);
                number.is_at_least(*first) && number.is_at_most(*last)
            }
            _ => false,
        }
    }

    /// The text that Ruby's `to_s` makes of it, as filters take it: unlike in an output, a list
    /// shows its brackets.
    pub(super) fn to_text(&self) -> Text<'a> {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(_) => Inspected(self).to_string().into(),
            other => other.to_string().into(),
        }
    }
}

/// Whether a float can be that number.
fn is_exact(number: i64) -> bool {
    number.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS
}

/// A name and its value, as loops over objects have them.
pub(super) fn pair<'a>(name: Text<'a>, value: Value<'a>) -> Value<'a> {
    Value::List(vec![Value::Text(name), value].into())
}

fn character(c: Option<char>) -> Value<'static> {
    c.map_or_else(String::new, String::from).into()
}

/// As `{{ }}` prints it, before escaping.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nil => Ok(()),
            Self::Bool(yes) => write!(f, "{yes}"),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Big(number) => write!(f, "{number}"),
            Self::Float(number) => ruby_float(*number, f),
            Self::Range(first, last) => write!(f, "{first}..{last}"),
            Self::Text(text) => f.write_str(text),
            Self::Date(date) => write!(f, "{date}"),
            Self::Time(time) => write!(f, "{}", time.strftime("%Y-%m-%d %H:%M:%S %z")),
            Self::List(items) => items.iter().try_for_each(|item| write!(f, "{item}")),
            Self::Object(_) => Inspected(self).fmt(f),
        }
    }
}

/// A value as Ruby's `inspect` shows it.
struct Inspected<'a, 'v>(&'a Value<'v>);

impl fmt::Display for Inspected<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Nil => f.write_str("nil"),
            Value::Text(text) => inspect(text, f),
            Value::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    f.write_str(if index > 0 { ", " } else { "" })?;
                    Inspected(&item).fmt(f)?;
                }
                f.write_str("]")
            }
            Value::Object(entries) => {
                f.write_str("{")?;
                for (index, (name, value)) in entries.iter().enumerate() {
                    f.write_str(if index > 0 { ", " } else { "" })?;
                    inspect(&name, f)?;
                    write!(f, "=>{}", Inspected(&value))?;
                }
                f.write_str("}")
            }
            other => write!(f, "{other}"),
        }
    }
}

/// A text as Ruby's `inspect` quotes it.
fn inspect(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            '#' if matches!(letters.peek(), Some('{' | '$' | '@')) => f.write_str("\\#")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '\x0C' => f.write_str("\\f")?,
            '\x0B' => f.write_str("\\v")?,
            '\x08' => f.write_str("\\b")?,
            '\x07' => f.write_str("\\a")?,
            '\x1B' => f.write_str("\\e")?,
            c if c.is_control() => write!(f, "\\x{:02X}", u32::from(c))?,
            c => write!(f, "{c}")?,
        }
    }
    f.write_str("\"")
}
