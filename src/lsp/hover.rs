//! `textDocument/hover`: what a name stands for, or what a word of the language means.

use std::ops::Range;
use std::path::Path;

use super::analysis::Analysis;
use super::declaration::declarations;
use super::names::is_file;
use super::words;
use crate::source::{Source, SourceId, Span};

/// What there is to say about byte `at`, as Markdown, and the bytes that it is said of.
pub(super) fn hover(
    analysis: &Analysis,
    source: SourceId,
    at: usize,
) -> Option<(String, Range<usize>)> {
    if let Some(place) = analysis.name_at(source, at) {
        let told = analysis
            .declared(place)
            .into_iter()
            .map(|declared| name(analysis, declared));
        let told: Vec<String> = told.collect();
        return Some((told.join("\n\n---\n\n"), place.range()));
    }
    let source = analysis.log.sources.get(source);
    is_rules(source)
        .then(|| words::at(&source.text, at))
        .flatten()
}

fn is_rules(source: &Source) -> bool {
    Path::new(&source.path)
        .extension()
        .is_some_and(|it| it == "seg")
}

/// What is declared at `declared`.
fn name(analysis: &Analysis, declared: Span) -> String {
    let sources = &analysis.log.sources;
    let source = sources.get(declared.source);
    if is_file(declared) {
        return format!("`{}`", source.path);
    }
    let all = declarations(analysis.items());
    let found = all.iter().find(|one| one.name.span == declared);
    match (found, &analysis.workspace) {
        (Some(found), Some(workspace)) => found.told(analysis, &workspace.model),
        _ => {
            let (line, _) = sources.position(declared);
            let text = source.text.lines().nth(line - 1).unwrap_or("").trim();
            let language = if is_rules(source) { "seg" } else { "liquid" };
            format!("```{language}\n{text}\n```\n\n`{}`", source.path)
        }
    }
}
