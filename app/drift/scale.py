"""What the three pictures of the drift panel share: the range they show and how they draw a threshold."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.theme import Colours
from engine.drift import manner

LOWEST: Final = -0.3
HIGHEST: Final = 1.3


def share(value: float) -> float:
    """Return where a normalised reading lies in the range that is drawn, 0 to 1; readings outside sit at its ends."""
    return (min(max(value, LOWEST), HIGHEST) - LOWEST) / (HIGHEST - LOWEST)


def height_of(value: float, area: QRectF) -> float:
    """Return the vertical place of a reading in an area, high readings on top."""
    return area.bottom() - share(value) * area.height()


def state_colour(value: float, threshold: float, c: Colours) -> QColor:
    """Return the colour of a reading."""
    return QColor({"close": c.steady, "drifting": c.drifting, "away": c.away}[manner(value, threshold)])


def small_font(widget: QWidget) -> QFont:
    """Return the widget's font, a little smaller."""
    font = QFont(widget.font())
    font.setPointSizeF(font.pointSizeF() * 0.85)
    return font


def draw_levels(painter: QPainter, area: QRectF, threshold: float | None, c: Colours) -> None:
    """Draw the quiet lines of the usual Assistant and the average role, and the dashed one of the threshold where there is one."""
    painter.setPen(QPen(QColor(c.border), 1))
    for level in (0.0, 1.0):
        _level(painter, area, level)
    if threshold is not None:
        painter.setPen(QPen(QColor(c.drifting), 1.2, Qt.PenStyle.DashLine))
        _level(painter, area, threshold)


def _level(painter: QPainter, area: QRectF, value: float) -> None:
    y = round(height_of(value, area)) + 0.5
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
