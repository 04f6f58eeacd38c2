//! The template engine: Liquid files → composed → checked → [`Program`]s that print one row.
//!
//! ```text
//! files ─scan─▶ pieces ─parse─▶ tree ─compose─▶ composition ─check─▶ slots
//!                                                    └───────compile─▶ program ─render(row)─▶ bytes
//! ```

mod value;

mod tree;

mod scan;

mod expression;

mod parse;

mod problem;

mod library;

mod composition;

mod compose;

mod shape;

mod check;

mod filter;

mod operators;

mod program;

mod scope;

mod render;

pub use check::check;
pub use compose::{compose, compose_text};
pub use composition::{Composition, Filling, Parameter, ParameterValue, Variant};
pub use filter::{FilterSettings, filters};
pub use library::Library;
pub use program::{Escape, Outcome, Program, SlotPath, compile};
pub use shape::Shape;
pub use tree::Template;
pub use value::Value;

/// Every tag that begins something, by name.
pub fn tags() -> impl Iterator<Item = &'static str> {
    TAGS.into_iter()
}

const TAGS: [&str; 22] = [
    "assign",
    "block",
    "break",
    "capture",
    "case",
    "comment",
    "continue",
    "cycle",
    "decrement",
    "doc",
    "echo",
    "for",
    "if",
    "ifchanged",
    "include",
    "increment",
    "layout",
    "liquid",
    "raw",
    "render",
    "tablerow",
    "unless",
];
