"""The chat on screen: which it is, its messages, its draft, and the list it stands in."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.conversations.records import Chat, Message, StoreError
from app.conversations.store import Store
from app.window.again import kept, offering
from app.window.unwritten import Unwritten

DRAFT_MS = 400


class OpenChat(QObject):
    """Keeps one chat open. Every change of the person is in the store before the call returns; a draft follows within 0.4 s."""

    opened = Signal()
    list_changed = Signal()
    deleted = Signal(object)
    """The titles of the chats that were deleted."""
    restored = Signal()
    """Chats that were deleted are there again."""
    settings_changed = Signal()
    """What the chat on screen sets itself is another now."""
    problem = Signal(object)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.unwritten = Unwritten(store, self)
        self.unwritten.draft_written.connect(self._on_draft_written)
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_MS)
        self._draft_timer.timeout.connect(self.flush_draft)
        self._deleted: tuple[int, ...] = ()
        self.chat: Chat = self._first()
        self.messages: list[Message] = self.path(self.chat.id)

    @property
    def last(self) -> Message | None:
        """The last message on show."""
        return self.messages[-1] if self.messages else None

    @property
    def draft(self) -> str:
        """What belongs into the composer of the chat on screen."""
        return self.draft_of(self.chat)

    def draft_of(self, chat: Chat) -> str:
        """Return the draft of a chat as it was typed, whether or not it could be written yet."""
        typed = self.unwritten.draft(chat.id)
        return chat.draft if typed is None else typed

    def path(self, chat_id: int) -> list[Message]:
        """Return the messages of a chat as they were made, whether or not all of a reply could be written yet."""
        return self.unwritten.over(self._store.path(chat_id))

    def open(self, chat_id: int) -> None:
        """Show another chat."""
        self.flush_draft()
        try:
            self.chat = self._store.chat(chat_id)
        except KeyError:
            self.list_changed.emit()
            return
        self.reload()
        self.opened.emit()

    def reload(self) -> None:
        """Read chat and messages again."""
        self.chat = self._store.chat(self.chat.id)
        self.messages = self.path(self.chat.id)

    def replace(self, message: Message) -> None:
        """Take in a message that changed."""
        self.messages = [message if each.id == message.id else each for each in self.messages]

    def new(self) -> None:
        """Show an empty chat: the one on screen if it is empty already, else an empty one from the list, else a new one."""
        self.flush_draft()
        if not self.messages and not self.draft and self.chat.continued_from is None:
            self.opened.emit()
            return
        try:
            empty = next((chat for chat in self._store.chats() if self._is_blank(chat)), None)
            chat = empty or self._store.create_chat()
        except StoreError as error:
            self.problem.emit(offering(error.sentence, self.new, self._shown))
            return
        self.list_changed.emit()
        self.open(chat.id)

    def rename(self, chat_id: int, title: str) -> None:
        """Give a chat another title; an empty one changes nothing."""
        if not title.strip():
            return
        try:
            self._store.rename_chat(chat_id, title)
        except StoreError as error:
            again = functools.partial(self.rename, chat_id, title)
            self.problem.emit(offering(error.sentence, again, functools.partial(self._title, chat_id)))
            return
        if chat_id == self.chat.id:
            self.reload()
        self.list_changed.emit()

    def delete(self, chat_id: int) -> None:
        """Delete a chat; `undo_delete` brings it back until another is deleted or the program ends."""
        self.delete_all([chat_id])

    def delete_all(self, chat_ids: Sequence[int]) -> None:
        """Delete chats together; `undo_delete` brings them back until others are deleted or the program ends."""
        self.flush_draft()
        known = {chat.id: chat.title for chat in self._store.listed()}
        gone = [each for each in chat_ids if each in known]
        if not gone:
            return
        if self._deleted:
            self.forget_deleted()
        try:
            self._store.delete_chats(gone)
        except StoreError as error:
            again = functools.partial(self.delete_all, gone)
            self.problem.emit(offering(error.sentence, again, functools.partial(self._ends, gone)))
            return
        self._deleted = tuple(gone)
        if self.chat.id in gone:
            self.chat = self._first()
            self.reload()
            self.opened.emit()
        self.list_changed.emit()
        self.deleted.emit([known[each] for each in gone])

    def undo_delete(self) -> None:
        """Bring back what was deleted last, and show it."""
        if not self._deleted:
            return
        try:
            self._store.restore_chats(self._deleted)
        except StoreError as error:
            self.problem.emit(offering(error.sentence, self.undo_delete, self._last_deleted))
            return
        first, self._deleted = self._deleted[0], ()
        self.open(first)
        self.list_changed.emit()
        self.restored.emit()

    def forget_deleted(self) -> None:
        """Offer no longer to bring back what was deleted; the store removes it for good when the program ends."""
        self._deleted = ()

    def set_overrides(self, chat_id: int, overrides: Mapping[str, Any]) -> None:
        """Keep the settings of one chat; what is not among them inherits."""
        self._set(self._store.set_overrides, chat_id, overrides)

    def set_system_prompt(self, chat_id: int, system_prompt: str | None) -> None:
        """Give one chat a system prompt of its own; None inherits."""
        self._set(self._store.set_system_prompt, chat_id, system_prompt)

    def _set(self, write: Callable[[int, Any], object], chat_id: int, value: object) -> None:
        try:
            write(chat_id, value)
        except KeyError:  # deleted meanwhile
            return
        except StoreError as error:
            again = functools.partial(self._set, write, chat_id, value)
            self.problem.emit(offering(error.sentence, again, functools.partial(self._own_settings, chat_id)))
        if chat_id == self.chat.id:
            self.chat = self._store.chat(chat_id)
            self.settings_changed.emit()

    def set_draft(self, text: str) -> None:
        """Keep what stands in the composer."""
        self.unwritten.keep_draft(self.chat.id, text)
        if not self._draft_timer.isActive():  # begun anew with every key, it would not write while someone types on
            self._draft_timer.start()

    def flush_draft(self) -> None:
        """Write the draft now, and whatever else could not be written before."""
        self._draft_timer.stop()
        draft = self.unwritten.draft(self.chat.id)
        if draft == self.chat.draft:
            self.unwritten.drop_draft(self.chat.id)
        try:
            self.unwritten.write()
        except StoreError as error:
            if draft:  # an emptied box has nothing to lose, and what was sent from it may have more to say
                self.problem.emit(kept(error.sentence))

    def _on_draft_written(self, chat_id: int) -> None:
        if chat_id == self.chat.id:
            with contextlib.suppress(KeyError, StoreError):  # deleted meanwhile, or not to be read just now
                self.chat = self._store.chat(chat_id)

    # --- what has to be as it was for a write to be tried again --------------------------------------------------------------

    def _shown(self) -> int:
        return self.chat.id

    def _title(self, chat_id: int) -> str:
        return self._store.chat(chat_id).title

    def _ends(self, chat_ids: Sequence[int]) -> list[int | None]:
        return [self._store.chat(each).leaf_id for each in chat_ids]

    def _last_deleted(self) -> tuple[int, ...]:
        return self._deleted

    def _own_settings(self, chat_id: int) -> tuple[object, str | None]:
        chat = self._store.chat(chat_id)
        return dict(chat.overrides), chat.system_prompt

    # --- inside --------------------------------------------------------------------------------------------------------------

    def _is_blank(self, chat: Chat) -> bool:
        return chat.leaf_id is None and not (
            self.draft_of(chat) or chat.queued or chat.renamed or chat.continued_from or chat.overrides or chat.system_prompt
        )

    def _first(self) -> Chat:
        chats = self._store.chats()
        return chats[0] if chats else self._store.create_chat()
