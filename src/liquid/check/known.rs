//! What cannot be missing where a node stands: behind a condition that does not hold of a missing
//! value, the value is there.

use super::Checker;
use crate::liquid::Value;
use crate::liquid::program::SlotPath;
use crate::liquid::tree::{Comparison, Condition, Expression, Path, Segment};

/// The paths that are there.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(Vec<String>);

impl Known {
    pub(super) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|known| known == key)
    }

    /// The variable becomes another one.
    pub(super) fn forget(&mut self, name: &str) {
        self.0.retain(|key| root(key) != name);
    }

    pub(super) fn learn_all(&mut self, paths: &[SlotPath]) {
        for path in paths {
            self.add(&path.0.join("."));
        }
    }

    /// What is inside of something is there only where that is.
    fn add(&mut self, key: &str) {
        let dots = key.match_indices('.').map(|(at, _)| &key[..at]);
        let keys: Vec<&str> = dots.chain([key]).collect();
        for key in keys {
            if !self.has(key) {
                self.0.push(key.to_owned());
            }
        }
    }
}

/// How the path is written, whatever stands in its brackets.
pub(super) fn key(path: &Path) -> String {
    let mut key = path.root.text.clone();
    for segment in &path.segments {
        match segment {
            Segment::Name(name) | Segment::Key(name) => {
                key.push('.');
                key.push_str(&name.text);
            }
            Segment::Index(_) => key.push_str("[…]"),
        }
    }
    key
}

fn root(key: &str) -> &str {
    key.split(['.', '[']).next().unwrap_or(key)
}

impl Checker<'_> {
    /// From here on the condition is taken to hold, or not to.
    pub(super) fn learn(&mut self, condition: &Condition, holds: bool) {
        for key in told(condition, holds) {
            self.known.add(&key);
        }
    }

    /// From here on the value is taken to be there.
    pub(super) fn learn_value(&mut self, value: &Expression) {
        for key in of(value) {
            self.known.add(&key);
        }
    }
}

/// The paths that are there when the condition holds, or does not.
fn told(condition: &Condition, holds: bool) -> Vec<String> {
    use Comparison::{Equal, NotEqual};
    match (condition, holds) {
        (Condition::Truthy(value), true) => of(value),
        (Condition::Not(inner), _) => told(inner, !holds),
        (Condition::And(a, b), true) | (Condition::Or(a, b), false) => {
            let mut keys = told(a, holds);
            keys.extend(told(b, holds));
            keys
        }
        (Condition::And(a, b), false) | (Condition::Or(a, b), true) => {
            let mut keys = told(a, holds);
            let others = told(b, holds);
            keys.retain(|key| others.contains(key));
            keys
        }
        (Condition::Compare(Equal, a, b), false) | (Condition::Compare(NotEqual, a, b), true) => {
            match (is_missing(a), is_missing(b)) {
                (true, false) => of(b),
                (false, true) => of(a),
                _ => Vec::new(),
            }
        }
        (Condition::Compare(Equal, a, b), true) | (Condition::Compare(NotEqual, a, b), false) => {
            match (is_there(a), is_there(b)) {
                (true, false) => of(b),
                (false, true) => of(a),
                _ => Vec::new(),
            }
        }
        (Condition::Compare(_, a, b), true) => {
            let mut keys = of(a);
            keys.extend(of(b));
            keys
        }
        (Condition::Truthy(_) | Condition::Compare(..), false) => Vec::new(),
    }
}

fn of(value: &Expression) -> Vec<String> {
    match value {
        Expression::Path(path) => vec![key(path)],
        _ => Vec::new(),
    }
}

/// What a missing value is equal to.
fn is_missing(value: &Expression) -> bool {
    matches!(
        value,
        Expression::Blank | Expression::Literal(Value::Nil, _)
    )
}

/// What a missing value differs from.
pub(super) fn is_there(value: &Expression) -> bool {
    matches!(value, Expression::Literal(value, _) if *value != Value::Nil)
}
