//! Digests of texts, in hexadecimal: for what other systems know customers by.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::super::Value;
use super::Call;

/// MD5.
pub(super) fn md5(call: &Call<'_, '_>, out: &mut String) {
    hexadecimal(&Md5::digest(call.text().as_bytes()), out);
}

/// SHA-1.
pub(super) fn sha1(call: &Call<'_, '_>, out: &mut String) {
    hexadecimal(&Sha1::digest(call.text().as_bytes()), out);
}

/// SHA-256.
pub(super) fn sha256(call: &Call<'_, '_>, out: &mut String) {
    hexadecimal(&Sha256::digest(call.text().as_bytes()), out);
}

/// HMAC-SHA-1 with the argument as key.
pub(super) fn hmac_sha1<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    Ok(hex_of(&signed_sha1(call)?))
}

/// The same in Base64.
pub(super) fn hmac_sha1_base64<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    Ok(STANDARD.encode(signed_sha1(call)?).into())
}

/// HMAC-SHA-256 with the argument as key.
pub(super) fn hmac_sha256<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    Ok(hex_of(&signed_sha256(call)?))
}

/// The same in Base64.
pub(super) fn hmac_sha256_base64<'v>(call: &Call<'_, 'v>) -> Result<Value<'v>, String> {
    Ok(STANDARD.encode(signed_sha256(call)?).into())
}

fn signed_sha1(call: &Call<'_, '_>) -> Result<Vec<u8>, String> {
    let key = call.argument(0).to_text();
    let mut mac =
        Hmac::<Sha1>::new_from_slice(key.as_bytes()).map_err(|error| error.to_string())?;
    mac.update(call.text().as_bytes());
    Ok(mac.finalize().into_bytes().to_vec())
}

fn signed_sha256(call: &Call<'_, '_>) -> Result<Vec<u8>, String> {
    let key = call.argument(0).to_text();
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(|error| error.to_string())?;
    mac.update(call.text().as_bytes());
    Ok(mac.finalize().into_bytes().to_vec())
}

fn hex_of<'v>(bytes: &[u8]) -> Value<'v> {
    let mut out = String::new();
    hexadecimal(bytes, &mut out);
    out.into()
}

fn hexadecimal(bytes: &[u8], out: &mut String) {
    for byte in bytes {
        // writing to a text cannot fail
        let _ = write!(out, "{byte:02x}");
    }
}
