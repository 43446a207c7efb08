"""Readings and capping in plain words: what the panel, the tooltips and a screen reader say. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.language import QT_TRANSLATE_NOOP, number, translate
from engine.drift import Manner, manner

WORDS: Final[dict[Manner, str]] = {
    "close": QT_TRANSLATE_NOOP("Drift", "Close to its usual self"),
    "drifting": QT_TRANSLATE_NOOP("Drift", "Drifting"),
    "away": QT_TRANSLATE_NOOP("Drift", "Away from its usual self"),
}
"""By manner, for a line of its own; to be translated where they are shown, see `state_words`."""

_WITHIN: Final[dict[Manner, str]] = {
    "close": QT_TRANSLATE_NOOP("Drift", "close to its usual self"),
    "drifting": QT_TRANSLATE_NOOP("Drift", "drifting"),
    "away": QT_TRANSLATE_NOOP("Drift", "away from its usual self"),
}

TONES: Final[dict[Manner, str]] = {"close": "steady", "drifting": "drifting", "away": "away"}
"""The colour and the icon that go with each manner (names in `app.theme`)."""

_GENTLE_LIFT: Final = 0.1
_FIRM_LIFT: Final = 0.3


@dataclass(frozen=True, slots=True)
class TurnReading:
    """One reply on the trajectory.

    index: the number the window knows the reply by; reading, early: normalised, None where there is none; engaged: share of steps
    the cap lifted; drifted: an episode of drift was open after it; capped: it was made under a cap. others: other versions of it,
    made from the same messages.
    """

    index: int
    reading: float | None
    early: float | None = None
    engaged: float | None = None
    drifted: bool = False
    capped: bool = False
    others: tuple[TurnReading, ...] = ()


def state_words(value: float, threshold: float) -> str:
    """Return the plain words for a normalised reading, to begin a line with."""
    return translate("Drift", WORDS[manner(value, threshold)])


def state_within(value: float, threshold: float) -> str:
    """Return the plain words for a normalised reading as they stand within a sentence."""
    return translate("Drift", _WITHIN[manner(value, threshold)])


def figure(value: float) -> str:
    """Return a reading as it is shown: two decimals, a real minus sign, no minus zero."""
    text = f"{value:.2f}"
    return number(text).replace("-", "−") if float(text) else number("0.00")


def percent(share: float) -> str:
    """Return a share of 1 in per cent, never rounded to nothing where there was something."""
    if 0 < share < 0.01:
        return translate("Drift", "less than 1\u00a0%")
    if 0.99 < share < 1:
        return translate("Drift", "more than 99\u00a0%")
    return f"{share * 100:.0f}\u00a0%"


def cap_sentence(engaged: float | None, mean_lift: float | None, cap_on: bool) -> str:
    """Return how much the cap acted on a reply; mean_lift is in units of the distance from the average role to the Assistant."""
    if not cap_on:
        return translate("Drift", "The cap was off: nothing in this reply was changed.")
    if not engaged:
        return translate("Drift", "The cap was on and had nothing to lift.")
    if mean_lift is None:
        return translate("Drift", "Lifted {share} of steps.").format(share=percent(engaged))
    if mean_lift < _GENTLE_LIFT:
        return translate("Drift", "Lifted {share} of steps, gently.").format(share=percent(engaged))
    if mean_lift < _FIRM_LIFT:
        return translate("Drift", "Lifted {share} of steps, noticeably.").format(share=percent(engaged))
    return translate("Drift", "Lifted {share} of steps, firmly.").format(share=percent(engaged))


def live_cap_sentence(engaged: float | None) -> str:
    """Return how much the cap acts while a reply is being made; None is a reply without a cap."""
    if engaged is None:
        return translate("Drift", "The cap is off: Keel only watches.")
    if not engaged:
        return translate("Drift", "The cap is on; nothing had to be lifted yet.")
    return translate("Drift", "Lifting {share} of steps.").format(share=percent(engaged))


def turn_words(turn: TurnReading, place: int, total: int, threshold: float) -> str:
    """Return one reply of the trajectory in words; place counts from 1."""
    parts = [translate("Drift", "Reply {number} of {total}").format(number=place, total=total), *_facts(turn, threshold)]
    if turn.others:
        parts.append(translate("Drift", "other versions: {count}").format(count=len(turn.others)))
    return "; ".join(parts)


def other_words(turn: TurnReading, place: int, total: int, threshold: float) -> str:
    """Return another version of a reply in words; place counts from 1."""
    head = translate("Drift", "Another version of reply {number} of {total}").format(number=place, total=total)
    return "; ".join([head, *_facts(turn, threshold)])


def _facts(turn: TurnReading, threshold: float) -> list[str]:
    parts = []
    if turn.reading is None:
        parts.append(translate("Drift", "no reading"))
    else:
        told = translate("Drift", "reading {reading}, {state}")
        parts.append(told.format(reading=figure(turn.reading), state=state_within(turn.reading, threshold)))
    if turn.early is not None:
        parts.append(translate("Drift", "{reading} before its first word").format(reading=figure(turn.early)))
    if turn.capped and turn.engaged:
        parts.append(translate("Drift", "capped, {share} of steps lifted").format(share=percent(turn.engaged)))
    elif turn.capped:
        parts.append(translate("Drift", "capped, nothing lifted"))
    return parts
