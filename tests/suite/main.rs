//! The one integration test binary; `tests/README.md` says how to add a case.

mod check;
mod data;
mod example;
mod harness;
mod liquid;
mod message;
mod preview;
mod rules;
mod session;
mod sink;
mod snapshot;
mod transport;
