//! HTML's special characters.

/// The entity of a special character.
const fn entity(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        _ => None,
    }
}

/// Which bytes are special: looked up once for each byte of each value.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        special[byte] = entity(byte as u8).is_some();
        byte += 1;
    }
    special
};

/// Appends `text` with the special characters as entities.
pub(in crate::liquid) fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if SPECIAL[usize::from(byte)]
            && let Some(entity) = entity(byte)
        {
            out.push_str(&text[from..at]);
            out.push_str(entity);
            from = at + 1;
        }
    }
    out.push_str(&text[from..]);
}

/// The same, but entities stay as they are.
pub(in crate::liquid) fn normalize(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        escape(&rest[..at], out);
        let length = reference(&rest[at..]);
        if length > 0 {
            out.push_str(&rest[at..at + length]);
        } else {
            out.push_str("&amp;");
        }
        rest = &rest[at + length.max(1)..];
    }
    escape(rest, out);
}

/// The length of the character reference that `text` begins with, or 0.
fn reference(text: &str) -> usize {
    let Some(end) = text.find(';') else { return 0 };
    let name = &text[1..end];
    let is_digits = |digits: &str, is: fn(&u8) -> bool| {
        !digits.is_empty() && digits.bytes().all(|digit| is(&digit))
    };
    let is_reference = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(digits) => is_digits(digits, u8::is_ascii_hexdigit),
            None => is_digits(number, u8::is_ascii_digit),
        },
        None => is_digits(name, u8::is_ascii_alphanumeric),
    };
    if is_reference { end + 1 } else { 0 }
}
