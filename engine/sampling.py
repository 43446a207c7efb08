"""Sampling with llama.cpp's own sampler chain: penalties, DRY, top-k, typical, top-p, min-p, temperature, and a seeded draw."""

from __future__ import annotations

import ctypes
import math
import random
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Final, Self

from engine.llama_api import Context, LlamaError, lib
from engine.protocol import Sampler

_RANDOM_SEED: Final = 0xFFFFFFFF  # llama.cpp takes this one for "choose any", which could then not be reported
_LONGEST_WINDOW: Final = 1 << 17
"""The most tokens a penalty may look back on: no reply is longer, and llama.cpp sets aside memory for all of them."""

_RANGES: Final[dict[str, tuple[float, float]]] = {
    "temperature": (0, 10),
    "top_k": (0, 1 << 20),
    "top_p": (0, 1),
    "min_p": (0, 1),
    "typical_p": (0, 1),
    "repeat_penalty": (0.1, 10),
    "frequency_penalty": (-10, 10),
    "presence_penalty": (-10, 10),
    "repeat_last_n": (0, _LONGEST_WINDOW),
    "dry_multiplier": (0, 100),
    "dry_base": (1, 100),
    "dry_allowed_length": (0, _LONGEST_WINDOW),
    "dry_penalty_last_n": (-1, _LONGEST_WINDOW),
}
_BREAKERS: Final = (b"\n", b":", b'"', b"*")
"""DRY counts no repetition across these: they begin lines, quotations and lists, which may well look alike."""


class SamplerError(ValueError):
    """Sampling settings that make no sense; the text is one sentence."""


def check(sampler: Sampler) -> None:
    """Raise SamplerError for settings outside their range."""
    for name, (low, high) in _RANGES.items():
        value = getattr(sampler, name)
        if not low <= value <= high:
            raise SamplerError(f"The setting {name.replace('_', ' ')} is {value:g}; it must lie between {low:g} and {high:g}.")


class SamplerChain:
    """A sampler chain for one reply; a context manager that frees it.

    vocab: the model's vocabulary, which only DRY needs. seed: the seed in use (chosen at random where the settings leave it open).
    never: tokens that are not drawn. Temperature 0 is greedy. Penalties and DRY look only at the reply, never at the user's words.
    """

    def __init__(self, settings: Sampler, n_vocab: int, vocab: Any = None, never: Sequence[int] = ()) -> None:
        check(settings)
        self.seed = random.SystemRandom().randrange(1 << 31) if settings.seed is None else settings.seed % _RANDOM_SEED
        params = lib.llama_sampler_chain_default_params()
        params.no_perf = True
        self._chain = lib.llama_sampler_chain_init(params)
        for link in [*_bans(never, n_vocab), *_penalties(settings, n_vocab, vocab), *_choice(settings, self.seed)]:
            lib.llama_sampler_chain_add(self._chain, link)

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


def _bans(tokens: Sequence[int], n_vocab: int) -> list[object]:
    """What keeps tokens from being drawn."""
    if not tokens:
        return []
    biases = (lib.llama_logit_bias * len(tokens))(*((token, -math.inf) for token in tokens))
    return [lib.llama_sampler_init_logit_bias(n_vocab, len(tokens), biases)]


def _penalties(settings: Sampler, n_vocab: int, vocab: Any) -> list[object]:
    """What makes repetition less likely, in the order of llama.cpp's own chain."""
    links: list[object] = []
    penalties = (settings.repeat_penalty, settings.frequency_penalty, settings.presence_penalty)
    if penalties != (1, 0, 0) and settings.repeat_last_n > 0:
        links.append(lib.llama_sampler_init_penalties(n_vocab, settings.repeat_last_n, *penalties))
    window = _LONGEST_WINDOW if settings.dry_penalty_last_n < 0 else settings.dry_penalty_last_n
    if settings.dry_multiplier > 0 and window > 0:
        if vocab is None:
            raise ValueError("DRY needs the vocabulary of the model.")
        breakers = (ctypes.c_char_p * len(_BREAKERS))(*_BREAKERS)
        figures = (settings.dry_multiplier, settings.dry_base, settings.dry_allowed_length, window)
        links.append(lib.llama_sampler_init_dry(vocab, *figures, breakers, len(_BREAKERS)))
    return links


def _choice(settings: Sampler, seed: int) -> list[object]:
    """What chooses among the tokens, in the order of llama.cpp's own chain."""
    if settings.temperature == 0:
        return [lib.llama_sampler_init_greedy()]
    links: list[object] = []
    if settings.top_k > 0:
        links.append(lib.llama_sampler_init_top_k(settings.top_k))
    if settings.typical_p < 1:
        links.append(lib.llama_sampler_init_typical(settings.typical_p, 1))
    if settings.top_p < 1:
        links.append(lib.llama_sampler_init_top_p(settings.top_p, 1))
    if settings.min_p > 0:
        links.append(lib.llama_sampler_init_min_p(settings.min_p, 1))
    return [*links, lib.llama_sampler_init_temp(settings.temperature), lib.llama_sampler_init_dist(seed)]
