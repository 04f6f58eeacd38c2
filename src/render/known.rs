//! What rules tell of the customers that see something: values that are there for all of them.

use crate::check::known_values;
use crate::liquid::SlotPath;
use crate::model::{Expr, Model};

/// What is told of a condition.
#[derive(Clone, Copy, Debug)]
pub(super) enum Told<'a> {
    Holds(&'a Expr),
    Fails(&'a Expr),
}

/// The global variables that cannot be missing when all of this is so.
pub(super) fn told(all: &[Told<'_>], model: &Model) -> Vec<SlotPath> {
    let mut known = Vec::new();
    for told in all {
        let (condition, holds) = match told {
            Told::Holds(condition) => (condition, true),
            Told::Fails(condition) => (condition, false),
        };
        for path in known_values(condition, holds, model) {
            let names = ["customer".to_owned()].into_iter().chain(path);
            let path = SlotPath(names.collect());
            if !known.contains(&path) {
                known.push(path);
            }
        }
    }
    known
}
