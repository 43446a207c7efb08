"""Replies read side by side: the same activations and likelihoods as one at a time, and nothing of their neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from axes.source import ExtractionCancelled, Prompt
from engine import batch_reading
from engine.activations import SessionSource, chat_messages
from engine.bench.fluency import reply_losses
from engine.protocol import ChatMessage
from engine.session import Session

TEXTS = ["the river", "a small house by the river and the house", "who", "", "how what why when the the the", "house"] * 4


def asked(place: int) -> Prompt:
    earlier = (("how?", "the house"),) * (place % 2)
    return Prompt("be small" if place % 3 else None, f"{'what is the river ' * (place % 4)}who?", place, earlier)


PROMPTS = [asked(place) for place in range(len(TEXTS))]


def assert_close(found: np.ndarray, expected: np.ndarray) -> None:
    """Equal but for rounding, row by row."""
    assert (np.linalg.norm(found - expected, axis=1) <= 5e-3 * np.linalg.norm(expected, axis=1)).all()


def test_activations_and_likelihoods_are_those_of_one_at_a_time(session: Session) -> None:
    found = dict(SessionSource(session).readings(PROMPTS, TEXTS))
    assert sorted(found) == list(range(len(TEXTS)))
    for place, (prompt, text) in enumerate(zip(PROMPTS, TEXTS, strict=True)):
        sample = found[place]
        if not text:
            assert sample.n_tokens == 0
            continue
        messages = [*chat_messages(prompt), ChatMessage("assistant", text)]
        alone = session.read(messages, capture=True).activations
        assert alone is not None
        assert sample.n_tokens == alone.n_tokens
        assert_close(sample.reply, alone.mean)
        assert_close(sample.header, alone.header)
        loss, tokens = reply_losses(session, messages)[-1]
        assert loss is not None
        assert tokens == sample.n_tokens
        assert sample.log_likelihood == pytest.approx(-loss, rel=1e-3)


def test_few_logits_at_a_time_give_the_same_likelihoods(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {index: value for index, value, _ in SessionSource(session).log_likelihoods(PROMPTS, TEXTS)}
    monkeypatch.setattr(batch_reading, "LOGIT_BYTES", 0)
    monkeypatch.setattr(batch_reading, "MIN_LOGIT_ROWS", 2)
    pieces = {index: value for index, value, _ in SessionSource(session).log_likelihoods(PROMPTS, TEXTS)}
    assert pieces == pytest.approx(whole, rel=1e-3)
    assert sum(value < -1 for value in whole.values()) > 10


def test_likely_words_are_told_from_unlikely_ones(session: Session) -> None:
    said = session.generate([ChatMessage("user", "how?")], max_tokens=6).text
    found = SessionSource(session).log_likelihoods([Prompt(None, "how?", 0)] * 2, [said, "why who why who"])
    per_token = {index: value / tokens for index, value, tokens in found}
    assert per_token[0] > per_token[1]


def test_reading_can_be_stopped(session: Session) -> None:
    source = SessionSource(session, should_stop=lambda: True)
    with pytest.raises(ExtractionCancelled):
        list(source.readings(PROMPTS, TEXTS))


def test_a_text_that_does_not_fit_is_left_out(session: Session) -> None:
    found = dict(SessionSource(session).readings([Prompt(None, "who?", 0)] * 2, ["the river " * 5000, "the river"]))
    assert [found[0].n_tokens == 0, found[1].n_tokens > 0] == [True, True]
