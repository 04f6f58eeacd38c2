//! The language server: an editor's messages → what `check`, `fmt` and the names of the rules say.
//!
//! One thread reads messages, another answers them one by one. What changed is checked again as a
//! whole, when an answer needs it or when the editor has been silent for a moment.

mod wire;

mod uri;

mod position;

mod overlay;

mod analysis;

mod project;

mod diagnostics;

mod formatting;

mod symbols;

mod declaration;

mod names;

mod words;

mod hover;

mod definition;

mod completion;

mod settings;

mod rename;

mod server;

mod request;

use std::io::{self, BufRead, Write};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use self::server::Server;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The editor said `shutdown` and `exit`.
    Asked,
    /// It went without.
    Abandoned,
}

/// Silence after which a person is taken to look at what they typed.
const SILENCE: Duration = Duration::from_millis(120);

/// Messages that wait to be answered; the editor waits when there are more.
const WAITING: usize = 256;

/// Speaks the Language Server Protocol until the editor ends it or goes away.
///
/// # Errors
/// When nothing can be written to `output`.
pub fn serve(mut input: impl BufRead + Send + 'static, output: impl Write) -> io::Result<End> {
    let (sender, receiver) = sync_channel(WAITING);
    // ends with its stream, or with the process
    thread::spawn(move || {
        while let Some(incoming) = wire::read(&mut input) {
            if sender.send(incoming).is_err() {
                break;
            }
        }
    });
    let mut server = Server::new(output);
    loop {
        let incoming = if server.has_news() {
            receiver.recv_timeout(SILENCE)
        } else {
            receiver.recv().map_err(RecvTimeoutError::from)
        };
        match incoming {
            Ok(incoming) => {
                if let Some(end) = server.take(incoming)? {
                    return Ok(end);
                }
            }
            Err(RecvTimeoutError::Timeout) => server.publish()?,
            Err(RecvTimeoutError::Disconnected) => return Ok(server.end()),
        }
    }
}
