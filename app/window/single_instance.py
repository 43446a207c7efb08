"""One window per data folder: a second start brings the first one to the front and leaves."""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

LOCK_NAME = "keel.lock"
CALL_NAME = "keel.show"


class SingleInstance(QObject):
    """Holds the lock of a data folder and hears of further starts, by a file that they touch; no socket is needed."""

    called = Signal()

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._call = data_dir / CALL_NAME
        self._lock = QLockFile(str(data_dir / LOCK_NAME))
        self._lock.setStaleLockTime(0)
        self._watcher: QFileSystemWatcher | None = None

    def acquire(self) -> bool:
        """Take the lock; returns whether this is the first window. Otherwise the first one has been called to the front."""
        if not self._lock.tryLock(0) and self._lock.error() == QLockFile.LockError.LockFailedError:
            with contextlib.suppress(OSError):
                self._call.write_text("show\n", encoding="ascii")
            return False
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

    def _on_called(self, _path: str) -> None:
        self.called.emit()
