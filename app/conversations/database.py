"""Opening the chat file: safe settings, migrations with a backup before each, and what to do with a damaged file."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.conversations import schema
from app.conversations.records import NewerStoreError, StoreError
from app.conversations.salvage import salvage

BUSY_TIMEOUT_MS = 3000


def open_database(
    path: Path, migrations: Sequence[tuple[int, schema.Migration]] = schema.MIGRATIONS
) -> tuple[sqlite3.Connection, str | None]:
    """Open the chat file, made if missing, and return it, with a sentence for the person where it had to be repaired.

    A damaged file is moved aside, never deleted, and what can still be read from it is taken over. Raises NewerStoreError
    where a newer Keel wrote it, StoreError where it is in use or cannot be written.
    """
    try:
        return _open(path, migrations), None
    except sqlite3.OperationalError as error:
        raise _unusable(path, error) from error
    except sqlite3.DatabaseError:
        aside = _move_aside(path)
    try:
        connection = _open(path, migrations)
        chats, messages = salvage(aside, connection)
    except sqlite3.Error as error:
        raise _unusable(path, error) from error
    found = f"{chats} chats and {messages} messages could be read and were taken over" if chats else "nothing in it could be read"
    return connection, f"The file with your chats was damaged; it was kept as {aside.name}, and {found}."


def _unusable(path: Path, error: sqlite3.Error) -> StoreError:
    if "locked" in str(error) or "busy" in str(error):
        return StoreError(
            "The file with your chats is in use by another program", "Keel cannot save now", "close that program and try again"
        )
    return StoreError(
        f"The file with your chats, {path}, cannot be used ({error})", "Keel cannot save", "check the folder or use --data-dir"
    )


def _open(path: Path, migrations: Sequence[tuple[int, schema.Migration]]) -> sqlite3.Connection:
    with contextlib.suppress(OSError):  # SQLite gives the better message where this cannot be done
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        _check(connection)
        _migrate(connection, path, migrations)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != schema.APPLICATION_ID and (application or tables):
        raise sqlite3.DatabaseError("not a file of Keel's")
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)


def _migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[tuple[int, schema.Migration]]) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    newest = migrations[-1][0]
    if version // 100 > newest // 100:
        raise NewerStoreError(
            f"Your chats were saved by a newer Keel (form {version / 100:g}, this one knows {newest / 100:g})",
            "they were left untouched",
            "start the newer Keel, or use another folder with --data-dir",
        )
    for target, step in migrations:
        if target <= version:
            continue
        if version:
            _backup(connection, path.with_name(f"{path.stem}-before-{target}{path.suffix}"))
        connection.execute("BEGIN IMMEDIATE")
        try:
            step(connection)
            connection.execute(f"PRAGMA user_version = {target}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        version = target


def _backup(connection: sqlite3.Connection, target: Path) -> None:
    with contextlib.closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)


def _move_aside(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = path.with_name(f"{path.stem}.corrupt-{stamp}{path.suffix}")
    try:
        path.rename(aside)
        for suffix in ("-wal", "-shm"):
            companion = path.with_name(path.name + suffix)
            if companion.exists():
                companion.rename(aside.with_name(aside.name + suffix))
    except OSError as error:
        raise StoreError(
            f"The file with your chats, {path}, is damaged and cannot be moved aside ({error.strerror})",
            "Keel cannot save",
            "check the permissions of its folder, or use --data-dir",
        ) from error
    return aside
