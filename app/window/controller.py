"""The conversation flow: sending, queueing, stopping, making anew, going on, and starting afresh. No widgets here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.calibration.run import CalibrationRun
from app.conversations import handover
from app.conversations.records import Chat, Message, StoreError
from app.conversations.store import Store
from app.engine_client import EngineClient
from app.settings.store import SettingsStore
from app.window import prompt
from app.window.drift_watch import DriftWatch
from app.window.model_loader import ModelLoader, Problem
from app.window.open_chat import OpenChat
from app.window.reply_run import ReplyRun
from engine import protocol


class Controller(QObject):
    """Holds the parts together. Signals that carry messages concern the chat on screen only."""

    message_added = Signal(object, object)
    reply_resumed = Signal(object)
    reply_grew = Signal(str)
    reply_finished = Signal(object, object)
    messages_replaced = Signal()
    readings_added = Signal(object, object)
    reply_began = Signal()
    queue_changed = Signal(str)
    busy_changed = Signal()
    composer_filled = Signal(str)
    problem = Signal(object)
    model_is_calibrating = Signal()
    closed = Signal()

    def __init__(
        self, data_dir: Path, store: Store, settings: SettingsStore, client: EngineClient, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.store = store
        self.settings = settings
        self.client = client
        self.loader = ModelLoader(client, settings, data_dir, self)
        self.open_chat = OpenChat(store, self)
        self.run = ReplyRun(client, store, self)
        self.watch = DriftWatch(self)
        self.calibration = CalibrationRun(client, self.loader, data_dir, self)
        self._waiting_chats: list[int] = [chat.id for chat in store.chats() if chat.queued]
        self._closing = False
        self.loader.changed.connect(self._on_model_changed)
        self.loader.problem.connect(self.problem)
        self.open_chat.opened.connect(self._on_opened)
        self.open_chat.problem.connect(self.problem)
        self.run.grew.connect(self._on_grew)
        self.run.readings_added.connect(self._on_readings)
        self.run.finished.connect(self._on_finished)
        self.run.problem.connect(self.problem)
        self.calibration.changed.connect(self._on_calibration)
        settings.changed.connect(self._on_settings)
        client.unresponsive.connect(self._on_unresponsive)
        client.stopped.connect(self._on_stopped)
        self._return_queued()

    # --- state ---------------------------------------------------------------------------------------------------------------

    @property
    def chat(self) -> Chat:
        """The chat on screen."""
        return self.open_chat.chat

    @property
    def busy(self) -> bool:
        """Whether a reply is being made, in whichever chat."""
        return self.run.active

    @property
    def busy_here(self) -> bool:
        """Whether the chat on screen gets a reply now."""
        message = self.run.message
        return message is not None and message.chat_id == self.chat.id

    def versions(self) -> dict[int, list[int]]:
        """Return, for every reply on show, the ids of all its versions."""
        return {message.id: self.store.siblings(message.id) for message in self.open_chat.messages if message.role == "assistant"}

    # --- sending -------------------------------------------------------------------------------------------------------------

    def send(self, text: str) -> bool:
        """Send a message, or queue it while the model is busy, loading or being calibrated; returns whether it was taken."""
        if not text.strip():
            return False
        if self.busy or self.loader.state == "loading" or self.calibration.active:
            return self._guarded(self._queue, text)
        if self.loader.state != "ready":
            self.problem.emit(Problem("No model is loaded, so nothing can answer yet.", "load_anyway", "Load the model"))
            return False
        return self._guarded(self._send_now, self.chat.id, text)

    def stop(self) -> None:
        """Stop the reply being made, or the loading of the model."""
        if self.run.active:
            self.run.stop()
        elif self.loader.state == "loading":
            self.loader.cancel()

    def regenerate(self, message_id: int | None = None) -> None:
        """Make another version of a reply (None: the last one); the old version is kept."""
        if not self._can_answer():
            return
        messages = self.open_chat.messages
        at = next((i for i, message in enumerate(messages) if message.id == message_id), len(messages) - 1)
        if at < 0:
            return
        keep = messages[: at + 1] if messages[at].role == "user" else messages[:at]
        if keep and keep[-1].role == "user":
            self._guarded(self._answer, self.chat, keep)

    def go_on(self, message_id: int | None = None) -> None:
        """Let the model continue the last reply where it ended."""
        last = self.open_chat.last
        if last is None or last.role != "assistant" or not self._can_answer():
            return
        if message_id in (None, last.id):
            self._guarded(self._continue, last)

    def show_version(self, message_id: int) -> None:
        """Show another version of a reply, with what followed it."""
        if self.busy_here:
            return
        if self._guarded(self.store.show_version, message_id):
            self._show_again()

    def edit_last(self) -> None:
        """Put the last message of the person back into the composer."""
        mine = [message for message in self.open_chat.messages if message.role == "user"]
        if mine:
            self.composer_filled.emit(mine[-1].content)

    def withdraw_queued(self) -> None:
        """Put the queued message of the chat on screen back into the composer."""
        if self.chat.queued:
            self._take_back(self.chat)

    def _can_answer(self) -> bool:
        """Whether the model is free to answer at once; where a calibration takes it up, that is told."""
        if self.busy or self.loader.state != "ready":
            return False
        if self.calibration.active:
            self.model_is_calibrating.emit()
            return False
        return True

    def _queue(self, text: str) -> None:
        chat = self.chat
        together = f"{chat.queued}\n\n{text}" if chat.queued else text
        self.store.set_queued(chat.id, together)
        self.open_chat.reload()
        if chat.id not in self._waiting_chats:
            self._waiting_chats.append(chat.id)
        self.queue_changed.emit(together)

    def _send_now(self, chat_id: int, text: str) -> None:
        path = self.store.path(chat_id)
        message = self.store.add_message(chat_id, "user", text, parent_id=path[-1].id if path else None)
        here = chat_id == self.chat.id
        if here:
            self.open_chat.reload()
            self.message_added.emit(message, [message.id])
            self.open_chat.list_changed.emit()
        self._answer(self.store.chat(chat_id), [*path, message], added=True)

    def _answer(self, chat: Chat, before: list[Message], *, added: bool = False) -> None:
        settings = self.settings.settings
        system = prompt.system_prompt(chat, settings)
        sampling = prompt.sampler(settings)
        held = prompt.cap(settings, has_axis=self.loader.caps)
        facts = prompt.receipt(self.loader.model, self.loader.engine_version, system, sampling, held, settings.max_tokens)
        reply = self.store.add_message(chat.id, "assistant", "", parent_id=before[-1].id, state="growing", receipt=facts)
        if chat.id == self.chat.id:
            self.open_chat.reload()
            self.watch.update_messages(self.chat, before)
            if added:
                self.message_added.emit(reply, self.store.siblings(reply.id))
            else:
                self.messages_replaced.emit()
        self._run(reply, prompt.prompt_messages(system, before), sampling, held)

    def _continue(self, last: Message) -> None:
        settings = self.settings.settings
        before = self.open_chat.messages[:-1]
        self.store.checkpoint(last.id, last.content, last.readings)
        growing = self.store.message(last.id)
        self.open_chat.reload()
        self.watch.update_messages(self.chat, before)
        self.reply_resumed.emit(growing)
        system = prompt.system_prompt(self.chat, settings)
        messages = prompt.prompt_messages(system, [*before, growing])
        held = prompt.cap(settings, has_axis=self.loader.caps)
        self._run(growing, messages, prompt.sampler(settings), held, continue_last=bool(last.content.strip()))

    def _run(
        self,
        reply: Message,
        messages: list[protocol.ChatMessage],
        sampling: protocol.Sampler,
        held: protocol.Cap,
        *,
        continue_last: bool = False,
    ) -> None:
        self.calibration.give_way()
        self.watch.set_streaming(True)
        self.run.threshold = self.watch.threshold
        self.run.start(reply, messages, sampling, held, max_tokens=self.settings.settings.max_tokens, continue_last=continue_last)
        if reply.chat_id == self.chat.id:
            self.reply_began.emit()
        self.busy_changed.emit()

    # --- a fresh chat --------------------------------------------------------------------------------------------------------

    def fresh_chat_with_summary(self) -> None:
        """Open a new chat whose composer holds an editable hand-over; nothing is sent."""
        old = self.chat
        self.open_chat.flush_draft()
        turns = [handover.Turn(message.role, message.content, bool(message.drifted)) for message in self.open_chat.messages]
        self.watch.acted()
        self._guarded(self._open_continuation, old, handover.build(turns))

    def _open_continuation(self, old: Chat, text: str) -> None:
        title = f"{old.title.removesuffix(' (continued)') or 'New chat'} (continued)"
        chat = self.store.create_chat(title, system_prompt=old.system_prompt, draft=text, continued_from=old.id)
        self.open_chat.list_changed.emit()
        self.open_chat.open(chat.id)

    def strengthen_cap(self) -> None:
        """Turn the cap on, or up by one step."""
        self.watch.acted()
        self.settings.update(cap=prompt.next_step(self.settings.settings), percentile=None)

    def answer_not_now(self) -> None:
        """Keep the warning silent in this chat until the replies move another step away."""
        self._answer_warning("not_now")

    def answer_meant(self) -> None:
        """Keep the warning silent in this chat."""
        self._answer_warning("meant_it")

    def _answer_warning(self, answer: str) -> None:
        after = self.watch.answer(answer)  # type: ignore[arg-type]
        if after is not None:
            self._guarded(self.store.add_answer, self.chat.id, after, answer)
            self.open_chat.reload()

    # --- starting and ending -------------------------------------------------------------------------------------------------

    def start(self, model: str | None, axis: str | None) -> None:
        """Load the model and show the chat used last."""
        self._on_settings(self.settings.settings)
        self.client.start()
        self.open_chat.opened.emit()
        self.loader.load(model, axis)

    def use_model(self, path: str) -> None:
        """Load another model file and remember it."""
        self.settings.update(model_path=path)
        self.calibration.stop()
        self.loader.load(path)

    def act(self, action: str) -> None:
        """Do what a notice's button offers."""
        actions: dict[str, Callable[[], object]] = {
            "regenerate": self.regenerate,
            "restart_engine": self._restart_engine,
            "load_anyway": self.loader.load_again,
            "undo_delete": self.open_chat.undo_delete,
            "save_again": self.run.save_again,
        }
        if action in actions:
            actions[action]()

    def close(self) -> None:
        """Save everything, then end the engine; `closed` follows within 3 s."""
        if self._closing:
            return
        self._closing = True
        self.open_chat.flush_draft()
        self.run.abandon()
        self.calibration.pause()
        self.client.shutdown()

    def _restart_engine(self) -> None:
        if self.loader.state == "failed":
            self.loader.load_again()
        else:
            self.client.restart()

    # --- events --------------------------------------------------------------------------------------------------------------

    def _on_opened(self) -> None:
        messages = self.open_chat.messages
        settled = messages[:-1] if messages and messages[-1].state == "growing" else messages
        self.watch.set_streaming(self.busy_here)
        self.watch.show_chat(self.chat, settled)

    def _on_model_changed(self) -> None:
        self._configure_watch()
        if self.loader.state == "ready":
            self._send_waiting()
        elif self.loader.state == "failed":
            self._return_queued()

    def _on_calibration(self) -> None:
        if not self._closing and self.loader.state == "ready":
            self._send_waiting()

    def _on_settings(self, _settings: object) -> None:
        self._configure_watch()

    def _configure_watch(self) -> None:
        settings, axis = self.settings.settings, self.loader.axis
        own = settings.threshold
        threshold = None if axis is None or not axis.reads else axis.threshold if own is None else own
        self.watch.configure(threshold, settings.warning)

    def _on_grew(self, chat_id: int, text: str) -> None:
        if chat_id == self.chat.id:
            self.reply_grew.emit(text)

    def _on_readings(self, chat_id: int, readings: object, engaged: object) -> None:
        if chat_id == self.chat.id:
            self.readings_added.emit(readings, engaged)

    def _on_finished(self, message: Message, stats: object) -> None:
        self.watch.set_streaming(False)
        if message.chat_id == self.chat.id:
            self._replace(message)
            self.watch.add_reply(message)
            self.reply_finished.emit(message, stats)
        else:
            self.watch.note_other_chat(self.store.chat(message.chat_id), self.store.path(message.chat_id))
        self.busy_changed.emit()
        if not self._closing and self.loader.state == "ready":
            self._send_waiting()

    def _replace(self, message: Message) -> None:
        messages = self.open_chat.messages
        self.open_chat.messages = [message if each.id == message.id else each for each in messages]

    def _send_waiting(self) -> None:
        while self._waiting_chats and not self.busy and not self.calibration.active:
            chat_id = self._waiting_chats.pop(0)
            try:
                chat = self.store.chat(chat_id)
            except KeyError:
                continue
            if chat.queued and not self._guarded(self._send_queued, chat):
                self._take_back(chat)

    def _send_queued(self, chat: Chat) -> None:
        self._send_now(chat.id, chat.queued)
        self.store.set_queued(chat.id, "")
        if chat.id == self.chat.id:
            self.open_chat.reload()
            self.queue_changed.emit("")

    def _take_back(self, chat: Chat) -> None:
        """A queued message goes back into the chat's composer."""
        self.open_chat.flush_draft()
        draft = self.store.chat(chat.id).draft
        text = f"{draft}\n\n{chat.queued}" if draft.strip() else chat.queued
        if chat.id in self._waiting_chats:
            self._waiting_chats.remove(chat.id)
        if not self._guarded(self._save_taken_back, chat.id, text):
            return
        if chat.id == self.chat.id:
            self.open_chat.reload()
            self.queue_changed.emit("")
            self.composer_filled.emit(text)

    def _save_taken_back(self, chat_id: int, text: str) -> None:
        self.store.set_draft(chat_id, text)
        self.store.set_queued(chat_id, "")

    def _return_queued(self) -> None:
        """What cannot be sent now (no model, or the program ended meanwhile) is in the composer again."""
        for chat_id in list(self._waiting_chats):
            self._take_back(self.store.chat(chat_id))

    def _show_again(self) -> None:
        self.open_chat.reload()
        self.watch.update_messages(self.chat, self.open_chat.messages)
        self.messages_replaced.emit()

    def _on_unresponsive(self) -> None:
        sentence = "The model has not answered for ten seconds. What has arrived is kept if you restart it."
        self.problem.emit(Problem(sentence, "restart_engine", "Restart"))

    def _on_stopped(self) -> None:
        self.store.close()
        self.closed.emit()

    def _guarded(self, write: Callable[..., object], *values: object) -> bool:
        """Call something that writes to the store; a failure becomes a notice."""
        try:
            write(*values)
        except StoreError as error:
            self.problem.emit(Problem(error.sentence))
            return False
        return True
