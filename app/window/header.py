"""The line above the conversation: the chat's title, the model and where it runs, and the switches of the side panels."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from app.chat.markdown import printable
from app.chat.text_body import plain_tooltip
from app.theme import colours, icon, icon_before_words, size_before_words, space
from app.window.model_menu import ModelMenu

TITLE_ROOM = 150
"""Width that a long title gets before the model's state gives way."""
LEAST_TITLE = 64
"""Width that it gets before the model's name gives way, too."""


class ElidedLabel(QLabel):
    """A line of plain text that ends in dots where there is no room for all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(40)
        self._full = ""

    def show_text(self, text: str) -> None:
        """Show this text."""
        self._full = " ".join(printable(text).split())
        self.setAccessibleName(self._full)
        self.setToolTip(plain_tooltip(self._full))
        self._elide()

    def full_text(self) -> str:
        """Return the text without dots."""
        return self._full

    def resizeEvent(self, event: object) -> None:
        """Cut the text to the new width."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._elide()

    def _elide(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, max(0, self.width() - 2)))


class Header(QWidget):
    """Title, a menu of what can be done with the chat, model, and three switches.

    chat_menu, model_menu: actions are put into them from outside.
    """

    sidebar_toggled = Signal()
    drift_toggled = Signal()
    settings_toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = ElidedLabel(self)
        self.title.setProperty("tone", "heading")
        self.model = QToolButton(self)
        self.model.setObjectName("modelButton")
        self.model.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.model_menu = ModelMenu(self)
        self.model.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.model.setMenu(self.model_menu)
        self.model.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.model.setMinimumWidth(1)  # its words give way by themselves, and must not keep the window from getting narrower
        self._words = ("", "")
        self._device = ""
        self.temporary = QLabel(self.tr("Temporary"), self)
        self.temporary.setObjectName("badge")
        self.temporary.setToolTip(self.tr("This chat is never written to the disk. It is gone when Keel is closed."))
        self.temporary.setAccessibleName(self.tr("Temporary chat: it is never written to the disk"))
        self.temporary.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.temporary.hide()
        self.chat_menu = QMenu(self)
        self._more = QToolButton(self)
        self._more.setObjectName("chatMenuButton")
        self._more.setText("⋯")
        self._more.setToolTip(self.tr("More that can be done with chats"))
        self._more.setAccessibleName(self.tr("More that can be done with chats"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(self.chat_menu)
        self._sidebar = self._switch(self.tr("List of chats (Ctrl+B)"))
        self._sidebar.clicked.connect(self.sidebar_toggled)
        self._drift = self._switch(self.tr("Drift panel (Ctrl+D)"))
        self._drift.clicked.connect(self.drift_toggled)
        self._settings = self._switch(self.tr("Settings (Ctrl+,)"))
        self._settings.clicked.connect(self.settings_toggled)
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self._sidebar)
        self._layout.addWidget(self.title, 1)
        for widget in (self.temporary, self.model, self._more, self._drift, self._settings):
            self._layout.addWidget(widget)
        for before, after in pairwise((self._sidebar, self.model, self._more, self._drift, self._settings)):
            QWidget.setTabOrder(before, after)  # as they stand there
        self._draw()

    def show_title(self, title: str, *, temporary: bool = False) -> None:
        """Show the chat's title, and whether the chat is kept in memory only."""
        self.title.show_text(title)
        self.temporary.setVisible(temporary)
        self._fit()

    def show_device(self, words: str) -> None:
        """Say in the model's tooltip what it runs on and why, "" where it does not run; shown with the next `show_model`."""
        self._device = words

    def show_model(self, name: str, state: str) -> None:
        """Name the model, with its state behind it."""
        shown = " ".join(printable(name).split())
        shown = shown if len(shown) <= 28 else shown[:27] + "…"
        self._words = (f"{shown} · {state}" if shown else state, shown or state)
        self.model.setAccessibleName(self.tr("Model: {name}. Models used lately, and all models").format(name=self._words[0]))
        lines = (self._words[0], self._device, self.tr("Models used lately, and all models"))
        self.model.setToolTip(plain_tooltip("\n".join(line for line in lines if line)))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the model with its state where there is room for that beside the title, alone where there is not."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        whole, short = self._words
        shown = [each for each in (self._sidebar, self._more, self._drift, self._settings, self.temporary) if not each.isHidden()]
        taken = sum(each.sizeHint().width() for each in shown)
        taken += self._layout.spacing() * (len(shown) + 1) + self._layout.contentsMargins().left() * 2
        title = self.title.fontMetrics().horizontalAdvance(self.title.full_text()) + space(4)
        for words, room in ((whole, space(TITLE_ROOM)), (short, space(LEAST_TITLE)), ("", 0)):
            self.model.setText(f"{words} ▾" if words else "")
            if self.width() - taken - self.model.sizeHint().width() >= min(title, room):
                break

    def show_switches(self, *, sidebar: bool, drift: bool, settings: bool) -> None:
        """Show which panels are open."""
        for button, is_open in ((self._sidebar, sidebar), (self._drift, drift), (self._settings, settings)):
            button.setChecked(is_open)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the colours and the size now in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_layout"):
            self._draw()

    def _switch(self, explanation: str) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setToolTip(explanation)
        button.setAccessibleName(explanation)
        return button

    def _draw(self) -> None:
        c = colours(self)
        pairs = ((self._sidebar, "sidebar"), (self._drift, "drift"), (self._settings, "settings"))
        for button, name in pairs:
            button.setIcon(icon(name, c.text))
            button.setIconSize(QSize(space(18), space(18)))
        self.model.setIcon(icon_before_words("device", c.muted, space(18)))
        self.model.setIconSize(size_before_words(space(18)))
        self._layout.setContentsMargins(space(12), space(8), space(12), space(8))
        self._layout.setSpacing(space(6))
        self._fit()
