"""How far the making of an axis is and how long it will take, and the picture of roles against the default so far."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

import numpy as np

from axes.plan import DEFAULT, LEARN, Ask
from axes.source import AxisProgress, ProgressCallback, Sample

PICTURE_SECONDS: Final = 1.0
FIRST_ESTIMATE: Final = 8
"""Replies after which the remaining time is told for the first time."""
READ_AGAIN: Final = 1.5
"""Time a trial's reply takes as a multiple of a plain one, until that is measured."""


class Picture:
    """Running means of roles and default prompts at the middle layer, and what they would read as if this were all."""

    def __init__(self, asks: Sequence[Ask], layer: int) -> None:
        self._asks = asks
        self._layer = layer
        self._sums: dict[tuple[str, str | None], tuple[np.ndarray[tuple[int], np.dtype[np.float64]], int]] = {}

    def add(self, index: int, row: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
        """Take a finished reply in; row: its mean at the middle layer, (n_embd,)."""
        ask = self._asks[index]
        key = (ask.role, ask.prompt.system if ask.role == DEFAULT else None)
        total, count = self._sums.get(key, (np.zeros(len(row)), 0))
        self._sums[key] = (total + row, count + 1)

    def points(self) -> list[tuple[str, float]] | None:
        """Return (role or "", reading) per role and per default prompt: the default's mean is 1, that of the roles 0.

        None while there is too little to compare.
        """
        means = {key: total / count for key, (total, count) in self._sums.items()}
        learned = {ask.role for ask in self._asks if ask.part == LEARN}
        default = [mean for (role, _), mean in means.items() if role == DEFAULT]
        roles = [mean for (role, _), mean in means.items() if role != DEFAULT and role in learned]
        if not default or len(roles) < 2:
            return None
        middle = np.mean(roles, axis=0)
        direction = np.mean(default, axis=0) - middle
        length = float(direction @ direction)
        if not np.isfinite(length) or length <= 1e-12:
            return None
        return [(role, float((mean - middle) @ direction) / length) for (role, _), mean in means.items()]


class Pace:
    """Counts finished replies against all that will be made, and reports with the remaining time.

    Every reply counts as one, however long it is; those found on disk from an earlier run count as done but not towards the speed.
    Replies of trials have a speed of their own, because each is also read again.
    """

    def __init__(self, replies: int, trials: int, progress: ProgressCallback, picture: Picture) -> None:
        self._left = [replies, trials]
        self._total = max(1, replies + trials)
        self._progress = progress
        self._picture = picture
        self._timed = [0, 0]
        self._trying = 0
        now = time.monotonic()
        self._began = [now, now]
        self._pictured = 0.0

    def begin_trials(self) -> None:
        """Count what follows as replies of trials."""
        self._trying, self._left[0] = 1, 0
        self._began[1] = time.monotonic()

    def skip(self, count: int) -> None:
        """Count replies that need not be made again."""
        self._left[self._trying] -= count

    def reply(self, text: str) -> None:
        """Count a reply that was just made and report."""
        self._left[self._trying] -= 1
        self._timed[self._trying] += 1
        self.say("Measuring speed" if sum(self._timed) < FIRST_ESTIMATE else text)

    def finish(self) -> None:
        """Report the end."""
        self._left = [0, 0]
        self.say("Everything is measured")

    def say(self, text: str) -> None:
        """Report where the work is."""
        now = time.monotonic()
        points = None
        if now - self._pictured >= PICTURE_SECONDS:
            self._pictured, points = now, self._picture.points()
        share = 1.0 - min(self._total, sum(max(0, left) for left in self._left)) / self._total
        self._progress(AxisProgress(share, text, self._remaining(now), points))

    def _remaining(self, now: float) -> float | None:
        if sum(self._timed) < FIRST_ESTIMATE:
            return None
        pairs = zip(self._began, self._timed, strict=True)
        each = [(now - began) / timed if timed >= FIRST_ESTIMATE else None for began, timed in pairs]
        plain = each[0] if each[0] is not None else each[1] or 0.0
        tried = each[1] if each[1] is not None else plain * READ_AGAIN
        return max(0, self._left[0]) * plain + max(0, self._left[1]) * tried


def picture_row(sample: Sample, layer: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return the part of a sample that a Picture takes in."""
    row: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = sample.reply[layer]
    return row
