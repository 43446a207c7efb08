"""The trajectory: one mark per reply over the conversation, to look at and to jump from."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.drift.marks import draw_low_ground, draw_mark, draw_ring
from app.drift.scale import draw_levels, height_of
from app.drift.words import TurnReading, other_words, turn_words
from app.theme import Colours, colours, space


class Trajectory(QWidget):
    """Round marks are replies without a cap, diamonds replies under one; hollow marks are other versions of a reply.

    A dotted line joins the versions of a reply: they answer the same words, so their distance is what made the difference. A
    click, or arrow keys and Enter, choose a reply; up and down go through its versions. Where there are more replies than fit, the
    newest are shown, and the wheel or the arrow keys move along them.
    """

    turn_selected = Signal(int)
    """Carries the index of the reply that was chosen."""

    version_selected = Signal(int)
    """Carries the index of another version of a reply that was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turns: tuple[TurnReading, ...] = ()
        self._threshold = 0.5
        self._scrolled_to: int | None = None  # None follows the newest reply
        self._current: int | None = None
        self._version = 0  # of the reply that is marked: 0 the one on show, then its others
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Course of the conversation"))
        self._describe()

    @property
    def current(self) -> int | None:
        """The place, in the list, of the reply that is marked."""
        return self._current

    def show_turns(self, turns: Sequence[TurnReading]) -> None:
        """Show these replies, in their order."""
        self._turns = tuple(turns)
        self._current = None
        self._version = 0
        self._scrolled_to = None
        self._describe()
        self.update()

    def show_threshold(self, threshold: float) -> None:
        """Move the threshold line."""
        self._threshold = threshold
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """A low, wide picture."""
        return QSize(space(220), space(88))

    def minimumSizeHint(self) -> QSize:
        """The same height, whatever the width."""
        return QSize(space(120), space(88))

    # --- where the marks are ---------------------------------------------------------------------------------------------------

    def position(self, place: int, version: int = 0) -> QPointF:
        """Return the middle of the mark of the reply at this place in the list; version: 0 the one on show, then its others."""
        area, gap = self._area(), self._gap()
        shown = min(len(self._turns), self._visible())
        reading = self._shown(place, version).reading
        used = gap * max(0, shown - 1)
        left = area.left() if len(self._turns) > 1 else area.left() + space(4)
        x = left + min(used, area.width()) * (place - self._first) / max(1, shown - 1)
        # One without a reading stands below the picture: on the ground that counts as drifted it would say something of it.
        return QPointF(x, area.bottom() + space(5) if reading is None else height_of(reading, area))

    def place_at(self, point: QPointF) -> int | None:
        """Return the place of the reply whose mark is nearest to a point, None too far from all."""
        shown = range(self._first, min(len(self._turns), self._first + self._visible()))
        nearest = min(shown, key=lambda place: abs(self.position(place).x() - point.x()), default=None)
        if nearest is None or abs(self.position(nearest).x() - point.x()) > max(self._gap() / 2, space(8)):
            return None
        return nearest

    def version_at(self, point: QPointF, place: int) -> int:
        """Return which version of a reply a point means: the nearest mark within reach, else the one on show."""
        near = [(abs(self.position(place, each).y() - point.y()), each) for each in range(len(self._turns[place].others) + 1)]
        distance, version = min(near)
        return version if distance <= space(9) else 0

    def _shown(self, place: int, version: int) -> TurnReading:
        turn = self._turns[place]
        return turn.others[version - 1] if version else turn

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(space(9), space(8), -space(9), -space(12))

    def _visible(self) -> int:
        return max(2, int(self._area().width() // space(13)) + 1)

    def _gap(self) -> float:
        shown = min(len(self._turns), self._visible())
        return min(self._area().width() / max(1, shown - 1), space(34))

    @property
    def _first(self) -> int:
        last = max(0, len(self._turns) - self._visible())
        return last if self._scrolled_to is None else min(self._scrolled_to, last)

    def _scroll(self, first: int) -> None:
        """Show the replies from this place on; at the end, newer ones come into view by themselves again."""
        last = max(0, len(self._turns) - self._visible())
        self._scrolled_to = None if first >= last else max(0, first)

    # --- drawing ---------------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the levels, the line between the replies and their marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = colours(self)
        draw_low_ground(painter, self._area(), self._threshold, c)
        draw_levels(painter, self._area(), self._threshold, c)
        shown = range(self._first, min(len(self._turns), self._first + self._visible()))
        self._draw_line(painter, [place for place in shown if self._turns[place].reading is not None], c)
        for place in shown:
            self._draw_marks(painter, place, c)
        if self.hasFocus():
            painter.setPen(QPen(QColor(c.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def _draw_line(self, painter: QPainter, places: list[int], c: Colours) -> None:
        painter.setPen(QPen(QColor(c.faint), 1.6))
        for one, other in itertools.pairwise(places):
            painter.drawLine(self.position(one), self.position(other))

    def _draw_marks(self, painter: QPainter, place: int, c: Colours) -> None:
        turn, at = self._turns[place], self.position(place)
        others = [(other, self.position(place, version)) for version, other in enumerate(turn.others, start=1)]
        painter.setPen(QPen(QColor(c.outline), 1, Qt.PenStyle.DotLine))
        for other, there in others:
            if other.reading is not None and turn.reading is not None:
                painter.drawLine(at, there)
        for other, there in others:
            draw_mark(painter, there, other, c, hollow=True)
        draw_mark(painter, at, turn, c, hollow=False)
        if place == self._current:
            draw_ring(painter, self.position(place, self._version), c)

    # --- choosing --------------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the reply under the pointer."""
        place = self.place_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        if place is None:
            super().mousePressEvent(event)
            return
        self._move_to(place, self.version_at(event.position(), place))
        self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, Home and End, through the versions with up and down; choose with Enter or Space."""
        last = len(self._turns) - 1
        here = self._current
        steps = {
            Qt.Key.Key_Left: last if here is None else here - 1,
            Qt.Key.Key_Right: last if here is None else here + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in steps and last >= 0:
            self._move_to(min(max(steps[key], 0), last))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and here is not None and self._turns[here].others:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._move_to(here, (self._version + step) % (len(self._turns[here].others) + 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and here is not None:
            self._choose()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move along a conversation that is longer than the picture is wide."""
        if len(self._turns) <= self._visible():
            event.ignore()
            return
        delta = event.angleDelta().x() or event.angleDelta().y()
        self._scroll(self._first - (delta > 0) + (delta < 0))
        self.update()
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame that says where the keys go."""
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what a mark stands for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.place_at(QPointF(event.pos()))
            if place is None:
                QToolTip.hideText()
            else:
                words = self._words(place, self.version_at(QPointF(event.pos()), place))
                QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def _move_to(self, place: int, version: int = 0) -> None:
        self._current, self._version = place, version
        if place < self._first:
            self._scroll(place)
        elif place >= self._first + self._visible():
            self._scroll(place - self._visible() + 1)
        self._describe()
        self.update()

    def _choose(self) -> None:
        if self._current is None:
            return
        chosen = self._shown(self._current, self._version)
        (self.version_selected if self._version else self.turn_selected).emit(chosen.index)

    def _words(self, place: int, version: int = 0) -> str:
        say = other_words if version else turn_words
        return say(self._shown(place, version), place + 1, len(self._turns), self._threshold)

    def _describe(self) -> None:
        if self._current is not None:
            self.setAccessibleDescription(self._words(self._current, self._version))
        elif self._turns:
            self.setAccessibleDescription(self._words(len(self._turns) - 1))
        else:
            self.setAccessibleDescription(self.tr("No replies yet"))
