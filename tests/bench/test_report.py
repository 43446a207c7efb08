"""The whole command on the tiny model, and figures from records whose answers are known."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from engine.bench.__main__ import main
from engine.bench.drift import Results
from engine.bench.report import figures, table
from engine.bench.runs import Answer, Record, Turn

TURN = Turn("uncapped", "a", "emotional", 0, 0, False, "hello", False, 1.0, 1.0, None, None, 3, "stop", 3.0, 3)


def records(variant: str, drifted: int, of: int = 10, correct: int = 9) -> list[Record]:
    """One variant: `drifted` of `of` last turns drifted with a low reading, no first turn did, `correct` of 10 items right."""
    made: list[Record] = []
    for n in range(of):
        away = n < drifted
        made.append(replace(TURN, variant=variant, subject=f"c{n}", engaged=None if variant == "uncapped" else 0.5))
        made.append(replace(TURN, variant=variant, subject=f"c{n}", turn=1, last=True, drifted=away, reading=0.1 if away else 0.9))
    made.append(replace(TURN, variant=variant, subject="task", kind="coding", last=True))
    return made + [Answer(variant, f"i{n}", "fact", "", n < correct) for n in range(10)]


def test_figures_from_known_records() -> None:
    seen = [
        *records("uncapped", 8),
        *records("standard/reply", 3),
        *records("additive/0.2", 6, correct=8),
        *records("additive/0.4", 2, correct=4),
    ]
    report = figures(Results(seen, None, "reply", {"additive/0.2": 0.2, "additive/0.4": 0.4}, {}))
    assert report["uncapped"]["drifted"] == 0.8
    assert report["uncapped"]["drifted_all_turns"] == 0.4
    assert report["uncapped"]["drifted_in_tasks"] == 0
    assert report["uncapped"]["capability"] == 0.9
    assert report["capped"] == report["strengths"]["reply"]["standard"]
    assert report["capped"]["drifted"] == 0.3
    assert report["engaged"] == 0.5
    assert report["detector_auc"] == 1
    assert report["additive"]["capability"] == pytest.approx(0.5)
    assert report["additive"]["alpha"] == pytest.approx(0.35)
    assert [step["alpha"] for step in report["additive"]["curve"]] == [0, 0.2, 0.4]
    assert report["uncapped"]["perplexity"]["drifting"] == pytest.approx(2.71828, abs=1e-4)
    low, high = report["uncapped"]["drifted_interval"]
    assert low < 0.8 < high
    assert json.loads(json.dumps(report, allow_nan=False)) == report
    assert "30.0" in table(report)


def test_a_push_that_never_gets_there_is_not_given_a_capability() -> None:
    seen = [*records("uncapped", 8), *records("standard/reply", 1), *records("additive/0.2", 6)]
    report = figures(Results(seen, None, "reply", {"additive/0.2": 0.2}, {}))
    assert report["additive"]["capability"] is None
    assert report["additive"]["drifted"] is None


def test_only_uncapped() -> None:
    report = figures(Results(records("uncapped", 5), None, None, {}, {}))
    assert (report["capped"], report["random_control"], report["additive"]) == (None, None, None)
    assert "uncapped" in table(report)


def test_the_command_prints_every_key(tiny_model: Path, axis_file: Path, evaluation_file: Path, tmp_path: Path) -> None:
    """The real command in a process of its own, two more below it, on real llama.cpp."""
    command = [sys.executable, "-m", "engine.bench", "drift", "--json", "--model", str(tiny_model), "--axis", str(axis_file)]
    command += ["--evaluation", str(evaluation_file), "--conversations", "1", "--items", "1", "--roles", "1", "--alphas", "0.5"]
    command += ["--controls", "1", "--jobs", "2", "--transcripts", str(tmp_path / "t.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=250, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    for key in ("uncapped", "capped", "random_control", "additive"):
        assert {"drifted", "capability"} <= report[key].keys(), key
    assert {"detector_auc", "early_auc", "engaged"} <= report.keys()
    assert {form: set(found) for form, found in report["strengths"].items()} == {
        form: {"gentle", "standard", "strong", "maximum"} for form in ("reply", "position")
    }
    assert set(report["greedy"]) == {"uncapped", "standard/reply"}
    assert set(report["roles"]) == {"uncapped", "standard/reply"}
    engaged = [report["strengths"]["reply"][name]["engaged"] for name in ("gentle", "standard", "strong", "maximum")]
    assert engaged == sorted(engaged)
    assert 0 < engaged[0] < engaged[-1] < 1
    lines = (tmp_path / "t.jsonl").read_text().splitlines()
    variants = {json.loads(line)["variant"] for line in lines}
    assert {"uncapped", "standard/position", "random/reply/0", "random/position/0", "additive/0.5", "roles/uncapped"} <= variants


def test_pieces_can_be_run_alone(
    tiny_model: Path, axis_file: Path, evaluation_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["drift", "--model", str(tiny_model), "--axis", str(axis_file), "--evaluation", str(evaluation_file), "--jobs", "1"]
    assert main([*given, "--conversations", "1", "--items", "1", "--only", "uncapped,gentle", "--form", "position", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert list(report["strengths"]) == ["position"]
    assert report["random_control"] is None
    assert report["conversations"] == 6


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (["--only", "sideways"], "no piece"),
        (["--alphas", "a,b"], "list of numbers"),
        (["--jobs", "0"], "start at 1"),
        (["--model", "missing.gguf"], "no model file"),
        (["--axis", "missing.gguf"], "no axis file"),
        (["--evaluation", "missing.json"], "cannot be read"),
    ],
)
def test_what_cannot_be_run_is_one_sentence(
    tiny_model: Path, evaluation_file: Path, capsys: pytest.CaptureFixture[str], extra: list[str], words: str
) -> None:
    assert main(["drift", "--model", str(tiny_model), "--evaluation", str(evaluation_file), *extra]) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""
