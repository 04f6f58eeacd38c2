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

/// Appends HTML as a text that shows it: tags become text, entities are there already.
pub(super) fn escape_markup(html: &str, out: &mut String) {
    for (index, part) in html.split('&').enumerate() {
        out.push_str(if index > 0 { "&" } else { "" });
        escape(part, out);
    }
}
