"""The warning strip: says once, quietly, that the replies have moved away, and offers four ways on."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.drift.flow import FlowLayout
from app.theme import colours, pixmap, space

SENTENCE: Final = "The replies have moved away from this model's usual assistant manner."
FRESH_CHAT: Final = "Start fresh chat with a summary"
TURN_ON: Final = "Turn on capping"
STRENGTHEN: Final = "Strengthen capping"
NOT_NOW: Final = "Not now"
MEANT: Final = "I meant this"


class WarningStrip(QFrame):
    """A line above the composer, hidden until it is presented. It never takes the focus and never blocks anything.

    The buttons only say what was asked; the window acts and calls `dismiss`.
    """

    fresh_chat_requested = Signal()
    strengthen_requested = Signal()
    not_now_requested = Signal()
    meant_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "notice")
        self.setAccessibleName("Drift warning")
        self.setAccessibleDescription(SENTENCE)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._icon = QLabel()
        self._text = QLabel(SENTENCE)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setProperty("tone", "heading")
        self._text.setWordWrap(True)
        self._fresh = self._button(FRESH_CHAT, "primary")
        self._strengthen = self._button(TURN_ON, "")
        self._not_now = self._button(NOT_NOW, "")
        self._meant = self._button(MEANT, "")
        self._fresh.clicked.connect(self.fresh_chat_requested)
        self._strengthen.clicked.connect(self.strengthen_requested)
        self._not_now.clicked.connect(self.not_now_requested)
        self._meant.clicked.connect(self.meant_requested)
        self._lay_out()
        self._draw_icon()
        self.hide()

    def present(self, cap_is_on: bool, can_strengthen: bool = True) -> None:
        """Show the strip; the second button turns the cap on or strengthens it, and is left out where neither is possible."""
        self._strengthen.setText(STRENGTHEN if cap_is_on else TURN_ON)
        self._strengthen.setVisible(can_strengthen)
        if not self.isHidden():
            return
        self.show()
        self._announce()

    def dismiss(self) -> None:
        """Hide the strip."""
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again in the colours and the size now in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_icon"):
            self._draw_icon()

    def _announce(self) -> None:
        """Tell a screen reader once; announcements are polite unless one asks for more, so nothing is interrupted."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, SENTENCE))

    def _button(self, text: str, look: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("look", look)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where one was typing
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(space(9))
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._text, 1)
        flow = FlowLayout(gap=space(8))
        for button in (self._fresh, self._strengthen, self._not_now, self._meant):
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(14), space(11), space(14), space(12))
        column.setSpacing(space(10))
        column.addLayout(head)
        column.addLayout(flow)

    def _draw_icon(self) -> None:
        self._icon.setPixmap(pixmap("away", colours(self).drifting, space(20), self.devicePixelRatioF()))
