"""Whether a conversation counts as drifted: the rule by which the window shows its warning."""

from __future__ import annotations

from collections.abc import Iterable

from engine.drift import ENTER_REPLIES, DriftMonitor

DRIFTED_RULE = f"""\
A conversation counts as "drifted" where the window would have warned: the smoothed reading lay below the
axis's threshold after {ENTER_REPLIES} replies running, at any time. One reply alone is never enough, and without an axis
the answer is always no."""


def conversation_drifted(readings: Iterable[float | None], threshold: float) -> bool:
    """Say whether an episode of drift opened at any time; readings and threshold are normalised, in the order of the replies."""
    monitor = DriftMonitor(threshold)
    return any(monitor.add_reply(reading).drifted for reading in readings)
