"""Telling chats and messages among the rows that stand in the pages of a damaged file."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Final

from app.conversations.pages import Text, read_pages

_ROLES: Final = {b"user", b"assistant"}
_STATES: Final = {b"complete", b"growing", b"stopped", b"interrupted", b"length", b"context_full"}
_FIRST_MESSAGES: Final = "id chat_id parent_id role content state created_at readings stats receipt drifted evicted".split()  # noqa: SIM905


def rows_in_pages(damaged: Path, like: sqlite3.Connection) -> sqlite3.Connection:
    """Return a store in memory, without rules, that holds the rows found in the pages of a file.

    like: a store of the present form, whose columns the tables get; a row of an older form lacks the newer ones. Raises OSError and
    ValueError where there are no pages.
    """
    pages = read_pages(damaged)
    found = sqlite3.connect(":memory:", isolation_level=None)
    found.row_factory = sqlite3.Row
    names = {}
    for table in ("folders", "chats", "messages"):
        columns = [(row[1], row[4]) for row in like.execute(f"PRAGMA table_info({table})")]
        names[table] = [name for name, _ in columns]
        rest = ", ".join(f"{name} DEFAULT {default}" if default is not None else name for name, default in columns[1:])
        found.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {rest})")
    for row_id, values in pages.rows():
        if _is_message(values):
            order = _FIRST_MESSAGES if values[7][:1] == b"[" else names["messages"]
            _keep(found, "messages", order, row_id, values)
        elif _is_chat(values):
            _keep(found, "chats", names["chats"], row_id, values)
    return found


def _is_message(values: list[Any]) -> bool:
    """A message has a chat's number, a role, a text, a state and a date, and JSON where its figures begin."""
    return (
        12 <= len(values) <= 16
        and values[0] is None
        and isinstance(values[1], int)
        and values[3] in _ROLES
        and all(isinstance(value, Text) for value in (*values[3:9],))
        and values[5] in _STATES
    )


def _is_chat(values: list[Any]) -> bool:
    """A chat has a title, a draft, a waiting text, a list of answers and two dates."""
    return (
        12 <= len(values) <= 20
        and values[0] is None
        and all(isinstance(values[index], Text) for index in (1, 4, 5, 8, 9, 10))
        and values[2] in (0, 1)
        and values[8][:1] == b"["
    )


def _keep(found: sqlite3.Connection, table: str, order: list[str], row_id: int, values: list[Any]) -> None:
    given = [value.decode("utf-8", "replace") if isinstance(value, Text) else value for value in values[: len(order)]]
    columns = order[: len(given)]
    marks = ", ".join("?" for _ in columns)
    # A page may be found twice, in an old and in a new place; the later one counts.
    query = f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    found.execute(query, [row_id, *given[1:]])
