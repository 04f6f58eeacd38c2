//! The template engine: Liquid files → composed → checked → [`Program`]s that print one row.
//!
//! ```text
//! files ─scan─▶ pieces ─parse─▶ tree ─compose─▶ composition ─check─▶ slots
//!                                                    └───────compile─▶ program ─render(row)─▶ bytes
//! ```
//!
//! [`Engine`] does all of it for programs that have templates and data at hand. Stage by stage, as
//! the pipeline does it:
//!
//! ```
//! use std::path::Path;
//!
//! use segue::diagnostic::Diagnostics;
//! use segue::liquid::{Escape, Facts, FilterSettings, Library, Shape, Value};
//! use segue::liquid::{check, compile, compose};
//! use segue::project::Currency;
//! use segue::source::{Sources, Span};
//! use segue::world::Memory;
//!
//! let mut world = Memory::default();
//! let page = "<p>{{ name | upcase }} owes {{ debt | money }}";
//! world.files.insert("templates/page.liquid".into(), page.into());
//! let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
//! let library = Library::load(&world, Path::new("templates"), &mut sources, &mut diagnostics);
//!
//! // Rules name the page; a fault of theirs would be reported there.
//! let rules = sources.add("rules/all.seg", r#"template "page.liquid""#);
//! let named = Span::new(rules, 10..21);
//! let globals = Shape::object([("name", Shape::Scalar), ("debt", Shape::Scalar)]);
//! let composition = compose("page.liquid", named, &[], &library, &sources, &mut diagnostics)
//!     .expect("there is such a page");
//! let slots = check(&composition, &globals, &mut diagnostics);
//! assert_eq!(diagnostics.errors(), 0);
//!
//! let currency = Currency::from_code("USD").expect("dollars are known");
//! let settings = FilterSettings { currency, locale: None };
//! let facts = Facts::new(&slots, Escape::Html, settings);
//! let program = compile(&composition, &facts, &sources, &mut diagnostics);
//! let mut out = String::new();
//! let row = [Value::from("Ana & Co"), Value::Float(1234.5)];
//! program.render(&row, &mut out).expect("both filters can work");
//! assert_eq!(out, "<p>ANA &amp; CO owes $1,234.50");
//! ```

mod value;

mod kept;

mod number;

mod tree;

mod scan;

mod expression;

mod parse;

mod problem;

mod foreign;

mod library;

mod composition;

mod compose;

mod kind;

mod shape;

mod abort;

mod branch;

mod place;

mod flow;

mod check;

mod filter;

mod operators;

mod escape;

mod program;

mod operands;

mod compile;

mod engine;

mod run;

pub use branch::{Branch, Reached, Way};
pub use check::check;
pub(crate) use check::{Resolved, resolve, unused};
pub use compile::{Facts, compile};
pub use compose::{compose, compose_text};
pub use composition::{Composition, Filling, Parameter, ParameterValue, Variant};
pub use engine::{Engine, Faults, Page, RenderError};
pub use filter::{FilterSettings, filters};
pub use flow::{Flow, Medium, Output, flow};
pub use kind::Kind;
pub use library::Library;
pub use parse::ErrorMode;
pub use program::{Escape, Limits, Outcome, Place, Program, SlotPath};
pub use shape::{Entry, Shape};
pub(crate) use tree::Name;
pub use tree::Template;
pub use value::{List, Object, Record, Text, Value};

/// Every tag that begins something, by name.
pub fn tags() -> impl Iterator<Item = &'static str> {
    TAGS.into_iter()
}

const TAGS: [&str; 24] = [
    "abort",
    "abort_message",
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
