"""From a file to chats: finding out which program wrote it, and reading every chat in it that makes sense."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from app.conversations.records import Tree
from app.conversations.rows import now as time_now
from app.exchange import chatgpt, open_webui, own, transcripts
from app.exchange.found import ExchangeError, Form, Found, LeftOut, UnreadableChatError
from app.exchange.source import read_values

MOST_CHATS = 100_000

_Reader = Callable[[int, LeftOut], Tree]


def read_file(path: Path) -> Found:
    """Return the chats in a file; raises ExchangeError where it cannot be read or holds none."""
    found = Found()
    time = time_now()
    for value in read_values(path, found.left_out):
        if own.is_file(value):
            own.read(value, found, path.name, time)
            continue
        for form, reader in _readers(value, time):
            if len(found.trees) >= MOST_CHATS:
                raise ExchangeError(f"The file {path.name} holds too many chats", "", "split it into smaller files")
            _take(found, form, reader)
    if found.form is None:
        raise ExchangeError(
            f"No chats were found in {path.name}",
            "Keel reads its own JSON, the exports of ChatGPT and Open WebUI, and lists of messages with role and content",
            "choose another file",
        )
    found.left_out = LeftOut({kind: count for kind, count in found.left_out.items() if count > 0})
    return found


def _take(found: Found, form: Form, reader: _Reader) -> None:
    found.form = found.form or form
    left_out = LeftOut()
    try:
        tree = reader(len(found.trees) + 1, left_out)
    except UnreadableChatError:
        found.left_out["unreadable_chats"] += 1
        return
    found.left_out.update(left_out)
    if tree.messages:
        found.trees.append(tree)
    else:
        found.left_out["empty_chats"] += 1


def _readers(value: Any, time: str) -> Iterator[tuple[Form, _Reader]]:
    """Yield, for every chat in a JSON value, who wrote it and what reads it."""
    items = value if isinstance(value, list) else [value]
    rest = []
    for each in items:
        if chatgpt.is_one(each):
            yield "chatgpt", _of_program(chatgpt.read, each, time)
        elif open_webui.is_one(each):
            yield "open_webui", _of_program(open_webui.read, each, time)
        else:
            rest.append(each)
    for title, beside, messages in transcripts.transcripts_in(rest if isinstance(value, list) else value if rest else None):
        yield "transcript", _of_transcript(title, beside, messages, time)


def _of_program(read: Callable[[int, dict[str, Any], LeftOut, str], Tree], value: dict[str, Any], time: str) -> _Reader:
    def reader(number: int, left_out: LeftOut) -> Tree:
        return read(number, value, left_out, time)

    return reader


def _of_transcript(title: str, beside: dict[str, Any], messages: list[Any], time: str) -> _Reader:
    def reader(number: int, left_out: LeftOut) -> Tree:
        return transcripts.read(number, title, beside, messages, left_out, time)

    return reader
