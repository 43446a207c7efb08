"""Rows are read from the pages of a file that SQLite can no longer find its way in, and nothing in such a file can hurt."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from app.conversations.pages import Text, read_pages
from app.conversations.store import Store


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A file with chats whose texts are short and long, and what is in it."""
    path = tmp_path_factory.mktemp("pages") / "chats.db"
    store = Store(path)
    texts = {}
    for number in range(10):
        chat = store.create_chat(f"Chat {number}", overrides={"top_k": number})
        parent = None
        for pair in range(12):
            parent = store.add_message(chat.id, "user", f"question {number}.{pair} é🐦", parent_id=parent).id
            reply = store.add_message(chat.id, "assistant", "", parent_id=parent, state="growing", receipt={"seed": pair})
            text = f"answer {number}.{pair} " + "long " * (pair**4 // 5)
            store.finish(reply.id, text, [0.5, -1.0] * pair, "complete", stats={"n": pair}, drifted=False)
            parent = reply.id
        texts[chat.id] = [message.content for message in store.path(chat.id)]
    store.close()
    return path, texts


def test_every_row_is_found_in_the_pages(filled):
    path, texts = filled
    with contextlib.closing(sqlite3.connect(path)) as db:
        known = {row[0]: row[1:] for row in db.execute("SELECT id, content, readings, evicted FROM messages")}
        columns = [row[1] for row in db.execute("PRAGMA table_info(messages)")]
    found = {
        row_id: dict(zip(columns, values, strict=False))
        for row_id, values in read_pages(path).rows()
        if len(values) in (12, 13) and isinstance(values[4], Text) and values[3] in (b"user", b"assistant")
    }
    assert set(found) == set(known)
    for row_id, (content, readings, evicted) in known.items():
        assert found[row_id]["content"].decode() == content
        assert found[row_id]["readings"] == readings
        assert found[row_id]["evicted"] == evicted
    assert len(known) == sum(map(len, texts.values()))


def page_starts(path, kind):
    data = path.read_bytes()
    return [at for at in range(4096, len(data), 4096) if data[at] == kind]


def cut_the_trees(path):
    """Destroy every page that leads to others; the leaves stay."""
    starts = page_starts(path, 0x05)
    assert starts
    with path.open("r+b") as file:
        for at in starts:
            file.seek(at)
            file.write(b"\xa5" * 4096)
        file.seek(100)
        file.write(b"\xa5" * 3996)


def zero_the_first_page(path):
    with path.open("r+b") as file:
        file.write(b"\0" * 4096)


def lose_the_header(path):
    with path.open("r+b") as file:
        file.write(os.urandom(100))


@pytest.mark.parametrize("damage", [cut_the_trees, zero_the_first_page, lose_the_header])
def test_what_stands_in_sound_leaves_is_salvaged(filled, tmp_path, damage):
    source, texts = filled
    path = tmp_path / "chats.db"
    shutil.copy(source, path)
    damage(path)
    store = Store(path)
    assert store.recovery is not None
    assert "10 chats and 240 messages" in store.recovery.text
    for number, (chat_id, said) in enumerate(texts.items()):
        chat = store.chat(chat_id)
        assert (chat.title, dict(chat.overrides)) == (f"Chat {number}", {"top_k": number})
        assert [message.content for message in store.path(chat_id)] == said
        assert store.path(chat_id)[3].readings == (0.5, -1.0)
        assert store.path(chat_id)[3].receipt == {"seed": 1}
    assert store.search("question 3")
    assert store._db.execute("PRAGMA foreign_key_check").fetchall() == []
    store.close()
    assert Store(path).recovery is None


def test_a_file_of_the_first_form_is_salvaged_from_its_pages(tmp_path):
    path = tmp_path / "chats.db"
    shutil.copy(Path(__file__).parent / "files" / "chats-100.db", path)
    zero_the_first_page(path)
    store = Store(path)
    named, birds = sorted(store.chats(), key=lambda chat: chat.title)
    assert (named.title, named.queued, named.continued_from) == ("A named chat", "a waiting message", birds.id)
    assert store.tree(birds.id)[1].readings == pytest.approx((0.9, 0.8125, -0.25), abs=1e-7)
    assert len(store.tree(birds.id)) == 4
    store.close()


@pytest.mark.parametrize("seed", range(25))
def test_no_damage_hurts_and_nothing_made_up_is_taken_over(filled, tmp_path, seed):
    source, texts = filled
    path = tmp_path / "chats.db"
    shutil.copy(source, path)
    dice = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(dice.randint(1, 40)):
        at, length = dice.randrange(len(data)), dice.choice([1, 2, 8, 100, 5000])
        data[at : at + length] = dice.randbytes(len(data[at : at + length]))
    path.write_bytes(bytes(data[: dice.randrange(len(data) // 2, len(data) + 1)]))
    store = Store(path)
    assert store._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert store._db.execute("PRAGMA foreign_key_check").fetchall() == []
    for chat in store.chats():
        store.path(chat.id)
        store.tree(chat.id)
    assert len(store.chats()) <= len(texts) + 10
    store.close()


def test_messages_that_stand_below_one_another_in_a_circle_are_parted(filled, tmp_path):
    source, _ = filled
    path = tmp_path / "chats.db"
    shutil.copy(source, path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE messages SET parent_id = 9 WHERE id = 3")
        db.execute("UPDATE messages SET parent_id = 240 WHERE id = 5")
        db.execute("UPDATE chats SET leaf_id = 239 WHERE id = 1")
        db.execute("UPDATE messages SET id = 1 << 40 WHERE id = 30")
        db.execute("UPDATE messages SET stats = 'broken', readings = 7, deleted_at = 'x' WHERE id = 40")
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_master SET rootpage = 99999 WHERE name = 'messages_by_place'")
    store = Store(path)
    assert store.recovery is not None
    for chat in store.chats():
        assert len(store.path(chat.id)) <= 240
    assert store.message(40).stats == {}
    assert store.add_message(2, "user", "goes on", parent_id=None).id < 1 << 30
    store.close()


@pytest.mark.parametrize("seed", range(10))
def test_pages_of_nonsense_are_passed_over(tmp_path, seed):
    path = tmp_path / "nonsense"
    dice = random.Random(seed)
    pages = [bytes([0x0D]) + dice.randbytes(4095) for _ in range(50)]
    path.write_bytes(b"".join(pages))
    for row_id, values in read_pages(path).rows():
        assert isinstance(row_id, int)
        assert len(values) < 1000
