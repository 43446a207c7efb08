"""Changing the cap in the middle of a chat: the conversation is read anew once, which is shown, and never mixed."""

from __future__ import annotations

from pathlib import Path

from engine import protocol
from engine.protocol import Cap, ChatMessage, Sampler
from tests.engine.engine_process import EngineProcess

DEMO = Path(__file__).parents[2] / "resources" / "demo" / "keel-demo.gguf"
TALK = [
    ChatMessage(role, f"Sentence {number} about sleeping well, keeping hours, and leaving the screen out of the bedroom at night.")
    for number in range(12)
    for role in ("user", "assistant")
]


def asked(engine: EngineProcess, request: int, cap: Cap) -> tuple[list[float], protocol.ReplyStats]:
    """Ask under a cap; returns how far the reading of the conversation was, as it was reported, and the reply's figures."""
    messages = [*TALK, ChatMessage("user", "How can I sleep better?")]
    engine.send(protocol.Generate(request, messages, Sampler(temperature=0.0), cap, 8))
    events = engine.until({protocol.Done: request})
    done = events[-1]
    assert isinstance(done, protocol.Done)
    assert done.stats is not None
    shown = [event.fraction for event in events if isinstance(event, protocol.Progress) and event.stage == "prompt"]
    return shown, done.stats


def test_the_conversation_is_read_anew_once_and_that_is_shown() -> None:
    with EngineProcess() as engine:
        engine.load(DEMO)
        _, plain = asked(engine, 1, Cap())
        shown, held = asked(engine, 2, Cap(90.0))
        assert held.reused_tokens == 0
        assert held.engaged is not None
        assert shown
        assert shown == sorted(shown)
        assert 0 < shown[0] <= 1
        _, again = asked(engine, 3, Cap(90.0))
        assert again.reused_tokens == again.prompt_tokens - 1
        assert again.reading is not None
        assert held.reading is not None
        assert abs(again.reading - held.reading) < 0.02
        _, back = asked(engine, 4, Cap())
        assert back.reused_tokens == back.prompt_tokens - 1
        assert back.engaged is None
        assert plain.reading is not None
        assert back.reading is not None
        assert abs(back.reading - plain.reading) < 0.02
