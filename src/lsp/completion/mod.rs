//! `textDocument/completion`: what can stand at the cursor.

mod context;

mod offer;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, MarkupContent,
    MarkupKind, TextEdit,
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
}

/// What can stand at byte `at` of a rule file.
pub(super) fn completion(analysis: &Analysis, text: &str, at: usize) -> Vec<CompletionItem> {
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
        CompletionItem {
            label: offer.text.clone(),
            kind: Some(offer.kind),
            detail: Some(offer.detail),
            documentation,
            // in the order given: names before words
            sort_text: Some(format!("{number:05}")),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, offer.text))),
            ..CompletionItem::default()
        }
    });
    items.collect()
}
