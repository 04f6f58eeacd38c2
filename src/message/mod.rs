//! One recipient's email and its MIME form.

mod mime;
mod text;

pub use mime::{HeaderProblem, Headers};
pub use text::text_from_html;

use jiff::Timestamp;

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
}

impl Message {
    /// The same email for a seed inbox: only `to` differs.
    #[must_use]
    pub fn addressed_to(&self, seed: &lettre::Address) -> Self {
        Self {
            to: seed.clone(),
            ..self.clone()
        }
    }
}
