"""The native token loop on functions of the test's own making: everything llama.cpp could answer it, and seldom does."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import llama_cpp
import numpy as np
import pytest

from engine.native_loop import (
    DECODE_FAILED,
    HOOK_FAILED,
    NOT_SHORTENED,
    NOTHING_DRAWN,
    SAID,
    Draft,
    Guessing,
    LoopFunctions,
    TokenLoop,
)
from engine.residual_hook import GgmlFunctions, ResidualHook

CAPACITY = 128
END = 99
DRAFT = 2
"""The address of everything that belongs to the draft model; the model's own is 1."""
_Decode = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, llama_cpp.llama_batch)
_Sample = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int32)
_IsEnd = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_int32)
_Forget = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_int32, ctypes.c_int32, ctypes.c_int32)


def counting(token: int) -> int:
    """A model that counts."""
    return token + 1


class Counter:
    """Stands where llama.cpp does: its next token follows from the one evaluated, by `after`."""

    def __init__(self, after: Callable[[int], int] = counting) -> None:
        self.after = after
        self.held: dict[int, int] = {}
        self.batches: list[list[int]] = []
        self.draft = counting
        self.draft_held: dict[int, int] = {}
        self.draft_batches: list[list[int]] = []
        self.draft_codes: list[int] = []
        self.codes: list[int] = []
        self.shortens = True
        self._kept = (_Decode(self._decode), _Sample(self._sample), _IsEnd(self._is_end), _Forget(self._forget))
        addresses = (ctypes.cast(each, ctypes.c_void_p).value or 0 for each in self._kept)
        self.functions = LoopFunctions(*addresses, ctypes.sizeof(llama_cpp.llama_batch))
        nothing = ctypes.cast(_IsEnd(lambda *_: False), ctypes.c_void_p).value or 0
        self.hook = ResidualHook(3, 4, GgmlFunctions(nothing, nothing, nothing, nothing))
        self.tokens = np.zeros(CAPACITY, dtype=np.int32)

    def loop(
        self, guessing: Guessing | None = None, milliseconds: int = 1000, ends: list[int] | None = None, enough: int = 40
    ) -> TokenLoop:
        addresses = dict.fromkeys(("context", "memory", "sampler", "vocab"), 1) | {"hook": self.hook.user_data}
        self.rows = self.hook.lay(CAPACITY)
        return TokenLoop(self.functions, addresses, ends or [], guessing or Guessing(), enough=enough, milliseconds=milliseconds)

    def said(self, loop: TokenLoop, token: int, n_past: int, limit: int) -> tuple[int, Any]:
        """One run of a loop behind n_past tokens; what it gathered is what it said."""
        loop.begin(self.tokens, n_past)
        outcome, found = loop.run(token, limit)
        assert loop.tokens[: found.n_said] == self.tokens[n_past : n_past + found.n_said].tolist()
        return outcome, found

    def _decode(self, context: int, batch: llama_cpp.llama_batch) -> int:
        tokens = [int(batch.token[i]) for i in range(batch.n_tokens)]
        if context == DRAFT:
            return self._draft_decode(batch, tokens)
        self.batches.append(tokens)
        assert [batch.n_seq_id[i] for i in range(batch.n_tokens)] == [1] * len(tokens)
        assert {batch.seq_id[i][0] for i in range(batch.n_tokens)} == {0}
        assert all(batch.logits[i] for i in range(batch.n_tokens))
        places = [int(batch.pos[i]) for i in range(batch.n_tokens)]
        assert places == list(range(places[0], places[0] + len(places)))
        assert places[0] == max(self.held, default=places[0] - 1) + 1  # what was wrong has been forgotten
        code = self.codes.pop(0) if self.codes else 0
        if not code:
            self.held.update(zip(places, tokens, strict=True))
            self._last = tokens
        return code

    def _draft_decode(self, batch: llama_cpp.llama_batch, tokens: list[int]) -> int:
        places = [int(batch.pos[i]) for i in range(batch.n_tokens)]
        assert places == list(range(len(self.draft_held), len(self.draft_held) + len(tokens)))
        code = self.draft_codes.pop(0) if self.draft_codes else 0
        if not code:
            self.draft_batches.append(tokens)
            self.draft_held.update(zip(places, tokens, strict=True))
            self._draft_last = tokens[-1]
            assert batch.logits[batch.n_tokens - 1] or len(tokens) == 64
        return code

    def _sample(self, _sampler: int, context: int, row: int) -> int:
        if context == DRAFT:
            assert row == -1
            return self.draft(self._draft_last)
        return self.after(self._last[row])

    def _is_end(self, _vocab: int, token: int) -> bool:
        return token == END

    def _forget(self, memory: int, sequence: int, begin: int, end: int) -> bool:
        assert (sequence, end) == (0, -1)
        if memory == DRAFT:
            self.draft_held = {place: token for place, token in self.draft_held.items() if place < begin}
            return True
        self.held = {place: token for place, token in self.held.items() if place < begin}
        return self.shortens


def test_it_says_what_is_drawn_until_the_limit() -> None:
    model = Counter()
    outcome, found = model.said(model.loop(), 5, 3, 8)
    assert (outcome, found.n_said, found.next) == (SAID, 8, 13)
    assert model.tokens[3:11].tolist() == list(range(5, 13))
    assert model.batches == [[token] for token in range(5, 13)]


@pytest.mark.parametrize("ends", [[], [12, 9]])
def test_it_stops_before_an_end_and_never_evaluates_it(ends: list[int]) -> None:
    model = Counter(lambda token: token + 1 if token + 1 < 9 or ends else END)
    _, found = model.said(model.loop(ends=ends), 5, 0, 30)
    assert (found.n_said, found.next) == (4, 9 if ends else END)


def test_it_stops_when_its_time_is_over() -> None:
    model = Counter()
    _, found = model.said(model.loop(milliseconds=0), 5, 0, 30)
    assert (found.n_said, found.next) == (1, 6)


def test_where_a_run_ends_never_changes_what_is_evaluated_together() -> None:
    table = np.array([[n, n + 1] for n in range(1, 60) if n % 7], dtype=np.int32)
    batches = []
    for enough, milliseconds in ((40, 1000), (3, 1000), (40, 0)):
        model = Counter()
        loop = model.loop(Guessing((table,), tabled=3), milliseconds, enough=enough)
        token, said = 1, 0
        loop.begin(model.tokens, 0)
        while said < 30:
            _, found = loop.run(token, 30 - said)
            token, said = found.next, said + found.n_said
        assert model.tokens[:30].tolist() == list(range(1, 31))
        batches.append(model.batches)
    assert batches[0] == batches[1] == batches[2]
    assert max(map(len, batches[0])) == 4


def test_right_guesses_are_kept_and_the_first_wrong_one_ends_them() -> None:
    table = np.array([[1, 2, 3], [2, 3, 4], [3, 4, 5], [4, 5, 50], [5, 50, 51]], dtype=np.int32)
    model = Counter()
    model.tokens[0] = 1
    model.held[0] = 1
    _, found = model.said(model.loop(Guessing((table,), tabled=10)), 2, 1, 5)
    assert model.batches == [[2, 3, 4, 5, 50], [6]]
    assert (found.n_said, found.next, found.n_guessed, found.n_right) == (5, 7, 4, 3)
    assert model.held == dict(enumerate(range(1, 7)))


def test_the_longer_context_goes_first_and_the_limit_holds_for_guesses() -> None:
    long, short = np.array([[1, 2, 3]], dtype=np.int32), np.array([[2, 8], [3, 9]], dtype=np.int32)
    model = Counter()
    model.tokens[0] = 1
    _, found = model.said(model.loop(Guessing((long, short), tabled=5)), 2, 1, 2)
    assert model.batches == [[2, 3]]
    assert (found.n_said, found.next) == (2, 4)


def test_an_end_is_never_a_guess() -> None:
    for guessing in (Guessing((np.array([[2, END]], dtype=np.int32),), tabled=5), Guessing((), match=1, recalled=4)):
        model = Counter()
        model.tokens[:3] = 1, 2, END
        model.said(model.loop(guessing), 2, 3, 1)
        model.held.clear()
        model.batches.clear()
        model.said(model.loop(guessing), 2, 3, 6)
        assert model.batches[0] == [2]


def test_what_stood_in_the_conversation_is_guessed_the_latest_first() -> None:
    model = Counter()
    said = [1, 2, 3, 70, 1, 2, 3, 4, 5, 9, 1, 2]
    model.tokens[: len(said)] = said
    _, found = model.said(model.loop(Guessing(match=3, recalled=3)), 3, len(said), 4)
    assert model.batches == [[3, 4, 5, 9], [6]]
    assert (found.n_said, found.n_right) == (4, 2)


def drafting(most: int = 8, n_vocab: int = 1000) -> Guessing:
    return Guessing(draft=Draft(DRAFT, DRAFT, DRAFT, most, n_vocab))


def test_a_draft_model_guesses_one_more_each_time_it_is_right() -> None:
    model = Counter()
    _, found = model.said(model.loop(drafting()), 1, 0, 40)
    assert [len(batch) for batch in model.batches] == [5, 6, 7, 8, 9, 5]  # the last one met the limit
    assert (found.n_said, found.next, found.n_right) == (40, 41, 34)
    assert model.tokens[:40].tolist() == list(range(1, 41))
    assert model.draft_batches[:6] == [[1], [2], [3], [4], [5, 6], [7]]  # each token once, what the model said itself with the next


def test_a_draft_model_that_is_wrong_guesses_less_and_then_pauses() -> None:
    model = Counter()
    model.draft = lambda token: token + 2
    _, found = model.said(model.loop(drafting()), 1, 0, 40)
    assert [len(batch) for batch in model.batches] == [5, 4, 3, 2] + [1] * 31 + [2] + [1] * 4
    assert model.tokens[:40].tolist() == list(range(1, 41))
    assert (found.n_right, found.n_guessed) == (0, 11)
    assert model.draft_held == {place: place + 1 for place in range(36)}  # what it missed, it read when it was asked again


def test_a_draft_model_that_is_right_at_first_makes_as_many_guesses_as_were_right() -> None:
    model = Counter()
    model.draft = lambda token: token + 1 if token % 4 else 70
    model.said(model.loop(drafting()), 1, 0, 30)
    assert model.tokens[:30].tolist() == list(range(1, 31))
    assert [len(batch) for batch in model.batches][:5] == [5, 4, 5, 4, 5]


def test_a_draft_model_that_fails_is_asked_again_later() -> None:
    model = Counter()
    model.draft_codes = [1]
    _, found = model.said(model.loop(drafting()), 1, 0, 40)
    assert [len(batch) for batch in model.batches][:33] == [1] * 32 + [2]
    assert model.tokens[:40].tolist() == list(range(1, 41))
    assert found.n_right > 0


def test_what_the_model_does_not_know_and_an_end_are_no_guesses() -> None:
    for draft in (lambda _token: 500, lambda _token: END, lambda _token: -1):
        model = Counter()
        model.draft = draft
        _, found = model.said(model.loop(drafting(n_vocab=500)), 1, 0, 10)
        assert (found.n_guessed, found.n_said) == (0, 10)


def test_a_long_conversation_is_read_in_pieces_and_from_where_the_draft_model_was() -> None:
    model = Counter()
    model.tokens = np.arange(1, 301, dtype=np.int32)
    model.held = {place: place + 1 for place in range(200)}
    model.draft_held = {place: place + 1 for place in range(50)}
    loop = model.loop(drafting(most=1))
    loop.draft_past = 50
    model.said(loop, 201, 200, 2)
    assert [len(batch) for batch in model.draft_batches] == [64, 64, 23]
    assert loop.draft_past == 201


def test_a_failed_evaluation_keeps_what_was_said_before() -> None:
    model = Counter()
    model.codes = [0, 0, 1]
    outcome, found = model.said(model.loop(), 5, 0, 30)
    assert (outcome, found.code, found.n_said, found.next) == (DECODE_FAILED, 1, 2, -1)


def test_a_raised_flag_ends_it_before_the_next_evaluation() -> None:
    model = Counter()
    model.hook.cancel(True)
    outcome, found = model.said(model.loop(), 5, 0, 30)
    assert (outcome, found.code, found.n_said, model.batches) == (DECODE_FAILED, 2, 0, [])


def test_a_residual_stream_that_was_not_shown_ends_it() -> None:
    model = Counter()
    model.hook.set_monitor(1, np.eye(1, 4, dtype=np.float32))
    outcome, found = model.said(model.loop(), 5, 0, 30)
    assert (outcome, found.n_said) == (HOOK_FAILED, 0)
    assert "layer 1" in str(model.hook.problem(found.code))


def test_no_token_and_a_cache_that_cannot_be_shortened_end_it() -> None:
    silent = Counter(lambda _token: -1)
    outcome, found = silent.said(silent.loop(), 5, 0, 30)
    assert (outcome, found.n_said, found.next) == (NOTHING_DRAWN, 1, -1)
    stiff = Counter()
    stiff.shortens = False
    outcome, found = stiff.said(stiff.loop(Guessing((np.array([[5, 60]], dtype=np.int32),), tabled=1)), 5, 0, 30)
    assert (outcome, found.n_said) == (NOT_SHORTENED, 1)


def test_what_the_native_code_could_not_work_with_is_refused() -> None:
    model = Counter()
    loop = model.loop()
    for limit, n_past in ((0, 0), (CAPACITY + 1, 0), (2, CAPACITY - 1)):
        loop.begin(model.tokens, n_past)
        with pytest.raises(ValueError, match="no room"):
            loop.run(1, limit)
    for tokens, n_past in (
        (model.tokens, -1),
        (model.tokens, CAPACITY + 1),
        (model.tokens.astype(np.int64), 0),
        (model.tokens[::2], 0),
    ):
        with pytest.raises(ValueError, match="no conversation"):
            loop.begin(tokens, n_past)
    with pytest.raises(ValueError, match="rows of at least two"):
        model.loop(Guessing((np.zeros((4, 1), dtype=np.int32),), tabled=1))
    for draft in (Draft(0, 2, 2, 8, 10), Draft(2, 2, 2, 17, 10), Draft(2, 2, 2, 0, 10)):
        with pytest.raises(ValueError, match="draft model"):
            model.loop(Guessing(draft=draft))
    with pytest.raises(ValueError, match="at most two tables"):
        model.loop(Guessing((np.zeros((1, 2), dtype=np.int32),) * 3, tabled=1))
    model.functions = LoopFunctions(1, 1, 1, 1, 48)
    with pytest.raises(ValueError, match=r"another version of llama\.cpp"):
        model.loop()
