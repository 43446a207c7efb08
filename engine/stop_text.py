"""Ends a reply at a marker of plain text, and never shows a part of one."""

from __future__ import annotations

from collections.abc import Sequence


class StopText:
    """Lets text through as it comes, but for what may be the beginning of a marker, which is held back until that is known."""

    def __init__(self, markers: Sequence[str]) -> None:
        self._markers = tuple(filter(None, markers))
        self._held = ""
        self.met = False
        """Whether a marker has come; nothing is let through after it."""

    def feed(self, text: str) -> str:
        """Take the next text and return what of it, and of what was held back, can be shown."""
        if self.met or not self._markers:
            return "" if self.met else text
        text = self._held + text
        found = [place for marker in self._markers if (place := text.find(marker)) >= 0]
        if found:
            self.met, self._held = True, ""
            return text[: min(found)]
        kept = max(self._begun(text, marker) for marker in self._markers)
        self._held = text[len(text) - kept :]
        return text[: len(text) - kept]

    def cut(self, text: str) -> str:
        """Return a whole text up to its first marker."""
        return self.feed(text) + self.rest()

    def rest(self) -> str:
        """Return what is held back, once it is known that no marker comes."""
        held, self._held = self._held, ""
        return held

    @staticmethod
    def _begun(text: str, marker: str) -> int:
        """Return how many characters at the end of the text are the beginning of the marker."""
        longest = min(len(text), len(marker) - 1)
        return next((length for length in range(longest, 0, -1) if text.endswith(marker[:length])), 0)
