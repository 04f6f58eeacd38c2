//! What no filter exceeds, so that a hostile template is an outcome and takes no memory with it.

use super::super::Value;
use super::super::number::Number;

/// Bytes of a text.
const MAX_BYTES: usize = 16 << 20;

/// Items of a list.
const MAX_ITEMS: usize = 1_000_000;

/// Bits of a whole number, about 30,000 digits.
const MAX_BITS: u64 = 100_000;

pub(super) fn bytes(count: usize) -> Result<(), String> {
    if count > MAX_BYTES {
        return Err(format!("a text exceeds {} MiB", MAX_BYTES >> 20));
    }
    Ok(())
}

pub(super) fn items(count: usize) -> Result<(), String> {
    if count > MAX_ITEMS {
        return Err(format!("a list has more than {MAX_ITEMS} items"));
    }
    Ok(())
}

/// The value of a number that is not too big.
pub(super) fn number(number: Number) -> Result<Value<'static>, String> {
    match number.value() {
        Value::Big(number) if number.bits() > MAX_BITS => {
            Err(format!("a number has more than {MAX_BITS} bits"))
        }
        value => Ok(value),
    }
}
