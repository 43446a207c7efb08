"""What the parts of the store share: the file on disk, the temporary chats in memory, and which of them an id belongs to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.conversations.faults import Database
from app.conversations.records import TEMPORARY_FROM
from app.conversations.schema import DRIFTED


class Tables:
    """The two databases behind one store. Temporary chats are told by their ids."""

    def __init__(self, file: Path, disk: Database, memory: Database) -> None:
        self._file = file
        self._disk = disk
        self._memory = memory

    def _of(self, any_id: int) -> Database:
        """The database a chat or message of this id is in."""
        return self._memory if any_id >= TEMPORARY_FROM else self._disk

    def _split(self, ids: Iterable[int]) -> list[tuple[Database, list[int]]]:
        """The ids by database, without databases that have none of them."""
        given = list(dict.fromkeys(ids))
        parts = ((database, [each for each in given if self._of(each) is database]) for database in (self._disk, self._memory))
        return [(database, part) for database, part in parts if part]

    def _set(self, chat_ids: Iterable[int], **values: Any) -> None:
        """Give every named chat these column values, in one transaction."""
        names = ", ".join(f"{name} = ?" for name in values)
        for database, ids in self._split(chat_ids):
            with database.writing() as connection:
                connection.executemany(f"UPDATE chats SET {names} WHERE id = ?", [(*values.values(), each) for each in ids])


def show_leaf(connection: sqlite3.Connection, chat_id: int, leaf_id: int | None) -> None:
    """Show a chat up to this message, inside a transaction."""
    connection.execute("UPDATE chats SET leaf_id = ? WHERE id = ?", (leaf_id, chat_id))
    connection.execute(f"UPDATE chats SET drifted = {DRIFTED} WHERE id = ?", (chat_id,))
