//! What becomes of a row that cannot be printed, and what one may take.

use std::fmt;
use std::time::Duration;

use crate::source::Span;

/// Why one recipient's template could not be rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Lower case, no final period.
    pub message: String,
    /// Path of the template in which it happened.
    pub template: Option<String>,
    /// Where in the template.
    pub place: Option<Place>,
    /// What the values were that it happened with, by what the template calls them. Personal data
    /// are masked.
    pub values: Vec<(String, String)>,
}

/// A place in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// In the text that was compiled.
    pub span: Span,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl fmt::Display for Outcome {
    /// `campaigns/spring.liquid:3:12: filter `money`: expected a number (price = "free")`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.template {
            f.write_str(path)?;
            if let (Some(place), None) = (&self.place, self.aborted()) {
                write!(f, ":{}:{}", place.line, place.column)?;
            }
            f.write_str(": ")?;
        }
        match self.aborted() {
            Some("") => return f.write_str("aborted"),
            Some(reason) => return write!(f, "aborted: {reason}"),
            None => f.write_str(&self.message)?,
        }
        for (index, (name, value)) in self.values.iter().enumerate() {
            let before = if index == 0 { " (" } else { ", " };
            write!(f, "{before}{name} = {value}")?;
        }
        f.write_str(if self.values.is_empty() { "" } else { ")" })
    }
}

impl std::error::Error for Outcome {}

/// What one row's rendering may take. Past it the row fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Turns of all loops, and partials shown.
    pub turns: u32,
    /// Bytes of output.
    pub bytes: usize,
    /// Partials inside one another.
    pub depth: usize,
    /// Time by the clock.
    pub time: Duration,
}

impl Default for Limits {
    /// A million turns, 16 MiB, 100 partials inside one another, 5 seconds.
    fn default() -> Self {
        Self {
            turns: 1_000_000,
            bytes: 16 << 20,
            depth: 100,
            time: Duration::from_secs(5),
        }
    }
}
