"""The quiet line below the composer: the reading of the chat, the context in use, the speed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.theme import space
from app.window.header import ElidedLabel
from engine.drift import DriftState, manner

_SIGNS = {"close": ("●", "steady"), "drifting": ("◆", "drifting"), "away": ("▲", "away")}
_WORDS = {"close": "close to its usual manner", "drifting": "drifting from its usual manner", "away": "away from its usual manner"}


class StatusLine(QWidget):
    """Nothing here ever moves the layout."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dot = QLabel(self)
        self._drift = ElidedLabel(self)
        self._figures = QLabel(self)
        for label in (self._dot, self._drift, self._figures):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self._drift, self._figures):
            label.setProperty("tone", "small")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(space(4), 0, space(4), 0)
        self._layout.setSpacing(space(6))
        self._layout.addWidget(self._dot)
        self._layout.addWidget(self._drift, 1)
        self._layout.addWidget(self._figures)
        self.show_drift(DriftState(), None)
        self.show_stats({})

    def show_drift(self, state: DriftState, threshold: float | None) -> None:
        """Show where the replies of the chat stand; nothing without an axis or before the first reply."""
        if state.smoothed is None or threshold is None:
            self._dot.setText("")
            self._drift.show_text("")
            return
        where = manner(state.smoothed, threshold)
        sign, tone = _SIGNS[where]
        self._dot.setText(sign)
        self._dot.setProperty("tone", tone)
        self._dot.style().polish(self._dot)
        self._drift.show_text(_WORDS[where])

    def show_stats(self, stats: Mapping[str, Any]) -> None:
        """Show context and speed of a reply, given its figures by their names in the protocol; nothing where there are none."""
        if "context_used" not in stats:
            self._figures.setText("")
            return
        used = f"{stats['context_used']:,} of {stats['context_size']:,} tokens in use"
        self._figures.setText(f"{used} · {stats['tokens_per_second']:.0f} tokens/s")

    def text(self) -> str:
        """Return what the line says."""
        return f"{self._drift.full_text()} {self._figures.text()}".strip()
