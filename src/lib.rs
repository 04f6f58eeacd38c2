//! Personalized email as code: typed rules and Liquid templates in, one tested message per
//! recipient out.

pub mod world;

pub mod source;

pub mod diagnostic;

pub mod schema;

pub mod project;

pub mod rules;

pub mod model;

pub mod check;

pub mod plan;

pub mod data;

pub mod evaluate;

pub mod liquid;

pub mod message;

pub mod render;

pub mod sink;

pub mod transport;

pub mod snapshot;

pub mod workspace;

pub mod persona;

pub mod explain;

pub mod preview;

pub mod cli;
