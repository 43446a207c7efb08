"""The hand-over to a fresh chat, written by the model itself under the strongest cap: a request of its own, never in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal

from app.conversations import handover, summary
from app.conversations.handover import Turn
from app.drift.words import percent
from app.engine_client import Death, EngineClient
from engine import protocol
from engine.drift import manner
from engine.protocol import Cap, ChatMessage, Sampler

MOST_TOKENS: Final = 260
SPARE_TOKENS: Final = 16
CHARS_PER_TOKEN: Final = 4
TEMPERATURE: Final = 0.2
LEAST_ROOM: Final = 200

Origin = Literal["model", "nothing", "away", "unusable", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class HandOver:
    """A finished hand-over: its text and where it is from.

    origin: "model"; else the last exchange took its place, because the model wrote nothing, its summary was far from its usual self
    or not about this conversation, the request failed, or the person did not want to wait.
    """

    chat_id: int
    text: str
    origin: Origin


class HandOverRun(QObject):
    """Makes one hand-over at a time. `finished` comes once for every one that was begun, unless it was cancelled."""

    changed = Signal()
    progressed = Signal(str)
    finished = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._chat_id: int | None = None
        self._turns: tuple[Turn, ...] = ()
        self._cap = Cap()
        self._threshold: float | None = None
        self._longest = self._room = 0
        self._request: int | None = None
        self._text = ""
        self._wish: Literal["", "skip", "cancel"] = ""
        client.counted.connect(self._on_counted)
        client.progress.connect(self._on_progress)
        client.delta.connect(self._on_delta)
        client.done.connect(self._on_done)
        client.error.connect(self._on_error)
        client.died.connect(self._on_died)

    @property
    def chat_id(self) -> int | None:
        """The chat whose hand-over is being written; None where none is."""
        return self._chat_id

    @property
    def active(self) -> bool:
        """Whether one is being written."""
        return self._chat_id is not None

    def start(self, chat_id: int, turns: Sequence[Turn], cap: Cap, *, n_ctx: int, threshold: float | None) -> None:
        """Ask the model, which has to be loaded and free, for the hand-over of a chat.

        n_ctx: the size of its context in tokens; threshold: the reading below which a reply counts as drifted, None without.
        """
        self._chat_id, self._turns, self._cap, self._threshold = chat_id, tuple(turns), cap, threshold
        self._text, self._wish = "", ""
        self._longest = min(MOST_TOKENS, n_ctx // 4)
        self._room = max(LEAST_ROOM, (n_ctx - self._longest) * CHARS_PER_TOKEN)
        self.changed.emit()
        self.progressed.emit(self.tr("Reading the conversation…"))
        self._count()

    def skip(self) -> None:
        """Wait no longer: the last exchange takes the summary's place."""
        self._stop("skip")

    def cancel(self) -> None:
        """Drop it; nothing comes of it."""
        self._stop("cancel")

    def _stop(self, wish: Literal["skip", "cancel"]) -> None:
        if self._request is None:
            return
        self._wish = wish
        self.progressed.emit(self.tr("Stopping…"))
        self._client.cancel(self._request)

    # --- the request ---------------------------------------------------------------------------------------------------------

    def _messages(self) -> list[ChatMessage]:
        system, user = summary.question(self._turns, self._room)
        return [ChatMessage("system", system), ChatMessage("user", user)]

    def _count(self) -> None:
        self._request = self._client.count(self._messages())

    def _on_counted(self, event: protocol.Counted) -> None:
        if event.id != self._request:
            return
        if self._wish:
            self._end_early()
            return
        allowed = event.limit - self._longest - SPARE_TOKENS
        if event.tokens > allowed and self._room > LEAST_ROOM:
            self._room = max(LEAST_ROOM, int(self._room * min(0.9, 0.95 * max(allowed, 0) / event.tokens)))
            self._count()
            return
        self._request = self._client.generate(
            self._messages(), Sampler(temperature=TEMPERATURE), self._cap, max_tokens=self._longest
        )

    def _on_progress(self, event: protocol.Progress) -> None:
        if event.id == self._request and event.stage == "prompt" and not self._wish:
            self.progressed.emit(self.tr("Reading the conversation… {share}").format(share=percent(event.fraction)))

    def _on_delta(self, event: protocol.Delta) -> None:
        if event.id != self._request:
            return
        self._text += event.text
        if not self._wish:
            self.progressed.emit(self.tr("Writing the summary… {count} words").format(count=len(self._text.split())))

    def _on_done(self, event: protocol.Done) -> None:
        if event.id != self._request:
            return
        if self._wish:
            self._end_early()
        elif event.reason not in ("stop", "length"):
            self._end("failed")
        else:
            self._judge(event)

    def _judge(self, event: protocol.Done) -> None:
        text = summary.cleaned(self._text)
        reading = event.stats.reading if event.stats is not None else None
        if not text:
            self._end("nothing")
        elif reading is not None and self._threshold is not None and manner(reading, self._threshold) == "away":
            self._end("away")
        elif not summary.is_usable(text, self._turns):
            self._end("unusable")
        else:
            self._end("model", text)

    def _on_error(self, event: protocol.Error) -> None:
        if event.id is not None and event.id == self._request:
            self._end_early() if self._wish else self._end("failed")

    def _on_died(self, death: Death) -> None:
        if self._request in death.lost:
            self._end_early() if self._wish else self._end("failed")

    def _end_early(self) -> None:
        self._end("skipped") if self._wish == "skip" else self._clear()

    def _end(self, origin: Origin, text: str = "") -> None:
        chat_id, turns = self._chat_id, self._turns
        assert chat_id is not None
        self._clear()
        if not self._client.shut_down:  # the window is being closed: nobody waits for it any more
            self.finished.emit(HandOver(chat_id, handover.build(turns, text), origin))

    def _clear(self) -> None:
        self._chat_id = self._request = None
        self._turns = ()
        self.changed.emit()
