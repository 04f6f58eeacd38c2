//! Values in addresses, inside of an HTML attribute.

/// The schemes that an address made of a value may have.
const SCHEMES: [&str; 7] = ["http", "https", "mailto", "tel", "sms", "cid", "webcal"];

/// A value that an address begins with.
///
/// # Errors
/// When it has a scheme that is none of [`SCHEMES`], as `javascript`.
pub(super) fn address(text: &str, out: &mut String) -> Result<(), String> {
    let mut bytes = text.bytes();
    let end = bytes.position(|byte| matches!(byte, b':' | b'/' | b'?' | b'#'));
    if let Some((scheme, rest)) = end.and_then(|end| text.split_at_checked(end))
        && rest.starts_with(':')
    {
        let is_harmless = SCHEMES.iter().any(|one| one.eq_ignore_ascii_case(scheme));
        if !is_harmless {
            return Err(format!(
                "an address may not have the scheme `{}`",
                scheme.chars().take(40).collect::<String>()
            ));
        }
    }
    path(text, out);
    Ok(())
}

/// A value behind another one: a colon would end a scheme.
pub(super) fn relative(text: &str, out: &mut String) {
    encode(text, out, &RELATIVE, "&amp;");
}

/// A value in the path: an address's own characters stay as they are.
pub(super) fn path(text: &str, out: &mut String) {
    encode(text, out, &PATH, "&amp;");
}

/// A value in the query.
pub(super) fn query(text: &str, out: &mut String) {
    encode(text, out, &QUERY, "%26");
}

/// Which bytes stay as they are.
type Kept = [bool; 256];

static QUERY: Kept = kept(b"-._~");
static RELATIVE: Kept = kept(b"-._~!#$*+,/;=?@[]%");
static PATH: Kept = kept(b"-._~!#$*+,/;=?@[]%:");

/// Letters, digits and some more.
const fn kept(others: &[u8]) -> Kept {
    let mut kept = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        kept[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut index = 0;
    while index < others.len() {
        kept[others[index] as usize] = true;
        index += 1;
    }
    kept
}

fn encode(text: &str, out: &mut String, kept: &Kept, ampersand: &str) {
    let digit = |half: u8| char::from(b"0123456789ABCDEF"[usize::from(half)]);
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if kept[usize::from(byte)] {
            continue;
        }
        // a byte that is part of a character goes with the others of it, so both ends are whole
        out.push_str(text.get(from..at).unwrap_or_default());
        from = at + 1;
        if byte == b'&' {
            out.push_str(ampersand);
        } else {
            out.push('%');
            out.push(digit(byte >> 4));
            out.push(digit(byte & 15));
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
}
