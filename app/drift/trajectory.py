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
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.drift.scale import draw_levels, height_of, state_colour
from app.drift.words import TurnReading, turn_words
from app.theme import Colours, colours, space


class Trajectory(QWidget):
    """Round marks are replies without a cap, diamonds replies under one; a click, or arrow keys and Enter, choose a reply.

    Where there are more replies than fit, the newest are shown and the wheel or the arrow keys move along them.
    """

    turn_selected = Signal(int)
    """Carries the index of the reply that was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turns: tuple[TurnReading, ...] = ()
        self._threshold = 0.5
        self._scrolled_to: int | None = None  # None follows the newest reply
        self._current: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Course of the conversation")
        self._describe()

    @property
    def current(self) -> int | None:
        """The place, in the list, of the reply that is marked."""
        return self._current

    def show_turns(self, turns: Sequence[TurnReading]) -> None:
        """Show these replies, in their order."""
        self._turns = tuple(turns)
        self._current = None
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
        return QSize(space(220), space(84))

    def minimumSizeHint(self) -> QSize:
        """The same height, whatever the width."""
        return QSize(space(120), space(84))

    # --- where the marks are ---------------------------------------------------------------------------------------------------

    def position(self, place: int) -> QPointF:
        """Return the middle of the mark of the reply at this place in the list."""
        area, gap = self._area(), self._gap()
        shown = min(len(self._turns), self._visible())
        reading = self._turns[place].reading
        used = gap * max(0, shown - 1)
        left = area.left() if len(self._turns) > 1 else area.left() + space(4)
        x = left + min(used, area.width()) * (place - self._first) / max(1, shown - 1)
        return QPointF(x, area.bottom() if reading is None else height_of(reading, area))

    def place_at(self, point: QPointF) -> int | None:
        """Return the place of the reply whose mark is nearest to a point, None too far from all."""
        shown = range(self._first, min(len(self._turns), self._first + self._visible()))
        nearest = min(shown, key=lambda place: abs(self.position(place).x() - point.x()), default=None)
        if nearest is None or abs(self.position(nearest).x() - point.x()) > max(self._gap() / 2, space(8)):
            return None
        return nearest

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(space(9), space(8), -space(9), -space(8))

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
        draw_levels(painter, self._area(), self._threshold, c)
        shown = range(self._first, min(len(self._turns), self._first + self._visible()))
        self._draw_line(painter, [place for place in shown if self._turns[place].reading is not None], c)
        for place in shown:
            self._draw_mark(painter, place, c)
        if self.hasFocus():
            painter.setPen(QPen(QColor(c.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def _draw_line(self, painter: QPainter, places: list[int], c: Colours) -> None:
        painter.setPen(QPen(QColor(c.faint), 1.6))
        for one, other in itertools.pairwise(places):
            painter.drawLine(self.position(one), self.position(other))

    def _draw_mark(self, painter: QPainter, place: int, c: Colours) -> None:
        turn, at = self._turns[place], self.position(place)
        reach = float(space(4))
        if turn.reading is None:
            painter.setPen(QPen(QColor(c.outline), 1.6))
            painter.drawLine(at - QPointF(reach / 2, 0), at + QPointF(reach / 2, 0))
        else:
            painter.setPen(QPen(QColor(c.card), 1.5))
            painter.setBrush(state_colour(turn.reading, self._threshold, c))
            if turn.capped:
                wide = reach * 1.35
                painter.drawPolygon(
                    QPolygonF([at + QPointF(0, -wide), at + QPointF(wide, 0), at + QPointF(0, wide), at + QPointF(-wide, 0)])
                )
            else:
                painter.drawEllipse(at, reach, reach)
        if place == self._current:
            painter.setPen(QPen(QColor(c.text), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, reach * 1.9, reach * 1.9)

    # --- choosing --------------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the reply under the pointer."""
        place = self.place_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        if place is None:
            super().mousePressEvent(event)
            return
        self._move_to(place)
        self.turn_selected.emit(self._turns[place].index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, Home and End; choose with Enter or Space."""
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
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and here is not None:
            self.turn_selected.emit(self._turns[here].index)
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
                QToolTip.showText(event.globalPos(), self._words(place), self)
            return True
        return super().event(event)

    def _move_to(self, place: int) -> None:
        self._current = place
        if place < self._first:
            self._scroll(place)
        elif place >= self._first + self._visible():
            self._scroll(place - self._visible() + 1)
        self._describe()
        self.update()

    def _words(self, place: int) -> str:
        return turn_words(self._turns[place], place + 1, len(self._turns), self._threshold)

    def _describe(self) -> None:
        if self._current is not None:
            self.setAccessibleDescription(self._words(self._current))
        elif self._turns:
            self.setAccessibleDescription(self._words(len(self._turns) - 1))
        else:
            self.setAccessibleDescription("No replies yet")
