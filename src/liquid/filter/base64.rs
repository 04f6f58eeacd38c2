//! Base64, of which there are two alphabets.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use super::super::Value;
use super::Call;

/// In Base64.
pub(super) fn encode(call: &Call<'_, '_>, out: &mut String) {
    STANDARD.encode_string(call.text().as_bytes(), out);
}

/// In the Base64 that addresses may contain.
pub(super) fn url_safe_encode(call: &Call<'_, '_>, out: &mut String) {
    URL_SAFE.encode_string(call.text().as_bytes(), out);
}

/// The text that Base64 stands for.
pub(super) fn decode<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    decoded(&call.text())
}

/// The same for addresses; padding may lack.
pub(super) fn url_safe_decode<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    let mut text = call.text().replace('-', "+").replace('_', "/");
    while !text.ends_with('=') && !text.len().is_multiple_of(4) {
        text.push('=');
        if !text.len().is_multiple_of(4) {
            text.push('=');
        }
    }
    decoded(&text)
}

fn decoded<'v>(text: &str) -> Result<Value<'v>, String> {
    let bytes = STANDARD
        .decode(text)
        .map_err(|_| "this is no Base64".to_owned())?;
    let text = String::from_utf8(bytes).map_err(|_| "the bytes are no UTF-8 text".to_owned())?;
    Ok(text.into())
}
