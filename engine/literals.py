"""Keeps control tokens that somebody wrote out in a message from counting as control tokens in the prompt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

FIRST: Final = 0xF0000
LAST: Final = 0xFFFFD
"""The private characters of plane 15, which stand for written-out control tokens while a template is at work."""


_PRIVATE: Final = re.compile(f"[{chr(FIRST)}-{chr(LAST)}]")


def written_out(controls: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of what has to be hidden; controls: the written forms of the vocabulary's control tokens."""
    words = sorted(filter(None, controls), key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, words), _PRIVATE.pattern]))


class Literals:
    """Hides what must stay plain text behind private characters, and finds it again in the rendered prompt.

    pattern: from `written_out`. A message that itself holds such a private character has it hidden too, so that what comes back is
    what was written.
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        self._marks: dict[str, str] = {}
        self._texts: dict[str, str] = {}

    def hide(self, text: str) -> str:
        """Return the text with a private character for every control token that is written out in it."""
        return self._pattern.sub(self._mark, text)

    def _mark(self, match: re.Match[str]) -> str:
        text = match.group()
        if text not in self._marks:
            mark = chr(FIRST + len(self._marks))
            self._marks[text], self._texts[mark] = mark, text
        return self._marks[text]

    def parts(self, text: str) -> Iterator[tuple[str, bool]]:
        """Yield the pieces of a rendered prompt in order, each with whether it is plain text that was hidden."""
        start = 0
        for match in _PRIVATE.finditer(text):
            if match.start() > start:
                yield text[start : match.start()], False
            yield self._texts.get(match.group(), match.group()), True
            start = match.end()
        if start < len(text) or not text:
            yield text[start:], False

    def restore(self, text: str) -> str:
        """Return a rendered prompt as a person would read it, with what was hidden in its place."""
        return "".join(piece for piece, _ in self.parts(text))
