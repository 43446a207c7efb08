"""The numbered steps that bring a chat file to this version's form.

`user_version` is 100 * major + minor. A newer minor version stays readable and writable by older programs, a newer major one is
refused. History: 100 - the first form; 101 - folders, pinned chats, settings of a chat, role play; 102 - the search index, kept by
triggers; 200 - readings as numbers instead of text, messages that can be deleted and restored.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable

from app.conversations.rows import pack_readings

APPLICATION_ID = 0x4B45454C  # "KEEL"
CURRENT = 200

Migration = Callable[[sqlite3.Connection], None]

DRIFTED = """EXISTS (
    WITH RECURSIVE line (id, parent_id, drifted) AS (
        SELECT m.id, m.parent_id, m.drifted FROM messages m WHERE m.id = chats.leaf_id
        UNION ALL SELECT m.id, m.parent_id, m.drifted FROM messages m JOIN line ON m.id = line.parent_id
    )
    SELECT 1 FROM line WHERE drifted = 1
)"""
"""Whether a reply of the version on show of a row of `chats` has drifted."""

NEWEST_BELOW = """
    WITH RECURSIVE line (id) AS (
        SELECT ? UNION ALL
        SELECT (SELECT max(m.id) FROM messages m WHERE m.parent_id = line.id AND m.deleted_at IS NULL) FROM line
        WHERE line.id IS NOT NULL
    )
    SELECT max(id) FROM line
"""
"""The end of the newest line below a message. Ids grow along a line, so the end has the greatest."""


def migrate_100(connection: sqlite3.Connection) -> None:
    """Chats, and messages that form a tree."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(
        """
        CREATE TABLE chats (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            title TEXT NOT NULL DEFAULT '',
            renamed INTEGER NOT NULL DEFAULT 0,
            system_prompt TEXT,
            draft TEXT NOT NULL DEFAULT '',
            queued TEXT NOT NULL DEFAULT '',
            leaf_id INTEGER REFERENCES messages (id) ON DELETE SET NULL,
            continued_from INTEGER REFERENCES chats (id) ON DELETE SET NULL,
            answers TEXT NOT NULL DEFAULT '[]',
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            deleted_at TEXT
        )
        """
    )
    connection.execute(
        """
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
            parent_id INTEGER REFERENCES messages (id) ON DELETE CASCADE,
            role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
            content TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('complete', 'growing', 'stopped', 'interrupted', 'length', 'context_full')),
            created_at TEXT NOT NULL,
            readings TEXT NOT NULL DEFAULT '[]',
            stats TEXT NOT NULL DEFAULT '{}',
            receipt TEXT NOT NULL DEFAULT '{}',
            drifted INTEGER,
            evicted INTEGER NOT NULL DEFAULT 0
        )
        """
    )
    connection.execute("CREATE INDEX messages_by_chat ON messages (chat_id)")
    connection.execute("CREATE INDEX messages_by_parent ON messages (parent_id)")


def migrate_101(connection: sqlite3.Connection) -> None:
    """Folders, pinned chats, settings of a chat, role play, and whether the version on show has drifted."""
    connection.execute(
        "CREATE TABLE folders (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, position INTEGER NOT NULL DEFAULT 0)"
    )
    for column in (
        "pinned INTEGER NOT NULL DEFAULT 0",
        "folder_id INTEGER REFERENCES folders (id) ON DELETE SET NULL",
        "overrides TEXT NOT NULL DEFAULT '{}'",
        "role_play INTEGER NOT NULL DEFAULT 0",
        "drifted INTEGER NOT NULL DEFAULT 0",
    ):
        connection.execute(f"ALTER TABLE chats ADD COLUMN {column}")
    connection.execute("CREATE INDEX chats_by_source ON chats (continued_from)")
    connection.execute("CREATE INDEX chats_by_leaf ON chats (leaf_id)")
    connection.execute("CREATE INDEX chats_by_folder ON chats (folder_id)")
    connection.execute("CREATE INDEX messages_by_place ON messages (chat_id, parent_id, role)")
    connection.execute("DROP INDEX messages_by_chat")
    connection.execute(f"UPDATE chats SET drifted = {DRIFTED}")
    connection.execute("UPDATE chats SET role_play = 1 WHERE answers LIKE '%\"meant_it\"%'")


def migrate_102(connection: sqlite3.Connection) -> None:
    """The search index over messages and titles, which keeps no copy of the text.

    A growing reply is left out until it has ended: it changes every second, and indexing it each time would cost more than it is
    worth. Triggers keep the index, so that an older program keeps it too.
    """
    connection.execute("CREATE VIEW ended_messages AS SELECT id, content FROM messages WHERE state <> 'growing'")
    words = "tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'"
    connection.execute(
        f"CREATE VIRTUAL TABLE message_words USING fts5 (content, content = 'ended_messages', content_rowid = 'id', {words})"
    )
    connection.execute(f"CREATE VIRTUAL TABLE title_words USING fts5 (title, content = 'chats', content_rowid = 'id', {words})")
    add = "INSERT INTO message_words (rowid, content) VALUES (new.id, new.content)"
    remove = "INSERT INTO message_words (message_words, rowid, content) VALUES ('delete', old.id, old.content)"
    ended, had_ended = "new.state <> 'growing'", "old.state <> 'growing'"
    update = "AFTER UPDATE OF content, state ON messages WHEN"
    changed = "new.content IS NOT old.content"
    title = "INSERT INTO title_words (rowid, title) VALUES (new.id, new.title)"
    no_title = "INSERT INTO title_words (title_words, rowid, title) VALUES ('delete', old.id, old.title)"
    for name, when, body in (
        ("message_words_added", f"AFTER INSERT ON messages WHEN {ended}", add),
        ("message_words_removed", f"AFTER DELETE ON messages WHEN {had_ended}", remove),
        ("message_words_changed", f"{update} {had_ended} AND {ended} AND {changed}", f"{remove}; {add}"),
        ("message_words_ended", f"{update} {ended} AND NOT ({had_ended})", add),
        ("message_words_resumed", f"{update} {had_ended} AND NOT ({ended})", remove),
        ("title_words_added", "AFTER INSERT ON chats", title),
        ("title_words_removed", "AFTER DELETE ON chats", no_title),
        ("title_words_changed", "AFTER UPDATE OF title ON chats WHEN new.title IS NOT old.title", f"{no_title}; {title}"),
    ):
        connection.execute(f"CREATE TRIGGER {name} {when} BEGIN {body}; END")
    for index in ("message_words", "title_words"):
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


def migrate_200(connection: sqlite3.Connection) -> None:
    """Readings as float32, and messages that can be deleted and restored."""
    connection.create_function("packed_readings", 1, packed, deterministic=True)
    connection.execute("ALTER TABLE messages ADD COLUMN packed BLOB NOT NULL DEFAULT x''")
    connection.execute("UPDATE messages SET packed = packed_readings(readings) WHERE readings <> '[]'")
    connection.execute("ALTER TABLE messages DROP COLUMN readings")
    connection.execute("ALTER TABLE messages RENAME COLUMN packed TO readings")
    connection.execute("ALTER TABLE messages ADD COLUMN deleted_at TEXT")


def packed(readings: object) -> bytes:
    """Return readings of the first form, a JSON list, as float32; what is no such list becomes no readings."""
    with contextlib.suppress(ValueError, TypeError, OverflowError):
        return pack_readings(json.loads(readings)) if isinstance(readings, str) else b""
    return b""


MIGRATIONS: tuple[tuple[int, Migration], ...] = ((100, migrate_100), (101, migrate_101), (102, migrate_102), (200, migrate_200))
"""Version reached, and the step that reaches it; all that are due run in one transaction."""
