"""The figures of a reply are those of the tokens that were said, also where Stop came while the KV cache was in pieces."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from axes.axis import Axis
from engine.model import load
from engine.protocol import Cap, ChatMessage, Sampler
from engine.session import Piece, Reply, Session
from tests.engine.conftest import axis_of, stream_of
from tests.engine.other_architectures import write_short_memory

CAPPED = Cap(75.0)
N_CTX = 512


@pytest.fixture
def session(tiny_model: Path, tiny_axis: Axis) -> Iterator[Session]:
    with load(tiny_model, n_ctx=N_CTX, n_threads=1, find=False) as loaded:
        loaded.use_axis(tiny_axis, "test")
        yield Session(loaded)


def talk(turns: int) -> list[ChatMessage]:
    said = []
    for turn in range(turns):
        said.append(ChatMessage("user", f"question {turn}: what lies beyond the hill and the river?"))
        said.append(ChatMessage("assistant", f"answer {turn}: more hills, and a town that sleeps."))
    return [*said, ChatMessage("user", "and then?")]


def long_reply(session: Session, messages: list[ChatMessage]) -> tuple[Sampler, Reply]:
    """A seed whose reply meets the end of the context and goes on behind fewer turns."""
    for seed in range(60):
        sampler = Sampler(temperature=0.8, seed=seed)
        session.reset()
        reply = session.generate(messages, sampler, CAPPED, N_CTX, overflow="drop_oldest")
        if reply.evicted and len(reply.tokens) > 60:
            return sampler, reply
    raise AssertionError("no seed gave a long reply")


def check(reply: Reply, pieces: list[Piece]) -> None:
    """The reply's figures are those that were shown while it was said."""
    shown = [reading for piece in pieces for reading in piece.readings]
    assert reply.stats is not None
    assert len(reply.tokens) == len(reply.readings) == reply.stats.tokens == sum(piece.n_tokens for piece in pieces) > 0
    assert reply.readings == pytest.approx(shown, abs=1e-6)
    assert reply.stats.reading == pytest.approx(np.mean(shown))
    assert reply.stats.engaged == pytest.approx([piece.engaged for piece in pieces if piece.engaged is not None][-1])
    assert reply.stats.engaged > 0
    assert reply.stats.mean_lift is not None
    assert reply.stats.mean_lift > 0
    assert reply.stats.early is not None
    assert reply.stats.context_used >= len(reply.tokens)


def test_a_reply_that_turns_gave_way_to_has_the_readings_that_were_shown(session: Session) -> None:
    messages = talk(3)
    sampler, whole = long_reply(session, messages)
    session.reset()
    pieces: list[Piece] = []
    reply = session.generate(messages, sampler, CAPPED, N_CTX, overflow="drop_oldest", on_piece=pieces.append)
    assert reply.tokens == whole.tokens
    assert reply.readings == pytest.approx([reading for piece in pieces for reading in piece.readings], abs=1e-6)


@pytest.mark.parametrize("when", ["at its beginning", "in its middle"])
def test_stop_while_the_context_is_read_anew_keeps_the_figures(session: Session, when: str) -> None:
    messages = talk(3)
    sampler, whole = long_reply(session, messages)
    session.reset()
    pieces: list[Piece] = []
    stop = threading.Event()

    def on_prompt(_share: float) -> None:
        if when == "in its middle" and any(piece.n_tokens for piece in pieces):
            stop.set()

    def should_stop() -> bool:
        held = session.evaluator.state.n
        if when == "at its beginning" and any(piece.n_tokens for piece in pieces) and held < session.count(messages):
            stop.set()
        return stop.is_set()

    session.loaded.context.n_batch = 64  # so that reading anew takes several steps
    reply = session.generate(
        messages,
        sampler,
        CAPPED,
        N_CTX,
        overflow="drop_oldest",
        on_piece=pieces.append,
        on_prompt=on_prompt,
        should_stop=should_stop,
    )
    assert stop.is_set()
    assert reply.reason == "cancelled"
    check(reply, pieces)
    assert whole.stats is not None
    assert reply.stats is not None
    assert reply.stats.early == whole.stats.early
    assert whole.tokens[: len(reply.tokens)] == reply.tokens


def test_stop_keeps_the_figures_of_a_model_that_cannot_go_back(tmp_path: Path) -> None:
    """Its KV cache is emptied when an evaluation is abandoned."""
    path = write_short_memory(tmp_path / "short.gguf", speaks=True)
    axis = axis_of(path, stream_of(path))
    with load(path, n_ctx=N_CTX, n_threads=1, find=False) as loaded:
        assert not loaded.model.can_go_back
        loaded.use_axis(axis, "test")
        session = Session(loaded)
        emptied = 0
        for seed in range(8):
            pieces: list[Piece] = []
            stop, stopping = threading.Event(), threading.Thread()

            def come(stop: threading.Event = stop) -> None:
                stop.set()
                session.cancel()

            def on_piece(piece: Piece, pieces: list[Piece] = pieces) -> None:
                nonlocal stopping
                pieces.append(piece)
                if sum(each.n_tokens for each in pieces) > 20 and stopping.ident is None:
                    stopping = threading.Timer(0.004, come)  # in the middle of an evaluation, as Stop comes
                    stopping.start()

            sampler = Sampler(temperature=1.0, seed=seed)
            reply = session.generate(talk(1), sampler, CAPPED, 300, on_piece=on_piece, should_stop=stop.is_set)
            if stopping.ident is not None:
                stopping.join()
            if reply.reason == "cancelled":
                check(reply, pieces)
                emptied += session.evaluator.state.n == 0
        assert emptied


def test_stop_before_the_draft_model_has_read_leaves_it_what_it_knew(tmp_path: Path, tiny_model: Path) -> None:
    with load(tiny_model, n_ctx=N_CTX, n_threads=1, find=False, draft=tiny_model) as loaded:
        session, stop = Session(loaded), threading.Event()
        draft = loaded.draft
        assert draft is not None
        session.generate(talk(2), Sampler(temperature=0.0), None, 20, guess="auto")
        known = draft.n
        assert known > 100
        reply = session.generate(
            talk(3), Sampler(temperature=0.0), None, 20, guess="auto", on_piece=lambda _piece: stop.set(), should_stop=stop.is_set
        )
        assert reply.reason == "cancelled"
        assert draft.n > 0.8 * known
