//! The base protocol: messages framed by headers, on a pair of streams.
//!
//! Reading is our own, because that of `lsp_server` gives up at the first message that is no JSON
//! and reserves whatever memory a header asks for.

use std::io::{self, BufRead, Read, Write};

use lsp_server::Message;

/// More than any text that a person edits.
const MOST_BYTES: u64 = 256 << 20;

/// What came in.
pub(super) enum Incoming {
    Message(Message),
    /// A body that is no message, and why.
    Malformed(String),
}

/// The next message; none at the end of the stream, or where its frame can no longer be made out.
pub(super) fn read(input: &mut impl BufRead) -> Option<Incoming> {
    let length = length(input)?;
    let mut body = Vec::new();
    let read = input.by_ref().take(length).read_to_end(&mut body).ok()?;
    if read as u64 != length {
        return None;
    }
    Some(match serde_json::from_slice(&body) {
        Ok(message) => Incoming::Message(message),
        Err(error) => Incoming::Malformed(error.to_string()),
    })
}

/// What the headers of a message say about its length.
fn length(input: &mut impl BufRead) -> Option<u64> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.take(4096).read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        let line = String::from_utf8_lossy(&line);
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok().filter(|most| *most <= MOST_BYTES);
                length?;
            }
            None if line.trim_end().is_empty() && length.is_some() => return length,
            // other headers, and lines that are none, are passed over up to a message's length
            _ => {}
        }
    }
}

/// Sends a message.
pub(super) fn write(output: &mut impl Write, message: &Message) -> io::Result<()> {
    message.write(output)
}

#[cfg(test)]
mod tests {
    use super::{Incoming, read};

    fn all(mut input: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        while let Some(incoming) = read(&mut input) {
            found.push(match incoming {
                Incoming::Message(message) => format!("{message:?}"),
                Incoming::Malformed(reason) => format!("malformed: {reason}"),
            });
        }
        found
    }

    #[test]
    fn what_is_no_message_does_not_end_the_stream() {
        let stream = b"Content-Length: 5\r\n\r\n{oops\
            Content-Length: 2\r\n\r\n[]\
            noise\r\ncontent-length:33\r\nContent-Type: x\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}";
        let found = all(stream);
        assert_eq!(found.len(), 3);
        assert!(found[0].starts_with("malformed: key must be a string"));
        assert!(found[1].starts_with("malformed: "));
        assert!(found[2].starts_with("Notification(Notification { method: \"exit\""));
    }

    #[test]
    fn a_stream_that_breaks_off_or_asks_for_all_memory_ends() {
        assert!(all(b"Content-Length: 50\r\n\r\n{}").is_empty());
        assert!(all(b"Content-Length: 99999999999999\r\n\r\n{}").is_empty());
        assert!(all(b"Content-Length: -1\r\n\r\n{}").is_empty());
        assert!(all(b"\r\n\r\n").is_empty());
    }
}
