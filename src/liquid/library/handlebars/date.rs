//! Helpers that write dates.

use super::chain::Chain;
use super::problem::Fault;
use super::translate::Translator;
use super::words::{Argument, Call};
use crate::liquid::Value;
use crate::liquid::tree::Expression;

/// What is written without a pattern, as in `Mar 1, 2026`.
const MEDIUM: &str = "%b %-d, %Y";

impl Translator<'_> {
    /// A value by a pattern, on the clocks of a zone.
    pub(super) fn dated(
        &mut self,
        call: &Call,
        first: Chain,
        rest: &[Argument],
        read: fn(&str) -> Result<String, String>,
    ) -> Option<Chain> {
        let span = call.name.span;
        let pattern = rest.first().or_else(|| call.named("format"));
        let format = self.format(call, pattern, read);
        // only `dateFormat` is told a language before the zone
        let (locale, zone) = match call.name.text.as_str() {
            "dateFormat" => (rest.get(1).or_else(|| call.named("locale")), rest.get(2)),
            _ => (None, rest.get(1)),
        };
        let locale = match locale {
            Some(locale) => Some(self.operand(locale)?),
            None => None,
        };
        let first = match zone.or_else(|| call.named("tz")) {
            Some(zone) => {
                let zone = self.operand(zone)?;
                first.then("timezone", vec![zone], span)
            }
            None => first,
        };
        let format =
            Expression::Literal(Value::text(format?), pattern.map_or(span, Argument::span));
        let date = first.then("date", vec![format], span);
        Some(date.in_locale(locale, span))
    }

    fn format(
        &mut self,
        call: &Call,
        pattern: Option<&Argument>,
        read: fn(&str) -> Result<String, String>,
    ) -> Option<String> {
        match pattern {
            None => Some(MEDIUM.to_owned()),
            Some(Argument::Text(pattern)) => match read(&pattern.text) {
                Ok(format) => Some(format),
                Err(hint) => {
                    self.unusable(call, &pattern.text, hint, pattern.span);
                    None
                }
            },
            Some(other) => {
                let fault = Fault::NotWritten {
                    helper: call.name.text.clone(),
                    what: "pattern",
                };
                self.report(&fault, other.span());
                None
            }
        }
    }
}
