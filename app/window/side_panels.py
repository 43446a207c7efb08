"""The right side of the window: the drift panel or the settings, or nothing."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.drift.panel import DriftPanel
from app.settings.panel import SettingsPanel
from app.theme import SCROLL_BAR, space, zoom

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

    refitted = Signal()
    """It took another width by itself, as what it shows needs more or less."""

    left = Signal()
    """It closed while the focus was in it."""

    def __init__(self, drift: DriftPanel, settings: SettingsPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sideHolder")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pages = QStackedWidget(self)
        self._panels: dict[Panel, QWidget] = {"drift": drift, "settings": settings}
        for panel in self._panels.values():
            self._pages.addWidget(panel)
        self._areas = {name: panel.findChild(QScrollArea) for name, panel in self._panels.items()}
        for area in self._areas.values():
            if area is not None and (content := area.widget()) is not None:
                content.installEventFilter(self)
        self._covering = False
        self._window_width = 0
        self._back = QPushButton(self.tr("‹ Back to the chat"), self)
        self._back.setProperty("look", "fold")
        self._back.setAccessibleName(self.tr("Back to the chat"))
        self._back.clicked.connect(self._on_back)
        self._back.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        self._head = QVBoxLayout()
        self._head.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(self._head)
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
        focus = QApplication.focusWidget()
        held = focus is not None and self.isAncestorOf(focus)
        if panel:
            self._pages.setCurrentWidget(self._panels[panel])
            self._fit()
        self.setVisible(bool(panel))
        self.changed.emit()
        if held and not panel:
            self.left.emit()

    def toggle(self, panel: Panel) -> None:
        """Open a panel, or close it where it is open."""
        self.choose("" if self.shown == panel else panel)

    def fit(self, window_width: int) -> None:
        """Take the width that goes with the text size; half of the window and more, with large text 40 %, is the conversation's.

        What the open panel needs to be read comes before that share.
        """
        self._window_width = window_width
        self._fit()

    def _fit(self) -> None:
        window_width = self._window_width
        share = LARGEST_SHARE_LARGE_TEXT if zoom() >= LARGE_TEXT else LARGEST_SHARE
        width = max(min(space(WIDTH), round(window_width * share)), self._needed())
        self._covering = window_width - width < space(LEAST_CHAT)
        self._head.setContentsMargins(*((space(12), space(8), space(12), 0) if self._covering else (0, 0, 0, 0)))
        self._back.setVisible(self._covering)
        self.setFixedWidth(window_width if self._covering else width)

    def _needed(self) -> int:
        """Return the width below which something in the open panel would be cut off; it scrolls downwards only."""
        panel: Panel = "drift" if self._pages.currentWidget() is self._panels["drift"] else "settings"
        area = self._areas[panel]
        content = area.widget() if area is not None else None
        return content.minimumSizeHint().width() + space(SCROLL_BAR) + 1 if content is not None else 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Fit again when a panel's content asks for another size."""
        if event.type() == QEvent.Type.LayoutRequest and self._window_width and not self.isHidden():
            before = (self.width(), self._covering)
            self._fit()
            if before != (self.width(), self._covering):
                self.refitted.emit()
        return False

    def _on_back(self) -> None:
        self.choose("")
