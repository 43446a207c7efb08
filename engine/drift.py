"""When a conversation counts as drifted, and when that is worth one quiet warning.

Pure rules over the readings of finished replies (normalised: 1 the default Assistant, 0 the average role). Nothing here is stored:
a monitor is rebuilt at any time by replaying a conversation's readings and the user's answers to earlier warnings.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Level = Literal["off", "quiet", "normal"]
Manner = Literal["close", "drifting", "away"]
Event = float | None | Literal["not_now", "meant_it"]

LEVELS: Final[tuple[Level, ...]] = ("off", "quiet", "normal")

SMOOTHING: Final = 0.6
"""Weight of the newest reading in the smoothed one; one odd reply out of a steady row stays above most thresholds."""

STEP: Final = 0.15
"""How much further down counts as "another step", in normalised readings."""

MARGIN: Final = 0.1
"""How far above the threshold the smoothed reading has to come back before an episode is over."""

ENTER_REPLIES: Final = 2
LEAVE_REPLIES: Final = 2
QUIET_REPLIES: Final = 3

_LOWEST: Final = -2.0
_HIGHEST: Final = 3.0


def manner(value: float, threshold: float) -> Manner:
    """Return how a normalised reading relates to the threshold: at or above it, less than one STEP below it, or further away."""
    if value >= threshold:
        return "close"
    return "drifting" if value >= threshold - STEP else "away"


@dataclass(frozen=True, slots=True)
class DriftState:
    """What is known after a reply.

    reading: that reply's own reading (None: it has none); smoothed: the smoothed reading (None before the first one); replies: how
    many readings there were; drifted: an episode of drift is open; warn: show the warning now, once.
    """

    reading: float | None = None
    smoothed: float | None = None
    replies: int = 0
    drifted: bool = False
    warn: bool = False


class DriftMonitor:
    """Follows one conversation and says, at most once per episode, that its replies have moved away.

    The smoothed reading is an exponentially weighted mean: it starts at the first reading and moves SMOOTHING of the way to each
    new one. An episode opens when it lies below the threshold after 2 replies running, and closes when it is MARGIN above it (at
    most half of the way to 1) after 2 replies running. Level "normal" warns when an episode opens; "quiet" only once the smoothed
    reading lies a whole STEP below the threshold after 3 replies running; "off" never warns but keeps the state. Raises ValueError
    for a threshold that is not a finite number and for an unknown level.
    """

    def __init__(self, threshold: float, level: Level = "normal") -> None:
        if not math.isfinite(threshold):
            raise ValueError("The drift threshold has to be a finite number.")
        if level not in LEVELS:
            raise ValueError(f"The warning level is {level!r}; it has to be one of {', '.join(LEVELS)}.")
        self.threshold = threshold
        self.level: Level = level
        self._state = DriftState()
        self._below = 0
        self._far_below = 0
        self._recovered = 0
        self._warned = False
        self._silent_down_to: float | None = None
        self._meant = False

    @classmethod
    def replay(cls, threshold: float, level: Level, events: Iterable[Event]) -> DriftMonitor:
        """Return a monitor in the state it has after these readings and answers, in their order."""
        monitor = cls(threshold, level)
        for event in events:
            if event == "not_now":
                monitor.not_now()
            elif event == "meant_it":
                monitor.meant_it()
            else:
                assert not isinstance(event, str)
                monitor.add_reply(event)
        return monitor

    @property
    def state(self) -> DriftState:
        """The state after the newest reply; `warn` in it is true only until the next call that changes anything."""
        return self._state

    @property
    def silenced(self) -> bool:
        """Whether the user said that the drift in this conversation is meant."""
        return self._meant

    @property
    def recovery_level(self) -> float:
        """The smoothed reading an open episode has to come back to."""
        halfway = max(self.threshold, (self.threshold + 1.0) / 2.0)
        return min(self.threshold + MARGIN, halfway)

    def add_reply(self, reading: float | None) -> DriftState:
        """Take in one finished reply and return the new state; one without a (finite) reading changes nothing but ends `warn`."""
        if reading is None or not math.isfinite(reading):
            self._state = DriftState(None, self._state.smoothed, self._state.replies, self._state.drifted)
            return self._state
        smoothed = self._smooth(reading)
        self._count(smoothed)
        drifted = self._episode()
        self._state = DriftState(reading, smoothed, self._state.replies + 1, drifted, self._warns(smoothed, drifted))
        return self._state

    def not_now(self) -> None:
        """Keep silent in this conversation until the smoothed reading has moved another STEP further from here."""
        here = self._state.smoothed
        start = self.threshold if here is None else min(here, self.threshold)
        self._silent_down_to = start - STEP
        self._end_warning()

    def meant_it(self) -> None:
        """Keep silent in this conversation for good."""
        self._meant = True
        self._end_warning()

    def _smooth(self, reading: float) -> float:
        held = min(max(reading, _LOWEST), _HIGHEST)  # one broken figure must not decide about the next ten replies
        before = self._state.smoothed
        return held if before is None else before + SMOOTHING * (held - before)

    def _count(self, smoothed: float) -> None:
        self._below = self._below + 1 if smoothed < self.threshold else 0
        self._far_below = self._far_below + 1 if smoothed < self.threshold - STEP else 0
        self._recovered = self._recovered + 1 if smoothed >= self.recovery_level else 0

    def _episode(self) -> bool:
        if self._state.drifted:
            return self._recovered < LEAVE_REPLIES
        if self._below < ENTER_REPLIES:
            return False
        self._warned = False
        return True

    def _warns(self, smoothed: float, drifted: bool) -> bool:
        if not drifted or self._meant or self.level == "off":
            return False
        if self.level == "quiet" and self._far_below < QUIET_REPLIES:
            return False
        if self._silent_down_to is not None:
            if smoothed > self._silent_down_to:
                return False
        elif self._warned:
            return False
        self._warned, self._silent_down_to = True, None
        return True

    def _end_warning(self) -> None:
        state = self._state
        self._state = DriftState(state.reading, state.smoothed, state.replies, state.drifted)
