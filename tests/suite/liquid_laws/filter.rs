//! A sample of the filters, each as short as its meaning.

use super::datum::Datum;
use super::walk::Stop;

/// The filters that take anything, and how many arguments they are given.
pub(super) const FILTERS: [(&str, usize); 28] = [
    ("abs", 0),
    ("append", 1),
    ("at_least", 1),
    ("capitalize", 0),
    ("compact", 0),
    ("concat", 1),
    ("default", 1),
    ("divided_by", 1),
    ("downcase", 0),
    ("escape", 0),
    ("first", 0),
    ("join", 1),
    ("last", 0),
    ("minus", 1),
    ("modulo", 1),
    ("plus", 1),
    ("prepend", 1),
    ("raw", 0),
    ("remove", 1),
    ("replace", 2),
    ("reverse", 0),
    ("size", 0),
    ("slice", 2),
    ("split", 1),
    ("strip", 0),
    ("times", 1),
    ("truncate", 1),
    ("upcase", 0),
];

pub(super) fn apply(
    name: &str,
    input: &Datum,
    arguments: &[Datum],
    keyword: Option<&Datum>,
) -> Result<Datum, Stop> {
    let first = arguments.first().unwrap_or(&Datum::Nil);
    let text = || input.as_text();
    Ok(match name {
        "append" => Datum::Text(text() + &first.as_text()),
        "prepend" => Datum::Text(first.as_text() + &text()),
        "upcase" => Datum::Text(text().to_uppercase()),
        "downcase" => Datum::Text(text().to_lowercase()),
        "capitalize" => Datum::Text(capitalized(&text())),
        "strip" => Datum::text(text().trim()),
        "raw" => input.clone(),
        "escape" | "truncate" if *input == Datum::Nil => Datum::Nil,
        "escape" => Datum::Text(escaped(&text())),
        "truncate" => truncated(&text(), integer(first)?),
        "remove" => Datum::Text(text().replace(&first.as_text(), "")),
        "replace" => Datum::Text(text().replace(&first.as_text(), &arguments[1].as_text())),
        "split" => split(&text(), &first.as_text()),
        "slice" => slice(input, integer(first)?, integer(&arguments[1])?),
        "size" => Datum::Whole(input.size().unwrap_or(0)),
        "default" => default(input, first, keyword),
        "first" => input.first(),
        "last" => input.last(),
        "reverse" => Datum::List(items(input).into_iter().rev().collect()),
        "join" => {
            let items: Vec<String> = items(input).iter().map(Datum::as_text).collect();
            Datum::Text(items.join(&first.as_text()))
        }
        "compact" => {
            let items = items(input).into_iter();
            Datum::List(items.filter(|item| *item != Datum::Nil).collect())
        }
        "concat" => match first {
            Datum::List(more) => Datum::List([items(input), more.clone()].concat()),
            _ => return Err(Stop::Fails),
        },
        "map" => {
            let items = items(input);
            let found = items
                .iter()
                .map(|item| Ok(bracket(item, first)?.unwrap_or(Datum::Nil)));
            Datum::List(found.collect::<Result<_, _>>()?)
        }
        "where" => {
            let mut kept = Vec::new();
            for item in items(input) {
                match bracket(&item, first)? {
                    None => return Ok(Datum::Nil),
                    Some(found) if found.is_truthy() => kept.push(item),
                    Some(_) => {}
                }
            }
            Datum::List(kept)
        }
        _ => Number::of(input)?.calculated(name, Number::of(first)?)?,
    })
}

/// A list's items, those of its lists among them; anything else is one item.
fn items(input: &Datum) -> Vec<Datum> {
    match input {
        Datum::Nil => Vec::new(),
        Datum::Range(..) => input.items(),
        Datum::List(list) => list.iter().flat_map(flat).collect(),
        other => vec![other.clone()],
    }
}

fn flat(item: &Datum) -> Vec<Datum> {
    match item {
        Datum::List(list) => list.iter().flat_map(flat).collect(),
        other => vec![other.clone()],
    }
}

/// What Ruby's brackets give for a name; none when there are no brackets.
fn bracket(item: &Datum, name: &Datum) -> Result<Option<Datum>, Stop> {
    let Datum::Text(property) = name else {
        return Err(Stop::Beyond);
    };
    match item {
        Datum::Object(_) => Ok(Some(item.key(property))),
        Datum::Text(text) if text.contains(property.as_str()) => Ok(Some(name.clone())),
        Datum::Text(_) => Ok(Some(Datum::Nil)),
        Datum::Whole(_) | Datum::List(_) => Err(Stop::Fails),
        _ => Ok(None),
    }
}

fn default(input: &Datum, default: &Datum, allow_false: Option<&Datum>) -> Datum {
    let keeps_false = allow_false.is_some_and(Datum::is_truthy);
    let is_missing = match input {
        Datum::Nil => true,
        Datum::Bool(false) => !keeps_false,
        other => other.is_empty(),
    };
    if is_missing {
        default.clone()
    } else {
        input.clone()
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    first + &letters.as_str().to_lowercase()
}

fn truncated(text: &str, length: i128) -> Datum {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() as i128 <= length {
        return Datum::text(text);
    }
    let kept = usize::try_from(length - 3).unwrap_or(0);
    Datum::Text(letters.iter().take(kept).collect::<String>() + "...")
}

fn split(text: &str, separator: &str) -> Datum {
    let mut parts: Vec<String> = match separator {
        "" => text.chars().map(String::from).collect(),
        " " => text.split_whitespace().map(str::to_owned).collect(),
        separator => text.split(separator).map(str::to_owned).collect(),
    };
    while parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    Datum::List(parts.into_iter().map(Datum::Text).collect())
}

fn slice(input: &Datum, offset: i128, length: i128) -> Datum {
    fn part<T: Clone>(all: &[T], offset: i128, length: i128) -> Vec<T> {
        let count = all.len() as i128;
        let start = if offset < 0 { count + offset } else { offset };
        if start < 0 || start > count || length < 0 {
            return Vec::new();
        }
        let end = (start + length).min(count);
        all[start as usize..end as usize].to_vec()
    }
    match input {
        Datum::List(items) => Datum::List(part(items, offset, length)),
        other => {
            let letters: Vec<char> = other.as_text().chars().collect();
            Datum::Text(part(&letters, offset, length).into_iter().collect())
        }
    }
}

fn integer(value: &Datum) -> Result<i128, Stop> {
    match value {
        Datum::Whole(number) => Ok(*number),
        Datum::Text(text) => text.trim().parse().map_err(|_| Stop::Fails),
        _ => Err(Stop::Fails),
    }
}

pub(super) fn escaped(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

/// The whole number that a text begins with, or 0.
pub(super) fn leading_whole(text: &str) -> i128 {
    let text = text.trim_start();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    sign * digits[..end].parse().unwrap_or(0)
}

/// `digits / 10^places`; a whole number has no places.
#[derive(Clone, Copy)]
struct Number(i128, Option<u32>);

impl Number {
    fn of(value: &Datum) -> Result<Self, Stop> {
        Ok(match value {
            Datum::Whole(number) => Self(*number, None),
            Datum::Float(number) => Self::decimal(&format!("{number:?}"))?,
            Datum::Text(text) => {
                Self::decimal(text.trim()).unwrap_or_else(|_| Self(leading_whole(text), None))
            }
            _ => Self(0, None),
        })
    }

    /// `-1.25`
    fn decimal(text: &str) -> Result<Self, Stop> {
        let (whole, places) = text.split_once('.').ok_or(Stop::Beyond)?;
        let digits = whole.strip_prefix('-').unwrap_or(whole).to_owned() + places;
        let is_number = digits.bytes().all(|digit| digit.is_ascii_digit());
        if !is_number || digits.len() > 15 || places.is_empty() || whole.is_empty() {
            return Err(Stop::Beyond);
        }
        let number = format!("{whole}{places}")
            .parse()
            .map_err(|_| Stop::Beyond)?;
        Ok(Self(number, Some(places.len() as u32)))
    }

    fn calculated(self, how: &str, other: Self) -> Result<Datum, Stop> {
        let places = self.1.max(other.1);
        let (a, b) = (self.scaled(places)?, other.scaled(places)?);
        let by_zero = b == 0 && matches!(how, "divided_by" | "modulo");
        if by_zero {
            return Err(Stop::Fails);
        }
        match how {
            "plus" => Self(a.checked_add(b).ok_or(Stop::Beyond)?, places).datum(),
            "minus" => Self(a.checked_sub(b).ok_or(Stop::Beyond)?, places).datum(),
            "times" => {
                let product = self.0.checked_mul(other.0).ok_or(Stop::Beyond)?;
                let both = self.1.unwrap_or(0) + other.1.unwrap_or(0);
                Self(product, places.map(|_| both)).datum()
            }
            "modulo" => Self(a - b * floored(a, b), places).datum(),
            "divided_by" if places.is_none() => Self(floored(a, b), None).datum(),
            "divided_by" => {
                let tens = 10_i128.pow(20);
                Self(a.checked_mul(tens).ok_or(Stop::Beyond)? / b, Some(20)).datum()
            }
            "abs" => Self(self.0.abs(), self.1).datum(),
            _ if a < b => other.datum(),
            _ => self.datum(),
        }
    }

    fn scaled(self, places: Option<u32>) -> Result<i128, Stop> {
        let missing = places.unwrap_or(0) - self.1.unwrap_or(0);
        self.0.checked_mul(10_i128.pow(missing)).ok_or(Stop::Beyond)
    }

    /// The value again: a decimal is a float.
    fn datum(self) -> Result<Datum, Stop> {
        let Some(places) = self.1 else {
            return if self.0.abs() < 10_i128.pow(30) {
                Ok(Datum::Whole(self.0))
            } else {
                Err(Stop::Beyond)
            };
        };
        let number: f64 = format!("{}e-{places}", self.0)
            .parse()
            .map_err(|_| Stop::Beyond)?;
        // far from 1 Ruby prints an exponent
        let is_near = number == 0.0 || (1e-4..1e15).contains(&number.abs());
        if is_near {
            Ok(Datum::Float(number))
        } else {
            Err(Stop::Beyond)
        }
    }
}

fn floored(a: i128, b: i128) -> i128 {
    let quotient = a / b;
    if a % b != 0 && (a < 0) != (b < 0) {
        quotient - 1
    } else {
        quotient
    }
}
