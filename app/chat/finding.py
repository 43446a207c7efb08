"""Finding a text in the messages of one chat, whether they are on screen or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.conversations.records import Message

_MARKUP = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|`+|~~")
"""What Markdown takes away when it draws a text; a find may go across it."""


@dataclass(frozen=True, slots=True)
class Find:
    """One find: the nth (from 0) in the message at an index."""

    index: int
    nth: int


class Finder:
    """Goes through the finds of one needle, round and round. Knows texts only, no widgets."""

    def __init__(self) -> None:
        self.needle = ""
        self._finds: list[Find] = []
        self._at = 0
        self._texts: dict[int, tuple[str, str]] = {}

    def search(self, messages: Sequence[Message], needle: str, *, near: int = 0) -> int:
        """Find every place of the needle, upper and lower case alike, and return how many there are.

        The current find becomes the first one in the message at index `near` or below it.
        """
        self.needle = needle
        wanted = needle.casefold()
        self._finds = []
        if not wanted.strip():
            self.needle = ""
            return 0
        for index, message in enumerate(messages):
            count = self._plain(message).count(wanted)
            self._finds.extend(Find(index, nth) for nth in range(count))
        self._at = next((at for at, find in enumerate(self._finds) if find.index >= near), 0)
        return len(self._finds)

    def step(self, by: int) -> int:
        """Go on by so many finds, and return the place of the current one, counted from 1; 0 where there is none."""
        if self._finds:
            self._at = (self._at + by) % len(self._finds)
        return self.position

    def clear(self) -> None:
        """Forget needle and finds."""
        self.needle = ""
        self._finds = []
        self._texts = {}

    @property
    def count(self) -> int:
        """How many finds there are."""
        return len(self._finds)

    @property
    def position(self) -> int:
        """The place of the current find, counted from 1; 0 where there is none."""
        return self._at + 1 if self._finds else 0

    @property
    def current(self) -> Find | None:
        """The current find."""
        return self._finds[self._at] if self._finds else None

    def _plain(self, message: Message) -> str:
        kept = self._texts.get(message.id)
        if kept is not None and kept[0] is message.content:
            return kept[1]
        plain = message.content.casefold()
        if message.role == "assistant":
            plain = _MARKUP.sub("", plain)
        self._texts[message.id] = (message.content, plain)
        return plain
