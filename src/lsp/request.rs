//! What an editor may ask for, one function each.

use lsp_server::{ErrorCode, Request, Response};
use lsp_types::request::{DocumentSymbolRequest, Formatting, Request as Kind};
use lsp_types::{
    DocumentSymbolResponse, OneOf, SaveOptions, ServerCapabilities, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, Uri,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};
use serde_json::{Value, json};

use super::formatting::formatting;
use super::project::Projects;
use super::symbols::symbols;
use super::uri;

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
        _ => {
            let text = format!("there is no method `{}` here", request.method);
            Response::new_err(request.id, ErrorCode::MethodNotFound as i32, text)
        }
    }
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
