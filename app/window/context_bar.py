"""A small bar that shows how much of the model's memory is in use."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme import colours, space

NEARLY_FULL = 0.9


class ContextBar(QWidget):
    """The words beside it say the same, so it takes no focus and has no name of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        """Show a share, 0..1; more than 1 is drawn as full."""
        self._share = share
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that follows the zoom."""
        return QSize(space(56), space(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the groove and what is in use; nearly full is drawn darker and in another colour."""
        c = colours(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        area = QRectF(self.rect())
        radius = area.height() / 2
        painter.setBrush(QColor(c.border))
        painter.drawRoundedRect(area, radius, radius)
        if self._share > 0:
            filled = QRectF(area.left(), area.top(), max(area.height(), area.width() * min(self._share, 1.0)), area.height())
            painter.setBrush(QColor(c.away if self._share >= 1 else c.drifting if self._share >= NEARLY_FULL else c.muted))
            painter.drawRoundedRect(filled, radius, radius)
