"""A button that stays in the background until it is needed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget


class QuietButton(QToolButton):
    """Text without a frame; the explanation is its tooltip and what a screen reader says."""

    def __init__(self, text: str, parent: QWidget | None = None, *, explanation: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("quietButton")
        self.setText(text)
        self.setAccessibleName(explanation or text)
        self.setToolTip(explanation)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
