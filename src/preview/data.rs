//! What the page's script knows: one object a cell, as JSON inside the page.

use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::{Gallery, variation};
use crate::diagnostic::Problem;
use crate::message::{HeaderProblem, Message};
use crate::snapshot::{Cell, Rendering, list_unsubscribe};

#[derive(Serialize)]
struct Entry<'a> {
    name: String,
    campaign: &'a str,
    campaign_title: &'a str,
    persona: &'a str,
    persona_title: &'a str,
    facts: &'a [(String, String)],
    /// The persona whose rendering reads the same.
    same_as: Option<&'a str>,
    message: Option<Content<'a>>,
    /// Why there is no message.
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct Content<'a> {
    from_name: &'a str,
    from: String,
    to: String,
    day: String,
    subject: &'a str,
    preheader: &'a str,
    html: &'a str,
    text: &'a str,
    headers: Vec<(&'static str, String)>,
    /// Whether there is a file of the whole message.
    eml: bool,
    blocks: &'a [(String, String)],
}

/// The cells as a JSON array that cannot end the script element around it.
pub(super) fn json(gallery: &Gallery<'_>) -> String {
    let same = variation::same_as(&gallery.cells);
    let cells = gallery.cells.iter().zip(same);
    let entries: Vec<Entry<'_>> = cells
        .map(|(cell, same)| entry(gallery, cell, same))
        .collect();
    serde_json::json!(entries)
        .to_string()
        .replace('<', "\\u003c")
}

fn entry<'a>(gallery: &'a Gallery<'_>, cell: &'a Cell, same: Option<usize>) -> Entry<'a> {
    let persona = gallery.persona(&cell.persona);
    let (message, reason) = match &cell.rendering {
        Rendering::Message(message) => (Some(content(message)), None),
        Rendering::NotInAudience => (None, None),
        Rendering::Failed(reason) => (None, Some(reason.as_str())),
    };
    Entry {
        name: cell.name(),
        campaign: &cell.campaign,
        campaign_title: gallery.campaign_title(&cell.campaign),
        persona: &cell.persona,
        persona_title: persona.map_or("", |persona| &persona.title),
        facts: persona.map_or(&[], |persona| &persona.facts),
        same_as: same.map(|index| gallery.cells[index].persona.as_str()),
        message,
        reason,
    }
}

fn content(message: &Message) -> Content<'_> {
    let problem = message.to_eml().err();
    Content {
        from_name: sender(message),
        from: message.from.email.to_string(),
        to: message.to.to_string(),
        day: day(message),
        subject: &message.subject,
        preheader: &message.preheader,
        html: &message.html,
        text: &message.text,
        eml: problem.is_none(),
        headers: headers(message, problem.as_ref()),
        blocks: &message.blocks,
    }
}

/// The sender's name, or else the address.
pub(super) fn sender(message: &Message) -> &str {
    let name = message.from.name.as_deref();
    name.unwrap_or_else(|| message.from.email.as_ref())
}

/// The day of the Date header, in UTC.
pub(super) fn day(message: &Message) -> String {
    message.date.strftime("%-d %b").to_string()
}

/// The headers, and what keeps the message from being sent when something does.
fn headers(message: &Message, problem: Option<&HeaderProblem>) -> Vec<(&'static str, String)> {
    let reply_to = message.reply_to.as_ref();
    let unsubscribe = list_unsubscribe(message);
    let one_click = message.unsubscribe_url.as_ref();
    let headers = [
        ("From", Some(message.from.to_string())),
        ("To", Some(message.to.to_string())),
        ("Reply-To", reply_to.map(ToString::to_string)),
        ("Subject", Some(message.subject.clone())),
        (
            "Date",
            rfc2822::to_string(&message.date.to_zoned(TimeZone::UTC)).ok(),
        ),
        ("Send at", message.send_times().map(|[_, local]| local)),
        ("List-Id", message.list_id.clone()),
        ("List-Unsubscribe", unsubscribe),
        (
            "List-Unsubscribe-Post",
            one_click.map(|_| "List-Unsubscribe=One-Click".to_owned()),
        ),
        ("Cannot be sent", problem.map(Problem::message)),
    ];
    headers
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}
