"""One conversation with the engine, turn after turn, for commands that have no window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from app.cli.interrupt import Interrupt
from app.engine_client import Death, EngineClient
from app.problems import UserError
from engine.protocol import AxisFacts, Cap, ChatMessage, Delta, Done, Error, Loaded, ModelFacts, ReplyStats, Sampler


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be said to which model, and how it is to answer.

    cap_asked: the cap was asked for on the command line, so that a model without an axis is an error; a cap that is merely set is
    then left out. loaded_with: see layers.at_loading. threshold: the reading below which replies count as drifted, None that of
    the axis. overflow, guess: see protocol.Generate.
    """

    model: str
    axis: str | None
    cap: Cap
    system: str | None
    sampler: Sampler
    max_tokens: int
    messages: list[str]
    axis_dir: str | None = None
    cap_asked: bool = True
    loaded_with: Mapping[str, Any] = field(default_factory=dict)
    overflow: str = "stop"
    guess: str = "auto"
    threshold: float | None = None


@dataclass(slots=True)
class Turn:
    """One user turn and its reply; stats is None until the reply is finished, stop is then the reason it ended."""

    user: str
    reply: str = ""
    stats: ReplyStats | None = None
    stop: str | None = None


@dataclass(slots=True)
class _Facts:
    model: ModelFacts | None = None
    axis: AxisFacts | None = None
    axis_problem: str | None = None


class Conversation(QObject):
    """Says the plan's messages one after the other and quits the application's loop when all is answered or something failed.

    `problem` then holds what went wrong, if anything; `interrupted` says whether Ctrl+C ended it. The engine process is gone when
    the loop returns. Lives in the thread that runs the event loop.
    """

    model_loaded = Signal(object)
    text_added = Signal(str)
    turn_ended = Signal(object)

    def __init__(self, plan: Plan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.plan = plan
        self.turns: list[Turn] = []
        self.facts = _Facts()
        self.problem: UserError | None = None
        self.interrupted = False
        self.cap = plan.cap
        """How replies are really held, once the model is loaded."""
        self._request: int | None = None
        self._interrupt = Interrupt(self)
        self._client = EngineClient(self)
        self._client.ready.connect(self._on_ready)
        self._client.loaded.connect(self._on_loaded)
        self._client.delta.connect(self._on_delta)
        self._client.done.connect(self._on_done)
        self._client.error.connect(self._on_error)
        self._client.died.connect(self._on_died)
        self._client.stopped.connect(self._on_stopped)
        self._interrupt.requested.connect(self._on_interrupt)

    @property
    def answered(self) -> bool:
        """Whether there is at least one finished reply."""
        return any(turn.stats is not None for turn in self.turns)

    def start(self) -> None:
        """Begin as soon as the event loop runs."""
        self._interrupt.install()
        QTimer.singleShot(0, self._client.start)

    def leave(self) -> None:
        """End at once, without waiting for a reply that is being written."""
        self.interrupted = True
        self._client.shutdown()

    @Slot(object)
    def _on_ready(self, _event: object) -> None:
        if not self.interrupted:
            self._request = self._client.load(self.plan.model, self.plan.axis, axis_dir=self.plan.axis_dir, **self.plan.loaded_with)

    @Slot(object)
    def _on_loaded(self, event: Loaded) -> None:
        self.facts = _Facts(event.model, event.axis, event.axis_problem)
        asked = self.plan.cap_asked and self.plan.cap.percentile is not None
        if event.axis is None and (self.plan.axis is not None or asked):
            self._fail(_no_axis(event.axis_problem, self.plan))
            return
        if event.axis is not None and not event.axis.caps and asked:
            what = "This model's axis was found good for readings only"
            self._fail(UserError(what, "its replies cannot be capped", "use --cap off"))
            return
        if event.axis is None or not event.axis.caps:
            self.cap = Cap()
        self.model_loaded.emit(event)
        self._next_turn()

    def _next_turn(self) -> None:
        if len(self.turns) == len(self.plan.messages):
            self._client.shutdown()
            return
        self.turns.append(Turn(self.plan.messages[len(self.turns)]))
        plan = self.plan
        self._request = self._client.generate(
            self._history(), plan.sampler, self.cap, max_tokens=plan.max_tokens, overflow=plan.overflow, guess=plan.guess
        )

    def _history(self) -> list[ChatMessage]:
        messages = [ChatMessage("system", self.plan.system)] if self.plan.system is not None else []
        for turn in self.turns:
            messages.append(ChatMessage("user", turn.user))
            if turn.stats is not None:
                messages.append(ChatMessage("assistant", turn.reply))
        return messages

    @Slot(object)
    def _on_delta(self, event: Delta) -> None:
        if event.id == self._request and event.text:
            self.turns[-1].reply += event.text
            self.text_added.emit(event.text)

    @Slot(object)
    def _on_done(self, event: Done) -> None:
        if event.id != self._request:
            return
        turn = self.turns[-1]
        turn.stats, turn.stop = event.stats, event.reason
        if event.stats is None and not self.interrupted:
            self._fail(_no_reply(event.reason, len(self.turns)))
            return
        self.turn_ended.emit(turn)
        if self.interrupted:
            self._client.shutdown()
        else:
            self._next_turn()

    @Slot(object)
    def _on_error(self, event: Error) -> None:
        self._fail(UserError(event.message))

    @Slot(object)
    def _on_died(self, death: Death) -> None:
        self._fail(UserError(death.sentence))

    @Slot()
    def _on_interrupt(self) -> None:
        again, self.interrupted = self.interrupted, True
        if self.turns and self.turns[-1].stop is None and self._request is not None and not again:
            self._client.cancel(self._request)
        else:
            self.leave()

    def _fail(self, problem: UserError) -> None:
        self.problem = self.problem or problem
        self._client.shutdown()

    @Slot()
    def _on_stopped(self) -> None:
        self._interrupt.remove()
        QCoreApplication.quit()


def _no_axis(reason: str | None, plan: Plan) -> UserError:
    if reason:
        return UserError(reason)
    hint = "give --axis FILE, or use --cap off"
    if plan.axis is not None:
        return UserError("The axis cannot be used with this model", "there would be no readings and no cap", hint)
    return UserError("There is no axis for this model", "so its replies cannot be capped", hint)


def _no_reply(reason: str, number: int) -> UserError:
    if reason == "context_full":
        what = f"Message {number} no longer fits into the model's memory"
        return UserError(what, "the conversation ends before it", "use fewer or shorter messages")
    return UserError(f"The model gave no reply to message {number} ({reason})", "", "try again")
