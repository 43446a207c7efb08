"""Dated copies of the chat file: one before every migration and one a day, of which the newest few are kept."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

KEPT = 3
EVERY = timedelta(days=1)

_NAME = re.compile(r"-(\d{8}-\d{6}-\d{6})-v(\d+)\.db$")
_STAMP = "%Y%m%d-%H%M%S-%f"


def folder_of(path: Path) -> Path:
    """Return the folder that holds the copies of a chat file."""
    return path.with_name(f"{path.stem}-backups")


def copies(path: Path) -> list[Path]:
    """Return the copies of a chat file, newest first; those that a wrong clock has dated into the future come last."""
    with contextlib.suppress(OSError):
        return sorted((each for each in folder_of(path).iterdir() if _is_copy(each)), key=_rank, reverse=True)
    return []


def _is_copy(file: Path) -> bool:
    try:
        taken_at(file)
    except ValueError:
        return False
    return True


def _rank(copy: Path) -> tuple[bool, datetime]:
    return not _in_future(copy), taken_at(copy)


def _in_future(copy: Path) -> bool:
    """Whether the clock was wrong when a copy was taken, or is now; a clock that was put back a little is no such thing."""
    return taken_at(copy) - datetime.now(UTC) >= EVERY


def taken_at(copy: Path) -> datetime:
    """Return when a copy was taken; raises ValueError for a file that is none."""
    found = _NAME.search(copy.name)
    if found is None:
        raise ValueError(copy.name)
    return datetime.strptime(found.group(1), _STAMP).replace(tzinfo=UTC)


def take(connection: sqlite3.Connection, path: Path) -> Path:
    """Copy the whole chat file by SQLite's backup, and let go of the oldest copies; raises sqlite3.Error or OSError.

    The copy gets its name only when it is complete, so that half a copy is never offered.
    """
    folder = folder_of(path)
    folder.mkdir(mode=0o700, exist_ok=True)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    target = folder / f"{path.stem}-{datetime.now(UTC).strftime(_STAMP)}-v{version}.db"
    half = target.with_suffix(".half")
    try:
        os.close(os.open(half, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600))
        with contextlib.closing(sqlite3.connect(half, isolation_level=None)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        half.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            half.unlink()
        raise
    others = [each for each in copies(path) if each != target]  # whatever the clock says, this one is the newest
    for old in others[KEPT - 1 :]:
        with contextlib.suppress(OSError):
            old.unlink()
    return target


def take_if_due(connection: sqlite3.Connection, path: Path) -> None:
    """Take the copy of the day; where that fails, chats are still safe in their file, and it is tried again next time."""
    with contextlib.suppress(OSError):
        for half in folder_of(path).glob("*.half"):
            half.unlink()
    (chats,) = connection.execute("SELECT count(*) FROM messages").fetchone()
    newest = copies(path)[:1]
    if chats and (not newest or _in_future(newest[0]) or datetime.now(UTC) - taken_at(newest[0]) >= EVERY):
        with contextlib.suppress(sqlite3.Error, OSError):
            take(connection, path)


def forget(path: Path, chats: Sequence[tuple[int, str]], messages: Sequence[tuple[int, str]]) -> None:
    """Remove deleted chats and messages, given by id and date of making, from every copy: deleted is deleted."""
    for copy in copies(path):
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN IMMEDIATE")
            chain = "UPDATE messages SET parent_id = NULL WHERE"
            connection.executemany(f"{chain} chat_id = (SELECT id FROM chats WHERE id = ? AND created_at = ?)", chats)
            connection.executemany(f"{chain} parent_id = (SELECT id FROM messages WHERE id = ? AND created_at = ?)", messages)
            connection.executemany("DELETE FROM chats WHERE id = ? AND created_at = ?", chats)
            connection.executemany("DELETE FROM messages WHERE id = ? AND created_at = ?", messages)
            connection.execute("COMMIT")
            merge_index(connection)


def merge_index(connection: sqlite3.Connection) -> None:
    """Make the search index forget the words of what was deleted, which it only does when its parts are merged."""
    for index in ("message_words", "title_words"):
        with contextlib.suppress(sqlite3.OperationalError):  # a copy of an older form has no index
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
