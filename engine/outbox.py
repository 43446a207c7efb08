"""The way out: one thread writes event lines to the protocol's descriptor, so that no answer ever waits for a full pipe."""

from __future__ import annotations

import dataclasses
import os
import threading
from collections import deque
from typing import Final

from engine.protocol import Error, Event, ProtocolError, encode

MAX_WAITING: Final = 64
MOST_TEXT: Final = 8_000
"""Characters of a fault's texts that are told where they cannot be told as they are."""


class Outbox:
    """A queue of event lines with a writer thread.

    `send` waits while many lines are unread, which pauses the decode thread when the window does not keep up; `send_now` never
    waits and is for answers that must not be held up. Raises ProtocolError for an event that cannot be a line, but never for an
    Error: what of its text cannot be written is left out, since without it whoever asked would wait for ever.
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._lines: deque[bytes] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self.broken = threading.Event()
        """Set when nobody reads any more."""
        self._thread = threading.Thread(target=self._write_all, name="outbox", daemon=True)
        self._thread.start()

    def send(self, event: Event) -> None:
        """Queue an event, waiting while the queue is full."""
        line = _line(event)
        with self._changed:
            self._changed.wait_for(lambda: len(self._lines) < MAX_WAITING or self.broken.is_set())
            self._lines.append(line)
            self._changed.notify_all()

    def send_now(self, event: Event) -> None:
        """Queue an event at once."""
        line = _line(event)
        with self._changed:
            self._lines.append(line)
            self._changed.notify_all()

    def close(self, seconds: float) -> None:
        """Write what is queued, for at most this long."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(seconds)

    def _write_all(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._lines) or self._closing)
                if not self._lines:
                    return
                line = self._lines.popleft()
                self._changed.notify_all()
            try:
                view = memoryview(line)
                while view:
                    view = view[os.write(self._fd, view) :]
            except OSError:
                with self._changed:
                    self.broken.set()
                    self._changed.notify_all()
                return


def _line(event: Event) -> bytes:
    try:
        return encode(event)
    except ProtocolError:
        if not isinstance(event, Error):
            raise
    return encode(dataclasses.replace(event, message=_writable(event.message), details=_writable(event.details)))


def _writable(text: str) -> str:
    """Return what of a text can be written as UTF-8, in few enough characters for a line."""
    return text[:MOST_TEXT].encode("utf-8", "replace").decode("utf-8")
