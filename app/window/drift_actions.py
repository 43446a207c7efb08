"""What the person can do about drift: start afresh, hold the replies more firmly, or silence the warning."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.conversations import handover
from app.conversations.records import Answer, Chat
from app.conversations.store import Store
from app.settings.store import SettingsStore
from app.window import prompt
from app.window.drift_watch import DriftWatch
from app.window.flow_part import FlowPart
from app.window.open_chat import OpenChat


class DriftActions(FlowPart):
    """Acts on the chat on screen."""

    def __init__(
        self, store: Store, settings: SettingsStore, open_chat: OpenChat, watch: DriftWatch, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._settings = settings
        self._open = open_chat
        self._watch = watch

    def fresh_chat_with_summary(self) -> None:
        """Open a new chat whose composer holds an editable hand-over; nothing is sent."""
        old = self._open.chat
        self._open.flush_draft()
        turns = [handover.Turn(message.role, message.content, bool(message.drifted)) for message in self._open.messages]
        self._watch.acted()
        self.guarded(self._open_continuation, old, handover.build(turns))

    def strengthen_cap(self) -> None:
        """Turn the cap on, or up by one step."""
        self._watch.acted()
        self._settings.update(cap=prompt.next_step(self._settings.settings), percentile=None)

    def answer(self, answer: Answer) -> None:
        """Keep what the person said to the warning: silent until the next step ("not_now"), or for good ("meant_it")."""
        after = self._watch.answer(answer)
        if after is not None:
            self.guarded(self._store.add_answer, self._open.chat.id, after, answer)
            self._open.reload()

    def _open_continuation(self, old: Chat, text: str) -> None:
        title = f"{old.title.removesuffix(' (continued)') or 'New chat'} (continued)"
        chat = self._store.create_chat(title, system_prompt=old.system_prompt, draft=text, continued_from=old.id)
        self._open.list_changed.emit()
        self._open.open(chat.id)
