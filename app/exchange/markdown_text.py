"""Writing chats as Markdown: the version on show, every message under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.chat.markdown import printable
from app.chat.reasoning import split
from app.conversations.records import Message
from app.conversations.store import Store
from app.exchange import captions
from app.language import translate

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_FENCE = re.compile(r" {0,3}(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)")


def pieces(store: Store, chat_ids: Sequence[int]) -> Iterator[str]:
    """Yield the text of a file with these chats, in pieces of about a message; raises KeyError for a chat that is gone."""
    for count, chat_id in enumerate(chat_ids):
        line = captions.line_of(store, chat_id)
        rule = "\n---\n\n" if count else ""
        yield f"{rule}# {plain(line.title)}\n\n*{plain(' '.join(line.notes))}*\n"
        if line.chat.system_prompt:
            heading = plain(translate("Exchange", "System prompt"))
            yield f"\n**{heading}**\n\n{quoted(line.chat.system_prompt)}\n"
        for message in line.messages:
            yield _message(message)
        if line.unsent:
            yield f"\n## {plain(captions.not_sent())}\n\n{closed(printable(line.unsent)).strip()}\n"


def plain(text: str) -> str:
    """Return a text so that Markdown shows it as it stands, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(printable(text).split()))


def quoted(text: str) -> str:
    """Return a text as a Markdown quotation."""
    return "\n".join(f"> {each}".rstrip() for each in closed(printable(text)).split("\n"))


def closed(text: str) -> str:
    """Return Markdown with a code block that was left open closed, so that it does not swallow what follows."""
    fence = ""
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if match is None:
            continue
        marks, rest = match.groups()
        if not fence:
            fence = "" if marks[0] == "`" and "`" in rest else marks
        elif marks[0] == fence[0] and len(marks) >= len(fence) and not rest.strip():
            fence = ""
    return f"{text.rstrip()}\n{fence}" if fence else text


def _message(message: Message) -> str:
    facts = captions.facts(message)
    caption = f"\n*{plain(' · '.join(facts))}*\n" if facts else ""
    parts = (
        [(part.is_reasoning, printable(part.text).strip()) for part in split(message.content)]
        if message.role == "assistant"
        else []
    )
    # A tag around the thoughts would hide them wherever the file is shown.
    shown = [_thought(text) if is_reasoning else closed(text) for is_reasoning, text in parts if text]
    body = "\n\n".join(shown) if parts else closed(printable(message.content)).strip()
    return f"\n## {plain(captions.author(message))}\n{caption}\n{body}\n"


def _thought(text: str) -> str:
    return f"> **{plain(captions.thought())}**\n>\n{quoted(text)}"
