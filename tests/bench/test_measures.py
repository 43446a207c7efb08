"""Intervals, detection and crossings on numbers whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

from engine.bench import measures as m


def test_wilson_against_published_values() -> None:
    low, high = m.wilson(81, 263)
    assert (low, high) == (pytest.approx(0.2553, abs=5e-4), pytest.approx(0.3662, abs=5e-4))
    assert m.wilson(0, 10)[0] == 0
    assert m.wilson(10, 10)[1] == pytest.approx(1)
    assert m.wilson(0, 0) == (0, 1)


def test_the_interval_covers_the_share_and_widens_with_clusters() -> None:
    random = np.random.default_rng(1)
    single = [[bool(flag)] for flag in random.random(400) < 0.3]
    low, high = m.interval(single)
    assert low < 0.3 < high
    assert high - low == pytest.approx(2 * 1.96 * (0.3 * 0.7 / 400) ** 0.5, rel=0.2)
    clustered = [[flag] * 10 for (flag,) in single[:40]]
    wide = m.interval(clustered)
    assert wide[1] - wide[0] > 2 * (high - low)


def test_where_all_agree_the_interval_is_still_honest() -> None:
    assert m.interval([[False]] * 50) == m.wilson(0, 50)
    assert m.interval([[True, True]] * 20) == m.wilson(20, 20)
    assert m.interval([]) == (0, 1)


def test_low_readings_mean_drift() -> None:
    readings = [1.0, 0.9, 0.2, 0.1, None]
    drifted = [False, False, True, True, True]
    assert m.detection_auc(readings, drifted) == 1
    assert m.detection_auc(readings, [not flag for flag in drifted]) == 0
    assert m.detection_auc([0.5, 0.5], [True, False]) == 0.5
    assert m.detection_auc([0.5], [True]) is None


def test_value_where_a_curve_first_reaches_the_target() -> None:
    curve = [(0.8, 1.0), (0.6, 0.9), (0.2, 0.5), (0.4, 0.1)]
    assert m.value_where_reached(curve, 0.7) == pytest.approx(0.95)
    assert m.value_where_reached(curve, 0.4) == pytest.approx(0.7)
    assert m.value_where_reached(curve, 0.8) == pytest.approx(1.0)
    assert m.value_where_reached(curve, 0.1) is None
    assert m.value_where_reached([], 0.5) is None


def test_share() -> None:
    assert m.share([True, False, False, False]) == 0.25
    assert m.share([]) is None
