"""A real engine process for tests: requests in, events out, with a time limit on every wait."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from engine import protocol

ROOT = Path(__file__).parents[2]
E = TypeVar("E")
PATIENCE = 60.0
"""Seconds before a test gives up; the machine may be busy with something else."""


class EngineProcess:
    """`python -m engine` (or the given Python code) as a child; a context manager that leaves nothing behind."""

    def __init__(self, code: str | None = None, *, read: bool = True) -> None:
        command = [sys.executable, *(["-c", code] if code else ["-m", "engine"])]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT)
        self.raw: list[bytes] = []
        self.stderr = b""
        self._events: queue.Queue[protocol.Message | None] = queue.Queue()
        self._threads = [threading.Thread(target=self._read_errors)]
        if read:
            self._threads.append(threading.Thread(target=self._read))
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> EngineProcess:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.process.kill()
        self.process.wait()
        for thread in self._threads:
            thread.join()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None and not stream.closed:
                stream.close()

    def read_from_now_on(self) -> None:
        """Start reading events, where reading was put off."""
        self._threads.append(threading.Thread(target=self._read))
        self._threads[-1].start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.raw.append(line)
            self._events.put(protocol.decode(line))
        self._events.put(None)

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        while data := self.process.stderr.read1():
            self.stderr += data

    def write(self, data: bytes) -> None:
        """Write raw bytes to the engine."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, *requests: protocol.Request) -> float:
        """Send requests; returns the time."""
        self.write(b"".join(protocol.encode(request) for request in requests))
        return time.monotonic()

    def close_stdin(self) -> None:
        """End the engine's input."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def next(self) -> protocol.Message | None:
        """Return the next event, None where the engine is gone."""
        return self._events.get(timeout=PATIENCE)

    def wait_for(self, kind: type[E], where: Callable[[E], bool] = lambda _event: True) -> E:
        """Return the first event of a kind; other events before it are dropped."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            event = self.next()
            assert event is not None, f"the engine ended: {self.stderr.decode(errors='replace')}"
            if isinstance(event, kind) and where(event):
                return event
        raise AssertionError(f"no {kind.__name__} came")

    def until(self, wanted: dict[type[protocol.Event], int]) -> list[protocol.Event]:
        """Return all events up to the last of the wanted ones, each given as its kind and request id."""
        events: list[protocol.Event] = []
        missing = set(wanted.items())
        while missing:
            event = self.next()
            assert event is not None, f"the engine ended: {self.stderr.decode(errors='replace')}"
            assert not isinstance(event, protocol.Error), event
            events.append(event)
            missing.discard((type(event), event.id))
        return events

    def until_done(self, request_id: int) -> tuple[list[protocol.Delta], protocol.Done]:
        """Return the deltas of a request and how it ended."""
        deltas: list[protocol.Delta] = []
        while True:
            event = self.next()
            assert event is not None
            assert not isinstance(event, protocol.Error), event
            if isinstance(event, protocol.Delta) and event.id == request_id:
                deltas.append(event)
            if isinstance(event, protocol.Done) and event.id == request_id:
                return deltas, event

    def load(self, model: Path, request_id: int = 1000) -> protocol.Loaded:
        """Load a model and return its facts."""
        self.send(protocol.Load(request_id, str(model), n_threads=1))
        return self.wait_for(protocol.Loaded)
