"""How what is generated is gathered: text is never held up by figures, and nothing is lost."""

from __future__ import annotations

import pytest

from engine import stream
from engine.protocol import Delta
from engine.stream import TOKENS, DeltaStream
from engine.turn import Piece


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(stream.time, "monotonic", lambda: now[0])
    return now


def token(text: str, clock: list[float], seconds: float, into: DeltaStream, reading: float = 0.5) -> None:
    """Text as its token is drawn, and the token after the time it takes to evaluate it."""
    into.add(Piece(text, 0, [], None))
    clock[0] += seconds
    into.add(Piece("", 1, [reading], 0.25))


def test_slow_text_is_sent_as_soon_as_it_is_drawn(clock: list[float]) -> None:
    sent: list[tuple[float, Delta]] = []
    gathered = DeltaStream(7, lambda delta: sent.append((clock[0], delta)))
    for word in ("one ", "two ", "three "):
        token(word, clock, 0.1, gathered)
    gathered.flush()
    assert [(round(at - 100, 3), delta.text, delta.n_tokens) for at, delta in sent] == [
        (0.0, "one ", 0),
        (0.1, "two ", 1),
        (0.2, "three ", 1),
        (0.3, "", 1),
    ]
    assert [reading for _, delta in sent for reading in delta.readings] == [0.5] * 3
    assert [delta.engaged for _, delta in sent] == [None, 0.25, 0.25, 0.25]


def test_quick_text_is_gathered(clock: list[float]) -> None:
    sent: list[Delta] = []
    gathered = DeltaStream(7, sent.append)
    for number in range(100):
        token(f"{number} ", clock, 0.001, gathered)
    gathered.flush()
    assert "".join(delta.text for delta in sent) == "".join(f"{number} " for number in range(100))
    assert sum(delta.n_tokens for delta in sent) == 100
    assert len(sent) < 8
    assert max(delta.n_tokens for delta in sent) <= TOKENS


def test_tokens_without_text_do_not_pile_up(clock: list[float]) -> None:
    sent: list[Delta] = []
    gathered = DeltaStream(7, sent.append)
    for _ in range(100):
        clock[0] += 0.001
        gathered.add(Piece("", 1, [0.5], None))
    assert [delta.n_tokens for delta in sent] == [TOKENS] * 3
