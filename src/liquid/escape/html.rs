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

/// Whether none of the bytes is special. Without branches, so that one instruction does many bytes.
fn is_plain(bytes: &[u8; 16]) -> bool {
    let special = bytes.iter().fold(0, |found, byte| {
        let is = |one: u8| u8::from(*byte == one);
        found | is(b'&') | is(b'<') | is(b'>') | is(b'"') | is(b'\'')
    });
    special == 0
}

/// Appends `text` with the special characters as entities.
pub(in crate::liquid) fn escape(text: &str, out: &mut String) {
    let (chunks, rest) = text.as_bytes().as_chunks::<16>();
    let mut from = 0;
    for (index, chunk) in chunks.iter().enumerate() {
        if !is_plain(chunk) {
            escape_bytes(text, chunk, index * 16, &mut from, out);
        }
    }
    escape_bytes(text, rest, text.len() - rest.len(), &mut from, out);
    out.push_str(&text[from..]);
}

/// Goes through some bytes of `text`, the first of which is at `start`. What stands before `from`
/// is printed already.
fn escape_bytes(text: &str, bytes: &[u8], start: usize, from: &mut usize, out: &mut String) {
    for (at, byte) in (start..).zip(bytes) {
        if SPECIAL[usize::from(*byte)]
            && let Some(entity) = entity(*byte)
        {
            out.push_str(&text[*from..at]);
            out.push_str(entity);
            *from = at + 1;
        }
    }
}

/// Appends HTML as a text that shows it: tags become text, entities are there already.
pub(super) fn escape_markup(html: &str, out: &mut String) {
    for (index, part) in html.split('&').enumerate() {
        out.push_str(if index > 0 { "&" } else { "" });
        escape(part, out);
    }
}
