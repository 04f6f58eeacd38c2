//! Findings as editors show them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lsp_types::{
    DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Range, Uri,
};

use super::analysis::Analysis;
use super::position::Lines;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{SourceId, Span};

/// Every finding, by the file that it is shown in; those without a place in `main_file`.
pub(super) fn diagnostics(
    analysis: &Analysis,
    root: &Path,
    main_file: &Path,
    uri: impl Fn(&Path) -> Option<Uri>,
) -> BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>> {
    let mut shown: BTreeMap<PathBuf, Vec<_>> = BTreeMap::new();
    let mut places = Places {
        analysis,
        lines: BTreeMap::new(),
    };
    for finding in analysis.diagnostics().iter() {
        let (path, range) = match finding.span {
            Some(span) => places.of(span, root),
            None => (main_file.to_owned(), Range::default()),
        };
        let mut one = converted(finding, range);
        let related = finding.notes.iter().filter_map(|(span, text)| {
            let (path, range) = places.of(*span, root);
            Some(DiagnosticRelatedInformation {
                location: Location::new(uri(&path)?, range),
                message: text.clone(),
            })
        });
        let related: Vec<_> = related.collect();
        one.related_information = (!related.is_empty()).then_some(related);
        shown.entry(path).or_default().push(one);
    }
    shown
}

fn converted(finding: &Diagnostic, range: Range) -> lsp_types::Diagnostic {
    let mut message = finding.message.clone();
    for hint in &finding.hints {
        message.push_str("\nhint: ");
        message.push_str(hint);
    }
    lsp_types::Diagnostic {
        range,
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(finding.code.to_string())),
        source: Some("segue".to_owned()),
        message,
        ..lsp_types::Diagnostic::default()
    }
}

/// Where spans are, the lines of each text being found once.
struct Places<'a> {
    analysis: &'a Analysis,
    lines: BTreeMap<SourceId, Lines<'a>>,
}

impl Places<'_> {
    fn of(&mut self, span: Span, root: &Path) -> (PathBuf, Range) {
        let source = self.analysis.log.sources.get(span.source);
        let lines = self.lines.entry(span.source);
        let lines = lines.or_insert_with(|| Lines::of(&source.text));
        (root.join(&source.path), lines.range(span.range()))
    }
}
