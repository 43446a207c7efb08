"""The chat file that is open: noticing that it, or the log beside it, was taken away, and going on in what is there now.

SQLite writes to a log, `chats.db-wal`, which the last program that closes the chats takes over into the file and removes. It knows
by locks that others have them open. Where those locks get lost (whatever part of this process closes the file for itself takes them
all away; a file system may not know them), the log is removed while it is written to, and what is written from then on is nowhere.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

if sys.platform == "linux":
    import fcntl

_BESIDE: Final = ("-wal", "-shm")
_SHARED_FIRST: Final = 0x40000002
_SHARED_SIZE: Final = 510
"""The bytes that SQLite locks for reading, as https://www.sqlite.org/fileformat2.html and its os.h lay down."""

_UNKNOWN: Final = (-1, -1)

_Place = tuple[int, int] | None


class OpenFile:
    """Which files a connection writes to. reopen: opens the chat file again where it is; raises sqlite3.Error."""

    def __init__(self, path: Path, reopen: Callable[[Path], sqlite3.Connection]) -> None:
        self.path = path
        self._reopen = reopen
        self._main = _place(str(path))
        self._beside = self._beside_now()
        self._changed = _changed(path)
        self._closed = False
        self._patience = 0

    @property
    def whole(self) -> bool:
        """Whether all that is written to stands where it stood; costs four looks into a folder."""
        changed = _changed(self.path)
        whole = not self._closed and self.in_place and all(map(_same, self._beside, self._beside_now()))
        self._changed = changed if whole else self._changed
        return whole

    @property
    def in_place(self) -> bool:
        """Whether the chat file itself stands where it stood; what was moved away or replaced must not be made anew."""
        return _same(self._main, _place(str(self.path)))

    def again(self, connection: sqlite3.Connection) -> sqlite3.Connection | None:
        """Let go of a connection whose log was taken away, and return a new one; None where that cannot be done safely.

        Raises sqlite3.Error where the file cannot be opened now; call it again later then.
        """
        if not self._closed:
            (self._patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
            self._closed = self.let_go(connection)
        if not self._closed:
            return None
        fresh = self._reopen(self.path)
        fresh.execute(f"PRAGMA busy_timeout = {int(self._patience)}")
        self._closed, self._beside = False, self._beside_now()
        return fresh

    def held_again(self, connection: sqlite3.Connection) -> sqlite3.Connection | None:
        """Close a connection and open the file anew, which takes lost locks again; raises sqlite3.Error as `again` does."""
        (self._patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
        connection.close()
        self._closed = True
        return self.again(connection)

    def let_go(self, connection: sqlite3.Connection) -> bool:
        """Close a connection whose log was taken away; returns whether that could be done.

        Where nobody has written to the file since, the log was removed without being taken over, and SQLite does that now. Else it
        must not: it would write what is old over what is new.
        """
        if _place(f"{self.path}-wal") is None and _changed(self.path) == self._changed:
            connection.close()
            return True
        return _closed_without_its_log(connection, self.path)

    def _beside_now(self) -> list[_Place]:
        return [_place(f"{self.path}{ending}") for ending in _BESIDE]


def _closed_without_its_log(connection: sqlite3.Connection, path: Path) -> bool:
    """Close a connection without its log being taken over into the file; returns whether that could be done.

    In closing, SQLite takes over the log and removes what bears its name. It does neither while somebody else reads: so a lock for
    reading is held meanwhile, of the kind that counts within a process too.
    """
    if sys.platform != "linux":
        return False
    lock = struct.pack("hhqqi4x", fcntl.F_RDLCK, os.SEEK_SET, _SHARED_FIRST, _SHARED_SIZE, 0)
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            fcntl.fcntl(handle, fcntl.F_OFD_SETLK, lock)
            connection.close()
            return True
        finally:
            os.close(handle)
    return False


def _place(name: str) -> _Place:
    """What tells a file from every other, None where there is none; a folder that may not be read tells nothing new."""
    try:
        found = os.stat(name)
    except FileNotFoundError:
        return None
    except OSError:
        return _UNKNOWN
    return found.st_dev, found.st_ino


def _changed(path: Path) -> int:
    """When the file itself was written to last, in nanoseconds; -1 where that cannot be seen."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return -1


def _same(was: _Place, now: _Place) -> bool:
    return was is None or now in (was, _UNKNOWN)
