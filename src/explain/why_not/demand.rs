//! What is asked of one subject.

use std::sync::Arc;

use super::subject::Point;
use crate::model::{Comparison, Literal, Pattern};
use crate::prove::values::{Known, Values};

/// One of these values, which passes the tests. What is missing passes no test.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Demand {
    pub(super) values: Values,
    /// Each with whether it must be passed.
    pub(super) tests: Vec<(Test, bool)>,
}

/// A question to a list or a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    /// The list holds this.
    Holds(Literal),
    /// The text contains this.
    Contains(Arc<str>),
    StartsWith(Arc<str>),
    EndsWith(Arc<str>),
    Matches(Pattern),
    /// By code points.
    Compared(Comparison, Arc<str>),
}

impl Test {
    fn passes(&self, text: &str) -> bool {
        match self {
            Self::Holds(_) => false,
            Self::Contains(part) => text.contains(&**part),
            Self::StartsWith(part) => text.starts_with(&**part),
            Self::EndsWith(part) => text.ends_with(&**part),
            Self::Matches(pattern) => pattern.0.is_match(text),
            Self::Compared(comparison, with) => match comparison {
                Comparison::Less => text < &**with,
                Comparison::LessOrEqual => text <= &**with,
                Comparison::Greater => text > &**with,
                Comparison::GreaterOrEqual => text >= &**with,
                Comparison::Equal => text == &**with,
                Comparison::NotEqual => text != &**with,
            },
        }
    }
}

impl Demand {
    pub(super) fn of_values(values: Values) -> Self {
        Self {
            values,
            tests: Vec::new(),
        }
    }

    /// Both at once; none when no value is left.
    pub(super) fn and(&self, other: &Self) -> Option<Self> {
        let mut both = Self {
            values: self.values.and(&other.values),
            tests: self.tests.clone(),
        };
        for test in &other.tests {
            if !both.tests.contains(test) {
                both.tests.push(test.clone());
            }
        }
        let passed =
            |(test, must): &(Test, bool)| !*must || !both.tests.contains(&(test.clone(), false));
        let apart = !both.tests.iter().all(passed) || both.beginnings_differ();
        if apart {
            // Only what is missing fails a test and its opposite alike.
            return None;
        }
        if let Known::Texts(texts) = &both.values.known
            && !both.tests.is_empty()
        {
            let passing = texts.iter().filter(|text| both.passes(text));
            both.values.known = Known::Texts(passing.cloned().collect());
            // The texts that are left say it all; what is missing passes what it may.
            both.tests.clear();
        }
        (!both.values.is_empty()).then_some(both)
    }

    fn passes(&self, text: &str) -> bool {
        self.tests
            .iter()
            .all(|(test, must)| test.passes(text) == *must)
    }

    /// No text begins, or ends, in two ways.
    fn beginnings_differ(&self) -> bool {
        let wanted = || {
            self.tests
                .iter()
                .filter(|(_, must)| *must)
                .map(|(test, _)| test)
        };
        wanted().any(|one| {
            wanted().any(|other| match (one, other) {
                (Test::StartsWith(a), Test::StartsWith(b)) => {
                    !a.starts_with(&**b) && !b.starts_with(&**a)
                }
                (Test::EndsWith(a), Test::EndsWith(b)) => !a.ends_with(&**b) && !b.ends_with(&**a),
                _ => false,
            })
        })
    }

    /// Whether the value is what is asked for.
    pub(super) fn admits(&self, point: &Point) -> bool {
        match (point, &self.values.known) {
            (Point::Missing, _) => self.values.missing && self.tests.iter().all(|(_, must)| !must),
            (Point::Step(step), Known::Ranges(ranges)) => {
                ranges.iter().any(|(from, to)| (from..=to).contains(&step))
            }
            (Point::Text(text), Known::Texts(texts)) => texts.contains(text) && self.passes(text),
            (Point::Text(text), Known::Except(texts)) => !texts.contains(text) && self.passes(text),
            (Point::List(items), Known::Except(_)) => self.tests.iter().all(|(test, must)| {
                let holds = matches!(test, Test::Holds(item) if items.contains(item));
                holds == *must
            }),
            _ => false,
        }
    }

    /// Whether everything asked for here is also asked for there.
    pub(super) fn implies(&self, other: &Self) -> bool {
        let all_pass = match &self.values.known {
            Known::Texts(texts) => texts.iter().all(|text| other.passes(text)),
            _ => false,
        };
        let tested = other.tests.iter().all(|test| self.tests.contains(test));
        let missing_passes = other.tests.iter().all(|(_, must)| !must);
        let passes = all_pass && (missing_passes || !self.values.missing);
        self.values.is_within(&other.values) && (tested || passes)
    }
}
