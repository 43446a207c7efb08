"""The right side of the window: the drift panel or the settings, or nothing."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.drift.panel import DriftPanel
from app.settings.panel import SettingsPanel
from app.theme import space, zoom

WIDTH = 324
LARGEST_SHARE = 0.45
LARGEST_SHARE_LARGE_TEXT = 0.6
"""Large text needs more of a small window: a panel of which half is cut off helps nobody."""
LARGE_TEXT = 1.8
Panel = Literal["drift", "settings", ""]


class SidePanels(QWidget):
    """Shows one panel at a time; choosing the one that is open closes it."""

    changed = Signal()

    def __init__(self, drift: DriftPanel, settings: SettingsPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sideHolder")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pages = QStackedWidget(self)
        self._panels: dict[Panel, QWidget] = {"drift": drift, "settings": settings}
        for panel in self._panels.values():
            self._pages.addWidget(panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.addWidget(self._pages)
        self.setFixedWidth(space(WIDTH))

    @property
    def shown(self) -> Panel:
        """The panel that is open, "" where none is."""
        if self.isHidden():
            return ""
        return "drift" if self._pages.currentWidget() is self._panels["drift"] else "settings"

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
        self.setFixedWidth(min(space(WIDTH), round(window_width * share)))
