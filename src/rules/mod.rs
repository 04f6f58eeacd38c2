//! The rule language: text → [`ast`].

pub mod ast;

pub(crate) mod token;

mod split;

mod problem;

mod parse;

mod format;

pub use parse::parse;

pub(crate) use split::items;

pub use format::format;
