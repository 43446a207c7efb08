"""Reproduce: a reply is made again from its receipt, in memory, and compared with what is kept."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.conversations.records import Message
from app.conversations.store import Store
from app.engine_client import Death, EngineClient
from app.window import receipt
from app.window.asking import MOST_BYTES, Ask, conversation
from app.window.flow_part import FlowPart
from app.window.model_loader import ModelLoader, Problem
from app.window.open_chat import OpenChat
from engine import protocol

SHOWN_CHARS = 40


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. identical: whether the texts are the same, as far as the old one goes where it was stopped.

    at: the first character that differs, else None. prompt_differs: the conversation before it is not the one it answered then.
    """

    message: Message
    text: str
    identical: bool
    at: int | None
    prompt_differs: bool
    changed: list[str]


class Reproduction(FlowPart):
    """Makes one reply again at a time. `changed` comes when it begins and ends, `ended` with an Outcome."""

    changed = Signal()
    told = Signal(object)
    ended = Signal(object)

    def __init__(
        self, client: EngineClient, loader: ModelLoader, store: Store, open_chat: OpenChat, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._loader = loader
        self._store = store
        self._open = open_chat
        self._request: int | None = None
        self._asked: Ask | None = None
        self._message: Message | None = None
        self._text = ""
        self._readings: list[float] = []
        self._kept: tuple[Message, Message] | None = None
        client.delta.connect(self._on_delta)
        client.done.connect(self._on_done)
        client.error.connect(self._on_error)
        client.died.connect(self._on_died)

    @property
    def active(self) -> bool:
        """Whether a reply is being made again."""
        return self._request is not None

    def start(self, message_id: int) -> None:
        """Make a reply of the chat on screen again; the model has to be free. Where that cannot be done, the reason is told."""
        messages = self._open.messages
        at = next((i for i, message in enumerate(messages) if message.id == message_id), None)
        if at is None or self.active:
            return
        message = messages[at]
        reason = self._obstacle(message)
        if reason:
            self.told.emit(Problem(reason, tone="info"))
            return
        self._message, self._kept = message, None
        self._text, self._readings = "", []
        self._asked = _ask(message, messages[:at])
        self._request = self._client.generate(
            self._asked.conversation.messages,
            self._asked.sampler,
            self._asked.cap,
            max_tokens=self._asked.max_tokens,
            overflow=self._asked.overflow,
            forgotten=self._asked.forgotten_in_request,
            guess=self._asked.guess,
        )
        self.told.emit(Problem(self.tr("The reply is being made again from its receipt…"), tone="info"))
        self.changed.emit()

    def stop(self) -> None:
        """Ask the engine to stop; nothing is compared then."""
        if self._request is not None:
            self._client.cancel(self._request)

    def keep(self) -> None:
        """Keep the text that came out differently as another version of the reply."""
        if self._kept is None:
            return
        (old, new), self._kept = self._kept, None
        self.guarded(self._keep, old, new)

    def _obstacle(self, message: Message) -> str:
        """Return why a reply cannot be made again, "" where it can."""
        facts = message.receipt
        now = receipt.now(self._loader)
        if message.role != "assistant" or not facts.get("sampler"):
            return self.tr("This reply has no receipt, so it cannot be made again.")
        if "edited_from" in facts:
            return self.tr("You changed this text yourself. Go to the version before it to make the model's own reply again.")
        if facts.get("continued"):
            return self.tr("This reply was continued, so it is not the answer to one request and cannot be made again.")
        if not receipt.same_model(facts, now):
            model = dict(facts.get("model") or {})
            sentence = self.tr("This reply was made by {model} ({quantization}). Load that model to make it again.")
            return sentence.format(model=model.get("name") or "?", quantization=model.get("quantization") or "?")
        if receipt.cap_of(facts, message.stats).percentile is not None and not self._loader.caps:
            return self.tr("This reply was held steady, and there is no axis for that now, so it cannot be made again.")
        return ""

    # --- events --------------------------------------------------------------------------------------------------------------

    def _on_delta(self, event: protocol.Delta) -> None:
        if event.id == self._request:
            self._text += event.text
            self._readings += event.readings

    def _on_done(self, event: protocol.Done) -> None:
        if event.id != self._request:
            return
        message, asked = self._message, self._asked
        assert message is not None
        assert asked is not None
        self._end()
        if event.reason in ("cancelled", "error"):
            self.told.emit(Problem(self.tr("Making the reply again was stopped; nothing has changed."), tone="info"))
            return
        outcome = self._compare(message, event.stats)
        if not outcome.identical:
            self._remember(message, asked, event)
        self._tell(outcome)
        self.ended.emit(outcome)

    def _on_error(self, event: protocol.Error) -> None:
        if event.id is not None and event.id == self._request:
            self._end()
            self.told.emit(Problem(event.message, details=event.details))

    def _on_died(self, death: Death) -> None:
        if self._request in death.lost:
            self._end()
            self.told.emit(Problem(death.sentence, details=death.details))

    def _end(self) -> None:
        self._request = self._message = self._asked = None
        self.changed.emit()

    def _compare(self, message: Message, stats: protocol.ReplyStats | None) -> Outcome:
        old, new = message.content, self._text
        cut_short = message.state in ("stopped", "interrupted")
        identical = new.startswith(old) if cut_short else new == old
        then, again = message.stats.get("prompt_sha256"), stats.prompt_sha256 if stats is not None else None
        at = None if identical else _first_difference(old, new)
        changed = receipt.differences(message.receipt, receipt.now(self._loader))
        return Outcome(message, new, identical, at, bool(then and again and then != again), changed)

    def _remember(self, message: Message, asked: Ask, event: protocol.Done) -> None:
        stats: dict[str, Any] = dataclasses.asdict(event.stats) if event.stats is not None else {}
        made = dataclasses.replace(
            message,
            content=self._text,
            readings=tuple(self._readings),
            state="length" if event.reason == "length" else "complete",
            stats=stats,
            receipt={**receipt.receipt(self._loader, asked), "reproduces": message.id},
            evicted=asked.conversation.on_show(event.evicted),
        )
        self._kept = (message, made)

    def _keep(self, old: Message, new: Message) -> None:
        threshold, reading = old.stats.get("threshold"), new.stats.get("reading")
        drifted = None if reading is None or threshold is None else reading < threshold
        stats = new.stats if reading is None else {**new.stats, "threshold": threshold}
        row = self._store.add_message(
            old.chat_id, "assistant", new.content, parent_id=old.parent_id, state=new.state, receipt=new.receipt
        )
        self._store.finish(row.id, new.content, new.readings, new.state, stats=stats, drifted=drifted, evicted=new.evicted)
        if old.chat_id == self._open.chat.id:
            self._open.open(old.chat_id)

    def _tell(self, outcome: Outcome) -> None:
        if outcome.identical:
            sentence = self.tr("Made again from its receipt: the text is identical.")
            if outcome.changed:
                changed = ", ".join(outcome.changed)
                sentence = self.tr("Made again from its receipt: the text is identical, although {what} changed.").format(
                    what=changed
                )
            self.told.emit(Problem(sentence, tone="info"))
            return
        at = outcome.at or 0
        old, new = (_excerpt(text, at) for text in (outcome.message.content, outcome.text))
        sentence = self.tr("Made again from its receipt, the text differs from character {at} on: “{old}” then, “{new}” now.")
        parts = [sentence.format(at=at + 1, old=old, new=new)]
        if outcome.prompt_differs:
            parts.append(self.tr("The messages before it are not the same any more."))
        if outcome.changed:
            parts.append(self.tr("Since then {what} changed.").format(what=", ".join(outcome.changed)))
        self.told.emit(Problem(" ".join(parts), "keep_version", self.tr("Keep as a version"), tone="info"))


def _ask(message: Message, before: list[Message]) -> Ask:
    """Return the request a reply came from: its receipt, and the seed and cap that the engine then used."""
    facts, stats = message.receipt, message.stats
    most = int(facts.get("max_tokens", 512))
    cut_short = message.state in ("stopped", "interrupted")
    overflow = str(facts.get("overflow", "stop"))
    system = str(facts.get("system_prompt", ""))
    return Ask(
        conversation(system, before, MOST_BYTES if overflow == "drop_oldest" else None),
        system,
        receipt.sampler_of(facts, stats.get("seed")),
        receipt.cap_of(facts, stats),
        min(most, int(stats["tokens"]) + 1) if cut_short and "tokens" in stats else most,
        overflow,
        int(facts.get("forgotten", 0)),
        guess=receipt.guess_of(facts),
    )


def _first_difference(old: str, new: str) -> int:
    return next((n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new)))


def _excerpt(text: str, at: int) -> str:
    part = " ".join(text[at : at + SHOWN_CHARS].split())
    return part + "…" if len(text) > at + SHOWN_CHARS else part
