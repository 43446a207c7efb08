"""The trace: the readings of the current reply, token by token."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.drift.buffer import TraceBuffer
from app.drift.scale import draw_levels, height_of, share
from app.theme import Colours, colours, space


class Trace(QWidget):
    """Draws the whole reply in its width: a faint line of single readings under a smooth one. It does not repaint by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buffer = TraceBuffer()
        self._threshold = 0.5
        self._early: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Course of this reply"))
        self.setToolTip(
            self.tr("Each token of this reply, thin, and their course, bold. The ring: the reading before the first word.")
        )

    def clear(self) -> None:
        """Forget the reply and show an empty scale."""
        self.buffer.clear()
        self._early = None
        self.update()

    def add(self, readings: Iterable[float]) -> None:
        """Take in new readings; the owner calls `update` when it is time to show them."""
        self.buffer.add(readings)

    def show_early(self, early: float | None) -> None:
        """Mark the reading from before the first word at the left edge."""
        self._early = early
        self.update()

    def show_threshold(self, threshold: float) -> None:
        """Move the threshold line."""
        self._threshold = threshold
        self.update()

    def sizeHint(self) -> QSize:
        """A low, wide picture."""
        return QSize(space(220), space(64))

    def minimumSizeHint(self) -> QSize:
        """The same height, whatever the width."""
        return QSize(space(120), space(64))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the levels, both lines and the early mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = colours(self)
        area = QRectF(self.rect()).adjusted(space(6), space(3), -space(6), -space(3))
        draw_levels(painter, area, self._threshold, c)
        if self.buffer.raw:
            self._draw_lines(painter, area, c)
        if self._early is not None:
            painter.setPen(QPen(QColor(c.text), 1.5))
            painter.setBrush(QColor(c.card))
            painter.drawEllipse(QPointF(area.left(), height_of(self._early, area)), space(3), space(3))
        painter.end()

    def _draw_lines(self, painter: QPainter, area: QRectF, c: Colours) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(c.faint), 1))
        painter.drawPath(_path(self.buffer.raw, area))
        smooth = _path(self.buffer.smooth, area)
        limit = area.bottom() - share(self._threshold) * area.height()
        above, below = QRectF(self.rect()), QRectF(self.rect())
        above.setBottom(limit)
        below.setTop(limit)
        for part, name in ((above, c.steady), (below, c.drifting)):
            painter.save()
            painter.setClipRect(part)
            painter.setPen(QPen(QColor(name), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            painter.drawPath(smooth)
            painter.restore()


def _path(values: list[float], area: QRectF) -> QPainterPath:
    step = area.width() / max(1, len(values) - 1)
    path = QPainterPath(QPointF(area.left(), height_of(values[0], area)))
    for at, value in enumerate(values[1:], start=1):
        path.lineTo(area.left() + at * step, height_of(value, area))
    if len(values) == 1:
        path.lineTo(area.left() + 2, height_of(values[0], area))
    return path
