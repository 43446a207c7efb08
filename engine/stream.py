"""Gathers what is generated into deltas: the first text at once, then one every 33 ms or 32 tokens, whichever comes first."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from engine.protocol import Delta
from engine.turn import Piece

SECONDS: Final = 0.033
TOKENS: Final = 32


class DeltaStream:
    """Collects the pieces of one request and hands on `Delta` events; call `flush` at the end."""

    def __init__(self, request_id: int, send: Callable[[Delta], None]) -> None:
        self._id = request_id
        self._send = send
        self._last = 0.0
        self._engaged: float | None = None
        self._clear()

    def _clear(self) -> None:
        self._text: list[str] = []
        self._readings: list[float] = []
        self._n_tokens = 0

    def add(self, piece: Piece) -> None:
        """Take one piece; sends what has gathered when it is due."""
        self._text.append(piece.text)
        self._n_tokens += piece.n_tokens
        if piece.n_tokens:
            self._engaged = piece.engaged
        self._readings += piece.readings
        # A token is evaluated right before the next text is drawn: it waits for that, so that the text never has to wait for it.
        if self._n_tokens >= TOKENS or (piece.text and time.monotonic() - self._last >= SECONDS):
            self.flush()

    def flush(self) -> None:
        """Send what has gathered, if anything."""
        if not self._n_tokens and not any(self._text):
            return
        self._send(Delta(self._id, "".join(self._text), self._n_tokens, self._readings, self._engaged))
        self._last = time.monotonic()
        self._clear()
