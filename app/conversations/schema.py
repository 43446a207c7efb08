"""The numbered steps that bring a chat file to this version's form.

`user_version` is 100 * major + minor. A newer minor version stays readable and writable by older programs, a newer major one is
refused. History: 100 - the first form.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

APPLICATION_ID = 0x4B45454C  # "KEEL"
CURRENT = 100

Migration = Callable[[sqlite3.Connection], None]


def _first_form(connection: sqlite3.Connection) -> None:
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


MIGRATIONS: tuple[tuple[int, Migration], ...] = ((100, _first_form),)
"""Version reached, and the step that reaches it; each runs in a transaction of its own."""
