//! Approved renderings, kept in the project's git and compared with what is rendered now.
//!
//! One file a campaign and persona, `snapshots/<campaign>@<persona>.snap`, in the format of
//! `insta`; what differs waits beside it as `.snap.new` until somebody reviews it, with
//! `segue test --review` or with `cargo insta review`.

mod content;
mod problem;
mod review;
mod store;

pub use content::content;
pub(crate) use content::list_unsubscribe;
pub use problem::Problem;
pub use review::{Reviewed, review};
pub use store::{
    Comparison, Pending, accept, check, compare, discard, orphans, pending, remove, store_pending,
};

use crate::message::Message;

/// What one campaign is for one persona.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The campaign's name.
    pub campaign: String,
    /// The persona's name.
    pub persona: String,
    /// What came out.
    pub rendering: Rendering,
}

impl Cell {
    /// Names the snapshot and the page of this cell: `<campaign>@<persona>`.
    pub fn name(&self) -> String {
        format!("{}@{}", self.campaign, self.persona)
    }
}

/// What came out of rendering a campaign for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rendering {
    /// The email.
    Message(Box<Message>),
    /// The campaign's audience leaves the person out.
    NotInAudience,
    /// No email, for this reason.
    Failed(String),
}
