"""One message on screen: what the person wrote, or a reply with its badges and actions."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.chat.badges import Badge, marks
from app.chat.body import ReplyBody
from app.chat.markdown import printable
from app.chat.text_body import TextBody
from app.conversations.records import Message
from app.drift.flow import FlowLayout

BUBBLE_SHARE = 0.8
BUBBLE_PADDING = 16
COPIED_MS = 1500


class QuietButton(QToolButton):
    """A button that stays in the background until it is needed."""

    def __init__(self, text: str, parent: QWidget | None = None, *, explanation: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("quietButton")
        self.setText(text)
        self.setAccessibleName(explanation or text)
        self.setToolTip(explanation)
        self.setCursor(Qt.CursorShape.PointingHandCursor)


class UserMessage(QWidget):
    """What the person wrote, as plain text in a bubble on the right."""

    withdrawn = Signal()

    def __init__(self, text: str, parent: QWidget | None = None, *, queued: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName("You wrote")
        self._bubble = QFrame(self)
        self._bubble.setObjectName("queuedBubble" if queued else "userBubble")
        self._body = TextBody(self._bubble)
        inner = QVBoxLayout(self._bubble)
        inner.setContentsMargins(BUBBLE_PADDING, 11, BUBBLE_PADDING, 7)
        inner.addWidget(self._body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._bubble, 0, Qt.AlignmentFlag.AlignRight)
        if queued:
            column.addLayout(self._queued_line())
        self._body.show_plain(printable(text))
        self._body.refitted.connect(self._fit)

    def text(self) -> str:
        """Return the text shown."""
        return self._body.toPlainText()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bubble as wide as its text, up to a share of the column."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        limit = int(self.width() * BUBBLE_SHARE)
        self._bubble.setFixedWidth(max(56, min(self._body.ideal_width() + 2 * BUBBLE_PADDING + 2, limit)))

    def _queued_line(self) -> QHBoxLayout:
        label = QLabel("Queued: it is sent when the model is free", self)
        label.setObjectName("mutedLabel")
        button = QuietButton("Take back", self, explanation="Put this message back into the box below")
        button.clicked.connect(self.withdrawn)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(label)
        line.addWidget(button)
        return line


class ReplyMessage(QWidget):
    """A reply: its text, and below it badges and what can be done with it."""

    regenerate_requested = Signal(int)
    continue_requested = Signal(int)
    version_requested = Signal(int)
    link_activated = Signal(str)

    def __init__(self, message: Message, versions: list[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Reply")
        self.message_id = message.id
        self._message = message
        self._versions = versions
        self._is_last = False
        self._waiting = QLabel("Thinking…", self)
        self._waiting.setObjectName("mutedLabel")
        self._body = ReplyBody(self)
        self._body.link_activated.connect(self.link_activated)
        self._footer = QWidget(self)
        self._footer.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.timeout.connect(self._reset_copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self._waiting, self._body, self._footer):
            layout.addWidget(widget)
        self._build_footer()
        self.finish(message, versions) if message.state != "growing" else self.grow(message.content)

    def text(self) -> str:
        """Return the text of the reply as the model wrote it."""
        return self._body.text()

    def grow(self, text: str) -> None:
        """Show the text so far."""
        self._waiting.setVisible(not text)
        self._footer.hide()
        self._body.set_text(text, complete=False)

    def finish(self, message: Message, versions: list[int]) -> None:
        """Show the reply as it ended."""
        self._message, self._versions = message, versions
        self._waiting.setVisible(not message.content)
        self._waiting.setText("(no text)")
        self._body.set_text(message.content, complete=True)
        self._fill_footer()
        self._footer.show()

    def set_waiting(self, text: str) -> None:
        """Say what is being waited for while there is no text yet."""
        self._waiting.setText(text)

    def set_last(self, is_last: bool) -> None:
        """The last reply can be continued and made again."""
        self._is_last = is_last
        self._fill_footer()

    def _build_footer(self) -> None:
        self._copy = QuietButton("Copy", self._footer, explanation="Copy this reply")
        self._copy.clicked.connect(self._on_copy)
        self._again = QuietButton("Regenerate", self._footer, explanation="Make another version of this reply (Ctrl+R)")
        self._again.clicked.connect(self._on_regenerate)
        self._more = QuietButton("Continue", self._footer, explanation="Let the model go on where it stopped")
        self._more.clicked.connect(self._on_continue)
        self._earlier = QuietButton("‹", self._footer, explanation="Earlier version of this reply")
        self._earlier.clicked.connect(self._on_earlier)
        self._position = QLabel(self._footer)
        self._position.setObjectName("mutedLabel")
        self._later = QuietButton("›", self._footer, explanation="Later version of this reply")
        self._later.clicked.connect(self._on_later)
        self._switch = QWidget(self._footer)
        switch = QHBoxLayout(self._switch)
        switch.setContentsMargins(0, 0, 6, 0)
        switch.setSpacing(0)
        parts: tuple[QWidget, ...] = (self._earlier, self._position, self._later)
        for part in parts:
            switch.addWidget(part)
        self._badges: list[Badge] = []
        self._line = FlowLayout(self._footer, gap=4)

    def _fill_footer(self) -> None:
        while self._line.takeAt(0) is not None:
            pass
        for old in self._badges:
            old.hide()
            old.deleteLater()
        self._badges = [Badge(mark, self._footer) for mark in marks(self._message)]
        for widget in (*self._badges, self._switch, self._copy, self._again, self._more):
            self._line.addWidget(widget)
        _set_flush(self._copy, not self._badges and len(self._versions) < 2)
        count = len(self._versions)
        at = self._versions.index(self.message_id) if self.message_id in self._versions else 0
        self._switch.setVisible(count > 1)
        self._position.setText(f"{at + 1} / {count}")
        self._earlier.setEnabled(at > 0)
        self._later.setEnabled(at + 1 < count)
        self._again.setVisible(self._is_last)
        self._more.setVisible(self._is_last and self._message.state in ("stopped", "interrupted", "length"))
        self._copy.setVisible(bool(self._message.content))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self._copy.setText("Copied")
        self._copied.start(COPIED_MS)

    def _reset_copy(self) -> None:
        self._copy.setText("Copy")

    def _on_regenerate(self) -> None:
        self.regenerate_requested.emit(self.message_id)

    def _on_continue(self) -> None:
        self.continue_requested.emit(self.message_id)

    def _on_earlier(self) -> None:
        self._show_version(-1)

    def _on_later(self) -> None:
        self._show_version(1)

    def _show_version(self, step: int) -> None:
        at = self._versions.index(self.message_id) + step
        if 0 <= at < len(self._versions):
            self.version_requested.emit(self._versions[at])


def _set_flush(button: QToolButton, flush: bool) -> None:
    """A button that begins a line stands in line with the text above it."""
    if button.property("flush") != flush:
        button.setProperty("flush", flush)
        button.style().unpolish(button)
        button.style().polish(button)
