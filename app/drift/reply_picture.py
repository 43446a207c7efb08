"""The picture of a finished reply's course: every token in it, with a cursor that says what one of them read."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.drift.course import Column, Course, columns
from app.drift.scale import draw_levels, height_of, state_colour
from app.drift.words import figure, state_within
from app.theme import Colours, colours, space

HEIGHT: Final = 68
_PAGE: Final = 10


class ReplyPicture(QWidget):
    """Draws a course: a band from the lowest to the highest token of each column, and the smooth line.

    The pointer, or the arrow keys, Page, Home and End, move a cursor over the tokens; what the token read is told in a tooltip and
    to a screen reader.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._course: Course | None = None
        self._threshold: float | None = None
        self._early: float | None = None
        self._cursor: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Course of this reply, token by token"))

    @property
    def cursor_at(self) -> int | None:
        """The token the cursor is on, from 0; None where there is no cursor."""
        return self._cursor

    def show_course(self, course: Course | None, threshold: float | None, early: float | None = None) -> None:
        """Show a reply; threshold None draws no mark, early is the reading from before its first word."""
        self._course, self._threshold, self._early = course, threshold, early
        self._cursor = None
        self.setAccessibleDescription("")
        self.update()

    def sizeHint(self) -> QSize:
        """A low, wide picture."""
        return QSize(space(240), space(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The same height, whatever the width."""
        return QSize(space(120), space(HEIGHT))

    # --- drawing ---------------------------------------------------------------------------------------------------------------

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(space(5), space(4), -space(5), -space(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw levels, band, smooth line, early mark and cursor."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c, area = colours(self), self._area()
        draw_levels(painter, area, self._threshold, c)
        if self._course is not None:
            self._draw_course(painter, area, columns(self._course, max(2, int(area.width() // 2))), c)
            self._draw_cursor(painter, area, self._course, c)
        if self._early is not None:
            painter.setPen(QPen(QColor(c.text), 1.5))
            painter.setBrush(QColor(c.card))
            painter.drawEllipse(QPointF(area.left(), height_of(self._early, area)), space(3), space(3))
        if self.hasFocus():
            painter.setPen(QPen(QColor(c.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.end()

    def _draw_course(self, painter: QPainter, area: QRectF, parts: list[Column], c: Colours) -> None:
        step = area.width() / max(1, len(parts) - 1)
        places = [area.left() + at * step for at in range(len(parts))]
        top = [QPointF(x, height_of(part.high, area)) for x, part in zip(places, parts, strict=True)]
        low = [QPointF(x, height_of(part.low, area)) for x, part in zip(places, parts, strict=True)]
        band = QColor(c.faint)
        painter.setPen(QPen(band, 1))
        band.setAlphaF(0.35)
        painter.setBrush(band)
        painter.drawPolygon(QPolygonF(top + low[::-1]))
        line = QPainterPath(QPointF(places[0], height_of(parts[0].smooth, area)))
        for x, part in zip(places[1:] or [places[0] + 2], parts[1:] or parts, strict=True):
            line.lineTo(x, height_of(part.smooth, area))
        self._draw_smooth(painter, line, area, c)

    def _draw_smooth(self, painter: QPainter, line: QPainterPath, area: QRectF, c: Colours) -> None:
        limit = area.bottom() + 1 if self._threshold is None else height_of(self._threshold, area)
        above, below = QRectF(self.rect()), QRectF(self.rect())
        above.setBottom(limit)
        below.setTop(limit)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for part, name in ((above, c.steady), (below, c.drifting)):
            painter.save()
            painter.setClipRect(part)
            painter.setPen(QPen(QColor(name), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            painter.drawPath(line)
            painter.restore()

    def _draw_cursor(self, painter: QPainter, area: QRectF, course: Course, c: Colours) -> None:
        if self._cursor is None:
            return
        x = self._place_of(self._cursor)
        reading = course.readings[self._cursor]
        painter.setPen(QPen(QColor(c.outline), 1))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setPen(QPen(QColor(c.card), 1.5))
        painter.setBrush(QColor(c.text) if self._threshold is None else state_colour(reading, self._threshold, c))
        painter.drawEllipse(QPointF(x, height_of(reading, area)), space(4), space(4))

    # --- the cursor ------------------------------------------------------------------------------------------------------------

    def _place_of(self, token: int) -> float:
        count = len(self._course.readings) if self._course is not None else 0
        return self._area().left() + self._area().width() * token / max(1, count - 1)

    def _token_at(self, x: float) -> int | None:
        if self._course is None:
            return None
        area, last = self._area(), len(self._course.readings) - 1
        return min(max(round((x - area.left()) / max(1.0, area.width()) * last), 0), last)

    def _set_cursor(self, token: int | None) -> None:
        self._cursor = token
        self.setAccessibleDescription("" if token is None else self.words(token))
        self.update()

    def words(self, token: int) -> str:
        """Return what one token, counted from 0, read."""
        assert self._course is not None
        reading = self._course.readings[token]
        told = self.tr("Token {number} of {count}: {reading}").format(
            number=token + 1, count=len(self._course.readings), reading=figure(reading)
        )
        return told if self._threshold is None else f"{told}, {state_within(reading, self._threshold)}"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Put the cursor under the pointer."""
        token = self._token_at(event.position().x())
        self._set_cursor(token)
        if token is not None:
            QToolTip.showText(event.globalPosition().toPoint(), self.words(token), self)

    def leaveEvent(self, event: object) -> None:
        """Take the cursor away."""
        super().leaveEvent(event)  # type: ignore[arg-type]
        if not self.hasFocus():
            self._set_cursor(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor."""
        if self._course is None:
            super().keyPressEvent(event)
            return
        last = len(self._course.readings) - 1
        here = self._cursor
        moves = {
            Qt.Key.Key_Left: last if here is None else here - 1,
            Qt.Key.Key_Right: 0 if here is None else here + 1,
            Qt.Key.Key_PageUp: last if here is None else here - _PAGE,
            Qt.Key.Key_PageDown: 0 if here is None else here + _PAGE,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key not in moves or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        self._set_cursor(min(max(moves[key], 0), last))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame that says where the keys go."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take cursor and frame away."""
        super().focusOutEvent(event)
        self._set_cursor(None)
