//! strftime, with Ruby's flags: `-` no padding, `_` spaces, `0` zeros, `^` capitals, `#` the other
//! case, `:` in offsets, and a width.

use std::fmt::Write as _;

use jiff::Zoned;
use jiff::civil::Weekday;

use crate::locale::Locale;

/// What stands between `%` and the letter.
#[derive(Clone, Copy, Default)]
pub(super) struct Flags {
    /// Instead of the letter's own.
    padding: Option<Padding>,
    upper: bool,
    swap: bool,
    colons: usize,
    /// A month's name without a day beside it, where that differs.
    is_alone: bool,
    pub(super) width: Option<usize>,
}

#[derive(Clone, Copy)]
enum Padding {
    None,
    Spaces,
    Zeros,
}

/// No text is padded to more than this.
pub(super) const MAX_WIDTH: usize = 1_024;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// Appends `time` by `pattern`; what is no directive stays as it is.
///
/// # Errors
/// When a width is beyond all measure.
pub(in crate::liquid::filter) fn format(
    pattern: &str,
    time: &Zoned,
    locale: Option<Locale>,
    out: &mut String,
) -> Result<(), String> {
    let mut rest = pattern;
    while let Some((before, directive)) = rest.split_once('%') {
        out.push_str(before);
        let (flags, letter) = flags(directive);
        if flags.width.is_some_and(|width| width > MAX_WIDTH) {
            return Err(format!(
                "`{pattern}` pads to more than {MAX_WIDTH} characters"
            ));
        }
        let Some(letter) =
            letter.filter(|letter| write(*letter, flags, time, locale, out).is_some())
        else {
            out.push('%');
            rest = directive;
            continue;
        };
        let length = directive.find(letter).unwrap_or(0) + letter.len_utf8();
        rest = &directive[length..];
    }
    out.push_str(rest);
    Ok(())
}

pub(super) fn flags(directive: &str) -> (Flags, Option<char>) {
    let mut flags = Flags::default();
    for c in directive.chars() {
        match c {
            '-' => flags.padding = Some(Padding::None),
            '_' => flags.padding = Some(Padding::Spaces),
            '0' if flags.width.is_none() => flags.padding = Some(Padding::Zeros),
            '^' => flags.upper = true,
            '#' => flags.swap = true,
            ':' => flags.colons += 1,
            'O' => flags.is_alone = true,
            'E' => {}
            digit @ '0'..='9' => {
                let digit = digit as usize - '0' as usize;
                let width = flags.width.unwrap_or(0).saturating_mul(10);
                flags.width = Some(width.saturating_add(digit));
            }
            letter => return (flags, Some(letter)),
        }
    }
    (flags, None)
}

/// Appends one directive; none when it is none.
fn write(
    letter: char,
    flags: Flags,
    time: &Zoned,
    locale: Option<Locale>,
    out: &mut String,
) -> Option<()> {
    use Padding::{Spaces, Zeros};
    let mut number = |number: i64, width: usize, padding: Padding| {
        padded_number(number, width, padding, flags, out);
    };
    let hour12 = i64::from((time.hour() + 11) % 12 + 1);
    let weekday = time.weekday();
    let iso = time.date().iso_week_date();
    match letter {
        'Y' => {
            let width = if time.year() < 0 { 5 } else { 4 };
            number(time.year().into(), width, Zeros);
        }
        'C' => number(i64::from(time.year()).div_euclid(100), 2, Zeros),
        'y' => number(i64::from(time.year()).rem_euclid(100), 2, Zeros),
        'm' => number(time.month().into(), 2, Zeros),
        'd' => number(time.day().into(), 2, Zeros),
        'e' => number(time.day().into(), 2, Spaces),
        'j' => number(time.day_of_year().into(), 3, Zeros),
        'H' => number(time.hour().into(), 2, Zeros),
        'k' => number(time.hour().into(), 2, Spaces),
        'I' => number(hour12, 2, Zeros),
        'l' => number(hour12, 2, Spaces),
        'M' => number(time.minute().into(), 2, Zeros),
        'S' => number(time.second().into(), 2, Zeros),
        's' => number(time.timestamp().as_second(), 1, Zeros),
        'u' => number(weekday.to_monday_one_offset().into(), 1, Zeros),
        'w' => number(weekday.to_sunday_zero_offset().into(), 1, Zeros),
        'G' => number(iso.year().into(), 4, Zeros),
        'g' => number(i64::from(iso.year()).rem_euclid(100), 2, Zeros),
        'V' => number(iso.week().into(), 2, Zeros),
        'U' => number(week(time, Weekday::Sunday), 2, Zeros),
        'W' => number(week(time, Weekday::Monday), 2, Zeros),
        'L' => fraction(time, flags.width.unwrap_or(3), out),
        'N' => fraction(time, flags.width.unwrap_or(9), out),
        'z' => offset(time, flags, out),
        _ => return write_text(letter, flags, time, locale, out),
    }
    Some(())
}

fn write_text(
    letter: char,
    flags: Flags,
    time: &Zoned,
    locale: Option<Locale>,
    out: &mut String,
) -> Option<()> {
    let is_evening = time.hour() >= 12;
    let compound = match letter {
        'c' => "%a %b %e %H:%M:%S %Y",
        'D' | 'x' => "%m/%d/%y",
        'F' => "%Y-%m-%d",
        'v' => "%e-%^b-%Y",
        'X' | 'T' => "%H:%M:%S",
        'r' => "%I:%M:%S %p",
        'R' => "%H:%M",
        '+' => "%a %b %e %H:%M:%S %Z %Y",
        _ => "",
    };
    let compound = locale
        .and_then(|locale| locale.pattern(letter))
        .unwrap_or(compound);
    let half = half(locale, is_evening);
    let text = match letter {
        'B' | 'b' | 'h' | 'A' | 'a' => name(letter, flags, time, locale).to_owned(),
        'p' | 'P' if !half.is_empty() => half.to_owned(),
        'p' if flags.swap => (if is_evening { "pm" } else { "am" }).to_owned(),
        'p' => (if is_evening { "PM" } else { "AM" }).to_owned(),
        'P' => (if is_evening { "pm" } else { "am" }).to_owned(),
        'Z' => zone(time),
        'n' => "\n".to_owned(),
        't' => "\t".to_owned(),
        '%' => "%".to_owned(),
        _ if !compound.is_empty() => {
            let mut text = String::new();
            format(compound, time, locale, &mut text).ok()?;
            text
        }
        _ => return None,
    };
    let is_upper = flags.upper || flags.swap && letter != 'p' && letter != 'Z';
    let text = match letter {
        'Z' if flags.swap => text.to_lowercase(),
        _ if is_upper => text.to_uppercase(),
        _ => text,
    };
    let fill = match flags.padding {
        Some(Padding::Zeros) => '0',
        _ => ' ',
    };
    let missing = flags
        .width
        .unwrap_or(0)
        .saturating_sub(text.chars().count());
    out.extend(std::iter::repeat_n(fill, missing));
    out.push_str(&text);
    Some(())
}

/// The name of the month or day.
fn name(letter: char, flags: Flags, time: &Zoned, locale: Option<Locale>) -> &'static str {
    let month = usize::from(time.month().unsigned_abs() - 1);
    let day = usize::from(time.weekday().to_sunday_zero_offset().unsigned_abs());
    let own = locale.and_then(|locale| match letter {
        'B' if flags.is_alone => locale.months_alone().get(month),
        'B' => locale.months().get(month),
        'A' => locale.days().get(day),
        'a' => locale.short_days().get(day),
        _ => locale.short_months().get(month),
    });
    match (own, letter) {
        // some are padded to the width of `12月`
        (Some(own), _) => own.trim_start(),
        (None, 'B') => MONTHS[month],
        (None, 'A') => DAYS[day],
        (None, 'a') => &DAYS[day][..3],
        (None, _) => &MONTHS[month][..3],
    }
}

/// Before or after noon, in a country that has words for it.
fn half(locale: Option<Locale>, is_evening: bool) -> &'static str {
    let halves = locale.map_or(&[][..], Locale::halves);
    halves.get(usize::from(is_evening)).copied().unwrap_or("")
}

fn padded_number(number: i64, width: usize, own: Padding, flags: Flags, out: &mut String) {
    let width = flags.width.unwrap_or(width);
    // writing to a text cannot fail
    let _ = match flags.padding.unwrap_or(own) {
        Padding::None => write!(out, "{number}"),
        Padding::Spaces => write!(out, "{number:width$}"),
        Padding::Zeros => write!(out, "{number:0width$}"),
    };
}

/// The digits behind the second's point.
fn fraction(time: &Zoned, digits: usize, out: &mut String) {
    let nanoseconds = format!("{:09}", time.subsec_nanosecond());
    let known = digits.min(9);
    out.push_str(&nanoseconds[..known]);
    out.extend(std::iter::repeat_n('0', digits - known));
}

/// `+0200`, `+02:00`, `+02:00:00`
fn offset(time: &Zoned, flags: Flags, out: &mut String) {
    let seconds = time.offset().seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let seconds = seconds.abs();
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    let rest = match flags.colons {
        0 => format!("{minutes:02}"),
        1 => format!(":{minutes:02}"),
        _ => format!(":{minutes:02}:{:02}", seconds % 60),
    };
    let width = flags
        .width
        .unwrap_or(0)
        .saturating_sub(rest.len() + 1)
        .max(2);
    let _ = match flags.padding {
        Some(Padding::None) => write!(out, "{sign}{hours}{rest}"),
        Some(Padding::Spaces) => {
            let signed = format!("{sign}{hours}");
            write!(out, "{signed:>0$}{rest}", width + 1)
        }
        _ => write!(out, "{sign}{hours:0width$}{rest}"),
    };
}

/// What the zone is called; an offset has no name.
fn zone(time: &Zoned) -> String {
    let zone = time.time_zone();
    if zone.iana_name().is_none() && time.offset().seconds() != 0 {
        return String::new();
    }
    let info = zone.to_offset_info(time.timestamp());
    info.abbreviation().to_owned()
}

/// The number of the week in the year, when weeks begin on `first`.
fn week(time: &Zoned, first: Weekday) -> i64 {
    let since = i64::from(time.weekday().since(first));
    (i64::from(time.day_of_year()) + 6 - since) / 7
}
