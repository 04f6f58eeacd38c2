//! Filters on any value, of our own.

use super::super::Value;
use super::super::operators::escape_html;
use super::Call;

/// Its argument when the input is missing, false or empty.
pub(super) fn default<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    let is_false = *call.input == Value::Bool(false) && !call.flag("allow_false");
    let is_lacking = *call.input == Value::Nil || is_false || call.input.is_empty();
    if is_lacking {
        call.argument(0).clone()
    } else {
        call.input.clone()
    }
}

/// HTML's special characters as entities.
pub(super) fn escape<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    if *call.input == Value::Nil {
        return Value::Nil;
    }
    let mut escaped = Vec::new();
    escape_html(&call.input.to_string(), &mut escaped);
    String::from_utf8_lossy(&escaped).into_owned().into()
}

/// The input; tells the renderer not to escape it.
pub(super) fn raw<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    call.input.clone()
}

/// The first word for one, the second for any other number.
pub(super) fn pluralize<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let Some(number) = call.input.to_number() else {
        return Err("expected a number".to_owned());
    };
    let is_one = (number - 1.0).abs() < f64::EPSILON;
    Ok(call.argument(usize::from(!is_one)).clone())
}

/// The parts between separators.
pub(super) fn split<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    let text = call.input.to_string();
    let separator = call.argument(0).to_string();
    let parts: Vec<&str> = match separator.as_str() {
        "" => text.split("").filter(|part| !part.is_empty()).collect(),
        " " => text.split_whitespace().collect(),
        separator => {
            let mut parts: Vec<&str> = text.split(separator).collect();
            while parts.last().is_some_and(|part| part.is_empty()) {
                parts.pop();
            }
            parts
        }
    };
    Value::List(
        parts
            .into_iter()
            .map(|part| part.to_owned().into())
            .collect(),
    )
}
