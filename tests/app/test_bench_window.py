"""`keel bench start` and `window`: the real program is started and asked; that they measure is checked, not the speed."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from app import paths


def figures(*arguments: str) -> dict:
    command, environment = paths.module_command("app", "bench", *arguments, "--json")
    ended = subprocess.run(
        command, env={**environment, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, timeout=300, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_a_start_is_timed_to_the_first_token_and_memory_is_told() -> None:
    found = figures("start", "--quick")
    assert found["starts"] == 2
    assert 0 < found["seconds"]["painted"] < found["seconds"]["first_token"]
    assert found["imported_by_window"] == []
    if sys.platform.startswith("linux"):
        assert 20 < found["memory_mib"]["window"]["all"] < 1000
        assert 10 < found["memory_mib"]["engine"]["own"] < 1000


def test_replies_through_the_window_are_compared_with_the_plain_chat() -> None:
    found = figures("window", "--quick")
    assert found["capped"] is True
    assert (found["pairs"], found["threads"]) == (2, 1)
    assert 1 < found["tokens"] <= 16
    for kind in ("reference", "window", "idle", "busy"):
        assert found[f"{kind}_tokens_per_second"] > 1
    low, high = found["window_to_reference_spread"]
    assert low <= found["window_to_reference"] <= high


@pytest.mark.skipif(os.name != "posix", reason="needs a file that is no model")
def test_a_file_that_is_no_model_is_one_sentence() -> None:
    command, environment = paths.module_command("app", "bench", "start", "--model", os.devnull)
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
