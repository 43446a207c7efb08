"""What a page is that takes the place of the chat."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Page(QWidget):
    """One page of the window: its accessible name is its title, and it puts the focus on what is done next there."""

    def take_focus(self) -> None:
        """Put the focus on what is done next here; by itself on the first control."""
        self.focusNextChild()


def scrolled(content: QWidget) -> QScrollArea:
    """Return the content in a frameless area that scrolls downwards only; Tab passes the area itself by."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
