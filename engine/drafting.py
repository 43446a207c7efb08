"""Guesses the next tokens of a reply from what was said before, so that several can be evaluated at once and checked.

What people and models write often comes again: names, code, quoted passages. Where the last tokens stood before, those that
followed them there are a good guess. A guess never changes a reply: it is kept only as far as the sampler draws the same tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

MATCH: Final = 3
"""Tokens that must have stood before; fewer give many wrong guesses, each of which costs time."""


class Drafter:
    """Looks up guesses in the tokens of a prompt and of the reply so far. longest: most tokens guessed at once, 0 for none."""

    def __init__(self, tokens: Sequence[int], longest: int) -> None:
        self.longest = longest
        self._tokens: list[int] = []
        self._places: dict[tuple[int, ...], int] = {}
        if longest > 0:
            for token in tokens:
                self.add(token)

    def add(self, token: int) -> None:
        """Take in a token that was said."""
        if self.longest < 1:
            return
        if len(self._tokens) >= MATCH:
            self._places[tuple(self._tokens[-MATCH:])] = len(self._tokens)
        self._tokens.append(token)

    def guess(self, token: int, room: int) -> list[int]:
        """Return what may follow `token`, which was just drawn and is not taken in yet: at most `room` tokens, often none."""
        count = min(self.longest, room)
        if count < 1 or len(self._tokens) < MATCH - 1:
            return []
        place = self._places.get((*self._tokens[-(MATCH - 1) :], token))
        return [] if place is None else self._tokens[place : place + count]
