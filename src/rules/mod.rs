//! The rule language: text → [`ast`].

pub mod ast;
