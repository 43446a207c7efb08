"""`keel chats`: list the chats, write them to a file, and read those of other programs, in a terminal."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app import paths
from app.cli import arguments
from app.conversations.store import Store
from app.exchange import words
from app.exchange.importing import import_file
from app.exchange.writing import SUFFIXES, check_place, form_of, pieces, write
from app.language import translate
from app.problems import EXIT_PROBLEM, UserError, one_line

CHATS_FILE = "chats.db"
PATIENCE_MS = 30_000
"""How long an import waits where the window is just writing; it is written in many small steps, each of which may have to."""

_ABOUT = """\
List chats, take them along and bring them in. Markdown and HTML hold the version on show; JSON holds everything:
all versions, receipts and readings, and Keel reads it again without loss. An import reads Keel's JSON, ChatGPT's
conversations.json (also in the .zip it comes in), the export of Open WebUI, and lists of messages with "role" and
"content" (also one per line); it says what it could not take. Temporary chats are not listed: they are nowhere on
the disk."""

_EPILOG = """\
  keel chats list
  keel chats export --all --to chats.json
  keel chats export 12 15 --to talks.html
  keel chats export 12 --form markdown
  keel chats import conversations.json

Exit codes: 0 done, 2 something has to be put right first (other files of an import are kept nevertheless)."""


def run(argv: list[str]) -> int:
    """Run `keel chats` with its arguments and return the exit code."""
    options = _parser().parse_args(argv)
    data_dir = paths.data_directory(options.data_dir)
    with contextlib.closing(Store(data_dir / CHATS_FILE, tidy=False)) as store:
        if store.notice:
            sys.stderr.write(f"keel: {one_line(store.notice)}\n")
        if options.action == "list":
            return _list(store, options)
        if options.action == "export":
            return _export(store, options)
        return _import(store, options)


def _list(store: Store, options: argparse.Namespace) -> int:
    folders = {folder.id: folder.name for folder in store.folders()}
    facts = [
        {
            "id": chat.id,
            "title": chat.title,
            "created_at": chat.created_at,
            "updated_at": chat.updated_at,
            "folder": folders.get(chat.folder_id or 0),
            "pinned": chat.pinned,
            "drifted": chat.drifted,
        }
        for chat in store.chats()
        if chat.leaf_id is not None or chat.draft
    ]
    if options.json:
        _print({"chats": facts})
        return 0
    for fact in facts:
        title = one_line(str(fact["title"])) or translate("Exchange", "New chat")
        sys.stdout.write(f"{fact['id']:>6}  {str(fact['updated_at'])[:10]}  {title}\n")
    return 0


def _export(store: Store, options: argparse.Namespace) -> int:
    chat_ids = _chosen(store, options)
    target = None if options.to in (None, Path("-")) else options.to.expanduser().absolute()
    form = options.form or (form_of(target) if target is not None else "json")
    if form is None:
        raise UserError(
            f"It is not clear in which form to write {options.to}", "", "end the name in .md, .html or .json, or give --form"
        )
    text = pieces(store, chat_ids, form, _version())
    if target is None:
        for piece in text:
            sys.stdout.buffer.write(piece.encode("utf-8", "replace"))
        sys.stdout.flush()
        return 0
    check_place(store, target)
    write(target, text)
    if options.json:
        _print({"file": str(target), "form": form, "chats": chat_ids})
    else:
        sys.stdout.write(one_line(words.written(len(chat_ids), str(target))) + "\n")
    return 0


def _chosen(store: Store, options: argparse.Namespace) -> list[int]:
    if bool(options.ids) == options.all:
        raise UserError("It is not clear which chats to write", "", "give their numbers as keel chats list shows them, or --all")
    there = [chat.id for chat in reversed(store.chats())]
    if options.all:
        return there
    missing = [each for each in options.ids if each not in there]
    if missing:
        raise UserError(f"There is no chat with the number {missing[0]}", "nothing was written", "keel chats list shows them all")
    return list(dict.fromkeys(options.ids))


def _import(store: Store, options: argparse.Namespace) -> int:
    store.set_patience(PATIENCE_MS)
    results = list(_imported(store, options.files))
    if options.json:
        _print({"files": results})
        return EXIT_PROBLEM if any("error" in each for each in results) else 0
    for each in results:
        if "error" in each:
            sys.stderr.write(f"keel: {one_line(each['error'])}\n")
            continue
        sys.stdout.write(one_line(words.taken(len(each["chats"]), each["messages"], each["file"])) + "\n")
        for missed in words.left_out(each["left_out"]):
            sys.stdout.write(f"  {translate('Exchange', 'Not taken')}: {one_line(missed)}\n")
    return EXIT_PROBLEM if any("error" in each for each in results) else 0


def _imported(store: Store, files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    for file in files:
        try:
            done = import_file(store, file.expanduser())
        except UserError as error:
            yield {"file": file.name, "error": error.sentence}
            continue
        yield {
            "file": done.file,
            "form": done.form,
            "chats": done.chat_ids,
            "messages": done.messages,
            "left_out": dict(done.left_out),
        }


def _print(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")


def _version() -> str:
    from app.__main__ import version

    return version()


def _parser() -> arguments.Parser:
    parser = arguments.Parser(
        prog="keel chats",
        description=_ABOUT,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", parser_class=arguments.Parser)
    listed = actions.add_parser("list", help="show the chats, the one used last first", allow_abbrev=False)
    written = actions.add_parser("export", help="write chats to a file", allow_abbrev=False)
    read = actions.add_parser("import", help="read chats from files", allow_abbrev=False)
    written.add_argument("ids", nargs="*", type=int, metavar="CHAT", help="numbers as `keel chats list` shows them")
    written.add_argument("--all", action="store_true", help="every chat, the oldest first")
    written.add_argument("--to", type=Path, metavar="FILE", help="where to write (default: standard output)")
    written.add_argument("--form", choices=tuple(SUFFIXES), help="default: what FILE ends in, else json")
    read.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a .json, .jsonl or .zip file")
    for each in (listed, written, read):
        each.add_argument("--data-dir", type=Path, metavar="FOLDER", help="the folder that Keel's data is in")
        each.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    return parser
