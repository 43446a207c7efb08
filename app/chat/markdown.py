"""Cutting a reply into Markdown blocks and turning them into HTML that holds nothing but text.

Three rules of Markdown are switched off so that no text is lost and nothing is fetched: raw HTML (shown as text), images (shown
as links) and reference definitions (shown as text). Blocks that are very long or nested very deeply are shown as they are.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

MAX_BLOCK_CHARS = 20_000
MAX_NESTING = 60
MAX_BRACKETS = 400
"""The time to find links grows with the square of the brackets."""

Kind = Literal["prose", "code", "plain"]

_DEEP = re.compile(r"(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])){25}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0\ufdd1]|[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level block: text[start:end] of the text it was cut from; code has its language and its lines without the fence."""

    kind: Kind
    start: int
    end: int
    language: str = ""
    code: str = ""


def printable(text: str) -> str:
    """Return the text with one kind of line end; control characters and half surrogates become U+FFFD."""
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def cut(text: str) -> list[Block]:
    """Return the top-level blocks of a text that went through `printable`; together they cover every character that shows."""
    tokens = [token for token in _block_parser().parse(text) if token.level == 0 and token.nesting >= 0 and token.map]
    offsets = _line_offsets(text)
    starts = [offsets[token.map[0]] for token in tokens if token.map]
    ends = [*starts[1:], len(text)] if starts else []
    return [_block(text, token, start, end) for token, start, end in zip(tokens, starts, ends, strict=True)]


def to_html(source: str) -> str:
    """Return prose as HTML made of text, emphasis, lists, tables and links; it names no other resource."""
    return str(_parser().render(source)).strip()


def _block(text: str, token: Token, start: int, end: int) -> Block:
    source = text[start:end]
    if token.type in ("fence", "code_block"):
        language = token.info.split()[0] if token.type == "fence" and token.info.split() else ""
        return Block("code", start, end, language[:40], token.content)
    if len(source) > MAX_BLOCK_CHARS or source.count("[") > MAX_BRACKETS or _DEEP.search(source):
        return Block("plain", start, end)
    return Block("prose", start, end)


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
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"]).disable(["image", "reference"])
