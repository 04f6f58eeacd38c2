//! Types of values and the shape of tables: what rules declare and readers deliver.

use std::fmt;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{
    Array, BooleanArray, Date32Array, Float64Array, Int64Array, ListArray, StringArray,
    TimestampMicrosecondArray, UInt32Array,
};
use arrow_schema::DataType;
use jiff::Span;
use jiff::civil::{Date, date};

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Type {
    Text,
    /// A 64-bit float; counts are exact up to 2⁵³.
    Number,
    /// Whole minor units of the project's currency.
    Money,
    YesNo,
    Date,
    /// A moment, in microseconds since 1970 UTC.
    Time,
    /// A length of time in microseconds.
    Duration,
    Email,
    Url,
    Id,
    /// An IANA time zone's name.
    Timezone,
    /// One of these texts.
    OneOf(Arc<[String]>),
    List(Arc<Type>),
    /// The id of a row of this catalog.
    Catalog(Arc<str>),
}

impl Type {
    /// Whether values are held as text.
    pub fn is_textual(&self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Email
                | Self::Url
                | Self::Id
                | Self::Timezone
                | Self::OneOf(_)
                | Self::Catalog(_)
        )
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("text"),
            Self::Number => f.write_str("number"),
            Self::Money => f.write_str("money"),
            Self::YesNo => f.write_str("yes/no"),
            Self::Date => f.write_str("date"),
            Self::Time => f.write_str("time"),
            Self::Duration => f.write_str("duration"),
            Self::Email => f.write_str("email"),
            Self::Url => f.write_str("url"),
            Self::Id => f.write_str("id"),
            Self::Timezone => f.write_str("timezone"),
            Self::OneOf(options) => write!(f, "one of \"{}\"", options.join("\", \"")),
            Self::List(item) => write!(f, "list of {item}"),
            Self::Catalog(name) => write!(f, "{name}"),
        }
    }
}

/// The values of one column; a null is a missing value.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Every textual type.
    Text(StringArray),
    /// Numbers.
    Number(Float64Array),
    /// Minor units.
    Money(Int64Array),
    /// Yes or no.
    YesNo(BooleanArray),
    /// Days since 1970-01-01.
    Date(Date32Array),
    /// Microseconds since 1970 UTC.
    Time(TimestampMicrosecondArray),
    /// Microseconds.
    Duration(Int64Array),
    /// Lists whose items are held as the array of their own type.
    List(ListArray),
}

impl Column {
    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.array().len()
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the row's value is there.
    pub fn is_known(&self, row: usize) -> bool {
        self.array().is_valid(row)
    }

    /// The Arrow array.
    pub fn array(&self) -> &dyn Array {
        match self {
            Self::Text(array) => array,
            Self::Number(array) => array,
            Self::Money(array) | Self::Duration(array) => array,
            Self::YesNo(array) => array,
            Self::Date(array) => array,
            Self::Time(array) => array,
            Self::List(array) => array,
        }
    }

    /// The column that holds `array`, by its Arrow type; money and durations look alike there and
    /// give money. None for a type that no column has.
    pub(crate) fn from_array(array: &dyn Array) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Utf8 => Self::Text(array.as_string().clone()),
            DataType::Float64 => Self::Number(array.as_primitive().clone()),
            DataType::Int64 => Self::Money(array.as_primitive().clone()),
            DataType::Boolean => Self::YesNo(array.as_boolean().clone()),
            DataType::Date32 => Self::Date(array.as_primitive().clone()),
            DataType::Timestamp(..) => Self::Time(array.as_primitive().clone()),
            DataType::List(_) => Self::List(array.as_list().clone()),
            _ => return None,
        })
    }

    /// The same kind of column with the content of `array`, which is of the same type.
    fn like(&self, array: &dyn Array) -> Self {
        match self {
            Self::Text(_) => Self::Text(array.as_string().clone()),
            Self::Number(_) => Self::Number(array.as_primitive().clone()),
            Self::Money(_) => Self::Money(array.as_primitive().clone()),
            Self::Duration(_) => Self::Duration(array.as_primitive().clone()),
            Self::YesNo(_) => Self::YesNo(array.as_boolean().clone()),
            Self::Date(_) => Self::Date(array.as_primitive().clone()),
            Self::Time(_) => Self::Time(array.as_primitive().clone()),
            Self::List(_) => Self::List(array.as_list().clone()),
        }
    }

    /// The rows at `indices`, in that order; a null index gives a missing value.
    pub(crate) fn take(&self, indices: &UInt32Array) -> Self {
        match arrow_select::take::take(self.array(), indices, None) {
            Ok(taken) => self.like(&taken),
            // `take` fails only on an index beyond the end or text beyond 2 GiB.
            Err(_) => self.like(&arrow_array::new_null_array(
                self.array().data_type(),
                indices.len(),
            )),
        }
    }

    /// The columns one behind the other; none when there is none.
    pub(crate) fn concat(columns: &[&Self]) -> Option<Self> {
        let arrays: Vec<&dyn Array> = columns.iter().map(|column| column.array()).collect();
        let joined = arrow_select::concat::concat(&arrays).ok()?;
        Some(columns.first()?.like(&joined))
    }

    /// For each row the value of the column that `choice` names, missing where it names none.
    /// The columns are of one kind; there is at least one.
    pub(crate) fn choose(columns: &[&Self], choice: &[Option<usize>]) -> Self {
        let nothing = arrow_array::new_null_array(columns[0].array().data_type(), 1);
        let mut arrays: Vec<&dyn Array> = columns.iter().map(|column| column.array()).collect();
        arrays.push(&nothing);
        let rows = choice.iter().enumerate();
        let picks: Vec<(usize, usize)> = rows
            .map(|(row, choice)| choice.map_or((columns.len(), 0), |column| (column, row)))
            .collect();
        match arrow_select::interleave::interleave(&arrays, &picks) {
            Ok(chosen) => columns[0].like(&chosen),
            Err(_) => columns[0].like(&arrow_array::new_null_array(
                nothing.data_type(),
                choice.len(),
            )),
        }
    }
}

/// Days since 1970-01-01.
pub(crate) fn epoch_day(day: Date) -> i32 {
    let days = day.since(date(1970, 1, 1));
    days.map_or(0, |span| span.get_days())
}

/// The date so many days after 1970-01-01.
pub(crate) fn from_day(day: i32) -> Option<Date> {
    date(1970, 1, 1)
        .checked_add(Span::new().try_days(day).ok()?)
        .ok()
}

/// A decimal number exactly as written: `mantissa × 10^-scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// All digits.
    pub mantissa: i64,
    /// How many of them follow the point.
    pub scale: u8,
}

impl Decimal {
    /// Reads `-?digits[.digits]`; none when it is something else or has more than 18 digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (digits, negative) = match text.strip_prefix('-') {
            Some(digits) => (digits, true),
            None => (text, false),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let both = || whole.bytes().chain(fraction.bytes());
        let point_without_digits = digits.contains('.') && fraction.is_empty();
        if whole.is_empty() || point_without_digits || both().count() > 18 {
            return None;
        }
        let mut mantissa = 0_i64;
        for digit in both() {
            if !digit.is_ascii_digit() {
                return None;
            }
            mantissa = mantissa * 10 + i64::from(digit - b'0');
        }
        Some(Self {
            mantissa: if negative { -mantissa } else { mantissa },
            scale: fraction.len() as u8,
        })
    }

    /// The nearest 64-bit float.
    pub fn to_f64(self) -> f64 {
        self.mantissa as f64 / 10_f64.powi(i32::from(self.scale))
    }

    /// Whether only zeros follow the first `digits` digits behind the point.
    pub fn is_whole_at(self, digits: u8) -> bool {
        let surplus = self.scale.saturating_sub(digits);
        i128::from(self.mantissa) % 10_i128.pow(surplus.into()) == 0
    }

    /// In units of `10^-digits`, a half rounded away from zero; none when it does not fit.
    pub fn to_minor_units(self, digits: u8) -> Option<i64> {
        let shift = i32::from(digits) - i32::from(self.scale);
        let power = 10_i128.pow(shift.unsigned_abs());
        let mantissa = i128::from(self.mantissa);
        let units = if shift >= 0 {
            mantissa * power
        } else {
            (mantissa.abs() + power / 2) / power * mantissa.signum()
        };
        i64::try_from(units).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, epoch_day, from_day};

    #[test]
    fn days_and_dates_are_each_others_inverse() {
        for day in [-800_000, -1, 0, 1, 20_000, 800_000] {
            assert_eq!(from_day(day).map(epoch_day), Some(day));
        }
    }

    #[test]
    fn decimals_are_read_exactly() {
        let minor = |text| Decimal::parse(text).and_then(|number| number.to_minor_units(2));
        assert_eq!(minor("80"), Some(8000));
        assert_eq!(minor("-2.555"), Some(-256));
        assert_eq!(minor("0.004"), Some(0));
        assert_eq!(minor("1.2.3"), None);
        assert_eq!(minor("1."), None);
        assert_eq!(minor(""), None);
        assert_eq!(minor("9999999999999999999"), None);
    }
}
