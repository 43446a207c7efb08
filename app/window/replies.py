"""Asking the model: a message is stored, the row of its reply is made, and only then the engine is asked to fill it."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.calibration.run import CalibrationRun
from app.conversations.records import Chat, Message, StoreError
from app.conversations.store import Store
from app.settings.layers import effective
from app.settings.store import Settings, SettingsStore
from app.window import asking, receipt
from app.window.context_meter import ContextMeter
from app.window.drift_watch import DriftWatch
from app.window.flow_part import FlowPart
from app.window.model_loader import ModelLoader, Problem
from app.window.open_chat import OpenChat
from app.window.reply_run import ReplyRun


class Replies(FlowPart):
    """Starts replies. Signals that carry messages concern the chat on screen only."""

    message_added = Signal(object, object)
    reply_resumed = Signal(object)
    messages_replaced = Signal()
    reply_began = Signal()
    busy_changed = Signal()
    model_is_calibrating = Signal()

    def __init__(
        self,
        store: Store,
        settings: SettingsStore,
        loader: ModelLoader,
        open_chat: OpenChat,
        run: ReplyRun,
        watch: DriftWatch,
        calibration: CalibrationRun,
        meter: ContextMeter,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._settings = settings
        self._loader = loader
        self._open = open_chat
        self._reply_run = run
        self._watch = watch
        self._calibration = calibration
        self._meter = meter
        meter.count_with(self.asked)
        self.occupied = False
        """Whether the model is taken up by something that is no reply of a chat."""

    def settings_of(self, chat: Chat) -> Settings:
        """Return the settings in force in a chat: its own, else those of the model, else those of the program."""
        return effective(self._settings.settings, self._loader.model_key, chat.overrides)

    def can_answer(self) -> bool:
        """Whether the model is free to answer at once; where a calibration takes it up, that is told."""
        if self._reply_run.active or self.occupied or self._loader.state != "ready":
            return False
        if self._calibration.active:
            self.model_is_calibrating.emit()
            return False
        return True

    def send(self, chat_id: int, text: str, *, waited: bool = False) -> None:
        """Add a message at the end of a chat and answer it; raises StoreError where the message cannot be kept.

        waited: it is the message that waits in the chat, which then waits no longer.
        """
        path = self._open.path(chat_id)
        message = self._store.add_message(chat_id, "user", text, parent_id=path[-1].id if path else None, waited=waited)
        if chat_id == self._open.chat.id:
            self._open.reload()
            self.message_added.emit(message, [message.id])
            self._open.list_changed.emit()
        try:
            self.answer(self._store.chat(chat_id), [*path, message], added=True)
        except StoreError as error:
            # The message is kept; handed back to be sent again, it would be there twice.
            self.problem.emit(Problem(error.sentence, "regenerate", self.tr("Try again")))

    def answer(self, chat: Chat, before: list[Message], *, added: bool = False, cap: str | None = None) -> None:
        """Answer the last of these messages; added: it is the newest on show, so the reply is simply put below it.

        cap: the step to hold this one reply with, None for that of the chat. Raises StoreError where the reply cannot be kept.
        """
        asked = self.asked(chat, before, cap=cap)
        facts = receipt.receipt(self._loader, asked)
        reply = self._store.add_message(chat.id, "assistant", "", parent_id=before[-1].id, state="growing", receipt=facts)
        if chat.id == self._open.chat.id:
            self._open.reload()
            self._watch.update_messages(self._open.chat, before)
            if added:
                self.message_added.emit(reply, self._store.siblings(reply.id))
            else:
                self.messages_replaced.emit()
        self._run(reply, asked)

    def asked(self, chat: Chat, messages: Sequence[Message], *, cap: str | None = None, continue_last: bool = False) -> asking.Ask:
        """Return what the engine would be asked for the reply to these messages."""
        settings = self.settings_of(chat)
        if cap is not None:
            settings = dataclasses.replace(settings, cap=cap, percentile=None)
        return asking.ask(chat, settings, messages, has_axis=self._loader.caps, continue_last=continue_last)

    def again(self, message_id: int | None, cap: str | None = None) -> None:
        """Make another version of a reply on show (None: the last one), see `answer`; the old version is kept."""
        messages = self._open.messages
        at = next((i for i, message in enumerate(messages) if message.id == message_id), len(messages) - 1)
        if at < 0:
            return
        keep = messages[: at + 1] if messages[at].role == "user" else messages[:at]
        if keep and keep[-1].role == "user":
            self.guarded(functools.partial(self.answer, cap=cap), self._open.chat, keep)

    def go_on(self, last: Message) -> None:
        """Let the model continue the last reply on show where it ended; raises StoreError where that cannot be kept."""
        self._open.unwritten.write()
        chat = self._open.chat
        before = self._open.messages[:-1]
        goes_on = bool(last.content.strip())
        asked = self.asked(chat, [*before, last], continue_last=goes_on)
        if goes_on:
            facts = receipt.continued(last.receipt, self._loader, asked, len(last.content))
        else:
            facts = receipt.receipt(self._loader, asked)
        self._store.set_receipt(last.id, facts)
        self._store.checkpoint(last.id, last.content, last.readings)
        growing = self._store.message(last.id)
        self._open.reload()
        self._watch.update_messages(chat, before)
        self.reply_resumed.emit(growing)
        self._run(growing, asked)

    def _run(self, reply: Message, asked: asking.Ask) -> None:
        self._calibration.give_way()
        self._watch.set_streaming(True)
        self._reply_run.threshold = self._watch.threshold
        self._meter.follow(reply.chat_id, asked)
        self._reply_run.start(reply, asked)
        if reply.chat_id == self._open.chat.id:
            self.reply_began.emit()
        self.busy_changed.emit()
