//! Patterns of dates as `SendGrid` and Java write them → strftime's.

/// A run of letters, and what it becomes.
type Token = (&'static str, &'static str);

/// `SendGrid`'s, the longer ones first.
const MOMENT: [Token; 22] = [
    ("YYYY", "%Y"),
    ("YY", "%y"),
    ("MMMM", "%B"),
    ("MMM", "%b"),
    ("MM", "%m"),
    ("M", "%-m"),
    ("DD", "%d"),
    ("D", "%-d"),
    ("dddd", "%A"),
    ("ddd", "%a"),
    ("hh", "%I"),
    ("h", "%-I"),
    ("HH", "%H"),
    ("H", "%-H"),
    ("mm", "%M"),
    ("m", "%-M"),
    ("ss", "%S"),
    ("s", "%-S"),
    ("A", "%p"),
    ("a", "%P"),
    ("ZZ", "%z"),
    ("Z", "%:z"),
];

/// Java's, by the letter: one of them, two, three, four and more.
const JAVA: [(char, [&str; 4]); 15] = [
    ('y', ["%Y", "%y", "%Y", "%Y"]),
    ('u', ["%Y", "%y", "%Y", "%Y"]),
    ('M', ["%-m", "%m", "%b", "%B"]),
    ('L', ["%-m", "%m", "%b", "%B"]),
    ('d', ["%-d", "%d", "", ""]),
    ('D', ["%-j", "", "%j", ""]),
    ('E', ["%a", "%a", "%a", "%A"]),
    ('e', ["%u", "", "", ""]),
    ('H', ["%-H", "%H", "", ""]),
    ('h', ["%-I", "%I", "", ""]),
    ('m', ["%-M", "%M", "", ""]),
    ('s', ["%-S", "%S", "", ""]),
    ('S', ["", "", "%L", ""]),
    ('a', ["%p", "%p", "%p", "%p"]),
    ('Z', ["%z", "%z", "%z", "%:z"]),
];

/// Styles that have a name.
const STYLES: [Token; 4] = [
    ("full", "%A, %B %-d, %Y"),
    ("long", "%B %-d, %Y"),
    ("medium", "%b %-d, %Y"),
    ("short", "%m/%d/%y"),
];

/// `MMMM DD, YYYY` as `%B %d, %Y`; what stands in square brackets is copied.
///
/// # Errors
/// With what would be understood.
pub(super) fn moment(pattern: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        if let Some(text) = rest.strip_prefix('[')
            && let Some((text, behind)) = text.split_once(']')
        {
            copy(text, &mut out);
            rest = behind;
            continue;
        }
        if !c.is_ascii_alphabetic() {
            copy(&rest[..c.len_utf8()], &mut out);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let run = rest.len() - rest.trim_start_matches(c).len();
        let Some((_, format)) = MOMENT.iter().find(|(token, _)| *token == &rest[..run]) else {
            let known: Vec<String> = MOMENT
                .iter()
                .map(|(token, _)| format!("`{token}`"))
                .collect();
            return Err(format!(
                "put words into square brackets; it knows {}",
                known.join(", ")
            ));
        };
        out.push_str(format);
        rest = &rest[run..];
    }
    Ok(out)
}

/// `MMMM d, yyyy` as `%B %-d, %Y`; what stands in single quotes is copied.
///
/// # Errors
/// With what would be understood.
pub(super) fn java(pattern: &str) -> Result<String, String> {
    if let Some((_, format)) = STYLES.iter().find(|(name, _)| *name == pattern) {
        return Ok((*format).to_owned());
    }
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        if c == '\'' {
            rest = quoted(&rest[1..], &mut out);
            continue;
        }
        if !c.is_ascii_alphabetic() {
            copy(&rest[..c.len_utf8()], &mut out);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let run = rest.len() - rest.trim_start_matches(c).len();
        let formats = match c {
            'z' => Some(["%Z"; 4]),
            'X' => Some(["%z", "%z", "%:z", ""]),
            _ => JAVA
                .iter()
                .find(|(letter, _)| *letter == c)
                .map(|(_, formats)| *formats),
        };
        let format = formats.map_or("", |formats| formats[run.min(4) - 1]);
        if format.is_empty() {
            let known: Vec<String> = JAVA
                .iter()
                .map(|(letter, _)| format!("`{letter}`"))
                .collect();
            return Err(format!(
                "put words into single quotes; it knows {}, `z`, `X` and the names \"full\", \"long\", \"medium\" and \"short\"",
                known.join(", ")
            ));
        }
        out.push_str(format);
        rest = &rest[run..];
    }
    Ok(out)
}

/// Copies up to the next quote; two of them are one.
fn quoted<'t>(text: &'t str, out: &mut String) -> &'t str {
    if let Some(rest) = text.strip_prefix('\'') {
        out.push('\'');
        return rest;
    }
    let mut rest = text;
    loop {
        let Some((copied, behind)) = rest.split_once('\'') else {
            copy(rest, out);
            return "";
        };
        copy(copied, out);
        let Some(more) = behind.strip_prefix('\'') else {
            return behind;
        };
        out.push('\'');
        rest = more;
    }
}

fn copy(text: &str, out: &mut String) {
    out.push_str(&text.replace('%', "%%"));
}

#[cfg(test)]
mod tests {
    use super::{java, moment};

    #[test]
    fn patterns_of_sendgrid() {
        let format = |pattern| moment(pattern).unwrap_or_else(|hint| hint);
        assert_eq!(format("MMMM DD, YYYY h:mm:ss A"), "%B %d, %Y %-I:%M:%S %p");
        assert_eq!(format("dddd D.M.YY HH:mm ZZ"), "%A %-d.%-m.%y %H:%M %z");
        assert_eq!(format("[on] D [100%]"), "on %-d 100%%");
        assert!(format("Do MMMM").starts_with("put words into square brackets"));
    }

    #[test]
    fn patterns_of_java() {
        let format = |pattern| java(pattern).unwrap_or_else(|hint| hint);
        assert_eq!(format("yyyy-MM-dd HH:mm:ss"), "%Y-%m-%d %H:%M:%S");
        assert_eq!(
            format("EEEE, MMMM d, yyyy 'at' h:mm a"),
            "%A, %B %-d, %Y at %-I:%M %p"
        );
        assert_eq!(format("d 'o''clock' '' E"), "%-d o'clock ' %a");
        assert_eq!(format("yyyy-MM-dd'T'HH:mm:ssXXX"), "%Y-%m-%dT%H:%M:%S%:z");
        assert_eq!(format("full"), "%A, %B %-d, %Y");
        assert!(format("QQQ yyyy").starts_with("put words into single quotes"));
    }
}
