"""`keel bench drift` passes the measurement's output and exit code on."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from app.cli import bench
from app.problems import UserError
from tests.app.cli_process import keel


def test_the_options_of_the_measurement_are_shown(tmp_path):
    result = keel("bench", "drift", "--help", home=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "--quick" in result.stdout


def test_a_missing_model_ends_in_one_sentence(tmp_path):
    result = keel("bench", "drift", "--model", os.fspath(tmp_path / "missing.gguf"), home=tmp_path, PYTHONWARNINGS=None)
    assert result.returncode == 2
    assert result.stderr.startswith("keel")
    assert result.stderr.count("\n") == 1
    assert "missing.gguf" in result.stderr


def test_missing_demo_files_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr("app.paths.DEMO_MODEL", tmp_path / "gone.gguf")
    with pytest.raises(UserError, match=r"gone\.gguf"):
        bench.run(["drift"])


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_child_that_a_signal_ended_has_a_code_of_its_own():
    with subprocess.Popen([sys.executable, "-c", "import os; os.abort()"], stderr=subprocess.DEVNULL) as child:
        assert bench.wait(child) == 128 + 6


@pytest.mark.slow
def test_the_short_measurement_gives_the_documented_figures(tmp_path):
    result = keel("bench", "drift", "--quick", "--json", home=tmp_path, timeout=280)
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    assert {"uncapped", "capped", "random_control", "additive", "detector_auc", "early_auc", "engaged"} <= answer.keys()
    assert answer["capped"]["drifted"] < answer["uncapped"]["drifted"]
    assert answer["uncapped"]["capability"] > 0.5
