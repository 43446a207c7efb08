"""`keel self-test` passes on the shipped model, and fails clearly where something is not as it should be."""

from __future__ import annotations

import json
import os

import pytest

from app.cli.self_test.conversations import KINDS, drifting_conversations
from app.cli.self_test.steps import Report, StepFailed
from app.paths import EVALUATION
from tests.app.cli_process import keel


@pytest.mark.slow
def test_every_step_is_seen_on_the_shipped_model(tmp_path):
    result = keel("self-test", "--json", home=tmp_path, timeout=280)
    answer = json.loads(result.stdout)
    assert [step for step in answer["steps"] if not step["ok"]] == []
    assert (result.returncode, answer["ok"], result.stderr) == (0, True, "")
    assert len(answer["steps"]) >= 10
    assert [list(step) for step in answer["steps"]] == [["name", "ok", "detail"]] * len(answer["steps"])
    assert list(tmp_path.rglob("chats.db")) == []


def test_a_model_without_an_axis_fails_at_that_step(tiny_model, tmp_path):
    result = keel("self-test", "--json", "--model", os.fspath(tiny_model), home=tmp_path)
    assert result.returncode == 1, result.stderr
    answer = json.loads(result.stdout)
    assert answer["ok"] is False
    assert [step["ok"] for step in answer["steps"]] == [True, False]
    assert "axis" in answer["steps"][-1]["detail"]


def test_the_time_limit_ends_it(tiny_model, tmp_path):
    result = keel("self-test", "--model", os.fspath(tiny_model), "--time-limit", "1", home=tmp_path, timeout=120)
    assert result.returncode == 1
    assert "FAILED" in result.stdout
    assert result.stderr == "keel: The self-test did not see every step.\n"


def test_a_step_that_raises_is_reported_and_ends_the_test():
    report = Report(live=False)
    with report.step("first") as step:
        step.detail = "fine"
    with pytest.raises(StepFailed), report.step("second"):
        raise StepFailed("it\nwas not there")
    assert [(step.name, step.ok, step.detail) for step in report.steps] == [
        ("first", True, "fine"),
        ("second", False, "it was not there"),
    ]
    assert not report.ok
    assert json.loads(report.as_json())["ok"] is False


def test_nothing_seen_is_not_a_success():
    assert not Report(live=False).ok


def test_the_conversations_are_not_those_the_figures_are_measured_on():
    chosen = drifting_conversations(EVALUATION, 6)
    assert len(chosen) == 6
    listed = {each["id"]: each for each in json.loads(EVALUATION.read_text(encoding="utf-8"))["conversations"]}
    assert {listed[each.name]["split"] for each in chosen} == {"validation"}
    assert {listed[each.name]["kind"] for each in chosen} == set(KINDS)
    assert all(len(each.turns) >= 6 for each in chosen)
