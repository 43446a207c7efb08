"""Opening the chat file: safe settings, migrations with a backup before them, and what to do with a damaged file."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.conversations import backups, faults, schema
from app.conversations.folding import folded
from app.conversations.records import TEMPORARY_FROM, NewerStoreError, StoreError
from app.conversations.salvage import salvage
from axes.os_reasons import reason as reason_of

OPEN_TIMEOUT_MS = 3000
BUSY_TIMEOUT_MS = 500
"""How long a write waits for another program; longer would freeze the window, and every write can be tried again."""

Steps = Sequence[tuple[int, schema.Migration]]


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A damaged file: where it is kept, and how many chats and messages could be read and taken over."""

    aside: Path
    chats: int
    messages: int


def open_database(path: Path, migrations: Steps = schema.MIGRATIONS) -> tuple[sqlite3.Connection, Salvaged | None]:
    """Open the chat file, made if missing, and return it, with what was salvaged where it had to be repaired.

    A damaged file is moved aside, never deleted, and what can still be read from it is taken over. Raises NewerStoreError
    where a newer Keel wrote it (the file is left untouched), StoreError where it is in use or cannot be written.
    """
    try:
        _refuse_newer(path, migrations)
        _finish_repair(path)
        return _open(path, migrations), None
    except sqlite3.OperationalError as error:
        raise faults.unusable(path, error) from error
    except sqlite3.DatabaseError:
        pass
    except OSError as error:
        raise faults.unusable(path, error) from error
    try:
        salvaged = _repair(path, migrations)
        return _open(path, migrations), salvaged
    except (sqlite3.Error, OSError) as error:
        raise faults.unusable(path, error) from error


def open_again(path: Path) -> sqlite3.Connection:
    """Open a chat file once more that this process had open before; raises sqlite3.Error, also where it is damaged."""
    return _open(path, schema.MIGRATIONS)


def open_memory(migrations: Steps = schema.MIGRATIONS) -> sqlite3.Connection:
    """Return an empty store in memory, of which nothing ever reaches the disk; its ids begin at TEMPORARY_FROM."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.create_function("folded", 1, folded, deterministic=True)
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA foreign_keys = ON")
    _run(connection, migrations, 0)
    rows = [("chats", TEMPORARY_FROM), ("messages", TEMPORARY_FROM)]
    connection.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", rows)
    return connection


def read_copy(path: Path, migrations: Steps = schema.MIGRATIONS) -> sqlite3.Connection:
    """Return a copy in memory of a backup, brought to this version's form; the file is only read. Raises sqlite3.Error."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
        file.backup(connection)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    _run(connection, migrations, version)
    return connection


def _refuse_newer(path: Path, migrations: Steps) -> None:
    """Look at the version without writing: even the settings of an ordinary opening could change the file."""
    if not path.is_file() or not path.stat().st_size:
        return
    with contextlib.suppress(sqlite3.Error), contextlib.closing(_read_only(path)) as connection:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        newest = migrations[-1][0]
        if application == schema.APPLICATION_ID and version // 100 > newest // 100:
            raise NewerStoreError(
                f"Your chats were saved by a newer Keel (form {version / 100:g}, this one knows {newest / 100:g})",
                "they were left untouched",
                "start the newer Keel, or use another folder with --data-dir",
            )


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=OPEN_TIMEOUT_MS / 1000)


def _open(path: Path, migrations: Steps) -> sqlite3.Connection:
    with contextlib.suppress(OSError):  # SQLite gives the better message where this cannot be done
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))  # one that is there may be open in this process
    connection = sqlite3.connect(path, isolation_level=None, timeout=OPEN_TIMEOUT_MS / 1000)
    try:
        connection.row_factory = sqlite3.Row
        connection.create_function("folded", 1, folded, deterministic=True)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        _check(connection)
        connection.execute("BEGIN IMMEDIATE")  # fails at once where the file can only be read
        connection.execute("ROLLBACK")
        _migrate(connection, path, migrations)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
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


def _migrate(connection: sqlite3.Connection, path: Path, migrations: Steps) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version >= migrations[-1][0]:
        return
    if version:
        backups.take(connection, path)
    _run(connection, migrations, version)


def _run(connection: sqlite3.Connection, migrations: Steps, version: int) -> None:
    """Run every step that is due in one transaction: the file has the old form or the new one, never one between."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()  # another program may have been faster
        for target, step in migrations:
            if target > version:
                step(connection)
                connection.execute(f"PRAGMA user_version = {target}")
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _repair(path: Path, migrations: Steps) -> Salvaged:
    """Salvage into a new file, move the damaged one aside, and put the new one in its place, each step safe to be cut off."""
    fresh = _fresh_name(path)
    _remove(fresh)
    connection = _open(fresh, migrations)
    try:
        chats, messages = salvage(path, connection)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()
    aside = _move_aside(path)
    fresh.replace(path)
    return Salvaged(aside, chats, messages)


def _finish_repair(path: Path) -> None:
    """Put the repaired file in place where the program ended between the last steps; half a repair is begun anew."""
    fresh = _fresh_name(path)
    if fresh.exists() and not path.exists():
        # What stands beside the damaged file must not be taken for a part of the repaired one.
        _move_companions(path, _aside_name(path))
        fresh.replace(path)
    elif fresh.exists():
        _remove(fresh)


def _fresh_name(path: Path) -> Path:
    return path.with_name(f"{path.stem}.repaired{path.suffix}")


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _aside_name(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    return path.with_name(f"{path.stem}.corrupt-{stamp}{path.suffix}")


def _move_aside(path: Path) -> Path:
    aside = _aside_name(path)
    try:
        path.rename(aside)
        _move_companions(path, aside)
    except OSError as error:
        raise StoreError(
            f"The file with your chats, {path}, is damaged and cannot be moved aside ({reason_of(error)})",
            "Keel cannot save",
            "check the permissions of its folder, or use --data-dir",
        ) from error
    return aside


def _move_companions(path: Path, aside: Path) -> None:
    for suffix in ("-wal", "-shm"):
        companion = path.with_name(path.name + suffix)
        if companion.exists():
            companion.rename(aside.with_name(aside.name + suffix))
