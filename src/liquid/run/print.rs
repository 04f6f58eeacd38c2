//! Values through filters to the output.

use std::fmt::Write;

use super::{MAX_BYTES, Machine, Rendered};
use crate::liquid::Value;
use crate::liquid::escape::Escaper;
use crate::liquid::filter::{self, Applied};
use crate::liquid::program::{Chain, Cycle, FilterCode};

/// Where a value is on its way through filters.
enum Current<'r> {
    Value(Value<'r>),
    /// In the first scratch text.
    Written,
}

impl<'r> Machine<'r, '_> {
    /// Prints a chain's value.
    pub(super) fn print(&mut self, chain: u32, escaper: Escaper, as_text: bool) -> Rendered<()> {
        let program = self.program;
        let Some(chain) = program.chains.get(chain as usize) else {
            return Ok(());
        };
        match self.filtered(chain)? {
            Current::Value(value) => {
                if as_text && matches!(value, Value::List(_)) {
                    return escaper.write(&value.to_text(), self.out);
                }
                let is_plain = chain.filters.is_empty() && !as_text;
                let escaper = if is_plain && self.is_markup(chain.value) {
                    escaper.of_markup()
                } else {
                    escaper
                };
                self.show(&value, escaper)
            }
            Current::Written => escaper.write(&self.scratch.0, self.out),
        }
    }

    /// Prints a value.
    fn show(&mut self, value: &Value<'_>, escaper: Escaper) -> Rendered<()> {
        match value {
            Value::Nil => Ok(()),
            Value::Text(text) => escaper.write(text, self.out),
            Value::Integer(number) => {
                self.integer(*number);
                Ok(())
            }
            other => {
                let mut text = std::mem::take(&mut self.scratch.0);
                text.clear();
                // a text takes whatever is written to it
                let _ = write!(text, "{other}");
                let done = escaper.write(&text, self.out);
                self.scratch.0 = text;
                done
            }
        }
    }

    pub(super) fn integer(&mut self, number: i64) {
        self.out.push_str(itoa::Buffer::new().format(number));
    }

    /// The value of a chain.
    pub(super) fn value_of(&mut self, chain: u32) -> Rendered<Value<'r>> {
        let program = self.program;
        let Some(chain) = program.chains.get(chain as usize) else {
            return Ok(Value::Nil);
        };
        Ok(match self.filtered(chain)? {
            Current::Value(value) => value,
            Current::Written => Value::text(self.scratch.0.as_str()),
        })
    }

    fn filtered(&mut self, chain: &'r Chain) -> Rendered<Current<'r>> {
        let mut current = Current::Value(self.get(chain.value)?);
        for filter in &chain.filters {
            current = self.filter(filter, current)?;
        }
        Ok(current)
    }

    fn filter(&mut self, filter: &'r FilterCode, input: Current<'r>) -> Rendered<Current<'r>> {
        let program = self.program;
        let mut positional = std::mem::take(&mut self.arguments);
        positional.clear();
        for argument in &filter.positional {
            positional.push(self.get(*argument)?);
        }
        let mut keyword = Vec::new();
        for (name, argument) in &filter.keyword {
            keyword.push((name.as_str(), self.get(*argument)?));
        }
        let now = program
            .now
            .map_or(Value::Nil, |slot| self.slot(slot as u32));
        let (mut from, mut to) = std::mem::take(&mut self.scratch);
        to.clear();
        let settings = &program.settings;
        let done = match input {
            // a filter that only writes leaves nothing behind that could point into its input
            Current::Written if filter.row.prints() => {
                let call = filter::Call {
                    input: &Value::from(from.as_str()),
                    positional: &positional,
                    keyword: &keyword,
                    settings,
                    now: &now,
                };
                match filter::apply(filter.row, &call, &mut to)? {
                    Applied::Written => Current::Written,
                    Applied::Value(_) => Current::Value(Value::Nil),
                }
            }
            input => {
                let input = match input {
                    Current::Written => Value::text(from.as_str()),
                    Current::Value(value) => value,
                };
                let call = filter::Call {
                    input: &input,
                    positional: &positional,
                    keyword: &keyword,
                    settings,
                    now: &now,
                };
                match filter::apply(filter.row, &call, &mut to)? {
                    Applied::Written => Current::Written,
                    Applied::Value(value) => Current::Value(value),
                }
            }
        };
        if let Current::Written = done {
            std::mem::swap(&mut from, &mut to);
        }
        self.scratch = (from, to);
        positional.clear();
        self.arguments = positional;
        let length = match &done {
            Current::Written => self.scratch.0.len(),
            Current::Value(Value::Text(text)) => text.len(),
            Current::Value(_) => 0,
        };
        if length > MAX_BYTES {
            return Err(format!("a text exceeds {} MiB", MAX_BYTES >> 20));
        }
        Ok(done)
    }

    pub(super) fn cycle(&mut self, cycle: &'r Cycle) -> Rendered<()> {
        let key = match cycle.group {
            Some(group) => format!("{:?}", self.get(group)?),
            None => cycle.key.clone(),
        };
        let next = self.cycles.entry(key).or_default();
        let index = *next;
        *next = if index + 1 >= cycle.values.len() {
            0
        } else {
            index + 1
        };
        if let Some(operand) = cycle.values.get(index) {
            let value = self.get(*operand)?;
            self.show(&value, cycle.escaper)?;
        }
        Ok(())
    }
}
