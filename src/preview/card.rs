//! One cell in the overview.

use html_escape::encode_quoted_attribute as escape;

use super::{Gallery, data};
use crate::message::Message;
use crate::snapshot::{Cell, Rendering};

/// How many of a persona's facts a card has room for.
const FACTS: usize = 5;

/// A gallery of more cells than this loads its thumbnails as they come into view.
const EAGER: usize = 60;

/// The card of `cell`; `same` is the cell that reads the same, when there is one.
pub(super) fn card(gallery: &Gallery<'_>, cell: &Cell, same: Option<usize>) -> String {
    let persona = gallery.persona(&cell.persona);
    let facts = persona.map_or(&[][..], |persona| &persona.facts);
    let body = match &cell.rendering {
        Rendering::Message(message) => email(gallery, cell, message),
        Rendering::NotInAudience => outcome("out", "Not in the audience", ""),
        Rendering::Failed(reason) => outcome("failed", "Failed", reason),
    };
    let same = same.map(|index| gallery.cells[index].persona.as_str());
    format!(
        include_str!("../../templates/preview/card.html"),
        name = escape(&cell.name()),
        campaign = escape(&cell.campaign),
        persona = escape(&cell.persona),
        title = escape(persona.map_or("", |persona| &persona.title)),
        hue = hue(&cell.persona),
        initial = escape(&initial(&cell.persona)),
        same = same.map(same_badge).unwrap_or_default(),
        repeated = same.is_some(),
        link = link(cell),
        facts = facts.iter().take(FACTS).map(fact).collect::<String>(),
        more = more(facts.len()),
        body = body,
    )
}

/// Where the card leads when scripts are off; nowhere when there is no message.
fn link(cell: &Cell) -> String {
    match &cell.rendering {
        Rendering::Message(_) => escape(&format!("messages/{}.html", cell.name())).into_owned(),
        Rendering::NotInAudience | Rendering::Failed(_) => {
            escape(&format!("#{}", cell.name())).into_owned()
        }
    }
}

fn email(gallery: &Gallery<'_>, cell: &Cell, message: &Message) -> String {
    let many = gallery.cells.len() > EAGER;
    format!(
        include_str!("../../templates/preview/email.html"),
        loading = if many { "lazy" } else { "eager" },
        name = escape(&cell.name()),
        sender = escape(data::sender(message)),
        day = data::day(message),
        subject = escape(&message.subject),
        preheader = escape(&message.preheader),
        blocks = chips(message),
    )
}

/// What the message shows in its blocks, and its arms of experiments.
fn chips(message: &Message) -> String {
    let blocks = message.blocks.iter().map(block);
    blocks.chain(message.experiments.iter().map(fact)).collect()
}

fn outcome(kind: &str, title: &str, reason: &str) -> String {
    let reason = escape(reason);
    format!("<div class=\"outcome {kind}\"><strong>{title}</strong><span>{reason}</span></div>\n")
}

fn same_badge(persona: &str) -> String {
    format!(
        r#"<span class="badge">same as {persona}</span>"#,
        persona = escape(persona)
    )
}

fn fact((label, value): &(String, String)) -> String {
    let label = match label.as_str() {
        "" => String::new(),
        label => format!("<span>{}</span> ", escape(label)),
    };
    format!("<li>{label}{value}</li>", value = escape(value))
}

/// Says how many facts a card leaves out.
fn more(facts: usize) -> String {
    match facts.saturating_sub(FACTS) {
        0 => String::new(),
        left => format!("<li><span>+{left}</span></li>"),
    }
}

/// A block and its template, without what the block's name says already: `hero early-access` for
/// `hero/early-access.liquid`.
fn block((block, template): &(String, String)) -> String {
    let short = template.strip_suffix(".liquid").unwrap_or(template);
    let below = short.strip_prefix(block.as_str());
    let short = below
        .and_then(|below| below.strip_prefix('/'))
        .unwrap_or(short);
    fact(&(block.clone(), short.to_owned()))
}

/// A colour that stays with the name, in degrees of the colour wheel.
fn hue(name: &str) -> u32 {
    name.bytes()
        .fold(0, |hue: u32, byte| (hue * 31 + u32::from(byte)) % 360)
}

fn initial(name: &str) -> String {
    name.chars().take(1).flat_map(char::to_uppercase).collect()
}
