"""The warning strip: says once, quietly, that the replies have moved away, and offers the ways on from there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

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
SHORT: Final = QT_TRANSLATE_NOOP("WarningStrip", "The replies have moved away.")
MORE: Final = QT_TRANSLATE_NOOP("WarningStrip", "More…")
CHOOSE: Final = QT_TRANSLATE_NOOP("WarningStrip", "What to do…")

WHOLE, FOLDED, SMALLEST = range(3)
"""How much the strip shows: every way on as a button; the lesser ones in a menu; a short sentence, and all of them in the menu."""


class WarningStrip(QFrame):
    """A line above the composer, hidden until it is presented. It never takes the focus and never blocks anything.

    The buttons only say what was asked; the window acts and calls `dismiss`. Where the window is low and the text large, `fit`
    folds the lesser buttons into a menu.
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
        self._more = self._button(self.tr(MORE), "")
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._more.setMenu(self._menu)
        self._can_strengthen = self._can_go_back = True
        self._form = WHOLE
        self._room: tuple[int, int] | None = None
        self._fitted: tuple[object, ...] = ()
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
        self._can_strengthen, self._can_go_back = can_strengthen, can_go_back
        self._take_form(self._form)
        self._choose_form()
        if not self.isHidden():
            return
        self.show()
        self._announce()

    def dismiss(self) -> None:
        """Hide the strip."""
        self.hide()

    def fit(self, width: int, height: int) -> None:
        """Show as much as fits this width and height, in pixels; at the least a short sentence and a menu."""
        self._room = (width, height)
        self._choose_form()

    def _choose_form(self) -> None:
        if self._room is None:
            return
        # Remembered, for trying the forms asks for the layout again, and with that for this.
        key = (self._room, self.font(), self._strengthen.text(), self._can_strengthen, self._can_go_back)
        if key == self._fitted:
            return
        self._fitted = key
        width, height = self._room
        for form in (WHOLE, FOLDED, SMALLEST):
            self._take_form(form)
            layout = self.layout()
            if layout is None or layout.totalHeightForWidth(width) <= height:
                break

    def _take_form(self, form: int) -> None:
        self._form = form
        possible = {self._strengthen: self._can_strengthen, self._back: self._can_go_back}
        kept = {WHOLE: self._every, FOLDED: (self._fresh, self._not_now), SMALLEST: ()}[form]
        for button, action in zip(self._every, self._actions, strict=True):
            can = possible.get(button, True)
            button.setVisible(can and button in kept)
            action.setVisible(can and button not in kept)
            action.setText(button.text())
        self._more.setText(self.tr(CHOOSE) if form == SMALLEST else self.tr(MORE))
        self._more.setVisible(form != WHOLE)
        self._text.setText(self.tr(SHORT) if form == SMALLEST else self.tr(SENTENCE))
        self._text.setToolTip("" if form != SMALLEST else self.tr(SENTENCE))
        self._set_distances(0.4 if form == SMALLEST else 1.0)

    def _set_distances(self, share: float) -> None:
        column = self.layout()
        if column is not None:
            column.setContentsMargins(space(14), space(11 * share), space(14), space(12 * share))
            column.setSpacing(space(10 * share))
            column.invalidate()

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
        self._every = (self._fresh, self._back, self._strengthen, self._not_now, self._meant)
        for button in (*self._every, self._more):
            flow.addWidget(button)
        self._actions = [self._menu.addAction(button.text()) for button in self._every]
        for button, action in zip(self._every, self._actions, strict=True):
            action.setToolTip(button.toolTip())
            action.triggered.connect(button.click)
        column = QVBoxLayout(self)
        column.addLayout(head)
        column.addLayout(flow)
        self._take_form(WHOLE)

    def _draw_icon(self) -> None:
        self._icon.setPixmap(pixmap("away", colours(self).drifting, space(20), self.devicePixelRatioF()))
