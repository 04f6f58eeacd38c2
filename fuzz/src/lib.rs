//! What must hold for every rule file and template. A law that is broken is a panic.

pub mod check;

pub mod findings;

pub mod liquid;

pub mod parse;
