"""`keel bench ui`: the real window is opened, scrolled and written into; that it measures is checked, not the speed."""

from __future__ import annotations

import json
import subprocess

import pytest

from app import paths


@pytest.mark.slow
def test_the_window_is_measured_and_the_figures_are_those_promised() -> None:
    command, environment = paths.module_command("app", "bench", "ui", "--quick", "--json")
    ended = subprocess.run(
        command, env={**environment, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, timeout=280, check=False
    )
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert len(found["summary"]) == 5
    assert all(each["found"] > 0 for each in found["summary"].values())
    window = found["window"]
    assert window["chat_messages"] == 2000
    assert 0 < window["built"]["opened"] < 40
    assert 0 < window["built"]["scrolled"] < 80
    for figures in (window["open"], *window["scroll"].values(), window["stream"]["flush"], window["stream"]["keystroke_to_glyph"]):
        assert {"n", "median", "p95", "p99", "max"} == set(figures["wall_ms"])
        assert 0 <= figures["work_ms"]["median"] <= figures["work_ms"]["p99"] <= figures["work_ms"]["max"]
    assert window["stream"]["characters"] > 600
    if window["memory_mib"]["before"] is not None:
        assert window["memory_mib"]["scrolled"] < window["memory_mib"]["opened"] + 60
    assert found["store"]["search_ms"]["n"] > 10
