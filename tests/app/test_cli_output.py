"""Commands whose output cannot be written end with one sentence, or quietly where nobody reads any more; real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.terminal import PROBLEM, READER_GONE

DEMO = str(Path(__file__).parents[2] / "resources" / "demo" / "keel-demo.gguf")
COMMANDS = [
    ["--version"],
    ["chats", "list", "--json"],
    ["settings", "list"],
    ["network"],
    ["bench", "--help"],
    ["model", "inspect", DEMO],
    ["model", "inspect", DEMO, "--json"],
    ["model", "inspect", "nothing.gguf", "--json"],
    ["axis", "show", "--model", DEMO],
    ["axis", "show", "--model", DEMO, "--json"],
    ["axis", "show", "--model", "nothing.gguf", "--json"],
]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and full devices as POSIX has them")


def command(given: list[str], folder: Path) -> tuple[list[str], dict[str, str]]:
    return [sys.executable, "-m", "app", *given], {**os.environ, "XDG_DATA_HOME": str(folder), "HOME": str(folder)}


@pytest.mark.parametrize("given", COMMANDS, ids=" ".join)
def test_a_reader_that_has_gone_is_no_fault(given: list[str], tmp_path: Path) -> None:
    line, environment = command(given, tmp_path)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = subprocess.run(line, env=environment, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (READER_GONE, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("given", COMMANDS, ids=" ".join)
def test_an_output_that_is_full_is_one_sentence(given: list[str], tmp_path: Path) -> None:
    line, environment = command(given, tmp_path)
    with open("/dev/full", "w") as full:
        ended = subprocess.run(line, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (
        PROBLEM,
        "keel: The output cannot be written (the disk is full); send it to another place.\n",
    )
