"""What the cap costs: how fast replies came on this computer with the cap and without it, from the figures of real replies."""

from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Mapping
from typing import Any, Final

_SHORTEST: Final = 16
"""Tokens below which the speed of a reply says little."""

_NEWEST: Final = 20
"""So many replies count, the newest ones; the computer may have been busy with other things before."""


class Pace:
    """The speed of the newest replies of one model, held and not held, in tokens per second. Every reply counts once."""

    def __init__(self) -> None:
        self._model: str | None = None
        self._known: set[int] = set()
        self._speeds: dict[bool, deque[float]] = {}
        self.begin(None)

    def begin(self, model: str | None) -> None:
        """Start anew for a model (its fingerprint); the same one goes on."""
        if model != self._model or not self._speeds:
            self._model = model
            self._known.clear()
            self._speeds = {held: deque(maxlen=_NEWEST) for held in (False, True)}

    def add(self, message_id: int, stats: Mapping[str, Any], receipt: Mapping[str, Any]) -> None:
        """Take in the figures of a finished reply; those of another model and of very short ones are left out."""
        model = receipt.get("model")
        speed, tokens = stats.get("tokens_per_second"), stats.get("tokens")
        if self._model is None or message_id in self._known or not isinstance(model, Mapping):
            return
        if model.get("fingerprint") != self._model or not isinstance(speed, (int, float)) or not isinstance(tokens, int):
            return
        if speed > 0 and tokens >= _SHORTEST:
            self._known.add(message_id)
            self._speeds[stats.get("percentile") is not None].append(float(speed))

    def medians(self) -> tuple[float | None, float | None]:
        """Return the usual speed without the cap and with it, None where no reply tells."""
        free, held = (statistics.median(speeds) if speeds else None for speeds in (self._speeds[False], self._speeds[True]))
        return free, held
