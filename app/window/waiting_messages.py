"""Messages sent while the model was busy: they wait on disk, are sent when it is free, and go back to the composer otherwise."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QObject, Signal

from app.conversations.records import Chat
from app.conversations.store import Store
from app.window.flow_part import FlowPart
from app.window.open_chat import OpenChat
from app.window.replies import Replies


class WaitingMessages(FlowPart):
    """At most one waiting message per chat; a second one is added to it. Signals concern the chat on screen."""

    queue_changed = Signal(str)
    composer_filled = Signal(str)

    def __init__(self, store: Store, open_chat: OpenChat, replies: Replies, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._open = open_chat
        self._replies = replies
        self._chats: list[int] = [chat.id for chat in store.chats() if chat.queued]

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
        if chat_id not in self._chats:
            self._chats.append(chat_id)

    def send_next(self) -> bool:
        """Send, or answer, the message that waits longest; returns whether there may be more to try."""
        if not self._chats:
            return False
        chat_id = self._chats.pop(0)
        try:
            chat = self._store.chat(chat_id)
        except KeyError:
            return True
        if not chat.queued:
            self.guarded(self._answer, chat)
        elif not self.guarded(self._send, chat):
            self.take_back(chat)
        return True

    def take_back(self, chat: Chat) -> None:
        """Put a waiting message back into the chat's composer."""
        self._open.flush_draft()
        draft = self._store.chat(chat.id).draft
        text = f"{draft}\n\n{chat.queued}" if draft.strip() else chat.queued
        if chat.id in self._chats:
            self._chats.remove(chat.id)
        if not self.guarded(self._save_taken_back, chat.id, text):
            return
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
        waiting, self._chats = self._chats, []
        for chat in self._store.chats():
            if chat.id in waiting and chat.queued:
                self.take_back(chat)

    def _answer(self, chat: Chat) -> None:
        path = self._store.path(chat.id)
        if path and path[-1].role == "user":
            self._replies.answer(chat, path)

    def _send(self, chat: Chat) -> None:
        self._replies.send(chat.id, chat.queued)
        self._store.set_queued(chat.id, "")
        if chat.id == self._open.chat.id:
            self._open.reload()
            self.queue_changed.emit("")

    def _save_taken_back(self, chat_id: int, text: str) -> None:
        self._store.set_draft(chat_id, text)
        self._store.set_queued(chat_id, "")
