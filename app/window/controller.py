"""The conversation flow as the window sees it: it holds the parts together and passes their signals on. No widgets here.

The work is done by the parts: `Replies` asks the model, `WaitingMessages` keeps what was sent while it was busy, `ChatChanges`
edits, deletes and branches, `ChatSorting` keeps the list of chats in order, `Reproduction` makes a reply again from its receipt,
`ContextMeter` counts, `DriftActions` does what the drift warning offers.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from app.calibration.run import CalibrationRun
from app.conversations.records import Chat, Message, StoreError
from app.conversations.store import Store
from app.downloads.queue import DownloadQueue
from app.engine_client import EngineClient
from app.models.shelf import ModelShelf
from app.settings.store import SettingError, SettingsStore
from app.window.again import SAVE_AGAIN, SAVE_SETTINGS, WRITE_AGAIN
from app.window.chat_changes import ChatChanges
from app.window.chat_sorting import ChatSorting
from app.window.context_meter import ContextMeter
from app.window.drift_actions import DriftActions
from app.window.drift_watch import DriftWatch
from app.window.exact_prompt import ExactPrompt
from app.window.flow_part import FlowPart
from app.window.handover_run import HandOverRun
from app.window.idle_unload import IdleUnload
from app.window.load_notices import LoadNotices
from app.window.model_loader import ModelLoader, Problem
from app.window.open_chat import OpenChat
from app.window.replies import Replies
from app.window.reply_run import ReplyRun
from app.window.reproduction import Reproduction
from app.window.retrying import Retrying
from app.window.waiting_messages import WaitingMessages
from app.window.when_loaded import WhenLoaded


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
    context_changed = Signal(int, int)
    """Tokens in use (-1 not known) and the size of the memory (0 without a model), of the chat on screen."""
    told = Signal(object)
    """A Problem for the window's notice: something was done, and how to undo it."""
    prompt_rendered = Signal(int, str)
    """The id of a reply and the exact prompt before it."""
    model_is_calibrating = Signal()
    closed = Signal()

    def __init__(
        self,
        data_dir: Path,
        store: Store,
        settings: SettingsStore,
        client: EngineClient,
        parent: QObject | None = None,
        *,
        downloads: DownloadQueue | None = None,
    ) -> None:
        super().__init__(parent)
        self.store = store
        self.settings = settings
        self.client = client
        self.loader = ModelLoader(client, settings, data_dir, self)
        self.open_chat = OpenChat(store, self)
        self.run = ReplyRun(client, store, self.open_chat.unwritten, self)
        self.watch = DriftWatch(self)
        self.calibration = CalibrationRun(client, self.loader, data_dir, self)
        self.downloads = downloads or DownloadQueue(data_dir, self)
        self.shelf = ModelShelf(data_dir, client, self.loader, settings, self.downloads, self)
        self.meter = ContextMeter(client, self.loader, self.open_chat, self.run, self.calibration, self)
        self.replies = Replies(
            store, settings, self.loader, self.open_chat, self.run, self.watch, self.calibration, self.meter, self
        )
        self.waiting = WaitingMessages(store, self.open_chat, self.replies, self)
        self.changes = ChatChanges(store, self.open_chat, self.run, self)
        self.sorting = ChatSorting(store, self.open_chat, self)
        self.reproduction = Reproduction(client, self.loader, store, self.open_chat, self)
        self.exact_prompt = ExactPrompt(client, self.open_chat, self)
        self.hand_over = HandOverRun(client, self)
        self.drift_actions = DriftActions(
            store, settings, self.open_chat, self.watch, self.loader, self.replies, self.hand_over, self
        )
        self.idle = IdleUnload(client, self.loader, settings, self)
        self.when_loaded = WhenLoaded(self.loader, self.open_chat)
        self.load_notices = LoadNotices(self.loader, self)
        self.retrying = Retrying(settings, self)
        self._closing = False
        self._unload_when_free = False
        self._connect_parts()
        self.waiting.take_all_back()

    def _connect_parts(self) -> None:
        parts = (self.loader, self.open_chat, self.run, self.replies, self.waiting, self.drift_actions)
        for part in (*parts, self.changes, self.sorting, self.reproduction, self.exact_prompt, self.retrying):
            part.problem.connect(self.problem)
        self.problem.connect(self.retrying.note)
        for teller in (self.changes, self.sorting, self.reproduction, self.load_notices):
            teller.told.connect(self.told)
        self.changes.changed.connect(self._show_again)
        self.changes.unanswered.connect(self._on_unanswered)
        self.reproduction.changed.connect(self._on_reproduction)
        self.meter.changed.connect(self.context_changed)
        self.exact_prompt.rendered.connect(self.prompt_rendered)
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
        self.waiting.due_again.connect(self._send_waiting)
        self.open_chat.opened.connect(self._on_opened)
        self.open_chat.restored.connect(self._on_restored)
        # Not within the call that wrote: that may be about to ask the model itself.
        self.open_chat.unwritten.settled.connect(self._on_settled, Qt.ConnectionType.QueuedConnection)
        self.open_chat.settings_changed.connect(self._on_settings)
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
        """Whether the model is at work: on a reply, on a hand-over, or on making a reply again."""
        return self.run.active or self.hand_over.active or self.reproduction.active

    @property
    def busy_here(self) -> bool:
        """Whether the chat on screen gets a reply now."""
        message = self.run.message
        return message is not None and message.chat_id == self.chat.id

    def versions(self) -> dict[int, list[int]]:
        """Return, for every message on show, the ids of all its versions."""
        return self.store.versions([message.id for message in self.open_chat.messages])

    # --- sending -------------------------------------------------------------------------------------------------------------

    def send(self, text: str) -> bool:
        """Send a message, or queue it while the model is busy, loading or being calibrated; returns whether it was taken."""
        if not text.strip():
            return False
        behind = self.loader.state == "ready" and bool(self.chat.queued)
        if behind or self.busy or self.loader.state in ("loading", "unloaded") or self.calibration.active:
            taken = self.guarded(self.waiting.add, text)
            self._send_waiting()
            return taken
        if self.loader.state != "ready":
            sentence = self.tr("No model is loaded, so nothing can answer yet.")
            self.problem.emit(Problem(sentence, "load_anyway", self.tr("Load the model")))
            return False
        return self.guarded(self.replies.send, self.chat.id, text)

    def stop(self) -> None:
        """Stop the reply being made, or the loading of the model."""
        if self.run.active:
            self.run.stop()
        elif self.hand_over.active:
            self.hand_over.cancel()
        elif self.reproduction.active:
            self.reproduction.stop()
        elif self.loader.state == "loading":
            self.loader.cancel()

    def regenerate(self, message_id: int | None = None, cap: str | None = None) -> None:
        """Make another version of a reply (None: the last one), under this step of the cap; the old version is kept."""
        if self.when_loaded.later(functools.partial(self.regenerate, message_id, cap)):
            return
        if not self.busy and self.replies.can_answer():
            self.replies.again(message_id, cap)

    def go_on(self, message_id: int | None = None) -> None:
        """Let the model continue the last reply where it ended."""
        if self.when_loaded.later(functools.partial(self.go_on, message_id)):
            return
        last = self.open_chat.last
        if last is None or last.role != "assistant" or self.busy or not self.replies.can_answer():
            return
        if message_id in (None, last.id):
            again = functools.partial(self.go_on, last.id)
            self.guarded(self.replies.go_on, last, again=again, state=self._last_shown)

    def reproduce(self, message_id: int) -> None:
        """Make a reply again from its receipt and say whether the text is identical; nothing on show changes."""
        if self.when_loaded.later(functools.partial(self.reproduce, message_id)):
            return
        if not self.busy and self.replies.can_answer():
            self.reproduction.start(message_id)

    def render_prompt(self, message_id: int) -> None:
        """Ask for the exact prompt before a reply; `prompt_rendered` follows."""
        if self.when_loaded.later(functools.partial(self.render_prompt, message_id)):
            return
        if self.loader.state != "ready":
            sentence = self.tr("No model is loaded, so its prompt cannot be shown.")
            self.problem.emit(Problem(sentence, "load_anyway", self.tr("Load the model")))
            return
        self.exact_prompt.render(message_id)

    def show_version(self, message_id: int) -> None:
        """Show another version of a message, with what followed it."""
        self.changes.show_version(message_id)

    def edit_message(self, message_id: int, text: str) -> bool:
        """Add a changed version of a message; one of the person is answered anew. Returns whether that was done."""
        return self.changes.edit(message_id, text)

    def delete_message(self, message_id: int) -> None:
        """Delete a message and what follows it; that can be undone."""
        self.changes.delete(message_id)

    def branch_from(self, message_id: int) -> None:
        """Open a new chat with the conversation up to and including this message."""
        self.changes.branch(message_id)

    def new_temporary(self) -> None:
        """Open a chat that is never written to the disk."""
        self.changes.new_temporary()

    def set_system_prompt(self, chat_id: int, text: str | None) -> None:
        """Give a chat a system prompt of its own; None inherits."""
        self.open_chat.set_system_prompt(chat_id, text)

    def withdraw_queued(self) -> None:
        """Put the queued message of the chat on screen back into the composer."""
        if self.chat.queued:
            self.waiting.take_back(self.chat)

    # --- drift ---------------------------------------------------------------------------------------------------------------

    def fresh_chat_with_summary(self) -> None:
        """Open a new chat whose composer holds an editable hand-over; nothing is sent."""
        if self.when_loaded.later(self.fresh_chat_with_summary):
            return
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
        """Load another model file and remember it; every chat stays as it is."""
        with contextlib.suppress(SettingError):  # a name that is no text: loading says so
            self.settings.update(model_path=path)
        self.calibration.stop()
        self.loader.load(path)

    def unload_model(self) -> None:
        """Give the model's memory back; what needs the model next loads it again.

        A reply or a calibration is stopped first, and what waits to be sent is in the message box again.
        """
        self.waiting.take_all_back()
        if self.busy or self.calibration.active:
            self._unload_when_free = True
            self.stop()
            self.calibration.stop()
        else:
            self.loader.unload()

    def act(self, action: str) -> None:
        """Do what a notice's button offers."""
        actions: dict[str, Callable[[], object]] = {
            "regenerate": self.regenerate,
            "restart_engine": self._restart_engine,
            "load_anyway": self.loader.load_again,
            "load_on_processor": functools.partial(self.loader.load_again, on_processor=True),
            "undo_delete": self.open_chat.undo_delete,
            SAVE_AGAIN: self._save_again,
            "undo_message": self.changes.undo_delete,
            "undo_sorting": self.sorting.undo,
            "keep_version": self.reproduction.keep,
            "fresh_chat": self.fresh_chat_with_summary,
            "restore_backup": self._restore_backup,
            WRITE_AGAIN: self.retrying.act,
            SAVE_SETTINGS: self.retrying.save_settings,
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
        self.downloads.shutdown()
        self.client.shutdown()

    def _restore_backup(self) -> None:
        """Fill the gaps of a chat file that was damaged from its newest backup."""
        recovery = self.store.recovery
        if recovery is None:
            return
        try:
            sentence = recovery.restore_backup()
        except StoreError as error:
            self.problem.emit(Problem(error.sentence, "restore_backup", self.tr("Try again")))
            return
        self.open_chat.open(self.chat.id)
        self.open_chat.list_changed.emit()
        self.told.emit(Problem(sentence, tone="info"))

    def _last_shown(self) -> Message | None:
        return self.open_chat.last

    def _save_again(self) -> None:
        self.waiting.tell_again()
        if self.run.save_again():
            self._send_waiting()

    def _on_settled(self) -> None:
        self.waiting.tell_again()
        self._send_waiting()

    def _restart_engine(self) -> None:
        if self.loader.state == "failed":
            self.loader.load_again()
        else:
            self.client.restart()

    # --- events --------------------------------------------------------------------------------------------------------------

    def _on_opened(self) -> None:
        messages = self.open_chat.messages
        settled = messages[:-1] if messages and messages[-1].state == "growing" else messages
        self._configure_watch()
        self.watch.set_streaming(self.busy_here)
        self.watch.show_chat(self.chat, settled)
        self.meter.refresh()

    def _on_model_changed(self) -> None:
        self._configure_watch()
        self.meter.refresh()
        self.when_loaded.act()
        if self.loader.state == "ready":
            self._send_waiting()
        elif self.loader.state == "failed":
            self.waiting.take_all_back()

    def _on_restored(self) -> None:
        """What waited in a chat that was deleted is sent after all, or is in the composer again where nothing can answer."""
        self.waiting.find_again()
        if self.loader.state in ("none", "failed"):
            self.waiting.take_all_back()
        else:
            self._send_waiting()

    def _on_hand_over(self) -> None:
        self.busy_changed.emit()
        self._send_waiting()

    def _on_reproduction(self) -> None:
        self.replies.occupied = self.reproduction.active
        self.busy_changed.emit()
        self._send_waiting()

    def _on_unanswered(self, chat_id: int) -> None:
        self.waiting.want_answer(chat_id)
        self._send_waiting()

    def _on_calibration(self) -> None:
        self._send_waiting()

    def _on_settings(self, _settings: object = None) -> None:
        self._configure_watch()
        self.meter.refresh()

    def _configure_watch(self) -> None:
        settings, axis = self.replies.settings_of(self.chat), self.loader.axis
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
            with contextlib.suppress(KeyError):  # the chat was deleted meanwhile
                self.watch.note_other_chat(self.store.chat(message.chat_id), self.open_chat.path(message.chat_id))
        self.busy_changed.emit()
        self.meter.refresh()
        if message.state == "context_full" and not self._closing:
            self._on_full(message)
        self._send_waiting()

    def _on_full(self, message: Message) -> None:
        """The conversation has reached the end of the model's memory: hand over to a fresh chat, or say so."""
        self.waiting.give_up(message.chat_id)
        if message.chat_id != self.chat.id:
            return  # its badge says it when the chat is opened
        if self.replies.settings_of(self.chat).context_policy == "handover":
            sentence = self.tr(
                "The chat was too long for the model's memory, so it goes on in a fresh one. Nothing is sent by itself."
            )
            self.told.emit(Problem(sentence, tone="info"))
            self.fresh_chat_with_summary()
            return
        stopped = self.tr("The model's memory is full, so the reply ends here. Nothing was lost.")
        unanswered = self.tr("This chat is too long for the model's memory, so it cannot be answered here. Nothing was lost.")
        sentence = stopped if message.content else unanswered
        self.problem.emit(Problem(sentence, "fresh_chat", self.tr("Continue in a fresh chat"), tone="info"))

    def _send_waiting(self) -> None:
        if self._unload_when_free and not (self.busy or self.calibration.active):
            self._unload_when_free = False
            self.loader.unload()
            return
        if self.loader.state == "unloaded" and self.waiting.any and not self._closing:
            self.loader.load_again()
        while not (self._closing or self.busy or self.calibration.active) and self.loader.state == "ready":
            if not self.waiting.send_next():
                return

    def _show_again(self) -> None:
        self.open_chat.reload()
        self.watch.update_messages(self.chat, self.open_chat.messages)
        self.messages_replaced.emit()
        self.meter.refresh()

    def _on_unresponsive(self) -> None:
        sentence = self.tr("The model has not answered for ten seconds. What has arrived is kept if you restart it.")
        self.problem.emit(Problem(sentence, "restart_engine", self.tr("Restart")))

    def _on_stopped(self) -> None:
        self.open_chat.flush_draft()  # once more what could not be written when the closing began
        self.store.close()
        self.closed.emit()
