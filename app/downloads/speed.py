"""How fast a download is, over the last seconds."""

from __future__ import annotations

import time
from collections import deque
from typing import Final

SPAN: Final = 10.0
"""Seconds that count; fewer would make the figure jump."""

_LEAST: Final = 0.5


class Speed:
    """Bytes that had arrived at the moments they were told of."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def add(self, received: int, now: float | None = None) -> None:
        """Note how many bytes are there; now: seconds of a clock that never goes back, the usual one for None."""
        moment = time.monotonic() if now is None else now
        self._marks.append((moment, received))
        while len(self._marks) > 2 and moment - self._marks[1][0] >= SPAN:
            self._marks.popleft()

    def bytes_per_second(self, now: float | None = None) -> float | None:
        """Return the speed, or None where there is too little to reckon it from."""
        if len(self._marks) < 2:
            return None
        moment = time.monotonic() if now is None else now
        (first, start), (last, end) = self._marks[0], self._marks[-1]
        seconds = max(moment, last) - first
        return (end - start) / seconds if seconds >= _LEAST else None
