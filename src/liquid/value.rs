//! Values as templates see them.

use std::sync::Arc;

/// A value given to a template.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Missing; prints nothing.
    Nil,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// A text.
    Text(Arc<str>),
    /// A calendar date.
    Date(jiff::civil::Date),
    /// A moment in the zone it is shown in.
    Time(jiff::Zoned),
    /// A list.
    List(Arc<[Value]>),
    /// Names and values in a fixed order.
    Object(Arc<[(Arc<str>, Value)]>),
}
