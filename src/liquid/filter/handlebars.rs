//! What helpers of Handlebars do and no filter of Liquid does. No template can write their names.

use std::cell::RefCell;

use regex::Regex;

use super::super::Value;
use super::super::number::{Number, whole};
use super::Yields::Scalar;
use super::figures::{fixed, plain, with_commas};
use super::local::locale;
use super::table::{by_locale, fallible, printing};
use super::{Applied, Call, Row};

pub(crate) const CAPITALIZE: &str = "{{capitalize}}";
pub(crate) const CAPITALIZE_FIRST: &str = "{{capitalizeFirst}}";
pub(crate) const DIVIDE: &str = "{{math}}";
pub(crate) const FIGURES: &str = "{{numberFormat}}";
pub(crate) const MATCHES: &str = "{{ifMatchesRegexStr}}";
pub(crate) const SLUGIFY: &str = "{{slugify}}";
pub(crate) const SUBSTRING: &str = "{{substring}}";

pub(super) static HELPERS: [Row; 7] = [
    printing(CAPITALIZE, (0, 0), capitalize),
    printing(CAPITALIZE_FIRST, (0, 0), capitalize_first),
    fallible(DIVIDE, (1, 1), Scalar, divide),
    by_locale(FIGURES, (3, 3), figures),
    fallible(MATCHES, (1, 1), Scalar, matches),
    printing(SLUGIFY, (0, 0), slugify),
    fallible(SUBSTRING, (1, 2), Scalar, substring),
];

/// Patterns that a thread keeps ready.
const MAX_PATTERNS: usize = 64;

thread_local! {
    static PATTERNS: RefCell<Vec<(String, Regex)>> = const { RefCell::new(Vec::new()) };
}

/// Every word with a capital letter, and otherwise as it is.
fn capitalize(call: &Call<'_, '_>, out: &mut String) {
    let mut starts = true;
    for c in call.text().chars() {
        if starts {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        starts = c.is_whitespace();
    }
}

/// The first letter as a capital, and otherwise as it is.
fn capitalize_first(call: &Call<'_, '_>, out: &mut String) {
    let text = call.text();
    let mut letters = text.chars();
    out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
    out.push_str(letters.as_str());
}

/// Small letters only, with hyphens for blanks.
fn slugify(call: &Call<'_, '_>, out: &mut String) {
    for c in call.text().trim().chars() {
        if c.is_alphabetic() {
            out.extend(c.to_lowercase());
        } else if c.is_whitespace() {
            out.push('-');
        }
    }
}

/// From one character to before another.
fn substring<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let place =
        |index: usize| whole(call.argument(index)).map(|at| usize::try_from(at).unwrap_or(0));
    let start = place(0)?;
    let end = match call.positional.len() {
        1 => usize::MAX,
        _ => place(1)?,
    };
    let text = call.text();
    let part: String = text.chars().take(end).skip(start).collect();
    Ok(part.into())
}

/// Whether the whole text is as the pattern says.
fn matches<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let pattern = call.argument(0).to_text();
    let text = call.text();
    PATTERNS.with_borrow_mut(|patterns| {
        if let Some((_, ready)) = patterns.iter().find(|(known, _)| *known == *pattern) {
            return Ok(Value::Bool(ready.is_match(&text)));
        }
        let ready = Regex::new(&format!(r"\A(?:{})\z", &*pattern));
        let ready = ready.map_err(|_| format!("`{}` is no pattern", &*pattern))?;
        let is_match = ready.is_match(&text);
        if patterns.len() == MAX_PATTERNS {
            patterns.remove(0);
        }
        patterns.push((pattern.to_string(), ready));
        Ok(Value::Bool(is_match))
    })
}

/// A quotient, without a point when it is whole.
fn divide<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let (Some(number), Some(divisor)) = (call.input.to_number(), call.argument(0).to_number())
    else {
        return Err("expected numbers".to_owned());
    };
    if divisor == 0.0 {
        return Err("divided by 0".to_owned());
    }
    let quotient = number / divisor;
    Ok(if quotient.fract() == 0.0 && quotient.abs() < 9e15 {
        Value::Integer(quotient as i64)
    } else {
        Value::Float(quotient)
    })
}

/// A number with at least and at most so many digits behind the point, and perhaps in groups.
fn figures<'v>(call: &Call<'_, 'v>, out: &mut String) -> Result<Applied<'v>, String> {
    if *call.input == Value::Nil {
        return Ok(Applied::Input);
    }
    let digits =
        |index: usize| whole(call.argument(index)).map(|at| usize::try_from(at).unwrap_or(0));
    let (least, most) = (digits(0)?, digits(1)?);
    let number = fixed(&Number::of(call.input), most);
    let text = match number.split_once('.') {
        Some((whole, places)) => {
            let needed = places.trim_end_matches('0').len().max(least);
            match needed {
                0 => whole.to_owned(),
                needed => format!("{whole}.{}", &places[..needed]),
            }
        }
        None => number,
    };
    match (locale(call, 3), call.argument(2)) {
        (Some(locale), Value::Bool(true)) => locale.number(&text, None, out),
        (None, Value::Bool(true)) => with_commas(&text, out),
        (locale, _) => plain(&text, locale, out),
    }
    Ok(Applied::Written)
}
