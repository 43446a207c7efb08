"""Taking over what can still be read from a damaged or an older chat file, row by row."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from app.conversations.found_rows import rows_in_pages
from app.conversations.records import TEMPORARY_FROM
from app.conversations.schema import DRIFTED, NEWEST_BELOW
from app.conversations.sound_rows import sound

RECOVERED = "Recovered chat"
_TABLES = ("folders", "chats", "messages")


def salvage(damaged: Path, target: sqlite3.Connection) -> tuple[int, int]:
    """Copy what can be read from a damaged file into an open, empty one; returns how many chats and messages that were."""
    with contextlib.closing(sqlite3.connect(f"{damaged.resolve().as_uri()}?mode=ro", uri=True)) as source:
        source.row_factory = sqlite3.Row
        source.text_factory = _readable
        take_over(source, target)
        complete = _complete(source)
    if not complete:
        with contextlib.suppress(OSError, ValueError), contextlib.closing(rows_in_pages(damaged, target)) as source:
            take_over(source, target)
    chats, messages = (target.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("chats", "messages"))
    return chats, messages


def _complete(source: sqlite3.Connection) -> bool:
    """Whether SQLite reached every row of the tables, so that there is nothing more to look for."""
    try:
        for table, text in (("chats", "title"), ("messages", "content")):
            source.execute(f"SELECT count(*), sum(length({text})) FROM {table} NOT INDEXED").fetchone()
    except sqlite3.Error:
        return False
    return True


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
    values = sound({name: row[name] for name in row.keys() if name in columns})  # noqa: SIM118 - a Row iterates over its values
    if table == "chats":  # worked out anew in the end
        values["drifted"] = 0
    if any(not isinstance(values.get(name, 1), int) or not 0 < values.get(name, 1) < TEMPORARY_FROM for name in ("id", "chat_id")):
        return False  # such ids the file never has
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
    # A message is made after the one it stands below, in the same chat; anything else would send those who follow it in a circle.
    target.execute(
        """
        UPDATE messages SET parent_id = NULL WHERE parent_id >= id
        OR NOT EXISTS (SELECT 1 FROM messages AS parent WHERE parent.id = messages.parent_id AND parent.chat_id = messages.chat_id)
        """
    )
    target.execute("UPDATE chats SET continued_from = NULL WHERE continued_from NOT IN (SELECT id FROM chats)")
    target.execute("UPDATE chats SET folder_id = NULL WHERE folder_id NOT IN (SELECT id FROM folders)")
    target.execute(
        """
        UPDATE chats SET leaf_id = (SELECT max(id) FROM messages WHERE chat_id = chats.id)
        WHERE leaf_id IS NULL OR leaf_id NOT IN (SELECT id FROM messages WHERE chat_id = chats.id)
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
