"""The chat store: nothing acknowledged is ever lost, whatever happens to the process or the file."""

from __future__ import annotations

import contextlib
import hashlib
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from app.conversations import backups, database, schema
from app.conversations.records import NewerStoreError, StoreError
from app.conversations.store import Store, title_of


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "chats.db")
    yield store
    store.close()


def fill(store, pairs=3):
    chat = store.create_chat(draft="half a thought")
    parent = None
    for number in range(pairs):
        parent = store.add_message(chat.id, "user", f"question {number}", parent_id=parent).id
        reply = store.add_message(chat.id, "assistant", "", parent_id=parent, state="growing")
        store.finish(reply.id, f"answer {number}", [0.9, 0.8], "complete", stats={"reading": 0.85}, drifted=False)
        parent = reply.id
    return store.chat(chat.id)


def texts(store, chat_id):
    return [message.content for message in store.path(chat_id)]


def test_everything_is_there_after_a_restart(tmp_path):
    store = Store(tmp_path / "chats.db")
    chat = fill(store)
    store.add_answer(chat.id, chat.leaf_id, "not_now")
    store.close()
    again = Store(tmp_path / "chats.db")
    assert again.notice is None
    assert texts(again, chat.id) == ["question 0", "answer 0", "question 1", "answer 1", "question 2", "answer 2"]
    found = again.chat(chat.id)
    assert (found.draft, found.title, found.answers) == ("half a thought", "question 0", ((chat.leaf_id, "not_now"),))
    last = again.path(chat.id)[-1]
    assert last.readings == pytest.approx((0.9, 0.8), abs=1e-7)
    assert (last.stats, last.drifted) == ({"reading": 0.85}, False)
    again.close()


def test_the_file_is_opened_with_the_promised_settings(store, tmp_path):
    db = store._db
    values = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")}
    assert values == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert db.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID
    assert db.execute("PRAGMA user_version").fetchone()[0] == schema.CURRENT
    assert (tmp_path / "chats.db").stat().st_mode & 0o077 == 0


def test_versions_of_a_reply_are_siblings_and_each_can_be_shown(store):
    chat = fill(store, pairs=2)
    first = store.path(chat.id)[1]
    other = store.add_message(chat.id, "assistant", "another answer", parent_id=first.parent_id)
    assert store.siblings(first.id) == [first.id, other.id]
    assert texts(store, chat.id) == ["question 0", "another answer"]
    store.show_version(first.id)
    assert texts(store, chat.id) == ["question 0", "answer 0", "question 1", "answer 1"]


def test_a_half_reply_is_found_as_interrupted(tmp_path):
    store = Store(tmp_path / "chats.db")
    chat = store.create_chat()
    asked = store.add_message(chat.id, "user", "hello", parent_id=None)
    reply = store.add_message(chat.id, "assistant", "", parent_id=asked.id, state="growing")
    store.checkpoint(reply.id, "half a re", [0.5])
    store._db.close()
    again = Store(tmp_path / "chats.db")
    last = again.path(chat.id)[-1]
    assert (last.content, last.state, last.readings) == ("half a re", "interrupted", (0.5,))
    again.close()


def test_delete_can_be_undone_and_is_final_at_the_next_start(tmp_path):
    store = Store(tmp_path / "chats.db")
    chat = fill(store)
    store.delete_chat(chat.id)
    assert store.chats() == []
    store.restore_chat(chat.id)
    assert [each.id for each in store.chats()] == [chat.id]
    store.delete_chat(chat.id)
    store.close()
    again = Store(tmp_path / "chats.db")
    again.close()
    for part in tmp_path.iterdir():
        assert b"question 1" not in part.read_bytes()


def test_linked_chats_know_each_other(store):
    old = fill(store)
    new = store.create_chat("later", system_prompt="Be brief.", draft="What I wanted", continued_from=old.id)
    assert [chat.id for chat in store.continuations(old.id)] == [new.id]
    assert store.chat(new.id).continued_from == old.id
    store.delete_chat(old.id)
    store.purge_deleted()
    assert store.chat(new.id).continued_from is None


@pytest.mark.parametrize("text", ["", "half \ud83d pair", "nul \x00 inside", "x" * 1_000_000, "\u202eright to left", "emoji 🚢"])
def test_any_text_can_be_kept(store, text):
    chat = store.create_chat()
    kept = store.add_message(chat.id, "user", text, parent_id=None)
    assert store.message(kept.id).content == text.replace("\ud83d", "\ufffd")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\n  Hello there \nmore", "Hello there"),
        ("   ", "New chat"),
        ("word " * 40, ("word " * 12).strip() + "…"),
        ("x" * 200, "x" * 60 + "…"),
    ],
)
def test_titles(text, title):
    assert title_of(text) == title


# --- killed processes ----------------------------------------------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from app.conversations.store import Store
store = Store(Path(sys.argv[1]))
chat = store.create_chat("killed")
parent, number = None, 0
while True:
    text = f"message {number} " + "x" * (number % 3000)
    parent = store.add_message(chat.id, "user", text, parent_id=parent).id
    print(parent, number, flush=True)
    number += 1
"""


@pytest.mark.parametrize("seed", range(8))
def test_a_kill_during_commits_loses_nothing_acknowledged(tmp_path, seed):
    path = tmp_path / "chats.db"
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), str(path)], stdout=subprocess.PIPE, text=True, cwd=os.getcwd()
    ) as child:
        lines = [child.stdout.readline()]
        time.sleep(0.01 + 0.017 * seed)
        os.kill(child.pid, signal.SIGKILL)
        lines += child.stdout.read().splitlines()
    acknowledged = {int(line.split()[0]): int(line.split()[1]) for line in lines if len(line.split()) == 2}
    assert acknowledged
    store = Store(path)
    assert store.notice is None
    assert store._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    for message_id, number in acknowledged.items():
        assert store.message(message_id).content.startswith(f"message {number} ")
    store.close()


# --- damaged, foreign and newer files -------------------------------------------------------------------------------------------


def damage_header(path):
    with path.open("r+b") as file:
        file.write(b"\0" * 200)


def damage_middle(path):
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xa5" * 4096)


def damage_by_cutting(path):
    os.truncate(path, path.stat().st_size // 2)


def damage_by_text(path):
    path.write_text("my shopping list\n" * 500)


@pytest.mark.parametrize("damage", [damage_header, damage_middle, damage_by_cutting, damage_by_text])
def test_a_damaged_file_is_kept_aside_and_the_program_starts(tmp_path, damage):
    path = tmp_path / "chats.db"
    store = Store(path)
    chat = fill(store, pairs=40)
    store.add_message(chat.id, "user", "long " * 20_000, parent_id=chat.leaf_id)
    store.close()
    damage(path)
    broken = path.read_bytes()
    again = Store(path)
    assert "was damaged" in again.notice
    aside = [each for each in tmp_path.iterdir() if ".corrupt-" in each.name and not each.name.endswith(("-wal", "-shm"))]
    assert len(aside) == 1
    assert aside[0].read_bytes() == broken
    again.create_chat("works again")
    assert "works again" in [each.title for each in again.chats()]
    again.close()
    third = Store(path)
    assert third.notice is None
    third.close()


def test_what_can_be_read_of_a_damaged_file_is_taken_over(tmp_path):
    path = tmp_path / "chats.db"
    store = Store(path)
    chats = [fill(store, pairs=20) for _ in range(6)]
    store._db.execute("VACUUM")
    store.close()
    damage_middle(path)
    again = Store(path)
    kept = sum(len(texts(again, chat.id)) for chat in chats if chat.id in {each.id for each in again.chats()})
    assert kept > 60
    assert again._db.execute("PRAGMA foreign_key_check").fetchall() == []
    again.close()


def test_a_newer_file_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "chats.db"
    Store(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 300")
    db.close()
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(NewerStoreError, match="newer Keel"):
        Store(path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_a_file_in_use_is_a_sentence_not_damage(tmp_path, monkeypatch):
    path = tmp_path / "chats.db"
    Store(path).close()
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 100)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="in use"):
        Store(path)
    holder.close()
    assert path.exists()


def test_a_folder_in_place_of_the_file_is_a_sentence(tmp_path):
    (tmp_path / "chats.db").mkdir()
    with pytest.raises(StoreError, match="cannot be used"):
        Store(tmp_path / "chats.db")


# --- full disks and migrations --------------------------------------------------------------------------------------------------


def test_a_full_disk_is_a_sentence_and_a_later_write_works(store):
    chat = fill(store)
    before = texts(store, chat.id)
    (pages,) = store._db.execute("PRAGMA page_count").fetchone()
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="not saved"):
        store.add_message(chat.id, "user", "y" * 500_000, parent_id=chat.leaf_id)
    assert texts(store, chat.id) == before
    store._db.execute("PRAGMA max_page_count = 1000000")
    store.add_message(chat.id, "user", "room again", parent_id=chat.leaf_id)
    assert texts(store, chat.id)[-1] == "room again"


def test_every_write_that_fails_leaves_the_chat_whole(tmp_path):
    """Files may grow to a limit that rises step by step, so that each write of the call fails once."""
    path = tmp_path / "chats.db"
    store = Store(path)
    chat = fill(store)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    failures = 0
    try:
        size = (tmp_path / "chats.db-wal").stat().st_size
        for extra in range(0, 400_000, 16_000):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + extra, old[1]))
            try:
                store.add_message(chat.id, "user", "z" * 200_000, parent_id=chat.leaf_id)
            except StoreError:
                failures += 1
                assert len(store.path(chat.id)) == 6
            else:
                break
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)
    assert failures > 3
    assert len(store.path(chat.id)) == 7
    assert store._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    store.close()


def first_form(path):
    """A file as the first version of the program wrote it."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("BEGIN")
        schema.migrate_100(db)
        db.execute("PRAGMA user_version = 100")
        db.execute("COMMIT")
        db.execute("INSERT INTO chats (title, created_at, updated_at, leaf_id) VALUES ('Old chat', 'a', 'b', NULL)")
        values = [
            (1, None, "user", "an old question", "[]", None),
            (2, 1, "assistant", "an old answer", "[0.5, 0.25]", 1),
            (3, 2, "user", "and then", "[]", None),
        ]
        db.executemany(
            "INSERT INTO messages (id, chat_id, parent_id, role, content, state, created_at, readings, drifted) "
            "VALUES (?, 1, ?, ?, ?, 'complete', 'c', ?, ?)",
            values,
        )
        db.execute("UPDATE chats SET leaf_id = 3")


def fail_half_way(connection):
    connection.execute("ALTER TABLE messages ADD COLUMN oops INTEGER")
    raise sqlite3.OperationalError("power cut")


def test_a_migration_keeps_everything_and_leaves_a_backup(tmp_path):
    path = tmp_path / "chats.db"
    first_form(path)
    store = Store(path)
    assert store.recovery is None
    (chat,) = store.chats()
    assert (chat.title, chat.pinned, chat.folder_id, dict(chat.overrides), chat.drifted) == ("Old chat", False, None, {}, True)
    assert texts(store, chat.id) == ["an old question", "an old answer", "and then"]
    assert store.path(chat.id)[1].readings == (0.5, 0.25)
    assert [hit.message_id for hit in store.search("old ans")] == [2]
    assert [hit.message_id for hit in store.search("old ch")] == [None]
    store.close()
    (copy,) = backups.copies(path)
    with contextlib.closing(sqlite3.connect(copy)) as backup:
        assert backup.execute("SELECT count(*) FROM messages").fetchone()[0] == 3
        assert backup.execute("PRAGMA user_version").fetchone()[0] == 100
    assert copy.name.endswith("-v100.db")
    Store(path).close()
    assert backups.copies(path) == [copy]


def test_a_file_the_first_version_wrote_is_read_with_everything_in_it(tmp_path):
    """The file was made by that version of the program, not by this one's idea of it."""
    path = tmp_path / "chats.db"
    shutil.copy(Path(__file__).parent / "files" / "chats-100.db", path)
    store = Store(path)
    assert store.recovery is None
    named, birds = store.chats()
    assert (birds.title, birds.system_prompt, birds.drifted) == ("Which birds nest on cliffs?", "Be brief.", True)
    assert (named.title, named.renamed, named.draft, named.queued) == ("A named chat", True, "half a thought", "a waiting message")
    assert named.continued_from == birds.id
    question, steady, drifted, thanks = store.tree(birds.id)
    assert [message.id for message in store.path(birds.id)] == [question.id, drifted.id, thanks.id]
    assert store.siblings(steady.id) == [steady.id, drifted.id]
    assert (steady.content, steady.state) == ("Gannets and **kittiwakes** do. 🐦", "complete")
    assert steady.readings == pytest.approx((0.9, 0.8125, -0.25), abs=1e-7)
    assert (steady.stats, steady.drifted) == ({"tokens": 3, "reading": 0.5}, False)
    assert steady.receipt == {"model": "demo", "sampler": {"temperature": 0.7}, "seed": 3}
    assert (drifted.state, drifted.drifted, drifted.evicted) == ("stopped", True, 2)
    assert birds.answers == ((drifted.id, "not_now"),)
    (half,) = store.path(named.id)
    assert (half.content, half.state, half.readings) == ("half a reply", "interrupted", (0.5,))
    assert [hit.message_id for hit in store.search("kittiw")] == [steady.id]
    assert [hit.message_id for hit in store.search("half a rep")] == [half.id]
    store.close()


@pytest.mark.parametrize("last", [1, 2, 3, 4])
def test_an_interrupted_migration_changes_nothing_and_can_be_repeated(tmp_path, last):
    path = tmp_path / "chats.db"
    first_form(path)
    with pytest.raises(StoreError):
        database.open_database(path, (*schema.MIGRATIONS[:last], (201, fail_half_way)))
    with contextlib.closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA user_version").fetchone()[0] == 100
        assert plain.execute("SELECT name FROM sqlite_master WHERE name IN ('folders', 'message_words')").fetchall() == []
        assert "oops" not in [row[1] for row in plain.execute("PRAGMA table_info(messages)")]
    store = Store(path)
    assert texts(store, 1) == ["an old question", "an old answer", "and then"]
    store.close()
