"""Sampling with llama.cpp's own sampler chain: penalties, top-k, top-p, min-p, temperature, and a seeded draw."""

from __future__ import annotations

import random
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Final, Self

from engine.llama_api import Context, LlamaError, lib
from engine.protocol import Sampler

_RANDOM_SEED: Final = 0xFFFFFFFF  # llama.cpp takes this one for "choose any", which could then not be reported
PENALTY_WINDOW: Final = 64
"""How many of the reply's last tokens the penalties look at."""


class SamplerError(ValueError):
    """Sampling settings that make no sense; the text is one sentence."""


def check(sampler: Sampler) -> None:
    """Raise SamplerError for settings outside their range."""
    ranges = {
        "temperature": (0, 10),
        "top_k": (0, 1 << 20),
        "top_p": (0, 1),
        "min_p": (0, 1),
        "repeat_penalty": (0.1, 10),
        "frequency_penalty": (-10, 10),
        "presence_penalty": (-10, 10),
    }
    for name, (low, high) in ranges.items():
        value = getattr(sampler, name)
        if not low <= value <= high:
            raise SamplerError(f"The setting {name.replace('_', ' ')} is {value:g}; it must lie between {low:g} and {high:g}.")


class SamplerChain:
    """A sampler chain for one reply; a context manager that frees it.

    seed: the seed in use (chosen at random where the settings leave it open). Temperature 0 is greedy. Penalties look only at the
    reply, never at the user's words.
    """

    def __init__(self, settings: Sampler, n_vocab: int) -> None:
        check(settings)
        self.seed = random.SystemRandom().randrange(1 << 31) if settings.seed is None else settings.seed % _RANDOM_SEED
        params = lib.llama_sampler_chain_default_params()
        params.no_perf = True
        self._chain = lib.llama_sampler_chain_init(params)
        for link in self._links(settings, n_vocab):
            lib.llama_sampler_chain_add(self._chain, link)

    def _links(self, settings: Sampler, n_vocab: int) -> list[object]:
        links = []
        if settings.repeat_penalty != 1 or settings.frequency_penalty or settings.presence_penalty:
            penalties = (settings.repeat_penalty, settings.frequency_penalty, settings.presence_penalty)
            links.append(lib.llama_sampler_init_penalties(n_vocab, PENALTY_WINDOW, *penalties))
        if settings.temperature == 0:
            return [*links, lib.llama_sampler_init_greedy()]
        if settings.top_k > 0:
            links.append(lib.llama_sampler_init_top_k(settings.top_k))
        if settings.top_p < 1:
            links.append(lib.llama_sampler_init_top_p(settings.top_p, 1))
        if settings.min_p > 0:
            links.append(lib.llama_sampler_init_min_p(settings.min_p, 1))
        return [*links, lib.llama_sampler_init_temp(settings.temperature), lib.llama_sampler_init_dist(self.seed)]

    @property
    def handle(self) -> Any:
        """The pointer that llama.cpp's functions take."""
        return self._chain

    def accept(self, tokens: Sequence[int]) -> None:
        """Count tokens as already said (the part of a reply that is being continued)."""
        for token in tokens:
            lib.llama_sampler_accept(self._chain, token)

    def sample(self, context: Context, row: int = -1) -> int:
        """Draw the next token from the logits of a token of the last batch; -1: the last one whose logits were kept."""
        token = int(lib.llama_sampler_sample(self._chain, context.handle, row))
        if token < 0:
            raise LlamaError("No next token could be drawn.")
        return token

    def close(self) -> None:
        """Free the chain; harmless when repeated."""
        if self._chain:
            lib.llama_sampler_free(self._chain)
        self._chain = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
