//! Values in addresses, inside of an HTML attribute.

/// The schemes that an address made of a value may have.
const SCHEMES: [&str; 7] = ["http", "https", "mailto", "tel", "sms", "cid", "webcal"];

/// A value that an address begins with.
///
/// # Errors
/// When it has a scheme that is none of [`SCHEMES`], as `javascript`.
pub(super) fn address(text: &str, out: &mut String) -> Result<(), String> {
    let head = text.split(['/', '?', '#']).next().unwrap_or_default();
    if let Some((scheme, _)) = head.split_once(':') {
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
    encode(text, out, |byte| is_address_byte(byte) && byte != b':');
}

/// A value in the path: an address's own characters stay as they are.
pub(super) fn path(text: &str, out: &mut String) {
    encode(text, out, is_address_byte);
}

/// A value in the query.
pub(super) fn query(text: &str, out: &mut String) {
    encode(text, out, |byte| {
        byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
    });
}

fn is_address_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!#$&*+,/:;=?@[]%".contains(&byte)
}

fn encode(text: &str, out: &mut String, stays: impl Fn(u8) -> bool) {
    let digit = |half: u8| char::from(b"0123456789ABCDEF"[usize::from(half)]);
    for byte in text.bytes() {
        if byte == b'&' && stays(byte) {
            out.push_str("&amp;");
        } else if stays(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(digit(byte >> 4));
            out.push(digit(byte & 15));
        }
    }
}
