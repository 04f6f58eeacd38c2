//! Filters for addresses.

use std::fmt::Write as _;

use super::super::Value;
use super::Call;

/// As in a form: a space is `+`, what has a meaning in addresses `%` and its number.
pub(super) fn url_encode<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    encoded(call, |byte, out| match byte {
        b' ' => out.push('+'),
        byte => escape(byte, out),
    })
}

/// A part of an address: a space is `%20`.
pub(super) fn url_param_escape<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    encoded(call, escape)
}

/// A whole address: what separates its parts stays.
pub(super) fn url_escape<'v>(call: &Call<'_, 'v>) -> Value<'v> {
    encoded(call, |byte, out| match byte {
        b'!' | b'#'..=b'/' | b':' | b';' | b'=' | b'?' | b'@' | b'[' | b']' => {
            out.push(char::from(byte));
        }
        byte => escape(byte, out),
    })
}

fn escape(byte: u8, out: &mut String) {
    // writing to a text cannot fail
    let _ = write!(out, "%{byte:02X}");
}

fn encoded<'v>(call: &Call<'_, 'v>, escape: impl Fn(u8, &mut String)) -> Value<'v> {
    if *call.input == Value::Nil {
        return Value::Nil;
    }
    let mut out = String::new();
    for byte in call.text().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' | b'-' | b'~' => {
                out.push(char::from(byte));
            }
            byte => escape(byte, &mut out),
        }
    }
    out.into()
}

/// The opposite of `url_encode`.
pub(super) fn url_decode<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    if *call.input == Value::Nil {
        return Ok(Value::Nil);
    }
    let text = call.text();
    let bytes = text.as_bytes();
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        out.push(match (byte, digit(at), digit(at + 1)) {
            (b'+', ..) => b' ',
            (b'%', Some(high), Some(low)) => {
                at += 2;
                (high * 16 + low) as u8
            }
            (byte, ..) => *byte,
        });
    }
    let text = String::from_utf8(out).map_err(|_| "the bytes are no UTF-8 text".to_owned())?;
    Ok(text.into())
}
