//! The one integration test binary; `tests/README.md` says how to add a case.

mod check;
mod data;
mod evaluate;
mod example;
mod format;
mod liquid;
mod message;
mod preview;
mod rules;
mod sink;
mod snapshot;
mod transport;
