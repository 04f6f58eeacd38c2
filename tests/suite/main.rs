//! The one integration test binary; `tests/README.md` says how to add a case.

mod data;
mod docs;
mod example;
mod golden_liquid;
mod liquid;
mod message;
mod preview;
mod rules;
mod sink;
mod snapshot;
mod transport;
