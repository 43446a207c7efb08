"""Following a growing conversation, without ever pulling away someone who reads further up."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QScrollBar

NEAR_END = 10


class EndFollower(QObject):
    """Keeps a scroll bar at its end while it is there; any move upwards lets go, reaching the end or `follow` takes hold again.

    Moves made through this object are the program's own and change nothing about that.
    """

    following_changed = Signal(bool)

    def __init__(self, bar: QScrollBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._following = True
        self._own_move = False
        self._last = bar.value()

    @property
    def following(self) -> bool:
        """Whether new text is scrolled into view."""
        return self._following

    def follow(self) -> None:
        """Go to the end and stay there."""
        self._set(True)
        self.move_to(self._bar.maximum())

    def let_go(self) -> None:
        """Stay where the bar is now, whatever is added."""
        self._set(False)

    def set_end(self, maximum: int, page: int) -> None:
        """Give the bar its range and its page, in pixels."""
        self._own_move = True
        self._bar.setPageStep(page)
        self._bar.setRange(0, maximum)
        self._own_move = False

    def move_to(self, value: int) -> None:
        """Go to a place without letting go or taking hold."""
        self._own_move = True
        self._bar.setValue(value)
        self._own_move = False

    def moved(self) -> None:
        """Take note that the bar moved; the view calls it before it arranges anything by the new place."""
        value = self._bar.value()
        last, self._last = self._last, value
        if self._own_move:
            return
        if value < last and value < self._bar.maximum():
            self._set(False)
        elif value >= self._bar.maximum() - NEAR_END:
            self._set(True)

    def _set(self, following: bool) -> None:
        if following != self._following:
            self._following = following
            self.following_changed.emit(following)
