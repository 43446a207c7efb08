"""Readings and capping in plain words: what the panel, the tooltips and a screen reader say. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.drift import Manner, manner

WORDS: Final[dict[Manner, str]] = {
    "close": "Close to its usual self",
    "drifting": "Drifting",
    "away": "Away from its usual self",
}

TONES: Final[dict[Manner, str]] = {"close": "steady", "drifting": "drifting", "away": "away"}
"""The colour and the icon that go with each manner (names in `app.theme`)."""

NOT_AVAILABLE: Final = "Not available for this model"
WAITING_FOR_MODEL: Final = "Waiting for a model"
WAITING_FOR_REPLY: Final = "Waiting for the first reply"
NO_READINGS: Final = "This axis shows no readings"
NO_READING: Final = "No reading for this reply"
READING_MESSAGE: Final = "Reading the message"

_GENTLE_LIFT: Final = 0.1
_FIRM_LIFT: Final = 0.3


@dataclass(frozen=True, slots=True)
class TurnReading:
    """One reply on the trajectory.

    index: the number the window knows the reply by; reading, early: normalised, None where there is none; engaged: share of steps
    the cap lifted; drifted: an episode of drift was open after it; capped: it was made under a cap.
    """

    index: int
    reading: float | None
    early: float | None = None
    engaged: float | None = None
    drifted: bool = False
    capped: bool = False


def state_words(value: float, threshold: float) -> str:
    """Return the plain words for a normalised reading."""
    return WORDS[manner(value, threshold)]


def figure(value: float) -> str:
    """Return a reading as it is shown: two decimals, a real minus sign, no minus zero."""
    text = f"{value:.2f}"
    return text.replace("-", "−") if float(text) else "0.00"


def percent(share: float) -> str:
    """Return a share of 1 in per cent, never rounded to nothing where there was something."""
    if 0 < share < 0.01:
        return "less than 1\u00a0%"
    if 0.99 < share < 1:
        return "more than 99\u00a0%"
    return f"{share * 100:.0f}\u00a0%"


def cap_sentence(engaged: float | None, mean_lift: float | None, cap_on: bool) -> str:
    """Return how much the cap acted on a reply; mean_lift is in units of the distance from the average role to the Assistant."""
    if not cap_on:
        return "The cap was off: nothing in this reply was changed."
    if not engaged:
        return "The cap was on and had nothing to lift."
    return f"Lifted {percent(engaged)} of steps{_force(mean_lift)}."


def live_cap_sentence(engaged: float | None) -> str:
    """Return how much the cap acts while a reply is being made; None is a reply without a cap."""
    if engaged is None:
        return "The cap is off: Keel only watches."
    return f"Lifting {percent(engaged)} of steps." if engaged else "The cap is on; nothing had to be lifted yet."


def turn_words(turn: TurnReading, number: int, total: int, threshold: float) -> str:
    """Return one reply of the trajectory in words."""
    parts = [f"Reply {number} of {total}"]
    if turn.reading is None:
        parts.append("no reading")
    else:
        parts.append(f"reading {figure(turn.reading)}, {state_words(turn.reading, threshold).lower()}")
    if turn.early is not None:
        parts.append(f"{figure(turn.early)} before its first word")
    if turn.capped:
        parts.append(f"capped, {percent(turn.engaged)} of steps lifted" if turn.engaged else "capped, nothing lifted")
    return "; ".join(parts)


def _force(mean_lift: float | None) -> str:
    if mean_lift is None:
        return ""
    if mean_lift < _GENTLE_LIFT:
        return ", gently"
    return ", noticeably" if mean_lift < _FIRM_LIFT else ", firmly"
