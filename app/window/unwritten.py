"""What could not be written yet: drafts, and replies that have ended. Each is kept by what it belongs to and tried again."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.conversations.records import Message, StoreError
from app.conversations.store import Store

AGAIN_MS = 3000


class Unwritten(QObject):
    """At most one draft per chat and one text per reply; whichever chat is on screen, none is forgotten before it is on disk.

    `draft_written` carries the id of a chat; `settled` follows once everything is written after something could not be.
    """

    draft_written = Signal(int)
    settled = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._drafts: dict[int, str] = {}
        self._replies: dict[int, Message] = {}
        self._failure = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AGAIN_MS)
        self._timer.timeout.connect(self.try_again)

    @property
    def sentence(self) -> str:
        """Why something with words in it could not be written, "" where nothing waits that has failed."""
        return self._failure if self._replies or any(self._drafts.values()) else ""

    # --- drafts --------------------------------------------------------------------------------------------------------------

    def keep_draft(self, chat_id: int, text: str) -> None:
        """Keep what stands in a chat's composer until `write` has written it."""
        self._drafts[chat_id] = text

    def draft(self, chat_id: int) -> str | None:
        """Return the draft of a chat that is not written yet, None where there is none."""
        return self._drafts.get(chat_id)

    def drop_draft(self, chat_id: int) -> None:
        """Forget a draft, because what is on disk is the same or newer."""
        self._drafts.pop(chat_id, None)

    # --- replies -------------------------------------------------------------------------------------------------------------

    def keep_reply(self, ended: Message, sentence: str) -> None:
        """Keep a reply as it ended; sentence: why it could not be written."""
        self._replies[ended.id] = ended
        self._fail(sentence)

    def drop_reply(self, message_id: int) -> None:
        """Forget a reply, because it goes on: what will be written is newer."""
        self._replies.pop(message_id, None)

    def over(self, messages: Sequence[Message]) -> list[Message]:
        """Return messages of the store, replies that could not be written as they ended."""
        return [self._replies.get(message.id, message) for message in messages]

    # --- writing -------------------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Write all of it; raises StoreError at the first thing that cannot be, and tries again later by itself."""
        try:
            self._write_drafts()
            self._write_replies()
        except StoreError as error:
            self._fail(error.sentence)
            raise
        self._timer.stop()
        if self._failure:
            self._failure = ""
            self.settled.emit()

    def try_again(self) -> None:
        """Write what can be written; what still cannot be stays."""
        with contextlib.suppress(StoreError):
            self.write()

    def _write_drafts(self) -> None:
        for chat_id, text in list(self._drafts.items()):
            self._store.set_draft(chat_id, text)
            self.drop_draft(chat_id)
            self.draft_written.emit(chat_id)

    def _write_replies(self) -> None:
        for reply in list(self._replies.values()):
            with contextlib.suppress(KeyError):  # deleted meanwhile: its text is there if it is brought back
                self._store.finish(
                    reply.id,
                    reply.content,
                    reply.readings,
                    reply.state,
                    stats=reply.stats,
                    drifted=reply.drifted,
                    evicted=reply.evicted,
                )
            self.drop_reply(reply.id)

    def _fail(self, sentence: str) -> None:
        self._failure = sentence
        self._timer.start()
