"""How patient a download is: time limits, pauses between tries, and how often it secures what it has."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Times in seconds, sizes in bytes.

    connect: for a connection to stand; stall: without anything arriving; slowest: bytes per second below which, over a span of
    `stall`, a connection counts as stalled; first_wait, longest_wait: before the first new try, doubled each time up to the
    longest; longest_asked: longest wait that the other side may ask for; tries: in a row without progress; secure_bytes,
    secure_every: after how much at the latest the file is written through to the disk; note_every: between two notes of a lasting
    connection; tell_every: between two reports of progress.
    """

    connect: float = 20.0
    stall: float = 30.0
    slowest: float = 512.0
    first_wait: float = 1.0
    longest_wait: float = 60.0
    longest_asked: float = 600.0
    tries: int = 8
    secure_bytes: int = 64 << 20
    secure_every: float = 10.0
    note_every: float = 30.0
    tell_every: float = 0.25

    def wait(self, tries: int, asked: float | None = None) -> float:
        """Return how long to wait after so many failed tries in a row; asked: what the other side wants at least.

        A random part keeps many waiting programs from coming back at the same moment.
        """
        own = min(self.longest_wait, self.first_wait * 2.0 ** (tries - 1)) * random.uniform(0.5, 1.0)
        return own if asked is None else max(own, asked + random.uniform(0.0, self.first_wait))
