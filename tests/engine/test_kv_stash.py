"""Coming back to a chat: its KV state is brought back whole, under its own cap only, and within the budget."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from engine.kv_stash import BUDGET_BYTES, SMALL_BUDGET_BYTES, default_budget
from engine.model import load
from engine.protocol import Cap, ChatMessage, Sampler
from engine.session import Session

DEMO = Path(__file__).parents[2] / "resources" / "demo" / "keel-demo.gguf"
GREEDY = Sampler(temperature=0.0)


def talk(subject: str) -> list[ChatMessage]:
    words = " ".join(f"Tell me about {subject} and what you think of it, step {number}." for number in range(12))
    return [ChatMessage("user", words), ChatMessage("assistant", f"I like {subject}."), ChatMessage("user", "Why is that?")]


@pytest.fixture
def demo() -> Iterator[Session]:
    with load(DEMO, n_ctx=1024, n_threads=1) as loaded:
        yield Session(loaded)


def reused(session: Session, messages: list[ChatMessage], cap: Cap | None = None) -> tuple[int, list[int], list[float]]:
    reply = session.generate(messages, GREEDY, cap, 12)
    assert reply.stats is not None
    return reply.stats.reused_tokens, reply.tokens, reply.readings


def test_coming_back_evaluates_the_new_tokens_only(demo: Session) -> None:
    one, other = talk("the sea"), talk("my garden")
    first, tokens, readings = reused(demo, one)
    assert first == 0
    assert reused(demo, other)[0] < 20
    again, repeated, seen = reused(demo, one)
    assert again == demo.count(one) - 1
    assert repeated == tokens
    assert seen == pytest.approx(readings, abs=2e-3)
    assert reused(demo, other)[0] == demo.count(other) - 1


def test_going_on_in_a_chat_that_was_left_keeps_its_reply(demo: Session) -> None:
    one = talk("the sea")
    reply = demo.generate(one, GREEDY, None, 12)
    reused(demo, talk("my garden"))
    more = [*one, ChatMessage("assistant", reply.text), ChatMessage("user", "And then?")]
    kept = reused(demo, more)[0]
    assert kept >= demo.count(one)
    demo.reset()
    fresh, tokens, _ = reused(demo, more)
    assert fresh == 0
    reused(demo, talk("my garden"))
    assert reused(demo, more)[1] == tokens


def test_a_state_serves_under_its_own_cap_only(demo: Session) -> None:
    one, cap = talk("the sea"), Cap(75.0)
    plain = reused(demo, one)
    count, capped, _ = reused(demo, one, cap)
    assert count == 0
    back = reused(demo, one)
    assert back[0] == demo.count(one) - 1
    assert back[1] == plain[1]
    again, repeated, _ = reused(demo, one, cap)
    assert again == demo.count(one) - 1
    assert repeated == capped


def test_the_budget_is_kept_and_what_was_left_longest_ago_goes_first(demo: Session) -> None:
    talks = [talk(subject) for subject in ("the sea", "my garden", "a book", "the moon")]
    reused(demo, talks[0])
    size = demo.loaded.context.saved_bytes()
    demo.evaluator.stash.budget = round(2.5 * size)
    for each in talks[1:]:
        reused(demo, each)
        assert demo.evaluator.stash.used <= demo.evaluator.stash.budget
    assert len(demo.evaluator.stash) == 2
    assert reused(demo, talks[2])[0] == demo.count(talks[2]) - 1
    assert reused(demo, talks[0])[0] < 20


def test_no_budget_keeps_nothing(demo: Session) -> None:
    demo.evaluator.stash.budget = 0
    reused(demo, talk("the sea"))
    reused(demo, talk("my garden"))
    assert demo.evaluator.stash.used == 0
    assert reused(demo, talk("the sea"))[0] < 20


def test_short_talks_are_not_set_aside(demo: Session) -> None:
    for subject in ("the sea", "my garden"):
        reused(demo, [ChatMessage("user", f"{subject}?")])
    assert len(demo.evaluator.stash) == 0


def test_a_chat_is_kept_once_however_often_its_last_message_changes(demo: Session) -> None:
    one, other = talk("the sea"), talk("my garden")
    for question in ("Why is that?", "Since when?", "And what else?"):
        reused(demo, [*one[:-1], ChatMessage("user", question)])
        reused(demo, other)
    assert len(demo.evaluator.stash) == 1
    assert reused(demo, [*one[:-1], ChatMessage("user", "And what else?")])[0] > demo.count(one) - 20


def test_a_chat_that_is_said_anew_takes_the_place_of_what_was_kept_of_it(demo: Session) -> None:
    one, stash = talk("the sea"), demo.evaluator.stash
    before = [ChatMessage("user", one[0].content * 3), one[1]]
    anew = [[*before, ChatMessage("user", f"And what do you think of {word}? " * 12)] for word in ("it", "us", "me", "him")]
    tokens, memories = [], []
    for each in anew:
        tokens.append(reused(demo, each)[1])
        memories += [entry.memory for entry in stash._entries]
    assert len(stash) == 1
    assert len(memories) == 3
    assert all(memory is memories[0] for memory in memories)
    reused(demo, talk("my garden"))
    again, repeated, _ = reused(demo, anew[-1])
    assert again == demo.count(anew[-1]) - 1
    assert repeated == tokens[-1]


def test_the_budget_is_a_part_of_the_memory() -> None:
    assert 0 < default_budget() <= BUDGET_BYTES
    assert default_budget() <= psutil.virtual_memory().total // 8 or default_budget() == SMALL_BUDGET_BYTES
