//! `index.html`: one page without external requests, a list of links where scripts are off.

use html_escape::encode_quoted_attribute as escape;

use super::{Campaign, Gallery, card, data, variation};
use crate::diagnostic::{self, Style};
use crate::snapshot::{Cell, Rendering};

/// The whole page.
pub(super) fn index(gallery: &Gallery<'_>) -> String {
    format!(
        include_str!("../../templates/preview/index.html"),
        style = include_str!("../../templates/preview/style.css"),
        script = include_str!("../../templates/preview/script.js"),
        project = escape(&gallery.project),
        as_of = escape(&gallery.as_of),
        campaigns = campaign_filters(gallery),
        personas = persona_filters(gallery),
        findings = findings(gallery),
        sections = sections(gallery),
        data = data::json(gallery),
    )
}

fn campaign_filters(gallery: &Gallery<'_>) -> String {
    let filters = gallery.campaigns.iter().map(|campaign| {
        let title = gallery.campaign_title(&campaign.name);
        filter("campaign", &campaign.name, title, "")
    });
    filters.collect()
}

fn persona_filters(gallery: &Gallery<'_>) -> String {
    let personas = gallery.personas.iter();
    personas
        .map(|persona| filter("persona", &persona.name, &persona.name, &persona.title))
        .collect()
}

fn filter(kind: &str, name: &str, label: &str, title: &str) -> String {
    format!(
        include_str!("../../templates/preview/filter.html"),
        kind = kind,
        name = escape(name),
        label = escape(label),
        title = escape(title),
    )
}

fn findings(gallery: &Gallery<'_>) -> String {
    let found = gallery.diagnostics;
    if found.is_empty() {
        return String::new();
    }
    let drawn = diagnostic::draw(found, gallery.sources, Style::Plain);
    format!(
        include_str!("../../templates/preview/findings.html"),
        worst = if found.errors() > 0 {
            "error"
        } else {
            "warning"
        },
        counts = counts(&[
            (found.errors(), "error", "errors"),
            (found.warnings(), "warning", "warnings"),
        ]),
        drawn = escape(drawn.trim_end()),
    )
}

fn sections(gallery: &Gallery<'_>) -> String {
    let same = variation::same_as(&gallery.cells);
    let sections = gallery.campaigns.iter();
    sections
        .map(|campaign| section(gallery, campaign, &same))
        .collect()
}

fn section(gallery: &Gallery<'_>, campaign: &Campaign, same: &[Option<usize>]) -> String {
    let of_campaign = gallery.cells.iter().zip(same.iter().copied());
    let (cells, same): (Vec<&Cell>, Vec<Option<usize>>) = of_campaign
        .filter(|(cell, _)| cell.campaign == campaign.name)
        .unzip();
    let cards = |emails: bool| {
        let cells = cells.iter().zip(&same);
        let wanted = cells.filter(|(cell, _)| is_email(cell) == emails);
        wanted
            .map(|(cell, same)| card::card(gallery, cell, *same))
            .collect::<String>()
    };
    format!(
        include_str!("../../templates/preview/section.html"),
        name = escape(&campaign.name),
        title = escape(gallery.campaign_title(&campaign.name)),
        summary = summary(&cells, same.iter().flatten().count()),
        emails = cards(true),
        others = cards(false),
    )
}

fn is_email(cell: &Cell) -> bool {
    matches!(cell.rendering, Rendering::Message(_))
}

/// As in "4 emails · 3 distinct · 2 combinations of blocks · 1 failed".
fn summary(cells: &[&Cell], repeated: usize) -> String {
    let count = |wanted: fn(&Rendering) -> bool| {
        let those = cells.iter().filter(|cell| wanted(&cell.rendering));
        those.count()
    };
    let emails = count(|rendering| matches!(rendering, Rendering::Message(_)));
    let distinct = if repeated > 0 { emails - repeated } else { 0 };
    let combinations = variation::combinations(cells);
    let telling = combinations > 1 && combinations < emails - repeated;
    let combinations = if telling { combinations } else { 0 };
    counts(&[
        (emails, "email", "emails"),
        (distinct, "distinct", "distinct"),
        (combinations, "", "combinations of blocks"),
        (
            count(|rendering| matches!(rendering, Rendering::NotInAudience)),
            "not in the audience",
            "not in the audience",
        ),
        (
            count(|rendering| matches!(rendering, Rendering::Failed(_))),
            "failed",
            "failed",
        ),
    ])
}

/// Joins what is more than nothing, each with its singular or plural.
fn counts(of: &[(usize, &str, &str)]) -> String {
    let some = of.iter().filter(|(count, _, _)| *count > 0);
    let words: Vec<String> = some
        .map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }))
        .collect();
    words.join(" · ")
}
