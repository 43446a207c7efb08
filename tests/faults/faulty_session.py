"""Everything the store does, with one system call after the other made to fail. A child process of test_conversations_faults.py.

Run with failing_calls.so in LD_PRELOAD: `faulty_session.py SHIM SCENARIO FOLDER opening|everything`. Prints in how many runs
something failed, or fails with an assertion. For every n, from the first call to the last, a fresh copy of the scenario's folder
is used: whatever fails, the error is one sentence, the step can be repeated, nothing acknowledged is lost, and the file is whole.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.conversations.records import Chat, Message, StoreError, Tree
from app.conversations.store import Store

OLD = ["an old question", "an old answer"]


class Faults:
    """The shim: which call fails next, and what came of it."""

    def __init__(self, library: str) -> None:
        self._shim = ctypes.CDLL(library)
        self.reached = False

    def arm(self, number: int, code: int, later: bool) -> None:
        self.reached = False
        self._shim.keel_fail_from(number, code, int(later))

    def disarm(self) -> None:
        self.reached = self.reached or self.failed > 0
        self._shim.keel_fail_from(0, 0, 0)

    @property
    def failed(self) -> int:
        return int(self._shim.keel_failed())


class Session:
    """One run through everything; a step that fails is repeated once the disk works again."""

    def __init__(self, path: Path, faults: Faults) -> None:
        self.path = path
        self.faults = faults
        self.failures = 0

    def attempt(self, step: Callable[..., Any], *values: Any, **named: Any) -> Any:
        try:
            return step(*values, **named)
        except StoreError as error:
            sentence = error.sentence
        self.failures += 1
        assert self.faults.failed, f"failed although nothing was made to fail: {sentence}"
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert 20 < len(sentence) < 400, sentence
        assert "Error" not in sentence, sentence
        hits = self.faults.failed
        self.faults.disarm()
        try:
            return step(*values, **named)
        except StoreError as error:
            raise AssertionError(f"repeating {step} did not help after {hits} failures: {error}") from error

    def opening(self) -> list[str]:
        store = self.attempt(Store, self.path)
        self.faults.disarm()
        store.close()
        return []

    def everything(self) -> list[str]:
        store = self.attempt(Store, self.path)
        chat = self.attempt(store.create_chat, "", draft="a draft")
        asked = self.attempt(store.add_message, chat.id, "user", "asked", parent_id=None)
        reply = self.attempt(store.add_message, chat.id, "assistant", "", parent_id=asked.id, state="growing")
        self.attempt(store.checkpoint, reply.id, "half", [0.5])
        self.attempt(store.finish, reply.id, "whole", [0.5, 0.25], "complete", drifted=True)
        deletion = self.attempt(store.delete_message, reply.id)
        self.attempt(store.restore_message, deletion)
        self.attempt(store.rename_chat, chat.id, "Named")
        folder = self.attempt(store.create_folder, "Work")
        self.attempt(store.move_chats, [chat.id], folder.id)
        tree = Tree(
            Chat(1, "Brought", False, None, "", "", 1, None, (), "", ""), [Message(1, 1, None, "user", "in", "complete", "")]
        )
        self.attempt(store.add_tree, tree)
        self.attempt(store.delete_chat, chat.id)
        self.attempt(store.restore_chat, chat.id)
        store.close()
        return ["asked", "whole"]


def check(path: Path, new: list[str]) -> None:
    """After all that the file is whole and has everything."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        for index in ("message_words", "title_words"):
            db.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")
    store = Store(path)
    assert store.recovery is None, store.notice
    chats = {chat.title: chat for chat in store.chats()}
    assert [message.content for message in store.path(chats["Old chat"].id)] == OLD
    assert store.search("old answ")
    assert len(chats) == (3 if new else 1), "a step that failed and was repeated left something twice"
    if not new:
        store.close()
        return
    assert {"Old chat", "Named", "Brought"} <= set(chats), chats.keys()
    assert [message.content for message in store.path(chats["Named"].id)] == new
    assert store.path(chats["Named"].id)[1].readings == (0.5, 0.25)
    assert chats["Named"].folder_id is not None
    assert chats["Named"].drifted
    store.close()


def run(faults: Faults, scenario: Path, folder: Path, part: str) -> int:
    """Make every call fail once, and from every call on all until the first error is noticed; returns how many runs failed."""
    failing = 0
    for code, later in ((errno.ENOSPC, True), (errno.EIO, False)):
        number = 1
        while True:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(scenario, folder)
            session = Session(folder / "chats.db", faults)
            faults.arm(number, code, later)
            new = session.everything() if part == "everything" else session.opening()
            faults.disarm()
            check(folder / "chats.db", new)
            if not faults.reached:
                break
            failing += bool(session.failures)
            number += 1
        assert number > 10, "hardly any call was made to fail"
    return failing


if __name__ == "__main__":
    sys.stdout.write(str(run(Faults(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])))
