"""Exporting and importing beside the window: a file is written in small steps, one is read by a process of its own."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal, Slot

from app import paths
from app.conversations.records import StoreError
from app.conversations.store import Store
from app.exchange.found import ExchangeError
from app.exchange.writing import WholeFile, pieces

STEP_SECONDS = 0.008
KILL_MS = 2000


class ExportRun(QObject):
    """Writes one file of chats while the window stays alive.

    finished: (file, how many chats); failed: one sentence, and nothing was written.
    """

    finished = Signal(str, int)
    failed = Signal(str)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._text: Iterator[str] | None = None
        self._file: WholeFile | None = None
        self._count = 0
        self._next = QTimer(self)
        self._next.setInterval(0)
        self._next.timeout.connect(self._step)

    @property
    def active(self) -> bool:
        """Whether a file is being written."""
        return self._text is not None

    def start(self, path: Path, chat_ids: Sequence[int], form: str, keel: str) -> None:
        """Begin to write these chats; `finished` or `failed` follows."""
        self.stop()
        self._text, self._file, self._count = pieces(self._store, chat_ids, form, keel), WholeFile(path), len(chat_ids)
        self._next.start()

    def stop(self) -> None:
        """Give up and leave nothing behind."""
        self._next.stop()
        if self._file is not None:
            self._file.abandon()
        self._text = self._file = None

    @Slot()
    def _step(self) -> None:
        text, file = self._text, self._file
        if text is None or file is None:
            return
        until = time.monotonic() + STEP_SECONDS
        try:
            for piece in text:
                file.add(piece)
                if time.monotonic() >= until:
                    return
            file.finish()
        except (ExchangeError, StoreError) as error:
            self._end_with(error.sentence)
        except KeyError:
            self._end_with(self.tr("A chat was deleted while it was being written, so no file was made. Please try again."))
        else:
            count = self._count
            self.stop()
            self.finished.emit(str(file.path), count)

    def _end_with(self, sentence: str) -> None:
        self.stop()
        self.failed.emit(sentence)


class ImportRun(QObject):
    """Has `keel chats import` read files: however large or strange they are, the window stays alive.

    finished: a list with, for every file, what `keel chats import --json` says of it. failed: one sentence.
    """

    finished = Signal(object)
    failed = Signal(str)

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data_dir = data_dir
        self._process: QProcess | None = None

    @property
    def active(self) -> bool:
        """Whether files are being read."""
        return self._process is not None

    def start(self, files: Sequence[str]) -> None:
        """Begin to read these files; `finished` or `failed` follows."""
        if self._process is not None:
            return
        command, environment = paths.module_command(
            "app", "chats", "import", "--json", "--data-dir", str(self._data_dir), "--", *files
        )
        values = QProcessEnvironment()
        for name, value in environment.items():
            values.insert(name, value)
        process = QProcess(self)
        process.setProcessEnvironment(values)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        self._process = process
        process.start(command[0], command[1:])
        process.closeWriteChannel()

    def stop(self) -> None:
        """End it now; of the file that is being read nothing is kept."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.waitForFinished(KILL_MS)
            process.deleteLater()

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, _code: int, status: QProcess.ExitStatus) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        answer = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace")
        process.deleteLater()
        value = _parsed(answer) if status == QProcess.ExitStatus.NormalExit else {}
        if isinstance(value.get("files"), list):
            self.finished.emit(value["files"])
        elif isinstance(value.get("error"), str):
            self.failed.emit(value["error"])
        else:
            self.failed.emit(self.tr("The import ended unexpectedly, and nothing of the file was kept. Try it again."))

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self._process.deleteLater()
            self._process = None
            self.failed.emit(self.tr("The import could not be started. Start Keel again, then try it once more."))


def _parsed(answer: str) -> dict[str, Any]:
    try:
        value = json.loads(answer)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
