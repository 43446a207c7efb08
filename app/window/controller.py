"""The conversation flow as the window sees it: it holds the parts together and passes their signals on. No widgets here.

The work is done by the parts: `Replies` asks the model, `WaitingMessages` keeps what was sent while it was busy, `DriftActions`
does what the drift warning offers.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.calibration.run import CalibrationRun
from app.conversations.records import Chat, Message
from app.conversations.store import Store
from app.engine_client import EngineClient
from app.settings.store import SettingsStore
from app.window.drift_actions import DriftActions
from app.window.drift_watch import DriftWatch
from app.window.flow_part import FlowPart
from app.window.handover_run import HandOverRun
from app.window.model_loader import ModelLoader, Problem
from app.window.open_chat import OpenChat
from app.window.replies import Replies
from app.window.reply_run import ReplyRun
from app.window.waiting_messages import WaitingMessages


class Controller(FlowPart):
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
        self.replies = Replies(store, settings, self.loader, self.open_chat, self.run, self.watch, self.calibration, self)
        self.waiting = WaitingMessages(store, self.open_chat, self.replies, self)
        self.hand_over = HandOverRun(client, self)
        self.drift_actions = DriftActions(
            store, settings, self.open_chat, self.watch, self.loader, self.replies, self.hand_over, self
        )
        self._closing = False
        self._connect_parts()
        self.waiting.take_all_back()

    def _connect_parts(self) -> None:
        for part in (self.loader, self.open_chat, self.run, self.replies, self.waiting, self.drift_actions):
            part.problem.connect(self.problem)
        self.replies.message_added.connect(self.message_added)
        self.replies.reply_resumed.connect(self.reply_resumed)
        self.replies.messages_replaced.connect(self.messages_replaced)
        self.replies.reply_began.connect(self.reply_began)
        self.replies.busy_changed.connect(self.busy_changed)
        self.replies.model_is_calibrating.connect(self.model_is_calibrating)
        self.waiting.queue_changed.connect(self.queue_changed)
        self.waiting.composer_filled.connect(self.composer_filled)
        self.hand_over.changed.connect(self._on_hand_over)
        self.loader.changed.connect(self._on_model_changed)
        self.open_chat.opened.connect(self._on_opened)
        self.run.grew.connect(self._on_grew)
        self.run.readings_added.connect(self._on_readings)
        self.run.finished.connect(self._on_finished)
        self.calibration.changed.connect(self._on_calibration)
        self.settings.changed.connect(self._on_settings)
        self.client.unresponsive.connect(self._on_unresponsive)
        self.client.stopped.connect(self._on_stopped)

    # --- state ---------------------------------------------------------------------------------------------------------------

    @property
    def chat(self) -> Chat:
        """The chat on screen."""
        return self.open_chat.chat

    @property
    def busy(self) -> bool:
        """Whether a reply or a hand-over is being made, in whichever chat."""
        return self.run.active or self.hand_over.active

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
            return self.guarded(self.waiting.add, text)
        if self.loader.state != "ready":
            self.problem.emit(Problem("No model is loaded, so nothing can answer yet.", "load_anyway", "Load the model"))
            return False
        return self.guarded(self.replies.send, self.chat.id, text)

    def stop(self) -> None:
        """Stop the reply being made, or the loading of the model."""
        if self.run.active:
            self.run.stop()
        elif self.hand_over.active:
            self.hand_over.cancel()
        elif self.loader.state == "loading":
            self.loader.cancel()

    def regenerate(self, message_id: int | None = None, cap: str | None = None) -> None:
        """Make another version of a reply (None: the last one), under this step of the cap; the old version is kept."""
        if not self.hand_over.active and self.replies.can_answer():
            self.replies.again(message_id, cap)

    def go_on(self, message_id: int | None = None) -> None:
        """Let the model continue the last reply where it ended."""
        last = self.open_chat.last
        if last is None or last.role != "assistant" or self.busy or not self.replies.can_answer():
            return
        if message_id in (None, last.id):
            self.guarded(self.replies.go_on, last)

    def show_version(self, message_id: int) -> None:
        """Show another version of a reply, with what followed it."""
        if self.busy_here:
            return
        if self.guarded(self.store.show_version, message_id):
            self._show_again()

    def edit_last(self) -> None:
        """Put the last message of the person back into the composer."""
        mine = [message for message in self.open_chat.messages if message.role == "user"]
        if mine:
            self.composer_filled.emit(mine[-1].content)

    def withdraw_queued(self) -> None:
        """Put the queued message of the chat on screen back into the composer."""
        if self.chat.queued:
            self.waiting.take_back(self.chat)

    # --- drift ---------------------------------------------------------------------------------------------------------------

    def fresh_chat_with_summary(self) -> None:
        """Open a new chat whose composer holds an editable hand-over; nothing is sent."""
        self.drift_actions.fresh_chat_with_summary()

    def strengthen_cap(self) -> None:
        """Turn the cap on, or up by one step."""
        self.drift_actions.strengthen_cap()

    def answer_not_now(self) -> None:
        """Keep the warning silent in this chat until the replies move another step away."""
        self.drift_actions.answer("not_now")

    def answer_meant(self) -> None:
        """Keep the warning silent in this chat."""
        self.drift_actions.answer("meant_it")

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
            self.waiting.take_all_back()

    def _on_hand_over(self) -> None:
        self.busy_changed.emit()
        self._send_waiting()

    def _on_calibration(self) -> None:
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
            self.open_chat.replace(message)
            self.watch.add_reply(message)
            self.reply_finished.emit(message, stats)
        else:
            self.watch.note_other_chat(self.store.chat(message.chat_id), self.store.path(message.chat_id))
        self.busy_changed.emit()
        self._send_waiting()

    def _send_waiting(self) -> None:
        while not (self._closing or self.busy or self.calibration.active) and self.loader.state == "ready":
            if not self.waiting.send_next():
                return

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
