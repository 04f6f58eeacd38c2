//! `{% abort "why" %}`: the template itself says that this recipient gets nothing.
//!
//! To the engine it is an output whose last filter fails with the reason.

use super::outcome::Outcome;
use super::tree::{Filter, Filtered, Name};
use crate::source::Span;

/// The filter's name, which no template can write.
pub(super) const ABORT: &str = "{% abort %}";

/// The output that stands for the tag whose name is at `span`.
pub(super) fn aborting(mut reason: Filtered, span: Span) -> Filtered {
    let name = Name {
        text: ABORT.to_owned(),
        span,
    };
    reason.filters.push(Filter {
        name,
        positional: Vec::new(),
        quoted: None,
        keyword: Vec::new(),
    });
    reason
}

impl Filtered {
    /// Whether nothing is printed, because the message is given up.
    pub(super) fn aborts(&self) -> bool {
        self.filters
            .last()
            .is_some_and(|last| last.name.text == ABORT)
    }
}

impl Outcome {
    /// The reason that the template gives with `{% abort %}`; none when it failed by accident.
    pub fn aborted(&self) -> Option<&str> {
        let reason = self.message.strip_prefix("filter `{% abort %}`")?;
        Some(reason.trim_start_matches([':', ' ']))
    }
}
