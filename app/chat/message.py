"""One message on screen: what the person wrote, or a reply, and below it what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.chat.body import ReplyBody
from app.chat.markdown import printable
from app.chat.message_footer import MessageFooter
from app.chat.quiet_button import QuietButton
from app.chat.text_body import TextBody
from app.conversations.records import Message
from app.drift.reply_trace import ReplyTrace

__all__ = ["MessageWidget", "QuietButton", "ReplyMessage", "UserMessage", "pass_on"]

BUBBLE_SHARE = 0.8
BUBBLE_PADDING = 16


class MessageWidget(QWidget):
    """What every message has: its id, its footer, and the requests that come from it."""

    regenerate_requested = Signal(int)
    continue_requested = Signal(int)
    version_requested = Signal(int)
    edit_requested = Signal(int)
    delete_requested = Signal(int)
    branch_requested = Signal(int)
    reproduce_requested = Signal(int)
    details_requested = Signal(int)
    other_cap_requested = Signal(int)
    _marked: TextBody | ReplyBody

    def __init__(self, message_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message_id = message_id
        self.footer = MessageFooter(self)
        pass_on(self.footer, self)

    def set_marks(self, needle: str, current: int | None = None) -> int:
        """Mark every place of the needle ("" for none), the one with index `current` more strongly; return how many there are."""
        return self._marked.set_marks(needle, current)

    def mark_top(self) -> int:
        """Return how far down the current mark stands, 0 where there is none."""
        return self._marked.mapTo(self, QPoint(0, self._marked.mark_top() or 0)).y()


def pass_on(source: MessageFooter | MessageWidget, target: Any) -> None:
    """Let another object tell, by signals of the same names, what the person wants done with a message."""
    source.regenerate_requested.connect(target.regenerate_requested)
    source.continue_requested.connect(target.continue_requested)
    source.version_requested.connect(target.version_requested)
    source.edit_requested.connect(target.edit_requested)
    source.delete_requested.connect(target.delete_requested)
    source.branch_requested.connect(target.branch_requested)
    source.reproduce_requested.connect(target.reproduce_requested)
    source.details_requested.connect(target.details_requested)
    source.other_cap_requested.connect(target.other_cap_requested)


class UserMessage(MessageWidget):
    """What the person wrote, as plain text in a bubble on the right; without a message_id there is nothing to do with it."""

    withdrawn = Signal()

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        queued: bool = False,
        message_id: int = 0,
        versions: Sequence[int] = (),
    ) -> None:
        super().__init__(message_id, parent)
        self.setAccessibleName(self.tr("You wrote"))
        self._text = text
        self._versions: Sequence[int] = versions
        self._is_last = False
        self._bubble = QFrame(self)
        self._bubble.setObjectName("queuedBubble" if queued else "userBubble")
        self._body = self._marked = TextBody(self._bubble)
        inner = QVBoxLayout(self._bubble)
        inner.setContentsMargins(BUBBLE_PADDING, 11, BUBBLE_PADDING, 7)
        inner.addWidget(self._body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._bubble, 0, Qt.AlignmentFlag.AlignRight)
        if queued:
            column.addLayout(self._queued_line())
        column.addWidget(self.footer, 0, Qt.AlignmentFlag.AlignRight)
        self._body.show_plain(printable(text))
        self._body.refitted.connect(self._fit)
        self.footer.setVisible(bool(message_id))
        self.set_versions(versions)

    def text(self) -> str:
        """Return the text shown."""
        return self._body.toPlainText()

    def set_versions(self, versions: Sequence[int]) -> None:
        """Name all versions of this message, itself included."""
        self._versions = versions
        self._fill_footer()

    def set_last(self, is_last: bool) -> None:
        """A last message that has no reply can be answered."""
        if is_last != self._is_last:
            self._is_last = is_last
            self._fill_footer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bubble as wide as its text, up to a share of the column."""
        super().resizeEvent(event)
        self._fit()

    def _fill_footer(self) -> None:
        if self.message_id:
            self.footer.show_message(self.message_id, self._text, self._versions, is_last=self._is_last)

    def _fit(self) -> None:
        limit = int(self.width() * BUBBLE_SHARE)
        self._bubble.setFixedWidth(max(56, min(self._body.ideal_width() + 2 * BUBBLE_PADDING + 2, limit)))

    def _queued_line(self) -> QHBoxLayout:
        label = QLabel(self.tr("Queued: it is sent when the model is free"), self)
        label.setObjectName("mutedLabel")
        button = QuietButton(self.tr("Take back"), self, explanation=self.tr("Put this message back into the box below"))
        button.clicked.connect(self.withdrawn)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(label)
        line.addWidget(button)
        return line


class ReplyMessage(MessageWidget):
    """A reply: its text, and below it badges and what can be done with it."""

    link_activated = Signal(str)

    def __init__(self, message: Message, versions: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(message.id, parent)
        self.setAccessibleName(self.tr("Reply"))
        self._message = message
        self._versions = versions
        self._is_last = False
        self._waiting = QLabel(self.tr("Thinking…"), self)
        self._waiting.setTextFormat(Qt.TextFormat.PlainText)
        self._waiting.setObjectName("mutedLabel")
        self._body = self._marked = ReplyBody(self)
        self._body.link_activated.connect(self.link_activated)
        self.trace = ReplyTrace(parent=self)
        self.trace.other_cap_requested.connect(self.footer.request_other_cap)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self._waiting, self._body, self.footer, self.trace):
            layout.addWidget(widget)
        self.finish(message, versions) if message.state != "growing" else self.grow(message.content)

    def text(self) -> str:
        """Return the text of the reply as the model wrote it."""
        return self._body.text()

    def grow(self, text: str) -> None:
        """Show the text so far."""
        self._waiting.setVisible(not text)
        self.footer.hide()
        self.trace.hide()
        self._body.set_text(text, complete=False)

    def finish(self, message: Message, versions: Sequence[int]) -> None:
        """Show the reply as it ended."""
        self._message, self._versions = message, versions
        self._waiting.setVisible(not message.content)
        self._waiting.setText(self.tr("(no text)"))
        self._body.set_text(message.content, complete=True)
        self._fill_footer()
        self.footer.show()

    def set_waiting(self, text: str) -> None:
        """Say what is being waited for while there is no text yet."""
        self._waiting.setText(text)

    def set_last(self, is_last: bool) -> None:
        """The last reply can be continued and made again."""
        if is_last != self._is_last:
            self._is_last = is_last
            self._fill_footer()

    def _fill_footer(self) -> None:
        message, stats = self._message, self._message.stats
        held = stats.get("percentile") is not None
        self.trace.show_reply(message.readings, stats.get("threshold"), early=stats.get("early"), capped=held)
        self.footer.show_message(
            message.id, message.content, self._versions, reply=message, is_last=self._is_last, trace=self.trace.button
        )
