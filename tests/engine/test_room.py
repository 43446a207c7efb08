"""A conversation that is longer than the context: what the model sees of it, and what never gives way."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from engine.evaluator import GenerationError
from engine.model import load
from engine.protocol import Cap, ChatMessage, Sampler
from engine.room import Room
from engine.session import Session

SYSTEM = ChatMessage("system", "You answer in rhymes about the sea and never forget it.")
GREEDY = Sampler(temperature=0.0, seed=3)


@pytest.fixture(scope="module")
def session(tiny_model: Path):
    loaded = load(tiny_model, None, n_ctx=512)
    yield Session(loaded)
    loaded.close()


def talk(turns: int, *, system: bool = True) -> list[ChatMessage]:
    said = [SYSTEM] if system else []
    for turn in range(turns):
        said.append(ChatMessage("user", f"question {turn}: what lies beyond the hill and the river?"))
        said.append(ChatMessage("assistant", f"answer {turn}: more hills, and a town that sleeps."))
    return [*said, ChatMessage("user", "and then?")]


def room(session: Session, messages: list[ChatMessage], **options) -> Room:
    values = {"continue_last": False, "drop": True, "forgotten": 0, **options}
    return Room(session.loaded.template, messages, session.loaded.context.n_ctx, **values)


def test_a_conversation_that_fits_is_seen_whole(session: Session) -> None:
    seen = room(session, talk(1)).fit(16)
    assert seen is not None
    assert seen.evicted == 0
    assert len(seen.prompt.tokens) == session.count(talk(1))


@pytest.mark.parametrize("turns", [6, 9, 30, 120])
def test_the_oldest_turns_give_way_and_the_system_prompt_never_does(session: Session, turns: int) -> None:
    messages = talk(turns)
    assert session.count(messages) > 512
    seen = room(session, messages).fit(64)
    assert seen is not None
    assert 0 < seen.evicted < len(messages) - 1
    assert seen.evicted % 2 == 0
    assert SYSTEM.content in seen.prompt.text
    assert messages[-1].content in seen.prompt.text
    assert messages[1].content not in seen.prompt.text
    assert len(seen.prompt.tokens) <= 512 - 128
    one_turn_more = room(session, [SYSTEM, *messages[1 + seen.evicted - 2 :]], drop=False).fit(1)
    assert one_turn_more is None or len(one_turn_more.prompt.tokens) > 512 - 128


def test_without_leave_to_drop_nothing_gives_way(session: Session) -> None:
    assert room(session, talk(30), drop=False).fit(1) is None
    reply = session.generate(talk(30), GREEDY, max_tokens=8)
    assert (reply.reason, reply.text, reply.stats, reply.evicted) == ("context_full", "", None, 0)


def test_what_was_forgotten_stays_so_while_it_has_to(session: Session) -> None:
    messages = talk(12)
    first = room(session, messages).fit(64)
    assert first is not None
    longer = [*messages, ChatMessage("assistant", "a lake."), ChatMessage("user", "and behind it?")]
    second = room(session, longer, forgotten=first.evicted).fit(64)
    assert second is not None
    assert second.evicted == first.evicted
    assert second.prompt.tokens[: len(first.prompt.tokens) - 8] == first.prompt.tokens[:-8]
    assert room(session, talk(1), forgotten=2).fit(16).evicted == 0  # it fits whole now, so all of it is seen again


def test_a_last_message_that_cannot_fit_is_said(session: Session) -> None:
    messages = [SYSTEM, *talk(3, system=False)[:-1], ChatMessage("user", "word " * 600)]
    assert room(session, messages).fit(8) is None
    assert session.generate(messages, GREEDY, max_tokens=8, overflow="drop_oldest").reason == "context_full"


def test_no_part_of_a_conversation_is_written_out_twice(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    template, written = session.loaded.template, []
    prompt = template.prompt

    def noted(messages, *, continue_last=False):
        written.append((len(messages), continue_last))
        return prompt(messages, continue_last=continue_last)

    monkeypatch.setattr(template, "prompt", noted)
    messages = [*talk(5), ChatMessage("assistant", "beyond them lies " + "the sea and " * 47)]
    tight = room(session, messages, continue_last=True, forgotten=2)
    seen = tight.fit(64)
    assert seen is not None
    assert len(written) == len(set(written)) > 4
    shorter = tight.shorten(seen, 20)
    assert len(written) == len(set(written))
    assert shorter is None or len(shorter.prompt.tokens) == len(prompt([SYSTEM, *messages[1 + shorter.evicted : -1]]).tokens)


def test_a_reply_that_meets_the_end_goes_on_without_the_oldest_turns(session: Session) -> None:
    messages = talk(3)
    room_left = 512 - session.count(messages)
    assert 64 < room_left < 300
    pieces = []
    stopped = session.generate(messages, GREEDY, max_tokens=room_left + 60)
    reply = session.generate(messages, GREEDY, max_tokens=room_left + 60, overflow="drop_oldest", on_piece=pieces.append)
    if stopped.reason == "stop":
        pytest.skip("this model ended its reply by itself")
    assert stopped.reason == "context_full"
    assert reply.reason in {"length", "stop"}
    assert reply.evicted > 0
    assert len(reply.tokens) > len(stopped.tokens)
    assert reply.text.startswith(stopped.text)
    assert reply.stats.tokens == len(reply.tokens) == sum(piece.n_tokens for piece in pieces)
    assert "".join(piece.text for piece in pieces) == reply.text
    assert reply.stats.context_used <= 512
    prompt = session.loaded.template.prompt(messages).text
    assert reply.stats.prompt_sha256 == hashlib.sha256(prompt.encode()).hexdigest()
    state = session.evaluator.state
    seen = bytes(b"".join(session.loaded.model.piece(int(token)) for token in state._tokens[: state.n])).decode("utf-8", "replace")
    assert SYSTEM.content in seen
    assert "question 0" not in seen
    assert messages[-1].content in seen


def test_going_on_with_a_reply_at_the_end_of_the_context(session: Session) -> None:
    messages = [*talk(4), ChatMessage("assistant", "It goes on and on.")]
    room_left = 512 - session.seen(messages, continue_last=True)[0]
    reply = session.generate(messages, GREEDY, max_tokens=room_left + 40, continue_last=True, overflow="drop_oldest")
    if reply.reason == "stop":
        pytest.skip("this model ended its reply by itself")
    assert reply.reason == "length"
    assert reply.evicted > 0
    assert reply.stats.tokens == room_left + 40
    assert len(reply.tokens) > reply.stats.tokens


def test_what_will_be_seen_is_counted_exactly(session: Session) -> None:
    for messages in (talk(1), talk(20)):
        tokens, evicted = session.seen(messages, 8, overflow="drop_oldest")
        reply = session.generate(messages, GREEDY, max_tokens=8, overflow="drop_oldest")
        assert reply.stats.prompt_tokens == tokens
        assert reply.evicted == evicted
        assert reply.stats.context_used == tokens + reply.stats.tokens
    assert session.seen(talk(20)) == (session.count(talk(20)), 0)


def test_a_reply_after_turns_were_dropped_is_the_same_as_without_them(session: Session) -> None:
    messages = talk(20)
    dropped = session.generate(messages, GREEDY, Cap(), 12, overflow="drop_oldest")
    session.reset()
    short = session.generate([SYSTEM, *messages[1 + dropped.evicted :]], GREEDY, Cap(), 12)
    assert dropped.text == short.text


def test_an_unknown_way_is_refused(session: Session) -> None:
    with pytest.raises(GenerationError, match="no way named"):
        session.generate(talk(1), GREEDY, max_tokens=4, overflow="forget everything")
