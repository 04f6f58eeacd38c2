//! Reads cells into typed columns and finds the rows that do not fit.

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, ListArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::Field;
use rayon::prelude::*;

use super::cell::Cell;
use super::problem::Fault;
use super::value::{Read, WallClock};
use super::{TableSpec, json, text, value};
use crate::schema::{Column, Type};

/// The rows of a batch that fit, and what is wrong with the others.
pub(super) struct Table {
    /// One for each wanted column.
    pub(super) columns: Vec<Column>,
    /// Which rows they hold.
    pub(super) kept: Vec<usize>,
    /// By row, then by column.
    pub(super) faults: Vec<Misfit>,
}

/// A cell that does not fit its column.
pub(super) struct Misfit {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) fault: Fault,
}

/// The cell in a row (first) and a column (second).
pub(super) type Cells<'f, 'a> = &'f (dyn Fn(usize, usize) -> Cell<'a> + Sync);

/// Reads the cells of `rows` rows, columns in parallel; `ready` may give a column at once.
pub(super) fn table(
    spec: &TableSpec,
    rows: usize,
    cell: Cells<'_, '_>,
    ready: impl Fn(usize) -> Option<Column> + Sync,
) -> Table {
    let width = 0..spec.columns.len();
    let first: Vec<(Column, Vec<Misfit>)> = width
        .clone()
        .into_par_iter()
        .map(|column| match ready(column) {
            Some(ready) => (ready, Vec::new()),
            None => read(spec, column, rows, &|row| cell(row, column)),
        })
        .collect();
    let (columns, faults): (Vec<_>, Vec<_>) = first.into_iter().unzip();
    let mut faults: Vec<Misfit> = faults.into_iter().flatten().collect();
    faults.sort_by_key(|misfit| (misfit.row, misfit.column));
    if faults.is_empty() {
        let kept = (0..rows).collect();
        return Table {
            columns,
            kept,
            faults,
        };
    }
    let mut fits = vec![true; rows];
    for misfit in &faults {
        fits[misfit.row] = false;
    }
    let kept: Vec<usize> = (0..rows).filter(|row| fits[*row]).collect();
    let columns = width
        .into_par_iter()
        .map(|column| read(spec, column, kept.len(), &|row| cell(kept[row], column)).0)
        .collect();
    Table {
        columns,
        kept,
        faults,
    }
}

fn read<'a>(
    spec: &TableSpec,
    column: usize,
    rows: usize,
    cell: &dyn Fn(usize) -> Cell<'a>,
) -> (Column, Vec<Misfit>) {
    let wanted = &spec.columns[column];
    let mut faults = Vec::new();
    let mut rows = Rows {
        spec,
        count: rows,
        cell,
        required: wanted.required,
        faults: &mut faults,
    };
    let read = rows.read(&wanted.ty);
    let misfits = faults
        .into_iter()
        .map(|(row, fault)| Misfit { row, column, fault });
    (read, misfits.collect())
}

/// The cells of one column.
struct Rows<'r, 'a> {
    spec: &'r TableSpec,
    count: usize,
    cell: &'r dyn Fn(usize) -> Cell<'a>,
    required: bool,
    faults: &'r mut Vec<(usize, Fault)>,
}

impl<'a> Rows<'_, 'a> {
    fn read(&mut self, ty: &Type) -> Column {
        let digits = self.spec.currency.digits;
        match ty {
            Type::Number => Column::Number(self.collect(value::number)),
            Type::Money => Column::Money(self.collect(|cell| value::money(cell, digits))),
            Type::YesNo => Column::YesNo(self.collect(value::yes_no)),
            Type::Date => Column::Date(self.collect(value::date)),
            Type::Time => {
                let clock = WallClock::new(&self.spec.timezone);
                Column::Time(self.collect(|cell| value::time(cell, &clock)))
            }
            Type::Duration => Column::Duration(self.collect(value::duration)),
            Type::List(item) => Column::List(self.lists(item)),
            textual => Column::Text(self.collect(|cell| read_text(cell, textual))),
        }
    }

    fn collect<T, A: FromIterator<Option<T>>>(&mut self, read: impl Fn(&Cell<'a>) -> Read<T>) -> A {
        let rows = 0..self.count;
        rows.map(|row| match read(&(self.cell)(row)) {
            Ok(None) if self.required => {
                self.faults.push((row, Fault::Missing));
                None
            }
            Ok(value) => value,
            Err(fault) => {
                self.faults.push((row, fault));
                None
            }
        })
        .collect()
    }

    /// Items without a value are left out.
    fn lists(&mut self, item: &Type) -> ListArray {
        let lists: Vec<Option<Vec<Cell<'a>>>> = self.collect(items);
        let lengths = lists.iter().map(|list| list.as_ref().map_or(0, Vec::len));
        let offsets = OffsetBuffer::from_lengths(lengths);
        let nulls: NullBuffer = lists.iter().map(Option::is_some).collect::<Vec<_>>().into();
        let owners = lists.iter().enumerate();
        let owners: Vec<usize> = owners
            .flat_map(|(row, list)| list.iter().flatten().map(move |_| row))
            .collect();
        let flat: Vec<Cell<'a>> = lists.into_iter().flatten().flatten().collect();
        let mut faults = Vec::new();
        let items = Rows {
            spec: self.spec,
            count: flat.len(),
            cell: &|index| flat[index].clone(),
            required: false,
            faults: &mut faults,
        }
        .read(item);
        let faults = faults
            .into_iter()
            .map(|(index, fault)| (owners[index], fault));
        self.faults.extend(faults);
        let values = into_array(items);
        let field = Field::new_list_field(values.data_type().clone(), true);
        ListArray::new(Arc::new(field), offsets, values, Some(nulls))
    }
}

fn read_text<'a>(cell: &Cell<'a>, ty: &Type) -> Read<Cow<'a, str>> {
    match ty {
        Type::Email => text::email(cell),
        Type::Url => text::url(cell),
        Type::Id | Type::Catalog(_) => text::id(cell),
        Type::Timezone => text::timezone(cell),
        Type::OneOf(options) => text::one_of(cell, options),
        _ => text::text(cell),
    }
}

/// The items of a list; in text they stand between `;`, or as a JSON array.
fn items<'a>(cell: &Cell<'a>) -> Read<Vec<Cell<'a>>> {
    let mut items = match cell {
        Cell::Missing => return Ok(None),
        Cell::List(items) => items.clone(),
        Cell::Text(text) if text.trim().is_empty() => return Ok(None),
        Cell::Text(text) if text.trim().starts_with('[') => json::list(text)?,
        Cell::Text(Cow::Borrowed(text)) => split(text).map(Cell::text).collect(),
        Cell::Text(Cow::Owned(text)) => split(text)
            .map(|item| Cell::text(item.to_owned()))
            .collect(),
        _ => return Err(Fault::Type),
    };
    items.retain(|item| !matches!(item, Cell::Missing | Cell::Text(Cow::Borrowed(""))));
    Ok(Some(items))
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(';')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

fn into_array(column: Column) -> ArrayRef {
    match column {
        Column::Text(array) => Arc::new(array),
        Column::Number(array) => Arc::new(array),
        Column::Money(array) | Column::Duration(array) => Arc::new(array),
        Column::YesNo(array) => Arc::new(array),
        Column::Date(array) => Arc::new(array),
        Column::Time(array) => Arc::new(array),
        Column::List(array) => Arc::new(array),
    }
}
