//! `textDocument/completion`: what can stand at the cursor.

mod clause;
mod context;
mod offer;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, InsertTextFormat,
    MarkupContent, MarkupKind, TextEdit,
};

use self::context::context;
use self::offer::Offers;
use super::analysis::Analysis;
use super::position::Lines;
use super::words;

/// Something that can stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Offer {
    text: String,
    kind: CompletionItemKind,
    /// In a few words what it is.
    detail: String,
    /// What is written in its place where the editor fills in gaps.
    snippet: Option<&'static str>,
}

/// What can stand at byte `at` of a rule file; with gaps to be filled in where `gaps` allows.
pub(super) fn completion(
    analysis: &Analysis,
    text: &str,
    at: usize,
    gaps: bool,
) -> Vec<CompletionItem> {
    let (context, start) = context(text, at);
    let inside_text = text[start..].starts_with('"');
    let lines = Lines::of(text);
    let mut offers = Offers::of(analysis, inside_text);
    offers.add(&context);
    let offers = offers.all.into_iter();
    let items = offers.enumerate().map(|(number, offer)| {
        let meaning = (offer.kind == CompletionItemKind::KEYWORD)
            .then(|| words::meaning(&offer.text))
            .flatten();
        let documentation = meaning.map(|value| {
            let kind = MarkupKind::Markdown;
            Documentation::MarkupContent(MarkupContent { kind, value })
        });
        let range = lines.range(start..at);
        let snippet = offer.snippet.filter(|_| gaps);
        let written = snippet.map_or_else(|| offer.text.clone(), str::to_owned);
        CompletionItem {
            label: offer.text,
            kind: Some(offer.kind),
            detail: Some(offer.detail),
            documentation,
            // in the order given: names before words
            sort_text: Some(format!("{number:05}")),
            insert_text_format: snippet.map(|_| InsertTextFormat::SNIPPET),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, written))),
            ..CompletionItem::default()
        }
    });
    items.collect()
}
