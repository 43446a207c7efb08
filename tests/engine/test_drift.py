"""The rules of drift: smoothing, episodes, hysteresis, and when a warning is due."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.drift import MARGIN, SMOOTHING, STEP, DriftMonitor, DriftState, manner

THRESHOLD = 0.5
readings = st.one_of(st.none(), st.floats(min_value=-3, max_value=4), st.sampled_from([0.0, 0.1, 0.3, 0.49, 0.5, 0.6, 0.9, 1.0]))
thresholds = st.floats(min_value=-0.5, max_value=1.5)
levels = st.sampled_from(["off", "quiet", "normal"])
answers = st.sampled_from(["not_now", "meant_it"])


def run(values, level="normal", threshold=THRESHOLD) -> list[DriftState]:
    monitor = DriftMonitor(threshold, level)
    return [monitor.add_reply(value) for value in values]


def warnings(values, level="normal") -> list[int]:
    return [index for index, state in enumerate(run(values, level)) if state.warn]


@pytest.mark.parametrize(
    ("value", "word"),
    [(1.0, "close"), (0.5, "close"), (0.4999, "drifting"), (0.5 - STEP, "drifting"), (0.5 - STEP - 1e-9, "away"), (-4.0, "away")],
)
def test_manner(value, word):
    assert manner(value, 0.5) == word


def test_smoothing_is_the_documented_weighted_mean():
    states = run([1.0, 0.0, 0.5])
    second = 1.0 + SMOOTHING * (0.0 - 1.0)
    assert [state.smoothed for state in states] == pytest.approx([1.0, second, second + SMOOTHING * (0.5 - second)])
    assert [state.reading for state in states] == [1.0, 0.0, 0.5]
    assert [state.replies for state in states] == [1, 2, 3]


def test_warns_at_the_second_reply_running_and_once():
    assert warnings([1, 1, 0, 0, 0, 0, 0]) == [3]
    assert warnings([0, 0, 0]) == [1]


def test_one_low_reply_is_not_an_episode():
    states = run([1, 1, 0, 1, 1, 0, 1])
    assert not any(state.drifted or state.warn for state in states)


def test_hysteresis_keeps_the_episode_open_just_above_the_threshold():
    between = THRESHOLD + MARGIN / 2
    states = run([0, 0] + [between] * 20 + [0] * 5)
    assert states[-1].drifted
    assert [index for index, state in enumerate(states) if state.warn] == [1]


def test_a_new_episode_after_recovery_warns_again():
    values = [0, 0, 1, 1, 1, 0, 0]
    states = run(values)
    assert [state.drifted for state in states] == [False, True, True, False, False, False, True]
    assert warnings(values) == [1, 6]


def test_recovery_is_reachable_when_the_threshold_is_high():
    monitor = DriftMonitor(0.95)
    assert 0.95 < monitor.recovery_level < 1.0
    assert DriftMonitor(1.2).recovery_level == 1.2
    states = run([0.5, 0.5, 1, 1, 1, 1, 1, 1], threshold=0.95)
    assert not states[-1].drifted


def test_not_now_is_silent_until_another_step():
    monitor = DriftMonitor(THRESHOLD)
    assert [monitor.add_reply(value).warn for value in (0.45, 0.45)] == [False, True]
    monitor.not_now()
    assert not monitor.state.warn
    assert not any(monitor.add_reply(0.35).warn for _ in range(10))
    far = [monitor.add_reply(0.45 - STEP - 0.05).warn for _ in range(10)]
    assert sum(far) == 1
    monitor.not_now()
    assert sum(monitor.add_reply(-1.0).warn for _ in range(10)) == 1


def test_not_now_holds_over_a_recovery_for_a_drift_no_deeper():
    monitor = DriftMonitor.replay(THRESHOLD, "normal", [0.4, 0.4, "not_now", 1, 1, 1])
    assert not monitor.state.drifted
    assert not any(monitor.add_reply(0.4).warn for _ in range(6))
    assert monitor.state.drifted


def test_not_now_before_any_reading_counts_from_the_threshold():
    monitor = DriftMonitor.replay(THRESHOLD, "normal", ["not_now"])
    assert not any(monitor.add_reply(THRESHOLD - STEP / 2).warn for _ in range(5))
    assert sum(monitor.add_reply(THRESHOLD - 2 * STEP).warn for _ in range(5)) == 1


def test_not_now_after_a_recovery_still_needs_a_step_below_the_threshold():
    monitor = DriftMonitor.replay(THRESHOLD, "normal", [1, 1, 1, "not_now"])
    assert not any(monitor.add_reply(THRESHOLD - STEP / 2).warn for _ in range(6))
    assert monitor.state.drifted


def test_a_reading_at_the_threshold_is_not_below_it():
    assert not any(state.drifted for state in run([THRESHOLD] * 6))


def test_meant_it_silences_the_chat_for_good():
    monitor = DriftMonitor(THRESHOLD)
    monitor.add_reply(0.0)
    assert monitor.add_reply(0.0).warn
    assert not monitor.silenced
    monitor.meant_it()
    assert monitor.silenced
    assert not monitor.state.warn
    assert not any(monitor.add_reply(value).warn for value in [1, 1, 1, 0, 0, -2, -2, -2])
    assert monitor.state.drifted


def test_quiet_needs_more():
    slightly = THRESHOLD - STEP / 2
    assert warnings([slightly] * 8, "quiet") == []
    assert run([slightly] * 8, "quiet")[-1].drifted
    assert warnings([0.0] * 8, "quiet") == [2]


def test_off_keeps_the_state_and_never_warns():
    states = run([0.0] * 6, "off")
    assert states[-1].drifted
    assert not any(state.warn for state in states)


@pytest.mark.parametrize("missing", [None, math.nan, math.inf, -math.inf])
def test_a_reply_without_a_reading_changes_nothing(missing):
    monitor = DriftMonitor(THRESHOLD)
    monitor.add_reply(0.2)
    state = monitor.add_reply(missing)
    assert state == DriftState(None, 0.2, 1, False, False)
    assert monitor.add_reply(0.2).warn
    assert not monitor.add_reply(missing).warn
    assert monitor.state.drifted


def test_one_absurd_figure_does_not_decide_for_long():
    states = run([1.0, -1e30, 1, 1, 1, 1])
    assert states[1].smoothed >= -2
    assert not states[-1].drifted


@pytest.mark.parametrize("threshold", [math.nan, math.inf])
def test_refuses_a_threshold_that_is_no_number(threshold):
    with pytest.raises(ValueError, match="finite"):
        DriftMonitor(threshold)


def test_refuses_an_unknown_level():
    with pytest.raises(ValueError, match="loud"):
        DriftMonitor(0.5, "loud")  # type: ignore[arg-type]


@given(st.lists(readings, max_size=40), thresholds, levels)
def test_never_warns_twice_in_an_episode(values, threshold, level):
    monitor = DriftMonitor(threshold, level)
    warned = False
    for value in values:
        was_drifted = monitor.state.drifted
        state = monitor.add_reply(value)
        if state.drifted and not was_drifted:
            warned = False
        if state.warn:
            assert state.drifted
            assert not warned
            warned = True


@given(st.lists(readings, max_size=40), thresholds, levels)
def test_never_warns_before_two_readings_or_above_the_threshold(values, threshold, level):
    monitor = DriftMonitor(threshold, level)
    seen = 0
    for value in values:
        state = monitor.add_reply(value)
        seen += value is not None
        assert state.replies == seen
        if state.warn:
            assert seen >= 2
            assert level != "off"
            assert state.smoothed is not None
            assert state.smoothed < threshold


@given(st.lists(st.floats(min_value=0.5, max_value=3), max_size=40), levels)
def test_replies_at_or_above_the_threshold_never_count_as_drifted(values, level):
    assert not any(state.drifted for state in run(values, level))


@given(st.lists(st.one_of(readings, answers), max_size=40), thresholds, levels)
def test_replaying_gives_the_same_state_and_the_same_future(events, threshold, level):
    live = DriftMonitor(threshold, level)
    for event in events:
        if event == "not_now":
            live.not_now()
        elif event == "meant_it":
            live.meant_it()
        else:
            live.add_reply(event)
    again = DriftMonitor.replay(threshold, level, events)
    assert again.state == live.state
    assert [again.add_reply(value) for value in (0.0, 0.0, 1.0, -1.0)] == [live.add_reply(value) for value in (0.0, 0.0, 1.0, -1.0)]


@given(st.lists(st.one_of(readings, answers), max_size=40), thresholds)
def test_quiet_and_normal_agree_on_what_is_drifted(events, threshold):
    quiet, normal = (DriftMonitor.replay(threshold, level, events) for level in ("quiet", "normal"))
    assert quiet.state.drifted == normal.state.drifted


@given(st.lists(readings, max_size=40), thresholds)
def test_nothing_warns_after_it_was_meant(values, threshold):
    monitor = DriftMonitor.replay(threshold, "normal", ["meant_it"])
    assert not any(monitor.add_reply(value).warn for value in values)
