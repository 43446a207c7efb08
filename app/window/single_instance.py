"""One window per data folder: a second start brings the first one to the front, hands it its file, and leaves."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

LOCK_NAME = "keel.lock"
CALL_NAME = "keel.show"
GIVEN = "keel.open-*"
_MOST_BYTES = 64 << 10


class SingleInstance(QObject):
    """Holds the lock of a data folder and hears of further starts, by a file that they touch; no socket is needed."""

    called = Signal()
    given = Signal(str, str)
    """A further start was asked to open this model, with this axis ("" where none was named)."""

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data_dir = data_dir
        self._call = data_dir / CALL_NAME
        self._lock = QLockFile(str(data_dir / LOCK_NAME))
        self._lock.setStaleLockTime(0)
        self._watcher: QFileSystemWatcher | None = None

    def acquire(self, model: str | None = None, axis: str | None = None) -> bool:
        """Take the lock; returns whether this is the first window.

        Otherwise the first one has been called to the front, and given the model and the axis where these are named.
        """
        if not self._lock.tryLock(0) and self._lock.error() == QLockFile.LockError.LockFailedError:
            with contextlib.suppress(OSError):
                if model is not None:
                    self._hand_over(model, axis)
                self._call.write_text("show\n", encoding="ascii")
            return False
        for left in self._data_dir.glob(GIVEN):  # for a window that is no more
            with contextlib.suppress(OSError):
                left.unlink()
        with contextlib.suppress(OSError):
            self._call.touch()
        self._watcher = QFileSystemWatcher([str(self._call)], self)
        self._watcher.fileChanged.connect(self._on_called)
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._watcher is not None:
            self._watcher.fileChanged.disconnect(self._on_called)
        with contextlib.suppress(OSError):
            self._call.unlink(missing_ok=True)
        self._lock.unlock()

    def _hand_over(self, model: str, axis: str | None) -> None:
        """Write what is to be opened; under its final name the file is always whole."""
        name = secrets.token_hex(8)
        unfinished = self._data_dir / f"keel.giving-{name}"
        unfinished.write_text(json.dumps({"model": model, "axis": axis or ""}), encoding="ascii")
        os.replace(unfinished, self._data_dir / GIVEN.replace("*", name))

    def _on_called(self, _path: str) -> None:
        self.called.emit()
        for place in sorted(self._data_dir.glob(GIVEN)):
            given = _read(place)
            with contextlib.suppress(OSError):
                place.unlink()
            if given is not None:
                self.given.emit(*given)


def _read(place: Path) -> tuple[str, str] | None:
    """Return the model and the axis that are named in a file; None for anything else."""
    try:
        if place.stat().st_size > _MOST_BYTES:
            return None
        body = json.loads(place.read_text(encoding="ascii"))
        return str(body["model"]), str(body["axis"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
