"""Where the program is killed: while it streams and someone types, while it brings an old file up to date, while it imports."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from app.conversations import schema
from app.conversations.store import Store
from tests.conftest import write_model
from tests.kill.books import Books, whole

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = Path(__file__).with_name("program.py")
OLD_CHATS, OLD_LENGTH = 150, 40
IMPORTED, IMPORTED_LENGTH = 200, 20
LIMIT_SECONDS = 60.0


class Child:
    """A run of the program that will be killed; collects what it tells."""

    def __init__(self, command: list[str]) -> None:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed in kill
        self._process = subprocess.Popen(
            [sys.executable, *command], stdout=subprocess.PIPE, stderr=self._errors, cwd=ROOT, env=environment, text=True
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line)

    def wait_for(self, what: str, patience: float | None = None) -> None:
        """Return when the program has told this, or after `patience` seconds; without one, not being told is a failure."""
        begun = time.monotonic()
        while not any(f'"what": "{what}"' in line for line in self.lines):
            if patience is not None and time.monotonic() - begun > patience:
                return
            if self._process.poll() is not None or time.monotonic() - begun > LIMIT_SECONDS:
                self.kill()
                raise AssertionError(f"the program did not tell {what!r}:\n{self.errors[-2000:]}")
            time.sleep(0.01)

    def wait(self) -> int:
        """Return the exit code when the program has ended by itself."""
        code = self._process.wait(LIMIT_SECONDS)
        self.kill()
        return code

    def kill(self) -> tuple[float, int]:
        """Kill the process; returns when, and its exit code."""
        at = time.monotonic()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGKILL)
        code = self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()
        if not self._errors.closed:
            self._errors.seek(0)
            self.errors = self._errors.read()
            self._errors.close()
        return at, code

    errors = ""


class Talking:
    """Kills while replies grow and someone types, always on the same folder, so that every start follows a kill."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.folder = folder / "talking"
        self.folder.mkdir()
        self.books = Books()
        self.seed = seed * 1000
        self.model = write_model(folder / "slow.gguf", n_layer=8, n_embd=384, n_ctx=2048, seed=3)
        self.file = folder / "few.json"
        self.file.write_text(json.dumps(transcripts(3, 4)))

    def kill_once(self) -> None:
        """One run, and one kill at a random moment of it."""
        self.seed += 1
        child = Child([str(PROGRAM), str(self.seed), str(self.folder), str(self.model), str(self.file)])
        child.wait_for("painted")
        if self.random.random() < 0.7:
            child.wait_for("grew", 15.0)  # a reply grows; it may never, where the chat on screen has filled the model's memory
        time.sleep(self.random.uniform(0.0, 3.0))
        at, code = child.kill()
        assert code == -signal.SIGKILL, f"the program ended by itself ({code}):\n{child.errors[-2000:]}"
        self.books.check(self.folder / "chats.db", child.lines, at)

    def report(self) -> dict[str, Any]:
        """Return what was held against the file."""
        return self.books.report()


class Migrating:
    """Kills while the program brings a file of its first version up to date, each time a fresh copy."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.before = folder / "old.db"
        self.folder = folder / "migrating"
        old_file(self.before)
        self.found = {100: 0, schema.CURRENT: 0}
        began = time.monotonic()
        child = self._start()
        child.wait_for("painted")
        self.seconds = time.monotonic() - began
        child.kill()

    def _start(self) -> Child:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        shutil.copy(self.before, self.folder / "chats.db")
        return Child([str(PROGRAM), "1", str(self.folder)])

    def kill_once(self) -> None:
        """One start, and one kill at a random moment of it."""
        child = self._start()
        # The file is opened when Qt has been loaded, so most kills belong into the later part of the start; once the window is
        # there, its hands begin to change the old chats, so the kill never comes much later than that.
        child.wait_for("painted", self.seconds * self.random.uniform(0.25, 1.1))
        child.kill()
        path = self.folder / "chats.db"
        whole(path)
        with contextlib.closing(sqlite3.connect(path)) as db:
            (version,) = db.execute("PRAGMA user_version").fetchone()
        self.found[version] += 1  # nothing but the old form and the new one is ever found
        store = Store(path)
        try:
            assert store.recovery is None, store.notice
            old = [chat for chat in store.chats() if chat.title.startswith("Old ")]
            assert len(old) == OLD_CHATS
            for chat in old:
                kept = store.tree(chat.id)[:OLD_LENGTH]
                assert [message.content for message in kept] == [old_text(chat.title, n) for n in range(OLD_LENGTH)]
                assert kept[1].readings == (0.5, 0.25)
        finally:
            store.close()

    def report(self) -> dict[str, Any]:
        """Return in which form the file was found after the kills."""
        return {"still_old": self.found[100], "already_new": self.found[schema.CURRENT]}


class Importing:
    """Kills while a file with many chats is imported: all of them are there, or none."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.folder = folder / "importing"
        self.folder.mkdir()
        self.file = folder / "many.json"
        self.file.write_text(json.dumps(transcripts(IMPORTED, IMPORTED_LENGTH)))
        self.chats = 0
        self.found = {"none": 0, "all": 0}
        began = time.monotonic()
        assert self._start().wait() == 0
        self.seconds = time.monotonic() - began
        self.chats = IMPORTED

    def _start(self) -> Child:
        return Child(["-m", "app", "chats", "import", str(self.file), "--data-dir", str(self.folder)])

    def kill_once(self) -> None:
        """One import, and one kill at a random moment of it."""
        child = self._start()
        time.sleep(self.seconds * self.random.uniform(0.3, 1.1))
        _, code = child.kill()
        path = self.folder / "chats.db"
        whole(path)
        store = Store(path)
        try:
            assert store.recovery is None, store.notice
            chats = store.chats()
            came = len(chats) - self.chats
            assert came in (0, IMPORTED), f"{came} of {IMPORTED} chats are there"
            assert came or code != 0, "an import that had ended is missing"
            assert all(len(store.path(chat.id)) == IMPORTED_LENGTH for chat in chats)
            self.found["all" if came else "none"] += 1
            store.delete_chats([chat.id for chat in chats[IMPORTED:]])
            self.chats = IMPORTED
        finally:
            store.close()

    def report(self) -> dict[str, Any]:
        """Return how often the import was found done."""
        return self.found


def transcripts(chats: int, length: int) -> list[dict[str, Any]]:
    """Return plain transcripts, as another program may write them."""
    roles = ("user", "assistant")
    return [
        {"conversation": [{"role": roles[n % 2], "content": f"brought {chat}.{n} " + "words " * 60} for n in range(length)]}
        for chat in range(chats)
    ]


def old_text(title: str, number: int) -> str:
    """Return what stands in the old file."""
    return f"{title} message {number} " + "words " * 60


def old_file(path: Path) -> None:
    """Write a file as the first version of the program did."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN")
        schema.migrate_100(db)
        db.execute("PRAGMA user_version = 100")
        add = (
            "INSERT INTO messages (id, chat_id, parent_id, role, content, state, created_at, readings) "
            "VALUES (?, ?, ?, ?, ?, 'complete', '2025', ?)"
        )
        last = 0
        for chat in range(1, OLD_CHATS + 1):
            title = f"Old {chat}"
            db.execute("INSERT INTO chats (id, title, created_at, updated_at) VALUES (?, ?, '2025', '2025')", (chat, title))
            for number in range(OLD_LENGTH):
                last += 1
                role, readings = ("assistant", "[0.5, 0.25]") if number % 2 else ("user", "[]")
                db.execute(add, (last, chat, last - 1 if number else None, role, old_text(title, number), readings))
            db.execute("UPDATE chats SET leaf_id = ? WHERE id = ?", (last, chat))
        db.execute("COMMIT")
