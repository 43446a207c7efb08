"""The right side of the window: the drift panel or the settings, or nothing."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.drift.panel import DriftPanel
from app.settings.panel import SettingsPanel
from app.theme import space, zoom

WIDTH = 324
LARGEST_SHARE = 0.45
LARGEST_SHARE_LARGE_TEXT = 0.6
"""Large text needs more of a small window: a panel of which half is cut off helps nobody."""
LARGE_TEXT = 1.8
LEAST_CHAT = 220
"""Where less than this would be left of the conversation, the panel takes its place."""
Panel = Literal["drift", "settings", ""]


class SidePanels(QWidget):
    """Shows one panel at a time; choosing the one that is open closes it.

    Where the text is large and the window small, the panel takes the place of the conversation, with a way back above it.
    """

    changed = Signal()

    def __init__(self, drift: DriftPanel, settings: SettingsPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sideHolder")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pages = QStackedWidget(self)
        self._panels: dict[Panel, QWidget] = {"drift": drift, "settings": settings}
        for panel in self._panels.values():
            self._pages.addWidget(panel)
        self._covering = False
        self._back = QPushButton(self.tr("‹ Back to the chat"), self)
        self._back.setProperty("look", "fold")
        self._back.setAccessibleName(self.tr("Back to the chat"))
        self._back.clicked.connect(self._on_back)
        self._back.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._pages, 1)
        self.setFixedWidth(space(WIDTH))

    @property
    def shown(self) -> Panel:
        """The panel that is open, "" where none is."""
        if self.isHidden():
            return ""
        return "drift" if self._pages.currentWidget() is self._panels["drift"] else "settings"

    @property
    def covers_chat(self) -> bool:
        """Whether the open panel leaves no room for the conversation beside it."""
        return self._covering and not self.isHidden()

    def choose(self, panel: Panel) -> None:
        """Open a panel; "" closes."""
        if panel:
            self._pages.setCurrentWidget(self._panels[panel])
        self.setVisible(bool(panel))
        self.changed.emit()

    def toggle(self, panel: Panel) -> None:
        """Open a panel, or close it where it is open."""
        self.choose("" if self.shown == panel else panel)

    def fit(self, window_width: int) -> None:
        """Take the width that goes with the text size; half of the window and more, with large text 40 %, is the conversation's."""
        share = LARGEST_SHARE_LARGE_TEXT if zoom() >= LARGE_TEXT else LARGEST_SHARE
        width = min(space(WIDTH), round(window_width * share))
        self._covering = window_width - width < space(LEAST_CHAT)
        self._back.setVisible(self._covering)
        self.setFixedWidth(window_width if self._covering else width)

    def _on_back(self) -> None:
        self.choose("")
