"""The way to the native token loop of `_token_loop.c`: owns its memory and checks every size; the library is native_hook's."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.native_hook import LIBRARY

IntArray = NDArray[np.int32]

TABLES: Final = 2
MOST_GUESSES: Final = 16
SAID, DECODE_FAILED, HOOK_FAILED, NOT_SHORTENED, NOTHING_DRAWN = range(5)
"""What a run returns; the first one is success."""

_FUNCTIONS: Final = ("decode", "sample", "is_end", "forget")
_POINTERS: Final = ("context", "memory", "sampler", "vocab", "hook")
_DRAFT_POINTERS: Final = ("draft_context", "draft_memory", "draft_sampler")
_DRAFT_NUMBERS: Final = ("most_drafted", "n_vocab", "draft_past", "draft_length", "draft_pause")
FIRST_DRAFT: Final = 4
"""Tokens that a draft model guesses at first."""
_RESULTS: Final = ("n_said", "n_seen", "n_lifted", "ended", "next", "n_guessed", "n_right", "code")


class _Table(ctypes.Structure):
    _fields_ = (("rows", ctypes.c_void_p), ("size", ctypes.c_int32), ("width", ctypes.c_int32))


class _State(ctypes.Structure):
    """The C structure `Loop`, field by field."""

    _fields_ = (
        *((name, ctypes.c_void_p) for name in (*_FUNCTIONS, *_POINTERS, *_DRAFT_POINTERS, "ends")),
        *((name, ctypes.c_int32) for name in ("n_ends", "match", "most_recalled", "most_tabled", *_DRAFT_NUMBERS)),
        ("table", _Table * TABLES),
        ("said", ctypes.c_void_p),
        *((name, ctypes.c_int32) for name in ("n_past", "row", "limit", "enough", "milliseconds")),
        ("run_token", ctypes.c_void_p),
        ("run_reading", ctypes.c_void_p),
        *((name, ctypes.c_int32) for name in _RESULTS),
    )


LIBRARY.keel_loop_size.restype = LIBRARY.keel_batch_size.restype = ctypes.c_size_t
LIBRARY.keel_loop_run.argtypes = (ctypes.c_void_p, ctypes.c_int32)
LIBRARY.keel_loop_run.restype = ctypes.c_int32


@dataclass(frozen=True, slots=True)
class LoopFunctions:
    """Addresses of the functions of llama.cpp that the loop calls, and the size of the batch that is passed to the first."""

    decode: int
    sample: int
    is_end: int
    forget: int
    batch_bytes: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A smaller model that guesses: addresses of its context, KV cache and sampler; most: tokens it guesses at once at most.

    n_vocab: tokens of the model that is guessed for.
    """

    context: int
    memory: int
    sampler: int
    most: int
    n_vocab: int


@dataclass(frozen=True, slots=True)
class Guessing:
    """How tokens are guessed, in this order: from tables, from the conversation, by a smaller model.

    tables: rows of a context and the token that follows it, (n, width + 1), in ascending order; the first table that knows serves.
    match: tokens that must stand in the conversation twice. tabled, recalled: most tokens guessed at once from either, 0 for none.
    """

    tables: tuple[IntArray, ...] = ()
    tabled: int = 0
    match: int = 3
    recalled: int = 0
    draft: Draft | None = None


class TokenLoop:
    """Says tokens into one KV cache until there are enough or its time is over.

    enough, milliseconds: when no further evaluation begins. Addresses: context, memory (of the KV cache), sampler, vocab, hook
    (user_data of the residual hook, in which a row is laid for every token that may still be said). ends: tokens that end a reply
    besides the vocabulary's own. Raises ValueError for what the native code could not work with.
    """

    def __init__(
        self,
        functions: LoopFunctions,
        addresses: dict[str, int],
        ends: Sequence[int],
        guessing: Guessing,
        *,
        enough: int,
        milliseconds: int,
    ) -> None:
        if functions.batch_bytes != LIBRARY.keel_batch_size() or ctypes.sizeof(_State) != LIBRARY.keel_loop_size():
            raise ValueError("the native token loop belongs to another version of llama.cpp")
        if not all(addresses.values()) or set(addresses) != set(_POINTERS) or len(guessing.tables) > TABLES:
            raise ValueError("the native token loop needs five addresses and at most two tables")
        self._ends = np.array(ends, dtype=np.int32)
        self._guessing = guessing  # keeps the tables alive
        self.tokens, self.readings = (ctypes.c_int32 * (enough + MOST_GUESSES))(), (ctypes.c_float * (enough + MOST_GUESSES))()
        """What the last run said: its first `n_said` entries, and what the hook read of them first, 0 where it reads nothing."""
        self._state = _State(
            *(getattr(functions, name) for name in _FUNCTIONS),
            **addresses,
            ends=self._ends.ctypes.data,
            n_ends=len(self._ends),
            match=guessing.match,
            most_recalled=guessing.recalled,
            most_tabled=guessing.tabled,
            enough=enough,
            milliseconds=milliseconds,
            run_token=ctypes.addressof(self.tokens),
            run_reading=ctypes.addressof(self.readings),
        )
        for place, table in zip(self._state.table, guessing.tables, strict=False):
            if table.dtype != np.int32 or table.ndim != 2 or table.shape[1] < 2 or not table.flags.carray:
                raise ValueError("a table of guesses has rows of at least two tokens")
            place.rows, place.size, place.width = table.ctypes.data, table.shape[0], table.shape[1] - 1
        if (draft := guessing.draft) is not None:
            if not (draft.context and draft.memory and draft.sampler) or not 0 < draft.most <= MOST_GUESSES:
                raise ValueError("a draft model needs three addresses, and guesses no more than there is room for")
            state = self._state
            state.draft_context, state.draft_memory, state.draft_sampler = draft.context, draft.memory, draft.sampler
            state.most_drafted, state.n_vocab, state.draft_length = draft.most, draft.n_vocab, min(FIRST_DRAFT, draft.most)
        self._address = ctypes.addressof(self._state)

    @property
    def draft_past(self) -> int:
        """First tokens of the conversation that lie in the draft model's KV cache; to be set before the first run."""
        return int(self._state.draft_past)

    @draft_past.setter
    def draft_past(self, n: int) -> None:
        self._state.draft_past = n

    def begin(self, tokens: IntArray, n_past: int) -> None:
        """Say where the conversation is: tokens of the KV cache, n_past of them, with room behind them for those to be said."""
        if tokens.dtype != np.int32 or tokens.ndim != 1 or not tokens.flags.carray or not 0 <= n_past <= len(tokens):
            raise ValueError(f"there is no conversation of {n_past} tokens")
        self._held, self._first = tokens, n_past
        self._state.said, self._state.n_past, self._state.row = tokens.ctypes.data, n_past, 0

    def run(self, token: int, limit: int) -> tuple[int, Any]:
        """Say a token and those drawn after it, at most `limit`, behind those of the last run; returns the outcome and results."""
        state = self._state
        n_past = state.n_past + state.n_said
        if not 0 < limit <= len(self._held) - n_past:
            raise ValueError(f"there is no room for {limit} tokens behind {n_past}")
        state.n_past, state.row, state.limit = n_past, n_past - self._first, limit
        return LIBRARY.keel_loop_run(self._address, token), state
