"""The bar that finds a text in the chat on screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from app.chat.view import ChatView
from app.theme import colours, icon, space

PAUSE_MS = 30
FIELD_WIDTH = 280
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindBar(QWidget):
    """Finds as one types; Enter goes on, Shift+Enter back, Escape closes. Hidden until `open_bar` is called."""

    closed = Signal()

    def __init__(self, view: ChatView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view = view
        self._found = 0
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find in this chat"))
        self.field.setAccessibleName(self.tr("Find in this chat"))
        self.field.textEdited.connect(self._on_typed)
        self.count = QLabel(self)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setProperty("tone", "muted")
        self._previous = self._button(self.tr("Previous find (Shift+Enter)"))
        self._previous.clicked.connect(self.previous)
        self._next = self._button(self.tr("Next find (Enter)"))
        self._next.clicked.connect(self.next)
        self._close = self._button(self.tr("Close (Esc)"))
        self._close.clicked.connect(self.close_bar)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.find_now)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.field, 4)
        self._row.addWidget(self.count)
        self._row.addStretch(1)
        for button in (self._previous, self._next, self._close):
            self._row.addWidget(button)
        self.hide()
        self._draw()

    def open_bar(self, text: str | None = None) -> None:
        """Show the bar, with this text or the one looked for before, ready to type."""
        if text is not None:
            self.field.setText(text)
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self.find_now()

    def show_finds(self, text: str, message_id: int) -> bool:
        """Mark a text, going to its first place in this message; without a find the bar stays away. Takes no focus."""
        self._found = self._view.find(text, message_id)
        if not self._found:
            self.close_bar()
            return False
        self.field.setText(text)
        self.show()
        self._tell()
        return True

    def close_bar(self) -> None:
        """Take the marks away and hide."""
        self._pause.stop()
        if not self.isHidden():
            self.hide()
            self._view.clear_find()
            self.closed.emit()

    def find_now(self) -> None:
        """Mark every place of the text, and go to the first from here on."""
        self._pause.stop()
        self._found = self._view.find(self.field.text())
        self._tell()

    def again(self) -> None:
        """Find anew, because the conversation on screen changed."""
        if not self.isHidden():
            self.find_now()

    def next(self) -> None:
        """Go to the next find."""
        self._step(self._view.find_next)

    def previous(self) -> None:
        """Go to the find before."""
        self._step(self._view.find_previous)

    def _step(self, step: object) -> None:
        if self._pause.isActive():
            self.find_now()
        elif callable(step):
            step()
            self._tell()

    def _tell(self) -> None:
        place = self._view.find_position()
        if not self.field.text().strip():
            self.count.setText("")
        elif not place:
            self.count.setText(self.tr("Not found"))
        else:
            self.count.setText(self.tr("{place} of {count}").format(place=place, count=self._found))
        self.field.setAccessibleDescription(self.count.text())
        for button in (self._previous, self._next):
            button.setEnabled(bool(place))

    def _on_typed(self) -> None:
        self._pause.start()

    # --- keys and looks ------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Escape closes the bar, also while it would stop a reply elsewhere."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back, Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in _ENTER and self.field.hasFocus():
            (self.previous if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else self.next)()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the colours and the size now in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_row"):
            self._draw()

    def _button(self, explanation: str) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(explanation)
        button.setAccessibleName(explanation)
        return button

    def _draw(self) -> None:
        c = colours(self)
        for button, name in ((self._previous, "chevron-left"), (self._next, "chevron-right"), (self._close, "close")):
            button.setIcon(icon(name, c.text))
            button.setIconSize(QSize(space(16), space(16)))
        self.field.setMinimumWidth(space(60))
        self.field.setMaximumWidth(space(FIELD_WIDTH))
        self._row.setContentsMargins(space(24), 8, space(16), 8)
        self._row.setSpacing(space(8))
