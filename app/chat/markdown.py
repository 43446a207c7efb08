"""Cutting a reply into Markdown blocks and turning them into HTML that holds nothing but text.

Three rules of Markdown are switched off so that no text is lost and nothing is fetched: raw HTML (shown as text), images (shown
as links) and reference definitions (shown as text). Blocks that are very long or nested very deeply are shown as they are. A link
has its target as its title, and a formula its source; what they say themselves comes from the model and may be anything.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from app.chat.maths_rules import add_maths

MAX_BLOCK_CHARS = 20_000
MAX_NESTING = 60
MAX_BRACKETS = 400
"""The time to find links grows with the square of the brackets."""

LONG_LIST_CHARS = 1500
"""A list is cut between two of its entries after so many characters, so that a growing list is not drawn again and again."""

Kind = Literal["prose", "code", "plain", "table"]

_DEEP = re.compile(r"(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])){25}")
TO_DO, DONE = "☐\u00a0", "☑\u00a0"
_TASK = re.compile(r"\[([ xX])\] ")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0\ufdd1]|[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Block:
    """A block: text[start:end] of the text it was cut from; code has its language and its lines without the fence.

    closed: code whose fence has closed.
    """

    kind: Kind
    start: int
    end: int
    language: str = ""
    code: str = ""
    closed: bool = False


def printable(text: str) -> str:
    """Return the text with one kind of line end; control characters and half surrogates become U+FFFD."""
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def cut(text: str) -> list[Block]:
    """Return the top-level blocks of a text that went through `printable`; together they cover every character that shows."""
    tokens = _block_parser().parse(text)
    offsets = _line_offsets(text)
    blocks = [token for token in tokens if token.level == 0 and token.nesting >= 0 and token.map]
    entries = [token for token in tokens if token.level == 1 and token.type == "list_item_open" and token.map]
    starts = [(offsets[token.map[0]], token) for token in blocks if token.map]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    found: list[Block] = []
    for (start, token), end in zip(starts, ends, strict=False):
        places = [start]
        if token.type in ("bullet_list_open", "ordered_list_open") and end - start > LONG_LIST_CHARS:
            inside = (offsets[entry.map[0]] for entry in entries if entry.map)
            for place in inside:
                if start < place < end and place - places[-1] > LONG_LIST_CHARS:
                    places.append(place)
        found.extend(_block(text, token, one, other) for one, other in zip(places, [*places[1:], end], strict=True))
    return found


def to_html(source: str) -> str:
    """Return prose as HTML made of text, emphasis, lists, tables and links; it names no other resource."""
    return str(_parser().render(source)).strip()


def _block(text: str, token: Token, start: int, end: int) -> Block:
    source = text[start:end]
    if token.type in ("fence", "code_block"):
        language = token.info.split()[0] if token.type == "fence" and token.info.split() else ""
        closed = token.type == "fence" and len(source.strip().splitlines()) > 1 and _is_fence(source.rstrip(), token.markup)
        return Block("code", start, end, language[:40], token.content, closed)
    if len(source) > MAX_BLOCK_CHARS or source.count("[") > MAX_BRACKETS or _DEEP.search(source):
        return Block("plain", start, end)
    return Block("table" if token.type == "table_open" else "prose", start, end)


def _is_fence(source: str, markup: str) -> bool:
    last = source.rsplit("\n", 1)[-1].strip()
    return len(last) >= len(markup) and set(last) == {markup[0]}


def _line_offsets(text: str) -> list[int]:
    offsets = [0]
    for line in text.split("\n"):
        offsets.append(offsets[-1] + len(line) + 1)
    return offsets


@functools.cache
def _block_parser() -> MarkdownIt:
    """Finds blocks only: what stands in them is looked at when they are drawn."""
    return _made_parser().disable(["inline", "text_join"])


@functools.cache
def _parser() -> MarkdownIt:
    return _made_parser()


def _made_parser() -> MarkdownIt:
    options = {"html": False, "linkify": False, "breaks": True, "typographer": False, "maxNesting": MAX_NESTING}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"]).disable(["image", "reference"])
    add_maths(parser)
    parser.core.ruler.push("tasks_and_targets", _tasks_and_targets)
    return parser


def _tasks_and_targets(state: StateCore) -> None:
    """Turn "[x]" at the beginning of a list's entry into a box, and give every link its target as its title."""
    tokens = state.tokens
    lists: list[tuple[Token, list[bool]]] = []  # those that are open here, and of each entry whether it is a task
    for at, token in enumerate(tokens):
        side = str(token.attrGet("style") or "").partition("text-align:")[2]
        if side:  # for a cell with a style of its own Qt forgets the border and the room around the text
            token.attrs = {"align": side}
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append((token, []))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            opened, tasks = lists.pop()
            if opened.type == "bullet_list_open" and all(tasks):  # a point before each box would be one sign too many
                opened.attrSet("style", "list-style-type: none")
        elif token.type == "list_item_open":
            lists[-1][1].append(False)
        if token.type != "inline":
            continue
        entry = tokens[at - 2] if at > 1 and tokens[at - 1].type == "paragraph_open" else None
        task = _TASK.match(token.content)
        if task and entry is not None and entry.type == "list_item_open" and token.children and token.children[0].type == "text":
            # As text: Qt's own sign for a done task is a crossed box, which reads as one that failed.
            token.children[0].content = (TO_DO if task.group(1) == " " else DONE) + token.children[0].content[4:]
            lists[-1][1][-1] = True
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("title", str(child.attrGet("href") or ""))
