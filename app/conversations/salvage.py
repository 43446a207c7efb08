"""Taking over what can still be read from a damaged chat file, row by row."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

_TABLES = ("chats", "messages")


def salvage(damaged: Path, target: sqlite3.Connection) -> tuple[int, int]:
    """Copy readable chats and messages from a damaged file into an open, empty one; returns how many of each were copied."""
    counts = []
    try:
        source = sqlite3.connect(f"{damaged.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return 0, 0
    target.execute("PRAGMA foreign_keys = OFF")
    with contextlib.closing(source):
        source.row_factory = sqlite3.Row
        for table in _TABLES:
            counts.append(sum(_insert(target, table, row) for row in _rows(source, table)))
    _drop_dangling(target)
    target.execute("PRAGMA foreign_keys = ON")
    return counts[0], counts[1]


def _rows(source: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    """Yield every row that can be read; after a bad page the search goes on behind it, forwards and then from the end."""
    seen: set[int] = set()
    for order, compare, start in (("ASC", ">", -1), ("DESC", "<", 1 << 62)):
        last = start
        try:
            for row in source.execute(f"SELECT * FROM {table} WHERE id {compare} ? ORDER BY id {order}", (last,)):
                if row["id"] not in seen:
                    seen.add(row["id"])
                    yield row
        except (sqlite3.Error, UnicodeDecodeError, IndexError):
            continue


def _insert(target: sqlite3.Connection, table: str, row: sqlite3.Row) -> bool:
    names = [name for name in row.keys() if name in _columns(target, table)]  # noqa: SIM118 - a Row iterates over its values
    marks = ", ".join("?" for _ in names)
    try:
        target.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", [row[name] for name in names])
    except sqlite3.Error:
        return False
    return True


def _columns(target: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in target.execute(f"PRAGMA table_info({table})")}


def _drop_dangling(target: sqlite3.Connection) -> None:
    """Give messages without their chat a chat of their own, and cut references to what was not read."""
    target.execute(
        """
        INSERT INTO chats (id, title, created_at, updated_at)
        SELECT chat_id, 'Recovered chat', min(created_at), max(created_at) FROM messages
        WHERE chat_id NOT IN (SELECT id FROM chats) GROUP BY chat_id
        """
    )
    target.execute("UPDATE messages SET parent_id = NULL WHERE parent_id NOT IN (SELECT id FROM messages)")
    target.execute("UPDATE chats SET continued_from = NULL WHERE continued_from NOT IN (SELECT id FROM chats)")
    target.execute(
        """
        UPDATE chats SET leaf_id = (SELECT max(id) FROM messages WHERE chat_id = chats.id)
        WHERE leaf_id IS NULL OR leaf_id NOT IN (SELECT id FROM messages)
        """
    )
