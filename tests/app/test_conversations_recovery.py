"""Backups, and what becomes of a damaged file: kept aside, salvaged, its gaps filled from the newest backup."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.conversations import backups
from app.conversations.records import StoreError
from app.conversations.store import Store

ROOT = Path(__file__).resolve().parent.parent.parent


def fill(store, chats=12, pairs=20):
    made = []
    for number in range(chats):
        chat = store.create_chat(f"Chat {number}")
        parent = None
        for pair in range(pairs):
            parent = store.add_message(chat.id, "user", f"question {number}.{pair} " + "padding " * 20, parent_id=parent).id
            reply = store.add_message(chat.id, "assistant", f"answer {number}.{pair}", parent_id=parent)
            store.finish(reply.id, f"answer {number}.{pair} " + "padding " * 30, [0.5], "complete", drifted=pair == 0)
            parent = reply.id
        made.append(chat.id)
    return made


@pytest.fixture
def backed_up(tmp_path):
    """A file with twelve chats, a backup that has all of them, and a thirteenth that is newer than the backup."""
    path = tmp_path / "chats.db"
    store = Store(path)
    ids = fill(store)
    store.close()
    store = Store(path)
    assert len(backups.copies(path)) == 1
    newer = store.create_chat("Newer than the backup")
    store.add_message(newer.id, "user", "only in the file", parent_id=None)
    store._db.execute("VACUUM")
    store.close()
    return path, ids, newer.id


def damage(path, part):
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(int(size * part))
        file.write(b"\xa5" * 40_000)


@pytest.mark.parametrize("part", [0.1, 0.4, 0.7, 0.9])
def test_the_gaps_of_a_damaged_file_are_filled_from_the_backup(backed_up, part):
    path, ids, _ = backed_up
    damage(path, part)
    store = Store(path)
    recovery = store.recovery
    assert recovery is not None
    assert recovery.backup == datetime.now(UTC).date().isoformat()
    assert "can be taken from it" in recovery.text
    fresh = store.create_chat("Made after the damage")
    mine = store.add_message(fresh.id, "user", "typed after the damage", parent_id=None)
    said = recovery.restore_backup()
    assert "were taken from the backup" in said
    for number, chat_id in enumerate(ids):
        chat = store.chat(chat_id)
        assert chat.title == f"Chat {number}"
        assert chat.drifted
        messages = store.path(chat_id)
        assert [message.content.split(" padding")[0] for message in messages] == [
            text for pair in range(20) for text in (f"question {number}.{pair}", f"answer {number}.{pair}")
        ]
        assert messages[1].readings == (0.5,)
    assert store.message(mine.id).content == "typed after the damage"
    assert store.search("typed after")
    assert store._db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert store._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    for index in ("message_words", "title_words"):
        store._db.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")
    recovery.restore_backup()
    assert len(store.chats()) == len({chat.id for chat in store.chats()}) >= 13
    store.close()
    assert Store(path).recovery is None


def test_a_file_of_which_nothing_is_left_comes_back_from_the_backup(backed_up):
    path, ids, _ = backed_up
    path.write_bytes(b"\0" * path.stat().st_size)
    store = Store(path)
    assert store.recovery is not None
    assert "nothing in it could be read" in store.recovery.text
    assert "12 chats and 480 messages" in store.recovery.restore_backup()
    assert {chat.id for chat in store.chats()} == set(ids)
    store.close()


def test_without_a_backup_none_is_offered(tmp_path):
    path = tmp_path / "chats.db"
    path.write_text("my shopping list\n" * 500)
    store = Store(path)
    assert store.recovery is not None
    assert store.recovery.backup is None
    with pytest.raises(StoreError, match="no backup"):
        store.recovery.restore_backup()
    store.close()


def test_a_backup_of_an_older_form_can_be_used(tmp_path):
    from tests.app import test_conversations_faults as faults

    path = tmp_path / "chats.db"
    faults.first_form(path)
    Store(path).close()
    assert [copy.name[-7:] for copy in backups.copies(path)][-1] == "v100.db"
    for copy in backups.copies(path)[:-1]:
        copy.unlink()
    path.write_bytes(b"\0" * 9000)
    store = Store(path)
    assert store.recovery is not None
    store.recovery.restore_backup()
    assert [message.content for message in store.path(1)] == ["an old question", "an old answer"]
    store.close()


def test_one_backup_a_day_is_taken_and_the_newest_few_are_kept(tmp_path, monkeypatch):
    path = tmp_path / "chats.db"
    store = Store(path)
    fill(store, 1, 1)
    store.close()
    for _ in range(3):
        Store(path).close()
    assert len(backups.copies(path)) == 1
    for day in range(1, 7):
        (newest, *_) = backups.copies(path)
        older = newest.with_name(f"chats-{datetime.now(UTC) - timedelta(days=1, hours=day):%Y%m%d-%H%M%S-%f}-v200.db")
        for copy in backups.copies(path):
            if copy.name <= older.name:
                copy.unlink()
        newest.rename(older)
        Store(path).close()
    assert len(backups.copies(path)) == backups.KEPT or len(backups.copies(path)) == 2
    for copy in backups.copies(path):
        assert copy.stat().st_mode & 0o077 == 0
        with contextlib.closing(sqlite3.connect(copy)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert backups.folder_of(path).stat().st_mode & 0o077 == 0


def test_the_oldest_backups_go(tmp_path):
    path = tmp_path / "chats.db"
    store = Store(path)
    fill(store, 1, 1)
    taken = [backups.take(store._db, path) for _ in range(6)]
    assert backups.copies(path) == taken[:-4:-1]
    store.close()


KILLED_REPAIR = """
import os, sys
from pathlib import Path
from app.conversations import database
from app.conversations.store import Store
step, number = sys.argv[2], 0
real = getattr(Path, step)
def dying(self, *values):
    result = real(self, *values)
    if "chats" in self.name:
        os._exit(9)
    return result
setattr(Path, step, dying)
Store(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("step", ["rename", "replace"])
def test_a_repair_that_is_cut_off_between_its_steps_is_finished_at_the_next_start(backed_up, step):
    path, *_ = backed_up
    damage(path, 0.5)
    ended = subprocess.run([sys.executable, "-c", KILLED_REPAIR, str(path), step], cwd=ROOT, check=False, capture_output=True)
    assert ended.returncode == 9, ended.stderr
    store = Store(path)
    assert len(store.chats()) >= 6
    assert store._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert [each for each in os.listdir(path.parent) if ".corrupt-" in each]
    assert not [each for each in os.listdir(path.parent) if ".repaired" in each]
    store.close()


# --- a clock that was wrong --------------------------------------------------------------------------------------------------


def in_2099(copy, day):
    return copy.rename(copy.with_name(f"chats-209901{day:02}-120000-000000-v200.db"))


def test_a_copy_dated_far_ahead_does_not_end_the_daily_ones(tmp_path):
    path = tmp_path / "chats.db"
    store = Store(path)
    fill(store, 1, 1)
    wrong = in_2099(backups.take(store._db, path), 1)
    store.close()
    for _ in range(3):
        Store(path).close()
    newest, last = backups.copies(path)
    assert last == wrong
    assert abs(backups.taken_at(newest) - datetime.now(UTC)) < timedelta(hours=1)
    (backups.folder_of(path) / "chats-20261345-000000-000000-v200.db").touch()  # no such day: it is no copy
    store = Store(path)
    assert backups.copies(path) == [newest, last]
    store.close()


def test_a_copy_just_taken_is_kept_beside_those_dated_far_ahead(tmp_path):
    path = tmp_path / "chats.db"
    store = Store(path)
    fill(store, 1, 1)
    wrong = [in_2099(backups.take(store._db, path), day) for day in (1, 2, 3)]
    taken = backups.take(store._db, path)
    assert backups.copies(path) == [taken, wrong[2], wrong[1]]
    again = backups.take(store._db, path)
    assert backups.copies(path) == [again, taken, wrong[2]]
    store.close()
    path.write_bytes(b"\0" * 9000)
    store = Store(path)
    assert store.recovery is not None
    assert store.recovery.backup == backups.taken_at(again).date().isoformat()
    store.close()
