"""Decides when the drift warning is due in the chat on screen, and remembers what the person answered."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QObject, QTimer, Signal

from app.conversations.records import Answer, Chat, Message
from engine.drift import DriftMonitor, DriftState, Event, Level

QUIET_MS = 1500


class DriftWatch(QObject):
    """Follows the replies of one chat; `warning_due` comes once per episode, never while someone types or a reply grows.

    In a chat in which a role is meant to be played it follows the readings as everywhere, and `warning_due` never comes.
    """

    warning_due = Signal()
    warning_over = Signal()
    state_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threshold: float | None = None
        self._level: Level = "normal"
        self._monitor: DriftMonitor | None = None
        self._chat: Chat | None = None
        self._messages: list[Message] = []
        self._episodes: dict[int, bool] = {}
        self._pending: set[int] = set()
        self._shown = False
        self._streaming = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._present)

    @property
    def state(self) -> DriftState:
        """What is known of the chat on screen."""
        return self._monitor.state if self._monitor is not None else DriftState()

    @property
    def threshold(self) -> float | None:
        """The normalised reading below which a reply counts as drifted; None without an axis."""
        return self._threshold

    def configure(self, threshold: float | None, level: str) -> None:
        """Use another threshold (None: no axis) or warning level."""
        if (threshold, level) == (self._threshold, self._level):
            return
        self._threshold, self._level = threshold, cast(Level, level)
        if level == "off":
            self._pending.clear()
            self._hide()
        self._rebuild()

    def show_chat(self, chat: Chat, messages: Sequence[Message]) -> None:
        """Follow this chat from now on; messages are those before a reply that is still growing."""
        if self._chat is not None and self._shown and self._chat.id != chat.id:
            self._pending.add(self._chat.id)
        self._chat, self._messages = chat, list(messages)
        self._hide()
        self._rebuild()
        self._ask()

    def update_messages(self, chat: Chat, messages: Sequence[Message]) -> None:
        """The same chat shows other messages now (another version, or a reply that is made anew)."""
        self._chat, self._messages = chat, list(messages)
        self._rebuild()

    def add_reply(self, message: Message) -> None:
        """Take in a finished reply."""
        if self._monitor is None or self._chat is None:
            return
        if message.chat_id != self._chat.id:
            return
        self._messages.append(message)
        state = self._monitor.add_reply(_reading(message))
        self._episodes[message.id] = state.drifted
        if state.warn and not self._chat.role_play:
            self._pending.add(message.chat_id)
        elif not state.drifted:
            self._pending.discard(message.chat_id)
            self._hide()
        self.state_changed.emit(state)
        self._ask()

    def set_role_play(self, role_play: bool) -> None:
        """A role is meant to be played in the chat on screen, or no longer: then the next episode warns again."""
        if self._chat is None:
            return
        self._chat = dataclasses.replace(self._chat, role_play=role_play)
        self._pending.discard(self._chat.id)
        if role_play:
            self._hide()
        self._rebuild()

    def episodes(self, messages: Sequence[Message]) -> list[bool]:
        """Return, for every finished reply of the chat on screen, whether an episode of drift was open after it."""
        return [self._episodes.get(message.id, False) for message in messages if _is_finished_reply(message)]

    def note_other_chat(self, chat: Chat, messages: Sequence[Message]) -> None:
        """A reply was finished in a chat that is not on screen; its warning waits until it is."""
        if self._threshold is None or chat.role_play:
            return
        if DriftMonitor.replay(self._threshold, self._level, _events(chat, messages)).state.warn:
            self._pending.add(chat.id)

    def set_streaming(self, streaming: bool) -> None:
        """Nothing appears while a reply grows."""
        self._streaming = streaming
        self._ask()

    def note_typing(self) -> None:
        """Nothing appears while someone types."""
        self._quiet.start()

    def answer(self, answer: Answer) -> int | None:
        """Take the person's answer; returns the id of the reply it came after, to be stored with it."""
        self._hide()
        if self._chat is not None:
            self._pending.discard(self._chat.id)
        if self._monitor is not None and answer == "not_now":
            self._monitor.not_now()
        replies = [message.id for message in self._messages if message.role == "assistant"]
        return replies[-1] if replies else None

    def acted(self) -> None:
        """The person chose one of the helpful actions: the warning goes, the episode stays open."""
        self._hide()
        if self._chat is not None:
            self._pending.discard(self._chat.id)

    def _rebuild(self) -> None:
        self._episodes = {}
        if self._threshold is None or self._chat is None:
            self._monitor = None
        else:
            self._monitor = DriftMonitor(self._threshold, self._level)
            self._replay(self._monitor, self._chat)
        self.state_changed.emit(self.state)

    def _replay(self, monitor: DriftMonitor, chat: Chat) -> None:
        silenced_after = {message_id for message_id, answer in chat.answers if answer == "not_now"}
        for message in self._messages:
            if _is_finished_reply(message):
                self._episodes[message.id] = monitor.add_reply(_reading(message)).drifted
                if message.id in silenced_after:
                    monitor.not_now()

    def _ask(self) -> None:
        if not self._quiet.isActive():
            self._present()

    def _present(self) -> None:
        due = self._chat is not None and self._chat.id in self._pending
        if due and not self._streaming and not self._shown and self._level != "off":
            self._shown = True
            self.warning_due.emit()

    def _hide(self) -> None:
        if self._shown:
            self._shown = False
            self.warning_over.emit()


def _is_finished_reply(message: Message) -> bool:
    return message.role == "assistant" and message.state != "growing"


def _reading(message: Message) -> float | None:
    reading = message.stats.get("reading")
    return float(reading) if reading is not None else None


def _events(chat: Chat, messages: Sequence[Message]) -> list[Event]:
    """Return readings and answers in the order in which they came.

    "I meant this" is none of them: it made the chat one for role-play, which may have been taken back since.
    """
    events: list[Event] = []
    for message in messages:
        if not _is_finished_reply(message):
            continue
        events.append(_reading(message))
        events += [answer for message_id, answer in chat.answers if message_id == message.id and answer == "not_now"]
    return events
