"""Taking over what can still be read from a damaged or an older chat file, row by row."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from app.conversations.schema import DRIFTED, NEWEST_BELOW, packed

RECOVERED = "Recovered chat"
_TABLES = ("folders", "chats", "messages")


def salvage(damaged: Path, target: sqlite3.Connection) -> tuple[int, int]:
    """Copy what can be read from a damaged file into an open, empty one; returns how many chats and messages that were."""
    try:
        source = sqlite3.connect(f"{damaged.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return 0, 0
    with contextlib.closing(source):
        source.row_factory = sqlite3.Row
        source.text_factory = _readable
        return take_over(source, target)


def take_over(source: sqlite3.Connection, target: sqlite3.Connection) -> tuple[int, int]:
    """Copy every folder, chat and message of an open file whose id the target lacks; returns the numbers of chats and messages.

    Ids are kept, so both must come from one line of files. What refers to nothing afterwards is mended.
    """
    target.execute("PRAGMA foreign_keys = OFF")
    target.execute("BEGIN IMMEDIATE")
    try:
        taken = {table: _copy(source, target, table) for table in _TABLES}
        _mend(source, target, taken["messages"])
        target.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            target.execute("ROLLBACK")
        raise
    finally:
        target.execute("PRAGMA foreign_keys = ON")
    return len(taken["chats"]), len(taken["messages"])


def _readable(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> set[int]:
    columns = {row[1] for row in target.execute(f"PRAGMA table_info({table})")}
    return {row["id"] for row in _rows(source, table) if _insert(target, table, columns, row)}


def _rows(source: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    """Yield every row that can be read; after a bad page the search goes on from the end of the table."""
    seen: set[int] = set()
    for order in ("ASC", "DESC"):
        try:
            for row in source.execute(f"SELECT * FROM {table} ORDER BY id {order}"):
                if row["id"] in seen:
                    continue
                seen.add(row["id"])
                yield row
        except (sqlite3.Error, IndexError):
            continue
        return


def _insert(target: sqlite3.Connection, table: str, columns: set[str], row: sqlite3.Row) -> bool:
    values = {name: row[name] for name in row.keys() if name in columns}  # noqa: SIM118 - a Row iterates over its values
    if isinstance(values.get("readings"), str):
        values["readings"] = packed(values["readings"])
    marks = ", ".join("?" for _ in values)
    try:
        target.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))
    except sqlite3.IntegrityError:  # there already, or a row of nonsense
        return False
    return True


def _mend(source: sqlite3.Connection, target: sqlite3.Connection, taken: set[int]) -> None:
    """Give messages without their chat a chat of their own, and cut references to what was not read."""
    target.execute(
        f"""
        INSERT INTO chats (id, title, created_at, updated_at)
        SELECT chat_id, '{RECOVERED}', min(created_at), max(created_at) FROM messages
        WHERE chat_id NOT IN (SELECT id FROM chats) GROUP BY chat_id
        """
    )
    _reconnect(source, target)
    target.execute("UPDATE messages SET parent_id = NULL WHERE parent_id NOT IN (SELECT id FROM messages)")
    target.execute("UPDATE chats SET continued_from = NULL WHERE continued_from NOT IN (SELECT id FROM chats)")
    target.execute("UPDATE chats SET folder_id = NULL WHERE folder_id NOT IN (SELECT id FROM folders)")
    target.execute(
        """
        UPDATE chats SET leaf_id = (SELECT max(id) FROM messages WHERE chat_id = chats.id)
        WHERE leaf_id IS NULL OR leaf_id NOT IN (SELECT id FROM messages)
        """
    )
    _show_taken(target, taken)
    target.execute(f"UPDATE chats SET drifted = {DRIFTED}")


def _show_taken(target: sqlite3.Connection, taken: set[int]) -> None:
    """Show chats down to messages that had been lost below the last one on show."""
    for chat_id, leaf in target.execute("SELECT id, leaf_id FROM chats WHERE leaf_id IS NOT NULL").fetchall():
        (below,) = target.execute("SELECT max(id) FROM messages WHERE parent_id = ?", (leaf,)).fetchone()
        if below in taken:
            (end,) = target.execute(NEWEST_BELOW, (below,)).fetchone()
            target.execute("UPDATE chats SET leaf_id = ? WHERE id = ?", (end, chat_id))


def _reconnect(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Give what an earlier repair had to cut or name anew the place and the name it has in the source."""
    with contextlib.suppress(sqlite3.Error, IndexError):
        for chat_id, title in source.execute("SELECT id, title FROM chats").fetchall():
            target.execute("UPDATE chats SET title = ? WHERE id = ? AND title = ?", (title, chat_id, RECOVERED))
        parents = source.execute("SELECT parent_id, id, chat_id FROM messages WHERE parent_id IS NOT NULL").fetchall()
        query = "UPDATE messages SET parent_id = ? WHERE id = ? AND chat_id = ? AND parent_id IS NULL"
        target.executemany(query, [tuple(row) for row in parents])
