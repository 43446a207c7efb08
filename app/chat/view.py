"""The conversation: a column of messages that grows at its end and is built from its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.chat.empty_state import EmptyState
from app.chat.finding import Finder
from app.chat.message import REQUESTS, QuietButton, ReplyMessage, UserMessage
from app.chat.notice import Notice
from app.chat.scrolling import EndFollower
from app.conversations.records import Chat, Message

COLUMN_WIDTH = 720
SIDE_MARGIN = 24
FLUSH_MS = 80
BATCH = 40


class ChatLink(QuietButton):
    """Leads to a linked chat."""

    chosen = Signal(int)

    def __init__(self, text: str, chat_id: int, parent: QWidget | None = None) -> None:
        super().__init__(text, parent, explanation="Open that chat")
        self.setObjectName("chatLink")
        self._chat_id = chat_id
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._chat_id)


class ChatView(QScrollArea):
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
        super().__init__(parent)
        self.setObjectName("chatView")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Conversation")
        self._page = QWidget(self)
        self._page.setObjectName("chatPage")
        self._column = QWidget(self._page)
        self._column.setMaximumWidth(COLUMN_WIDTH)
        self._build_column()
        page = QVBoxLayout(self._page)
        page.setContentsMargins(SIDE_MARGIN, 0, SIDE_MARGIN, 0)
        page.addWidget(self._column)
        self.setWidget(self._page)
        self.viewport().setAutoFillBackground(False)
        self._jump = QPushButton("↓ New text", self)
        self._jump.setObjectName("jumpButton")
        self._jump.hide()
        self._jump.clicked.connect(self.scroll_to_end)
        self._follower = EndFollower(self.verticalScrollBar())
        self._follower.following_changed.connect(self._on_following)
        self._follower.top_reached.connect(self._show_older)
        self._flush_timer = QTimer(self)
        self._flush_timer.setInterval(FLUSH_MS)
        self._flush_timer.timeout.connect(self._flush)
        self._messages: list[Message] = []
        self._versions: Mapping[int, list[int]] = {}
        self._first_built = 0
        self._widgets: list[UserMessage | ReplyMessage] = []
        self._live: ReplyMessage | None = None
        self._live_text = ""
        self._queued: UserMessage | None = None
        self._links: list[ChatLink] = []
        self._forgotten: QLabel | None = None
        self._finder = Finder()
        self._show_emptiness()

    def _build_column(self) -> None:
        self._top = QVBoxLayout()
        self._older = QuietButton("Show earlier messages", self._column)
        self._older.clicked.connect(self._show_older)
        self._older.hide()
        self._list = QVBoxLayout()
        self._list.setSpacing(22)
        self._end = QVBoxLayout()
        self._end.setSpacing(12)
        self.empty_state = EmptyState(self._column)
        self.empty_state.example_chosen.connect(self.example_chosen)
        self.empty_state.cancel_requested.connect(self.cancel_load_requested)
        self.notice = Notice(self._column)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 20, 0, 20)
        column.setSpacing(18)
        column.addLayout(self._top)
        column.addWidget(self._older, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.empty_state, 1)
        column.addLayout(self._list)
        column.addLayout(self._end)
        column.addWidget(self.notice)
        column.addStretch(0)
        self._stretch_at = column.count() - 1
        self._column_layout = column

    # --- what is shown -------------------------------------------------------------------------------------------------------

    def show_messages(self, messages: Sequence[Message], versions: Mapping[int, list[int]]) -> None:
        """Show a chat from its end; versions names, by reply, all versions of it."""
        self._stop_live()
        for widget in self._widgets:
            _discard(widget)
        self._widgets = []
        self._messages = list(messages)
        self._versions = versions
        self._first_built = max(0, len(self._messages) - BATCH)
        for message in self._messages[self._first_built :]:
            self._widgets.append(self._add(message, self._list.count()))
        if self._widgets and messages[-1].state == "growing":
            self._begin_live(messages[-1])
        self._after_change()
        self._follower.follow()

    def append(self, message: Message, versions: list[int]) -> None:
        """Add a message at the end; a growing reply becomes the live one."""
        self._messages.append(message)
        self._versions = {**self._versions, message.id: versions}
        self._widgets.append(self._add(message, self._list.count()))
        if message.state == "growing":
            self._begin_live(message)
        self._after_change()
        self._follower.follow()

    def grow(self, text: str) -> None:
        """Show the live reply's text so far; drawn at most 12 times a second."""
        self._live_text = text
        if self._live is not None and not self._flush_timer.isActive():
            self._flush()
            self._flush_timer.start()

    def set_waiting(self, text: str) -> None:
        """Say what the live reply waits for."""
        if self._live is not None:
            self._live.set_waiting(text)

    def resume(self, message: Message) -> None:
        """Make a finished reply live again, to be continued."""
        widget = self._reply(message.id)
        if widget is not None:
            self._begin_live(message)
            self._follower.follow()

    def finish(self, message: Message, versions: list[int]) -> None:
        """Show how the live reply ended."""
        self._stop_live()
        self._messages = [message if each.id == message.id else each for each in self._messages]
        self._versions = {**self._versions, message.id: versions}
        widget = self._reply(message.id)
        if widget is not None:
            widget.finish(message, versions)
        self._after_change()

    def set_queued(self, text: str) -> None:
        """Show a message that waits to be sent, "" for none."""
        if self._queued is not None:
            _discard(self._queued)
            self._queued = None
        if text:
            self._queued = UserMessage(text, self._column, queued=True)
            self._queued.withdrawn.connect(self.queued_withdrawn)
            self._end.addWidget(self._queued)
            self._follower.follow()

    def set_links(self, source: Chat | None, continuations: Sequence[Chat]) -> None:
        """Show which chat this one continues, and which chats continue it."""
        for widget in self._links:
            _discard(widget)
        self._links = []
        if source is not None:
            self._add_link(self._top, f"← Continued from “{source.title or 'New chat'}”", source.id)
        for chat in continuations:
            self._add_link(self._end, f"Continued in “{chat.title or 'New chat'}” →", chat.id)

    def set_forgotten(self, count: int) -> None:
        """Draw the line above which the model no longer sees the messages; count 0 for none."""
        if self._forgotten is not None:
            _discard(self._forgotten)
            self._forgotten = None
        at = count - self._first_built
        if count > 0 and 0 <= at <= len(self._widgets):
            self._forgotten = QLabel("The model no longer sees what is above this line", self._column)
            self._forgotten.setObjectName("forgottenLine")
            self._forgotten.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._list.insertWidget(at, self._forgotten)

    def scroll_to_end(self) -> None:
        """Go to the end and follow what is written there."""
        self._follower.follow()

    def set_forgotten_before(self, message_id: int | None) -> None:
        """Draw the line above which the model no longer sees the messages above this one; None for no line."""
        at = next((index for index, message in enumerate(self._messages) if message.id == message_id), 0)
        self.set_forgotten(at)

    def find(self, text: str) -> int:  # type: ignore[override] # Qt's own find looks up native windows
        """Mark every place of a text in the chat, go to the first one from here on, and return how many there are."""
        self._mark_all("")
        count = self._finder.search(self._messages, text)
        self._show_find()
        return count

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
        self._mark_all("")
        self._finder.clear()

    def scroll_to(self, message_id: int) -> None:
        """Bring a message into view."""
        self.scroll_to_message(message_id)

    def _mark_all(self, needle: str) -> None:
        for widget in self._widgets:
            widget.set_marks(needle)

    def _show_find(self) -> None:
        find = self._finder.current
        if find is None:
            return
        self.scroll_to_message(self._messages[find.index].id)
        self._mark_all(self._finder.needle)
        widget = self._widgets[find.index - self._first_built]
        widget.set_marks(self._finder.needle, find.nth)
        self.ensureVisible(0, widget.mapTo(self._page, widget.rect().topLeft()).y() + widget.mark_top(), 0, 80)

    def scroll_to_message(self, message_id: int) -> None:
        """Bring a message into view, building older ones where needed."""
        while self._first_built and all(message.id != message_id for message in self._messages[self._first_built :]):
            self._show_older()
        for message, widget in zip(self._messages[self._first_built :], self._widgets, strict=True):
            if message.id == message_id:
                self.verticalScrollBar().setValue(max(0, widget.mapTo(self._page, widget.rect().topLeft()).y() - SIDE_MARGIN))

    def live_text(self) -> str:
        """Return the text of the last message on screen."""
        return self._widgets[-1].text() if self._widgets else ""

    def link_texts(self) -> list[str]:
        """Return what the links to other chats say."""
        return [link.text() for link in self._links]

    @property
    def message_widgets(self) -> list[UserMessage | ReplyMessage]:
        """The messages that are built now."""
        return list(self._widgets)

    # --- inside --------------------------------------------------------------------------------------------------------------

    def _add(self, message: Message, at: int) -> UserMessage | ReplyMessage:
        versions = self._versions.get(message.id, [message.id])
        if message.role == "user":
            widget: UserMessage | ReplyMessage = UserMessage(
                message.content, self._column, message_id=message.id, versions=versions
            )
        else:
            widget = ReplyMessage(message, versions, self._column)
            widget.link_activated.connect(self.link_activated)
        for name in REQUESTS:
            getattr(widget, name).connect(getattr(self, name))
        self._list.insertWidget(at, widget)
        return widget

    def _add_link(self, layout: QVBoxLayout, text: str, chat_id: int) -> None:
        link = ChatLink(text, chat_id, self._column)
        link.chosen.connect(self.chat_requested)
        layout.addWidget(link, 0, Qt.AlignmentFlag.AlignHCenter)
        self._links.append(link)

    def _reply(self, message_id: int) -> ReplyMessage | None:
        for widget in reversed(self._widgets):
            if isinstance(widget, ReplyMessage) and widget.message_id == message_id:
                return widget
        return None

    def _begin_live(self, message: Message) -> None:
        self._live = self._reply(message.id)
        self._live_text = message.content
        if self._live is not None:
            self._live.grow(message.content)

    def _stop_live(self) -> None:
        self._flush_timer.stop()
        self._live = None
        self._live_text = ""

    def _flush(self) -> None:
        if self._live is None or self._live.text() == self._live_text:
            self._flush_timer.stop()
            return
        self._live.grow(self._live_text)
        if not self._follower.following:
            self._jump.show()

    def _show_older(self) -> None:
        if not self._first_built:
            return
        start = max(0, self._first_built - BATCH)
        before = self._column.sizeHint().height()
        added = [self._add(message, at) for at, message in enumerate(self._messages[start : self._first_built])]
        self._widgets[:0] = added
        self._first_built = start
        self._after_change()
        self._column_layout.activate()
        self._page.adjustSize()
        self._follower.shift(self._column.sizeHint().height() - before)

    def _after_change(self) -> None:
        self._older.setVisible(self._first_built > 0)
        self._show_emptiness()
        last = self._messages[-1].id if self._messages else None
        for widget in self._widgets:
            if isinstance(widget, ReplyMessage):
                widget.set_last(widget.message_id == last)

    def _show_emptiness(self) -> None:
        self.empty_state.setVisible(not self._messages)
        self._column_layout.setStretch(self._stretch_at, 1 if self._messages else 0)

    def _on_following(self, following: bool) -> None:
        if following:
            self._jump.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column readable and the button in its place."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """A larger font widens the column."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_jump"):
            self._place()

    def _place(self) -> None:
        scale = max(1.0, self.fontMetrics().height() / 18)
        width = round(COLUMN_WIDTH * min(scale, 1.6))
        self._column.setMaximumWidth(width)
        spare = max(0, (self.viewport().width() - 2 * SIDE_MARGIN - width) // 2)
        layout = self._page.layout()
        if layout is not None:
            layout.setContentsMargins(SIDE_MARGIN + spare, 0, SIDE_MARGIN + spare, 0)
        self._jump.adjustSize()
        self._jump.move((self.width() - self._jump.width()) // 2, self.height() - self._jump.height() - 12)


def _discard(widget: QWidget) -> None:
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()
