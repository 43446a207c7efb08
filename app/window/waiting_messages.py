"""Messages sent while the model was busy: they wait on disk, are sent when it is free, and go back to the composer otherwise."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QObject, QTimer, Signal

from app.conversations.records import Chat, StoreError
from app.conversations.store import Store
from app.window.again import SAVE_AGAIN
from app.window.flow_part import FlowPart
from app.window.model_loader import Problem
from app.window.open_chat import OpenChat
from app.window.replies import Replies
from app.window.unwritten import AGAIN_MS


class WaitingMessages(FlowPart):
    """At most one waiting message per chat; a second one is added to it. Signals concern the chat on screen.

    `due_again`: what could not be sent because it could not be written may be tried once more.
    """

    queue_changed = Signal(str)
    composer_filled = Signal(str)
    due_again = Signal()

    def __init__(self, store: Store, open_chat: OpenChat, replies: Replies, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._open = open_chat
        self._replies = replies
        self._chats: list[int] = [chat.id for chat in store.chats() if chat.queued]
        self._unanswered: set[int] = set()
        """Chats whose last message is to be answered before what waits there is sent."""
        self._gone: list[int] = []
        """Chats that were deleted when their turn came."""
        self._told = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AGAIN_MS)
        self._timer.timeout.connect(self.due_again)

    @property
    def any(self) -> bool:
        """Whether anything waits, in whichever chat."""
        return bool(self._chats)

    def add(self, text: str) -> None:
        """Let a message of the chat on screen wait; raises StoreError where it cannot be kept."""
        chat = self._open.chat
        together = f"{chat.queued}\n\n{text}" if chat.queued else text
        self._store.set_queued(chat.id, together)
        self._open.reload()
        if chat.id not in self._chats:
            self._chats.append(chat.id)
        self.queue_changed.emit(together)

    def want_answer(self, chat_id: int) -> None:
        """Let the last message of a chat be answered as soon as the model is free."""
        self._unanswered.add(chat_id)
        if chat_id not in self._chats:
            self._chats.append(chat_id)

    def send_next(self) -> bool:
        """Send, or answer, the message that waits longest; returns whether there may be more to try.

        One that cannot be written keeps its turn: the reason is told once, and `due_again` follows.
        """
        if not self._chats:
            return False
        chat_id = self._chats.pop(0)
        try:
            self._take_turn(chat_id)
        except StoreError as error:
            self._chats.insert(0, chat_id)
            self._timer.start()
            if not self._told:
                self._told = True
                self.problem.emit(Problem(error.sentence, SAVE_AGAIN, self.tr("Try again")))
            return False
        self._told = False
        return True

    def tell_again(self) -> None:
        """Tell the reason anew where the next try fails too: the person asked for it."""
        self._told = False

    def find_again(self) -> None:
        """Take in what waits in chats that were deleted and are there again."""
        waiting = [chat.id for chat in self._store.chats() if chat.queued or chat.id in self._gone]
        self._chats += [each for each in waiting if each not in self._chats]
        self._gone = [each for each in self._gone if each not in waiting]

    def take_back(self, chat: Chat) -> None:
        """Put a waiting message back into the chat's composer; where that cannot be written, it waits on."""
        self._open.flush_draft()
        draft = self._open.draft_of(self._store.chat(chat.id))
        text = f"{draft}\n\n{chat.queued}" if draft.strip() else chat.queued
        if not self.guarded(self._store.take_back_queued, chat.id, text):
            return
        self._open.unwritten.drop_draft(chat.id)
        if chat.id in self._chats:
            self._chats.remove(chat.id)
        if chat.id == self._open.chat.id:
            self._open.reload()
            self.queue_changed.emit("")
            self.composer_filled.emit(text)

    def give_up(self, chat_id: int) -> None:
        """Put back what waits in a chat that cannot be answered any more."""
        with contextlib.suppress(KeyError):
            chat = self._store.chat(chat_id)
            if chat.queued:
                self.take_back(chat)

    def take_all_back(self) -> None:
        """What cannot be sent now (no model, or the program ended meanwhile) is in the composer again."""
        waiting = {chat.id: chat for chat in self._store.chats() if chat.queued and chat.id in self._chats}
        self._chats = list(waiting)
        self._unanswered.clear()
        for chat in waiting.values():
            self.take_back(chat)

    def _take_turn(self, chat_id: int) -> None:
        try:
            chat = self._store.chat(chat_id)
        except KeyError:
            self._gone.append(chat_id)
            return
        path = self._open.path(chat_id)
        first = chat_id in self._unanswered or not chat.queued
        if first and path and path[-1].role == "user":
            self._replies.answer(chat, path)
            if chat.queued and chat_id not in self._chats:
                self._chats.insert(0, chat_id)
        elif chat.queued:
            self._send(chat)
        self._unanswered.discard(chat_id)

    def _send(self, chat: Chat) -> None:
        self._replies.send(chat.id, chat.queued, waited=True)
        if chat.id == self._open.chat.id:
            self._open.reload()
            self.queue_changed.emit("")
