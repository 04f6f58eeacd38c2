//! `textDocument/rename`: one name everywhere, in rules, templates and settings.
//!
//! Nothing is renamed on suspicion: the project must be free of errors before, and with the edits in
//! place it is checked again. Every name must then stand for what it stood for.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use super::analysis::Analysis;
use super::declaration::{Kind, declarations};
use super::names::is_file;
use super::project::Project;
use super::request::Refusal;
use super::settings;
use crate::rules::ast::{Item, Table};
use crate::rules::token::RESERVED;
use crate::source::{SourceId, Span};

/// What is put in place of what, by text.
pub(super) type Edits = BTreeMap<SourceId, Vec<(Range<usize>, String)>>;

/// The name at byte `at` of a text, which can be renamed.
///
/// # Errors
/// When there is none.
pub(super) fn renamable(analysis: &Analysis, source: SourceId, at: usize) -> Result<Span, Refusal> {
    let Some(place) = analysis.name_at(source, at) else {
        return Err(Refusal("there is no name of the project here".to_owned()));
    };
    if analysis.declared(place).into_iter().any(is_file) {
        let text = "this names a file: rename the file, and then its path".to_owned();
        return Err(Refusal(text));
    }
    let all = declarations(analysis.items());
    let declared = all.iter().find(|one| one.name.span == place);
    if declared.is_some_and(|one| matches!(one.kind, Kind::Item("customer"))) {
        return Err(Refusal("`customer` is a word of the language".to_owned()));
    }
    Ok(place)
}

/// Gives what stands at byte `at` another name.
///
/// # Errors
/// When it cannot have that name, or when not all of its uses can be known.
pub(super) fn rename(
    project: &mut Project,
    source: SourceId,
    at: usize,
    new: &str,
) -> Result<Edits, Refusal> {
    let analysis = project.analysis();
    let place = renamable(analysis, source, at)?;
    let old = analysis.log.sources.slice(place).to_owned();
    if old == new {
        return Ok(Edits::new());
    }
    valid(new)?;
    let errors = analysis.diagnostics().errors();
    if errors > 0 {
        let (are, them) = if errors == 1 {
            ("is 1 error", "it")
        } else {
            ("are errors", "them")
        };
        let text = format!("there {are} in the project: mend {them} first, or a use may be missed");
        return Err(Refusal(text));
    }
    let places = analysis.same(place);
    let mut edits = Edits::new();
    for place in &places {
        let all = edits.entry(place.source).or_default();
        all.push((place.range(), new.to_owned()));
    }
    in_settings(
        analysis,
        &places.iter().copied().collect::<Vec<_>>(),
        &old,
        new,
        &mut edits,
    );
    proven(project, &edits, &old, new)?;
    Ok(edits)
}

fn valid(name: &str) -> Result<(), Refusal> {
    let is_word = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let begins = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    if !begins || !name.chars().all(is_word) {
        let text = format!("`{name}` cannot be a name: names are letters, digits and `_`");
        return Err(Refusal(text));
    }
    if RESERVED.contains(&name) {
        let text = format!("`{name}` is a word of the language");
        return Err(Refusal(text));
    }
    Ok(())
}

/// Adds what `segue.toml` says of a table or column that is among the places.
fn in_settings(analysis: &Analysis, places: &[Span], old: &str, new: &str, edits: &mut Edits) {
    let Some(workspace) = &analysis.workspace else {
        return;
    };
    let source = workspace.project.source;
    let text = &analysis.log.sources.get(source).text;
    for item in analysis.items() {
        let (section, table) = match item {
            Item::Customer(table) => ("customer", table),
            Item::Event(table) => ("events", table),
            Item::Catalog(table) => ("catalogs", table),
            _ => continue,
        };
        let has = |table: &Table| {
            table
                .fields
                .iter()
                .any(|field| places.contains(&field.name.span))
        };
        let found = if places.contains(&table.name.span) {
            settings::renamed_table(text, section, old, new)
        } else if has(table) {
            settings::renamed_column(text, section, &table.name.text, old, new)
        } else {
            continue;
        };
        edits.entry(source).or_default().extend(found);
    }
}

/// The project with the edits has no error, and no name stands for anything else.
fn proven(project: &mut Project, edits: &Edits, old: &str, new: &str) -> Result<(), Refusal> {
    let before = project.analysis();
    let texts: BTreeMap<PathBuf, String> = edits
        .iter()
        .map(|(source, edits)| {
            let source = before.log.sources.get(*source);
            (PathBuf::from(&source.path), edited(&source.text, edits))
        })
        .collect();
    let moved = before.uses.iter();
    let moved = moved.map(|(place, declared)| (shifted(*place, edits), shifted(*declared, edits)));
    let mut moved: Vec<(Span, Span)> = moved.collect();
    moved.sort_unstable();
    let after = project.with(texts);
    if let Some(error) = after.diagnostics().iter().find(|one| one.is_error()) {
        let text = format!("`{old}` cannot be called `{new}`: {}", error.message);
        return Err(Refusal(text));
    }
    if after.uses != moved {
        let text =
            format!("`{new}` would stand for something else in a place where `{old}` is used");
        return Err(Refusal(text));
    }
    Ok(())
}

/// The text with its edits in place.
pub(super) fn edited(text: &str, edits: &[(Range<usize>, String)]) -> String {
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|(range, _)| range.start);
    let mut done = String::new();
    let mut at = 0;
    for (range, new) in edits {
        done.push_str(text.get(at..range.start).unwrap_or(""));
        done.push_str(new);
        at = range.end;
    }
    done.push_str(text.get(at..).unwrap_or(""));
    done
}

/// Where a span is when the edits are in place.
fn shifted(span: Span, edits: &Edits) -> Span {
    let moved = |at: u32| {
        let edits = edits.get(&span.source).into_iter().flatten();
        let before =
            edits.filter(|(range, _)| range.end <= at as usize && range.start < at as usize);
        let by: i64 = before
            .map(|(range, new)| new.len() as i64 - range.len() as i64)
            .sum();
        (i64::from(at) + by) as u32
    };
    Span {
        start: moved(span.start),
        end: moved(span.end),
        ..span
    }
}
