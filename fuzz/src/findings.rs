//! What must hold for whatever is found.

use segue::diagnostic::{Diagnostics, Style, draw, to_json};
use segue::source::{Sources, Span};

/// Every finding points into its text, says something, and can be drawn in each form.
pub fn laws(diagnostics: &mut Diagnostics, sources: &Sources) {
    for one in diagnostics.iter() {
        assert!(!one.message.is_empty());
        assert!(!one.message.contains('\n'), "{:?}", one.message);
        assert!(one.hints.iter().all(|hint| !hint.is_empty()));
        let notes = one.notes.iter().map(|(span, _)| *span);
        for span in one.span.into_iter().chain(notes) {
            lies_in(span, sources);
        }
    }
    diagnostics.sort(sources);
    draw(diagnostics, sources, Style::Plain);
    draw(diagnostics, sources, Style::Color);
    to_json(diagnostics, sources);
}

/// The span is a piece of its text.
pub fn lies_in(span: Span, sources: &Sources) {
    let text = &sources.get(span.source).text;
    assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
}
