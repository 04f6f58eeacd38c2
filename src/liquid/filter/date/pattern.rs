//! What cannot be meant in a pattern of `date`, told before anything is written by it.

use std::ops::Range;

use super::format::{MAX_WIDTH, flags};

/// Every letter that a directive ends with.
const LETTERS: &str = "%+ABCDFGHILMNPRSTUVWXYZabcdeghjklmnprstuvwxyz";

/// What is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::liquid) enum Fault {
    /// It says nothing of the date.
    NoDirective,
    /// `%Q`, and where.
    Unknown(Range<usize>),
    /// `%9999d`
    TooWide(Range<usize>),
}

/// Everything that is wrong with `pattern`.
pub(in crate::liquid) fn faults(pattern: &str) -> Vec<Fault> {
    if !pattern.is_empty() && !pattern.contains('%') {
        return vec![Fault::NoDirective];
    }
    let mut faults = Vec::new();
    let mut at = 0;
    while let Some(percent) = pattern[at..].find('%') {
        let start = at + percent;
        let directive = &pattern[start + 1..];
        let (flags, letter) = flags(directive);
        at = start + 1;
        let Some(letter) = letter.filter(char::is_ascii_graphic) else {
            continue;
        };
        let end = at + directive.find(letter).unwrap_or(0) + letter.len_utf8();
        if flags.width.is_some_and(|width| width > MAX_WIDTH) {
            faults.push(Fault::TooWide(start..end));
        } else if letter.is_ascii_alphabetic() && !LETTERS.contains(letter) {
            faults.push(Fault::Unknown(start..end));
        } else if !LETTERS.contains(letter) {
            continue;
        }
        at = end;
    }
    faults
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::super::format::format;
    use super::{Fault, LETTERS, faults};

    #[test]
    fn the_letters_are_those_that_are_written() {
        let time = date(2026, 3, 1).to_zoned(TimeZone::UTC).unwrap();
        for letter in (' '..='~')
            .filter(char::is_ascii_alphabetic)
            .chain(['+', '%'])
        {
            let pattern = format!("%{letter}");
            let mut out = String::new();
            format(&pattern, &time, None, &mut out).unwrap();
            // these stand before the letter of another one
            let is_flag = matches!(letter, 'E' | 'O');
            let is_written = letter == '%' || out != pattern;
            assert_eq!(LETTERS.contains(letter), is_written, "{letter}");
            assert_eq!(
                faults(&pattern).is_empty(),
                is_written || is_flag,
                "{letter}"
            );
        }
    }

    #[test]
    fn places() {
        assert_eq!(faults("%A, %-d %Q %%"), [Fault::Unknown(8..10)]);
        assert_eq!(faults("%9999d"), [Fault::TooWide(0..6)]);
        assert_eq!(faults("YYYY-MM-DD"), [Fault::NoDirective]);
        assert_eq!(faults("100% on %F, 50%"), []);
        assert_eq!(faults(""), []);
    }
}
