"""The conversation on screen: what it shows, how the live reply grows in it, and what the person asks of it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.chat.column import COLUMN_WIDTH, SIDE_MARGIN, Column
from app.chat.empty_state import EmptyState
from app.chat.finding import Finder
from app.chat.message import ReplyMessage, UserMessage, pass_on
from app.chat.message_list import AnyMessage, discard
from app.chat.notice import Notice
from app.chat.quiet_button import QuietButton
from app.conversations.records import Chat, Message

__all__ = ["COLUMN_WIDTH", "SIDE_MARGIN", "ChatLink", "ChatView"]

FLUSH_MS = 80
REST = 6
"""After drawing the live reply the view rests this many times as long as drawing took, so that typing stays quick."""
USER_SHARE = 0.75
READING_SCALE = 1.15
USER_FRAME = 60
REPLY_FRAME = 46
LINE_HEIGHT = 1.4


class ChatLink(QuietButton):
    """Leads to a linked chat."""

    chosen = Signal(int)

    def __init__(self, text: str, chat_id: int, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setToolTip(self.tr("Open that chat"))
        self.setObjectName("chatLink")
        self._chat_id = chat_id
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._chat_id)


class ChatView(Column):
    """Shows one chat; every request of the person leaves it as a signal."""

    example_chosen = Signal(str)
    cancel_load_requested = Signal()
    regenerate_requested = Signal(int)
    continue_requested = Signal(int)
    version_requested = Signal(int)
    edit_requested = Signal(int)
    delete_requested = Signal(int)
    branch_requested = Signal(int)
    reproduce_requested = Signal(int)
    details_requested = Signal(int)
    other_cap_requested = Signal(int)
    chat_requested = Signal(int)
    queued_withdrawn = Signal()
    link_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._messages: list[Message] = []
        self._versions: dict[int, list[int]] = {}
        super().__init__(parent)
        self.setObjectName("chatView")
        self.setAccessibleName(self.tr("Conversation"))
        self.empty_state = EmptyState(self._page)
        self.empty_state.example_chosen.connect(self.example_chosen)
        self.empty_state.cancel_requested.connect(self.cancel_load_requested)
        self.notice = Notice(self._tail)
        self._tail_parts.addWidget(self.notice)
        self._jump = QPushButton(self.tr("↓ New text"), self)
        self._jump.setObjectName("jumpButton")
        self._jump.hide()
        self._jump.clicked.connect(self.scroll_to_end)
        self._follower.following_changed.connect(self._on_following)
        self._flush_timer = QTimer(self)
        self._flush_timer.setSingleShot(True)
        self._flush_timer.timeout.connect(self._flush)
        self._live: ReplyMessage | None = None
        self._live_text = ""
        self._queued: UserMessage | None = None
        self._links: list[ChatLink] = []
        self._finder = Finder()

    # --- what is shown -------------------------------------------------------------------------------------------------------

    def show_messages(self, messages: Sequence[Message], versions: Mapping[int, list[int]]) -> None:
        """Show a chat from its end, or where it was if it is the one on show and was not at its end.

        versions names, by message, all versions of it.
        """
        self._stop_live()
        same = bool(messages and self._messages) and messages[0].chat_id == self._messages[0].chat_id
        growing = bool(messages) and messages[-1].state == "growing"
        self.set_forgotten(0)
        self._messages = list(messages)
        self._versions = dict(versions)
        self._finder.clear()
        self._guessed_for = (self._width(), self.fontMetrics().height())
        self._list.reset(self._guesses())
        if growing:
            self._begin_live(len(messages) - 1)
        self._after_change()
        if growing or not same or self._follower.following:
            self._anchor = None
            self._follow()
        else:
            self._arrange()

    def append(self, message: Message, versions: list[int]) -> None:
        """Add a message at the end; a growing reply becomes the live one."""
        self._messages.append(message)
        self._versions[message.id] = versions
        self._list.append(REPLY_FRAME)
        if message.state == "growing":
            self._begin_live(len(self._messages) - 1)
        self._after_change()
        self._follow()

    def grow(self, text: str) -> None:
        """Show the live reply's text so far; drawn at most 12 times a second."""
        self._live_text = text
        if self._live is not None and not self._flush_timer.isActive():
            self._flush()

    def set_waiting(self, text: str) -> None:
        """Say what the live reply waits for."""
        if self._live is not None:
            self._live.set_waiting(text)

    def resume(self, message: Message) -> None:
        """Make a finished reply live again, to be continued."""
        index = self._index(message.id)
        if index is not None and message.role == "assistant":
            self._begin_live(index)
            self._live_text = message.content
            if self._live is not None:
                self._live.grow(message.content)
            self._follow()

    def finish(self, message: Message, versions: list[int]) -> None:
        """Show how the live reply ended."""
        self._stop_live()
        self._versions[message.id] = versions
        index = self._index(message.id)
        if index is None:
            return
        self._messages[index] = message
        widget = self._list.widget(index)
        if isinstance(widget, ReplyMessage):
            widget.finish(message, versions)
            self._list.put_in_tab_order(index)
            self._mark(index)
        self._after_change()
        self._arrange()

    def set_queued(self, text: str) -> None:
        """Show a message that waits to be sent, "" for none."""
        if self._queued is not None:
            discard(self._queued)
            self._queued = None
        if text:
            self._queued = UserMessage(text, self._tail, queued=True)
            self._queued.withdrawn.connect(self.queued_withdrawn)
            self._tail_parts.insertWidget(self._tail_parts.count() - 1, self._queued)
            self._queued.show()
            self._follow()
        else:
            self._arrange()

    def set_links(self, source: Chat | None, continuations: Sequence[Chat]) -> None:
        """Show which chat this one continues, and which chats continue it."""
        for widget in self._links:
            discard(widget)
        self._links = []
        unnamed = self.tr("New chat")
        if source is not None:
            text = self.tr("← Continued from “{title}”").format(title=source.title or unnamed)
            self._add_link(self._head_parts, 0, text, source.id)
        for at, chat in enumerate(continuations):
            text = self.tr("Continued in “{title}” →").format(title=chat.title or unnamed)
            self._add_link(self._tail_parts, at, text, chat.id)
        self._arrange()

    def set_forgotten(self, count: int) -> None:
        """Draw the line above which the model no longer sees the messages; count 0 for none."""
        if not 0 < count < len(self._messages):
            self._list.set_line(None)
        else:
            line = QLabel(self.tr("The model no longer sees what is above this line"), self._page)
            line.setObjectName("forgottenLine")
            line.setTextFormat(Qt.TextFormat.PlainText)
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._list.set_line(line, count)
        self._arrange()

    def set_forgotten_before(self, message_id: int | None) -> None:
        """Draw the line above this message, from which on the model sees the chat; None for no line."""
        self.set_forgotten(self._index(message_id) or 0)

    def scroll_to_end(self) -> None:
        """Go to the end and follow what is written there."""
        self._follow()

    def scroll_to(self, message_id: int) -> None:
        """Bring a message to the upper edge; nothing happens where the chat on show has no such message."""
        index = self._index(message_id)
        if index is not None:
            self._bring(index)

    def scroll_to_message(self, message_id: int) -> None:
        """Bring a message to the upper edge."""
        self.scroll_to(message_id)

    def live_text(self) -> str:
        """Return the text of the last message as it is on screen."""
        if not self._messages:
            return ""
        widget = self._list.widget(len(self._messages) - 1)
        return widget.text() if widget is not None else self._messages[-1].content

    def link_texts(self) -> list[str]:
        """Return what the links to other chats say."""
        return [link.text() for link in self._links]

    @property
    def message_widgets(self) -> list[UserMessage | ReplyMessage]:
        """The messages that exist as widgets now, from the top."""
        return self._list.widgets()

    # --- finding -------------------------------------------------------------------------------------------------------------

    def find(self, text: str, message_id: int | None = None) -> int:  # type: ignore[override] # Qt's own looks up native windows
        """Mark every place of a text in the chat and return how many there are.

        It goes to the first one in this message or below it, or without a message to the first one from here on.
        """
        near, index = self._near(0.0), self._index(message_id)
        start = index if index is not None else near[0] if near else 0
        self._finder.search(self._messages, text, near=start)
        self._show_find()
        return self._finder.count

    def find_next(self) -> int:
        """Go to the next find; return its place among them, counted from 1, or 0 where there is none."""
        self._finder.step(1)
        self._show_find()
        return self._finder.position

    def find_previous(self) -> int:
        """Go to the find before; return its place among them, counted from 1, or 0 where there is none."""
        self._finder.step(-1)
        self._show_find()
        return self._finder.position

    def find_position(self) -> int:
        """Return the place of the current find, counted from 1; 0 where there is none."""
        return self._finder.position

    def clear_find(self) -> None:
        """Take all marks away."""
        self._finder.clear()
        self._show_find()

    def _show_find(self) -> None:
        for index in range(len(self._messages)):
            self._mark(index)
        find = self._finder.current
        if find is None:
            return
        widget = self._list.build(find.index, self._width())
        self._list.settle(self._width())
        self._mark(find.index)
        place = self._list_top() + self._list.heights.top(find.index) + widget.mark_top()
        value, height = self.verticalScrollBar().value(), self.viewport().height()
        if not value + SIDE_MARGIN <= place <= value + height - 3 * SIDE_MARGIN:
            self._bring(find.index, height // 3 - widget.mark_top())

    def _mark(self, index: int) -> None:
        widget = self._list.widget(index)
        if widget is not None:
            find = self._finder.current
            widget.set_marks(self._finder.needle, find.nth if find is not None and find.index == index else None)

    # --- inside --------------------------------------------------------------------------------------------------------------

    def _make(self, index: int) -> AnyMessage:
        message = self._messages[index]
        versions = self._versions.get(message.id, [message.id])
        widget: AnyMessage
        if message.role == "user":
            widget = UserMessage(message.content, self._page, message_id=message.id, versions=versions)
        else:
            widget = ReplyMessage(message, versions, self._page)
            widget.link_activated.connect(self.link_activated)
        widget.set_last(index == len(self._messages) - 1)
        pass_on(widget, self)
        if self._finder.needle:
            find = self._finder.current
            widget.set_marks(self._finder.needle, find.nth if find is not None and find.index == index else None)
        return widget

    def _guesses(self) -> Iterable[int]:
        metrics = QFontMetrics(self.font())
        wide = self._width() / (metrics.averageCharWidth() * READING_SCALE)
        line = metrics.height() * READING_SCALE * LINE_HEIGHT
        return [_guess(message, wide, line) for message in self._messages]

    def _empty_part(self) -> QWidget | None:
        return None if self._messages else self.empty_state

    def _index(self, message_id: int | None) -> int | None:
        count = len(self._messages)
        return next((index for index in range(count - 1, -1, -1) if self._messages[index].id == message_id), None)

    def _add_link(self, parts: QVBoxLayout, at: int, text: str, chat_id: int) -> None:
        link = ChatLink(text, chat_id, parts.parentWidget())
        link.chosen.connect(self.chat_requested)
        parts.insertWidget(at, link, 0, Qt.AlignmentFlag.AlignHCenter)
        link.show()
        self._links.append(link)

    def _begin_live(self, index: int) -> None:
        widget = self._list.build(index, self._width())
        self._live = widget if isinstance(widget, ReplyMessage) else None
        self._live_index = index
        self._live_text = self._messages[index].content

    def _stop_live(self) -> None:
        self._flush_timer.stop()
        self._live = self._live_index = None
        self._live_text = ""

    def _flush(self) -> None:
        if self._live is None or self._live.text() == self._live_text:
            return
        began = time.perf_counter()
        self._live.grow(self._live_text)
        self._arrange()
        spent = time.perf_counter() - began
        if not self._follower.following:
            self._jump.show()
        self._flush_timer.start(max(FLUSH_MS, round(REST * 1000 * spent)))

    def _after_change(self) -> None:
        self.empty_state.setVisible(not self._messages)
        last = len(self._messages) - 1
        for index in self._list.existing():
            widget = self._list.widget(index)
            if widget is not None:
                widget.set_last(index == last)

    def _on_following(self, following: bool) -> None:
        if following:
            self._jump.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button in its place."""
        super().resizeEvent(event)
        self._place_jump()

    def changeEvent(self, event: QEvent) -> None:
        """A larger font makes the button larger."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_jump"):
            self._place_jump()

    def _place_jump(self) -> None:
        self._jump.adjustSize()
        self._jump.move((self.width() - self._jump.width()) // 2, self.height() - self._jump.height() - 12)


def _guess(message: Message, wide: float, line: float) -> int:
    """Guess the height of a message in a column so many characters wide, with lines of this height."""
    own = message.role == "user"
    lines = 1 + message.content.count("\n") * 0.7 + len(message.content) / (wide * (USER_SHARE if own else 1.0))
    return round(lines * line) + (USER_FRAME if own else REPLY_FRAME)
