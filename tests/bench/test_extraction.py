"""The measurement of extraction: both ways make the same replies, and its figures follow from the runs. How fast is not tested."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from engine.bench.__main__ import main
from engine.bench.evaluation import EvaluationError
from engine.bench.extraction import ExtractionPlan, Run, _figures, extraction_table, measure_extraction
from tests.engine.test_batch_decoding import DEMO


def test_both_ways_make_the_same_replies() -> None:
    lines: list[str] = []
    found = measure_extraction(DEMO, ExtractionPlan(pairs=1, replies=12, tokens=16, threads=1), lines.append)
    assert len(lines) == 2
    assert found["one_at_a_time"]["tokens"] >= 12
    assert found["same_text"] >= 9  # a near tie may be tipped by rounding
    assert found["apart"] < 0.01
    assert "times as fast" in extraction_table(found)


def test_the_ratio_is_the_median_of_the_pairs_per_token() -> None:
    means = [np.ones(4, np.float32)]
    runs = {
        "one_at_a_time": [Run(10, 100, ["a"], means), Run(10, 100, ["a"], means), Run(20, 100, ["a"], means)],
        "together": [Run(5, 100, ["a"], means), Run(2.5, 50, ["a"], means), Run(5, 100, ["a"], means)],
    }
    found = _figures(runs)
    assert found["ratio"] == pytest.approx(2)
    assert found["together"]["tokens_per_second"] == pytest.approx(20)
    assert (found["same_text"], found["apart"]) == (1, 0)


def test_plans_that_cannot_be_are_refused(tiny_model: Path) -> None:
    for plan in (ExtractionPlan(replies=100_000), ExtractionPlan(pairs=0)):
        with pytest.raises(EvaluationError):
            measure_extraction(tiny_model, plan, lambda _line: None)


def test_the_command_prints_every_figure(tiny_model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--model", str(tiny_model), "--pairs", "1", "--replies", "3", "--tokens", "4", "--threads", "1", "--json"]
    assert main(["extraction", *options]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"one_at_a_time", "together", "ratio", "quartiles", "pairs", "threads", "sequences"} <= found.keys()
    assert main(["extraction", "--model", str(tiny_model), "--sequences", "1000"]) == 2
    assert "together" in capsys.readouterr().err


def test_the_speed_command_prints_every_figure(tiny_model: Path, axis_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--axis", str(axis_file), "--pairs", "1", "--prompt", "32", "--tokens", "4", "--threads", "1"]
    assert main(["speed", "--model", str(tiny_model), *options, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"raw", "monitored", "capped", "ratio", "ratio_monitored", "pairs"} <= found.keys()
    with pytest.raises(SystemExit):
        main(["speed", "--pairs", "0"])
