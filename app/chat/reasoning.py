"""Telling what a model thought aloud from what it answered, by the markers of the templates that are in use."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAIRS = (
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("<seed:think>", "</seed:think>"),
    ("[THINK]", "[/THINK]"),
    ("<|START_THINKING|>", "<|END_THINKING|>"),
    ("<|begin_of_thought|>", "<|end_of_thought|>"),
    ("◁think▷", "◁/think▷"),
)
_CLOSING_BY_OPENING = dict(_PAIRS)
_AT_START = re.compile(r"\s*(" + "|".join(re.escape(opening) for opening, _ in _PAIRS) + ")")
_CHANNEL = re.compile(r"(?:<\|start\|>)?(?:assistant)?<\|channel\|>(\w+)[^<\n]{0,80}<\|message\|>")
_CHANNEL_BEGUN = re.compile(r"(?:<\|start\|>(?:assistant)?|(?:<\|start\|>)?(?:assistant)?<\|channel\|>[^<\n]{0,80})$")
_LEFTOVER = re.compile(r"<\|(?:end|return|START_RESPONSE|END_RESPONSE|begin_of_solution|end_of_solution)\|>")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a reply. closed: thinking that has come to its end."""

    is_reasoning: bool
    text: str
    closed: bool = True


def split(text: str) -> list[Part]:
    """Return the parts of a reply in order, without the markers; a reply without markers is one part.

    Markers count where a reply begins, or where a template begins its thinking before the reply and only its end is left. A
    marker that stands within a text, a code block for example, is part of that text.
    """
    if "<|channel|>" in text or text.startswith("<|start|>"):
        return _channels(text)
    opened = _AT_START.match(text)
    if opened is not None:
        inside = text[opened.end() :]
        thought, closing, rest = inside.partition(_CLOSING_BY_OPENING[opened.group(1)])
        return [Part(True, thought.strip("\n"), bool(closing)), *_answer(rest)]
    # Looked for one by one: this is done again and again while a reply grows, and far quicker than one pattern for all.
    ending = next((closing for _, closing in _PAIRS if closing in text), None)
    if ending is not None:
        thought, _, rest = text.partition(ending)
        # An opening before it says that the pair stands within the answer, which may be about such markers.
        opened_within = any(opening in thought for opening, _ in _PAIRS)
        if not opened_within and not _FENCE.search(thought) and not thought.endswith("`"):
            return [Part(True, thought.strip("\n")), *_answer(rest)]
    return _answer(text) or [Part(False, "")]


def answer(text: str) -> str:
    """Return a reply without what the model thought aloud; a reply that is nothing but thinking gives ""."""
    return "\n\n".join(part.text for part in split(text) if not part.is_reasoning)


def _answer(text: str) -> list[Part]:
    if "<|" in text:
        text = _LEFTOVER.sub("", text)
    return [Part(False, text.lstrip("\n"))] if text.strip() else []


def _channels(text: str) -> list[Part]:
    """Channels as in the harmony format: everything but the final one is thinking."""
    found = list(_CHANNEL.finditer(text))
    parts = _answer(_CHANNEL_BEGUN.sub("", text[: found[0].start()])) if found else []
    for at, match in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        said = text[match.end() : end]
        over = "<|end|>" in said or at + 1 < len(found)
        if at + 1 == len(found):
            said = _CHANNEL_BEGUN.sub("", said)
        if match.group(1) == "final":
            parts.extend(_answer(said))
        else:
            parts.append(Part(True, _LEFTOVER.sub("", said).strip("\n"), over))
    return parts or [Part(False, "")]
