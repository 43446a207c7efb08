"""Following a growing conversation, without ever pulling away someone who reads further up."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QScrollBar

NEAR_END = 10


class EndFollower(QObject):
    """Keeps a scroll bar at its end while it is there; any move upwards lets go, reaching the end or `follow` takes hold again."""

    following_changed = Signal(bool)
    top_reached = Signal()

    def __init__(self, bar: QScrollBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._following = True
        self._own_move = False
        self._last = bar.value()
        self._last_maximum = bar.maximum()
        bar.valueChanged.connect(self._on_value)
        bar.rangeChanged.connect(self._on_range)

    @property
    def following(self) -> bool:
        """Whether new text is scrolled into view."""
        return self._following

    def follow(self) -> None:
        """Go to the end and stay there."""
        self._set(True)
        self._to_end()

    def shift(self, distance: int) -> None:
        """Move by a distance without letting go or taking hold; used when messages are added above."""
        self._own_move = True
        self._bar.setValue(self._bar.value() + distance)
        self._own_move = False

    def _to_end(self) -> None:
        self._own_move = True
        self._bar.setValue(self._bar.maximum())
        self._own_move = False

    def _on_range(self, _low: int, high: int) -> None:
        self._last_maximum = high
        if self._following:
            self._to_end()

    def _on_value(self, value: int) -> None:
        last, self._last = self._last, value
        if self._own_move:
            return
        at_end = value >= self._bar.maximum() - NEAR_END
        if value < last and value < self._bar.maximum():
            self._set(False)
        elif at_end:
            self._set(True)
        if value <= self._bar.minimum() and value < last:
            self.top_reached.emit()

    def _set(self, following: bool) -> None:
        if following != self._following:
            self._following = following
            self.following_changed.emit(following)
