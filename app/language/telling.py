"""Sentences from where Qt is not known (the engine, the chats on disk) in the language of the window.

They come as finished English text. Each is found again by its fixed parts in the list of all such sentences, and what differs from
case to case (a name, a number) is carried over into the translation.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from app.language import code, translate
from app.language.sentences import SENTENCES

_LONGEST: Final = 1500
"""Characters of a text that is looked at; a longer one is no sentence of Keel's."""

_HOLE: Final = re.compile(r"\{(\d+)\}")
_PART: Final = "; "
_END: Final = re.compile(r"(?<=[.!?]) (?=[A-Z])")


def told(text: str) -> str:
    """Return a sentence, or several, in the language of the window; a text that is not known stays as it is."""
    if len(text) > _LONGEST or code() == "en":
        return text
    return _one(text) or _joined(_END.split(text), " ") or text


def _one(text: str) -> str | None:
    """Translate one sentence. What fills a hole does not reach over its parts, unless nothing else is known."""
    return _whole(text, within=True) or _problem(text, within=True) or _whole(text) or _problem(text)


def _problem(text: str, *, within: bool = False) -> str | None:
    """Translate "what happened; what it means; what to do."."""
    parts = _joined(text.removesuffix(".").split(_PART), _PART, within=within)
    return f"{parts}." if parts else None


def _joined(pieces: list[str], between: str, *, within: bool = False) -> str | None:
    """Translate a text in pieces, of which some may belong together: the longest known beginning first, then the rest."""
    if not pieces:
        return ""
    for count in range(len(pieces), 0, -1):
        text = between.join(pieces[:count])
        first = _whole(text, within=within) if between == _PART else _one(text)
        if first is not None and (rest := _joined(pieces[count:], between, within=within)) is not None:
            return f"{first}{between}{rest}" if rest else first
    return None


def _whole(text: str, *, within: bool = False) -> str | None:
    """Translate a text by the whole of a known one; within: nothing that fills a hole may reach over a part of a sentence."""
    if text in _plain():
        return translate("Sentences", text)
    for form, pattern in _forms():
        match = pattern.fullmatch(text)
        if match is not None and not (within and any(_PART in part for part in match.groups())):
            return translate("Sentences", form).format(*(_inner(part) for part in match.groups()))
    return None


def _inner(text: str) -> str:
    """What fills a hole may be a known text itself, such as a reason."""
    return _whole(text) or text


@functools.cache
def _plain() -> frozenset[str]:
    return frozenset(each for each in SENTENCES if not _HOLE.search(each))


@functools.cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The sentences with holes and what they match, those with the longest fixed text first."""
    forms = sorted((each for each in SENTENCES if _HOLE.search(each)), key=lambda each: -len(_HOLE.sub("", each)))
    return tuple((each, re.compile(_pattern(each), re.DOTALL)) for each in forms)


def _pattern(form: str) -> str:
    return "".join("(.+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(_HOLE.split(form)))
