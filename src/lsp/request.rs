//! What an editor may ask for, one function each.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use lsp_server::{ErrorCode, Request, Response};
use lsp_types::request::{
    Completion, DocumentSymbolRequest, Formatting, GotoDefinition, HoverRequest,
    PrepareRenameRequest, References, Rename, Request as Kind,
};
use lsp_types::{
    CompletionOptions, CompletionResponse, DocumentSymbolResponse, GotoDefinitionResponse, Hover,
    HoverContents, HoverProviderCapability, Location, MarkupContent, MarkupKind, OneOf,
    PrepareRenameResponse, RenameOptions, SaveOptions, ServerCapabilities,
    TextDocumentPositionParams, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, TextEdit, Uri, WorkDoneProgressOptions,
    WorkspaceEdit, WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};
use serde_json::{Value, json};

use super::analysis::Analysis;
use super::completion::completion;
use super::definition::{definition, locations, references};
use super::formatting::formatting;
use super::hover::hover;
use super::position::Lines;
use super::project::{Document, Projects};
use super::rename::{renamable, rename};
use super::symbols::symbols;
use super::uri;
use crate::source::{SourceId, Span};

/// What the server can do, as `initialize` is answered.
pub(super) fn capabilities() -> Value {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::FULL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(
            SaveOptions::default(),
        )),
        ..TextDocumentSyncOptions::default()
    };
    let folders = WorkspaceFoldersServerCapabilities {
        supported: Some(true),
        change_notifications: Some(OneOf::Left(true)),
    };
    let capabilities = ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some([".", "\"", " "].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        document_symbol_provider: Some(OneOf::Left(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(folders),
            file_operations: None,
        }),
        ..ServerCapabilities::default()
    };
    let info = json!({"name": "segue", "version": env!("CARGO_PKG_VERSION")});
    json!({"capabilities": capabilities, "serverInfo": info})
}

/// Why something is not done, in a sentence for the person who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) String);

/// Answers a request of a session that is under way.
pub(super) fn answer(request: Request, projects: &mut Projects) -> Response {
    match request.method.as_str() {
        DocumentSymbolRequest::METHOD => reply::<DocumentSymbolRequest>(request, |params| {
            let text = rules(&params.text_document.uri, projects);
            Ok(text.map(|text| DocumentSymbolResponse::Nested(symbols(&text))))
        }),
        Formatting::METHOD => reply::<Formatting>(request, |params| {
            let text = rules(&params.text_document.uri, projects);
            Ok(text.and_then(|text| formatting(&text)))
        }),
        HoverRequest::METHOD => reply::<HoverRequest>(request, |params| {
            let place = params.text_document_position_params;
            Ok(at(&place, projects, |there| {
                let (told, range) = hover(there.analysis, there.source, there.byte)?;
                let content = MarkupContent {
                    kind: MarkupKind::Markdown,
                    value: told,
                };
                Some(Hover {
                    contents: HoverContents::Markup(content),
                    range: Some(there.lines.range(range)),
                })
            }))
        }),
        GotoDefinition::METHOD => reply::<GotoDefinition>(request, |params| {
            let place = params.text_document_position_params;
            Ok(at(&place, projects, |there| {
                let spans = definition(there.analysis, there.source, there.byte);
                Some(GotoDefinitionResponse::Array(there.locations(spans)))
            }))
        }),
        References::METHOD => reply::<References>(request, |params| {
            let place = params.text_document_position;
            let all = params.context.include_declaration;
            Ok(at(&place, projects, |there| {
                let spans = references(there.analysis, there.source, there.byte, all);
                Some(there.locations(spans))
            }))
        }),
        Completion::METHOD => reply::<Completion>(request, |params| {
            let place = params.text_document_position;
            let gaps = projects.fills_gaps;
            Ok(at(&place, projects, |there| {
                let source = there.analysis.log.sources.get(there.source);
                let is_rules = Path::new(&source.path).extension()? == "seg";
                let text = &source.text;
                let items = is_rules.then(|| completion(there.analysis, text, there.byte, gaps))?;
                Some(CompletionResponse::Array(items))
            }))
        }),
        PrepareRenameRequest::METHOD => reply::<PrepareRenameRequest>(request, |params| {
            let found = at(&params, projects, |there| {
                let place = renamable(there.analysis, there.source, there.byte);
                Some(place.map(|place| there.lines.range(place.range())))
            });
            found
                .transpose()
                .map(|range| range.map(PrepareRenameResponse::Range))
        }),
        Rename::METHOD => reply::<Rename>(request, |params| {
            let place = params.text_document_position;
            let found = at(&place, projects, |there| Some((there.source, there.byte)));
            match found {
                Some((source, byte)) => renamed(projects, &place, source, byte, &params.new_name),
                None => Ok(None),
            }
        }),
        _ => {
            let text = format!("there is no method `{}` here", request.method);
            Response::new_err(request.id, ErrorCode::MethodNotFound as i32, text)
        }
    }
}

/// A place in a project that is checked.
struct There<'a> {
    analysis: &'a Analysis,
    source: SourceId,
    byte: usize,
    lines: Lines<'a>,
    root: &'a Path,
    open: &'a BTreeMap<PathBuf, Document>,
}

impl There<'_> {
    fn locations(&self, spans: Vec<Span>) -> Vec<Location> {
        locations(self.analysis, spans, self.root, |path| self.uri(path))
    }

    fn uri(&self, path: &Path) -> Option<Uri> {
        match self.open.get(path) {
            Some(document) => Some(document.uri.clone()),
            None => uri::from_path(path),
        }
    }
}

/// Looks at a place; none when its file is none of a project's.
fn at<T>(
    place: &TextDocumentPositionParams,
    projects: &mut Projects,
    look: impl FnOnce(&There) -> Option<T>,
) -> Option<T> {
    let path = uri::to_path(&place.text_document.uri)?;
    projects.look(&path, |root, analysis, below, open| {
        let source = analysis.source(below)?;
        let lines = Lines::of(&analysis.log.sources.get(source).text);
        look(&There {
            byte: lines.offset(place.position),
            analysis,
            source,
            lines,
            root,
            open,
        })
    })
}

/// The edits of a renaming, by file.
fn renamed(
    projects: &mut Projects,
    place: &TextDocumentPositionParams,
    source: SourceId,
    byte: usize,
    new: &str,
) -> Result<Option<WorkspaceEdit>, Refusal> {
    let path = uri::to_path(&place.text_document.uri).unwrap_or_default();
    let Some((project, _)) = projects.at(&path) else {
        return Ok(None);
    };
    let edits = rename(project, source, byte, new)?;
    let changed = at(place, projects, |there| {
        let changed = edits.iter().filter_map(|(source, edits)| {
            let source = there.analysis.log.sources.get(*source);
            let lines = Lines::of(&source.text);
            let edit = |(range, new): &(Range<usize>, String)| {
                TextEdit::new(lines.range(range.clone()), new.clone())
            };
            let uri = there.uri(&there.root.join(&source.path))?;
            Some((uri, edits.iter().map(edit).collect()))
        });
        Some(changed.collect())
    });
    Ok(changed.map(WorkspaceEdit::new))
}

/// Reads the parameters and hands the result over.
fn reply<R: Kind>(
    request: Request,
    answer: impl FnOnce(R::Params) -> Result<R::Result, Refusal>,
) -> Response {
    match serde_json::from_value(request.params) {
        Ok(params) => match answer(params) {
            Ok(result) => Response::new_ok(request.id, result),
            Err(Refusal(text)) => {
                Response::new_err(request.id, ErrorCode::RequestFailed as i32, text)
            }
        },
        Err(error) => {
            let text = format!("the parameters cannot be read: {error}");
            Response::new_err(request.id, ErrorCode::InvalidParams as i32, text)
        }
    }
}

/// The text of a rule file, open or on disk.
fn rules(uri: &Uri, projects: &mut Projects) -> Option<String> {
    use crate::world::World;
    let path = uri::to_path(uri)?;
    if path.extension()? != "seg" {
        return None;
    }
    let (project, below) = projects.at(&path)?;
    String::from_utf8(project.world.read(&below).ok()?).ok()
}
