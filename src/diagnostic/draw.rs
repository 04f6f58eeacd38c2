//! The one renderer of diagnostics: for people with the source line and a caret, for machines as JSON.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Diagnostic, Diagnostics, Severity};
use crate::source::{Source, Sources, Span};

/// Whether the drawing may use terminal colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text only.
    Plain,
    /// ANSI colours.
    Color,
}

/// Draws every finding, a blank line after each.
///
/// ```
/// use segue::diagnostic::{Diagnostics, Style, draw};
/// use segue::source::Sources;
///
/// let mut sources = Sources::default();
/// let rules = sources.add("rules/all.seg", "segment vip when rank => 5");
/// let mut diagnostics = Diagnostics::default();
/// segue::rules::parse(rules, &sources, &mut diagnostics);
///
/// let drawn = draw(&diagnostics, &sources, Style::Plain);
/// assert_eq!(
///     drawn.trim_end(),
///     "\
/// error[syntax]: expected an operator or the end of the segment, found `=>`
///  --> rules/all.seg:1:23
///   |
/// 1 | segment vip when rank => 5
///   |                       ^^
///   |
///   = hint: at least is `>=`"
/// );
/// ```
pub fn draw(diagnostics: &Diagnostics, sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Color => Renderer::styled(),
    };
    let mut drawn = String::new();
    for diagnostic in diagnostics.iter() {
        let report = report(diagnostic, sources);
        drawn.push_str(&renderer.render(&report));
        if diagnostic.span.is_none() {
            for hint in &diagnostic.hints {
                drawn.push_str("\n  hint: ");
                drawn.push_str(hint);
            }
        }
        drawn.push_str("\n\n");
    }
    drawn
}

/// Lines between a fault and a note that still are one excerpt; all of them are looked at.
const FARTHEST_NOTE: usize = 100;

fn report<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    if let Some(span) = diagnostic.span {
        let line = |span: Span| sources.position(span).0;
        let is_near =
            |at: Span| at.source == span.source && line(at).abs_diff(line(span)) <= FARTHEST_NOTE;
        let here = diagnostic.notes.iter();
        let here = here.filter(|(at, _)| is_near(*at));
        let all = here.clone().fold(span, |all, (at, _)| all.to(*at));
        let excerpt = Excerpt::of(all, sources);
        let notes = here.map(|(at, text)| {
            let context = AnnotationKind::Context.span(excerpt.range(*at));
            context.label(text.as_str())
        });
        let guilty = AnnotationKind::Primary.span(excerpt.range(span));
        group = group.element(excerpt.snippet().annotation(guilty).annotations(notes));
        for (at, text) in &diagnostic.notes {
            if !is_near(*at) {
                let excerpt = Excerpt::of(*at, sources);
                let context = AnnotationKind::Context.span(excerpt.range(*at));
                group = group.element(excerpt.snippet().annotation(context.label(text.as_str())));
            }
        }
    }
    // Without a snippet a hint would hang on an empty margin.
    let beside = diagnostic.span.map_or(&[][..], |_| &diagnostic.hints);
    for hint in beside {
        group = group.element(Level::HELP.with_name("hint").message(hint.as_str()));
    }
    vec![group]
}

/// The lines of a source that are drawn: no more of a long file is looked at.
struct Excerpt<'a> {
    source: &'a Source,
    range: Range<usize>,
    line: usize,
}

impl<'a> Excerpt<'a> {
    fn of(span: Span, sources: &'a Sources) -> Self {
        let source = sources.get(span.source);
        let (range, line) = source.around(span.range());
        Self {
            source,
            range,
            line,
        }
    }

    fn snippet<T: Clone>(&self) -> Snippet<'a, T> {
        let text = self.source.text.get(self.range.clone()).unwrap_or("");
        Snippet::source(text)
            .path(self.source.path.as_str())
            .line_start(self.line)
    }

    /// The span in the excerpt, cut to it, so that a fault at the very end still has a place.
    fn range(&self, span: Span) -> Range<usize> {
        let at = |at: u32| (at as usize).clamp(self.range.start, self.range.end) - self.range.start;
        at(span.start)..at(span.end)
    }
}

/// The findings as JSON: `[{severity, code, message, file, line, column, end_line, end_column, hints}]`.
pub fn to_json(diagnostics: &Diagnostics, sources: &Sources) -> Value {
    diagnostics
        .iter()
        .map(|one| {
            let mut object = json!({
                "severity": one.severity,
                "code": one.code,
                "message": one.message,
                "hints": one.hints,
            });
            if let Some(span) = one.span {
                let (line, column) = sources.position(span);
                let end = Span {
                    start: span.end,
                    ..span
                };
                let (end_line, end_column) = sources.position(end);
                object["file"] = json!(sources.get(span.source).path);
                object["line"] = json!(line);
                object["column"] = json!(column);
                object["end_line"] = json!(end_line);
                object["end_column"] = json!(end_column);
            }
            object
        })
        .collect()
}
