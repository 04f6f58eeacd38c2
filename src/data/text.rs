//! Reads a cell as one of the types that are held as text.

use std::borrow::Cow;

use lettre::Address;

use super::cell::Cell;
use super::problem::{EmailFault, Fault};
use super::value::Read;

/// Text as it stands, spaces included.
pub(super) fn text<'a>(cell: &Cell<'a>) -> Read<Cow<'a, str>> {
    match cell {
        Cell::Missing => Ok(None),
        Cell::Text(text) if text.is_empty() => Ok(None),
        Cell::Text(text) => Ok(Some(text.clone())),
        Cell::List(_) | Cell::NotUtf8 | Cell::Foreign(_) => Err(Fault::Type),
        other => Ok(Some(other.to_string().into())),
    }
}

fn trimmed<'a>(cell: &Cell<'a>) -> Read<Cow<'a, str>> {
    let text = match text(cell)? {
        Some(Cow::Borrowed(text)) => Cow::Borrowed(text.trim()),
        Some(Cow::Owned(text)) if text.trim().len() < text.len() => text.trim().to_owned().into(),
        Some(owned) => owned,
        None => return Ok(None),
    };
    Ok((!text.is_empty()).then_some(text))
}

/// An id; a whole number that went through a float column loses its `.0`.
pub(super) fn id<'a>(cell: &Cell<'a>) -> Read<Cow<'a, str>> {
    match cell {
        Cell::Float(number) if !number.is_finite() => Err(Fault::Type),
        cell => Ok(trimmed(cell)?.map(|id| match id.strip_suffix(".0") {
            Some(whole) if is_whole_number(whole) => whole.to_owned().into(),
            _ => id,
        })),
    }
}

/// Whether `text` would stay the same when read as an id.
pub(super) fn is_clean_id(text: &str) -> bool {
    let float = text.strip_suffix(".0").is_some_and(is_whole_number);
    !float && !text.is_empty() && text.trim().len() == text.len()
}

fn is_whole_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// An address that mail can go to, with its domain in ASCII.
pub(super) fn email<'a>(cell: &Cell<'a>) -> Read<Cow<'a, str>> {
    let Some(text) = trimmed(cell)? else {
        return Ok(None);
    };
    if text.chars().any(char::is_control) {
        return Err(Fault::Email(EmailFault::Control));
    }
    let (user, domain) = text
        .rsplit_once('@')
        .ok_or(Fault::Email(EmailFault::NoAt))?;
    let ascii = idna::domain_to_ascii(domain).map_err(|_| Fault::Email(EmailFault::Domain))?;
    match Address::new(user, ascii.as_str()) {
        Ok(_) if domain.is_ascii() => Ok(Some(text)),
        Ok(_) => Ok(Some(format!("{user}@{ascii}").into())),
        Err(lettre::address::AddressError::InvalidDomain) => Err(Fault::Email(EmailFault::Domain)),
        Err(_) => Err(Fault::Email(EmailFault::User)),
    }
}

/// A web address: `http` or `https`, with a host.
pub(super) fn url<'a>(cell: &Cell<'a>) -> Read<Cow<'a, str>> {
    let url = trimmed(cell)?;
    match url {
        Some(url) if !is_web_address(&url) => Err(Fault::Type),
        url => Ok(url),
    }
}

fn is_web_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let web = ["http", "https"]
        .iter()
        .any(|web| scheme.eq_ignore_ascii_case(web));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host_and_port = authority.rsplit('@').next().unwrap_or_default();
    let host = host_and_port.split(':').next().unwrap_or_default();
    let blank = |letter: char| letter.is_whitespace() || letter.is_control();
    web && !host.is_empty() && !text.contains(blank)
}

/// A time zone's name as the database spells it.
pub(super) fn timezone<'a>(cell: &Cell<'a>) -> Read<Cow<'a, str>> {
    let Some(text) = trimmed(cell)? else {
        return Ok(None);
    };
    let zone = jiff::tz::db().get(&text).map_err(|_| Fault::Type)?;
    match zone.iana_name() {
        Some(name) if name == text => Ok(Some(text)),
        Some(name) => Ok(Some(name.to_owned().into())),
        None => Err(Fault::Type),
    }
}

/// One of `options`, exactly.
pub(super) fn one_of<'a>(cell: &Cell<'a>, options: &[String]) -> Read<Cow<'a, str>> {
    match text(cell)? {
        Some(text) if !options.iter().any(|option| *option == text) => Err(Fault::Type),
        text => Ok(text),
    }
}
