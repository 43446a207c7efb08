"""The box a message is written in, and the one button that sends or stops."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QTextBlock, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.chat.quiet_button import QuietButton
from app.keys import KEYS_NOTE

MAX_LINES = 14
LEAST_LINES = 3
"""So many lines the box shows of a long text, however low the window."""
SPARE = 4
"""Pixels beyond text and margins, without which Qt would scroll the last line."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ComposerText(QPlainTextEdit):
    """Plain text that grows with its lines; tells Enter, Escape and Up in an empty box."""

    send_key = Signal()
    stop_key = Signal()
    edit_key = Signal()
    focus_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("composerText")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(self.tr("Write a message…"))
        self.setAccessibleName(self.tr("Message"))
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(4)
        self.enter_sends = True
        self._composing = False
        self._limit: int | None = None
        self.document().documentLayout().documentSizeChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Take the height of the text, up to a limit; what is taller scrolls."""
        line = self._line_height()
        spare = 2 * int(self.document().documentMargin()) + SPARE
        fitting = MAX_LINES if self._limit is None else max(LEAST_LINES, int((self._limit - spare) / line))
        limit = min(MAX_LINES, fitting) * line + 1  # a pixel for fractions
        height = self._text_height(limit)
        self.setFixedHeight(math.ceil(min(height, limit)) + spare)
        overflows = height > limit
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if overflows else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        if not overflows:  # the first line had to make way while the box was still too low
            self.verticalScrollBar().setValue(0)

    def set_limit(self, height: int) -> None:
        """Never get taller than this, in pixels, unless a few lines need more."""
        if height != self._limit:
            self._limit = height
            self.fit()
            self.ensureCursorVisible()

    def _line_height(self) -> float:
        """Return the height of a line as it is laid out, which with some fonts is more than the font says."""
        block = self.document().firstBlock()
        return max(self._block_height(block) / max(1, block.lineCount()), float(self.fontMetrics().lineSpacing()))

    def _text_height(self, enough: float) -> float:
        """Return the height of the text; of a long one only so much that it is more than enough."""
        height = 0.0
        block = self.document().firstBlock()
        while block.isValid() and height <= enough:
            height += self._block_height(block)
            block = block.next()
        return max(height, self._line_height())

    def _block_height(self, block: QTextBlock) -> float:
        """Return the height of a paragraph's lines: Qt counts the margin below the text to the last one."""
        margin = 0.0 if block.next().isValid() else self.document().documentMargin()
        return self.blockBoundingRect(block).height() - margin

    def changeEvent(self, event: QEvent) -> None:
        """A larger font needs a taller box."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "enter_sends"):
            self.fit()
            self.ensureCursorVisible()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether an input method is composing: Enter then belongs to it."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt calls it
        """Leave files that are dropped here to the window, which opens them."""
        return source.hasText() and not any(url.isLocalFile() for url in source.urls())

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt calls it
        """Paste as plain text."""
        if source.hasText():
            self.insertPlainText(source.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the focus came."""
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the focus went."""
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends or breaks the line, Escape stops, Up in an empty box edits the last message."""
        if event.key() in _ENTER and self._composing:
            return  # the input method's own: it ends the word, and neither sends nor breaks the line
        if event.key() in _ENTER:
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            shifted = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            if modifiers & Qt.KeyboardModifier.AltModifier:
                event.ignore()
            elif control or (not shifted) == self.enter_sends:
                self.send_key.emit()
            else:
                self.insertPlainText("\n")
            return
        if event.key() == Qt.Key.Key_Escape and not self._composing:
            self.stop_key.emit()
            return
        if event.key() == Qt.Key.Key_Up and not self.toPlainText() and not self._composing:
            self.edit_key.emit()
            return
        super().keyPressEvent(event)


class Composer(QFrame):
    """Text and button. `submitted` carries the text, which stays in the box until the receiver calls `clear`."""

    submitted = Signal(str)
    stop_requested = Signal()
    edit_requested = Signal()
    edit_cancelled = Signal()
    text_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("composer")
        self._busy = False
        self._edit_word = ""
        self.editor = ComposerText(self)
        self.editor.send_key.connect(self.submit)
        self.editor.stop_key.connect(self._on_escape)
        self.editor.edit_key.connect(self.edit_requested)
        self.editor.textChanged.connect(self._on_text_changed)
        self.editor.focus_changed.connect(self._on_focus)
        self.button = QPushButton(self.tr("Send"), self)
        self.button.setObjectName("sendButton")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(self._on_button)
        self.setFocusProxy(self.editor)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.editor, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self._edit_line())
        layout.addLayout(line)
        self._tell_keys()
        self._show_state()

    def text(self) -> str:
        """Return what is written."""
        return self.editor.toPlainText()

    def set_text(self, text: str) -> None:
        """Put text into the box and the cursor behind it."""
        self.editor.setPlainText(text)
        cursor = self.editor.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.editor.setTextCursor(cursor)

    def replace_text(self, text: str) -> None:
        """Put text in place of what stands in the box as typing would: undoing it brings that back."""
        cursor = QTextCursor(self.editor.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.editor.setTextCursor(cursor)

    def clear(self) -> None:
        """Empty the box."""
        self.editor.clear()

    def set_busy(self, busy: bool) -> None:
        """While a reply is made the button stops it; a message sent meanwhile is queued."""
        self._busy = busy
        self._show_state()

    def set_enter_sends(self, enter_sends: bool) -> None:
        """Choose whether Enter or Shift+Enter sends."""
        self.editor.enter_sends = enter_sends
        self._tell_keys()
        self._show_state()

    def _tell_keys(self) -> None:
        """Tell the help sheet the keys that this box handles itself."""
        send, line = ("Enter", "Shift+Enter") if self.editor.enter_sends else ("Shift+Enter", "Enter")
        keys = [(self.tr("Send the message"), send), (self.tr("New line"), line)]
        keys.append((self.tr("Change the last message, in an empty box"), "Up"))
        self.editor.setProperty(KEYS_NOTE, keys)

    @property
    def editing(self) -> bool:
        """Whether the box holds an earlier message that is being changed."""
        return bool(self._edit_word)

    def begin_edit(self, explanation: str, word: str) -> None:
        """Say that the box holds an earlier message; word is what the button then says."""
        self._edit_word = word
        self._edit_label.setText(explanation)
        self._edit_bar.show()
        self._show_state()

    def end_edit(self) -> None:
        """The box holds a new message again."""
        self._edit_word = ""
        self._edit_bar.hide()
        self._show_state()

    def submit(self) -> None:
        """Send what is written, unless there is nothing but spaces."""
        if self.text().strip():
            self.submitted.emit(self.text())

    def _on_button(self) -> None:
        if self._busy:
            self.stop_requested.emit()
        else:
            self.submit()

    def _on_escape(self) -> None:
        if self.editing:
            self.edit_cancelled.emit()
        else:
            self.stop_requested.emit()

    def _edit_line(self) -> QWidget:
        self._edit_bar = QWidget(self)
        self._edit_label = QLabel(self._edit_bar)
        self._edit_label.setObjectName("mutedLabel")
        self._edit_label.setTextFormat(Qt.TextFormat.PlainText)
        self._edit_label.setWordWrap(True)
        cancel = QuietButton(self.tr("Cancel"), self._edit_bar, explanation=self.tr("Leave the message as it is (Esc)"))
        cancel.clicked.connect(self.edit_cancelled)
        line = QHBoxLayout(self._edit_bar)
        line.setContentsMargins(4, 0, 0, 0)
        line.addWidget(self._edit_label, 1)
        line.addWidget(cancel, 0, Qt.AlignmentFlag.AlignTop)
        self._edit_bar.hide()
        return self._edit_bar

    def _on_text_changed(self) -> None:
        self._show_state()
        self.text_changed.emit()

    def _on_focus(self, has_focus: bool) -> None:
        self.setProperty("focused", has_focus)
        self.style().unpolish(self)
        self.style().polish(self)

    def _show_state(self) -> None:
        self.button.setText(self.tr("Stop") if self._busy else self._edit_word or self.tr("Send"))
        self.button.setEnabled(self._busy or bool(self.text().strip()))
        key = QKeySequence("Enter" if self.editor.enter_sends else "Shift+Enter")
        send = self.tr("Send the message ({key})").format(key=key.toString(QKeySequence.SequenceFormat.NativeText))
        self.button.setToolTip(self.tr("Stop the reply (Esc)") if self._busy else send)
        if self.button.property("stops") != self._busy:
            self.button.setProperty("stops", self._busy)
            self.button.style().unpolish(self.button)
            self.button.style().polish(self.button)
