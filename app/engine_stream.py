"""The parts of the engine client that need no Qt: cutting lines, pacing restarts, remembering a crash while loading."""

from __future__ import annotations

import contextlib
from collections import deque
from pathlib import Path

from engine.protocol import MAX_LINE_BYTES

RESTART_DELAYS = (0.25, 2.0)
RESTART_WINDOW = 300.0
STDERR_LINES = 40
STDERR_LINE_CHARS = 2000


class LineTooLongError(ValueError):
    """The engine sent a line longer than the protocol allows."""


class LineBuffer:
    """Cuts a byte stream into lines and never holds more than one line of the permitted length."""

    def __init__(self, limit: int = MAX_LINE_BYTES) -> None:
        self._limit = limit
        self._rest = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Return the lines completed by data, without their newline; raises LineTooLongError past the limit."""
        pieces = data.split(b"\n")
        lines: list[bytes] = []
        for piece in pieces[:-1]:
            lines.append(bytes(self._rest) + piece)
            self._rest.clear()
            self._check(len(lines[-1]))
        self._check(len(self._rest) + len(pieces[-1]))
        self._rest += pieces[-1]
        return lines

    def clear(self) -> None:
        """Forget an unfinished line."""
        self._rest.clear()

    def _check(self, length: int) -> None:
        if length > self._limit:
            self._rest.clear()
            raise LineTooLongError(f"The engine sent a line of more than {self._limit} bytes.")


class RestartPolicy:
    """Allows a small number of restarts in a span of time, with a growing delay before each."""

    def __init__(self, delays: tuple[float, ...] = RESTART_DELAYS, window: float = RESTART_WINDOW) -> None:
        self._delays = delays
        self._window = window
        self._times: deque[float] = deque()

    def next_delay(self, now: float) -> float | None:
        """Return the seconds to wait before a restart at monotonic time now, or None where no further restart is due."""
        while self._times and now - self._times[0] > self._window:
            self._times.popleft()
        if len(self._times) >= len(self._delays):
            return None
        self._times.append(now)
        return self._delays[len(self._times) - 1]

    def forgive(self) -> None:
        """Start counting anew, because a person asked for a restart."""
        self._times.clear()


class LoadSentinel:
    """A file that exists only while a model is being loaded; finding it at the start means that the last load crashed."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def begin(self, model_path: str) -> None:
        """Remember that this model is being loaded; a folder that cannot be written only costs this memory."""
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.write_text(model_path, encoding="utf-8")

    def end(self) -> None:
        """Forget it: the load ended in an orderly way."""
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def crashed_model(self) -> str | None:
        """Return the path of the model whose loading crashed, or None."""
        if self._path is None:
            return None
        try:
            return self._path.read_text(encoding="utf-8") or None
        except (OSError, UnicodeDecodeError):
            return None


class ErrorTail:
    """The last lines a process wrote to its error stream."""

    def __init__(self, lines: int = STDERR_LINES) -> None:
        self._lines: deque[str] = deque(maxlen=lines)
        self._rest = ""

    def feed(self, data: bytes) -> None:
        """Add bytes; long lines are cut so that memory stays bounded."""
        text = self._rest + data.decode("utf-8", "replace")
        *lines, rest = text.split("\n")
        self._rest = rest[-STDERR_LINE_CHARS:]
        self._lines.extend(line[:STDERR_LINE_CHARS] for line in lines)

    def text(self) -> str:
        """Return what is kept, oldest line first."""
        return "\n".join([*self._lines, self._rest]).strip()

    def clear(self) -> None:
        """Forget everything."""
        self._lines.clear()
        self._rest = ""
