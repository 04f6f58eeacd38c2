//! Which renderings are the same to the eye.

use std::collections::{BTreeSet, HashMap};

use crate::message::Message;
use crate::snapshot::{Cell, Rendering};

/// For each cell the index of an earlier cell of the same campaign that reads the same. Every
/// recipient's own address and unsubscribe link do not make a difference.
pub(super) fn same_as(cells: &[Cell]) -> Vec<Option<usize>> {
    let mut first = HashMap::new();
    let mut same = Vec::with_capacity(cells.len());
    for (index, cell) in cells.iter().enumerate() {
        let earlier = match &cell.rendering {
            Rendering::Message(message) => {
                let seen = *first
                    .entry((&cell.campaign, impersonal(message)))
                    .or_insert(index);
                (seen != index).then_some(seen)
            }
            Rendering::NotInAudience | Rendering::Failed(_) => None,
        };
        same.push(earlier);
    }
    same
}

/// How many combinations of blocks the messages among `cells` show.
pub(super) fn combinations(cells: &[&Cell]) -> usize {
    let blocks = cells.iter().filter_map(|cell| match &cell.rendering {
        Rendering::Message(message) => Some(&message.blocks),
        Rendering::NotInAudience | Rendering::Failed(_) => None,
    });
    blocks.collect::<BTreeSet<_>>().len()
}

fn impersonal(message: &Message) -> [String; 4] {
    let address = message.to.to_string();
    let link = message.unsubscribe_url.clone().unwrap_or_default();
    let own = [
        html_escape::encode_quoted_attribute(&link).into_owned(),
        link,
        address,
    ];
    let parts = [
        &message.subject,
        &message.preheader,
        &message.html,
        &message.text,
    ];
    parts.map(|part| {
        let own = own.iter().filter(|one| !one.is_empty());
        own.fold(part.clone(), |part, one| part.replace(one.as_str(), ""))
    })
}
