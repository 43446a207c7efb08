"""Asking the model: a message is stored, the row of its reply is made, and only then the engine is asked to fill it."""

from __future__ import annotations

import dataclasses
import functools

from PySide6.QtCore import QObject, Signal

from app.calibration.run import CalibrationRun
from app.conversations.records import Chat, Message
from app.conversations.store import Store
from app.settings.layers import effective
from app.settings.store import Settings, SettingsStore
from app.window import prompt
from app.window.drift_watch import DriftWatch
from app.window.flow_part import FlowPart
from app.window.model_loader import ModelLoader
from app.window.open_chat import OpenChat
from app.window.reply_run import ReplyRun
from engine import protocol


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

    def settings_of(self, chat: Chat) -> Settings:
        """Return the settings in force in a chat."""
        return effective(self._settings.settings, self._loader.model_key, chat.overrides)

    def can_answer(self) -> bool:
        """Whether the model is free to answer at once; where a calibration takes it up, that is told."""
        if self._reply_run.active or self._loader.state != "ready":
            return False
        if self._calibration.active:
            self.model_is_calibrating.emit()
            return False
        return True

    def send(self, chat_id: int, text: str) -> None:
        """Add a message at the end of a chat and answer it; raises StoreError where it cannot be kept."""
        path = self._store.path(chat_id)
        message = self._store.add_message(chat_id, "user", text, parent_id=path[-1].id if path else None)
        if chat_id == self._open.chat.id:
            self._open.reload()
            self.message_added.emit(message, [message.id])
            self._open.list_changed.emit()
        self.answer(self._store.chat(chat_id), [*path, message], added=True)

    def answer(self, chat: Chat, before: list[Message], *, added: bool = False, cap: str | None = None) -> None:
        """Answer the last of these messages; added: it is the newest on show, so the reply is simply put below it.

        cap: the step to hold this one reply with, None for that of the chat.
        """
        settings = self.settings_of(chat)
        if cap is not None:
            settings = dataclasses.replace(settings, cap=cap, percentile=None)
        system = prompt.system_prompt(chat, settings)
        sampling = prompt.sampler(settings)
        held = prompt.cap(settings, has_axis=self._loader.caps, role_play=chat.role_play)
        facts = prompt.receipt(self._loader.model, self._loader.engine_version, system, sampling, held, settings.max_tokens)
        reply = self._store.add_message(chat.id, "assistant", "", parent_id=before[-1].id, state="growing", receipt=facts)
        if chat.id == self._open.chat.id:
            self._open.reload()
            self._watch.update_messages(self._open.chat, before)
            if added:
                self.message_added.emit(reply, self._store.siblings(reply.id))
            else:
                self.messages_replaced.emit()
        self._run(reply, prompt.prompt_messages(system, before), sampling, held, settings.max_tokens)

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
        chat = self._open.chat
        settings = self.settings_of(chat)
        before = self._open.messages[:-1]
        self._store.checkpoint(last.id, last.content, last.readings)
        growing = self._store.message(last.id)
        self._open.reload()
        self._watch.update_messages(chat, before)
        self.reply_resumed.emit(growing)
        messages = prompt.prompt_messages(prompt.system_prompt(chat, settings), [*before, growing])
        held = prompt.cap(settings, has_axis=self._loader.caps, role_play=chat.role_play)
        goes_on = bool(last.content.strip())
        self._run(growing, messages, prompt.sampler(settings), held, settings.max_tokens, continue_last=goes_on)

    def _run(
        self,
        reply: Message,
        messages: list[protocol.ChatMessage],
        sampling: protocol.Sampler,
        held: protocol.Cap,
        max_tokens: int,
        *,
        continue_last: bool = False,
    ) -> None:
        self._calibration.give_way()
        self._watch.set_streaming(True)
        self._reply_run.threshold = self._watch.threshold
        self._reply_run.start(reply, messages, sampling, held, max_tokens=max_tokens, continue_last=continue_last)
        if reply.chat_id == self._open.chat.id:
            self.reply_began.emit()
        self.busy_changed.emit()
