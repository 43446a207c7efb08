"""What the engine is asked: messages as templates expect them, and guessing ahead where the setting says so."""

from __future__ import annotations

import dataclasses

import pytest

from app.conversations.records import Chat, Message
from app.engine_client import EngineClient
from app.paths import DEMO_MODEL
from app.settings.store import Settings
from app.window.asking import ask, conversation
from engine.protocol import GUESSES, Cap, ChatMessage, Sampler


@pytest.mark.parametrize("guess", GUESSES)
def test_the_setting_reaches_the_request(guess: str) -> None:
    chat = Chat(1, "", False, None, "", "", 1, None, (), "", "")
    asked = ask(chat, Settings(guess_ahead=guess), [Message(1, 1, None, "user", "Hello", "complete", "")], has_axis=True)
    assert asked.guess == guess


def test_sides_take_turns_whatever_was_imported() -> None:
    said = [("user", "one"), ("user", "two"), ("assistant", "three"), ("assistant", ""), ("assistant", "four"), ("user", "five")]
    messages = [Message(number, 1, None, role, text, "complete", "") for number, (role, text) in enumerate(said, start=1)]
    made = conversation("Be kind.", messages)
    assert [(message.role, message.content) for message in made.messages] == [
        ("system", "Be kind."),
        ("user", "one\n\ntwo"),
        ("assistant", "three\n\nfour"),
        ("user", "five"),
    ]
    assert made.ends == [2, 5, 6]


def test_guessing_changes_no_reply(qtbot) -> None:
    client = EngineClient()
    texts: list[str] = []
    try:
        client.start()
        with qtbot.waitSignal(client.loaded, timeout=60_000):
            client.load(str(DEMO_MODEL))
        talk = [ChatMessage("user", "How can I sleep better?"), ChatMessage("assistant", "Keep the same hours every day.")]
        messages = [*talk, *talk, ChatMessage("user", "How can I sleep better?")]
        for guess in GUESSES:
            pieces: list[str] = []
            client.delta.connect(lambda event, into=pieces: into.append(event.text))
            with qtbot.waitSignal(client.done, timeout=60_000) as done:
                client.generate(messages, Sampler(temperature=0.0), Cap(75.0), max_tokens=40, guess=guess)
            assert dataclasses.asdict(done.args[0])["reason"] in ("stop", "length")
            texts.append("".join(pieces))
    finally:
        with qtbot.waitSignal(client.stopped, timeout=10_000):
            client.shutdown()
    assert texts[0]
    assert texts == [texts[0]] * 3
