"""Full disks, files that may not be written, locked files, failing writes: nothing is lost, one sentence, trying again works."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from app.conversations import schema
from app.conversations.records import StoreError
from app.conversations.store import Store

FAULTS = Path(__file__).resolve().parent.parent / "faults"


@pytest.fixture(scope="session")
def failing_calls(tmp_path_factory):
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("needs a C compiler and Linux")
    library = tmp_path_factory.mktemp("shim") / "failing_calls.so"
    source = FAULTS / "failing_calls.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, source, "-ldl"], check=True)
    return library


def present_form(path):
    store = Store(path)
    chat = store.create_chat()
    asked = store.add_message(chat.id, "user", "an old question", parent_id=None)
    store.add_message(chat.id, "assistant", "an old answer", parent_id=asked.id)
    store.rename_chat(chat.id, "Old chat")
    store.close()


def first_form(path):
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN")
        schema.migrate_100(db)
        db.execute("PRAGMA user_version = 100")
        db.execute("INSERT INTO chats (title, created_at, updated_at) VALUES ('Old chat', 'a', 'b')")
        add = "INSERT INTO messages (chat_id, parent_id, role, content, state, created_at) VALUES (1, ?, ?, ?, 'complete', 'c')"
        db.executemany(add, [(None, "user", "an old question"), (1, "assistant", "an old answer")])
        db.execute("UPDATE chats SET leaf_id = 2")
        db.execute("COMMIT")


def with_something_deleted(path):
    """A file whose deleted chats and messages are still in it, as a kill leaves it."""
    present_form(path)
    store = Store(path, tidy=False)
    other = store.create_chat("to be deleted")
    message = store.add_message(other.id, "user", "gone", parent_id=None)
    store.delete_message(message.id)
    store.delete_chat(other.id)
    store.close()


def killed_with_a_long_log(path):
    """A file whose changes stand in the write-ahead log still, as a kill leaves it."""
    present_form(path)
    store = Store(path)
    chat = store.create_chat("x")
    for number in range(50):
        store.set_draft(chat.id, str(number) * 2000)
    store.delete_chat(chat.id)
    for part in list(path.parent.iterdir()):
        if part.is_file():
            shutil.copy(part, path.parent / f"{part.name}.kept")
    store.close()
    for part in list(path.parent.glob("*.kept")):
        part.replace(path.parent / part.name.removesuffix(".kept"))


@pytest.fixture
def quick_folder(tmp_path):
    """A folder in memory where there is one: thousands of files are written and flushed here."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="keel-test-") as folder:
        yield Path(folder)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scenario", "part", "least"),
    [
        (present_form, "opening", 20),
        (first_form, "opening", 100),
        (with_something_deleted, "opening", 50),
        (killed_with_a_long_log, "opening", 30),
        (present_form, "everything", 200),
    ],
)
def test_every_write_that_can_fail_does_and_nothing_is_lost(failing_calls, quick_folder, scenario, part, least):
    before = quick_folder / "before"
    before.mkdir()
    scenario(before / "chats.db")
    command = [sys.executable, FAULTS / "faulty_session.py", failing_calls, before, quick_folder / "run", part]
    root = FAULTS.parent.parent
    environment = {**os.environ, "LD_PRELOAD": str(failing_calls), "PYTHONPATH": str(root)}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False, cwd=root)
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert int(ended.stdout) >= least


def test_a_write_waits_briefly_for_another_program_then_says_so_and_works_when_it_is_gone(tmp_path):
    path = tmp_path / "chats.db"
    store = Store(path)
    chat = store.create_chat()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    with pytest.raises(StoreError, match="another program is using the file"):
        store.add_message(chat.id, "user", "not lost", parent_id=None)
    assert time.monotonic() - began < 2
    assert store.path(chat.id) == []
    assert [each.id for each in store.chats()] == [chat.id]
    holder.execute("ROLLBACK")
    holder.close()
    store.add_message(chat.id, "user", "not lost", parent_id=None)
    assert [message.content for message in store.path(chat.id)] == ["not lost"]
    store.close()


@contextlib.contextmanager
def ordinary_person():
    """For the superuser permissions do not count: be somebody else for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shared_folder():
    with tempfile.TemporaryDirectory(prefix="keel-test-") as name:
        folder = Path(name)
        yield folder
        folder.chmod(0o700)


def test_a_folder_that_may_not_be_written_is_a_sentence(shared_folder):
    shared_folder.chmod(0o555)
    with ordinary_person(), pytest.raises(StoreError, match="may not be written"):
        Store(shared_folder / "chats.db")
    shared_folder.chmod(0o755)
    Store(shared_folder / "chats.db").close()


def test_a_file_that_may_not_be_written_is_a_sentence_and_stays_as_it_is(shared_folder):
    path = shared_folder / "chats.db"
    present_form(path)
    before = path.read_bytes()
    path.chmod(0o444)
    shared_folder.chmod(0o555)
    with ordinary_person(), pytest.raises(StoreError, match="may not be written"):
        Store(path)
    assert path.read_bytes() == before
    assert [part.name for part in shared_folder.iterdir() if part.is_file()] == ["chats.db"]
    path.chmod(0o600)
    shared_folder.chmod(0o755)
    store = Store(path)
    assert [chat.title for chat in store.chats()] == ["Old chat"]
    store.close()


def test_a_folder_without_room_is_a_sentence_and_works_when_there_is_some(tmp_path):
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, old[1]))
        with pytest.raises(StoreError, match="disk is full"):
            Store(tmp_path / "chats.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)
    store = Store(tmp_path / "chats.db")
    assert store.recovery is None
    store.close()
