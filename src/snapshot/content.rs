//! A rendering as people review it.

use super::Rendering;
use crate::message::Message;

/// The text of a snapshot: the headers that people care about, then both parts; lines end in LF,
/// nothing depends on the time of the run.
pub fn content(rendering: &Rendering) -> String {
    match rendering {
        Rendering::Message(message) => of_message(message),
        Rendering::NotInAudience => "not in the audience".to_owned(),
        Rendering::Failed(reason) => format!("failed: {reason}"),
    }
}

fn of_message(message: &Message) -> String {
    let headers: Vec<String> = headers(message)
        .iter()
        .map(|(name, value)| format!("{name}: {value}").trim_end().to_owned())
        .collect();
    let part = |text: &str| text.replace("\r\n", "\n").trim_end().to_owned();
    format!(
        "{}\n\n── text ──\n{}\n\n── html ──\n{}",
        headers.join("\n"),
        part(&message.text),
        part(&message.html),
    )
}

fn headers(message: &Message) -> Vec<(String, String)> {
    let mut headers = vec![("From".to_owned(), message.from.to_string())];
    if let Some(reply_to) = &message.reply_to {
        headers.push(("Reply-To".to_owned(), reply_to.to_string()));
    }
    headers.push(("Subject".to_owned(), message.subject.clone()));
    headers.push(("Preheader".to_owned(), message.preheader.clone()));
    for (block, template) in &message.blocks {
        headers.push((format!("Block {block}"), template.clone()));
    }
    for (experiment, arm) in &message.experiments {
        headers.push((format!("Experiment {experiment}"), arm.clone()));
    }
    if let Some(unsubscribe) = list_unsubscribe(message) {
        headers.push(("List-Unsubscribe".to_owned(), unsubscribe));
    }
    headers
}

/// The value of `List-Unsubscribe` (RFC 2369).
pub(crate) fn list_unsubscribe(message: &Message) -> Option<String> {
    let url = message.unsubscribe_url.clone();
    let email = message.unsubscribe_email.as_ref();
    let ways: Vec<String> = url
        .into_iter()
        .chain(email.map(|address| format!("mailto:{address}")))
        .map(|way| format!("<{way}>"))
        .collect();
    (!ways.is_empty()).then(|| ways.join(", "))
}
