//! `file:` URIs ↔ paths, as far as RFC 8089 and editors agree.

use std::path::{Path, PathBuf};

use lsp_types::Uri;

/// The path of a file on this machine; none for another scheme, as `untitled:`.
pub(super) fn to_path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = decoded(path.split(['?', '#']).next()?)?;
    let drive = path.as_bytes().get(2) == Some(&b':');
    let path = if drive { &path[1..] } else { &path };
    let is_whole = path.starts_with('/') || drive;
    is_whole.then(|| PathBuf::from(path))
}

/// The URI of an absolute path.
pub(super) fn from_path(path: &Path) -> Option<Uri> {
    let path = path.to_str()?.replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut uri = format!("file://{slash}");
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            _ => {
                let hex = |digit: u8| char::from_digit(u32::from(digit), 16);
                let digits = [hex(byte >> 4), hex(byte & 15)];
                uri.push('%');
                uri.extend(
                    digits
                        .into_iter()
                        .flatten()
                        .map(|digit| digit.to_ascii_uppercase()),
                );
            }
        }
    }
    uri.parse().ok()
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        let digits = std::str::from_utf8(&digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{from_path, to_path};

    #[test]
    fn a_path_comes_back() {
        for path in ["/a/b.seg", "/with space/é & 100%/#1.seg"] {
            let uri = from_path(Path::new(path)).expect("it is absolute");
            assert_eq!(
                to_path(&uri).as_deref(),
                Some(Path::new(path)),
                "{}",
                uri.as_str()
            );
        }
        let uri = "file:///c%3A/rules/a.seg".parse().expect("it is a URI");
        assert_eq!(to_path(&uri).as_deref(), Some(Path::new("c:/rules/a.seg")));
    }

    #[test]
    fn other_schemes_have_no_path() {
        for uri in [
            "untitled:Untitled-1",
            "https://a.example/b.seg",
            "file:///%zz",
        ] {
            let Ok(uri) = uri.parse() else { continue };
            assert_eq!(to_path(&uri), None);
        }
    }
}
