"""Guessing ahead: the same reply, readings and cap as token by token, with fewer evaluations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.drafting import Drafter
from engine.llama_api import Context
from engine.model import load
from engine.protocol import Cap, ChatMessage, Sampler
from engine.session import Reply, Session

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


@pytest.fixture
def evaluations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Tokens of every evaluation, in order."""
    counted: list[int] = []
    real = Context.decode

    def decode(context: Context, tokens: Any, position: int, **choices: bool) -> None:
        counted.append(len(tokens))
        real(context, tokens, position, **choices)

    monkeypatch.setattr(Context, "decode", decode)
    return counted


def said(session: Session, sampler: Sampler, cap: Cap | None, longest: int) -> Reply:
    session.reset()
    # The end of a turn cannot be repeated, so the reply is made long by asking for much of it again and again.
    return session.generate(ASKED * 4, sampler, cap, 60, longest_guess=longest)


@pytest.mark.parametrize("cap", [None, Cap(75.0), Cap(75.0, "position")])
@pytest.mark.parametrize("sampler", [GREEDY, Sampler(temperature=0.7, seed=4), Sampler(temperature=0.0, repeat_penalty=1.3)])
def test_the_reply_is_that_of_token_by_token(demo: Session, evaluations: list[int], sampler: Sampler, cap: Cap | None) -> None:
    plain = said(demo, sampler, cap, 0)
    one_by_one = len(evaluations)
    evaluations.clear()
    guessed = said(demo, sampler, cap, 6)
    assert guessed.tokens == plain.tokens
    assert guessed.text == plain.text
    assert guessed.reason == plain.reason
    assert guessed.readings == pytest.approx(plain.readings, abs=5e-3)
    assert guessed.stats is not None
    assert plain.stats is not None
    assert guessed.stats.context_used == plain.stats.context_used
    if cap is not None:
        assert guessed.stats.engaged == pytest.approx(plain.stats.engaged, abs=0.02)
    assert len(evaluations) <= one_by_one


def test_what_comes_again_takes_fewer_evaluations(session: Session, evaluations: list[int]) -> None:
    """A random model falls into a loop under greedy sampling, which is then guessed."""
    asked = (f"{word} is the {thing}" for word in ("what", "why", "who", "how") for thing in ("river", "house", "day"))
    talks = ([ChatMessage("user", text)] for text in asked)
    talk, plain = next((talk, reply) for talk in talks if (reply := session.generate(talk, GREEDY, None, 200)).reason == "length")
    evaluations.clear()
    session.reset()
    guessed = session.generate(talk, GREEDY, None, 200, longest_guess=8)
    assert guessed.tokens == plain.tokens
    assert guessed.readings == pytest.approx(plain.readings, abs=2e-2)
    assert len(evaluations) < 0.9 * 200  # the loop begins late
    assert max(evaluations[1:]) == 9


def test_the_limit_on_the_length_holds(session: Session) -> None:
    for limit in (1, 2, 17, 50):
        reply = session.generate([ChatMessage("user", "what is the river")], GREEDY, None, limit, longest_guess=8)
        assert reply.reason in ("length", "stop")
        assert len(reply.tokens) <= limit
        assert len(reply.readings) == len(reply.tokens)


def test_guesses_are_what_followed_before() -> None:
    drafter = Drafter([1, 2, 3, 4, 5, 6, 7, 1, 2], 3)
    assert drafter.guess(3, 10) == [4, 5, 6]
    assert drafter.guess(3, 2) == [4, 5]
    assert drafter.guess(9, 10) == []
    assert Drafter([1, 2, 3, 4, 1, 2], 0).guess(3, 5) == []
