//! The evaluator: each event table is scanned once into columnar accumulators per customer, then
//! expressions run over columns. One customer, a persona and ten million rows take the same path.

mod accumulate;
mod bucket;
mod catalog;
mod clock;
mod expression;
mod history;
mod ids;
mod money;
mod operator;
mod population;
mod ranking;
mod record;
mod rows;
mod scan;
mod sequence;
mod single;
mod tables;
mod validate;

pub(crate) use accumulate::{sortable, unsortable};
pub use bucket::{BUCKETS, bucket};
pub use catalog::Catalog;
pub use clock::Clock;
pub use history::{Found, History};
pub use population::Population;
pub use record::{Record, records};
pub use rows::{Customers, Rows};
pub use single::single;
pub use tables::{Log, Personas, Tables, Unmatched};
pub use validate::validate;
