"""Guessing ahead: the same reply, readings and cap as token by token, with fewer evaluations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.evaluator import GenerationError
from engine.guessing import guessing
from engine.model import load
from engine.protocol import Cap, ChatMessage, Sampler
from engine.session import Reply, Session
from tests.engine.replies import guesses

DEMO = Path(__file__).parents[2] / "resources" / "demo" / "keel-demo.gguf"
GREEDY = Sampler(temperature=0.0)
ASKED = [
    ChatMessage("user", "How can I sleep better?"),
    ChatMessage("assistant", "Keep the same hours every day, and leave the screen out of the bedroom."),
    ChatMessage("user", "How can I sleep better? Please say it once more."),
]


@pytest.fixture(scope="module")
def demo() -> Iterator[Session]:
    with load(DEMO, n_ctx=1024, n_threads=1) as loaded:
        yield Session(loaded)


def said(session: Session, sampler: Sampler, cap: Cap | None, guess: str) -> Reply:
    session.reset()
    return session.generate(ASKED * 4, sampler, cap, 60, guess=guess)


@pytest.mark.parametrize("guess", ["auto", "on"])
@pytest.mark.parametrize("cap", [None, Cap(75.0), Cap(75.0, "position")])
@pytest.mark.parametrize("sampler", [GREEDY, Sampler(temperature=0.7, seed=4), Sampler(temperature=0.0, repeat_penalty=1.3)])
def test_the_reply_is_that_of_token_by_token(demo: Session, sampler: Sampler, cap: Cap | None, guess: str) -> None:
    plain, guessed = said(demo, sampler, cap, "off"), said(demo, sampler, cap, guess)
    assert guesses(guessed) > guesses(plain) == 0
    assert guessed.tokens == plain.tokens
    assert guessed.text == plain.text
    assert guessed.reason == plain.reason
    assert guessed.readings == pytest.approx(plain.readings, abs=5e-3)
    assert guessed.stats is not None
    assert plain.stats is not None
    assert guessed.stats.context_used == plain.stats.context_used
    if cap is not None:
        assert guessed.stats.engaged == pytest.approx(plain.stats.engaged, abs=0.02)
        assert guessed.stats.mean_lift == pytest.approx(plain.stats.mean_lift, rel=0.05)


def test_what_comes_again_is_guessed_from_the_conversation(session: Session) -> None:
    """A random model falls into a loop under greedy sampling, which is then guessed; it brings no table of its own."""
    asked = (f"{word} is the {thing}" for word in ("what", "why", "who", "how") for thing in ("river", "house", "day"))
    talks = ([ChatMessage("user", text)] for text in asked)
    talk, plain = next((talk, reply) for talk in talks if (reply := session.generate(talk, GREEDY, None, 200)).reason == "length")
    session.reset()
    assert guesses(session.generate(talk, GREEDY, None, 200, guess="auto")) == 0
    session.reset()
    guessed = session.generate(talk, GREEDY, None, 200, guess="on")
    assert guesses(guessed) > 20  # the loop begins late
    assert guessed.tokens == plain.tokens
    assert guessed.readings == pytest.approx(plain.readings, abs=2e-2)


def test_the_limit_on_the_length_holds(demo: Session, session: Session) -> None:
    for each in (demo, session):
        for limit in (1, 2, 3, 17, 50):
            reply = each.generate([ChatMessage("user", "what is the river")], GREEDY, None, limit, guess="on")
            assert reply.reason in ("length", "stop")
            assert len(reply.tokens) <= limit
            assert len(reply.readings) == len(reply.tokens)


def test_a_full_context_ends_the_reply_where_it_would_without_guesses(demo: Session) -> None:
    talks = ([ChatMessage("user", "Please tell me all about sleep. " * count)] for count in range(1, 60))
    talk = next(talk for talk in talks if demo.count(talk) >= 256 - 15)
    room = 256 - demo.count(talk)
    demo.reset()
    long = demo.generate(talk, GREEDY, None, 200)
    assert 5 < room < len(long.tokens)
    with load(DEMO, n_ctx=256, n_threads=1) as loaded:
        for guess in ("off", "auto", "on"):
            reply = Session(loaded).generate(talk, GREEDY, None, 200, guess=guess)
            assert (reply.reason, reply.tokens) == ("context_full", long.tokens[:room])
            assert reply.stats is not None
            assert reply.stats.context_used == 256


def test_what_is_captured_is_never_guessed(demo: Session) -> None:
    demo.reset()
    plain = demo.generate(ASKED, GREEDY, None, 30, capture=True)
    guessed = demo.generate(ASKED, GREEDY, None, 30, capture=True, guess="on")
    assert guesses(guessed) == 0
    assert plain.activations is not None
    assert guessed.activations is not None
    assert guessed.activations.n_tokens == plain.activations.n_tokens == len(plain.tokens)
    assert guessed.activations.mean == pytest.approx(plain.activations.mean, abs=1e-3)


def test_only_known_ways_to_guess_are_taken(demo: Session) -> None:
    with pytest.raises(GenerationError, match="'often'"):
        guessing("often", demo.loaded)
    assert guessing("auto", demo.loaded).tables == demo.loaded.guesses != ()
    assert guessing("auto", demo.loaded).recalled * guessing("auto", demo.loaded).match == 0
