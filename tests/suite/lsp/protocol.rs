//! Messages that no good editor sends.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::harness::Session;

/// The bodies that `segue lsp` answers, and its exit status, when it is sent these bytes.
fn talk(bytes: &str) -> String {
    let session = Session::new();
    let mut server = Command::new(env!("CARGO_BIN_EXE_segue"))
        .arg("lsp")
        .current_dir(session.path("."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = server.stdin.take().unwrap();
    // it may be gone before it has read everything
    let _ = input.write_all(bytes.as_bytes());
    drop(input);
    let output = server.wait_with_output().unwrap();
    let mut shown = String::new();
    let mut rest = String::from_utf8(output.stdout).unwrap();
    while !rest.is_empty() {
        let (head, body) = rest.split_once("\r\n\r\n").unwrap();
        let length = head.strip_prefix("Content-Length: ").unwrap();
        let (body, next) = body.split_at(length.parse().unwrap());
        shown.push_str(&body.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
        shown.push('\n');
        rest = next.to_owned();
    }
    let errors = String::from_utf8(output.stderr).unwrap();
    format!("{shown}{errors}{}", output.status)
}

fn framed(bodies: &[&str]) -> String {
    let frames = bodies
        .iter()
        .map(|body| format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    frames.collect()
}

const INITIALIZE: &str =
    r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;
const SHUTDOWN: &str = r#"{"jsonrpc":"2.0","id":9,"method":"shutdown"}"#;
const EXIT: &str = r#"{"jsonrpc":"2.0","method":"exit"}"#;

#[test]
fn what_cannot_be_answered_is_refused_and_costs_nothing_else() {
    let shown = talk(&framed(&[
        r#"{"jsonrpc":"2.0","id":0,"method":"textDocument/hover","params":{}}"#,
        r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"capabilities":4}}"#,
        INITIALIZE,
        "no json at all",
        r#"{"jsonrpc":"2.0","id":null,"method":5}"#,
        r#"{"jsonrpc":"2.0","id":2,"method":"workspace/unheardOf","params":[]}"#,
        r#"{"jsonrpc":"2.0","id":3,"method":"textDocument/formatting","params":{"textDocument":7}}"#,
        r#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":"what?"}"#,
        r#"{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///a.seg","version":1},"contentChanges":[]}}"#,
        r#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"untitled:1","languageId":"seg","version":1,"text":"trait"}}}"#,
        r#"{"jsonrpc":"2.0","id":4,"method":"textDocument/documentSymbol","params":{"textDocument":{"uri":"untitled:1"}}}"#,
        r#"{"jsonrpc":"2.0","id":5,"method":"textDocument/documentSymbol","params":{"textDocument":{"uri":"file:///nowhere/b.seg"}}}"#,
        r#"{"jsonrpc":"2.0","id":"six","method":"initialize","params":{"capabilities":{}}}"#,
        SHUTDOWN,
        r#"{"jsonrpc":"2.0","id":10,"method":"textDocument/formatting","params":{}}"#,
        EXIT,
    ]));
    insta::with_settings!({filters => vec![
        (r#""capabilities":\{.*\},"serverInfo""#, r#""capabilities":…,"serverInfo""#),
    ]}, {
        insta::assert_snapshot!(shown, @r#"
        {"jsonrpc":"2.0","id":0,"error":{"code":-32002,"message":"`initialize` comes first"}}
        {"jsonrpc":"2.0","id":0,"error":{"code":-32602,"message":"the parameters of `initialize` cannot be read"}}
        {"jsonrpc":"2.0","id":1,"result":{"capabilities":…,"serverInfo":{"name":"segue","version":"VERSION"}}}
        {"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"expected ident at line 1 column 2"}}
        {"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"data did not match any variant of untagged enum Message"}}
        {"jsonrpc":"2.0","id":2,"error":{"code":-32601,"message":"there is no method `workspace/unheardOf` here"}}
        {"jsonrpc":"2.0","id":3,"error":{"code":-32602,"message":"the parameters cannot be read: invalid type: integer `7`, expected struct TextDocumentIdentifier"}}
        {"jsonrpc":"2.0","id":4,"result":null}
        {"jsonrpc":"2.0","id":5,"result":null}
        {"jsonrpc":"2.0","id":"six","error":{"code":-32600,"message":"it is too late for that"}}
        {"jsonrpc":"2.0","id":9,"result":null}
        {"jsonrpc":"2.0","id":10,"error":{"code":-32600,"message":"it is too late for that"}}
        exit status: 0
        "#);
    });
}

#[test]
fn an_editor_that_goes_without_a_word_leaves_no_server_behind() {
    let endings = [
        String::new(),
        framed(&[INITIALIZE]),
        framed(&[INITIALIZE, EXIT]),
        framed(&[INITIALIZE, SHUTDOWN]),
        framed(&[INITIALIZE]) + "Content-Length: 99999999999999999\r\n\r\n{}",
        "GET / HTTP/1.1\r\n\r\n".to_owned(),
    ];
    let statuses = endings.map(|bytes| talk(&bytes).lines().last().unwrap().to_owned());
    insta::assert_snapshot!(statuses.join("\n"), @r"
    exit status: 1
    exit status: 1
    exit status: 1
    exit status: 0
    exit status: 1
    exit status: 1
    ");
}
