"""The receipt of one reply in a window of its own, which does not get in the way of the chat."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.chat.markdown import printable
from app.chat.receipt_words import as_text, sections
from app.chat.text_body import plain_tooltip
from app.conversations.records import Message
from app.theme import space

SIZE = (560, 640)


class ReplyDetails(QDialog):
    """Shows how a reply was made; deletes itself when it is closed."""

    reproduce_requested = Signal(int)
    prompt_requested = Signal(int)

    def __init__(self, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("How this reply was made"))
        self._message = message
        self._page = QWidget(self)
        self._names: list[QLabel] = []
        column = QVBoxLayout(self._page)
        column.setSpacing(space(6))
        for heading, rows in sections(message):
            column.addWidget(self._heading(heading))
            column.addLayout(self._table(rows))
            column.addSpacing(space(8))
        self._verdict = QLabel(self._page)
        self._verdict.setTextFormat(Qt.TextFormat.PlainText)
        self._verdict.setWordWrap(True)
        self._prompt = QPlainTextEdit(self._page)
        self._prompt.setObjectName("details")
        self._prompt.setReadOnly(True)
        self._prompt.setTabChangesFocus(True)
        self._prompt.setAccessibleName(self.tr("Exact prompt"))
        self._prompt.setMinimumHeight(space(220))
        for widget in (self._verdict, self._prompt):
            widget.hide()
            column.addWidget(widget)
        column.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(self.tr("Receipt"))
        self._scroll.setWidget(self._page)
        self._align_names()
        self._scroll_down = False
        self._scroll.verticalScrollBar().rangeChanged.connect(self._on_range)
        layout = QVBoxLayout(self)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._buttons())
        self.resize(space(SIZE[0]), space(SIZE[1]))

    def text(self) -> str:
        """Return the receipt as it is copied."""
        return as_text(self._message)

    @Slot(bool)
    def set_busy(self, busy: bool) -> None:
        """While the model is busy it can neither make the reply again nor write out its prompt."""
        for button in (self.again, self.prompt_button):
            button.setEnabled(not busy)

    @Slot(int, str)
    def show_prompt(self, message_id: int, prompt: str) -> None:
        """Show the exact prompt, and whether it is the one the receipt names."""
        if message_id != self._message.id:
            return
        known = self._message.stats.get("prompt_sha256")
        same = known == hashlib.sha256(prompt.encode("utf-8", "replace")).hexdigest()
        words = self.tr("This is exactly what the model read before this reply; its checksum is the one of the receipt.")
        if not same:
            words = self.tr(
                "This is what the model would read now. It is not what it read then: the receipt names another checksum."
            )
        self._verdict.setText(words)
        self._prompt.setPlainText(printable(prompt))
        for widget in (self._verdict, self._prompt):
            widget.show()
        self._scroll_down = True

    def prompt_verdict(self) -> str:
        """Return what is said about the prompt on show, "" where none is."""
        return "" if self._verdict.isHidden() else self._verdict.text()

    def prompt_text(self) -> str:
        """Return the prompt on show, "" where none is."""
        return self._prompt.toPlainText()

    @Slot(int, int)
    def _on_range(self, _least: int, most: int) -> None:
        if self._scroll_down:
            self._scroll.verticalScrollBar().setValue(most)

    def _align_names(self) -> None:
        """All sections have their values at the same place."""
        width = max((label.fontMetrics().horizontalAdvance(label.text()) for label in self._names), default=0)
        for label in self._names:
            label.setFixedWidth(min(width + space(4), space(230)))

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text, self._page)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("tone", "heading")
        return label

    def _table(self, rows: list[tuple[str, str]]) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(space(14))
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for name, value in rows:
            label = QLabel(name, self._page)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("tone", "small")
            label.setWordWrap(True)
            self._names.append(label)
            shown = QLabel(_short(printable(value)), self._page)
            shown.setToolTip(plain_tooltip(value) if len(value) > len(shown.text()) else "")
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.setWordWrap(True)
            shown.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            shown.setAccessibleName(f"{name}: {value}")
            form.addRow(label, shown)
        return form

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        roles = QDialogButtonBox.ButtonRole
        self.copy = QPushButton(self.tr("Copy"), self)
        self.copy.clicked.connect(self._on_copy)
        self.prompt_button = QPushButton(self.tr("Show the exact prompt"), self)
        self.prompt_button.clicked.connect(self._on_prompt)
        self.again = QPushButton(self.tr("Reproduce"), self)
        self.again.setToolTip(self.tr("Makes the reply again from this receipt and compares the texts"))
        self.again.clicked.connect(self._on_again)
        self.leave = QPushButton(self.tr("Close"), self)
        self.leave.clicked.connect(self.close)
        for button in (self.copy, self.prompt_button, self.again):
            button.setAutoDefault(False)
            box.addButton(button, roles.ActionRole)
        box.addButton(self.leave, roles.RejectRole)
        self.leave.setDefault(True)
        return box

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    def _on_prompt(self) -> None:
        self.prompt_requested.emit(self._message.id)

    def _on_again(self) -> None:
        self.reproduce_requested.emit(self._message.id)


def _short(text: str) -> str:
    """A checksum is cut, so that the window can stay narrow; what is copied has all of it."""
    return f"{text[:24]}…" if len(text) >= 40 and text.isalnum() else text
