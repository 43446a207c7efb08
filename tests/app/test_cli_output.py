"""What commands do where the output cannot be written, nobody reads any more, or letters are not known there; real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.conversations.store import Store
from app.downloads.ledger import LEDGER_NAME, Ledger
from engine.terminal import PROBLEM, READER_GONE
from tests.app.cli_process import keel

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


# --- letters that the output does not know -----------------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder in which everything that commands show holds letters beyond ASCII."""
    folder = tmp_path / "données"
    folder.mkdir()
    store = Store(folder / "chats.db")
    chat = store.create_chat("Tiefe des Meeres: größer als 10 km – 日本")
    store.add_message(chat.id, "user", "Wie tief ist das Meer?", parent_id=None)
    store.close()
    Ledger(folder / LEDGER_NAME).opened("hüb.example", "größe").ended(1, 1, "abgebrochen – ü")
    (folder / "settings.json").write_text(json.dumps({"version": 1, "system_prompt": "Grüße 日本"}))
    (folder / "in.json").write_text(json.dumps([[{"role": "user", "content": "Ça va ?"}]]))
    (folder / "müde.gguf").write_bytes(Path(DEMO).read_bytes())
    (folder / "müde.axis.gguf").write_bytes(Path(DEMO).with_suffix(".axis.gguf").read_bytes())
    return folder


@pytest.mark.parametrize("encoding", ["ascii", "ascii:strict"])
def test_letters_that_the_output_does_not_know_are_written_as_escapes(data: Path, encoding: str) -> None:
    model, place = str(data / "müde.gguf"), ("--data-dir", str(data))
    commands = [
        ("chats", "list", *place),
        ("settings", "list", *place),
        ("settings", "get", "system_prompt", *place),
        ("settings", "set", "system_prompt", "Grüße", *place),
        ("network", *place),
        ("chats", "import", str(data / "in.json"), *place),
        ("chats", "export", "--all", "--to", str(data / "öl.md"), *place),
        ("chats", "export", "1", "--form", "markdown", *place),
        ("model", "inspect", model),
        ("axis", "show", str(data / "müde.axis.gguf")),
        ("axis", "export", "--model", model, "--out", str(data / "öl.axis.gguf")),
        ("chat", "--model", model, "--max-tokens", "3", "hé 日本", *place),
        ("bench", "--help"),
        ("--help",),
    ]
    for command in commands:
        ended = keel(*command, home=data, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
        assert ended.returncode == 0, (command, ended.stderr)
        assert "Traceback" not in ended.stderr, command


def test_json_is_read_the_same_whatever_the_output_knows(data: Path) -> None:
    model, place = str(data / "müde.gguf"), ("--data-dir", str(data), "--json")
    for command in (
        ("chats", "list", *place),
        ("settings", "get", "system_prompt", *place),
        ("network", *place),
        ("model", "inspect", model, "--json"),
        ("axis", "show", str(data / "müde.axis.gguf"), "--json"),
        ("axis", "check", "--model", model, "--json"),
        ("axis", "show", str(data / "gibt-es-nicht-ü"), "--json"),
        ("model", "inspect", str(data / "gibt-es-nicht-ü"), "--json"),
        ("chat", "--model", str(data / "gibt-es-nicht-ü"), "hé", *place),
        ("chat", "--model", model, "--max-tokens", "3", "--seed", "1", "hé 日本", *place),
    ):
        shown = []
        for encoding in ("ascii", "utf-8"):
            ended = keel(*command, home=data, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
            assert ended.stdout.isascii(), command
            shown.append((ended.returncode, ended.stderr, _without_speed(json.loads(ended.stdout))))
        assert shown[0] == shown[1], command


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes")
def test_names_that_are_no_text_are_written_as_escapes_too(data: Path) -> None:
    model, axis = data / "m\udcff.gguf", data / "m\udcff.axis.gguf"
    model.write_bytes(Path(DEMO).read_bytes())
    (data / "in\udcff.json").write_bytes((data / "in.json").read_bytes())
    place = ("--data-dir", str(data))
    for command, shown in (
        (("chats", "import", str(data / "in\udcff.json"), *place), "in\\udcff.json"),
        (("chats", "export", "--all", "--to", str(data / "out\udcff.md"), *place), "out\\udcff.md"),
        (("model", "inspect", str(model)), "Keel Demo"),
        (("axis", "export", "--model", DEMO, "--out", str(axis)), "m\\udcff.axis.gguf"),
        (("axis", "check", "--model", str(model), "--axis", str(axis)), "m\\udcff.axis.gguf fits m\\udcff.gguf"),
    ):
        ended = keel(*command, home=data, PYTHONIOENCODING="utf-8", PYTHONUTF8="0")
        assert (ended.returncode, "Traceback" in ended.stderr) == (0, False), command
        assert shown in ended.stdout
    for option in ("--system", "--"):
        refused = keel("chat", *place, "hello", option, "a\udcff", home=data)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert f"{'The system prompt' if option == '--system' else 'A message'} is not valid UTF-8 text" in refused.stderr


def _without_speed(body: dict[str, Any]) -> dict[str, Any]:
    for turn in body.get("turns", []):
        del turn["tokens_per_second"]
    return body
