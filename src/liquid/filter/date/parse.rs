//! Dates as people and programs write them: what Ruby's `Time.parse` makes of a text.

use std::sync::LazyLock;

use jiff::Zoned;
use jiff::civil::{DateTime, ISOWeekDate, Weekday};
use jiff::tz::{Offset, TimeZone};
use regex::{Captures, Regex};

const MONTH: &str = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";

/// Names of zones and their hours.
const ZONES: [(&str, i8); 24] = [
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("west", 1),
    ("bst", 1),
    ("cet", 1),
    ("cest", 2),
    ("mez", 1),
    ("mesz", 2),
    ("eet", 2),
    ("eest", 3),
    ("msk", 3),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
    ("akst", -9),
    ("hst", -10),
    ("jst", 9),
];

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(&$pattern.replace("MONTH", MONTH)).ok());
    };
}

pattern!(SEPARATOR, r"(\d)t(\d)");
pattern!(
    TIME,
    r"\b(\d{1,2})\s*:\s*(\d{1,2})(?:\s*:\s*(\d{1,2})(?:[.,](\d+))?)?(?:\s*([ap])(?:m\b|\.m\.))?(?:\s*([a-z]{1,4}\b)?\s*([-+]\d{1,2}(?::?\d{2})?\b)?)?"
);
pattern!(HOUR, r"\b(\d{1,2})\s*([ap])(?:m\b|\.m\.)");
pattern!(
    EUROPEAN,
    r"('?\d+)[^-\d\s]*\s*\b(MONTH)[^-\d\s']*(?:\s*('?-?\d+(?:(?:st|nd|rd|th)\b)?))?"
);
pattern!(
    AMERICAN,
    r"\b(MONTH)[^-\d\s']*\s*('?\d+)[^-\d\s']*(?:\s*,?\s*('?-?\d+))?"
);
pattern!(ISO, r"('?[-+]?\d+)-(\d+)-('?-?\d+)");
pattern!(ERA, r"\b([mtshr])(\d+)\.(\d+)\.(\d+)");
pattern!(WEEK, r"\b(\d{4})-?w(\d{2})(?:-?(\d))?\b");
pattern!(ORDINAL, r"\b(\d{4})-(\d{3})\b");
pattern!(YEAR_MONTH, r"\b(\d{4})-(\d{2})\b");
pattern!(VMS, r"('?\d+)-(MONTH)[^-/.]*-('?-?\d+)");
pattern!(VMS_MONTH, r"\b(MONTH)[^-/.]*-('?\d+)(?:-('?-?\d+))?");
pattern!(SLASHES, r"('?-?\d+)/\s*('?\d+)(?:\D\s*('?-?\d+))?");
pattern!(DOTS, r"('?-?\d+)\.\s*('?\d+)\.\s*('?-?\d+)");
pattern!(MONTH_NAME, r"\b(MONTH)");
pattern!(DAY, r"(\d+)(?:st|nd|rd|th)\b");
pattern!(
    DIGITS,
    r"\b(\d{4})(\d{2})(\d{2})(?:\s*(\d{2})(\d{2})(\d{2})?\b)?"
);

/// The years before the first one of Japan's eras.
const ERAS: [(&str, i16); 5] = [
    ("m", 1867),
    ("t", 1911),
    ("s", 1925),
    ("h", 1988),
    ("r", 2018),
];

/// What a text says.
#[derive(Default)]
struct Parts {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    hour: Option<i8>,
    minute: Option<i8>,
    second: Option<i8>,
    nanosecond: Option<i32>,
    offset: Option<Offset>,
}

/// The moment that `text` says; what it leaves open is that of `now`, or its beginning.
pub(super) fn parse(text: &str, now: Option<&Zoned>) -> Option<Zoned> {
    if let Ok(time) = text.parse::<Zoned>() {
        return Some(time);
    }
    let mut text = text.to_lowercase();
    if let Some(pattern) = &*SEPARATOR {
        text = pattern.replace(&text, "$1 $2").into_owned();
    }
    let mut parts = Parts::default();
    parts.time(&mut text)?;
    parts.date(&text)?;
    parts.moment(now)
}

impl Parts {
    /// Takes the time out of the text; none when it is none.
    fn time(&mut self, text: &mut String) -> Option<()> {
        if let Some(found) = captures(&TIME, text) {
            self.hour = found[1].parse().ok();
            self.minute = found[2].parse().ok();
            self.second = Some(
                found
                    .get(3)
                    .map_or(Some(0), |second| second.as_str().parse().ok())?,
            );
            if let Some(fraction) = found.get(4) {
                let digits = format!("{:0<9.9}", fraction.as_str());
                self.nanosecond = digits.parse().ok();
            }
            self.half(group(&found, 5));
            let name = found.get(6).map(|name| name.as_str());
            let known = name.and_then(|name| ZONES.iter().find(|(zone, _)| *zone == name));
            let numeric = found.get(7).map(|offset| offset.as_str());
            let mut end = found.get(0)?.end();
            match (name, known) {
                (Some(_), None) => end = found.get(6)?.start(),
                _ => self.offset = offset(known.map(|(_, hours)| *hours), numeric),
            }
            let range = found.get(0)?.start()..end;
            text.replace_range(range, " ");
        } else if let Some(found) = captures(&HOUR, text) {
            self.hour = found[1].parse().ok();
            self.half(group(&found, 2));
            let range = found.get(0)?.range();
            text.replace_range(range, " ");
        }
        Some(())
    }

    fn half(&mut self, half: Option<&str>) {
        if let (Some(half), Some(hour)) = (half, self.hour) {
            self.hour = Some(hour % 12 + if half == "p" { 12 } else { 0 });
        }
    }

    /// Reads the date in what remains; none when it is none.
    fn date(&mut self, text: &str) -> Option<()> {
        if let Some(found) = captures(&EUROPEAN, text) {
            self.three(group(&found, 3), Some(&found[2]), group(&found, 1))
        } else if let Some(found) = captures(&VMS, text) {
            self.three(group(&found, 3), Some(&found[2]), group(&found, 1))
        } else if let Some(found) = captures(&VMS_MONTH, text) {
            self.three(group(&found, 3), Some(&found[1]), group(&found, 2))
        } else if let Some(found) = captures(&AMERICAN, text) {
            self.three(group(&found, 3), Some(&found[1]), group(&found, 2))
        } else if let Some(found) = captures(&ERA, text) {
            let (_, before) = ERAS.iter().find(|(era, _)| *era == &found[1])?;
            self.year = Some(found[2].parse::<i16>().ok()?.checked_add(*before)?);
            self.month = found[3].parse().ok();
            self.day = found[4].parse().ok();
            Some(())
        } else if let Some(found) = captures(&ISO, text)
            .or_else(|| captures(&SLASHES, text))
            .or_else(|| captures(&DOTS, text))
        {
            match group(&found, 3) {
                Some(day) => self.three(group(&found, 1), group(&found, 2), Some(day)),
                None => self.three(None, group(&found, 1), group(&found, 2)),
            }
        } else {
            self.compact(text)
        }
    }

    fn compact(&mut self, text: &str) -> Option<()> {
        if let Some(found) = captures(&WEEK, text) {
            let weekday = found.get(3).map_or(Ok(1), |day| day.as_str().parse());
            let weekday = Weekday::from_monday_one_offset(weekday.ok()?).ok()?;
            let week = ISOWeekDate::new(found[1].parse().ok()?, found[2].parse().ok()?, weekday);
            self.set(week.ok()?.date());
        } else if let Some(found) = captures(&ORDINAL, text) {
            let year = jiff::civil::Date::new(found[1].parse().ok()?, 1, 1).ok()?;
            let date = year.with().day_of_year(found[2].parse().ok()?).build();
            self.set(date.ok()?);
        } else if let Some(found) = captures(&YEAR_MONTH, text) {
            self.year = found[1].parse().ok();
            self.month = found[2].parse().ok();
        } else if let Some(found) = captures(&DIGITS, text) {
            self.three(group(&found, 1), group(&found, 2), group(&found, 3))?;
            if let (Some(hour), Some(minute)) = (group(&found, 4), group(&found, 5)) {
                self.hour = hour.parse().ok();
                self.minute = minute.parse().ok();
                self.second = group(&found, 6).and_then(|second| second.parse().ok());
            }
        } else {
            if let Some(found) = captures(&MONTH_NAME, text) {
                self.month = month(&found[1]);
            }
            if let Some(found) = captures(&DAY, text) {
                self.day = found[1].parse().ok();
            }
        }
        Some(())
    }

    fn set(&mut self, date: jiff::civil::Date) {
        self.year = Some(date.year());
        self.month = Some(date.month());
        self.day = Some(date.day());
    }

    /// Year, month and day as they stand; what is too long for a day is the year.
    fn three(&mut self, year: Option<&str>, middle: Option<&str>, day: Option<&str>) -> Option<()> {
        let is_year = |text: &str| text.starts_with('\'') || text.trim_start_matches('-').len() > 2;
        let (mut year, mut day) = (year, day);
        let is_day = |text: &str| text.ends_with(|c: char| c.is_ascii_alphabetic());
        if day.is_some_and(is_year) || year.is_some_and(is_day) {
            std::mem::swap(&mut year, &mut day);
        }
        self.year = match year {
            Some(year) => Some(full_year(year)?),
            None => None,
        };
        self.month = match middle {
            Some(middle) => Some(month(middle).or_else(|| middle.parse().ok())?),
            None => None,
        };
        self.day = match day {
            Some(day) => {
                let digits = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                Some(digits.trim_start_matches('\'').parse().ok()?)
            }
            None => None,
        };
        Some(())
    }

    fn moment(self, now: Option<&Zoned>) -> Option<Zoned> {
        let says_date = self.year.is_some() || self.month.is_some() || self.day.is_some();
        if !says_date && self.hour.is_none() {
            return None;
        }
        let zone = match (self.offset, now) {
            (Some(offset), _) if offset == Offset::UTC => TimeZone::UTC,
            (Some(offset), _) => TimeZone::fixed(offset),
            (None, Some(now)) => now.time_zone().clone(),
            (None, None) => TimeZone::UTC,
        };
        let today = now.map(|now| now.with_time_zone(zone.clone()));
        let today = today.as_ref();
        let year = self.year.or_else(|| today.map(Zoned::year))?;
        let month = match (self.month, self.year) {
            (Some(month), _) => month,
            (None, Some(_)) => 1,
            (None, None) => today.map(Zoned::month)?,
        };
        let day = match (self.day, self.year.is_some() || self.month.is_some()) {
            (Some(day), _) => day,
            (None, true) => 1,
            (None, false) => today.map(Zoned::day)?,
        };
        let time = DateTime::new(
            year,
            month,
            day,
            self.hour.unwrap_or(0),
            self.minute.unwrap_or(0),
            self.second.unwrap_or(0).min(59),
            self.nanosecond.unwrap_or(0),
        );
        time.ok()?.to_zoned(zone).ok()
    }
}

fn captures<'t>(pattern: &LazyLock<Option<Regex>>, text: &'t str) -> Option<Captures<'t>> {
    let pattern: &Option<Regex> = pattern;
    pattern.as_ref()?.captures(text)
}

fn group<'t>(found: &Captures<'t>, index: usize) -> Option<&'t str> {
    found.get(index).map(|group| group.as_str())
}

fn month(name: &str) -> Option<i8> {
    let place = MONTH.split('|').position(|month| name.starts_with(month))?;
    i8::try_from(place + 1).ok()
}

/// A year as written; two digits are of this century until 68.
fn full_year(text: &str) -> Option<i16> {
    let digits = text.trim_start_matches('\'');
    let year: i16 = digits.parse().ok()?;
    Some(match digits.len() {
        1 | 2 if year >= 69 => year + 1900,
        1 | 2 => year + 2000,
        _ => year,
    })
}

fn offset(named: Option<i8>, numeric: Option<&str>) -> Option<Offset> {
    if named.is_none() && numeric.is_none() {
        return None;
    }
    let named = i32::from(named.unwrap_or(0)) * 3600;
    let numeric = numeric.unwrap_or("+00");
    let sign = if numeric.starts_with('-') { -1 } else { 1 };
    let digits: String = numeric.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = digits.split_at(digits.len().min(if digits.len() == 3 { 1 } else { 2 }));
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().unwrap_or(0) * 60;
    Offset::from_seconds(named + sign * seconds).ok()
}
