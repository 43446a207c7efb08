"""Reading files from outside without being held up: pipes, folders and shrinking files get a sentence, never a wait or a crash."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Final

from axes.os_reasons import reason as reason_of

WINDOW_BYTES: Final = 1 << 20
"""How much of the file is in memory at a time."""
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""Not blocking: opening a pipe nobody writes to would wait for ever."""


class GGUFError(ValueError):
    """A file that is not a usable GGUF file; the text says in one sentence why."""


class MissingFileError(GGUFError):
    """A file that is not there."""


class FileWindow:
    """An open regular file of which one piece at a time is in memory; a context manager that closes it.

    The file is read, not mapped: one that shrinks meanwhile is noticed instead of ending the process. Raises GGUFError where it
    cannot be opened or read, MissingFileError where it is not there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.buffer = b""
        self.base = 0
        try:
            self._file = os.open(path, _FLAGS)
        except FileNotFoundError as error:
            raise MissingFileError(f"{path.name} cannot be read: there is no such file any more.") from error
        except (OSError, ValueError) as error:
            raise GGUFError(f"{path.name} cannot be read: {_why(error, path)}.") from error
        try:
            found = os.fstat(self._file)
            if not stat.S_ISREG(found.st_mode):
                what = "it is a folder" if stat.S_ISDIR(found.st_mode) else "it is not an ordinary file"
                raise GGUFError(f"{path.name} cannot be read: {what}.")
        except BaseException:
            os.close(self._file)
            raise
        self.size = found.st_size

    def __enter__(self) -> FileWindow:
        return self

    def __exit__(self, *_exception: object) -> None:
        os.close(self._file)

    def hold(self, position: int, n_bytes: int) -> int:
        """Have n_bytes from a position on in `buffer`; returns where they begin there."""
        begin = position - self.base
        if begin < 0 or begin + n_bytes > len(self.buffer):
            self.buffer = self.read(position, min(max(n_bytes, WINDOW_BYTES), max(self.size - position, n_bytes)))
            self.base, begin = position, 0
        return begin

    def read(self, position: int, n_bytes: int) -> bytes:
        """Return bytes of the file; raises GGUFError where it became shorter since it was opened."""
        pieces, left = [], n_bytes
        try:
            os.lseek(self._file, position, os.SEEK_SET)
            while left and (piece := os.read(self._file, left)):
                pieces.append(piece)
                left -= len(piece)
        except (OSError, OverflowError) as error:
            raise GGUFError(f"{self.path.name} cannot be read: {_why(error, self.path)}.") from error
        if left:
            raise GGUFError(f"{self.path.name} became shorter while it was being read.")
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _why(error: Exception, path: Path) -> str:
    """Return the reason in words; Windows says of a folder only that access is denied."""
    if isinstance(error, OSError):
        # isdir does not raise, as Path.is_dir does where a folder above may not be entered.
        return reason_of(IsADirectoryError(errno.EISDIR, "") if os.path.isdir(path) else error)
    return "its name is not one a file can have"
