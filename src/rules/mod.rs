//! The rule language: text → [`ast`].

pub mod ast;

mod token;

mod split;

mod problem;

mod parse;

pub use parse::parse;
