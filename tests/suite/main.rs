//! The one integration test binary; `tests/README.md` says how to add a case.

mod check;
mod data;
mod docs;
mod evaluate;
mod example;
mod format;
mod golden_liquid;
mod harness;
mod language;
mod liquid;
mod lsp;
mod message;
mod naive;
mod online_retail;
mod preview;
mod prove;
mod python;
mod random;
mod rules;
mod safety;
mod session;
mod sink;
mod slips;
mod snapshot;
mod transport;
mod why_not;
