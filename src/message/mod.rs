//! One recipient's email and its MIME form.

mod links;
mod mime;
mod tags;
mod text;

pub use links::LinkTags;
pub use mime::{HeaderProblem, Headers};
pub use text::text_from_html;

use jiff::{Timestamp, Zoned};

/// One recipient's email, ready for a sink or a transport.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The campaign's name.
    pub campaign: String,
    /// The recipient's id in the data.
    pub customer_id: String,
    /// The recipient's address, checked.
    pub to: lettre::Address,
    /// The sender.
    pub from: lettre::message::Mailbox,
    /// Where answers go.
    pub reply_to: Option<lettre::message::Mailbox>,
    /// The subject, without line breaks.
    pub subject: String,
    /// What mail clients show beside the subject.
    pub preheader: String,
    /// The HTML part.
    pub html: String,
    /// The plain text part.
    pub text: String,
    /// The Date header.
    pub date: Timestamp,
    /// The one-click URL of RFC 8058.
    pub unsubscribe_url: Option<String>,
    /// The address that unsubscribes whoever writes to it.
    pub unsubscribe_email: Option<String>,
    /// `List-Id` of RFC 2919.
    pub list_id: Option<String>,
    /// Domain of the Message-ID.
    pub message_id_domain: String,
    /// The template chosen for each block, in the order of the campaign.
    pub blocks: Vec<(String, String)>,
    /// The arm of each experiment, in the order of the campaign.
    pub experiments: Vec<(String, String)>,
    /// When it is to be sent, on the clock that the campaign goes by; at once without it.
    pub send_at: Option<Zoned>,
}

impl Message {
    /// When it is to be sent as RFC 3339 writes it: in UTC, and by the clock it goes by.
    pub fn send_times(&self) -> Option<[String; 2]> {
        let at = self.send_at.as_ref()?;
        let universal = at.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ");
        let local = at.strftime("%Y-%m-%dT%H:%M:%S%:z");
        Some([universal.to_string(), local.to_string()])
    }

    /// The same email for a seed inbox, to be sent at once.
    #[must_use]
    pub fn addressed_to(&self, seed: &lettre::Address) -> Self {
        Self {
            to: seed.clone(),
            send_at: None,
            ..self.clone()
        }
    }
}
