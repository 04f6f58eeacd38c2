//! Values through filters to the output.

use std::fmt::Write;

use super::lent::Lent;
use super::seen::{MISSING, Seen};
use super::{MAX_BYTES, Machine, Rendered};
use crate::liquid::Value;
use crate::liquid::escape::Escaper;
use crate::liquid::filter::{self, Applied};
use crate::liquid::number::ruby_float;
use crate::liquid::program::{Chain, Cycle, FilterCode, Operand};

/// Where a value is on its way through filters.
enum Current<'r> {
    Lent(Lent<'r>),
    Made(Value<'r>),
    /// In the first scratch text.
    Written,
}

/// What there is when nothing is given.
static MISSING_VALUE: Value<'static> = Value::Nil;

/// Prints a whole number.
pub(super) fn integer(number: i64, out: &mut String) {
    out.push_str(itoa::Buffer::new().format(number));
}

impl<'r> Machine<'r, '_> {
    /// Prints a value as it is.
    #[inline]
    pub(super) fn print(
        &mut self,
        value: Operand,
        escaper: Escaper,
        as_text: bool,
    ) -> Rendered<()> {
        match self.lent(value) {
            Some(lent) => self.show_lent(lent, escaper, as_text),
            None => {
                let value = self.get(value)?;
                self.show(&value, escaper, as_text)
            }
        }
    }

    /// Prints a chain's value.
    pub(super) fn print_chain(
        &mut self,
        chain: u32,
        escaper: Escaper,
        as_text: bool,
    ) -> Rendered<()> {
        let program = self.program;
        let Some(chain) = program.chains.get(chain as usize) else {
            return Ok(());
        };
        let is_plain = chain.filters.is_empty() && !as_text;
        let escaper = if is_plain && self.is_markup(chain.value) {
            escaper.of_markup()
        } else {
            escaper
        };
        match self.filtered(chain)? {
            Current::Written => escaper.write(&self.scratch.0, self.out),
            Current::Lent(lent) => self.show_lent(lent, escaper, as_text),
            Current::Made(value) => self.show(&value, escaper, as_text),
        }
    }

    #[inline]
    fn show_lent(&mut self, lent: Lent<'_>, escaper: Escaper, as_text: bool) -> Rendered<()> {
        match lent {
            Lent::Value(value) => self.show(value, escaper, as_text),
            Lent::Json(json) => self.show(&Value::from(json), escaper, as_text),
        }
    }

    #[inline]
    fn show(&mut self, value: &Value<'_>, escaper: Escaper, as_text: bool) -> Rendered<()> {
        match value {
            Value::Text(text) => escaper.write(text, self.out)?,
            Value::Integer(number) => integer(*number, self.out),
            Value::Nil => {}
            // digits, a point, perhaps `e-05`: harmless wherever a value is
            Value::Float(number) if number.abs() < 1e15 => {
                // a text takes whatever is written to it
                let _ = ruby_float(*number, self.out);
            }
            Value::List(_) if as_text => escaper.write(&value.to_text(), self.out)?,
            other => {
                let mut text = std::mem::take(&mut self.scratch.0);
                text.clear();
                let _ = write!(text, "{other}");
                let done = escaper.write(&text, self.out);
                self.scratch.0 = text;
                done?;
            }
        }
        Ok(())
    }

    /// The value of a chain.
    pub(super) fn value_of(&mut self, chain: u32) -> Rendered<Seen<'r>> {
        let program = self.program;
        let Some(chain) = program.chains.get(chain as usize) else {
            return Ok(MISSING);
        };
        Ok(match self.filtered(chain)? {
            Current::Lent(lent) => lent.into(),
            current => Seen::Made(self.taken(current)),
        })
    }

    fn taken(&self, current: Current<'r>) -> Value<'r> {
        match current {
            Current::Lent(lent) => Seen::from(lent).value(),
            Current::Made(value) => value,
            Current::Written => Value::text(self.scratch.0.as_str()),
        }
    }

    fn filtered(&mut self, chain: &'r Chain) -> Rendered<Current<'r>> {
        let mut current = match self.lent(chain.value) {
            Some(lent) => Current::Lent(lent),
            None => Current::Made(self.get(chain.value)?.value()),
        };
        for filter in &chain.filters {
            current = self.filter(filter, current)?;
        }
        Ok(current)
    }

    fn filter(&mut self, filter: &'r FilterCode, input: Current<'r>) -> Rendered<Current<'r>> {
        let mut positional = std::mem::take(&mut self.arguments);
        positional.clear();
        for argument in &filter.positional {
            positional.push(self.get(*argument)?.value());
        }
        let mut keyword = Vec::new();
        for (name, argument) in &filter.keyword {
            keyword.push((name.as_str(), self.get(*argument)?.value()));
        }
        let (from, mut to) = std::mem::take(&mut self.scratch);
        to.clear();
        let row = filter.row;
        let call = filter::Call {
            input: &MISSING_VALUE,
            positional: &positional,
            keyword: &keyword,
            settings: &self.program.settings,
            now: self.now(),
            locale: self.locale(),
        };
        let applied = match &input {
            Current::Lent(Lent::Value(value)) => {
                let input = &value.lend();
                filter::apply(row, &filter::Call { input, ..call }, &mut to)?
            }
            Current::Lent(Lent::Json(json)) => {
                let input = &Value::from(*json);
                filter::apply(row, &filter::Call { input, ..call }, &mut to)?
            }
            Current::Made(input) => filter::apply(row, &filter::Call { input, ..call }, &mut to)?,
            // what only writes leaves nothing behind that could point into its input
            Current::Written if row.prints() => {
                let input = &Value::from(from.as_str());
                filter::apply(row, &filter::Call { input, ..call }, &mut to)?;
                Applied::Written
            }
            Current::Written => {
                let input = &Value::text(from.as_str());
                filter::apply(row, &filter::Call { input, ..call }, &mut to)?
            }
        };
        positional.clear();
        self.arguments = positional;
        self.scratch = (from, to);
        let length = match &applied {
            Applied::Written => self.scratch.1.len(),
            Applied::Value(value) => value.as_str().map_or(0, str::len),
            Applied::Input => 0,
        };
        if length > MAX_BYTES {
            return Err(format!("a text exceeds {} MiB", MAX_BYTES >> 20));
        }
        Ok(match applied {
            Applied::Input => input,
            Applied::Value(value) => Current::Made(value),
            Applied::Written => {
                std::mem::swap(&mut self.scratch.0, &mut self.scratch.1);
                Current::Written
            }
        })
    }

    fn now(&self) -> &'r Value<'r> {
        let now = self.program.now.and_then(|slot| self.values.get(slot));
        now.unwrap_or(&MISSING_VALUE)
    }

    fn locale(&self) -> &'r Value<'r> {
        let locale = self.program.locale.and_then(|slot| self.values.get(slot));
        locale.unwrap_or(&MISSING_VALUE)
    }

    pub(super) fn cycle(&mut self, cycle: &'r Cycle) -> Rendered<()> {
        let key = match cycle.group {
            Some(group) => format!("{:?}", *self.get(group)?),
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
            self.show(&value, cycle.escaper, false)?;
        }
        Ok(())
    }
}
