"""One reply being made: its text is kept on disk while it grows, whatever becomes of the engine."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.conversations.records import Message, State, StoreError
from app.conversations.store import Store
from app.drift.words import percent
from app.engine_client import Death, EngineClient
from app.language.telling import told
from app.window.again import kept
from app.window.asking import Ask
from app.window.model_loader import Problem
from app.window.unwritten import Unwritten
from engine import protocol

CHECKPOINT_MS = 700

_STATES: dict[str, State] = {
    "stop": "complete",
    "length": "length",
    "cancelled": "stopped",
    "context_full": "context_full",
    "error": "interrupted",
}


class ReplyRun(QObject):
    """Makes one reply at a time; belongs to the chat it was started in, whichever chat is on screen."""

    grew = Signal(int, str)
    advanced = Signal(int, int)
    readings_added = Signal(int, object, object)
    waiting = Signal(str)
    finished = Signal(object, object)
    problem = Signal(object)

    def __init__(self, client: EngineClient, store: Store, unwritten: Unwritten, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._store = store
        self._unwritten = unwritten
        self._request: int | None = None
        self._message: Message | None = None
        self._asked: Ask | None = None
        self._text = ""
        self._readings: list[float] = []
        self._saved_chars = 0
        self.threshold: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(CHECKPOINT_MS)
        self._timer.timeout.connect(self._checkpoint)
        client.progress.connect(self._on_progress)
        client.delta.connect(self._on_delta)
        client.done.connect(self._on_done)
        client.error.connect(self._on_error)
        client.died.connect(self._on_died)
        client.still_stopping.connect(self._on_still_stopping)

    @property
    def active(self) -> bool:
        """Whether a reply is being made."""
        return self._message is not None

    @property
    def message(self) -> Message | None:
        """The reply being made, with its text so far."""
        if self._message is None:
            return None
        return dataclasses.replace(self._message, content=self._text, readings=tuple(self._readings), state="growing")

    def start(self, message: Message, asked: Ask) -> None:
        """Fill a reply that exists in the store already; where the request says so, the model goes on where its text ends."""
        self._unwritten.drop_reply(message.id)
        self._message, self._asked = message, asked
        self._text = message.content
        self._readings = list(message.readings)
        self._saved_chars = len(self._text)
        self._request = self._client.generate(
            asked.conversation.messages,
            asked.sampler,
            asked.cap,
            max_tokens=asked.max_tokens,
            continue_last=asked.continue_last,
            overflow=asked.overflow,
            forgotten=asked.forgotten_in_request,
            guess=asked.guess,
        )
        self._timer.start()

    def stop(self) -> None:
        """Ask the engine to stop; what has arrived is kept."""
        if self._request is not None:
            self.waiting.emit("Stopping…")
            self._client.cancel(self._request)

    def abandon(self) -> None:
        """Keep what has arrived and listen no more; used when the program is closed."""
        if self.active:
            self._end("interrupted", None)

    # --- events --------------------------------------------------------------------------------------------------------------

    def _on_progress(self, event: protocol.Progress) -> None:
        if event.id == self._request and event.stage == "prompt":
            self.waiting.emit(self.tr("Reading the conversation… {share}").format(share=percent(event.fraction)))

    def _on_delta(self, event: protocol.Delta) -> None:
        if event.id != self._request or self._message is None:
            return
        self._text += event.text
        self._readings += event.readings
        if event.text:
            self.grew.emit(self._message.chat_id, self._text)
        if event.n_tokens:
            self.advanced.emit(self._message.chat_id, event.n_tokens)
        if event.readings:
            self.readings_added.emit(self._message.chat_id, event.readings, event.engaged)

    def _on_done(self, event: protocol.Done) -> None:
        if event.id == self._request:
            self._end(_STATES.get(event.reason, "interrupted"), event.stats, event.evicted)

    def _on_error(self, event: protocol.Error) -> None:
        if event.id is not None and event.id == self._request:
            self._end("interrupted", None)
            self.problem.emit(Problem(event.message, "regenerate", self.tr("Try again"), event.details))

    def _on_died(self, death: Death) -> None:
        if self._request not in death.lost:
            return
        had_text = bool(self._text)
        self._end("interrupted", None)
        sentences = [told(death.sentence)]
        if had_text:
            sentences.append(self.tr("What had arrived of the reply was kept."))
        if death.restarting:
            sentences.append(self.tr("It is being started again."))
            self.problem.emit(Problem(" ".join(sentences), details=death.details))
        else:
            self.problem.emit(Problem(" ".join(sentences), "restart_engine", self.tr("Restart"), death.details))

    def _on_still_stopping(self, request: int) -> None:
        if request == self._request:
            self.waiting.emit(self.tr("Still stopping…"))

    # --- keeping -------------------------------------------------------------------------------------------------------------

    def _checkpoint(self) -> None:
        if self._message is None or len(self._text) == self._saved_chars:
            return
        try:
            self._store.checkpoint(self._message.id, self._text, self._readings)
            self._saved_chars = len(self._text)
            self._unwritten.write()
        except StoreError as error:
            self.problem.emit(Problem(error.sentence))

    def _end(self, state: State, stats: protocol.ReplyStats | None, evicted: int | None = None) -> None:
        message, asked = self._message, self._asked
        assert message is not None
        assert asked is not None
        self._timer.stop()
        self._message = self._asked = self._request = None
        unseen = asked.forgotten if evicted is None else asked.conversation.on_show(evicted)
        before = message.stats if asked.continue_last else {}
        figures: dict[str, Any] = dict(before) if stats is None else dataclasses.asdict(stats)
        if stats is not None:
            figures["tokens"] += before.get("tokens", 0)
        if stats is not None and stats.reading is not None:
            figures["threshold"] = self.threshold
        reading, threshold = figures.get("reading"), figures.get("threshold")
        drifted = None if reading is None or threshold is None else reading < threshold
        ended = dataclasses.replace(
            message,
            content=self._text,
            readings=tuple(self._readings),
            state=state,
            stats=figures,
            drifted=drifted,
            evicted=unseen,
        )
        try:
            ended = self._store.finish(
                message.id, self._text, self._readings, state, stats=figures, drifted=drifted, evicted=unseen
            )
        except StoreError as error:
            self._unwritten.keep_reply(ended, error.sentence)
            self.problem.emit(kept(error.sentence))
        self.finished.emit(ended, stats)

    def save_again(self) -> bool:
        """Try once more to write what could not be written; returns whether nothing is left."""
        try:
            self._unwritten.write()
        except StoreError as error:
            self.problem.emit(kept(error.sentence))
            return False
        return True
