"""The quiet line below the composer: the reading of the chat, the context in use, the speed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.drift.words import TONES
from app.language import number
from app.theme import space
from app.window.context_bar import NEARLY_FULL, ContextBar
from app.window.header import ElidedLabel
from engine.drift import DriftState, manner

ROOM_FOR_DRIFT = 70
_SIGNS = {"close": "●", "drifting": "◆", "away": "▲"}


class StatusLine(QWidget):
    """Nothing here ever moves the layout."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dot = QLabel(self)
        self._drift = ElidedLabel(self)
        self._bar = ContextBar(self)
        self._context = QLabel(self)
        self._speed = QLabel(self)
        for label in (self._dot, self._drift, self._context, self._speed):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self._drift, self._context, self._speed):
            label.setProperty("tone", "small")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(space(4), 0, space(4), 0)
        self._layout.setSpacing(space(6))
        self._layout.addWidget(self._dot)
        self._layout.addWidget(self._drift, 1)
        for widget in (self._bar, self._context, self._speed):
            self._layout.addWidget(widget)
        self._known = False
        self.show_drift(DriftState(), None)
        self.show_context(-1, 0)
        self.show_stats({})

    def show_drift(self, state: DriftState, threshold: float | None) -> None:
        """Show where the replies of the chat stand; nothing without an axis or before the first reply."""
        if state.smoothed is None or threshold is None:
            self._dot.setText("")
            self._drift.show_text("")
            return
        where = manner(state.smoothed, threshold)
        words = {
            "close": self.tr("lately close to its usual self"),
            "drifting": self.tr("lately drifting from its usual self"),
            "away": self.tr("lately away from its usual self"),
        }
        self._dot.setText(_SIGNS[where])
        self._dot.setProperty("tone", TONES[where])
        self._dot.style().polish(self._dot)
        self._drift.show_text(words[where])
        # The panel speaks of one reply, and may well say something else.
        hint = self.tr("The last replies of this chat, weighed together; the newest counts most.")
        self._drift.setToolTip(f"{words[where]}\n{hint}")
        self._drift.setAccessibleDescription(hint)

    @Slot(int, int)
    def show_context(self, used: int, size: int) -> None:
        """Show how many tokens of the model's memory are in use; used -1: not known, size 0: no model."""
        self._known = used >= 0 and size > 0
        self._context.setVisible(self._known)
        if not self._known:
            self._context.setText("")
            self._fit()
            return
        share = used / size
        self._bar.show_share(share)
        words = self.tr("{used} of {size} tokens in use")
        hint = self.tr("How much of the model's memory this chat takes, with what stands in the box above.")
        if used > size:
            words = self.tr("{used} of {size} tokens: too long")
            hint = self.tr("This is more than the model can look back on. Shorten the text, or go on in a fresh chat.")
        elif share >= NEARLY_FULL:
            hint = self.tr("The model's memory is nearly full.")
        text = words.format(used=number(f"{used:,}"), size=number(f"{size:,}"))
        self._context.setText(text)
        for widget in (self._bar, self._context):
            widget.setToolTip(hint)
        self._context.setAccessibleName(f"{text}. {hint}")
        self._fit()

    def show_stats(self, stats: Mapping[str, Any]) -> None:
        """Show the speed of a reply, given its figures by their names in the protocol; nothing where there are none."""
        speed = stats.get("tokens_per_second")
        self._speed.setText("" if speed is None else self.tr("· {speed} tokens/s").format(speed=number(f"{speed:,.0f}")))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for everything, the speed gives way first, then the bar."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for any window: what does not fit gives way."""
        return QSize(space(ROOM_FOR_DRIFT), super().minimumSizeHint().height())

    def _fit(self) -> None:
        gap = self._layout.spacing()
        room = self.width() - self._dot.sizeHint().width() - self._context.sizeHint().width() - space(ROOM_FOR_DRIFT) - 4 * gap
        bar, speed = self._bar.sizeHint().width() + gap, self._speed.sizeHint().width()
        self._bar.setVisible(self._known and room >= bar)
        self._speed.setVisible(bool(self._speed.text()) and room >= bar + speed)

    def text(self) -> str:
        """Return what the line says."""
        parts = (self._drift.full_text(), self._context.text(), self._speed.text())
        return " ".join(part for part in parts if part)
