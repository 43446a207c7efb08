"""Readings in words, and the readings of one reply in bounded memory."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.drift.buffer import CAPACITY, SMOOTHING, TraceBuffer
from app.drift.words import WORDS, TurnReading, cap_sentence, figure, live_cap_sentence, percent, state_words, turn_words


@pytest.mark.parametrize(("value", "text"), [(0.456, "0.46"), (-0.3, "−0.30"), (-0.001, "0.00"), (0.0, "0.00"), (12.0, "12.00")])
def test_figures(value, text):
    assert figure(value) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0 %"), (0.004, "less than 1 %"), (0.12, "12 %"), (0.996, "more than 99 %"), (1, "100 %")]
)
def test_percentages(share, text):
    assert percent(share).replace("\u00a0", " ") == text


def test_the_words_of_a_reading_follow_the_threshold():
    assert state_words(0.6, 0.5) == "Close to its usual self"
    assert state_words(0.45, 0.5) == "Drifting"
    assert state_words(0.1, 0.5) == "Away from its usual self"
    assert state_words(0.6, 0.7) == "Drifting"


def test_no_word_claims_harm_or_feelings():
    said = " ".join([*WORDS.values(), cap_sentence(0.5, 0.5, True), live_cap_sentence(None)]).lower()
    assert not any(word in said for word in ("harm", "danger", "unsafe", "feel", "evil", "bad"))


@pytest.mark.parametrize(
    ("engaged", "lift", "on", "text"),
    [
        (0.3, 0.2, False, "The cap was off: nothing in this reply was changed."),
        (None, None, True, "The cap was on and had nothing to lift."),
        (0.0, 0.0, True, "The cap was on and had nothing to lift."),
        (0.12, 0.05, True, "Lifted 12 % of steps, gently."),
        (0.12, 0.2, True, "Lifted 12 % of steps, noticeably."),
        (0.12, 0.4, True, "Lifted 12 % of steps, firmly."),
        (0.12, None, True, "Lifted 12 % of steps."),
    ],
)
def test_what_the_cap_did(engaged, lift, on, text):
    assert cap_sentence(engaged, lift, on).replace("\u00a0", " ") == text


def test_what_the_cap_is_doing():
    assert live_cap_sentence(0.5).replace("\u00a0", " ") == "Lifting 50 % of steps."
    assert "nothing had to be lifted yet" in live_cap_sentence(0.0)
    assert "only watches" in live_cap_sentence(None)


def test_a_reply_in_words():
    turn = TurnReading(7, 0.3, early=0.7, engaged=0.1, drifted=True, capped=True)
    words = turn_words(turn, 2, 5, 0.5).replace("\u00a0", " ")
    assert words == "Reply 2 of 5; reading 0.30, away from its usual self; 0.70 before its first word; capped, 10 % of steps lifted"
    assert turn_words(TurnReading(1, None), 1, 1, 0.5) == "Reply 1 of 1; no reading"
    assert turn_words(TurnReading(1, 0.9, capped=True), 1, 1, 0.5).endswith("capped, nothing lifted")


def test_a_short_reply_is_kept_as_it_is():
    buffer = TraceBuffer()
    buffer.add([1.0, 0.0])
    buffer.add([0.5])
    assert buffer.raw == [1.0, 0.0, 0.5]
    assert buffer.smooth[1] == pytest.approx(1 - SMOOTHING)
    assert (buffer.tokens, buffer.mean) == (3, 0.5)
    buffer.clear()
    assert (buffer.tokens, buffer.mean, buffer.raw) == (0, None, [])


@given(st.lists(st.floats(min_value=-5, max_value=5), min_size=1, max_size=3000), st.integers(min_value=1, max_value=50))
def test_memory_is_bounded_and_the_mean_exact(values, chunk):
    buffer = TraceBuffer()
    for start in range(0, len(values), chunk):
        buffer.add(values[start : start + chunk])
        assert len(buffer.raw) <= CAPACITY
        assert len(buffer.raw) == len(buffer.smooth)
    assert buffer.mean == pytest.approx(math.fsum(values) / len(values), abs=1e-9)
    assert all(min(values) - 1e-9 <= value <= max(values) + 1e-9 for value in (*buffer.raw, *buffer.smooth))


def test_a_long_reply_stays_visible_from_its_beginning():
    buffer = TraceBuffer()
    buffer.add([1.0] * 5000 + [0.0] * 5000)
    assert CAPACITY // 2 - 1 <= len(buffer.raw) <= CAPACITY
    half = len(buffer.raw) // 2
    assert buffer.raw[: half - 1] == [1.0] * (half - 1)
    assert buffer.raw[-half + 2 :] == [0.0] * (half - 2)


def test_figures_that_are_no_numbers_are_left_out():
    buffer = TraceBuffer()
    buffer.add([math.nan, 0.5, math.inf])
    assert (buffer.tokens, buffer.raw) == (1, [0.5])
