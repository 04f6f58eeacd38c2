//! One JSON object a line.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::SinkError;
use crate::message::{HeaderProblem, Message};

/// A file of lines. It bears its name only when it is whole; until then it is `<out>.part`.
pub struct Lines {
    writer: BufWriter<Box<dyn Write + Send>>,
    path: PathBuf,
    unfinished: Option<PathBuf>,
}

impl fmt::Debug for Lines {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Lines")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Lines {
    #[expect(clippy::disallowed_methods, reason = "a sink writes")]
    pub(super) fn open(out: &Path) -> Result<Self, SinkError> {
        let path = out.to_path_buf();
        if out == Path::new("-") {
            return Ok(Self::to(Box::new(io::stdout()), path, None));
        }
        if out.is_dir() {
            return Err(SinkError::at(out)(io::ErrorKind::IsADirectory.into()));
        }
        if out.exists() && !out.is_file() {
            // a device or a pipe cannot be renamed into place
            let file = File::options()
                .write(true)
                .open(out)
                .map_err(SinkError::at(out))?;
            return Ok(Self::to(Box::new(file), path, None));
        }
        if let Some(folder) = out.parent() {
            fs::create_dir_all(folder).map_err(SinkError::at(folder))?;
        }
        let mut part = OsString::from(out);
        part.push(".part");
        let part = PathBuf::from(part);
        let file = File::create(&part).map_err(SinkError::at(&part))?;
        Ok(Self::to(Box::new(file), path, Some(part)))
    }

    fn to(writer: Box<dyn Write + Send>, path: PathBuf, unfinished: Option<PathBuf>) -> Self {
        Self {
            writer: BufWriter::with_capacity(1 << 16, writer),
            path,
            unfinished,
        }
    }

    pub(super) fn write(&mut self, line: &[u8]) -> Result<(), SinkError> {
        self.writer
            .write_all(line)
            .map_err(SinkError::at(&self.path))
    }

    pub(super) fn finish(mut self) -> Result<(), SinkError> {
        self.writer.flush().map_err(SinkError::at(&self.path))?;
        let Some(unfinished) = &self.unfinished else {
            return Ok(());
        };
        fs::rename(unfinished, &self.path).map_err(SinkError::at(&self.path))
    }
}

/// A line's object; its keys keep this order.
#[derive(Serialize)]
struct Line<'a> {
    campaign: &'a str,
    customer_id: &'a str,
    to: String,
    from: String,
    subject: &'a str,
    preheader: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    send_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    send_at_local: Option<String>,
    html: &'a str,
    text: &'a str,
    headers: Fields,
    blocks: Named<'a>,
    #[serde(skip_serializing_if = "Named::is_empty")]
    experiments: Named<'a>,
}

/// The headers besides From, To and Subject, under the names that mail services take.
#[derive(Serialize)]
struct Fields {
    #[serde(rename = "Date")]
    date: String,
    #[serde(rename = "Message-ID")]
    message_id: String,
    #[serde(rename = "Reply-To", skip_serializing_if = "Option::is_none")]
    reply_to: Option<String>,
    #[serde(rename = "List-Id", skip_serializing_if = "Option::is_none")]
    list_id: Option<String>,
    #[serde(rename = "List-Unsubscribe", skip_serializing_if = "Option::is_none")]
    list_unsubscribe: Option<String>,
    #[serde(
        rename = "List-Unsubscribe-Post",
        skip_serializing_if = "Option::is_none"
    )]
    list_unsubscribe_post: Option<&'static str>,
}

/// The template of each block or the arm of each experiment, in the order of the campaign.
struct Named<'a>(&'a [(String, String)]);

impl Named<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

pub(super) fn encode(message: &Message) -> Result<Vec<u8>, HeaderProblem> {
    let headers = message.headers()?;
    let [send_at, send_at_local] = match headers.send_at {
        Some(times) => times.map(Some),
        None => [None, None],
    };
    let line = Line {
        campaign: &message.campaign,
        customer_id: &message.customer_id,
        to: headers.to.to_string(),
        from: headers.from.to_string(),
        subject: &message.subject,
        preheader: &message.preheader,
        send_at,
        send_at_local,
        html: &message.html,
        text: &message.text,
        headers: Fields {
            date: headers.date,
            message_id: headers.message_id,
            reply_to: headers.reply_to.map(|mailbox| mailbox.to_string()),
            list_id: headers.list_id,
            list_unsubscribe: headers.list_unsubscribe,
            list_unsubscribe_post: headers.list_unsubscribe_post,
        },
        blocks: Named(&message.blocks),
        experiments: Named(&message.experiments),
    };
    // strings under string keys have no way to fail
    let mut bytes = serde_json::to_vec(&line).unwrap_or_default();
    bytes.push(b'\n');
    Ok(bytes)
}
