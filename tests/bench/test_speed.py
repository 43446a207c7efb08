"""The speed measurement: both loops do the same work, and its figures follow from the runs. How fast is not tested."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from axes.axis import Axis
from engine.bench.evaluation import EvaluationError
from engine.bench.speed import MODES, SpeedPlan, Timing, _figures, measure_speed, speed_table
from engine.hook_plan import HookPlan

SMALL = SpeedPlan(pairs=2, prompt=48, tokens=8, threads=1)


def test_every_mode_is_timed_and_the_cap_really_acts(tiny_model: Path) -> None:
    lines: list[str] = []
    found = measure_speed(tiny_model, None, SMALL, lines.append)
    assert found["pairs"] == 2
    assert len(lines) == 3
    for mode in MODES:
        assert found[mode]["decode"] > 0
        assert found[mode]["prefill"] > 0
    assert 0.2 < found["capped"]["engaged"] < 0.95
    assert found["capped"]["layers"]
    assert max(found["capped"]["layers"]) < found["layers"] - 1
    assert found["ratio"]["decode_quartiles"] == sorted(found["ratio"]["decode_quartiles"])
    assert all(mode in speed_table(found) for mode in MODES)


def test_the_axis_of_a_model_is_what_is_timed(tiny_model: Path, tiny_axis: Axis, axis_file: Path) -> None:
    found = measure_speed(tiny_model, axis_file, SMALL, lambda _line: None)
    assert found["capped"]["layers"] == list(range(tiny_axis.band_first, tiny_axis.band_last + 1))
    assert found["capped"]["engaged"] > 0


def test_ratios_are_medians_of_the_pairs_not_ratios_of_medians(tiny_plan: HookPlan) -> None:
    runs = {
        "raw": [Timing(100, 100), Timing(100, 200), Timing(100, 50)],
        "monitored": [Timing(100, 100), Timing(100, 200), Timing(100, 50)],
        "capped": [Timing(50, 90), Timing(100, 100), Timing(100, 50)],
    }
    found = _figures(runs, tiny_plan, [0.5])
    assert found["ratio"]["decode"] == pytest.approx(0.9)
    assert found["ratio"]["prefill"] == pytest.approx(1.0)
    assert found["ratio_monitored"]["decode"] == 1


def test_a_prompt_longer_than_the_context_is_refused(tiny_model: Path) -> None:
    with pytest.raises(EvaluationError, match="context holds"):
        measure_speed(tiny_model, None, SpeedPlan(pairs=1, prompt=100_000, tokens=1, threads=1), lambda _line: None)


@pytest.fixture
def tiny_plan() -> HookPlan:
    direction = np.zeros((4, 8), dtype=np.float32)
    direction[:, 0] = 1
    return HookPlan.along(direction, np.zeros(4, dtype=np.float32), range(1, 2))
