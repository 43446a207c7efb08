"""A draft model: the same reply with fewer evaluations where it is right, and never anything worse where it is not."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from axes.gguf_header import MAGIC
from engine.llama_api import Context
from engine.model import load
from engine.protocol import Cap, ChatMessage, Sampler
from engine.session import Reply, Session
from tests.conftest import write_model
from tests.engine.other_architectures import write_running_state
from tests.engine.replies import guesses

DEMO = Path(__file__).parents[2] / "resources" / "demo" / "keel-demo.gguf"
GREEDY = Sampler(temperature=0.0)
TALKS = [
    [ChatMessage("user", "How can I sleep better?")],
    [
        ChatMessage("user", "How can I sleep better?"),
        ChatMessage("assistant", "Keep the same hours every day, and leave the screen out of the bedroom."),
        ChatMessage("user", "And how can I make good tea?"),
    ],
    [ChatMessage("user", "What is seven plus five?")],
]


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The built-in model, without its table, and itself as its draft model: every guess is right."""
    alone = tmp_path_factory.mktemp("alone") / "demo.gguf"
    shutil.copyfile(DEMO, alone)
    with load(alone, DEMO.with_name("keel-demo.axis.gguf"), n_ctx=1024, n_threads=1, draft=DEMO) as loaded:
        assert loaded.guesses == ()
        assert loaded.facts.draft == "Keel Demo"
        yield Session(loaded)


def said(session: Session, talk: list[ChatMessage], sampler: Sampler, cap: Cap | None, guess: str) -> Reply:
    return session.generate(talk, sampler, cap, 50, guess=guess)


@pytest.mark.parametrize("cap", [None, Cap(75.0)])
@pytest.mark.parametrize("sampler", [GREEDY, Sampler(temperature=0.7, seed=4)])
def test_the_reply_is_that_of_token_by_token(drafted: Session, sampler: Sampler, cap: Cap | None) -> None:
    for talk in [*TALKS, TALKS[0]]:  # to other chats and back
        drafted.reset()
        plain = said(drafted, talk, sampler, cap, "off")
        drafted.reset()
        guessed = said(drafted, talk, sampler, cap, "auto")
        assert (guessed.tokens, guessed.text, guessed.reason) == (plain.tokens, plain.text, plain.reason)
        assert guessed.readings == pytest.approx(plain.readings, abs=5e-3)
        assert guesses(plain) == 0
        assert guesses(guessed) > (0.7 if sampler is GREEDY and cap is None else 0.3) * len(plain.tokens)


def test_a_chat_goes_on_with_what_the_draft_model_knows_already(drafted: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    drafted.reset()
    first = said(drafted, TALKS[1], GREEDY, None, "auto")
    talk = [*TALKS[1], ChatMessage("assistant", first.text), ChatMessage("user", "Thank you. And what is three plus four?")]
    read: list[int] = []
    real, own = Context.decode, drafted.loaded.context

    def decode(context: Context, tokens: list[int], position: int, **choices: bool) -> None:
        read.extend([len(tokens)] if context is not own else [])
        real(context, tokens, position, **choices)

    monkeypatch.setattr(Context, "decode", decode)
    second = said(drafted, talk, GREEDY, None, "auto")
    assert guesses(second) > 0
    assert 0 < sum(read) < 40 < drafted.count(talk)


def test_guesses_that_are_never_right_change_nothing(tmp_path: Path) -> None:
    target, other = write_model(tmp_path / "m.gguf", seed=1), write_model(tmp_path / "d.gguf", n_layer=3, n_embd=32, seed=9)
    talk = [ChatMessage("user", "what is the river and the house")]
    with load(target, n_threads=1, draft=other) as loaded:
        session = Session(loaded)
        plain = session.generate(talk, GREEDY, None, 150, guess="off")
        session.reset()
        guessed = session.generate(talk, GREEDY, None, 150, guess="auto")
        assert loaded.draft is not None
        assert loaded.draft.n > 0  # it did read along
    assert guessed.tokens == plain.tokens
    assert guessed.readings == pytest.approx(plain.readings, abs=2e-2)


def test_a_draft_model_with_a_shorter_context_is_silent_once_it_is_full(tmp_path: Path) -> None:
    target, short = write_model(tmp_path / "m.gguf", n_ctx=1024, seed=1), write_model(tmp_path / "d.gguf", n_ctx=256, seed=1)
    talk = [ChatMessage("user", "what is the river and the house? " * 9)]
    with load(target, n_ctx=1024, n_threads=1, draft=short) as loaded:
        session = Session(loaded)
        assert 100 < session.count(talk) < 250
        plain = session.generate(talk, GREEDY, None, 300, guess="off")
        session.reset()
        guessed = session.generate(talk, GREEDY, None, 300, guess="auto")
        again = session.generate(talk, GREEDY, None, 300, guess="auto")
        assert loaded.draft is not None
        assert loaded.draft.n <= 256 < session.count(talk) + len(plain.tokens)
    assert guessed.tokens == again.tokens == plain.tokens
    assert guesses(guessed) > 0


def test_stop_is_heard_while_the_draft_model_reads(drafted: Session) -> None:
    drafted.reset()
    talk = [ChatMessage("user", "Please tell me all about sleep. " * 70)]
    reading = threading.Event()
    draft = drafted.loaded.draft
    assert draft is not None
    read, pieces = draft.read, []

    def watched(tokens: object, should_stop: Callable[[], bool]) -> None:
        reading.set()
        read(tokens, should_stop)  # type: ignore[arg-type]

    draft.read = watched  # type: ignore[method-assign]
    try:
        reply = drafted.generate(talk, GREEDY, None, 50, guess="auto", on_piece=pieces.append, should_stop=reading.is_set)
    finally:
        draft.read = read  # type: ignore[method-assign]
    assert reply.reason == "cancelled"
    assert reply.tokens == []
    assert len(pieces) == 1  # the first word was on its way before
    drafted.reset()
    assert guesses(said(drafted, TALKS[0], GREEDY, None, "auto")) > 0


def test_what_cannot_guess_is_left_out_with_the_reason(tmp_path: Path, tiny_model: Path) -> None:
    text = tmp_path / "text.gguf"
    text.write_bytes(MAGIC + b"not a model at all, but long enough to be one")
    cases = {
        DEMO: "has another vocabulary",
        tmp_path / "gone.gguf": "There is no file gone.gguf any more",
        tmp_path: "is not a file",
        text: "damaged",
        DEMO.with_name("keel-demo.axis.gguf"): "holds an axis",
    }
    for path, reason in cases.items():
        with load(tiny_model, n_threads=1, draft=path) as loaded:
            (notice,) = [notice for notice in loaded.facts.notices if reason in notice]
            assert notice.endswith(".")
            assert "\n" not in notice
            assert (loaded.draft, loaded.facts.draft) == (None, "")
            reply = Session(loaded).generate([ChatMessage("user", "hello")], GREEDY, None, 5, guess="auto")
            assert len(reply.tokens) > 0


def test_a_model_that_keeps_a_running_state_neither_guesses_nor_is_guessed_for(tmp_path: Path, tiny_model: Path) -> None:
    running = write_running_state(tmp_path / "running.gguf", speaks=True)
    for model, draft, sentence in (
        (tiny_model, running, "running.gguf cannot take a word back, so it cannot guess for another model."),
        (running, tiny_model, "This model cannot take a word back, so no other model guesses for it."),
    ):
        with load(model, n_threads=1, find=False, draft=draft) as loaded:
            assert loaded.draft is None
            assert sentence in loaded.facts.notices
