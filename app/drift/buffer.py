"""The readings of one reply in bounded memory: however long the reply, its whole course stays visible."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

CAPACITY: Final = 256
SMOOTHING: Final = 0.2
"""Weight of the newest token in the smooth line: about the last nine tokens count."""


class TraceBuffer:
    """Keeps at most CAPACITY points; when full, neighbours are averaged in pairs and each point stands for twice as many tokens."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget the reply."""
        self.tokens = 0
        self.total = 0.0
        self.raw: list[float] = []
        self.smooth: list[float] = []
        self._per_point = 1
        self._pending_raw: list[float] = []
        self._pending_smooth: list[float] = []
        self._level: float | None = None

    @property
    def mean(self) -> float | None:
        """The mean reading of the reply so far, which at its end is the reply's reading; None before the first token."""
        return self.total / self.tokens if self.tokens else None

    def add(self, readings: Iterable[float]) -> None:
        """Take in the readings of new tokens; what is no finite number is left out."""
        for reading in readings:
            if math.isfinite(reading):
                self._add(reading)

    def _add(self, reading: float) -> None:
        self.tokens += 1
        self.total += reading
        self._level = reading if self._level is None else self._level + SMOOTHING * (reading - self._level)
        self._pending_raw.append(reading)
        self._pending_smooth.append(self._level)
        if len(self._pending_raw) < self._per_point:
            return
        self.raw.append(_mean(self._pending_raw))
        self.smooth.append(_mean(self._pending_smooth))
        self._pending_raw, self._pending_smooth = [], []
        if len(self.raw) >= CAPACITY:
            self.raw, self.smooth = _halve(self.raw), _halve(self.smooth)
            self._per_point *= 2


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _halve(values: list[float]) -> list[float]:
    return [(values[at] + values[at + 1]) / 2 for at in range(0, len(values) - 1, 2)]
