"""Generates many replies together in one context, each in its own sequence; where one ends, the next prompt takes its place."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from engine.batch_context import KV_BYTES, MAX_SEQUENCES, BatchContext
from engine.batch_slot import Rows, Slot
from engine.hook_plan import HookPlan
from engine.llama_api import Cancelled
from engine.model import LoadedModel
from engine.protocol import Sampler
from engine.residual_hook import FloatArray
from engine.sampling import SamplerChain
from engine.stop_text import StopText
from engine.templates import Prompt


@dataclass(frozen=True, slots=True)
class Request:
    """A prompt and how its reply is sampled."""

    prompt: Prompt
    sampler: Sampler


@dataclass(frozen=True, slots=True)
class Spoken:
    """A finished reply: its activations at layers 0..n_layer-2, (n_layer - 1, n_embd): mean over n_tokens content tokens, and the
    header's last token. tokens: all it was spoken in, thoughts included. engaged: share of its slots that the cap lifted.
    """

    text: str
    tokens: list[int]
    mean: FloatArray
    header: FloatArray
    n_tokens: int
    engaged: float


class BatchDecoder:
    """Replies made side by side in a context of their own; a context manager that frees it.

    A reply does not depend on its neighbours but for rounding. Everything runs in the calling thread; the session's `cancel` ends
    an evaluation here too.
    """

    def __init__(self, loaded: LoadedModel, n_sequences: int = MAX_SEQUENCES, kv_bytes: int = KV_BYTES) -> None:
        self._loaded = loaded
        self._batch = BatchContext(loaded, n_sequences, kv_bytes)

    def close(self) -> None:
        """Free the context; harmless when repeated."""
        self._batch.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def speak(
        self, requests: Sequence[Request], max_tokens: int, plan: HookPlan | None, should_stop: Callable[[], bool]
    ) -> Iterator[tuple[int, Spoken | None]]:
        """Yield (index into requests, reply) in the order the replies end; None where the prompt alone fills the context.

        should_stop is asked before every evaluation. Raises Cancelled, GenerationError or LlamaError; the next call is sound after
        any of them, and after an iterator that was not used up.
        """
        self._batch.hook.set_plan(plan)
        waiting, slots = deque(range(len(requests))), list[Slot]()
        with contextlib.ExitStack() as stack:
            stack.callback(self._forget_all, slots)
            while waiting or slots:
                yield from ((index, None) for index in self._admit(requests, waiting, slots, max_tokens))
                if not slots:
                    continue
                if should_stop():
                    raise Cancelled
                self._evaluate(slots)
                for slot in [slot for slot in slots if self._goes_to_end(slot)]:
                    slots.remove(slot)
                    yield slot.index, self._finish(slot)

    # --- inside ---------------------------------------------------------------------------------------------------------------

    def _admit(self, requests: Sequence[Request], waiting: deque[int], slots: list[Slot], max_tokens: int) -> list[int]:
        """Give free places to prompts that wait, while the KV cache has room for their longest replies; returns those too long."""
        too_long = []
        while waiting and len(slots) < self._batch.n:
            request = requests[waiting[0]]
            length = len(request.prompt.tokens)
            limit = min(max_tokens, self._batch.cells - length)
            if limit < 1:
                too_long.append(waiting.popleft())
                continue
            taken = sum(len(slot.prompt.tokens) + slot.limit for slot in slots)
            if taken + length + limit > self._batch.cells:
                break
            number = min(set(range(self._batch.n)) - {slot.number for slot in slots})
            chain = SamplerChain(request.sampler, self._loaded.facts.n_vocab, self._loaded.model.vocab)
            slots.append(Slot(number, waiting.popleft(), request.prompt, chain, limit))
        return too_long

    def _evaluate(self, slots: Sequence[Slot]) -> None:
        """Evaluate one batch: a token of every reply that is being spoken, and prompts in the room that is left."""
        rows = Rows()
        for slot in sorted(slots, key=lambda slot: slot.waiting is None):
            slot.add_rows(rows, self._batch.context.n_batch - len(rows.tokens))
        found = self._batch.evaluate(rows)
        for slot in slots:
            if slot.waiting is not None and slot.first_row >= 0:
                slot.spoken, slot.waiting = slot.spoken + 1, None
                slot.seen += int(found.seen[slot.first_row])
                slot.lifted += int(found.lifted[slot.first_row])

    def _goes_to_end(self, slot: Slot) -> bool:
        """Draw the next token of a slot whose logits are there; True where the reply is at its end."""
        if slot.last_row < 0 or slot.read < len(slot.prompt.tokens):
            return False
        if slot.spoken >= slot.limit:
            return True
        token = slot.chain.sample(self._batch.context, slot.last_row)
        if self._loaded.model.is_end(token):
            return True
        slot.waiting = token
        slot.tokens.append(token)
        slot.text += self._loaded.model.piece(token)
        return any(slot.text.endswith(marker.encode()) for marker in self._loaded.template.end.texts)

    def _finish(self, slot: Slot) -> Spoken:
        mean, header, n_tokens = self._batch.hook.take(slot.number, slot.number)
        slot.chain.close()
        self._batch.context.forget(slot.number)
        text = StopText(self._loaded.template.end.texts).cut(slot.text.decode("utf-8", "replace"))
        return Spoken(text, slot.tokens, mean, header, n_tokens, slot.engaged)

    def _forget_all(self, slots: Sequence[Slot]) -> None:
        for slot in slots:
            slot.chain.close()
        if slots:
            self._batch.forget_all()
