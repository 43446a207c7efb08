"""The warning strip: says once, quietly, that the replies have moved away, and offers the ways on from there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.drift.flow import FlowLayout
from app.language import QT_TRANSLATE_NOOP
from app.theme import colours, pixmap, space

SENTENCE: Final = QT_TRANSLATE_NOOP("WarningStrip", "The replies have moved away from this model's usual assistant manner.")
FRESH_CHAT: Final = QT_TRANSLATE_NOOP("WarningStrip", "Start fresh chat with a summary")
GO_BACK: Final = QT_TRANSLATE_NOOP("WarningStrip", "Go back to the last steady reply")
TURN_ON: Final = QT_TRANSLATE_NOOP("WarningStrip", "Turn on capping")
STRENGTHEN: Final = QT_TRANSLATE_NOOP("WarningStrip", "Strengthen capping")
NOT_NOW: Final = QT_TRANSLATE_NOOP("WarningStrip", "Not now")
MEANT: Final = QT_TRANSLATE_NOOP("WarningStrip", "I meant this")


class WarningStrip(QFrame):
    """A line above the composer, hidden until it is presented. It never takes the focus and never blocks anything.

    The buttons only say what was asked; the window acts and calls `dismiss`.
    """

    fresh_chat_requested = Signal()
    go_back_requested = Signal()
    strengthen_requested = Signal()
    not_now_requested = Signal()
    meant_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "notice")
        self.setAccessibleName(self.tr("Drift warning"))
        self.setAccessibleDescription(self.tr(SENTENCE))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._icon = QLabel()
        self._text = QLabel(self.tr(SENTENCE))
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setProperty("tone", "heading")
        self._text.setWordWrap(True)
        self._fresh = self._button(self.tr(FRESH_CHAT), "primary")
        self._back = self._button(self.tr(GO_BACK), "")
        self._back.setToolTip(self.tr("Opens a copy of this chat that ends with that reply; this chat stays as it is"))
        self._strengthen = self._button(self.tr(TURN_ON), "")
        self._not_now = self._button(self.tr(NOT_NOW), "")
        self._meant = self._button(self.tr(MEANT), "")
        self._meant.setToolTip(self.tr("Makes this a role-play chat: its replies are read as before, and nothing warns"))
        self._fresh.clicked.connect(self.fresh_chat_requested)
        self._back.clicked.connect(self.go_back_requested)
        self._strengthen.clicked.connect(self.strengthen_requested)
        self._not_now.clicked.connect(self.not_now_requested)
        self._meant.clicked.connect(self.meant_requested)
        self._lay_out()
        self._draw_icon()
        self.hide()

    def present(self, cap_is_on: bool, can_strengthen: bool = True, can_go_back: bool = False) -> None:
        """Show the strip. One button turns the cap on or strengthens it, one goes back; what is not possible is left out."""
        self._strengthen.setText(self.tr(STRENGTHEN) if cap_is_on else self.tr(TURN_ON))
        self._strengthen.setVisible(can_strengthen)
        self._back.setVisible(can_go_back)
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
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.tr(SENTENCE)))

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
        for button in (self._fresh, self._back, self._strengthen, self._not_now, self._meant):
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(14), space(11), space(14), space(12))
        column.setSpacing(space(10))
        column.addLayout(head)
        column.addLayout(flow)

    def _draw_icon(self) -> None:
        self._icon.setPixmap(pixmap("away", colours(self).drifting, space(20), self.devicePixelRatioF()))
