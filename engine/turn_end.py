"""Where a reply ends: what a template writes after one, which a model that was trained with it writes there too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from engine.jinja_template import AGAIN, QUESTION, REPLY, JinjaTemplate
from engine.llama_api import THOUGHT_MARKERS, Model
from engine.protocol import ChatMessage
from engine.template_renderer import RenderError

_SHORTEST_TEXT: Final = 3
"""Letters and signs that a marker of plain text needs; fewer would end replies in the middle of a sentence."""


@dataclass(frozen=True, slots=True)
class TurnEnd:
    """What ends a reply besides the vocabulary's own end tokens: tokens, and texts where the marker is no token.

    written: the marker as the template writes it, "" where it writes none.
    """

    tokens: frozenset[int] = frozenset()
    texts: tuple[str, ...] = ()
    written: str = ""


def after_a_reply(template: JinjaTemplate) -> tuple[str, str]:
    """Return what stands behind the last reply where nothing follows, and what stands between a reply and the next question."""
    talk = [ChatMessage("user", QUESTION), ChatMessage("assistant", REPLY)]
    try:
        closed = template.write(talk, opened=False).rpartition(REPLY)[2]
    except RenderError:
        closed = ""
    try:
        whole = template.write([*talk, ChatMessage("user", AGAIN)], opened=True)
    except RenderError:
        return closed, ""
    if closed and closed == _opened(template, talk):
        closed = ""  # the template always opens the next reply, so this is not the end of one alone
    return closed, whole.partition(REPLY)[2].partition(AGAIN)[0]


def _opened(template: JinjaTemplate, talk: list[ChatMessage]) -> str:
    try:
        return template.write(talk, opened=True).rpartition(REPLY)[2]
    except RenderError:
        return ""


def find_turn_end(model: Model, template: JinjaTemplate, headers: Iterable[list[int]]) -> TurnEnd:
    """Return where replies end; headers: the token sequences that open one, whose tokens cannot end it."""
    closed, between = after_a_reply(template)
    opening = {token for header in headers for token in header}
    for text in (closed, between):
        marks = [token for token in model.tokenize(text, add_special=False, parse_special=True) if model.is_special(token)]
        ending = [token for token in marks if model.is_end(token)]
        if ending:
            return TurnEnd(written=model.written(ending[0]))
        usable = [token for token in marks if token not in opening and model.written(token).encode() not in THOUGHT_MARKERS]
        if usable:
            # Behind the last reply stands its end alone, which may be several tokens; before a question also what opens that.
            token = usable[-1] if text is closed else usable[0]
            return TurnEnd(frozenset((token,)), (), model.written(token))
    return _end_in_plain_text(closed, between)


def _end_in_plain_text(closed: str, between: str) -> TurnEnd:
    for text in (closed.strip(), between.rstrip()):
        if len("".join(text.split())) >= _SHORTEST_TEXT:
            return TurnEnd(texts=(text,), written=text.strip())
    return TurnEnd()
