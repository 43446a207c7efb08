"""Reads many replies that are already written, side by side: their residual stream, and how likely the model itself finds them."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.batch_context import MAX_SEQUENCES, BatchContext
from engine.batch_slot import Rows
from engine.llama_api import Cancelled
from engine.model import LoadedModel
from engine.residual_hook import FloatArray
from engine.templates import Prompt

LOGIT_BYTES: Final = 24 << 20
"""Memory for the logits of one evaluation; a large vocabulary needs half a megabyte for every token."""
MIN_LOGIT_ROWS: Final = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """A reply that was read, uncapped. mean, header: its activations at layers 0..n_layer-2, (n_layer - 1, n_embd) float32.

    log_likelihood: sum of the natural-log probabilities of its n_tokens tokens.
    """

    mean: FloatArray
    header: FloatArray
    n_tokens: int
    log_likelihood: float


@dataclass
class _Place:
    """A reply being read in sequence `number`; `read` of its tokens are evaluated."""

    number: int
    index: int
    prompt: Prompt
    read: int = 0
    log_likelihood: float = 0.0

    @property
    def length(self) -> int:
        return len(self.prompt.tokens)

    def scores(self, position: int) -> bool:
        """Whether what follows this position is a token of the reply."""
        return self.prompt.header <= position < self.length - 1


def read_replies(
    loaded: LoadedModel,
    prompts: Sequence[Prompt],
    should_stop: Callable[[], bool],
    n_sequences: int = MAX_SEQUENCES,
) -> Iterator[tuple[int, Reading | None]]:
    """Yield (index into prompts, reading) in the order they come to their end; a prompt ends with the reply that is read.

    None where a prompt has no reply or does not fit. should_stop is asked before every evaluation. Raises Cancelled,
    GenerationError or LlamaError. A reading does not depend on its neighbours but for rounding.
    """
    with BatchContext(loaded, n_sequences) as batch:
        batch.hook.set_plan(None)
        budget = max(MIN_LOGIT_ROWS, LOGIT_BYTES // (4 * loaded.facts.n_vocab))
        waiting, places = deque(range(len(prompts))), list[_Place]()
        while waiting or places:
            yield from ((index, None) for index in _admit(batch, prompts, waiting, places))
            if not places:
                continue
            if should_stop():
                raise Cancelled
            _evaluate(batch, places, budget)
            for place in [place for place in places if place.read == place.length]:
                places.remove(place)
                mean, header, n_tokens = batch.hook.take(place.number, place.number)
                batch.context.forget(place.number)
                yield place.index, Reading(mean, header, n_tokens, place.log_likelihood)


def _admit(batch: BatchContext, prompts: Sequence[Prompt], waiting: deque[int], places: list[_Place]) -> list[int]:
    """Give free places to replies that wait, while the KV cache has room for them; returns those that cannot be read."""
    impossible = []
    while waiting and len(places) < batch.n:
        prompt = prompts[waiting[0]]
        if prompt.header < 0 or prompt.reply_start >= len(prompt.tokens) or len(prompt.tokens) > batch.cells:
            impossible.append(waiting.popleft())
            continue
        if sum(place.length for place in places) + len(prompt.tokens) > batch.cells:
            break
        number = min(set(range(batch.n)) - {place.number for place in places})
        places.append(_Place(number, waiting.popleft(), prompt))
    return impossible


def _evaluate(batch: BatchContext, places: Sequence[_Place], budget: int) -> None:
    """Evaluate as many rows of all places as there is room for, and add up the log-likelihoods of what follows them."""
    rows, scored = Rows(), list[tuple[_Place, int]]()
    for place in places:
        while place.read < place.length and len(rows.tokens) < batch.context.n_batch:
            position, wanted = place.read, place.scores(place.read)
            if wanted and len(scored) == budget:
                break
            if wanted:
                scored.append((place, place.prompt.tokens[position + 1]))
            group = place.number if position >= place.prompt.reply_start else -1
            mark = place.number if position == place.prompt.header else -1
            token, token_class = place.prompt.tokens[position], int(place.prompt.classes[position])
            rows.add(token, position, place.number, wanted=wanted, token_class=token_class, group=group, mark=mark)
            place.read += 1
    batch.evaluate(rows)
    if scored:
        found = _log_probabilities(batch.context.all_logits(len(scored)), [token for _, token in scored])
        for (place, _), value in zip(scored, found, strict=True):
            place.log_likelihood += value


def _log_probabilities(logits: NDArray[np.float32], targets: Sequence[int]) -> list[float]:
    """Return log p of each row's target, summed in double precision; logits: (rows, n_vocab), taken row by row to save memory."""
    found = []
    for row, target in zip(logits, targets, strict=True):
        highest = row.max()
        total = np.exp(row - highest).sum(dtype=np.float64)
        found.append(float(row[target]) - float(highest) - math.log(total))
    return found
