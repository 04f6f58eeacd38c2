// Starts `segue lsp` and hands it rules, templates and settings.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

async function activate(context) {
  const command = vscode.workspace.getConfiguration("segue").get("path", "segue");
  const documentSelector = [
    { scheme: "file", language: "seg" },
    { scheme: "file", pattern: "**/*.liquid" },
    { scheme: "file", pattern: "**/segue.toml" },
  ];
  client = new LanguageClient("segue", "Segue", { command, args: ["lsp"] }, { documentSelector });
  context.subscriptions.push(client);
  try {
    await client.start();
  } catch (error) {
    const text = `Segue: cannot run \`${command} lsp\`. Install segue, or set segue.path. (${error.message})`;
    vscode.window.showErrorMessage(text);
  }
}

function deactivate() {
  return client?.isRunning() ? client.stop() : undefined;
}

module.exports = { activate, deactivate };
