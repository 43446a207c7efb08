"""The window's end of one download: a child process, JSON lines, and never a wait."""

from __future__ import annotations

import dataclasses
import json
import logging
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from app import paths
from app.downloads.hub import Hub
from app.downloads.pace import Pace
from app.downloads.wanted import Wanted
from app.engine_stream import LineBuffer, LineTooLongError

_log = logging.getLogger(__name__)

STOP_MS: Final = 2500
LAST_MS: Final = 800
_LONGEST_LINE: Final = 64 << 10
_STRINGS: Final = {"done": ("path",), "failed": ("sentence",), "progress": ("sentence",)}


class WorkerProcess(QObject):
    """Runs `app.downloads.worker` once; `told` carries (key, event) for each of its lines, `ended` the key when it is gone."""

    told = Signal(str, object)
    ended = Signal(str)

    def __init__(self, key: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._buffer = LineBuffer(_LONGEST_LINE)
        self._over = False
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        # What it might say there is for developers; a person gets its sentences.
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._kill_timer = QTimer(self)
        self._kill_timer.setSingleShot(True)
        self._kill_timer.timeout.connect(self._process.kill)

    @property
    def pid(self) -> int:
        """Process id, 0 where there is none."""
        return int(self._process.processId())

    def start(self, wanted: Wanted, data_dir: Path, hub: Hub, pace: Pace) -> None:
        """Start the process and give it its task."""
        (program, *arguments), variables = paths.module_command("app.downloads.worker")
        environment = QProcessEnvironment()
        for name, value in variables.items():
            environment.insert(name, value)
        environment.insert("PYTHONIOENCODING", "utf-8")
        self._process.setProcessEnvironment(environment)
        self._process.start(program, arguments)
        task = {name: dataclasses.asdict(part) for name, part in (("wanted", wanted), ("hub", hub), ("pace", pace))}
        self._process.write(json.dumps({**task, "data_dir": str(data_dir)}).encode("ascii") + b"\n")

    def stop(self) -> None:
        """Ask it to end, keeping what has arrived; it is killed where it does not."""
        if self._process.state() != QProcess.ProcessState.NotRunning and not self._kill_timer.isActive():
            self._process.write(b"stop\n")
            self._kill_timer.start(STOP_MS)

    def finish_now(self) -> None:
        """Wait a moment for its end, then kill it; for the end of the program alone."""
        if self._process.state() != QProcess.ProcessState.NotRunning and not self._process.waitForFinished(LAST_MS):
            self._process.kill()
            self._process.waitForFinished(LAST_MS)

    def _read(self) -> None:
        try:
            lines = self._buffer.feed(bytes(self._process.readAllStandardOutput().data()))
        except LineTooLongError:
            self._process.kill()
            return
        for line in lines:
            event = _event(line)
            if event is None:
                _log.warning("a download sent a line that is no valid message")
            else:
                self.told.emit(self._key, event)

    def _on_finished(self, _code: int, _status: QProcess.ExitStatus) -> None:
        self._read()
        self._end()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end()

    def _end(self) -> None:
        self._kill_timer.stop()
        if not self._over:
            self._over = True
            self.ended.emit(self._key)


def _event(line: bytes) -> dict[str, Any] | None:
    """Read one line of the worker; None for anything that is none."""
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(event, dict) or event.get("t") not in _STRINGS:
        return None
    if not all(isinstance(event.get(name), str) for name in _STRINGS[event["t"]]):
        return None
    if event["t"] == "progress":
        received, total = event.get("received"), event.get("total")
        if not isinstance(received, int) or not isinstance(total, int | None) or not isinstance(event.get("arriving"), bool):
            return None
    return event
