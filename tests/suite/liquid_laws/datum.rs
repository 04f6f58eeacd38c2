//! Values as the interpreter has them: owned, and without any way to save work. What they mean is
//! what Ruby's values mean.

use std::cmp::Ordering;

use jiff::Zoned;
use jiff::civil::Date;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Datum {
    Nil,
    Bool(bool),
    Whole(i128),
    Float(f64),
    Text(String),
    Date(Date),
    Time(Zoned),
    Range(i64, i64),
    List(Vec<Datum>),
    Object(Vec<(String, Datum)>),
}

impl Datum {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(super) fn is_truthy(&self) -> bool {
        !matches!(self, Self::Nil | Self::Bool(false))
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Object(entries) => entries.is_empty(),
            _ => false,
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Nil | Self::Bool(false) => true,
            other => other.is_empty(),
        }
    }

    /// As an output prints it.
    pub(super) fn printed(&self) -> String {
        match self {
            Self::Nil => String::new(),
            Self::Bool(yes) => yes.to_string(),
            Self::Whole(number) => number.to_string(),
            Self::Float(number) => float(*number),
            Self::Text(text) => text.clone(),
            Self::Date(date) => date.to_string(),
            Self::Time(time) => time.strftime("%Y-%m-%d %H:%M:%S %z").to_string(),
            Self::Range(first, last) => format!("{first}..{last}"),
            Self::List(items) => items.iter().map(Self::printed).collect(),
            Self::Object(_) => self.inspected(),
        }
    }

    /// As filters take it for a text.
    pub(super) fn as_text(&self) -> String {
        match self {
            Self::List(_) => self.inspected(),
            other => other.printed(),
        }
    }

    fn inspected(&self) -> String {
        match self {
            Self::Nil => "nil".to_owned(),
            Self::Text(text) => quoted(text),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::inspected).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Object(entries) => {
                let entries: Vec<String> = entries
                    .iter()
                    .map(|(name, value)| format!("{}=>{}", quoted(name), value.inspected()))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }
            other => other.printed(),
        }
    }

    /// The names and values of an object.
    pub(super) fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Object(entries) => entries,
            _ => &[],
        }
    }

    pub(super) fn entry(&self, name: &str) -> Option<&Self> {
        let Self::Object(entries) = self else {
            return None;
        };
        let mut entries = entries.iter();
        entries
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// `.name`
    pub(super) fn property(&self, name: &str) -> Self {
        if let Some(value) = self.entry(name) {
            return value.clone();
        }
        match name {
            "size" => self.size().map_or(Self::Nil, Self::Whole),
            "first" => self.first(),
            "last" => self.last(),
            _ => Self::Nil,
        }
    }

    /// `["name"]`
    pub(super) fn key(&self, name: &str) -> Self {
        self.entry(name).cloned().unwrap_or(Self::Nil)
    }

    /// `[index]`
    pub(super) fn at(&self, index: &Self) -> Self {
        match (self, index) {
            (Self::List(items), Self::Whole(index)) => {
                let length = items.len() as i128;
                let place = if *index < 0 { length + index } else { *index };
                let place = usize::try_from(place).ok();
                place
                    .and_then(|place| items.get(place))
                    .cloned()
                    .unwrap_or(Self::Nil)
            }
            (_, Self::Text(name)) => self.key(name),
            _ => Self::Nil,
        }
    }

    pub(super) fn size(&self) -> Option<i128> {
        match self {
            Self::Text(text) => Some(text.chars().count() as i128),
            Self::List(items) => Some(items.len() as i128),
            Self::Object(entries) => Some(entries.len() as i128),
            Self::Range(first, last) => Some(i128::from((last - first + 1).max(0))),
            // in bytes, of which a small one has eight
            Self::Whole(number) => {
                let bits = 128 - number.unsigned_abs().leading_zeros();
                Some(i128::from(bits.div_ceil(8).max(8)))
            }
            _ => None,
        }
    }

    pub(super) fn first(&self) -> Self {
        match self {
            Self::List(items) => items.first().cloned().unwrap_or(Self::Nil),
            Self::Object(entries) => entries.first().map_or(Self::Nil, pair),
            Self::Range(first, _) => Self::Whole((*first).into()),
            Self::Text(text) => {
                Self::Text(text.chars().next().map_or_else(String::new, String::from))
            }
            _ => Self::Nil,
        }
    }

    pub(super) fn last(&self) -> Self {
        match self {
            Self::List(items) => items.last().cloned().unwrap_or(Self::Nil),
            Self::Range(_, last) => Self::Whole((*last).into()),
            Self::Text(text) => Self::Text(
                text.chars()
                    .next_back()
                    .map_or_else(String::new, String::from),
            ),
            _ => Self::Nil,
        }
    }

    /// What a loop goes through.
    pub(super) fn items(&self) -> Vec<Self> {
        match self {
            Self::List(items) => items.clone(),
            Self::Range(first, last) => (*first..=*last)
                .map(|number| Self::Whole(number.into()))
                .collect(),
            Self::Object(entries) => entries.iter().map(pair).collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Whole(whole), Self::Float(float)) | (Self::Float(float), Self::Whole(whole)) => {
                #[expect(clippy::float_cmp, reason = "numbers are equal or not")]
                let same = *whole as f64 == *float;
                same
            }
            (Self::List(a), Self::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals(b))
            }
            (Self::Object(a), Self::Object(b)) => {
                let same = |(name, value): &(String, Self)| {
                    other.entry(name).is_some_and(|other| value.equals(other))
                };
                a.len() == b.len() && a.iter().all(same)
            }
            // a template has no other way to write a date
            (Self::Date(_) | Self::Time(_), Self::Text(text)) => self.printed() == *text,
            (Self::Text(text), Self::Date(_) | Self::Time(_)) => other.printed() == *text,
            _ => self == other,
        }
    }

    /// The order of two values: none when one has no order, an error when they have none together.
    pub(super) fn order(&self, other: &Self) -> Result<Option<Ordering>, ()> {
        Ok(match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => Some(a.cmp(b)),
            (Self::Whole(a), Self::Float(b)) => (*a as f64).partial_cmp(b),
            (Self::Float(a), Self::Whole(b)) => a.partial_cmp(&(*b as f64)),
            (Self::Float(a), Self::Float(b)) => a.partial_cmp(b),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(b)),
            (Self::Time(a), Self::Time(b)) => Some(a.cmp(b)),
            (Self::Date(_) | Self::Time(_), Self::Text(text)) => Some(self.printed().cmp(text)),
            (Self::Text(text), Self::Date(_) | Self::Time(_)) => Some(text.cmp(&other.printed())),
            _ if self.has_order() && other.has_order() => return Err(()),
            _ => None,
        })
    }

    fn has_order(&self) -> bool {
        let is_number = matches!(self, Self::Whole(_) | Self::Float(_));
        is_number || matches!(self, Self::Text(_) | Self::Date(_) | Self::Time(_))
    }

    pub(super) fn contains(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::Nil | Self::Bool(false)) => false,
            (Self::Text(text), Self::Text(part)) => text.contains(part.as_str()),
            (Self::Text(text), other) => text.contains(&other.inspected()),
            (Self::List(items), _) => items.iter().any(|item| item.equals(other)),
            (Self::Object(_), Self::Text(name)) => self.entry(name).is_some(),
            (Self::Range(first, last), Self::Whole(number)) => {
                (i128::from(*first)..=i128::from(*last)).contains(number)
            }
            (Self::Range(first, last), Self::Float(number)) => {
                (*first as f64..=*last as f64).contains(number)
            }
            _ => false,
        }
    }

    /// Whether JSON can hold it.
    pub(super) fn is_json(&self) -> bool {
        match self {
            Self::Date(_) | Self::Time(_) | Self::Range(..) => false,
            Self::List(items) => items.iter().all(Self::is_json),
            Self::Object(entries) => entries.iter().all(|(_, value)| value.is_json()),
            _ => true,
        }
    }
}

fn pair((name, value): &(String, Datum)) -> Datum {
    Datum::List(vec![Datum::text(name), value.clone()])
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            letter => quoted.push(letter),
        }
    }
    quoted + "\""
}

/// As Ruby prints it; only numbers that need no exponent are made.
fn float(number: f64) -> String {
    format!("{number:?}")
}
