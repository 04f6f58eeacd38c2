//! What must hold for every rule file. A law that is broken is a panic.

pub mod check;

pub mod findings;

pub mod parse;
