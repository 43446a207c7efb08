"""Changing what was said: other versions, edits, deletions that can be undone, branches, temporary chats."""

from __future__ import annotations

import functools

from PySide6.QtCore import QObject, Signal

from app.conversations.records import Deletion, Message
from app.conversations.store import Store
from app.window.flow_part import FlowPart
from app.window.model_loader import Problem
from app.window.open_chat import OpenChat
from app.window.reply_run import ReplyRun


class ChatChanges(FlowPart):
    """Changes the chat on screen; nothing is ever overwritten. `changed`: other messages are on show now.

    `told` carries a Problem for the window's notice: what happened, and how to undo it. `unanswered` carries the id of a chat whose
    last message waits for a reply.
    """

    changed = Signal()
    told = Signal(object)
    unanswered = Signal(int)

    def __init__(self, store: Store, open_chat: OpenChat, run: ReplyRun, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._open = open_chat
        self._reply_run = run
        self._deletion: Deletion | None = None

    def show_version(self, message_id: int) -> None:
        """Show another version of a message, with what followed it."""
        again = functools.partial(self.show_version, message_id)
        if not self._is_growing_here() and self.guarded(self._store.show_version, message_id, again=again, state=self._shown):
            self.changed.emit()

    def edit(self, message_id: int, text: str) -> bool:
        """Add a changed version of a message beside the old one; returns whether that was done.

        A changed message of the person is to be answered anew; a changed reply stands as it is.
        """
        message = self._on_show(message_id)
        if message is None or not text.strip() or self._refuse_while_growing():
            return False
        if text == message.content:
            return True
        write = self._edit_own if message.role == "user" else self._edit_reply
        return self.guarded(write, message, text)

    def delete(self, message_id: int) -> None:
        """Delete a message and what follows it; `undo_delete` brings it back until another is deleted or the program ends."""
        if self._on_show(message_id) is not None and not self._refuse_while_growing():
            self.guarded(self._delete, message_id, again=functools.partial(self.delete, message_id), state=self._shown)

    def undo_delete(self) -> None:
        """Bring back the message that was deleted last."""
        deletion = self._deletion
        if deletion is not None and self.guarded(
            self._store.restore_message, deletion, again=self.undo_delete, state=self._last_deletion
        ):
            self._deletion = None
            if deletion.chat_id == self._open.chat.id:
                self.changed.emit()
            else:
                self._open.open(deletion.chat_id)

    def branch(self, message_id: int) -> None:
        """Open a new chat that holds the conversation up to and including a message; both chats stay."""
        message = self._on_show(message_id)
        if message is None:
            return
        if message.state == "growing":
            self._refuse_while_growing()
            return
        self._open.flush_draft()
        self.guarded(self._branch, message_id, again=functools.partial(self.branch, message_id), state=self._shown)

    def new_temporary(self) -> None:
        """Open a chat that is kept in memory only and is gone when the program ends."""
        self._open.flush_draft()
        self.guarded(self._new_temporary)

    # --- inside --------------------------------------------------------------------------------------------------------------

    def _on_show(self, message_id: int) -> Message | None:
        return next((message for message in self._open.messages if message.id == message_id), None)

    def _shown(self) -> list[int]:
        return [message.id for message in self._open.messages]

    def _last_deletion(self) -> Deletion | None:
        return self._deletion

    def _is_growing_here(self) -> bool:
        growing = self._reply_run.message
        return growing is not None and growing.chat_id == self._open.chat.id

    def _refuse_while_growing(self) -> bool:
        if not self._is_growing_here():
            return False
        sentence = self.tr("A reply is being made in this chat. Stop it or wait for its end, then try again.")
        self.problem.emit(Problem(sentence, tone="info"))
        return True

    def _edit_own(self, message: Message, text: str) -> None:
        self._store.add_message(message.chat_id, "user", text, parent_id=message.parent_id)
        self.changed.emit()
        self.unanswered.emit(message.chat_id)

    def _edit_reply(self, message: Message, text: str) -> None:
        receipt = {**message.receipt, "edited_from": message.id}
        state = message.state if message.state == "length" else "complete"
        new = self._store.add_message(message.chat_id, "assistant", text, parent_id=message.parent_id, state=state, receipt=receipt)
        if message.evicted:
            self._store.finish(new.id, text, (), state, evicted=message.evicted)
        self.changed.emit()

    def _delete(self, message_id: int) -> None:
        self._deletion = self._store.delete_message(message_id)
        self.changed.emit()
        below = len(self._deletion.message_ids) - 1
        sentence = self.tr("The message was deleted.")
        if below == 1:
            sentence = self.tr("The message and the one that followed it were deleted.")
        elif below:
            sentence = self.tr("The message and {count} that followed it were deleted.").format(count=below)
        self.told.emit(Problem(sentence, "undo_message", self.tr("Undo"), tone="info"))

    def _branch(self, message_id: int) -> None:
        title = self.tr("{title} (branch)").format(title=self._open.chat.title or self.tr("New chat"))
        chat = self._store.copy_to_new_chat(message_id, title)
        self._open.list_changed.emit()
        self._open.open(chat.id)

    def _new_temporary(self) -> None:
        blank = next((chat for chat in self._store.chats() if chat.temporary and chat.leaf_id is None and not chat.draft), None)
        chat = blank or self._store.create_chat(temporary=True)
        self._open.list_changed.emit()
        self._open.open(chat.id)
