//! When a campaign's messages go out, and how their links are marked.

use jiff::civil::Time;

use crate::rules::ast::Text;
use crate::source::Span;

/// When a message is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Send {
    /// The next time that the clock shows this; as soon as possible without it.
    pub at: Option<Time>,
    /// Whether the clock is the customer's, not the project's.
    pub by_customer: bool,
    /// When nothing is sent.
    pub quiet: Option<Quiet>,
}

/// Hours of each day, the first included and the last not; they may go past midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// When it becomes quiet.
    pub from: Time,
    /// When it ends.
    pub to: Time,
}

impl Quiet {
    /// Whether it is quiet at `time`.
    pub fn holds(self, time: Time) -> bool {
        if self.from <= self.to {
            self.from <= time && time < self.to
        } else {
            self.from <= time || time < self.to
        }
    }
}

/// A parameter that is added to links.
#[derive(Clone, Debug)]
pub struct UtmParameter {
    /// As in links: `utm_source`.
    pub name: String,
    /// Where it is named.
    pub span: Span,
    /// Liquid of its value.
    pub value: Text,
}
