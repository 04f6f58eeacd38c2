//! The one printer: results on standard output, all else on standard error. Colours and other
//! terminal codes are left out where nobody would see them.

use std::io::{self, Write};

/// Writes a result. A reader that has gone needs no more of it.
pub(super) fn out(text: &str) {
    let _gone = write(anstream::stdout(), text);
}

/// Writes what is no result.
pub(super) fn note(text: &str) {
    let _gone = write(anstream::stderr(), text);
}

fn write(mut to: impl Write, text: &str) -> io::Result<()> {
    to.write_all(text.as_bytes())?;
    to.write_all(b"\n")?;
    to.flush()
}

/// A JSON value, indented.
pub(super) fn json(value: &serde_json::Value) {
    out(&format!("{value:#}"));
}

/// `1 error`, `2 errors`, `12,345 customers`
pub(super) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}

/// `12,345`
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
