"""A large import: others go on writing meanwhile, and of an import that ends early nothing is ever seen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.conversations import taking_in
from app.conversations.records import Chat, Message, StoreError, Tree
from app.conversations.store import Store

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_WAIT = 60
CHATS, LENGTH = 60, 400


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    turns = [{"role": ("user", "assistant")[turn % 2], "content": "some words here " * 60} for turn in range(LENGTH)]
    (tmp_path / "many.json").write_text(json.dumps([{"title": f"chat {each}", "messages": turns} for each in range(CHATS)]))
    return folder


@pytest.fixture
def store(data):
    store = Store(data / "chats.db")
    yield store
    store.close()


def importing(data: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "app", "chats", "import", str(data.parent / "many.json"), "--data-dir", str(data)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})


def hidden(store: Store) -> int:
    """How many chats are in the file and not to be seen."""
    return int(store._disk.rows("SELECT count(*) FROM chats WHERE deleted_at IS NOT NULL")[0][0])


def wait_for_half_an_import(store: Store, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + LONGEST_WAIT
    while hidden(store) < CHATS // 4:
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.005)


def messages(store: Store) -> int:
    return int(store._disk.rows("SELECT count(*) FROM messages")[0][0])


def test_what_is_typed_during_a_large_import_is_written_at_once(data, store):
    chat = store.create_chat("Mine")
    seen, steps = set(), 0
    with importing(data) as process:
        while process.poll() is None:
            steps += 1
            store.set_draft(chat.id, f"typed {steps}")  # waits half a second at most, else it raises
            assert store.chat(chat.id).draft == f"typed {steps}"
            seen.add(len(store.chats()))
            time.sleep(0.001)
        assert process.returncode == 0, process.stderr.read()
    assert seen <= {1, 1 + CHATS}
    assert len(store.chats()) == 1 + CHATS
    assert messages(store) == CHATS * LENGTH
    assert hidden(store) == 0
    assert {len(store.path(each.id)) for each in store.chats()} == {0, LENGTH}


def test_nothing_is_left_of_an_import_that_was_killed(data, store):
    with importing(data) as process:
        wait_for_half_an_import(store, process)
        process.kill()
    assert store.chats() == []
    assert store.search("words") == []
    store.close()
    again = Store(data / "chats.db")
    assert (messages(again), hidden(again), again.chats(), again.folders()) == (0, 0, [], [])
    again.close()


def test_an_import_that_is_overtaken_by_a_start_of_the_window_says_so_and_keeps_nothing(data, store):
    with importing(data) as process:
        wait_for_half_an_import(store, process)
        Store(data / "chats.db").close()  # as the window does: it removes for good what was deleted
        _, error = process.communicate(timeout=LONGEST_WAIT)
    assert process.returncode == 2
    assert "nothing was imported" in error
    assert len(error.splitlines()) == 1
    assert store.chats() == []
    assert (messages(store), hidden(store)) == (0, 0)


def tree(*contents: str, role: str = "user") -> Tree:
    said = [Message(at, 1, at - 1 or None, role, text, "complete", "2025") for at, text in enumerate(contents, 1)]
    return Tree(Chat(1, "Brought", False, None, "", "", len(said), None, (), "2025", "2025"), said, "Folder")


def test_a_failure_in_a_late_step_takes_the_earlier_ones_back_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(taking_in, "STEP_SECONDS", 0)  # every message is a step of its own
    monkeypatch.setattr(taking_in, "PAUSE_SECONDS", 0)
    store = Store(tmp_path / "chats.db")
    mine = store.create_chat("Mine")
    store.add_message(mine.id, "user", "kept", parent_id=None)
    long = tree(*(str(number) for number in range(1200)))
    with pytest.raises(StoreError):
        store.add_trees([tree("a", "b"), long, tree("c", role="wizard")])
    assert [chat.id for chat in store.chats()] == [mine.id]
    assert (messages(store), hidden(store), store.folders()) == (1, 0, [])
    ids = store.add_trees([tree("a", "b"), tree("c")])
    assert [[message.content for message in store.path(each)] for each in ids] == [["a", "b"], ["c"]]
    assert [folder.name for folder in store.folders()] == ["Folder"]
    assert {store.chat(each).folder_id for each in ids} == {store.folders()[0].id}
    store.close()
