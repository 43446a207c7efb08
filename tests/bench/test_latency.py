"""The measurement of the first token: chats are as long as asked, coming back evaluates only what is new; speed is not tested."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bench.evaluation import EvaluationError
from engine.bench.latency import LatencyPlan, latency_table, measure_latency

DEMO = Path(__file__).parents[2] / "resources" / "demo" / "keel-demo.gguf"


def test_only_the_new_tokens_are_evaluated_both_ways() -> None:
    lines: list[str] = []
    found = measure_latency(DEMO, None, LatencyPlan(pairs=2, turns=5, tokens=500, threads=1), lines.append)
    assert len(lines) == 3
    assert abs(found["tokens"] - 500) < 20
    assert 40 < found["new_tokens"] < 120
    ways = ("same_chat", "said_anew", "coming_back")
    assert set(found["seconds"]) == {*ways, *(f"{way}_limit" for way in ways)}
    assert all(found["ratio"][way] > 0 for way in ways)
    assert all(seconds > 0 for seconds in found["seconds"].values())
    assert found["set_aside_mib"] > 0
    assert all(words in latency_table(found) for words in ("same chat", "said anew", "coming back"))


def test_a_chat_is_cut_to_the_context_of_the_model() -> None:
    found = measure_latency(DEMO, None, LatencyPlan(pairs=1, turns=3, tokens=50_000, threads=1), lambda _line: None)
    assert 600 < found["tokens"] < 1024


def test_a_plan_that_cannot_be_is_refused() -> None:
    with pytest.raises(EvaluationError, match="at least 2 turns"):
        measure_latency(DEMO, None, LatencyPlan(turns=1), lambda _line: None)
    with pytest.raises(EvaluationError, match="fewer turns"):
        measure_latency(DEMO, None, LatencyPlan(turns=100, tokens=2000, threads=1), lambda _line: None)
