"""An editor for the tests of `segue lsp`: plays a script over a real LSP client, prints what comes back.

Arguments: the segue program, the folder to open. Standard input: one step a line,
    VERB FILE :: ARGUMENT
where `|` in an argument is the cursor in the first text like it. Standard output: a transcript.
"""

import asyncio
import sys
from pathlib import Path

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.client import LanguageClient

PATIENCE = 300  # seconds, on a machine that does much else


def escaped(text):
    return text.replace("\\r", "\r").replace("\\n", "\n")


class Editor:
    def __init__(self, program, folder):
        self.program, self.folder = program, Path(folder).resolve()
        self.client = LanguageClient("segue tests", "1")
        self.texts, self.versions, self.shown = {}, {}, {}
        self.news = asyncio.Event()
        self.exits = []

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params):
            self.shown[self.name(params.uri)] = params
            self.news.set()

        @self.client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
        def registered(params):
            return None

    # names and places

    def name(self, uri):
        from pygls.uris import to_fs_path

        path = Path(to_fs_path(uri))
        return str(path.relative_to(self.folder)) if path.is_relative_to(self.folder) else str(path)

    def uri(self, file):
        return (self.folder / file).as_uri()

    def document(self, file):
        return lsp.TextDocumentIdentifier(self.uri(file))

    def text(self, file):
        if file not in self.texts:
            return (self.folder / file).read_bytes().decode()
        return self.texts[file]

    def position(self, file, mark, start=0):
        text = self.text(file)
        before, _, after = escaped(mark).partition("|")
        at = text.find(before + after, start)
        assert at >= 0, f"no {before + after!r} in {file}"
        lines = text[: at + len(before)].replace("\r\n", "\n").split("\n")
        return lsp.Position(len(lines) - 1, len(lines[-1].encode("utf-16-le")) // 2)

    def at(self, file, range):
        start, end = range.start, range.end
        line = self.text(file).replace("\r\n", "\n").split("\n")[start.line].encode("utf-16-le")
        stop = end.character * 2 if end.line == start.line else len(line)
        marked = line[start.character * 2 : stop].decode("utf-16-le")
        return f"{file}:{start.line + 1}:{start.character + 1} `{marked}`"

    def seen(self, location):
        """The line of a place, which is marked in it."""
        file, start, end = self.name(location.uri), location.range.start, location.range.end
        line = self.text(file).splitlines()[start.line].encode("utf-16-le")
        cut = [line[: start.character * 2], line[start.character * 2 : end.character * 2], line[end.character * 2 :]]
        before, marked, after = [part.decode("utf-16-le") for part in cut]
        return f"{file}: {before.lstrip()}«{marked}»{after.rstrip()}"

    def edits(self, file, edits):
        """The text after `edits`."""
        text = self.text(file)
        lines = text.splitlines(keepends=True) + [""]

        def offset(position):
            line = lines[position.line].encode("utf-16-le")[: position.character * 2]
            return sum(map(len, lines[: position.line])) + len(line.decode("utf-16-le"))

        for edit in sorted(edits, key=lambda one: offset(one.range.start), reverse=True):
            text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
        return text

    # steps

    async def run(self, script):
        await self.client.start_io(self.program, "lsp")
        answer = await self.client.initialize_async(
            lsp.InitializeParams(
                capabilities=lsp.ClientCapabilities(
                    text_document=lsp.TextDocumentClientCapabilities(
                        completion=lsp.CompletionClientCapabilities(
                            completion_item=lsp.ClientCompletionItemOptions(snippet_support="gaps" in script.split())
                        )
                    ),
                    workspace=lsp.WorkspaceClientCapabilities(
                        did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
                    )
                ),
                workspace_folders=[lsp.WorkspaceFolder(self.folder.as_uri(), "project")],
            )
        )
        self.legend = answer.capabilities.semantic_tokens_provider
        self.client.initialized(lsp.InitializedParams())
        for line in script.splitlines():
            head, _, argument = line.partition(" :: ")
            verb, _, file = head.partition(" ")
            if not verb:
                continue
            print(f"> {line}")
            try:
                await asyncio.wait_for(getattr(self, verb)(file, argument), PATIENCE)
            except JsonRpcException as error:
                print(f"refused: {error}")
        await self.client.shutdown_async(None)
        self.client.exit(None)
        status = await asyncio.wait_for(self.client._server.wait(), PATIENCE)
        errors = (await self.client._server.stderr.read()).decode()
        print(f"exit status {status}{errors and ', standard error: ' + errors}")

    async def open(self, file, text):
        self.texts[file] = escaped(text) if text else self.text(file)
        self.versions[file] = 1
        language = "seg" if file.endswith(".seg") else "liquid"
        item = lsp.TextDocumentItem(self.uri(file), language, 1, self.texts[file])
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    async def edit(self, file, change):
        old, _, new = change.partition(" => ")
        old = escaped(old)
        assert old in self.texts[file], f"no {old!r} in {file}"
        await self.put(file, self.texts[file].replace(old, escaped(new), 1))

    async def put(self, file, text):
        self.texts[file] = text
        self.versions[file] += 1
        item = lsp.VersionedTextDocumentIdentifier(self.versions[file], self.uri(file))
        whole = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(item, [whole]))

    async def close(self, file, _):
        del self.texts[file], self.versions[file]
        self.shown.pop(file, None)
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(self.document(file)))
        # a request is answered behind what came before it
        await self.client.text_document_document_symbol_async(lsp.DocumentSymbolParams(self.document(file)))

    async def delete(self, file, _):
        (self.folder / file).unlink()
        change = lsp.FileEvent(self.uri(file), lsp.FileChangeType.Deleted)
        self.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([change]))

    async def diagnostics(self, _, __):
        """All that is shown, as soon as it belongs to the texts that are open."""
        def late():
            return [
                file for file, version in self.versions.items()
                if file not in self.shown or self.shown[file].version != version
            ]

        await self.until(lambda: not late())
        for file in sorted(self.shown):
            for one in self.shown[file].diagnostics:
                severity = lsp.DiagnosticSeverity(one.severity).name.lower()
                print(f"{self.at(file, one.range)} {severity}[{one.code}] {one.message}")
                for note in one.related_information or []:
                    print(f"    {self.at(self.name(note.location.uri), note.location.range)} {note.message}")

    async def silent(self, file, _):
        """Waits until nothing is shown for a file."""
        await self.until(lambda: file in self.shown and not self.shown[file].diagnostics)

    async def until(self, holds):
        while not holds():
            self.news.clear()
            await self.news.wait()

    async def format(self, file, _):
        options = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
        params = lsp.DocumentFormattingParams(self.document(file), options)
        edits = await self.client.text_document_formatting_async(params)
        if edits is None:
            print("cannot be formatted")
        elif not edits:
            print("is formatted")
        else:
            print(self.edits(file, edits), end="")

    async def symbols(self, file, _):
        def show(symbols, depth):
            for one in symbols:
                detail = f" ({one.detail})" if one.detail else ""
                lines = f"{one.range.start.line + 1}-{one.range.end.line + 1}"
                print(f"{'  ' * depth}{lsp.SymbolKind(one.kind).name.lower()} {one.name}{detail} {lines}")
                show(one.children or [], depth + 1)

        params = lsp.DocumentSymbolParams(self.document(file))
        show(await self.client.text_document_document_symbol_async(params) or [], 0)

    async def hover(self, file, mark):
        params = lsp.HoverParams(self.document(file), self.position(file, mark))
        found = await self.client.text_document_hover_async(params)
        print(found.contents.value if found else "nothing")

    async def definition(self, file, mark):
        params = lsp.DefinitionParams(self.document(file), self.position(file, mark))
        for one in await self.client.text_document_definition_async(params) or []:
            print(self.seen(one))

    async def references(self, file, mark):
        context = lsp.ReferenceContext(include_declaration=True)
        params = lsp.ReferenceParams(context, self.document(file), self.position(file, mark))
        for one in await self.client.text_document_references_async(params) or []:
            print(self.seen(one))

    async def complete(self, file, mark):
        """`OLD => NEW|` types NEW in place of OLD, asks behind it, and takes it back."""
        before, start = self.texts[file], 0
        if " => " in mark:
            old, _, mark = mark.partition(" => ")
            old = escaped(old)
            assert old in before, f"no {old!r} in {file}"
            mark, start = escaped(mark), before.index(old)
            await self.put(file, before.replace(old, mark.replace("|", ""), 1))
        params = lsp.CompletionParams(self.document(file), self.position(file, mark, start))
        found = await self.client.text_document_completion_async(params)
        items = found.items if hasattr(found, "items") else found or []

        def told(one):
            is_snippet = one.insert_text_format == lsp.InsertTextFormat.Snippet
            written = f" writes {one.text_edit.new_text}" if is_snippet else ""
            return f"{one.label} ({lsp.CompletionItemKind(one.kind).name.lower()}; {one.detail}){written}"

        shown = [told(one) for one in items]
        print("\n".join(shown[:30] + [f"and {len(shown) - 30} more"] * (len(shown) > 30)) or "nothing")
        await self.put(file, before)

    async def gaps(self, _, __):
        """Anywhere in a script: completion may leave gaps to be filled in."""

    async def rename(self, file, argument):
        mark, _, new = argument.partition(" => ")
        params = lsp.RenameParams(self.document(file), self.position(file, mark), new)
        found = await self.client.text_document_rename_async(params)
        for uri, edits in sorted((found.changes or {}).items() if found else []):
            name = self.name(uri)
            before = self.text(name).splitlines()
            for number, line in enumerate(self.edits(name, edits).splitlines()):
                if number >= len(before) or before[number] != line:
                    print(f"{name}:{number + 1}: {line.strip()}")

    async def rename_all(self, suffix, _):
        """Renames every name of the outline, one after the other, in all files of the folder."""
        for path in sorted(self.folder.rglob("*")):
            if path.suffix in (".seg", ".liquid", ".toml"):
                await self.open(str(path.relative_to(self.folder)), "")
        count = 0
        for file in [file for file in self.texts if file.endswith(".seg")]:
            number = 0
            while (names := await self.outline(file))[number:]:
                place, name = names[number]
                number += 1
                params = lsp.RenameParams(self.document(file), place, name + suffix)
                try:
                    found = await self.client.text_document_rename_async(params)
                except JsonRpcException as error:
                    print(f"{name} refused: {error}")
                    continue
                for uri, edits in found.changes.items():
                    await self.put(self.name(uri), self.edits(self.name(uri), edits))
                count += 1
        for file, text in self.texts.items():
            (self.folder / file).write_text(text)
        print(f"{count} names renamed")

    async def outline(self, file):
        """Every name of a file with its place."""
        def flat(symbols):
            for one in symbols:
                yield one.selection_range.start, one.name
                yield from flat(one.children or [])

        params = lsp.DocumentSymbolParams(self.document(file))
        return list(flat(await self.client.text_document_document_symbol_async(params)))

    async def request(self, method, params):
        import json

        given = json.loads(params) if params else None
        result = await self.client.protocol.send_request_async(method, given)
        print(result)


async def main():
    program, folder = sys.argv[1:]
    await Editor(program, folder).run(sys.stdin.read())


asyncio.run(main())
