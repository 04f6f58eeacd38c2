//! Expressions over columns: one pass over all rows for each node.

use std::sync::Arc;

use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{
    Array, ArrowPrimitiveType, BooleanArray, Date32Array, Float64Array, Int64Array, ListArray,
    PrimitiveArray, StringArray, TimestampMicrosecondArray, UInt32Array,
};
use arrow_buffer::{BooleanBuffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::Field;

use super::bucket::bucket;
use super::catalog::Catalog;
use super::clock::{Clock, days_to_anniversary, units_between};
use super::operator::{arithmetic, compare, contains, contains_any, matches, one_of};
use super::ranking::Standings;
use super::sequence::followed;
use crate::model::{Expr, ExprKind, Literal, Points, Unit};
use crate::rules::ast::Direction;
use crate::schema::{Column, Type, from_day};

/// The rows that an expression is evaluated over.
#[derive(Clone, Copy)]
pub(crate) struct Frame<'a> {
    /// How many.
    pub(crate) rows: usize,
    /// Their fields, where read.
    pub(crate) fields: &'a [Option<Column>],
    /// Facts computed so far, by the model's number.
    pub(crate) facts: &'a [Option<Column>],
    /// Aggregates, by the model's number.
    pub(crate) aggregates: &'a [Option<Column>],
    /// Where the rows stand in rankings, by the model's number.
    pub(crate) standings: &'a [Option<Standings>],
    /// Each row's time zone; the project's when there is none.
    pub(crate) zones: Option<&'a [u16]>,
    /// Now.
    pub(crate) clock: &'a Clock,
    /// Catalogs, by the model's number.
    pub(crate) catalogs: &'a [Option<Catalog>],
}

impl Frame<'_> {
    fn zone(&self, row: usize) -> u16 {
        self.zones.map_or(0, |zones| zones[row])
    }
}

/// The value of `expr` for every row.
pub(crate) fn evaluate(expr: &Expr, frame: &Frame) -> Column {
    let given = |column: Option<&Column>| {
        column
            .cloned()
            .unwrap_or_else(|| missing(&expr.ty, frame.rows))
    };
    match &expr.kind {
        ExprKind::Literal(literal) => constant(literal, &expr.ty, frame.rows),
        ExprKind::Field(index) => given(frame.fields[*index].as_ref()),
        ExprKind::Fact(index) => given(frame.facts[*index].as_ref()),
        ExprKind::Aggregate(index) => given(frame.aggregates[*index].as_ref()),
        ExprKind::Quintile(index) => match &frame.standings[*index] {
            Some(standings) => Column::Number(standings.quintiles()),
            None => missing(&expr.ty, frame.rows),
        },
        ExprKind::Percentile(index) => match &frame.standings[*index] {
            Some(standings) => Column::Number(standings.percentiles()),
            None => missing(&expr.ty, frame.rows),
        },
        ExprKind::Lookup {
            catalog,
            field,
            key,
        } => match (&frame.catalogs[*catalog], evaluate(key, frame)) {
            (Some(catalog), Column::Text(keys)) => catalog.lookup(&keys, *field, &expr.ty),
            _ => missing(&expr.ty, frame.rows),
        },
        ExprKind::Arithmetic(operator, left, right) => arithmetic(
            *operator,
            &evaluate(left, frame),
            &evaluate(right, frame),
            &expr.ty,
        ),
        ExprKind::Case(arms, otherwise) => case(arms, otherwise.as_deref(), frame),
        ExprKind::Points(terms) => Column::Number(points(terms, frame)),
        ExprKind::Digits(parts) => Column::Text(digits(parts, frame)),
        ExprKind::Bucket(salt, id) => Column::Number(buckets(salt, &evaluate(id, frame))),
        ExprKind::Item(list, index) => item(&evaluate(list, frame), *index, &expr.ty),
        ExprKind::DateOf(time) => Column::Date(date_of(&evaluate(time, frame), frame)),
        ExprKind::StartOf(date) => Column::Time(start_of(&evaluate(date, frame), frame)),
        ExprKind::Elapsed(unit, direction, value) => {
            Column::Number(elapsed(*unit, *direction, &evaluate(value, frame), frame))
        }
        _ => Column::YesNo(BooleanArray::new(truth(expr, frame), None)),
    }
}

/// Where the condition holds; a missing one does not.
pub(crate) fn truth(expr: &Expr, frame: &Frame) -> BooleanBuffer {
    match &expr.kind {
        ExprKind::Not(inner) => !&truth(inner, frame),
        ExprKind::And(parts) => {
            let all = BooleanBuffer::new_set(frame.rows);
            parts
                .iter()
                .fold(all, |all, part| &all & &truth(part, frame))
        }
        ExprKind::Or(parts) => {
            let none = BooleanBuffer::new_unset(frame.rows);
            parts
                .iter()
                .fold(none, |any, part| &any | &truth(part, frame))
        }
        ExprKind::Compare(comparison, left, right) => {
            compare(*comparison, &evaluate(left, frame), &evaluate(right, frame))
        }
        ExprKind::OneOf(value, list) => one_of(&evaluate(value, frame), list),
        ExprKind::ContainsAny(value, list) => contains_any(&evaluate(value, frame), list),
        ExprKind::Contains(value, item) => {
            contains(&evaluate(value, frame), &evaluate(item, frame))
        }
        ExprKind::StartsWith(value, affix) => {
            affixed(value, affix, frame, |text, affix| text.starts_with(affix))
        }
        ExprKind::EndsWith(value, affix) => {
            affixed(value, affix, frame, |text, affix| text.ends_with(affix))
        }
        ExprKind::Matches(value, pattern) => matches(&evaluate(value, frame), pattern),
        ExprKind::Known(value) => {
            let column = evaluate(value, frame);
            BooleanBuffer::collect_bool(frame.rows, |row| column.is_known(row))
        }
        ExprKind::Top(index, share) => match &frame.standings[*index] {
            Some(standings) => standings.top(*share),
            None => BooleanBuffer::new_unset(frame.rows),
        },
        ExprKind::Followed(sequence) => followed(
            &evaluate(&sequence.first, frame),
            &evaluate(&sequence.then, frame),
            sequence,
            frame.clock,
        ),
        ExprKind::Within(value, window) => match evaluate(value, frame) {
            Column::Time(moments) => {
                let bounds: Vec<_> = (0..frame.clock.zones())
                    .map(|zone| frame.clock.bounds(window, zone))
                    .collect();
                BooleanBuffer::collect_bool(frame.rows, |row| {
                    let (from, to) = bounds[usize::from(frame.zone(row))];
                    moments.is_valid(row) && (from..=to).contains(&moments.value(row))
                })
            }
            _ => BooleanBuffer::new_unset(frame.rows),
        },
        ExprKind::Anniversary(date, within) => match evaluate(date, frame) {
            Column::Date(dates) => {
                let today: Vec<_> = (0..frame.clock.zones())
                    .map(|zone| frame.clock.today(zone))
                    .collect();
                BooleanBuffer::collect_bool(frame.rows, |row| {
                    let date = dates.is_valid(row).then(|| dates.value(row));
                    let today = today[usize::from(frame.zone(row))];
                    let days = date
                        .and_then(from_day)
                        .and_then(|date| days_to_anniversary(date, today));
                    days.is_some_and(|days| days <= *within)
                })
            }
            _ => BooleanBuffer::new_unset(frame.rows),
        },
        _ => match evaluate(expr, frame) {
            Column::YesNo(array) => known_and_true(&array),
            _ => BooleanBuffer::new_unset(frame.rows),
        },
    }
}

fn known_and_true(array: &BooleanArray) -> BooleanBuffer {
    match array.nulls() {
        Some(known) => array.values() & known.inner(),
        None => array.values().clone(),
    }
}

fn affixed(
    value: &Expr,
    affix: &Expr,
    frame: &Frame,
    test: impl Fn(&str, &str) -> bool,
) -> BooleanBuffer {
    match (evaluate(value, frame), evaluate(affix, frame)) {
        (Column::Text(texts), Column::Text(affixes)) => {
            BooleanBuffer::collect_bool(frame.rows, |row| {
                texts.is_valid(row)
                    && affixes.is_valid(row)
                    && test(texts.value(row), affixes.value(row))
            })
        }
        _ => BooleanBuffer::new_unset(frame.rows),
    }
}

fn case(arms: &[(Expr, Expr)], otherwise: Option<&Expr>, frame: &Frame) -> Column {
    let mut choice = vec![otherwise.map(|_| arms.len()); frame.rows];
    for (arm, (condition, _)) in arms.iter().enumerate().rev() {
        for row in truth(condition, frame).set_indices() {
            choice[row] = Some(arm);
        }
    }
    let values = arms.iter().map(|(_, value)| value).chain(otherwise);
    let columns: Vec<Column> = values.map(|value| evaluate(value, frame)).collect();
    let columns: Vec<&Column> = columns.iter().collect();
    Column::choose(&columns, &choice)
}

fn points(terms: &[Points], frame: &Frame) -> Float64Array {
    let mut sums = vec![0.0; frame.rows];
    for term in terms {
        let column = evaluate(&term.value, frame);
        for (row, sum) in sums.iter_mut().enumerate() {
            let value = match &column {
                Column::Number(array) if array.is_valid(row) => array.value(row),
                Column::Money(array) if array.is_valid(row) => array.value(row) as f64,
                _ => continue,
            };
            *sum += term.weight * (value / term.full_at).clamp(0.0, 1.0);
        }
    }
    sums.into()
}

fn digits(parts: &[Expr], frame: &Frame) -> StringArray {
    let columns: Vec<Column> = parts.iter().map(|part| evaluate(part, frame)).collect();
    let text = |row: usize| {
        let digits = columns.iter().map(|column| match column {
            Column::Number(array) if array.is_valid(row) => Some(array.value(row).to_string()),
            _ => None,
        });
        digits.collect::<Option<String>>()
    };
    (0..frame.rows).map(text).collect()
}

fn buckets(salt: &str, ids: &Column) -> Float64Array {
    match ids {
        Column::Text(ids) => {
            let buckets = ids
                .iter()
                .map(|id| id.map(|id| f64::from(bucket(salt, id))));
            buckets.collect()
        }
        other => Float64Array::new_null(other.len()),
    }
}

/// Of each list the item at `index`.
fn item(lists: &Column, index: usize, ty: &Type) -> Column {
    let Column::List(lists) = lists else {
        return missing(ty, lists.len());
    };
    let Some(items) = Column::from_array(lists.values()) else {
        return missing(ty, lists.len());
    };
    let places = (0..lists.len()).map(|row| {
        let there = lists.is_valid(row) && index < lists.value_length(row) as usize;
        there.then(|| lists.value_offsets()[row] as u32 + index as u32)
    });
    items.take(&places.collect::<UInt32Array>())
}

fn date_of(column: &Column, frame: &Frame) -> Date32Array {
    match column {
        Column::Time(moments) => (0..frame.rows)
            .map(|row| {
                let moment = moments.is_valid(row).then(|| moments.value(row))?;
                frame.clock.day_of(moment, frame.zone(row))
            })
            .collect(),
        _ => Date32Array::new_null(frame.rows),
    }
}

fn start_of(column: &Column, frame: &Frame) -> TimestampMicrosecondArray {
    match column {
        Column::Date(dates) => (0..frame.rows)
            .map(|row| {
                let day = dates.is_valid(row).then(|| dates.value(row))?;
                frame.clock.start_of(day, frame.zone(row))
            })
            .collect(),
        _ => TimestampMicrosecondArray::new_null(frame.rows),
    }
}

/// Whole units between a date or moment and now; `days since` tomorrow is −1.
fn elapsed(unit: Unit, direction: Direction, column: &Column, frame: &Frame) -> Float64Array {
    let signed = |units: i64| match direction {
        Direction::Since => units as f64,
        Direction::Until => -units as f64,
    };
    match column {
        Column::Date(dates) => {
            let today: Vec<_> = (0..frame.clock.zones())
                .map(|zone| frame.clock.today(zone))
                .collect();
            let elapsed = |row: usize| {
                let date = from_day(dates.is_valid(row).then(|| dates.value(row))?)?;
                let today = today[usize::from(frame.zone(row))];
                Some(signed(units_between(date, today, unit)))
            };
            (0..frame.rows).map(elapsed).collect()
        }
        Column::Time(moments) => {
            let length = if unit == Unit::Minutes {
                60_000_000
            } else {
                3_600_000_000
            };
            let now = frame.clock.now().as_microsecond();
            let elapsed = |moment: i64| signed((now - moment) / length);
            moments.iter().map(|moment| moment.map(elapsed)).collect()
        }
        _ => Float64Array::new_null(frame.rows),
    }
}

/// A column of nothing but missing values.
pub(crate) fn missing(ty: &Type, rows: usize) -> Column {
    match ty {
        Type::Number => Column::Number(Float64Array::new_null(rows)),
        Type::Money => Column::Money(Int64Array::new_null(rows)),
        Type::Duration => Column::Duration(Int64Array::new_null(rows)),
        Type::YesNo => Column::YesNo(BooleanArray::new_null(rows)),
        Type::Date => Column::Date(Date32Array::new_null(rows)),
        Type::Time => Column::Time(TimestampMicrosecondArray::new_null(rows)),
        Type::List(item) => {
            let items = missing(item, 0);
            let offsets = OffsetBuffer::new(ScalarBuffer::from(vec![0; rows + 1]));
            let nulls = NullBuffer::new_null(rows);
            Column::List(list_of(&items, offsets, Some(nulls)))
        }
        _ => Column::Text(StringArray::new_null(rows)),
    }
}

/// Lists of `items`.
pub(crate) fn list_of(
    items: &Column,
    offsets: OffsetBuffer<i32>,
    nulls: Option<NullBuffer>,
) -> ListArray {
    let field = Field::new_list_field(items.array().data_type().clone(), true);
    ListArray::new(
        Arc::new(field),
        offsets,
        items.array().slice(0, items.len()),
        nulls,
    )
}

/// The same value in every row.
pub(crate) fn constant(literal: &Literal, ty: &Type, rows: usize) -> Column {
    column_of(ty, std::iter::repeat_n(Some(literal), rows))
}

/// A column of constants, all of type `ty`; one of another type is missing.
pub(crate) fn column_of<'a>(
    ty: &Type,
    values: impl Iterator<Item = Option<&'a Literal>>,
) -> Column {
    match ty {
        Type::Number => Column::Number(primitive::<Float64Type>(values, |literal| match literal {
            Literal::Number(number) => Some(*number),
            _ => None,
        })),
        Type::Money => Column::Money(primitive::<Int64Type>(values, |literal| match literal {
            Literal::Money(minor) => Some(*minor),
            _ => None,
        })),
        Type::Duration => {
            Column::Duration(primitive::<Int64Type>(values, |literal| match literal {
                Literal::Duration(length) => Some(*length),
                _ => None,
            }))
        }
        Type::Date => Column::Date(primitive::<Date32Type>(values, |literal| match literal {
            Literal::Date(day) => Some(*day),
            _ => None,
        })),
        Type::Time => {
            Column::Time(primitive::<TimestampMicrosecondType>(
                values,
                |literal| match literal {
                    Literal::Time(moment) => Some(*moment),
                    _ => None,
                },
            ))
        }
        Type::YesNo => Column::YesNo(
            values
                .map(|literal| match literal {
                    Some(Literal::YesNo(value)) => Some(*value),
                    _ => None,
                })
                .collect(),
        ),
        Type::List(item) => lists(item, values),
        _ => Column::Text(
            values
                .map(|literal| match literal {
                    Some(Literal::Text(text)) => Some(&**text),
                    _ => None,
                })
                .collect(),
        ),
    }
}

fn primitive<'a, T: ArrowPrimitiveType>(
    values: impl Iterator<Item = Option<&'a Literal>>,
    value: impl Fn(&Literal) -> Option<T::Native>,
) -> PrimitiveArray<T> {
    values.map(|literal| literal.and_then(&value)).collect()
}

fn lists<'a>(item: &Type, values: impl Iterator<Item = Option<&'a Literal>>) -> Column {
    let rows: Vec<Option<&[Literal]>> = values
        .map(|literal| match literal {
            Some(Literal::List(items)) => Some(items.as_slice()),
            _ => None,
        })
        .collect();
    // A list may hold lists: one type of iterator ends the instances that the compiler makes.
    let items: Vec<Option<&Literal>> = rows
        .iter()
        .flatten()
        .flat_map(|items| items.iter().map(Some))
        .collect();
    let items = column_of(item, items.into_iter());
    let offsets = OffsetBuffer::from_lengths(rows.iter().map(|row| row.map_or(0, <[_]>::len)));
    let nulls: NullBuffer = rows.iter().map(Option::is_some).collect::<Vec<_>>().into();
    Column::List(list_of(&items, offsets, Some(nulls)))
}
