"""What went wrong with the chat file, in a sentence: from SQLite's error codes to what it means and what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.conversations.open_file import OpenFile
from app.conversations.records import StoreError
from axes.os_reasons import reason as reason_of

_REASONS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("SQLITE_FULL",), "the disk is full", "make room on the disk and try again"),
    (("SQLITE_BUSY", "SQLITE_LOCKED"), "another program is using the file with your chats", "close that program and try again"),
    (
        ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"),
        "the file with your chats, or its folder, may not be written",
        "allow writing there and try again",
    ),
    (("SQLITE_IOERR",), "the disk is full or does not take the data", "make room or check the disk, and try again"),
    (("SQLITE_CORRUPT", "SQLITE_NOTADB"), "the file with your chats is damaged", "start Keel again; it then repairs the file"),
)


_AWAY = ("another program took the file with your chats away", "put it back and try again, or start Keel again")


class Database:
    """One open chat file, or one in memory: every change is a transaction of its own, every failure one StoreError.

    file: which files the connection writes to, None in memory. What is written never goes into a log that is not there any more.
    """

    def __init__(self, connection: sqlite3.Connection, file: OpenFile | None = None) -> None:
        self.connection = connection
        self._file = file
        self._busy = False
        self._ended = False

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Run what is inside as one transaction; whatever goes wrong undoes all of it and becomes a StoreError."""
        try:
            if not self._is_whole() and not self._opened_again():
                raise _taken_away()
            self._busy = True
            self.connection.execute("BEGIN IMMEDIATE")
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException as error:
            with contextlib.suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise not_saved(error) from error
            raise
        finally:
            self._busy = False
        if not self._is_whole():  # taken away in this very moment, and what was written perhaps with it
            raise _taken_away()

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query; raises StoreError where they cannot be read."""
        try:
            if not self._busy and not self._is_whole():
                self._opened_again()  # else what is still known is read
            return self.connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            reason, do = _reason(error)
            raise StoreError(f"Your chats cannot be read: {reason}", "", do) from error

    def hold_again(self) -> None:
        """Take the locks of the file again, which this process loses when any part of it closes the file for itself."""
        if self._file is None or self._ended or self._busy or not self._is_whole():
            return  # what is not whole is opened again with the next change
        with contextlib.suppress(sqlite3.Error):  # the next change tries again, and tells what is wrong
            self.connection = self._file.held_again(self.connection) or self.connection

    def close(self) -> None:
        """Close it; further calls fail."""
        self._ended = True
        if self._file is not None and not self._is_whole() and self._file.in_place and self._file.let_go(self.connection):
            return
        with contextlib.suppress(sqlite3.Error):
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()

    def _is_whole(self) -> bool:
        return self._file is None or self._file.whole

    def _opened_again(self) -> bool:
        """Go on in the file that is there where only its log was taken away; returns whether that could be done."""
        if self._file is None or not self._file.in_place:
            return False
        fresh = self._file.again(self.connection)
        self.connection = fresh or self.connection
        return fresh is not None


def not_saved(error: sqlite3.Error) -> StoreError:
    """Return what to tell about a change that could not be written."""
    reason, do = _reason(error)
    return StoreError(f"The last change was not saved: {reason}", "it is still on the screen", do)


def _taken_away() -> StoreError:
    reason, do = _AWAY
    return StoreError(f"The last change was not saved: {reason}", "it is still on the screen", do)


def unusable(path: Path, error: sqlite3.Error | OSError) -> StoreError:
    """Return what to tell about a chat file that cannot be opened."""
    if _code(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreError(
            "The file with your chats is in use by another program", "Keel cannot save now", "close that program and try again"
        )
    if isinstance(error, sqlite3.Error):
        reason, do = _reason(error)
    else:
        reason, do = reason_of(error), "check the folder or use --data-dir"
    return StoreError(f"The file with your chats, {path}, cannot be used: {reason}", "Keel cannot save", do)


def _reason(error: sqlite3.Error) -> tuple[str, str]:
    code = _code(error)
    for names, reason, do in _REASONS:
        if code.startswith(names):
            return reason, do
    return str(error), "start Keel again; it then checks and repairs the file"


def _code(error: BaseException) -> str:
    return str(getattr(error, "sqlite_errorname", ""))
