//! The template engine: Liquid files → composed → checked → [`Program`]s that print one row.

mod value;

pub use value::Value;
