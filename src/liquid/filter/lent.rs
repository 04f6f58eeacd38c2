//! Filters on texts and numbers that the `liquid` crate lends.

use liquid_core::parser::FilterArguments;
use liquid_core::runtime::RuntimeBuilder;
use liquid_core::{Expression, ParseFilter, Value as Lent, ValueView};

use super::super::Value;
use super::Call;

/// Makes the crate's filter.
pub(super) type Make = fn() -> Box<dyn ParseFilter>;

/// Runs a filter of the crate.
pub(super) fn run<'v>(make: Make, call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let positional: Vec<Expression> = call
        .positional
        .iter()
        .map(|value| Expression::Literal(to_lent(value)))
        .collect();
    let arguments = FilterArguments {
        positional: Box::new(positional.into_iter()),
        keyword: Box::new(std::iter::empty()),
    };
    let input = to_lent(call.input);
    let runtime = RuntimeBuilder::new().build();
    make()
        .parse(arguments)
        .and_then(|filter| filter.evaluate(&input, &runtime))
        .map(|value| from_lent(&value))
        .map_err(|error| reason(&error))
}

fn to_lent(value: &Value<'_>) -> Lent {
    match value {
        Value::Nil => Lent::Nil,
        Value::Bool(yes) => Lent::scalar(*yes),
        Value::Integer(number) => Lent::scalar(*number),
        Value::Float(number) => Lent::scalar(*number),
        other => Lent::scalar(other.to_string()),
    }
}

fn from_lent(value: &Lent) -> Value<'static> {
    let Some(scalar) = value.as_scalar() else {
        return Value::Nil;
    };
    match scalar.type_name() {
        "boolean" => scalar.to_bool().map_or(Value::Nil, Value::Bool),
        "whole number" => scalar.to_integer().map_or(Value::Nil, Value::Integer),
        "fractional number" => scalar.to_float().map_or(Value::Nil, Value::Float),
        _ => scalar.into_cow_str().into_owned().into(),
    }
}

/// The cause that the crate names, or its message without prefix and trace.
fn reason(error: &liquid_core::Error) -> String {
    let message = error.to_string();
    let mut lines = message.lines().map(str::trim);
    let first = lines.next().unwrap_or_default();
    let cause = lines.find_map(|line| line.strip_prefix("cause="));
    let first = first.strip_prefix("liquid: ").unwrap_or(first);
    let mut letters = cause.unwrap_or(first).chars();
    letters.next().map_or_else(String::new, |initial| {
        initial.to_lowercase().chain(letters).collect()
    })
}
