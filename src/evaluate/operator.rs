//! Comparisons, arithmetic and membership over columns.

use std::cmp::Ordering;

use arrow_array::cast::AsArray;
use arrow_array::{Array, Float64Array, Int64Array, StringArray};
use arrow_buffer::BooleanBuffer;

use super::money;
use crate::model::{Arithmetic, Comparison, Literal, Pattern};
use crate::schema::{Column, Type};

/// Where the comparison holds. With a missing side nothing does, so `!=` holds.
pub(super) fn compare(comparison: Comparison, left: &Column, right: &Column) -> BooleanBuffer {
    let test = |ordering: Option<Ordering>| match comparison {
        Comparison::Equal => ordering == Some(Ordering::Equal),
        Comparison::NotEqual => ordering != Some(Ordering::Equal),
        Comparison::Less => ordering == Some(Ordering::Less),
        Comparison::LessOrEqual => matches!(ordering, Some(Ordering::Less | Ordering::Equal)),
        Comparison::Greater => ordering == Some(Ordering::Greater),
        Comparison::GreaterOrEqual => matches!(ordering, Some(Ordering::Greater | Ordering::Equal)),
    };
    BooleanBuffer::collect_bool(left.len(), |row| test(order(left, row, right, row)))
}

/// How two values stand to each other; none when one is missing.
fn order(left: &Column, at: usize, right: &Column, row: usize) -> Option<Ordering> {
    if !(left.is_known(at) && right.is_known(row)) {
        return None;
    }
    match (left, right) {
        (Column::Text(a), Column::Text(b)) => Some(a.value(at).cmp(b.value(row))),
        (Column::Number(a), Column::Number(b)) => a.value(at).partial_cmp(&b.value(row)),
        // The items of a list of durations come as money.
        (Column::Money(a) | Column::Duration(a), Column::Money(b) | Column::Duration(b)) => {
            Some(a.value(at).cmp(&b.value(row)))
        }
        (Column::YesNo(a), Column::YesNo(b)) => Some(a.value(at).cmp(&b.value(row))),
        (Column::Date(a), Column::Date(b)) => Some(a.value(at).cmp(&b.value(row))),
        (Column::Time(a), Column::Time(b)) => Some(a.value(at).cmp(&b.value(row))),
        _ => None,
    }
}

/// Whether the value at `row` is the constant.
fn is(column: &dyn Array, row: usize, literal: &Literal) -> bool {
    use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMicrosecondType};
    if column.is_null(row) {
        return false;
    }
    match literal {
        Literal::Text(text) => column
            .as_string_opt::<i32>()
            .is_some_and(|array| array.value(row) == &**text),
        Literal::Number(number) => column
            .as_primitive_opt::<Float64Type>()
            .is_some_and(|array| array.value(row).partial_cmp(number) == Some(Ordering::Equal)),
        Literal::Money(value) | Literal::Duration(value) => column
            .as_primitive_opt::<Int64Type>()
            .is_some_and(|array| array.value(row) == *value),
        Literal::YesNo(value) => column
            .as_boolean_opt()
            .is_some_and(|array| array.value(row) == *value),
        Literal::Date(day) => column
            .as_primitive_opt::<Date32Type>()
            .is_some_and(|array| array.value(row) == *day),
        Literal::Time(moment) => column
            .as_primitive_opt::<TimestampMicrosecondType>()
            .is_some_and(|array| array.value(row) == *moment),
        Literal::List(_) => false,
    }
}

/// Where the value is one of the constants.
pub(super) fn one_of(column: &Column, list: &[Literal]) -> BooleanBuffer {
    let array = column.array();
    BooleanBuffer::collect_bool(column.len(), |row| {
        list.iter().any(|literal| is(array, row, literal))
    })
}

/// Where the list holds one of the constants, or the text contains one of them.
pub(super) fn contains_any(column: &Column, list: &[Literal]) -> BooleanBuffer {
    match column {
        Column::List(lists) => {
            let items = lists.values();
            BooleanBuffer::collect_bool(lists.len(), |row| {
                let range = lists.value_offsets()[row]..lists.value_offsets()[row + 1];
                lists.is_valid(row)
                    && range
                        .into_iter()
                        .any(|item| list.iter().any(|one| is(items, item as usize, one)))
            })
        }
        Column::Text(texts) => {
            BooleanBuffer::collect_bool(texts.len(), |row| {
                texts.is_valid(row)
                && list.iter().any(|one| matches!(one, Literal::Text(part) if texts.value(row).contains(&**part)))
            })
        }
        _ => BooleanBuffer::new_unset(column.len()),
    }
}

/// Where the list holds the row's item, or the text contains the row's part.
pub(super) fn contains(column: &Column, items: &Column) -> BooleanBuffer {
    match (column, items) {
        (Column::List(lists), items) => {
            let Some(listed) = Column::from_array(lists.values()) else {
                return BooleanBuffer::new_unset(column.len());
            };
            BooleanBuffer::collect_bool(lists.len(), |row| {
                let range = lists.value_offsets()[row]..lists.value_offsets()[row + 1];
                let is_item = |at| order(&listed, at as usize, items, row) == Some(Ordering::Equal);
                lists.is_valid(row) && range.into_iter().any(is_item)
            })
        }
        (Column::Text(texts), Column::Text(parts)) => {
            BooleanBuffer::collect_bool(texts.len(), |row| {
                texts.is_valid(row)
                    && parts.is_valid(row)
                    && texts.value(row).contains(parts.value(row))
            })
        }
        _ => BooleanBuffer::new_unset(column.len()),
    }
}

/// Where some part of the text is of the pattern's form.
pub(super) fn matches(column: &Column, pattern: &Pattern) -> BooleanBuffer {
    match column {
        Column::Text(texts) => BooleanBuffer::collect_bool(texts.len(), |row| {
            texts.is_valid(row) && pattern.0.is_match(texts.value(row))
        }),
        _ => BooleanBuffer::new_unset(column.len()),
    }
}

/// The result of type `ty`. Missing when a side is, on division by zero and beyond 64 bits.
pub(super) fn arithmetic(operator: Arithmetic, left: &Column, right: &Column, ty: &Type) -> Column {
    use Arithmetic::{Divide, Multiply};
    match (left, right) {
        (Column::Number(a), Column::Number(b)) => {
            Column::Number(zip_numbers(a, b, |a, b| number(operator, a, b)))
        }
        (Column::Money(a), Column::Money(b)) if operator == Divide => {
            let quotient = |a: i64, b: i64| number(Divide, a as f64, b as f64);
            Column::Number(a.iter().zip(b).map(|(a, b)| quotient(a?, b?)).collect())
        }
        (Column::Money(a), Column::Money(b)) => Column::Money(zip_integers(operator, a, b)),
        (Column::Duration(a), Column::Duration(b)) => {
            Column::Duration(zip_integers(operator, a, b))
        }
        (Column::Money(amount), Column::Number(factor))
        | (Column::Number(factor), Column::Money(amount)) => {
            let scaled = match operator {
                Divide => money::divided,
                _ => money::times,
            };
            let both = amount.iter().zip(factor);
            Column::Money(
                both.map(|(amount, factor)| scaled(amount?, factor?))
                    .collect(),
            )
        }
        (Column::Time(a), Column::Time(b)) => {
            Column::Duration(a.iter().zip(b).map(|(a, b)| a?.checked_sub(b?)).collect())
        }
        (Column::Time(time), Column::Duration(length)) => {
            let moved = |time: i64, length: i64| integer(operator, time, length);
            Column::Time(
                time.iter()
                    .zip(length)
                    .map(|(time, length)| moved(time?, length?))
                    .collect(),
            )
        }
        (Column::Text(a), Column::Text(b)) => {
            let joined = |a: Option<&str>, b: Option<&str>| Some([a?, b?].concat());
            Column::Text(
                a.iter()
                    .zip(b)
                    .map(|(a, b)| joined(a, b))
                    .collect::<StringArray>(),
            )
        }
        _ => {
            debug_assert!(operator != Multiply || ty.is_textual(), "checked operands");
            super::expression::missing(ty, left.len())
        }
    }
}

fn zip_numbers(
    a: &Float64Array,
    b: &Float64Array,
    combine: impl Fn(f64, f64) -> Option<f64>,
) -> Float64Array {
    a.iter().zip(b).map(|(a, b)| combine(a?, b?)).collect()
}

fn zip_integers(operator: Arithmetic, a: &Int64Array, b: &Int64Array) -> Int64Array {
    a.iter()
        .zip(b)
        .map(|(a, b)| integer(operator, a?, b?))
        .collect()
}

fn number(operator: Arithmetic, a: f64, b: f64) -> Option<f64> {
    let result = match operator {
        Arithmetic::Add => a + b,
        Arithmetic::Subtract => a - b,
        Arithmetic::Multiply => a * b,
        Arithmetic::Divide => a / b,
    };
    result.is_finite().then_some(result)
}

fn integer(operator: Arithmetic, a: i64, b: i64) -> Option<i64> {
    match operator {
        Arithmetic::Add => a.checked_add(b),
        Arithmetic::Subtract => a.checked_sub(b),
        Arithmetic::Multiply => a.checked_mul(b),
        Arithmetic::Divide => a.checked_div(b),
    }
}
