"""The course of one finished reply, token by token: its figures, and what of it fits into a picture of some width. No Qt."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SMOOTHING: Final = 0.2
"""Weight of the newest token in the smooth line: about the last nine tokens count."""


@dataclass(frozen=True, slots=True)
class Course:
    """Normalised readings of a reply, one per token, with the smooth line through them.

    mean: the reply's reading; lowest_at: place of its lowest token, from 0.
    """

    readings: tuple[float, ...]
    smooth: tuple[float, ...]
    mean: float
    lowest_at: int

    @property
    def lowest(self) -> float:
        """The reading of its lowest token."""
        return self.readings[self.lowest_at]

    def below(self, threshold: float) -> float:
        """Return the share of its tokens that read below a threshold, 0..1."""
        return sum(reading < threshold for reading in self.readings) / len(self.readings)


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of the picture stands for: the lowest and the highest of its tokens, and the mean of the smooth line."""

    low: float
    high: float
    smooth: float


def course_of(readings: Sequence[float]) -> Course | None:
    """Return the course of a reply; None where it has no finite reading at all. What is not finite repeats the token before it."""
    held: list[float] = []
    pending = 0
    for reading in readings:
        if math.isfinite(reading):
            held += [reading] * (pending + 1)
            pending = 0
        elif held:
            held.append(held[-1])
        else:
            pending += 1
    if not held:
        return None
    level, smooth = held[0], []
    for reading in held:
        level += SMOOTHING * (reading - level)
        smooth.append(level)
    lowest_at = min(range(len(held)), key=held.__getitem__)
    return Course(tuple(held), tuple(smooth), sum(held) / len(held), lowest_at)


def columns(course: Course, most: int) -> list[Column]:
    """Return the course in at most so many columns; every token is in exactly one, so that no short excursion is lost."""
    count = len(course.readings)
    used = max(1, min(count, most))
    edges = [at * count // used for at in range(used + 1)]
    return [
        Column(
            min(course.readings[start:end]),
            max(course.readings[start:end]),
            sum(course.smooth[start:end]) / (end - start),
        )
        for start, end in itertools.pairwise(edges)
    ]
