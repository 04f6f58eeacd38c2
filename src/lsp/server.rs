//! The session: what came in is taken, answered, and what was found is told.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;

use lsp_server::{ErrorCode, Message, Notification, Request, Response};
use lsp_types::notification::{self, Notification as _};
use lsp_types::request::{self, Request as _};
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesRegistrationOptions,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    FileSystemWatcher, GlobPattern, InitializeParams, PublishDiagnosticsParams, Registration,
    RegistrationParams, TextDocumentClientCapabilities, Uri, WorkspaceFolder,
};
use serde_json::{Value, json};

use super::End;
use super::diagnostics::diagnostics;
use super::project::{Document, Projects};
use super::request::{answer, capabilities};
use super::uri;
use super::wire::{self, Incoming};

/// How far the session has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Before `initialize`.
    New,
    Running,
    /// After `shutdown`.
    Over,
}

pub(super) struct Server<W> {
    output: W,
    phase: Phase,
    /// Whether the editor can be asked to watch files.
    watches: bool,
    projects: Projects,
    /// What the editor shows, by file.
    shown: BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>>,
    /// Whether projects came or went, so that findings may have lost their project.
    is_rearranged: bool,
}

impl<W: Write> Server<W> {
    pub(super) fn new(output: W) -> Self {
        Self {
            output,
            phase: Phase::New,
            watches: false,
            projects: Projects::default(),
            shown: BTreeMap::new(),
            is_rearranged: false,
        }
    }

    /// How it ends when the editor is gone.
    pub(super) fn end(&self) -> End {
        match self.phase {
            Phase::Over => End::Asked,
            Phase::New | Phase::Running => End::Abandoned,
        }
    }

    /// Takes one message; the end, when it is that.
    pub(super) fn take(&mut self, incoming: Incoming) -> io::Result<Option<End>> {
        match incoming {
            Incoming::Malformed(reason) => self.malformed(&reason)?,
            Incoming::Message(Message::Request(request)) => {
                let response = self.answer(request);
                self.send(&response.into())?;
            }
            Incoming::Message(Message::Notification(notification)) => {
                if notification.method == notification::Exit::METHOD {
                    return Ok(Some(self.end()));
                }
                if self.phase == Phase::Running {
                    self.note(notification)?;
                }
            }
            // to what was asked for, which needs no answer
            Incoming::Message(Message::Response(_)) => {}
        }
        Ok(None)
    }

    fn send(&mut self, message: &Message) -> io::Result<()> {
        wire::write(&mut self.output, message)
    }

    /// Answers what is no message, under the only id that can be given.
    fn malformed(&mut self, reason: &str) -> io::Result<()> {
        let code = ErrorCode::ParseError as i32;
        let error = json!({"code": code, "message": reason});
        let body = json!({"jsonrpc": "2.0", "id": Value::Null, "error": error}).to_string();
        write!(self.output, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        self.output.flush()
    }

    fn answer(&mut self, request: Request) -> Response {
        let id = request.id.clone();
        let refuse = |code: ErrorCode, text: &str| {
            Response::new_err(id.clone(), code as i32, text.to_owned())
        };
        match (self.phase, request.method.as_str()) {
            (Phase::New, request::Initialize::METHOD) => {
                let Ok(params) = serde_json::from_value(request.params) else {
                    let text = "the parameters of `initialize` cannot be read";
                    return refuse(ErrorCode::InvalidParams, text);
                };
                self.initialize(params);
                Response::new_ok(id, capabilities())
            }
            (Phase::New, _) => refuse(ErrorCode::ServerNotInitialized, "`initialize` comes first"),
            (Phase::Running, request::Shutdown::METHOD) => {
                self.phase = Phase::Over;
                Response::new_ok(id, ())
            }
            (Phase::Over, _) | (Phase::Running, request::Initialize::METHOD) => {
                refuse(ErrorCode::InvalidRequest, "it is too late for that")
            }
            (Phase::Running, _) => {
                let projects = &mut self.projects;
                // a mistake of this program costs one answer, not the session
                let answered = panic::catch_unwind(AssertUnwindSafe(|| answer(request, projects)));
                answered.unwrap_or_else(|_| refuse(ErrorCode::InternalError, "segue failed"))
            }
        }
    }

    fn initialize(&mut self, params: InitializeParams) {
        self.phase = Phase::Running;
        let workspace = params.capabilities.workspace.unwrap_or_default();
        let watching = workspace.did_change_watched_files.unwrap_or_default();
        self.watches = watching.dynamic_registration.unwrap_or_default();
        self.projects.fills_gaps = fills_gaps(params.capabilities.text_document);
        #[expect(deprecated, reason = "older editors say only this")]
        let root = params.root_uri;
        let folders = params.workspace_folders.unwrap_or_default();
        let folders = folders.into_iter().map(|folder| folder.uri);
        let folders: Vec<Uri> = folders.collect();
        let folders = if folders.is_empty() {
            root.into_iter().collect()
        } else {
            folders
        };
        self.projects.folders = folders.iter().filter_map(uri::to_path).collect();
        self.arrange();
    }

    fn arrange(&mut self) {
        self.projects.arrange();
        self.is_rearranged = true;
    }

    /// Takes what needs no answer. What cannot be read is passed over, as the protocol has it.
    fn note(&mut self, note: Notification) -> io::Result<()> {
        match note.method.as_str() {
            notification::Initialized::METHOD if self.watches => self.watch()?,
            notification::DidOpenTextDocument::METHOD => {
                if let Ok(params) = serde_json::from_value(note.params) {
                    self.opened(params);
                }
            }
            notification::DidChangeTextDocument::METHOD => {
                if let Ok(params) = serde_json::from_value(note.params) {
                    self.changed(params);
                }
            }
            notification::DidCloseTextDocument::METHOD => {
                if let Ok(params) = serde_json::from_value(note.params) {
                    self.closed(&params);
                }
            }
            notification::DidSaveTextDocument::METHOD
            | notification::DidChangeWatchedFiles::METHOD => self.arrange(),
            notification::DidChangeWorkspaceFolders::METHOD => {
                if let Ok(params) = serde_json::from_value(note.params) {
                    self.folders(params);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Asks to be told when files change that are not open.
    fn watch(&mut self) -> io::Result<()> {
        let globs = ["**/segue.toml", "**/*.seg", "**/*.liquid"];
        let watchers = globs.map(|glob| FileSystemWatcher {
            glob_pattern: GlobPattern::String(glob.to_owned()),
            kind: None,
        });
        let options = DidChangeWatchedFilesRegistrationOptions {
            watchers: watchers.into(),
        };
        let registration = Registration {
            id: "files".to_owned(),
            method: notification::DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        let params = RegistrationParams {
            registrations: vec![registration],
        };
        let method = request::RegisterCapability::METHOD.to_owned();
        let request = Request::new("files".to_owned().into(), method, params);
        self.send(&request.into())
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        if let Some(path) = uri::to_path(&document.uri) {
            let document = Document {
                uri: document.uri,
                version: document.version,
                text: document.text,
            };
            self.projects.open(&path, document);
        }
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        // the whole text each time, as the capabilities ask
        let text = params.content_changes.into_iter().next_back();
        if let (Some(path), Some(change)) = (uri::to_path(&document.uri), text) {
            let document = Document {
                uri: document.uri,
                version: document.version,
                text: change.text,
            };
            self.projects.open(&path, document);
        }
    }

    fn closed(&mut self, params: &DidCloseTextDocumentParams) {
        if let Some(path) = uri::to_path(&params.text_document.uri) {
            self.projects.close(&path);
            self.is_rearranged = true;
        }
    }

    fn folders(&mut self, params: DidChangeWorkspaceFoldersParams) {
        let paths = |folders: Vec<WorkspaceFolder>| -> Vec<PathBuf> {
            let paths = folders
                .iter()
                .filter_map(|folder| uri::to_path(&folder.uri));
            paths.collect()
        };
        let removed = paths(params.event.removed);
        let folders = &mut self.projects.folders;
        folders.retain(|folder| !removed.contains(folder));
        folders.extend(paths(params.event.added));
        self.arrange();
    }

    /// Whether there may be something that the editor was not told.
    pub(super) fn has_news(&mut self) -> bool {
        let mut projects = self.projects.iter_mut();
        self.is_rearranged || projects.any(|project| !project.is_published)
    }

    /// Tells what is found, and what no longer is.
    pub(super) fn publish(&mut self) -> io::Result<()> {
        let mut found = BTreeMap::new();
        let mut news: Vec<PathBuf> = Vec::new();
        for (path, list) in self.findings() {
            news.push(path.clone());
            found.insert(path, list);
        }
        self.is_rearranged = false;
        let gone = self.shown.keys().filter(|path| !found.contains_key(*path));
        news.extend(gone.cloned());
        for path in news {
            let list = found.remove(&path).unwrap_or_default();
            let document = self.projects.documents.get(&path);
            let version = document.map(|document| document.version);
            if self.shown.get(&path) == Some(&list) && version.is_none() {
                continue;
            }
            let Some(uri) = self.projects.uri(&path) else {
                continue;
            };
            let params = PublishDiagnosticsParams::new(uri, list.clone(), version);
            let method = notification::PublishDiagnostics::METHOD.to_owned();
            self.send(&Notification::new(method, params).into())?;
            if list.is_empty() {
                self.shown.remove(&path);
            } else {
                self.shown.insert(path, list);
            }
        }
        Ok(())
    }

    /// Every finding by file; for files that are open also that there is none.
    fn findings(&mut self) -> BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>> {
        let mut found: BTreeMap<PathBuf, Vec<_>> = BTreeMap::new();
        for path in self.projects.documents.keys() {
            found.insert(path.clone(), Vec::new());
        }
        let documents = &self.projects.documents;
        let open: BTreeMap<PathBuf, Uri> = documents
            .iter()
            .map(|(path, document)| (path.clone(), document.uri.clone()))
            .collect();
        for project in self.projects.iter_mut() {
            project.is_published = true;
            let (root, main_file) = (project.root.clone(), project.main_file());
            let analyzed = panic::catch_unwind(AssertUnwindSafe(|| {
                diagnostics(project.analysis(), &root, &main_file, |path| {
                    open.get(path).cloned().or_else(|| uri::from_path(path))
                })
            }));
            for (path, list) in analyzed.unwrap_or_default() {
                found.entry(path).or_default().extend(list);
            }
        }
        found
    }
}

/// Whether the editor lets a person fill in the gaps of what completion writes.
fn fills_gaps(capabilities: Option<TextDocumentClientCapabilities>) -> bool {
    let completion = capabilities.and_then(|text| text.completion);
    let item = completion.and_then(|completion| completion.completion_item);
    item.and_then(|item| item.snippet_support)
        .unwrap_or_default()
}
