"""The marks of the trajectory: a circle without a cap, a diamond under one, each in its own colour; other versions are hollow."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.drift.scale import share
from app.drift.words import TurnReading
from app.theme import Colours, colours, space

_DIAMOND: Final = 1.35
"""How much further a diamond reaches than a circle of the same weight to the eye."""


def mark_colour(capped: bool, c: Colours) -> QColor:
    """Return the colour of replies with or without a cap."""
    return QColor(c.accent if capped else c.muted)


def draw_mark(painter: QPainter, at: QPointF, turn: TurnReading, c: Colours, *, hollow: bool) -> None:
    """Draw the mark of a reply; hollow for a version that is not on show."""
    reach = float(space(4)) * (0.85 if hollow else 1.0)
    colour = mark_colour(turn.capped, c)
    if turn.reading is None:
        painter.setPen(QPen(QColor(c.outline), 1.6))
        painter.drawLine(at - QPointF(reach / 2, 0), at + QPointF(reach / 2, 0))
        return
    painter.setPen(QPen(colour, 1.6) if hollow else QPen(QColor(c.card), 1.5))
    painter.setBrush(QColor(c.card) if hollow else colour)
    if turn.capped:
        wide = reach * _DIAMOND
        painter.drawPolygon(
            QPolygonF([at + QPointF(0, -wide), at + QPointF(wide, 0), at + QPointF(0, wide), at + QPointF(-wide, 0)])
        )
    else:
        painter.drawEllipse(at, reach, reach)


def draw_ring(painter: QPainter, at: QPointF, c: Colours) -> None:
    """Draw the ring around the mark that is chosen."""
    reach = space(4) * 1.9
    painter.setPen(QPen(QColor(c.text), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, reach, reach)


def draw_low_ground(painter: QPainter, area: QRectF, threshold: float, c: Colours) -> None:
    """Tint where replies count as drifted."""
    ground = QColor(c.drifting)
    ground.setAlphaF(0.10)
    top = area.bottom() - share(threshold) * area.height()
    painter.fillRect(QRectF(area.left(), top, area.width(), max(0.0, area.bottom() - top)), ground)


class MarkSample(QWidget):
    """One mark, to stand before its explanation."""

    def __init__(self, *, capped: bool, hollow: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turn = TurnReading(0, 0.0, capped=capped)
        self._hollow = hollow
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for one mark."""
        return QSize(space(14), space(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_mark(painter, QPointF(self.width() / 2, self.height() / 2), self._turn, colours(self), hollow=self._hollow)
        painter.end()
