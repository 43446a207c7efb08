"""The locks of the open chat file get lost, and another program removes the log beside it: nothing that is written is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.conversations.records import StoreError
from app.conversations.store import Store

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="locks get lost like this on Linux")

ROOT = Path(__file__).resolve().parent.parent.parent
OTHER = """
import sys
from pathlib import Path
from app.conversations.store import Store
store = Store(Path(sys.argv[1]), tidy=False)
for title in sys.argv[2:]:
    store.create_chat(title)
for chat in store.chats():
    print(chat.title, *(message.content for message in store.path(chat.id)), sep="|")
print(*(row[0] for row in store._disk.rows("PRAGMA integrity_check")))
store.close()
"""


def lose_locks(path: Path) -> None:
    """Do what any part of a process does to its locks by closing the files."""
    for name in ("", "-wal", "-shm"):
        os.close(os.open(f"{path}{name}", os.O_RDONLY))


def other_program(path: Path, *titles: str) -> list[str]:
    """Open the chats in a program of its own, make chats of these titles, and return what it sees."""
    command = [sys.executable, "-c", OTHER, path, *titles]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT)
    assert ended.returncode == 0, ended.stderr
    *lines, sound = ended.stdout.splitlines()
    assert sound == "ok"
    return sorted(lines)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "chats.db"


@pytest.fixture
def store(path):
    store = Store(path)
    yield store
    store.close()


def test_what_is_written_after_the_log_was_removed_is_in_the_file(store, path):
    chat = store.create_chat("Mine")
    first = store.add_message(chat.id, "user", "before", parent_id=None)
    lose_locks(path)
    assert other_program(path) == ["Mine|before"]
    assert not path.with_name("chats.db-wal").exists()
    second = store.add_message(chat.id, "assistant", "after", parent_id=first.id)
    store.add_message(chat.id, "user", "and more", parent_id=second.id)
    assert other_program(path, "Theirs") == ["Mine|before|after|and more", "Theirs"]
    assert [chat.title for chat in store.chats()] == ["Theirs", "Mine"]
    assert path.with_name("chats.db-wal").exists()


def test_it_happens_again_and_again_and_every_reader_sees_everything(store, path):
    chat = store.create_chat("Mine")
    parent, expected = None, "Mine"
    for round_number in range(4):
        parent = store.add_message(chat.id, "user", f"mine {round_number}", parent_id=parent).id
        expected += f"|mine {round_number}"
        lose_locks(path)
        assert expected in other_program(path, f"Theirs {round_number}")
    assert [message.content for message in store.path(chat.id)] == [f"mine {each}" for each in range(4)]
    assert {each.title for each in store.chats()} == {"Mine", *(f"Theirs {each}" for each in range(4))}


@pytest.mark.parametrize("asked", ["Theirs", "Über 日本"])
def test_reading_shows_what_others_wrote_since(store, path, asked):
    store.create_chat("Mine")
    lose_locks(path)
    other_program(path, asked)
    assert [hit.title for hit in store.search(asked)] == [asked]
    assert {chat.title for chat in store.listed()} == {"Mine", asked}


def test_closing_leaves_alone_what_another_program_wrote_and_had_no_time_to_take_over(path):
    store = Store(path)
    store.create_chat("Mine")
    lose_locks(path)
    other_program(path)
    script = "import sys, pathlib\nfrom app.conversations.store import Store\n"
    script += "store = Store(pathlib.Path(sys.argv[1]), tidy=False)\nstore.create_chat('Theirs')\nprint(flush=True)\ninput()"
    command = [sys.executable, "-c", script, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as other:
        assert other.stdout.readline() == "\n"
        other.kill()
    store.close()
    assert other_program(path) == ["Mine", "Theirs"]


@pytest.mark.parametrize("then", ["written to", "closed"])
def test_a_log_that_somebody_deleted_by_hand_is_taken_over_all_the_same(path, then):
    store = Store(path)
    store.create_chat("Mine")
    path.with_name("chats.db-wal").unlink()
    path.with_name("chats.db-shm").unlink()
    if then == "written to":
        store.create_chat("Mine too")
    store.close()
    assert other_program(path) == (["Mine", "Mine too"] if then == "written to" else ["Mine"])


def test_a_file_that_cannot_be_opened_again_at_once_is_opened_later(store, path):
    chat = store.create_chat("Mine")
    lose_locks(path)
    other_program(path)
    script = "import sqlite3, sys\nfile = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
    script += "file.execute('PRAGMA locking_mode = EXCLUSIVE')\nfile.execute('BEGIN EXCLUSIVE')\nprint(flush=True)\ninput()"
    command = [sys.executable, "-c", script, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "\n"
        with pytest.raises(StoreError, match="The last change was not saved"):
            store.set_draft(chat.id, "typed")
        other.kill()
    store.set_draft(chat.id, "typed")
    assert store.chat(chat.id).draft == "typed"


def test_a_log_that_goes_in_the_middle_of_a_change_is_told_and_trying_again_works(store, path):
    chat = store.create_chat("Mine")
    lose_locks(path)
    with pytest.raises(StoreError, match="was not saved"), store._disk.writing() as connection:  # noqa: PT012
        path.with_name("chats.db-wal").unlink()
        connection.execute("UPDATE chats SET draft = 'typed' WHERE id = ?", (chat.id,))
    store.set_draft(chat.id, "typed")
    other_program(path)
    assert store.chat(chat.id).draft == "typed"


def test_a_file_that_was_moved_away_is_told_and_not_made_anew(store, path):
    chat = store.create_chat("Mine")
    aside = path.with_name("elsewhere.db")
    path.rename(aside)
    with pytest.raises(StoreError, match="took the file with your chats away"):
        store.set_draft(chat.id, "typed")
    assert not path.exists()
    assert [each.title for each in store.chats()] == ["Mine"]
    aside.rename(path)
    store.set_draft(chat.id, "typed")
    assert store.chat(chat.id).draft == "typed"


def test_how_long_a_write_waits_stays_as_it_was_set(store, path):
    store.set_patience(1234)
    lose_locks(path)
    other_program(path)
    store.create_chat("Mine")
    assert store._db.execute("PRAGMA busy_timeout").fetchone()[0] == 1234
