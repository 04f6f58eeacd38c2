//! `textDocument/definition` and `textDocument/references`.

use std::path::Path;

use lsp_types::{Location, Uri};

use super::analysis::Analysis;
use super::position::Lines;
use crate::source::{SourceId, Span};

/// Where what stands at byte `at` is declared.
pub(super) fn definition(analysis: &Analysis, source: SourceId, at: usize) -> Vec<Span> {
    let place = analysis.name_at(source, at);
    place.map_or_else(Vec::new, |place| analysis.declared(place))
}

/// Every place of what stands at byte `at`; with or without those that declare it.
pub(super) fn references(
    analysis: &Analysis,
    source: SourceId,
    at: usize,
    with_declaration: bool,
) -> Vec<Span> {
    let Some(place) = analysis.name_at(source, at) else {
        return Vec::new();
    };
    let mut places = analysis.same(place);
    if !with_declaration {
        for declared in analysis.declared(place) {
            places.remove(&declared);
        }
    }
    places.into_iter().collect()
}

/// Spans as an editor finds them.
pub(super) fn locations(
    analysis: &Analysis,
    spans: Vec<Span>,
    root: &Path,
    uri: impl Fn(&Path) -> Option<Uri>,
) -> Vec<Location> {
    let locations = spans.into_iter().filter_map(|span| {
        let source = analysis.log.sources.get(span.source);
        let range = Lines::of(&source.text).range(span.range());
        Some(Location::new(uri(&root.join(&source.path))?, range))
    });
    locations.collect()
}
